"""Calls that ended, gathered into columns as they are: eight bytes a number, shared texts."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

Columns = tuple[Any, ...]


class RawRows:
    """Takes flat tuples of one kind; ``fold`` makes columns of them while they are in the cache.

    ``like`` is such a tuple: it shows which parts are whole numbers.
    """

    __slots__ = ("_columns", "_like", "rows")

    def __init__(self, like: tuple[object, ...]) -> None:
        self._like = like
        self._columns = _empty(like)
        #: What waits to be folded: a list to append to.
        self.rows: list[Any] = []

    def fold(self) -> None:
        """Move the waiting rows into the columns."""
        if not self.rows:
            return
        for column, cells in zip(self._columns, zip(*self.rows, strict=True), strict=True):
            column.extend(array("q", cells) if isinstance(column, array) else cells)
        self.rows.clear()

    def take(self) -> Columns:
        """Return the columns gathered since the last time."""
        self.fold()
        taken, self._columns = self._columns, _empty(self._like)
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
