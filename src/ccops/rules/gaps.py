"""What is wrong with a table whatever the data: gaps, overlaps, seams, rows no value reaches.

The geometric reading: a row is a union of boxes, a column a line cut at the ends of its cells.
The columns are swept one after the other; what is kept is each set of rows that hold together
somewhere, with one box where they do. Ends are exact, the work is capped.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import Diagnostic, Severity
from ccops.rules.grid import (
    MOST_WORK,
    Axis,
    Box,
    Budget,
    Grid,
    Point,
    Stretch,
    TooMuchWorkError,
    bits,
    first_of,
    grid_of,
)
from ccops.rules.tables import HitPolicy, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_MOST_SHOWN: Final = 20


@attrs.frozen(kw_only=True)
class Gap:
    """Values for which a table has no row: one point of them, and all of them as text."""

    point: Point
    values: str
    where: str


@attrs.frozen(kw_only=True)
class Overlap:
    """Two rows that hold together, and one point where they do. Rows count from 0."""

    upper: int
    lower: int
    point: Point
    values: str


@attrs.frozen(kw_only=True)
class Seam:
    """A crack between two rows, finer than anything written in the column."""

    column: str
    upper: int
    lower: int
    where: str


@attrs.frozen(kw_only=True)
class Shadow:
    """A row that never decides: ``by`` are the rows above that take all it lets through."""

    row: int
    by: tuple[int, ...]


@attrs.frozen(kw_only=True)
class TableFindings:
    """What an analysis found. ``out_of_range`` rows hold for no value the columns can have.

    ``is_complete`` is false where the work was capped; what was found stands all the same.
    """

    gaps: tuple[Gap, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    seams: tuple[Seam, ...] = ()
    shadows: tuple[Shadow, ...] = ()
    out_of_range: tuple[int, ...] = ()
    is_complete: bool = True


def check_table(table: Table, *, most_work: int = MOST_WORK) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a table: errors, or a warning that it could not be checked."""
    found = analyze_table(table, most_work=most_work)
    return tuple(_diagnostics(table, found))


def analyze_table(table: Table, *, most_work: int = MOST_WORK) -> TableFindings:
    """Return the gaps, overlaps, seams and unreached rows of a table, with points."""
    grid = grid_of(table)
    beyond = tuple(
        row for row in range(len(table.rows)) if not all(axis.runs[row] for axis in grid.axes)
    )
    findings = TableFindings(out_of_range=beyond)
    for step in (_with_regions, _with_gaps, _with_seams):
        try:
            findings = step(findings, grid, Budget(most_work))
        except TooMuchWorkError:
            findings = attrs.evolve(findings, is_complete=False)
    return findings


def regions(grid: Grid, budget: Budget) -> dict[int, Box]:
    """Return every set of rows that hold together somewhere, with one box where they do."""
    found: dict[int, Box] = {grid.all_rows: ()}
    for axis in grid.axes:
        after: dict[int, Box] = {}
        for rows, box in found.items():
            for stretch in axis.stretches(rows, budget):
                after.setdefault(stretch.rows, (*box, stretch))
        found = after
    return found


def _with_regions(findings: TableFindings, grid: Grid, budget: Budget) -> TableFindings:
    found = regions(grid, budget)
    if grid.table.hit is HitPolicy.FIRST:
        return attrs.evolve(findings, shadows=tuple(_shadows(found, grid)))
    overlaps = itertools.islice(_overlaps(grid, found, budget), _MOST_SHOWN)
    return attrs.evolve(findings, overlaps=tuple(overlaps))


def _shadows(found: Mapping[int, Box], grid: Grid) -> Iterator[Shadow]:
    takers = {first_of(rows) for rows in found}
    for row in bits(grid.all_rows):
        if row not in takers:
            by = sorted({first_of(rows) for rows in found if rows >> row & 1})
            if by:
                yield Shadow(row=row, by=tuple(by))


def _overlaps(grid: Grid, found: Mapping[int, Box], budget: Budget) -> Iterator[Overlap]:
    seen: set[tuple[int, int]] = set()
    for rows, box in found.items():
        budget.spend(rows.bit_count())
        for upper, lower in _clashes(grid.table, rows):
            if (upper, lower) not in seen:
                seen.add((upper, lower))
                point = grid.point(box)
                values = grid.write_point(point)
                yield Overlap(upper=upper, lower=lower, point=point, values=values)


def _clashes(table: Table, rows: int) -> Iterator[tuple[int, int]]:
    """Yield the pairs of rows that may not hold together."""
    if table.hit is HitPolicy.UNIQUE:
        yield from itertools.combinations(bits(rows), 2)
        return
    first = first_of(rows)
    for row in bits(rows):
        if table.rows[row].outputs != table.rows[first].outputs:
            yield first, row


