"""What is wrong with a table whatever the data: gaps, overlaps, seams, rows that never decide.

The geometric reading: a row is a union of boxes, a column a line cut at the ends of its cells.
The columns are swept one after the other; what is kept is each set of rows that hold together
somewhere, with one box where they do. Ends are exact, the work is capped.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import attrs

from ccops.frozen import frozen
from ccops.rules.grid import (
    MOST_WORK,
    Axis,
    Box,
    Budget,
    Grid,
    Point,
    Stretch,
    TooMuchWorkError,
    grid_of,
)
from ccops.rules.outcomes import bits, deciding, first_of
from ccops.rules.remainders import Remainder, remainders
from ccops.rules.tables import Collect, HitPolicy, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: How many findings of one kind are shown, and among how many gaps these are chosen.
_MOST_SHOWN: Final = 20
_MOST_GAPS: Final = 400
#: Policies under which rows that hold together can contradict each other.
_MAY_CLASH: Final = frozenset({HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.PRIORITY})


@frozen(kw_only=True)
class Gap:
    """Values for which a table has no row: one point of them, and all of them as text.

    ``row`` is the topmost row that lets the value of the first column through, ``None`` where
    none does.
    """

    point: Point
    values: str
    where: str
    row: int | None = None


@frozen(kw_only=True)
class Overlap:
    """Two rows that hold together, and one point where they do. Rows count from 0."""

    upper: int
    lower: int
    point: Point
    values: str


@frozen(kw_only=True)
class Seam:
    """A crack between two rows, finer than anything written in the column."""

    column: str
    upper: int
    lower: int
    where: str


@frozen(kw_only=True)
class Shadow:
    """A row that never decides: ``by`` are the rows that do wherever it holds."""

    row: int
    by: tuple[int, ...]


@frozen(kw_only=True)
class TableFindings:
    """What an analysis found. ``out_of_range`` rows hold for no value the columns can have.

    ``together`` are the sets of rows that hold together somewhere, ``None`` where that is not
    known; ``is_complete`` is false where the work was capped; what was found stands all the same.
    """

    gaps: tuple[Gap, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    seams: tuple[Seam, ...] = ()
    shadows: tuple[Shadow, ...] = ()
    remainders: tuple[Remainder, ...] = ()
    out_of_range: tuple[int, ...] = ()
    together: tuple[int, ...] | None = None
    is_complete: bool = True
    grid: Grid | None = attrs.field(default=None, eq=False, repr=False)


def analyze_table(table: Table, *, most_work: int = MOST_WORK) -> TableFindings:
    """Return the gaps, overlaps, seams and idle rows of a table, with points."""
    grid = grid_of(table)
    beyond = tuple(
        row for row in range(len(table.rows)) if not all(axis.runs[row] for axis in grid.axes)
    )
    findings = TableFindings(out_of_range=beyond, grid=grid)
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
    table = grid.table
    found = regions(grid, budget)
    findings = attrs.evolve(findings, together=tuple(found))
    if _has_idle_rows(table):
        findings = attrs.evolve(findings, shadows=tuple(_shadows(found, grid, budget)))
    if table.hit in _MAY_CLASH:
        overlaps = itertools.islice(_overlaps(grid, found, budget), _MOST_SHOWN)
        findings = attrs.evolve(findings, overlaps=tuple(overlaps))
    idle = {each.row for each in findings.shadows}
    left = (each for each in remainders(grid) if each.row not in idle)
    return attrs.evolve(findings, remainders=tuple(itertools.islice(left, _MOST_SHOWN)))


def _has_idle_rows(table: Table) -> bool:
    """Say whether a row can hold and never decide."""
    is_walked = table.hit in (HitPolicy.FIRST, HitPolicy.PRIORITY)
    return is_walked or table.collect in (Collect.MIN, Collect.MAX)


def _shadows(found: Iterable[int], grid: Grid, budget: Budget) -> Iterator[Shadow]:
    deciders: dict[int, tuple[int, ...]] = {}
    takers = 0
    for rows in found:
        budget.spend(1 if grid.table.hit is HitPolicy.FIRST else rows.bit_count())
        deciders[rows] = deciding(grid.table, rows)
        for row in deciders[rows]:
            takers |= 1 << row
    for row in bits(grid.all_rows & ~takers):
        by = sorted({each[0] for rows, each in deciders.items() if rows >> row & 1})
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
    """Yield the pairs of rows that may not hold together.

    Under ``any`` all must give the same; under ``priority`` those that stand equally high.
    """
    if table.hit is HitPolicy.UNIQUE:
        yield from itertools.combinations(bits(rows), 2)
        return
    for first in deciding(table, rows):
        gives = table.rows[first].outputs
        for row in bits(rows):
            other = table.rows[row].outputs
            is_rival = table.hit is HitPolicy.ANY or other[0] == gives[0]
            if is_rival and other != gives:
                yield min(first, row), max(first, row)


def _with_gaps(findings: TableFindings, grid: Grid, budget: Budget) -> TableFindings:
    if grid.table.otherwise is not None:
        return findings
    boxes = list(itertools.islice(_Gaps(grid, budget).boxes(), _MOST_GAPS))
    if not boxes:
        return findings
    holding = [axis.rows_by_segment(grid.all_rows, budget) for axis in grid.axes]

    def nearest_rows(box: Box) -> tuple[int, ...]:
        found = (first_of(at[each.first]) for at, each in zip(holding, box, strict=True))
        return tuple(row if row >= 0 else len(grid.table.rows) for row in found)

    # as a manual is read: what stands beside its first row is told first
    shown = sorted(boxes, key=nearest_rows)[:_MOST_SHOWN]
    gaps = tuple(_gap(grid, box, first_of(holding[0][box[0].first])) for box in shown)
    return attrs.evolve(findings, gaps=gaps)


def _gap(grid: Grid, box: Box, row: int) -> Gap:
    point = grid.point(box)
    values, where = grid.write_point(point), grid.write_box(box)
    return Gap(point=point, values=values, where=where, row=row if row >= 0 else None)


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
            written = axis.written(Stretch(segment, segment + 1, 0))
            where = f"{grid.name_of(axis.column)} {written}"
            for below, above in _cracks(grid.table, others, around, budget):
                upper, lower = sorted((below, above))
                seam = Seam(column=axis.column.name, upper=upper, lower=lower, where=where)
                found.setdefault((where, upper, lower), seam)
    return attrs.evolve(findings, seams=tuple(found.values())[:_MOST_SHOWN])


def _cracks(
    table: Table, axes: tuple[Axis, ...], around: tuple[int, int, int], budget: Budget
) -> Iterator[tuple[int, int]]:
    """Yield the rows below and above a seam where it falls to neither of them."""
    for below, inside, above in walk_together(axes, around, budget):
        # a row that holds in the seam alone was written for it
        is_meant = inside & ~(below | above)
        low, high = _at_crack(table, below, inside), _at_crack(table, above, inside)
        if low != -1 and high != -1 and not is_meant:
            yield low, high


def _at_crack(table: Table, beside: int, inside: int) -> int:
    """Return the row that decides beside a seam and not in it, -1 where there is none."""
    if not table.takes_one_row:
        return first_of(beside & ~inside)
    decided = deciding(table, beside)
    return decided[0] if decided and decided != deciding(table, inside) else -1


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
