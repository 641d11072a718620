"""Tracing what is read of others: of the members of a group, and of the group one belongs to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ccops.facts import GroupKind
from ccops.plan.gathering import WHOLE_CENTER, groups_of_readers, member_rows
from ccops.plan.group_facts import groups_read
from ccops.plan.traces import Trace, TracedGroups, TracedValue
from ccops.values import Missing, NotApplicable

if TYPE_CHECKING:
    from ccops.plan.results import Results
    from ccops.plan.steps import GroupFactStep, MembersStep, Reading
    from ccops.values import Cell

#: Traces a fact of a group: its kind, the group, the fact.
TellsLarger = Callable[[GroupKind, str, str], Trace]


def traced_members(
    step: MembersStep, results: Results, row: int
) -> tuple[tuple[int, TracedValue], ...]:
    """Return the members of a reader's group that counted, by row, and their values."""
    candidates = results.populations[step.member_population]
    own = groups_of_readers(step, results.facts).get(row, (WHOLE_CENTER,))
    rows = dict.fromkeys(member_rows(step, results.facts, candidates, own))
    counted = [each for each in rows if each != row and _counts(step, results, each)]
    values = [(each, _cell(results, step.member_figure, each)) for each in counted]
    return tuple(
        (each, TracedValue(cell=cell, type=step.member_type, carrier=step.member_carrier))
        for each, cell in values
        if not isinstance(cell, Missing)
    )


def traced_groups(step: GroupFactStep, results: Results, row: int) -> TracedGroups:
    """Return the groups whose fact a reader would read."""
    return TracedGroups(kind=step.kind, ids=groups_read(step, results.facts, row))


def traced_group_fact(
    step: GroupFactStep, groups: TracedGroups, tell: TellsLarger | None
) -> tuple[Trace, ...]:
    """Return the trace of the fact of the group; nothing where it is not clear which group."""
    if groups.one is None or tell is None:
        return ()
    return (tell(step.kind, groups.one, step.fact),)


def _counts(step: MembersStep, results: Results, row: int) -> bool:
    if step.where is None:
        return True
    readings = step.where_readings
    cells = {name: _cell(results, readings[name], row) for name in step.where.inputs}
    return step.where.at(cells) is True


def _cell(results: Results, reading: Reading, row: int) -> Cell | Missing:
    found = results.cell(reading, row)
    return Missing.NO_RECORDS if isinstance(found, NotApplicable) else found