def _with_gaps(findings: TableFindings, grid: Grid, budget: Budget) -> TableFindings:
    if grid.table.otherwise is not None:
        return findings
    boxes = itertools.islice(_Gaps(grid, budget).boxes(), _MOST_SHOWN)
    return attrs.evolve(findings, gaps=tuple(_gap(grid, box) for box in boxes))


def _gap(grid: Grid, box: Box) -> Gap:
    point = grid.point(box)
    return Gap(point=point, values=grid.write_point(point), where=grid.write_box(box))


class _Gaps:
    """Walks the boxes no row covers; remembers which sets of rows leave none."""

    def __init__(self, grid: Grid, budget: Budget) -> None:
        self._axes = grid.axes
        self._all_rows = grid.all_rows
        self._budget = budget
        self._covered: set[tuple[int, int]] = set()

    def boxes(self) -> Iterator[Box]:
        """Yield the boxes; a box that is nothing but a seam is none."""
        return self._below(0, self._all_rows)

    def _below(self, depth: int, rows: int) -> Iterator[Box]:
        if depth == len(self._axes):
            if not rows:
                yield ()
            return
        if (depth, rows) in self._covered:
            return
        axis, found = self._axes[depth], False
        for stretch in axis.stretches(rows, self._budget):
            if axis.is_seam(stretch):
                continue
            for rest in self._below(depth + 1, stretch.rows):
                found = True
                yield (stretch, *rest)
        if not found:
            self._covered.add((depth, rows))


def _with_seams(findings: TableFindings, grid: Grid, budget: Budget) -> TableFindings:
    found: dict[tuple[str, int, int], Seam] = {}
    for index, axis in enumerate(grid.axes):
        by_segment = axis.rows_by_segment(grid.all_rows, budget) if axis.seams else []
        others = (*grid.axes[:index], *grid.axes[index + 1 :])
        for segment in sorted(axis.seams):
            around = (by_segment[segment - 1], by_segment[segment], by_segment[segment + 1])
            where = f"{axis.column.name} {axis.written(Stretch(segment, segment + 1, 0))}"
            for below, above in _cracks(others, around, budget):
                upper, lower = sorted((below, above))
                seam = Seam(column=axis.column.name, upper=upper, lower=lower, where=where)
                found.setdefault((where, upper, lower), seam)
    return attrs.evolve(findings, seams=tuple(found.values())[:_MOST_SHOWN])


def _cracks(
    axes: tuple[Axis, ...], around: tuple[int, int, int], budget: Budget
) -> Iterator[tuple[int, int]]:
    """Yield the rows below and above a seam where it falls to neither of them."""
    for below, inside, above in walk_together(axes, around, budget):
        low, hit, high = first_of(below), first_of(inside), first_of(above)
        # a row that holds in the seam alone was written for it
        is_meant = hit >= 0 and not (below | above) >> hit & 1
        if -1 not in (low, high) and hit not in (low, high) and not is_meant:
            yield low, high


def walk_together(
    axes: tuple[Axis, ...], starts: tuple[int, ...], budget: Budget
) -> dict[tuple[int, ...], Box]:
    """Return how several sets of rows, taken to the same places, can look together there."""
    found: dict[tuple[int, ...], Box] = {starts: ()}
    for axis in axes:
        after: dict[tuple[int, ...], Box] = {}
        for sets, box in found.items():
            together = 0
            for rows in sets:
                together |= rows
            for stretch in axis.stretches(together, budget):
                key = tuple(rows & stretch.rows for rows in sets)
                after.setdefault(key, (*box, stretch))
        found = after
    return found


def _diagnostics(table: Table, found: TableFindings) -> Iterator[Diagnostic]:
    error = _reporter(table)
    for row in found.out_of_range:
        yield error("table-row-out-of-range", row, {"row": row + 1})
    for shadow in found.shadows:
        by = ", ".join(str(row + 1) for row in shadow.by)
        yield error("table-row-shadowed", shadow.row, {"row": shadow.row + 1, "by": by})
    for overlap in found.overlaps:
        pair = {"upper": overlap.upper + 1, "lower": overlap.lower + 1}
        yield error("table-overlap", overlap.lower, {**pair, "values": overlap.values})
    for gap in found.gaps:
        yield error("table-gap", None, {"values": gap.values, "where": gap.where})
    for seam in found.seams:
        pair = {"upper": seam.upper + 1, "lower": seam.lower + 1}
        args = {**pair, "column": seam.column, "where": seam.where}
        yield error("table-seam", seam.lower, args)
    if not found.is_complete:
        yield Diagnostic(code="table-not-checked", severity=Severity.WARNING, span=table.span)


def _reporter(table: Table) -> Callable[[str, int | None, dict[str, object]], Diagnostic]:
    def error(code: str, row: int | None, args: dict[str, object]) -> Diagnostic:
        span = table.span if row is None else table.rows[row].span or table.span
        return Diagnostic(code=code, span=span, args=args)

    return error
