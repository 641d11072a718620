"""Records measured by team follow the team of their day."""

from __future__ import annotations

import datetime as dt

from ccops.facts import AssignmentKind
from ccops.kpi import Records
from ccops.settlement.measured.record_teams import in_teams_of_the_day
from ccops.testing.builders import an_assignment, an_employee
from ccops.values import Missing
from ccops.worktime import CALENDAR_DAY, WORKED_SHIFT

MOVE = an_assignment("E2", AssignmentKind.TEAM, "B", first=dt.date(2026, 10, 10))
ROLE = an_assignment("E1", AssignmentKind.ROLE, "team_lead", first=dt.date(2026, 10, 10))
EMPLOYEES = (an_employee("E1", team="A"), an_employee("E2", team="A"))


def shifts(*rows: tuple[str, int, str | None]) -> Records:
    """Return worked shifts of October 2026: who, which day, and the team on the roster."""
    columns: dict[str, list[object]] = {
        name: [Missing.NO_RECORDS] * len(rows) for name in WORKED_SHIFT.names
    }
    columns["employee_id"] = [who for who, _, _ in rows]
    columns["work_date"] = [dt.date(2026, 10, day).toordinal() for _, day, _ in rows]
    columns["team"] = [Missing.NO_RECORDS if team is None else team for _, _, team in rows]
    return Records(kind=WORKED_SHIFT, columns=columns)  # type: ignore[arg-type] # cells, all of them


def teams(*rows: tuple[str, int, str | None]) -> list[object]:
    made = in_teams_of_the_day({"worked_shift": shifts(*rows)}, EMPLOYEES, (MOVE, ROLE))
    return list(made["worked_shift"].columns["team"])


def test_who_has_moved_counts_where_he_was_on_the_day() -> None:
    assert teams(("E2", 9, None), ("E2", 10, None), ("E1", 10, None)) == ["A", "B", "A"]


def test_a_team_on_the_roster_stays() -> None:
    assert teams(("E2", 9, "C"), ("E1", 9, None)) == ["C", "A"]


def test_a_stranger_has_no_team() -> None:
    assert teams(("E9", 9, None)) == [Missing.NO_RECORDS]


def test_records_of_nobody_are_left_alone() -> None:
    columns: dict[str, list[str]] = {name: [] for name in CALENDAR_DAY.names}
    records = {"calendar_day": Records(kind=CALENDAR_DAY, columns=columns)}

    assert in_teams_of_the_day(records, EMPLOYEES, ()) == records
