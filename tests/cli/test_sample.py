"""Drawing the sample of a month and showing how quality stands, from a folder of files."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

PEOPLE = (
    "employee_id,employment_type,role,team,hired_on\n"
    "T1,full_time,telesales_agent,A,2020-01-01\n"
    "Q1,full_time,qa_trainer,A,2020-01-01\n"
    "S1,full_time,seat_supervisor,A,2020-01-01\n"
)
DIALS = "dial_id,campaign,employee_id,at,result\n" + "".join(
    f"D{number:02},spring,T1,2026-10-{1 + number % 20:02} 10:00:00,{result}\n"
    for number in range(30)
    for result in [("connected", "busy")[number % 3 == 0]]
)
EVALUATIONS = (
    "evaluation_id,employee_id,contact_id,form,item,occurrences,evaluator,at,source,channel,status\n"
    "V1,T1,D01,call_form,opening,2,Q1,2026-10-09,internal,phone,valid\n"
)
REVIEWS = (
    "evaluation_id,由来,提出人,提出时间,结果,裁定人,裁定日期,原因\n"
    "V1,申诉,T1,2026-10-15,待裁定,,,\n"
)
ACTIONS = (
    "措施编号,责任人,改进对象,原因,提出日期,期限,完成日期,有效\n"
    "P1,Q1,T1,script,2026-10-09,2026-10-20,,\n"
)
MONTH = ("--pack", "outsourced", "--period", "2026-10")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "employees": PEOPLE,
        "dials": DIALS,
        "evaluations": EVALUATIONS,
        "evaluation_reviews": REVIEWS,
        "quality_actions": ACTIONS,
    }
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def test_each_call_says_who_hears_it_and_why(run: Run, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "sample.csv"

    ran = run("sample", *MONTH, "--input", folder, "--locale", "en", "-o", file)

    assert ran.code == 0, ran.err
    assert "month_sample, 2026-10: 8 calls of 1 person" in ran.out
    assert "supervisor S1: 30% of 8 calls, 3 to hear, 3 drawn" in ran.out
    rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
    assert len(rows) == 8
    assert {each["monitor"] for each in rows} == {"Q1", "S1"}
    assert all(each["reason"].startswith("one of 8 calls of T1; of ") for each in rows)


def test_the_same_sample_comes_out_again(run: Run, folder: Path) -> None:
    one, other = (run("sample", *MONTH, "--input", folder, "--json").json for _ in range(2))

    assert one == other
    (sample,) = one["samples"]
    assert sample["people"] == [{"employee": "T1", "needed": 8, "newcomer": False, "drawn": 8}]


def test_another_plan_is_told_with_those_there_are(run: Run, folder: Path) -> None:
    ran = run("sample", *MONTH, "--input", folder, "--plan", "weekly")

    assert ran.code == 2
    assert "no sampling plan weekly; the pack has month_sample" in ran.err


def test_calls_of_no_known_length_are_told(run: Run, folder: Path) -> None:
    """The plan of the hotline asks for a length, and an outbound call has none."""
    for name in ("evaluations", "evaluation_reviews", "quality_actions"):
        (folder / f"{name}.csv").unlink()
    people = PEOPLE.replace("telesales_agent", "agent").replace("seat_supervisor", "team_lead")
    (folder / "employees.csv").write_text(people, encoding="utf-8")
    decided = "handled_share: 15%\nforecast_calls: 40\nplanned_agents: 1\n"
    (folder / "period.yaml").write_text(decided, encoding="utf-8")
    month = ("--pack", "insurance-hotline", "--period", "2026-10", "--input", folder)

    english, chinese = (run("sample", *month, "--locale", each) for each in ("en", "zh_CN"))

    assert english.code == 0, english.err
    assert "  20 calls left out, their length is not known\n" in english.out
    assert "  有 20 通因时长不明未参与抽样\n" in chinese.out


def test_disputes_and_actions_are_listed(run: Run, folder: Path) -> None:
    """The files are read by their Chinese headers; the dispute came a day late."""
    ran = run("learning", *MONTH, "--input", folder, "--on", "2026-10-31", "--json")

    assert ran.code == 0, ran.err
    lists = ran.json["lists"]
    (dispute,) = lists["scores_disputed"]
    assert (dispute["subject"], dispute["in_time"], dispute["state"]) == ("V1", False, "overdue")
    (action,) = lists["improvements"]
    assert (action["about"], action["state"]) == ("T1", "overdue")
