"""Remainders: what the rows above leave of a row that asks for the same share of a rank.

Under ``first`` the rows '>= 85, <= 10%' and '>= 80, <= 10%' look like steps of a ladder, but the
second pays only members of the best tenth with less than 85: who is among the best mostly has
85, and the row is nearly dead. A ladder that asks for less score and a wider share is the usual
case and is not told; nor is one whose other columns have nothing to do with a rank.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.rules.grid import Axis, Grid, Stretch
from ccops.rules.tables import HitPolicy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Longer tables are not looked through: nobody reads them row by row.
_MOST_ROWS: Final = 100


@frozen(kw_only=True)
class Remainder:
    """A row of which the rows ``by`` above leave only a part; ``where`` is that part."""

    row: int
    by: tuple[int, ...]
    where: str


def remainders(grid: Grid) -> Iterator[Remainder]:
    """Yield the rows narrowed by rows above that let all their shares of the rank through.

    Told is a row whose share cell says something, where a row above has the same share or a
    wider one and takes a part of it in exactly one other column of numbers or dates.
    """
    table = grid.table
    shares = [at for at, axis in enumerate(grid.axes) if axis.column.share]
    if table.hit is not HitPolicy.FIRST or not shares or len(table.rows) > _MOST_ROWS:
        return
    segments = [
        [_segments(axis.runs[row]) for row in range(len(table.rows))] for axis in grid.axes
    ]
    for row in range(1, len(table.rows)):
        if any(segments[at][row] != (1 << len(grid.axes[at].segments)) - 1 for at in shares):
            found = _remainder(grid, segments, row)
            if found is not None:
                yield found


def _segments(runs: Sequence[tuple[int, int]]) -> int:
    """Return runs of segments as one whole number with a bit for each segment."""
    return sum((1 << stop) - (1 << first) for first, stop in runs)


def _remainder(grid: Grid, segments: list[list[int]], row: int) -> Remainder | None:
    taken: dict[int, int] = {}
    by: dict[int, list[int]] = {}
    for above in range(row):
        column = _narrowed(grid, segments, row, above)
        if column is not None:
            taken[column] = taken.get(column, 0) | segments[column][above]
            by.setdefault(column, []).append(above)
    for column, part in taken.items():
        left = segments[column][row] & ~part
        if left:
            where = _where(grid, row, column, left)
            return Remainder(row=row, by=tuple(by[column]), where=where)
    return None


def _narrowed(grid: Grid, segments: list[list[int]], row: int, above: int) -> int | None:
    """Return the one column in which a row above takes a part of a row, not all of it."""
    found: int | None = None
    for at, axis in enumerate(grid.axes):
        mine, theirs = segments[at][row], segments[at][above]
        if mine & ~theirs == 0:
            continue
        is_cut = axis.column.is_ordered and axis.column.share is None and mine & theirs
        if found is not None or not is_cut:
            return None
        found = at
    return found


def _where(grid: Grid, row: int, column: int, left: int) -> str:
    """Return what is left of a row as text; columns in which it lets all through are left out."""
    told = []
    for at, axis in enumerate(grid.axes):
        test = grid.table.rows[row].tests[at]
        if at == column:
            told.append(f"{grid.name_of(axis.column)} {_written(axis, left)}")
        elif test.values is not None:
            told.append(f"{grid.name_of(axis.column)} {test.text}")
    return ", ".join(told)


def _written(axis: Axis, segments: int) -> str:
    stretches = []
    while segments:
        first = (segments & -segments).bit_length() - 1
        rest = segments >> first
        length = (~rest & (rest + 1)).bit_length() - 1
        stretches.append(Stretch(first, first + length, 0))
        segments &= ~(((1 << length) - 1) << first)
    return ", ".join(axis.written(each) for each in stretches)
