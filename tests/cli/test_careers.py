"""``ccops promotions`` and ``ccops discipline``: from an input folder to who goes where."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

EMPLOYEES: Final = """\
employee_id,name,employment_type,role,team,level,hired_on,basic_pay
E017,林静,full_time,agent,A,junior,2024-03-01,CNY 3600
E021,王磊,full_time,agent,A,intermediate,2023-03-01,CNY 3600
E030,赵敏,full_time,agent,A,senior,2022-03-01,CNY 3600
L001,孙丽,full_time,team_lead,A,,2020-03-01,CNY 4600
"""
FACTS: Final = """\
employee_id,satisfaction_rate,service_quality,first_contact_resolution_so_far,skill_exam,\
level_since,lead_comprehension,lead_execution,lead_influence,lead_posts_open
E017,97.2%,86,94.4%,90,,,,,
E021,94.8%,74,89.6%,82,2025-03-01,,,,
E030,98.4%,92,96.8%,91,2024-03-01,85,79.5,88,0
L001,,,,,,,,,
"""
OPENING: Final = """\
subject_id,name,period,amount,unit
E017,streak(service_points >= skilled_from),2026-05,2,count
E021,service_points < kept_from,2026-05,yes,flag
"""
EVENTS: Final = """\
event_id,employee_id,at,kind,level,topic,valid,verified_by
V1,E021,2026-03-02,violation,,break_not_approved,yes,L001
V2,E021,2026-06-03,violation,,break_not_approved,yes,L001
V3,E030,2026-06-03,violation,,secrecy,,
"""
DAMAGES: Final = """\
损坏编号,工号,日期,设备,原价,人为损坏,核实人
D1,E021,2026-06-10,耳麦,CNY 900,是,L001
"""
ASSIGNMENTS: Final = """\
employee_id,what,value,from,until
E017,level,junior,2025-03-01,
E021,level,junior,2024-01-01,2025-02-28
E021,level,intermediate,2025-03-01,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "employees": EMPLOYEES,
        "facts": FACTS,
        "opening": OPENING,
        "events": EVENTS,
        "damages": DAMAGES,
        "assignments": ASSIGNMENTS,
    }
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def asked(verb: str, folder: Path) -> tuple[str | Path, ...]:
    return (verb, "--pack", "outsourced", "--period", "2026-06", "--input", folder)


def test_who_goes_up_or_down_is_told_with_days_and_what_is_missing(run: Run, folder: Path) -> None:
    ran = run(*asked("promotions", folder), locale="zh_CN")

    assert ran.code == 0, ran.err
    for line in (
        "座席等级：2026-06 评定；下次评定 2026-12",
        "E017 林静：初级 → 中级，建议晋升",
        "薪酬自 2026年8月1日 起调整",
        "E021 王磊：中级 → 初级，建议降一级",
        "尚缺：储备组长：执行力：达到 80；现为 79.5，差 0.5",
        "尚缺：储备组长：有组长空缺：达到 1；现为 0，差 1",
        "可兼任新人引导员",
        "由初级晋升：不推算，已晋升 1 人，至少需要 5 人",
    ):
        assert line in ran.out


def test_promotions_are_data_with_exact_values(run: Run, folder: Path) -> None:
    ran = run(*asked("promotions", folder), "--json")

    (ladder,) = ran.json["ladders"].values()
    people = {each["employee"]: each for each in ladder["people"]}
    assert {who: each["proposal"] for who, each in people.items()} == {
        "E017": "promote",
        "E021": "demote",
        "E030": "hold",
    }
    assert people["E017"]["pay_from"] == "2026-08-01"
    execution = people["E030"]["lacks"][0]["gaps"][0]
    assert (execution["short"], execution["kind"]) == ([1, 2], "value")


def test_another_reading_moves_the_day_of_the_pay(run: Run, folder: Path) -> None:
    chosen = ("--choose", "promotion_pay_from=trial_start", "--json")

    ran = run(*asked("promotions", folder), *chosen)

    (ladder,) = ran.json["ladders"].values()
    assert ladder["people"][0]["pay_from"] == "2026-07-01"


def test_violations_lead_to_what_the_ladder_says_and_damage_to_nothing(
    run: Run, folder: Path
) -> None:
    ran = run(*asked("discipline", folder), locale="zh_CN")

    assert ran.code == 0, ran.err
    for line in (
        "E021 王磊：未经批准休息（轻微，第 2 次）→ 书面警告（须由 坐席主管 决定）",
        "E030 赵敏：泄露客户或项目资料（特别严重），待核实",
        "如无新违规，2026年12月3日 清零",
        "疑似违规，须由人核实：无",
        "人为损坏，待协商 ¥900.00",
        "本表不产生任何扣款",
    ):
        assert line in ran.out
    assert "cn-09-damage" in ran.err


def test_the_register_ends_on_its_day(run: Run, folder: Path) -> None:
    ran = run(*asked("discipline", folder), "--on", "2026-06-02", "--json")

    assert [each["event"] for each in ran.json["violations"]] == ["V1"]
    assert ran.json["damages"] == []


def test_candidates_are_written_as_rows_of_events(run: Run, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "to-confirm.csv"

    ran = run(*asked("discipline", folder), "--candidates", file)

    assert ran.code == 0, ran.err
    with file.open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.reader(stream)) == [
            ["event_id", "employee_id", "at", "kind", "level", "topic", "valid", "verified_by"]
        ]


@pytest.mark.parametrize("verb", ["promotions", "discipline"])
def test_help_is_there(run: Run, verb: str) -> None:
    assert run(verb, "--help").code == 0


def test_discipline_may_be_seen_under_another_reading(run: Run, folder: Path) -> None:
    found = run(*asked("discipline", folder), "--choose", "serious_action=cut")

    assert found.code != 0
    assert "reading-unknown" in found.err
