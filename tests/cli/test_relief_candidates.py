"""GC-67 on the insurance hotline: from sign-ons to a candidate, and on to a violation."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

ZONE: Final = ZoneInfo("Asia/Shanghai")
EMPLOYEES: Final = """\
employee_id,name,employment_type,role,team,hired_on
E1,林静,full_time,agent,A,2024-03-01
E2,王磊,full_time,agent,A,2023-03-01
E9,赵敏,full_time,agent,A,2023-03-01
L1,孙丽,full_time,team_lead,A,2020-03-01
"""
AGENTS: Final = "employee_id,alias,system\nE1,Agent/1,acd\nE2,Agent/2,acd\nE9,Agent/9,acd\n"
ROSTER: Final = """\
employee_id,work_date,shift,kind
E1,2026-10-05,E,final
E2,2026-10-05,L,final
"""
PERIOD: Final = "handled_share: 20%\nforecast_calls: 20000\nplanned_agents: 3\n"
#: The early shift ends at 16:15; its relief is on the late one. Agent 9 shows what the log covers.
LOG: Final = (
    ("2026-10-04 00:00", 9, "ADDMEMBER"),
    ("2026-10-05 07:45", 1, "ADDMEMBER"),
    ("2026-10-05 16:16", 1, "REMOVEMEMBER"),
    ("2026-10-05 16:18", 2, "ADDMEMBER"),
    ("2026-10-06 00:15", 2, "REMOVEMEMBER"),
    ("2026-10-07 00:00", 9, "REMOVEMEMBER"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "calls").mkdir()
    lines = [
        f"{int(dt.datetime.fromisoformat(at).replace(tzinfo=ZONE).timestamp())}"
        f"|MANAGER|claims|Agent/{agent}|{what}|\n"
        for at, agent, what in LOG
    ]
    (tmp_path / "calls" / "queue_log").write_text("".join(lines))
    files = {"employees": EMPLOYEES, "agents": AGENTS, "roster": ROSTER}
    for name, text in files.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "period.yaml").write_text(PERIOD)
    return tmp_path


def register(run: Run, folder: Path, *more: str | Path) -> dict[str, Any]:
    asked = ("discipline", "--pack", "insurance-hotline", "--period", "2026-10", "--input", folder)
    ran = run(*asked, "--adapter", "asterisk-queue-log", "--json", *more)
    assert ran.code == 0, ran.err
    return dict(ran.json)


def test_gc_67_signing_out_two_minutes_before_the_relief(run: Run, folder: Path) -> None:
    found = register(run, folder)

    assert found["violations"] == []
    (candidate,) = found["candidates"]
    assert (candidate["employee_id"], candidate["topic"]) == ("E1", "left_before_relief")
    assert (candidate["left"], candidate["came"]) == ("2026-10-05 16:16", "2026-10-05 16:18")


def test_once_a_person_has_confirmed_it_something_follows(run: Run, folder: Path) -> None:
    file = folder / "events.csv"
    register(run, folder, "--candidates", file)
    head, row = file.read_text("utf-8-sig").splitlines()
    file.write_text(f"{head}\n{row.removesuffix(',')[:-1]},yes,L1\n", encoding="utf-8")

    found = register(run, folder)

    assert found["candidates"] == []
    (violation,) = found["violations"]
    assert (violation["action"], violation["decided_by"]) == (
        "bonus_or_grade",
        ["center_director"],
    )
