"""Tracing what a group gathered of its people: how many counted, and with which values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.facts import GroupKind
from ccops.plan.counted_members import CountedMembers
from ccops.plan.gathering import let_through, member_rows
from ccops.plan.reading import Reader, formula_cells
from ccops.plan.results import Members
from ccops.plan.traces import TracedGathering

if TYPE_CHECKING:
    from collections.abc import Collection

    from ccops.plan.results import Results
    from ccops.plan.steps import MembersStep


def traced_gathering(
    step: MembersStep, people: Results, *, kind: GroupKind, group: str
) -> TracedGathering:
    """Return what a group gathered; those who make most of it come first.

    ``people`` are the results of the employees, whose rows the members are.
    """
    inside = rows_inside(step, people, kind=kind, group=group)
    asked = people.populations[step.member_population]
    if kind is not GroupKind.CENTER:
        rows = sorted(row for row in inside if row in asked)
        asked = Members.of_rows(rows, len(people.facts.employees))
    reader = Reader(people.facts)
    reader.figures.update(people.figures)
    keep = None
    if step.where is not None:
        keep = formula_cells(step.where, step.where_readings, asked, reader)
    values = reader.cells(step.member_figure, asked)
    counted, cells = let_through(asked.rows, values, keep)
    return TracedGathering(
        how=step.gathering.value,
        figure=step.member_figure.name,
        population=step.member_population,
        where=step.rule.where.value if step.rule.where is not None else "",
        inside=len(inside),
        asked=len(asked),
        kept=len(asked) if keep is None else keep.count(True),
        counted=CountedMembers(
            rows=counted,
            cells=cells,
            type=step.member_type,
            carrier=step.member_carrier,
            gathering=step.gathering,
        ),
    )


def rows_inside(
    step: MembersStep, people: Results, *, kind: GroupKind, group: str
) -> Collection[int]:
    """Return the rows of the people who were in a group for long enough to be gathered."""
    everybody = range(len(people.facts.employees))
    if kind is GroupKind.CENTER:  # everybody is in it, whatever his team
        return everybody
    return dict.fromkeys(member_rows(step, people.facts, everybody, (group,)))
