"""Which group a record belongs to: the team of its person, or the project of its queue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, Protocol

import attrs

from ccops.facts import (
    Assignment,
    Employee,
    EmployeeState,
    GroupKind,
    assignments_by_employee,
    state_at,
)
from ccops.kpi import LINE_GROUPS
from ccops.values import Cell, Missing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.kpi import RecordKind, Records
    from ccops.projects import ProjectRule

_PROJECT: Final = GroupKind.PROJECT.value


class Placing(Protocol):
    """How the records of a kind come to belong to groups of a kind."""

    def columns(self, kind: RecordKind) -> Mapping[str, str]:
        """Return the columns that say it, by what they are."""

    def of_parts(self, kind: RecordKind, parts: Sequence[Cell | Missing]) -> Cell | Missing:
        """Return the group of records with these parts, in the order of the columns."""


def placed_in(placing: Placing, records: Records) -> list[Cell | Missing]:
    """Return the group of each record; missing where nobody knows it."""
    kind = records.kind
    columns = [records.columns[each] for each in placing.columns(kind).values()]
    known: dict[tuple[Cell | Missing, ...], Cell | Missing] = {}
    rows = list(zip(*columns, strict=True))
    for parts in set(rows):
        known[parts] = placing.of_parts(kind, parts)
    return [known[parts] for parts in rows]


@attrs.define(eq=False)
class PeopleByDay:
    """What held for everybody on every day; what was looked up is kept."""

    employees: Mapping[str, Employee]
    dated: Mapping[str, Sequence[Assignment]]
    _known: dict[tuple[Cell | Missing, Cell | Missing], Employee | EmployeeState | None] = (
        attrs.field(factory=dict, init=False)
    )

    @classmethod
    def of(cls, employees: Iterable[Employee], assignments: Iterable[Assignment]) -> PeopleByDay:
        """Return some employees with their dated changes."""
        own = {each.employee_id: each for each in employees}
        return cls(own, assignments_by_employee(assignments))

    def on(self, person: Cell | Missing, day: Cell | Missing) -> Employee | EmployeeState | None:
        """Return what held for somebody on a day; nothing of a stranger."""
        whose = (person, day)
        if whose not in self._known:
            self._known[whose] = self._looked_up(*whose)
        return self._known[whose]

    def _looked_up(
        self, person: Cell | Missing, day: Cell | Missing
    ) -> Employee | EmployeeState | None:
        employee = self.employees.get(person) if isinstance(person, str) else None
        if employee is None or not isinstance(day, int):
            return None
        on = dt.date.fromordinal(day)
        changes = self.dated.get(employee.employee_id, ())
        return state_at(employee, changes, on) if changes else employee.as_of(on)


@attrs.frozen(eq=False)
class InTeams:
    """A record belongs to the team its row names, or to the one its person was in on its day."""

    people: PeopleByDay

    def columns(self, kind: RecordKind) -> Mapping[str, str]:
        """Return the person, the day, and the team a row names."""
        own = kind.groups.get(GroupKind.TEAM.value)
        named = {"own": own} if own else {}
        return {"person": kind.subject or "", "day": kind.day, **named}

    def of_parts(self, kind: RecordKind, parts: Sequence[Cell | Missing]) -> Cell | Missing:  # noqa: ARG002 - as every placing
        """Return the team of records of a person on a day."""
        person, day, *own = parts
        if own and not isinstance(own[0], Missing):
            return own[0]
        state = self.people.on(person, day)
        return (state.team if state else "") or Missing.NO_RECORDS


@attrs.frozen(eq=False)
class InProjects:
    """A record belongs to the project it names, or whose queue or campaign it came through.

    One that came through neither is of the project of its person, where that is one.
    """

    people: PeopleByDay
    queues: Mapping[Cell | Missing, str]
    campaigns: Mapping[Cell | Missing, str]

    @classmethod
    def of(cls, people: PeopleByDay, projects: Iterable[ProjectRule]) -> InProjects:
        """Return how records belong to the projects of a pack."""
        listed = tuple(projects)
        return cls(
            people,
            {name.value: each.name for each in listed for name in each.queues},
            {name.value: each.name for each in listed for name in each.campaigns},
        )

    def columns(self, kind: RecordKind) -> Mapping[str, str]:
        """Return what says whose a record is, then the person and the day."""
        lines = {each: kind.groups[each] for each in LINE_GROUPS if each in kind.groups}
        person = {"person": kind.subject} if kind.subject else {}
        return {**lines, **person, "day": kind.day}

    def of_parts(self, kind: RecordKind, parts: Sequence[Cell | Missing]) -> Cell | Missing:
        """Return the project of records with these parts."""
        said = dict(zip(self.columns(kind), parts, strict=True))
        for line, projects in ((_PROJECT, None), *self._lines):
            found = said.get(line, Missing.NO_RECORDS)
            if not isinstance(found, Missing):
                return found if projects is None else projects.get(found, Missing.NO_RECORDS)
        return self._of_person(said.get("person", Missing.NO_RECORDS), said["day"])

    @property
    def _lines(self) -> tuple[tuple[str, Mapping[Cell | Missing, str]], ...]:
        return (("queue", self.queues), ("campaign", self.campaigns))

    def _of_person(self, person: Cell | Missing, day: Cell | Missing) -> Cell | Missing:
        state = self.people.on(person, day)
        projects = state.projects if isinstance(state, EmployeeState) else ()
        return projects[0] if len(projects) == 1 else Missing.NO_RECORDS
