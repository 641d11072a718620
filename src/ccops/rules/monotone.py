"""Monotone tables: a proof that better inputs never pay less, or the two points that refute it.

Within a segment of the grid a table pays the same, and every way from worse to better inputs is
a chain of steps to a neighboring segment of one column. So the neighbors are all that is asked.
"""

from __future__ import annotations

import enum
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

from ccops.messages import Diagnostic, Severity, nearest
from ccops.rules.columns import write_scalar
from ccops.rules.gaps import walk_together
from ccops.rules.grid import (
    MOST_WORK,
    Box,
    Budget,
    Grid,
    Point,
    Stretch,
    TooMuchWorkError,
    first_of,
    grid_of,
)
from ccops.values import NUMERIC, Missing, Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from ccops.rules.tables import Table


class Better(enum.Enum):
    """Which way of an input is the better one."""

    HIGHER = "higher"
    LOWER = "lower"


@attrs.frozen(kw_only=True)
class Violation:
    """Better inputs that pay less than worse ones: both points and what they pay."""

    better: Point
    better_pays: Scalar
    worse: Point
    worse_pays: Scalar

    @property
    def loss(self) -> Fraction:
        """How much less the better inputs pay."""
        return self.worse_pays.number - self.better_pays.number


def check_monotone(
    table: Table,
    *,
    better: Mapping[str, Better],
    output: int = 0,
    most_work: int = MOST_WORK,
) -> tuple[Diagnostic, ...]:
    """Return an error with two points where better inputs pay less, for each column at most one.

    ``better`` says which way is better by column; columns it leaves out are held equal. A
    missing value is neither better nor worse. Points in a gap pay nothing that could be
    compared; the gap is an error of its own.
    """
    refused = tuple(_refused(table, better, output))
    if refused:
        return refused
    return tuple(_not_monotone(table, better, output, Budget(most_work)))


def violations(
    grid: Grid, *, column: str, better: Better, output: int, budget: Budget
) -> Iterator[Violation]:
    """Yield the pairs of neighboring points along a column where the better one pays less."""
    index = next(i for i, each in enumerate(grid.axes) if each.column.name == column)
    axis = grid.axes[index]
    others = (*grid.axes[:index], *grid.axes[index + 1 :])
    there = [i for i, each in enumerate(axis.segments) if not isinstance(each, Missing)]
    by_segment = axis.rows_by_segment(grid.all_rows, budget)
    for low, high in pairwise(there):
        good, bad = (high, low) if better is Better.HIGHER else (low, high)
        if by_segment[good] == by_segment[bad]:
            continue
        step = _Step(grid, index, good, bad)
        sets = (by_segment[good], by_segment[bad])
        for (good_rows, bad_rows), box in walk_together(others, sets, budget).items():
            found = step.violation(good_rows, bad_rows, box, output)
            if found is not None:
                yield found


@attrs.frozen
class _Step:
    """A step between two neighboring segments of one column."""

    grid: Grid
    index: int
    good: int
    bad: int

    def violation(self, good_rows: int, bad_rows: int, box: Box, output: int) -> Violation | None:
        good, bad = self._gives(good_rows), self._gives(bad_rows)
        if good is None or bad is None or good[output].number >= bad[output].number:
            return None
        return Violation(
            better=self._point(box, self.good),
            better_pays=good[output],
            worse=self._point(box, self.bad),
            worse_pays=bad[output],
        )

    def _gives(self, rows: int) -> tuple[Scalar, ...] | None:
        table = self.grid.table
        return table.gives(first_of(rows)) if rows else table.otherwise

    def _point(self, box: Box, segment: int) -> Point:
        here = Stretch(segment, segment + 1, 0)
        return self.grid.point((*box[: self.index], here, *box[self.index :]))


def _not_monotone(
    table: Table, better: Mapping[str, Better], output: int, budget: Budget
) -> Iterator[Diagnostic]:
    grid = grid_of(table)
    for column, way in better.items():
        found: list[Violation] = []
        steps = violations(grid, column=column, better=way, output=output, budget=budget)
        try:
            found.extend(steps)
        except TooMuchWorkError:
            severity = Severity.WARNING
            yield Diagnostic(code="table-not-checked", severity=severity, span=table.span)
        if found:
            yield _diagnostic(grid, column, max(found, key=lambda each: each.loss))


def _diagnostic(grid: Grid, column: str, worst: Violation) -> Diagnostic:
    args = {
        "column": column,
        "point_a": grid.write_point(worst.better),
        "pays_a": write_scalar(worst.better_pays),
        "point_b": grid.write_point(worst.worse),
        "pays_b": write_scalar(worst.worse_pays),
    }
    return Diagnostic(code="not-monotone", span=grid.table.span, args=args)


def _refused(table: Table, better: Mapping[str, Better], output: int) -> Iterator[Diagnostic]:
    columns = {each.name: each for each in table.columns}
    for name in better:
        if name not in columns:
            args = {"column": name, "near": nearest(name, columns) or ", ".join(columns)}
            yield Diagnostic(code="better-unknown-column", span=table.span, args=args)
        elif columns[name].unit is Unit.WORD:
            yield Diagnostic(code="better-no-order", span=table.span, args={"column": name})
    if table.outputs[output].type.unit not in NUMERIC:
        name = table.outputs[output].name
        yield Diagnostic(code="better-no-order", span=table.span, args={"column": name})
