"""The facts every employee has by himself: role, team, dates, as of his last employed day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

import attrs

from ccops.facts import (
    Assignment,
    AssignmentKind,
    Column,
    Employee,
    EmployeeState,
    FactDeclaration,
    Membership,
    Sheet,
    assignments_by_employee,
    employed_days,
    last_employed_day,
    memberships,
    packed,
    state_at,
)
from ccops.values import Cell, Missing, PeriodDays

#: Groups that members figures may gather over.
GROUPS: Final = (AssignmentKind.TEAM, AssignmentKind.PROJECT)


@attrs.frozen(kw_only=True)
class _Person:
    """An employee of the period with the dated values that hold for him in it."""

    employee: Employee
    state: EmployeeState
    days: int
    assignments: tuple[Assignment, ...]


def people_of(
    employees: Iterable[Employee], assignments: Iterable[Assignment], days: PeriodDays
) -> tuple[_Person, ...]:
    """Return those employed in a period, sorted by id."""
    own = assignments_by_employee(assignments)
    found = []
    for each in sorted(employees, key=lambda employee: employee.employee_id):
        dated = own.get(each.employee_id, ())
        last = last_employed_day(each, dated, days)
        if last is not None:
            found.append(
                _Person(
                    employee=each,
                    state=state_at(each, dated, last),
                    days=employed_days(each, dated, days),
                    assignments=dated,
                )
            )
    return tuple(found)


def employee_sheet(
    people: Sequence[_Person], declarations: Mapping[str, FactDeclaration]
) -> Sheet:
    """Return the sheet of employees with the facts they have by themselves."""
    columns: dict[str, Column] = {}
    for name, read in _READERS.items():
        declaration = declarations[name]
        absent = Missing.NO_RECORDS if declaration.optional else Missing.NOT_MEASURED
        cells: list[Cell | Missing] = [
            absent if cell is None else cell for cell in map(read, people)
        ]
        columns[name] = packed(declaration.type, declaration.carrier, cells)
    return Sheet(ids=tuple(each.employee.employee_id for each in people), columns=columns)


def group_memberships(
    people: Sequence[_Person], days: PeriodDays
) -> dict[str, tuple[Membership, ...]]:
    """Return who belonged to which team and project for which share of his employed days."""
    found: dict[str, tuple[Membership, ...]] = {}
    for what in GROUPS:
        found[what.value] = tuple(
            Membership(row=row, group=group, share=share)
            for row, each in enumerate(people)
            for group, share in memberships(each.employee, each.assignments, what, days)
        )
    return found


def _ordinal(name: str) -> Callable[[_Person], Cell | None]:
    def read(person: _Person) -> Cell | None:
        day = getattr(person.employee, name)
        return None if day is None else int(day.toordinal())

    return read


def _contract_hours(person: _Person) -> Cell | None:
    hours = person.employee.contract_hours_day
    return None if hours is None else hours // dt.timedelta(milliseconds=1)


def _project(person: _Person) -> Cell | None:
    return person.state.projects[0] if person.state.projects else None


_READERS: Final[Mapping[str, Callable[[_Person], Cell | None]]] = {
    "role": lambda person: person.state.role,
    "team": lambda person: person.state.team,
    "level": lambda person: person.state.level,
    "project": _project,
    "employment_type": lambda person: person.employee.employment_type,
    "hired_on": _ordinal("hired_on"),
    "probation_until": _ordinal("probation_until"),
    "notice_from": _ordinal("notice_from"),
    "ended_on": _ordinal("ended_on"),
    "end_reason": lambda person: person.employee.end_reason,
    "contract_hours_day": _contract_hours,
    "employed_days": lambda person: person.days,
}
