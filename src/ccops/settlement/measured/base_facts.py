"""The facts every employee has by himself: role, team, dates, as of his last employed day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from operator import attrgetter
from typing import Any, Final

from ccops.facts import (
    AssignedRule,
    Assignment,
    AssignmentKind,
    Column,
    Employee,
    EmployeeState,
    FactDeclaration,
    Membership,
    Sheet,
    absent_reason,
    assigned_cell,
    assignments_by_employee,
    employed_spans,
    employed_states,
    group_shares,
    groups_of,
    mapped,
    packed,
    since_cell,
)
from ccops.frozen import frozen
from ccops.values import PeriodDays

#: Groups that members figures may gather over.
GROUPS: Final = (AssignmentKind.TEAM, AssignmentKind.PROJECT)
_WHOLE: Final = Fraction(1)


@frozen(kw_only=True, eq=False)
class People:
    """Those employed in a period, by id, with what holds for each on his last day in it.

    Somebody without dated changes is his own state; ``dated`` has the stretches of the others
    by row, ``changes`` their dated changes of any day.
    """

    employees: Sequence[Employee]
    states: Sequence[Employee | EmployeeState]
    days: Sequence[int]
    dated: Mapping[int, Sequence[tuple[PeriodDays, EmployeeState]]]
    changes: Mapping[int, Sequence[Assignment]]

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of the employees, sorted."""
        return tuple(each.employee_id for each in self.employees)


def people_of(
    employees: Iterable[Employee], assignments: Iterable[Assignment], days: PeriodDays
) -> People:
    """Return those employed in a period, sorted by id."""
    own = assignments_by_employee(assignments)
    found: list[Employee] = []
    states: list[Employee | EmployeeState] = []
    counts: list[int] = []
    dated: dict[int, Sequence[tuple[PeriodDays, EmployeeState]]] = {}
    changed: dict[int, Sequence[Assignment]] = {}
    for each in sorted(employees, key=attrgetter("employee_id")):
        changes = own.get(each.employee_id, ())
        state: Employee | EmployeeState = each
        if changes or each.earlier:
            stretches = employed_states(each, changes, days)
            count = sum(span.days for span, _ in stretches)
            if stretches:
                dated[len(found)], changed[len(found)] = stretches, changes
                state = stretches[-1][1]
        else:
            count = _undated_days(each, days)
        if count:
            found.append(each)
            states.append(state)
            counts.append(count)
    return People(employees=found, states=states, days=counts, dated=dated, changes=changed)


def _undated_days(employee: Employee, days: PeriodDays) -> int:
    """Return the employed days of somebody without dated changes; mostly all of them."""
    ended = employee.ended_on
    if employee.hired_on <= days.first and (ended is None or ended >= days.last):
        return days.days
    return sum(each.days for each in employed_spans(employee, (), days))


def employee_sheet(people: People, declarations: Mapping[str, FactDeclaration]) -> Sheet:
    """Return the sheet of employees with the facts they have by themselves."""
    columns = {}
    for name, read in _READERS.items():
        declaration = declarations[name]
        absent = absent_reason(declaration)
        cells = [absent if cell is None else cell for cell in read(people)]
        columns[name] = packed(declaration.type, declaration.carrier, cells)
    for name, declaration in declarations.items():
        if declaration.assigned is not None:
            columns[name] = _assigned(people, declaration, declaration.assigned)
    return Sheet(ids=people.ids, columns=columns)


def _assigned(people: People, declaration: FactDeclaration, rule: AssignedRule) -> Column:
    """Return a fact that follows from the dated assignments of everybody."""
    absent = absent_reason(declaration)
    values = list(map(attrgetter(rule.of.value), people.states))
    by_value = {
        value: assigned_cell(rule, state, (), absent=absent)
        for value, state in dict(zip(values, people.states, strict=True)).items()
    }
    cells = list(map(by_value.__getitem__, values))
    for row, stretches in people.dated.items():
        last, own = stretches[-1][0].last, people.changes[row]
        cells[row] = (
            since_cell(rule, people.employees[row], own, last, absent=absent)
            if rule.since
            else assigned_cell(rule, people.states[row], stretches, absent=absent)
        )
    return packed(declaration.type, declaration.carrier, cells)


def group_memberships(people: People) -> dict[str, tuple[Membership, ...]]:
    """Return who belonged to which team and project for which share of his employed days."""
    return {what.value: tuple(_memberships(people, what)) for what in GROUPS}


def _memberships(people: People, what: AssignmentKind) -> Iterator[Membership]:
    has_team = what is AssignmentKind.TEAM
    for row, state in enumerate(people.states):
        if row in people.dated:
            last = groups_of(people.dated[row][-1][1], what)
            for group, share in group_shares(people.dated[row], what):
                yield Membership(row=row, group=group, share=share, at_end=group in last)
        elif has_team and state.team:
            yield Membership(row=row, group=state.team, share=_WHOLE)


def _of_states(name: str) -> Callable[[People], Sequence[Any]]:
    read = attrgetter(name)
    return lambda people: list(map(read, people.states))


def _of_employees(name: str) -> Callable[[People], Sequence[Any]]:
    read = attrgetter(name)
    return lambda people: list(map(read, people.employees))


def _ordinals(name: str) -> Callable[[People], Sequence[Any]]:
    read = attrgetter(name)
    return lambda people: mapped(_ordinal, list(map(read, people.employees)))


def _ordinal(day: dt.date | None) -> int | None:
    return None if day is None else day.toordinal()


def _contract_hours(people: People) -> Sequence[Any]:
    hours = [each.contract_hours_day for each in people.states]
    return mapped(_milliseconds, hours)


def _milliseconds(hours: dt.timedelta | None) -> int | None:
    return None if hours is None else hours // dt.timedelta(milliseconds=1)


def _projects(people: People) -> Sequence[Any]:
    """Return the first project of everybody, in the order of their names."""
    found: list[str | None] = [None] * len(people.states)
    for row, stretches in people.dated.items():
        projects = stretches[-1][1].projects
        found[row] = projects[0] if projects else None
    return found


_READERS: Final[Mapping[str, Callable[[People], Sequence[Any]]]] = {
    "role": _of_states("role"),
    "team": _of_states("team"),
    "level": _of_states("level"),
    "project": _projects,
    "employment_type": _of_states("employment_type"),
    "hired_on": _ordinals("hired_on"),
    "probation_until": _ordinals("probation_until"),
    "notice_from": _ordinals("notice_from"),
    "ended_on": _ordinals("ended_on"),
    "end_reason": _of_employees("end_reason"),
    "contract_hours_day": _contract_hours,
    "employed_days": lambda people: people.days,
}
