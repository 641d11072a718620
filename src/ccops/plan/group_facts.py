"""Reading a fact of a larger subject: what the group of a reader was measured or given (§8).

The facts of groups are known before anything of their people is worked out, so that no figure
comes back to itself.
"""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

from ccops.facts import (
    CENTER,
    Column,
    GroupKind,
    absent_reason,
    packed,
    repeated,
)
from ccops.plan.definitions import Assigned
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ccops.facts import Facts
    from ccops.plan.steps import GroupFactStep
    from ccops.values import Cell


def group_fact_column(step: GroupFactStep, facts: Facts, rows: Sequence[int]) -> Column:
    """Return what some readers read of their groups, as a column.

    Who belongs to no group has ``no_group``, who belongs to several ``several_groups``: which one
    is meant, nobody said.
    """
    if step.kind is GroupKind.CENTER:
        return repeated(step.type, step.carrier, _cell(step, facts, CENTER), len(rows))
    own = list(map(_groups_of(step, facts).get, rows, repeat(())))
    known = {groups: _cell_of(step, facts, groups) for groups in set(own)}
    return packed(step.type, step.carrier, list(map(known.__getitem__, own)))


def groups_read(step: GroupFactStep, facts: Facts, row: int) -> tuple[str, ...]:
    """Return the groups a reader belongs to; one of them is read, of none or several nothing."""
    if step.kind is GroupKind.CENTER:
        return (CENTER,)
    return _groups_of(step, facts).get(row, ())


def several_groups(
    step: GroupFactStep, facts: Facts, rows: Sequence[int]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the readers who belong to several groups, and which."""
    if step.kind is GroupKind.CENTER:
        return
    several = {row: each for row, each in _groups_of(step, facts).items() if len(each) > 1}
    if several:
        yield from ((row, several[row]) for row in rows if row in several)


def _groups_of(step: GroupFactStep, facts: Facts) -> Mapping[int, tuple[str, ...]]:
    groups = facts.groups.get(step.kind.value)
    if groups is None:
        return {}
    is_any = step.rule.assigned is Assigned.ANY_DAY
    return groups.of_rows if is_any else groups.at_end.of_rows


def _cell_of(step: GroupFactStep, facts: Facts, groups: Sequence[str]) -> Cell | Missing:
    """Return what somebody in some groups reads: of one its fact, of none or several nothing."""
    if len(groups) == 1:
        return _cell(step, facts, groups[0])
    return Missing.SEVERAL_GROUPS if groups else Missing.NO_GROUP


def _cell(step: GroupFactStep, facts: Facts, group: str) -> Cell | Missing:
    """Return the fact of one group; what nobody measured or gave is missing."""
    sheet = facts.sheets.get(step.kind)
    if sheet is None or step.fact not in sheet.columns or group not in sheet.rows:
        return absent_reason(step.declared)
    return sheet.columns[step.fact].at(sheet.rows[group])
