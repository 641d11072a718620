"""Monotone tables: a proof that better inputs never pay less, or the two points that refute it.

Within a segment of the grid a table pays the same, and every way from worse to better inputs is
a chain of steps to a neighboring segment of one column. So the neighbors are all that is asked.
"""

from __future__ import annotations

import enum
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Severity, nearest, worded
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
    grid_of,
)
from ccops.rules.outcomes import Outcome, outcome
from ccops.values import NUMERIC, Missing, Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.rules.tables import Table


class Better(enum.Enum):
    """Which way of an input is the better one."""

    HIGHER = "higher"
    LOWER = "lower"


@frozen(kw_only=True)
class Violation:
    """Better inputs that pay less than worse ones: both points and what they pay.

    ``better_pays`` is ``None`` where the better point has no row. ``loss`` is how much less it
    pays: an amount, or how many steps of the declared order.
    """

    better: Point
    better_pays: Scalar | None
    worse: Point
    worse_pays: Scalar
    loss: Fraction


def check_monotone(
    table: Table,
    *,
    better: Mapping[str, Better],
    grid: Grid | None = None,
    most_work: int = MOST_WORK,
) -> tuple[Diagnostic, ...]:
    """Return an error with two points where better inputs pay less, for each column at most one.

    ``better`` says which way is better by column; columns it leaves out are held equal. A
    missing value is neither better nor worse. Every output that has an order is asked: numbers,
    and words whose priorities are declared, best first. A point without a row pays nothing.
    ``grid`` is that of the table, where it is there already.
    """
    outputs = ordered_outputs(table)
    refused = tuple(_refused(table, better, outputs))
    if refused:
        return refused
    grid, budget = grid or grid_of(table), Budget(most_work)
    return tuple(
        found for output in outputs for found in _not_monotone(grid, better, output, budget)
    )


def ordered_outputs(table: Table) -> tuple[int, ...]:
    """Return the outputs of which more is better, or whose better values are declared."""
    if table.gives_lists:
        return ()
    units = [each.type.unit for each in table.outputs]
    ordered = {at for at, unit in enumerate(units) if unit in NUMERIC}
    if table.priorities:
        ordered.add(0)
    return tuple(sorted(ordered))


def violations(
    grid: Grid, *, column: str, better: Better, output: int, budget: Budget
) -> Iterator[Violation]:
    """Yield the pairs of neighboring points along a column where the better one pays less."""
    index = next(i for i, each in enumerate(grid.axes) if each.column.name == column)
    axis = grid.axes[index]
    others = (*grid.axes[:index], *grid.axes[index + 1 :])
    there = [i for i, each in enumerate(axis.segments) if not isinstance(each, Missing)]
    by_segment = axis.rows_by_segment(grid.all_rows, budget)
    pay = _Pay(grid.table, output)
    for low, high in pairwise(there):
        good, bad = (high, low) if better is Better.HIGHER else (low, high)
        if by_segment[good] == by_segment[bad]:
            continue
        step = _Step(grid, index, good, bad, pay)
        sets = (by_segment[good], by_segment[bad])
        for (good_rows, bad_rows), box in walk_together(others, sets, budget).items():
            found = step.violation(good_rows, bad_rows, box)
            if found is not None:
                yield found


class _Pay:
    """What sets of rows pay in one output, and what that is worth."""

    def __init__(self, table: Table, output: int) -> None:
        self._table = table
        self._output = output
        self._known: dict[int, tuple[Scalar | None, Fraction]] = {}
        is_number = table.outputs[output].type.unit in NUMERIC
        ranked = table.priorities if output == 0 and not is_number else ()
        self._worth = {each: Fraction(-place) for place, each in enumerate(ranked)}

    def of(self, rows: int) -> tuple[Scalar | None, Fraction]:
        """Return what a set of rows pays and its worth; nothing is worth 0, or the least."""
        found = self._known.get(rows)
        if found is None:
            given = outcome(self._table, rows)
            found = self._known[rows] = self._worth_of(given)
        return found

    def _worth_of(self, given: Outcome | None) -> tuple[Scalar | None, Fraction]:
        if given is None:
            return None, Fraction(-len(self._worth))
        scalar = given[self._output]
        return scalar, self._worth[scalar] if self._worth else scalar.number


@frozen
class _Step:
    """A step between two neighboring segments of one column."""

    grid: Grid
    index: int
    good: int
    bad: int
    pay: _Pay

    def violation(self, good_rows: int, bad_rows: int, box: Box) -> Violation | None:
        (good, good_worth), (bad, bad_worth) = self.pay.of(good_rows), self.pay.of(bad_rows)
        if bad is None or good_worth >= bad_worth:
            return None
        return Violation(
            better=self._point(box, self.good),
            better_pays=good,
            worse=self._point(box, self.bad),
            worse_pays=bad,
            loss=bad_worth - good_worth,
        )

    def _point(self, box: Box, segment: int) -> Point:
        here = Stretch(segment, segment + 1, 0)
        return self.grid.point((*box[: self.index], here, *box[self.index :]))


def _not_monotone(
    grid: Grid, better: Mapping[str, Better], output: int, budget: Budget
) -> Iterator[Diagnostic]:
    for column, way in better.items():
        found: list[Violation] = []
        steps = violations(grid, column=column, better=way, output=output, budget=budget)
        try:
            found.extend(steps)
        except TooMuchWorkError:
            severity, span = Severity.WARNING, grid.table.span
            yield Diagnostic(code="table-not-checked", severity=severity, span=span)
        if found:
            yield _diagnostic(grid, column, output, max(found, key=lambda each: each.loss))


def _diagnostic(grid: Grid, column: str, output: int, worst: Violation) -> Diagnostic:
    outputs = grid.table.outputs
    name = f"{outputs[output].name} " if len(outputs) > 1 else ""
    pays = worded("word-no-row") if worst.better_pays is None else write_scalar(worst.better_pays)
    args = {
        "column": column,
        "point_a": grid.write_point(worst.better),
        "pays_a": f"{name}{pays}",
        "point_b": grid.write_point(worst.worse),
        "pays_b": f"{name}{write_scalar(worst.worse_pays)}",
    }
    return Diagnostic(code="not-monotone", span=grid.table.span, args=args)


def _refused(
    table: Table, better: Mapping[str, Better], outputs: tuple[int, ...]
) -> Iterator[Diagnostic]:
    columns = {each.name: each for each in table.columns}
    for name in better:
        if name not in columns:
            args = {"column": name, "near": nearest(name, columns) or ", ".join(columns)}
            yield Diagnostic(code="better-unknown-column", span=table.span, args=args)
        elif columns[name].unit is Unit.WORD:
            yield Diagnostic(code="better-no-order", span=table.span, args={"column": name})
    if not outputs:
        code = "better-of-list" if table.gives_lists else "better-no-order"
        args = {"column": table.outputs[0].name, "hit": table.hit.value}
        yield Diagnostic(code=code, span=table.span, args=args)
