"""Measuring groups: what the records say of each team and project and of the whole center.

A record belongs to the team its own row names (a roster does), or else to the one its person was
in on its day (domain 2.20); to the project whose queue or campaign it came through. Records of
nobody in particular are the center's alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.errors import DataError
from ccops.facts import (
    CENTER,
    Column,
    Facts,
    GroupKind,
    Sheet,
    packed,
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
from ccops.messages import Diagnostic, nearest
from ccops.projects import project_columns
from ccops.settlement.measured.measuring import calendar_of, chosen
from ccops.settlement.measured.placing import (
    InProjects,
    InTeams,
    PeopleByDay,
    Placing,
    placed_in,
)
from ccops.values import Type, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.plan import GroupPlan
    from ccops.settlement.measured.rules import MonthRules

#: The column with the group of a record, whatever the kind of the record calls its own.
_GROUP: Final = "group_of_the_day"
_GROUP_COLUMN: Final = RecordColumn(name=_GROUP, type=Type(Unit.WORD), optional=True)


def empty_sheets(rules: MonthRules, facts: Facts) -> Mapping[GroupKind, Sheet]:
    """Return a sheet for each kind of group with figures of its own: nothing is measured yet."""
    ids = {GroupKind.CENTER: {CENTER}, GroupKind.PROJECT: {each.name for each in rules.projects}}
    for kind in (GroupKind.TEAM, GroupKind.PROJECT):
        members = facts.memberships.get(kind.value, ())
        ids[kind] = ids.get(kind, set()) | {each.group for each in members}
    empty = {x.kind: Sheet(ids=tuple(sorted(ids[x.kind])), columns={}) for x in rules.groups}
    return {kind: _with_own(sheet, kind, rules) for kind, sheet in empty.items()}


def _with_own(sheet: Sheet, kind: GroupKind, rules: MonthRules) -> Sheet:
    """Return a sheet with what projects have by themselves: which one it is, and its days."""
    if kind is not GroupKind.PROJECT:
        return sheet
    own = project_columns(rules.projects, sheet.ids)
    return attrs.evolve(sheet, columns={**sheet.columns, **own}, given=sheet.given | own.keys())


def group_sheets(
    rules: MonthRules,
    records: Mapping[str, Records],
    facts: Facts,
    people: PeopleByDay,
    *,
    engine: Engine = PYTHON,
) -> Mapping[GroupKind, Sheet]:
    """Return the sheets of the facts with what the records say of the groups.

    Only what figures of the groups read is measured. Raises ``DataError`` for records of a
    project that a pack with projects has not.
    """
    found: dict[GroupKind, Sheet] = {}
    for group in rules.groups:
        placing = placing_in(group.kind, people, rules)
        measured = _measured(group, rules, records, placing, engine)
        sheet = _sheet(facts.sheets[group.kind], measured)
        _refuse_unlisted(sheet, group.kind, rules)
        found[group.kind] = _with_own(sheet, group.kind, rules)
    return found


def _refuse_unlisted(sheet: Sheet, kind: GroupKind, rules: MonthRules) -> None:
    """Raise ``DataError`` where records name a project that is none of those the pack has."""
    known = {each.name for each in rules.projects}
    strange = set(sheet.ids) - known if kind is GroupKind.PROJECT and known else ()
    listed = ", ".join(sorted(known))
    told = (
        {"project": each, "nearest": nearest(each, known) or "-", "known": listed}
        for each in sorted(strange)
    )
    if strange:
        raise DataError(tuple(Diagnostic(code="record-project", args=each) for each in told))


def placing_in(kind: GroupKind, people: PeopleByDay, rules: MonthRules) -> Placing | None:
    """Return how records come to belong to the groups of a kind; nothing for the center."""
    match kind:
        case GroupKind.TEAM:
            return InTeams(people)
        case GroupKind.PROJECT:
            return InProjects.of(people, rules.projects)
        case GroupKind.CENTER:
            return None


def group_rows_behind(
    records: Records, indicator: Indicator, placing: Placing | None, *, group: str
) -> Records:
    """Return the records that make an indicator of a group what it is."""
    if placing is None:
        return chosen(records, rows_behind(records, indicator))
    placed = _placed(records, placing)
    behind = rows_behind(placed, _by_group(indicator), by=(_GROUP,), key=group)
    return chosen(records, behind)


def _measured(
    group: GroupPlan,
    rules: MonthRules,
    records: Mapping[str, Records],
    placing: Placing | None,
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
        if placing is None:
            yield measure(inside, indicators, engine=engine)
        elif isinstance(inside, Table):
            yield _where_they_lie(inside, indicators, placing, engine)
        else:
            placed = _placed(inside, placing)
            by_group = (_by_group(each) for each in indicators)
            yield measure(placed, by_group, by=(_GROUP,), engine=engine)


def _where_they_lie(
    table: Table, indicators: Iterable[Indicator], placing: Placing, engine: Engine
) -> Measured:
    """Return what is measured by group where the rows lie: by what says it, then put together."""
    kind = table.kind
    columns = placing.columns(kind)
    of_parts = [attrs.evolve(each, columns=columns) for each in indicators]
    found = measure_states(table, of_parts, by=tuple(columns), engine=engine)
    return found.rekeyed((_GROUP,), lambda key: placing.of_parts(kind, key))


def _placed(records: Records, placing: Placing) -> Records:
    kind = attrs.evolve(records.kind, columns=(*records.kind.columns, _GROUP_COLUMN))
    return Records(kind=kind, columns={**records.columns, _GROUP: placed_in(placing, records)})


def _by_group(indicator: Indicator) -> Indicator:
    return attrs.evolve(indicator, columns={_GROUP: _GROUP})


def _sheet(empty: Sheet, measured: Iterable[Measured]) -> Sheet:
    """Return a sheet with what was measured; groups that only records know are there too."""
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
