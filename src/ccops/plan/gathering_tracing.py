"""Tracing what a group gathered of its people: how many counted, and with which values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.facts import GroupKind
from ccops.plan.definitions import Gathering
from ccops.plan.gathering import member_rows
from ccops.plan.traces import TracedGathering, TracedValue
from ccops.values import Cell, Missing, NotApplicable, fraction_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from fractions import Fraction

    from ccops.plan.results import Results
    from ccops.plan.steps import MembersStep


def traced_gathering(
    step: MembersStep, people: Results, *, kind: GroupKind, group: str
) -> TracedGathering:
    """Return what a group gathered; those who make most of it come first.

    ``people`` are the results of the employees, whose rows the members are.
    """
    inside = rows_inside(step, people, kind=kind, group=group)
    population = people.populations[step.member_population]
    asked = [row for row in inside if row in population]
    kept = [row for row in asked if _is_let_through(step, people, row)]
    values = {row: _value(step, people, row) for row in kept}
    counted = {row: cell for row, cell in values.items() if cell is not None}
    return TracedGathering(
        how=step.gathering.value,
        figure=step.member_figure.name,
        population=step.member_population,
        where=step.rule.where.value if step.rule.where is not None else "",
        inside=len(inside),
        asked=len(asked),
        kept=len(kept),
        counted=tuple(
            (row, TracedValue(cell=cell, type=step.member_type, carrier=step.member_carrier))
            for row, cell in _ordered(step, counted)
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


def _is_let_through(step: MembersStep, people: Results, row: int) -> bool:
    if step.where is None:
        return True
    cells = {name: people.cell(step.where_readings[name], row) for name in step.where.inputs}
    known = {name: _known(cell) for name, cell in cells.items()}
    return step.where.at(known) is True


def _value(step: MembersStep, people: Results, row: int) -> Cell | None:
    cell = _known(people.cell(step.member_figure, row))
    return None if isinstance(cell, Missing) else cell


def _known(cell: Cell | Missing | NotApplicable) -> Cell | Missing:
    return Missing.NO_RECORDS if isinstance(cell, NotApplicable) else cell


def _ordered(step: MembersStep, counted: dict[int, Cell]) -> list[tuple[int, Cell]]:
    """Return the rows by how much they make of it; people who are only counted as they stand."""
    if step.gathering is Gathering.COUNT:
        return list(counted.items())
    sign = 1 if step.gathering is Gathering.LEAST else -1

    def key(pair: tuple[int, Cell]) -> tuple[Fraction, int]:
        return sign * fraction_of(pair[1], step.member_carrier), pair[0]

    return sorted(counted.items(), key=key)
