"""The team of each record's day: who has moved counts where he was that day (domain 2.20)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts import (
    Assignment,
    AssignmentKind,
    Employee,
    assignments_by_employee,
    state_at,
)
from ccops.frozen import frozen
from ccops.values import Missing

if TYPE_CHECKING:
    from ccops.kpi import Records
    from ccops.values import Cell

_TEAM: Final = "team"


def in_teams_of_the_day(
    records: Mapping[str, Records],
    employees: Iterable[Employee],
    assignments: Iterable[Assignment],
) -> dict[str, Records]:
    """Return records with the team of their day where the row they came from names none.

    A team written in the row stays: somebody may help out in another team for a day.
    """
    teams = _Teams.of(employees, assignments)
    return {kind: teams.filled(each) for kind, each in records.items()}


@frozen(eq=False)
class _Teams:
    """The team of everybody: one all along, or one that is asked for by the day."""

    steady: Mapping[str, str]
    moved: Mapping[str, tuple[Employee, tuple[Assignment, ...]]]

    @classmethod
    def of(cls, employees: Iterable[Employee], assignments: Iterable[Assignment]) -> _Teams:
        moves = (each for each in assignments if each.what is AssignmentKind.TEAM)
        own = assignments_by_employee(moves)
        steady: dict[str, str] = {}
        moved: dict[str, tuple[Employee, tuple[Assignment, ...]]] = {}
        for each in employees:
            if each.employee_id in own or each.earlier:
                moved[each.employee_id] = (each, own.get(each.employee_id, ()))
            else:
                steady[each.employee_id] = each.team
        return cls(steady, moved)

    def filled(self, records: Records) -> Records:
        """Return records of one kind with the team of the day in every row that lacks one."""
        kind = records.kind
        if kind.subject is None or _TEAM not in kind.names:
            return records
        teams = records.columns[_TEAM]
        if not any(isinstance(each, Missing) for each in teams):
            return records
        people, days = records.columns[kind.subject], records.columns[kind.day]
        found = [
            self._on(who, day) if isinstance(team, Missing) else team
            for team, who, day in zip(teams, people, days, strict=True)
        ]
        return attrs.evolve(records, columns={**records.columns, _TEAM: found})

    def _on(self, who: Cell | Missing, day: Cell | Missing) -> str | Missing:
        if who in self.steady:
            return self.steady[str(who)]
        held = self.moved.get(str(who))
        if held is None or not isinstance(day, int):
            return Missing.NO_RECORDS
        return state_at(*held, dt.date.fromordinal(day)).team
