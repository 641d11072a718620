"""``ccops kpi --roster``: what agents did beside what they were to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

import ccops
from ccops.adapters import ReadOptions
from ccops.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Ran, Run

#: One R shift, 08:30 to 20:30 in Shanghai, with half an hour of training and a call; signed off
#: an hour and a half early. Somebody who is not on the roster is there until its end.
LOG: Final = """\
1791246600|MANAGER|sales|Agent/1102|ADDMEMBER|
1791246600|MANAGER|sales|Agent/1101|ADDMEMBER|
1791247000|1|sales|NONE|ENTERQUEUE||0|1
1791247005|1|sales|Agent/1101|CONNECT|5|1.1|0
1791247605|1|sales|Agent/1101|COMPLETECALLER|5|600|1
1791250200|MANAGER|sales|Agent/1101|PAUSE|training
1791252000|MANAGER|sales|Agent/1101|UNPAUSE|
1791284400|MANAGER|sales|Agent/1101|REMOVEMEMBER|
1791289800|MANAGER|sales|Agent/1102|REMOVEMEMBER|
"""
ROSTER: Final = "工号,日期,班次,kind\n1101,2026-10-06,R,final\n"
HOUR_MS: Final = 3_600_000
_READS: Final = ("--adapter", "asterisk-queue-log", "--agent-pattern", "Agent/*")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "queue_log").write_text(LOG)
    (tmp_path / "roster.csv").write_text(ROSTER)
    return tmp_path


def values(ran: Ran, **group: str) -> dict[str, Any]:
    """Return what was measured of a group."""
    (found,) = [row["values"] for row in ran.json["rows"] if row["group"] == group]
    return dict(found)


def verb(folder: Path) -> tuple[str | Path, ...]:
    return ("kpi", "--pack", "telecom-7x24", *_READS, folder / "queue_log")


def test_the_definitions_of_every_vendor_are_shown_by_half_hour(run: Run, folder: Path) -> None:
    told = ("--roster", folder / "roster.csv", "--by", "agent,half_hour")

    ran, shown = run(*verb(folder), *told, "--json"), run(*verb(folder), *told, locale="zh_CN")

    assert ran.code == 0, ran.err
    training = values(ran, agent="1101", half_hour="2026-10-06T09:30:00+08:00")
    assert training["schedule_adherence"] == {"missing": "zero_base"}
    assert training["conformance_nice"] == [1, 1]
    gone = values(ran, agent="1101", half_hour="2026-10-06T19:00:00+08:00")
    assert (gone["adherence_nice"], gone["conformance_genesys"]) == ([0, 1], [0, 1])
    assert "计薪时长（paid_time）：27分钟30秒" in shown.out


def test_the_whole_day_is_the_sum_of_its_half_hours(run: Run, folder: Path) -> None:
    ran = run(*verb(folder), "--roster", folder / "roster.csv", "--by", "agent", "--json")

    assert values(ran, agent="1101")["schedule_adherence"] == [
        20,
        23,
    ]  # 10 of 11:30 h; half an hour of training
    assert values(ran, agent="1101")["paid_time"] == 11 * HOUR_MS
    assert values(ran, agent="1102")["paid_time"] == 0


def test_leave_of_the_roster_is_no_work(run: Run, folder: Path) -> None:
    (folder / "leave.csv").write_text(
        "employee_id,kind,from,to\n1101,annual,2026-10-06,2026-10-06\n"
    )
    told = ("--roster", folder / "roster.csv", "--by", "agent", "--json")

    with_leave = run(*verb(folder), *told, "--leave", folder / "leave.csv")

    assert with_leave.code == 0, with_leave.err
    found = values(with_leave, agent="1101")
    assert found["schedule_adherence"] == {"missing": "zero_base"}
    assert found["paid_time"] == 0


def test_without_a_roster_there_is_no_adherence(run: Run, folder: Path) -> None:
    ran = run(*verb(folder), "--by", "agent", "--json")

    assert "occupancy" in ran.json["indicators"]
    assert "schedule_adherence" not in ran.json["indicators"]


@pytest.mark.parametrize(
    ("locale", "told"),
    [("en", "says what agents did"), ("zh_CN", "没有座席状态"), ("zh_TW", "沒有座席狀態")],
)
def test_a_log_that_shows_no_states_is_refused(
    run: Run, folder: Path, locale: str, told: str
) -> None:
    (folder / "queue_log").write_text("1791247000|1|sales|NONE|ENTERQUEUE||0|1\n")

    ran = run(*verb(folder), "--roster", folder / "roster.csv", locale=locale)

    assert (ran.code, told in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("en", "nobody is on roster.csv"),
        ("zh_CN", "roster.csv 里没有任何班次"),
        ("zh_TW", "roster.csv 裡沒有任何班次"),
    ],
)
def test_a_roster_that_nobody_is_on_is_refused(
    run: Run, folder: Path, locale: str, told: str
) -> None:
    (folder / "roster.csv").write_text(ROSTER.splitlines()[0])

    ran = run(*verb(folder), "--roster", folder / "roster.csv", locale=locale)

    assert (ran.code, told in ran.err) == (2, True)


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("en", "does not show when anybody signs on"),
        ("zh_CN", "看不出任何人何时签入"),
        ("zh_TW", "看不出任何人何時簽入"),
    ],
)
def test_a_log_that_shows_calls_and_no_sign_on_is_refused(
    run: Run, folder: Path, locale: str, told: str
) -> None:
    calls = [each for each in LOG.splitlines(keepends=True) if "|sales|" in each]
    (folder / "queue_log").write_text("".join(each for each in calls if "|1|" in each))

    ran = run(*verb(folder), "--roster", folder / "roster.csv", locale=locale)

    assert (ran.code, told in ran.err) == (2, True)


def test_a_roster_is_told_by_the_clock_of_the_pack_alone(run: Run, folder: Path) -> None:
    told = ("--roster", folder / "roster.csv")

    other, same = (
        run(*verb(folder), *told, "--zone", zone) for zone in ("Asia/Tokyo", "Asia/Shanghai")
    )

    assert (other.code, same.code) == (2, 0)
    assert "--zone Asia/Tokyo does not go with --roster" in other.err


@pytest.mark.parametrize(
    ("locale", "told"), [("en", "who of the --roster is away"), ("zh_CN", "上谁休假")]
)
def test_leave_without_a_roster_is_refused(run: Run, folder: Path, locale: str, told: str) -> None:
    ran = run(*verb(folder), "--leave", folder / "roster.csv", locale=locale)

    assert (ran.code, told in ran.err) == (2, True)


@pytest.mark.parametrize("other", ["--contracts", "--attributions"])
def test_a_table_without_what_agents_did_takes_no_roster(
    run: Run, folder: Path, other: str
) -> None:
    ran = run(*verb(folder), other, "--roster", folder / "roster.csv")

    assert (ran.code, other in ran.err) == (2, True)


def test_a_shift_that_the_pack_does_not_know_is_refused(run: Run, folder: Path) -> None:
    (folder / "roster.csv").write_text(ROSTER.replace(",R,", ",Z,"))

    ran = run(*verb(folder), "--roster", folder / "roster.csv", "--by", "agent")

    assert ran.code == 1
    assert "[unknown-shift]" in ran.err
    assert "roster.csv:2" in ran.err


def test_records_that_were_read_before_are_set_beside_a_roster(run: Run, folder: Path) -> None:
    kept = folder / "records"
    read = run("read", "--pack", "telecom-7x24", *_READS, folder / "queue_log", "-o", kept)
    assert read.code == 0, read.err
    measured = ("kpi", "--pack", "telecom-7x24", "--records", kept, "--json", "--by", "agent")
    told = ("--roster", folder / "roster.csv")

    python, duckdb = run(*measured, *told), run(*measured, *told, "--engine", "duckdb")

    assert python.code == duckdb.code == 0, python.err + duckdb.err
    assert python.json["rows"] == duckdb.json["rows"]
    assert values(python, agent="1101")["schedule_adherence"] == [20, 23]


def test_a_roster_may_be_of_several_months(folder: Path) -> None:
    center = ccops.Center.open("telecom-7x24", plugins="installed")
    later = "".join(f"{int(line[:10]) + 27 * 86_400}{line[10:]}\n" for line in LOG.splitlines())
    (folder / "queue_log").write_text(LOG + later)
    options = ReadOptions(zone="Asia/Shanghai", agent_pattern="Agent/*")
    intake = center.read([folder / "queue_log"], adapter="asterisk-queue-log", options=options)
    roster = [
        {"employee_id": "1101", "work_date": day, "shift": "R", "kind": "final"}
        for day in ("2026-10-06", "2026-11-02")
    ]

    made = center.rostered(intake.records, roster)

    paid = made["agent_time"].columns["paid"]
    assert sum(each for each in paid if isinstance(each, int)) == 2 * 11 * HOUR_MS
    with pytest.raises(DataError):
        center.rostered(intake.records, [{**roster[0], "shift": "Z"}])
