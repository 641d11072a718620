"""Calls that ended, gathered into columns as they are: eight bytes a number, shared texts."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

from ccops.adapters import add_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

Columns = tuple[Any, ...]


class RawRows:
    """Takes the cells of flat rows; ``fold`` makes columns of them while they are in the cache.

    ``like`` is such a row: it shows which parts are whole numbers. Rows stand one after the other
    in one flat list, as so many tuples would keep the garbage collector busy. A row has a
    *position*: how many cells stand before it, those folded already (``base``) included.
    """

    __slots__ = ("_columns", "_like", "base", "rows")

    def __init__(self, like: tuple[object, ...]) -> None:
        self._like = like
        self._columns = _empty(like)
        #: The cells that wait to be folded: a list to extend by those of a row.
        self.rows: list[Any] = []
        self.base = 0

    def fold(self) -> None:
        """Move the waiting rows into the columns."""
        rows, width = self.rows, len(self._like)
        if not rows:
            return
        for at, column in enumerate(self._columns):
            cells = rows[at::width]
            if isinstance(column, array):
                add_numbers(column, cells)
            else:
                column.extend(cells)
        self.base += len(rows)
        rows.clear()

    def column(self, part: int) -> Any:  # noqa: ANN401 - an array, or a list of cells
        """Return one part of the rows that are folded."""
        return self._columns[part]

    def row(self, position: int) -> tuple[Any, ...]:
        """Return the row at a position."""
        if position >= self.base:
            first = position - self.base
            return tuple(self.rows[first : first + len(self._like)])
        number = position // len(self._like)
        return tuple(column[number] for column in self._columns)

    def take(self) -> Columns:
        """Return the columns gathered since the last time; positions begin anew."""
        self.fold()
        taken, self._columns, self.base = self._columns, _empty(self._like), 0
        return taken


def _empty(like: tuple[object, ...]) -> Columns:
    return tuple(array("q") if type(each) is int else [] for each in like)


def put_together(parts: Sequence[Any]) -> Any:  # noqa: ANN401 - an array, or a list of cells
    """Return columns one after the other as one; those that are empty cost nothing."""
    first, *rest = [each for each in parts if len(each)] or [parts[0]]
    if not rest:
        return first
    if all(isinstance(each, array) for each in (first, *rest)):
        whole = array("q", first)
        for each in rest:
            whole.extend(each)
        return whole
    return [cell for each in (first, *rest) for cell in each]
