"""Builders: people and rows of input files in one line each, for tests of packs and plugins.

A builder gives something whole and ordinary; a test names only what it is about.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from ccops.facts import Assignment, AssignmentKind, Employee

if TYPE_CHECKING:
    from ccops.values import Money

#: What is named where a test does not care who it is.
SOMEBODY: Final = "E001"
_FIRST_DAY: Final = dt.date(2024, 1, 1)


def an_employee(
    employee_id: str = SOMEBODY,
    *,
    role: str = "agent",
    team: str = "A",
    hired_on: dt.date = _FIRST_DAY,
    ended_on: dt.date | None = None,
    probation_until: dt.date | None = None,
) -> Employee:
    """Return somebody employed full time since 2024; ``attrs.evolve`` changes the rest."""
    return Employee(
        employee_id=employee_id,
        employment_type="full_time",
        role=role,
        team=team,
        hired_on=hired_on,
        ended_on=ended_on,
        probation_until=probation_until,
    )


def an_assignment(
    employee_id: str,
    what: AssignmentKind,
    value: str | Money | dt.timedelta,
    *,
    first: dt.date = _FIRST_DAY,
    last: dt.date | None = None,
) -> Assignment:
    """Return a dated change of an employee: ``an_assignment("E001", PROJECT, "north")``."""
    return Assignment(employee_id=employee_id, what=what, value=value, first=first, last=last)


def an_employee_row(employee_id: str = SOMEBODY, **cells: str) -> dict[str, str]:
    """Return a row of the file ``employees``; ``cells`` are its columns."""
    row = {
        "employee_id": employee_id,
        "employment_type": "full_time",
        "role": "agent",
        "team": "A",
        "hired_on": _FIRST_DAY.isoformat(),
    }
    return {**row, **cells}


def a_roster_row(employee_id: str = SOMEBODY, **cells: str) -> dict[str, str]:
    """Return a row of the file ``roster``: one final shift on one day."""
    row = {"employee_id": employee_id, "work_date": "2026-10-05", "shift": "R", "kind": "final"}
    return {**row, **cells}


def an_evaluation_row(employee_id: str = SOMEBODY, **cells: str) -> dict[str, str]:
    """Return a row of the file ``evaluations``: one item of a call monitored on a form."""
    row = {
        "evaluation_id": "V001",
        "employee_id": employee_id,
        "contact_id": "C001",
        "form": "call_form",
        "item": "L1",
        "occurrences": "0",
        "evaluator": "Q001",
        "at": "2026-10-06 10:00",
        "source": "internal",
        "channel": "phone",
        "status": "valid",
    }
    return {**row, **cells}


def an_activity_row(employee_id: str = SOMEBODY, **cells: str) -> dict[str, str]:
    """Return a row of the file ``activity``: work orders of one day, none of them wrong."""
    row = {
        "employee_id": employee_id,
        "date": "2026-10-06",
        "kind": "work_order",
        "handled": "20",
        "errors": "0",
    }
    return {**row, **cells}
