"""Measuring groups: what the records say of each team and of the center as a whole.

A record belongs to the team its own row names (a roster does), or else to the one its person was
in on its day (domain 2.20). Records of nobody in particular are the center's alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts import (
    CENTER,
    Assignment,
    Column,
    Employee,
    Facts,
    GroupKind,
    Sheet,
    assignments_by_employee,
    packed,
    state_at,
)
from ccops.kpi import (
    PYTHON,
    Engine,
    Indicator,
    Measured,
    RecordColumn,
    Records,
    Table,
    measure,
    measure_states,
    rows_behind,
)
from ccops.settlement.measuring import calendar_of, chosen
from ccops.values import Cell, Missing, Type, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ccops.plan import GroupPlan
    from ccops.settlement.rules import MonthRules

#: The column with the team of a record, whatever the kind of the record calls its own.
_TEAM: Final = "team_of_the_day"
_TEAM_COLUMN: Final = RecordColumn(name=_TEAM, type=Type(Unit.WORD), optional=True)


def empty_sheets(rules: MonthRules, facts: Facts) -> Mapping[GroupKind, Sheet]:
    """Return a sheet for each kind of group with figures of its own: nothing is measured yet."""
    teams = sorted({each.group for each in facts.memberships.get(GroupKind.TEAM.value, ())})
    ids = {GroupKind.TEAM: tuple(teams), GroupKind.CENTER: (CENTER,)}
    return {each.kind: Sheet(ids=ids[each.kind], columns={}) for each in rules.groups}


def group_sheets(
    rules: MonthRules,
    records: Mapping[str, Records],
    facts: Facts,
    teams: TeamsByDay,
    *,
    engine: Engine = PYTHON,
) -> Mapping[GroupKind, Sheet]:
    """Return the sheets of the facts with what the records say of the groups.

    Only what figures of the groups read is measured.
    """
    found: dict[GroupKind, Sheet] = {}
    for group in rules.groups:
        measured = _measured(group, rules, records, teams, engine)
        found[group.kind] = _sheet(facts.sheets[group.kind], measured)
    return found


def group_rows_behind(
    records: Records, indicator: Indicator, teams: TeamsByDay, *, kind: GroupKind, group: str
) -> Records:
    """Return the records that make an indicator of a team, or of the center, what it is."""
    if kind is GroupKind.CENTER:
        return chosen(records, rows_behind(records, indicator))
    by_team = _by_team(indicator)
    placed = _placed(records, teams)
    return chosen(records, rows_behind(placed, by_team, by=(GroupKind.TEAM.value,), key=group))


@attrs.define(eq=False)
class TeamsByDay:
    """The team of everybody on every day; what was looked up is kept."""

    employees: Mapping[str, Employee]
    dated: Mapping[str, Sequence[Assignment]]
    _known: dict[tuple[Cell | Missing, Cell | Missing], Cell | Missing] = attrs.field(
        factory=dict, init=False
    )

    @classmethod
    def of(cls, employees: Iterable[Employee], assignments: Iterable[Assignment]) -> TeamsByDay:
        """Return the teams of some employees, by their dated changes."""
        own = {each.employee_id: each for each in employees}
        return cls(own, assignments_by_employee(assignments))

    def of_records(self, records: Records) -> list[Cell | Missing]:
        """Return the team of each record; missing where nobody knows whose it is."""
        kind = records.kind
        pairs = zip(records.columns[kind.subject or ""], records.columns[kind.day], strict=True)
        found = list(map(self._team, pairs))
        own = kind.groups.get(GroupKind.TEAM.value)
        if own is None:
            return found
        said = zip(records.columns[own], found, strict=True)
        return [team if isinstance(cell, Missing) else cell for cell, team in said]

    def of_parts(
        self,
        person: Cell | Missing,
        day: Cell | Missing,
        own: Cell | Missing = Missing.NOT_MEASURED,
    ) -> Cell | Missing:
        """Return the team of records of a person on a day; ``own`` is what they say themselves."""
        return self._team((person, day)) if isinstance(own, Missing) else own

    def _team(self, whose: tuple[Cell | Missing, Cell | Missing]) -> Cell | Missing:
        if whose not in self._known:
            self._known[whose] = self._looked_up(*whose)
        return self._known[whose]

    def _looked_up(self, person: Cell | Missing, day: Cell | Missing) -> Cell | Missing:
        employee = self.employees.get(person) if isinstance(person, str) else None
        if employee is None or not isinstance(day, int):
            return Missing.NO_RECORDS
        on = dt.date.fromordinal(day)
        changes = self.dated.get(employee.employee_id, ())
        return (state_at(employee, changes, on).team if changes else employee.as_of(on).team) or (
            Missing.NO_RECORDS
        )


def _measured(
    group: GroupPlan,
    rules: MonthRules,
    records: Mapping[str, Records],
    teams: TeamsByDay,
    engine: Engine,
) -> Iterator[Measured]:
    """Yield what is measured of the groups of a kind, by group, calendar by calendar."""
    batches: dict[tuple[str, str], list[Indicator]] = {}
    read = group.plan.reads & group.plan.facts.keys()
    for each in rules.indicators:
        if each.name in read and each.over in records:
            batches.setdefault((each.over, calendar_of(each, rules)), []).append(each)
    for (kind, calendar), indicators in batches.items():
        inside = records[kind].within(rules.period.days(calendar))
        if group.kind is GroupKind.CENTER:
            yield measure(inside, indicators, engine=engine)
        elif isinstance(inside, Table):
            yield _of_teams(inside, indicators, teams, engine)
        else:
            placed = _placed(inside, teams)
            by_team = (_by_team(each) for each in indicators)
            yield measure(placed, by_team, by=(GroupKind.TEAM.value,), engine=engine)


def _of_teams(
    table: Table, indicators: Iterable[Indicator], teams: TeamsByDay, engine: Engine
) -> Measured:
    """Return what is measured by team where the rows lie: by person and day, then put together."""
    kind = table.kind
    own = kind.groups.get(GroupKind.TEAM.value)
    columns = {"person": kind.subject or "", "day": kind.day, **({"own": own} if own else {})}
    of_members = [attrs.evolve(each, columns=columns) for each in indicators]
    found = measure_states(table, of_members, by=tuple(columns), engine=engine)
    return found.rekeyed((GroupKind.TEAM.value,), lambda key: teams.of_parts(*key))


def _placed(records: Records, teams: TeamsByDay) -> Records:
    kind = attrs.evolve(records.kind, columns=(*records.kind.columns, _TEAM_COLUMN))
    return Records(kind=kind, columns={**records.columns, _TEAM: teams.of_records(records)})


def _by_team(indicator: Indicator) -> Indicator:
    return attrs.evolve(indicator, columns={GroupKind.TEAM.value: _TEAM})


def _sheet(empty: Sheet, measured: Iterable[Measured]) -> Sheet:
    """Return a sheet with what was measured; teams that only records know are there too."""
    listed = list(measured)
    named = {key for each in listed if each.by for key in each.keys if isinstance(key, str)}
    ids = tuple(sorted({*empty.ids, *named} - {""}))
    columns: dict[str, Column] = {}
    for each in listed:
        keys = ids if each.by else ((),)
        for name, indicator in each.indicators.items():
            cells = each.column(name, keys)
            columns[name] = packed(indicator.type, indicator.carrier, cells)
    return Sheet(ids=ids, columns=columns)
