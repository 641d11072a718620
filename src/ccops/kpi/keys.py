"""Keys of groups: the cell of one group, the tuple of the cells of several, ``()`` of none."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from ccops.values import Cell, Missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

#: What one group is called: the cell of the one column, or a tuple of the cells of several.
Key = Cell | Missing | tuple[Cell | Missing, ...]


def key_of(parts: tuple[Cell | Missing, ...]) -> Key:
    """Return the key of the cells of some groups."""
    return parts[0] if len(parts) == 1 else parts


def parts_of(key: Key, count: int) -> tuple[Cell | Missing, ...]:
    """Return the cells of a key of so many groups."""
    parts: Any = (key,) if count == 1 else key
    return tuple(parts)


def picker(places: Sequence[int], count: int) -> Callable[[Any], Key]:
    """Return what makes the key of some of so many groups: one cell, or a tuple of several."""
    if places and count > 1:
        return itemgetter(*places)
    return lambda key: key_of(tuple(parts_of(key, count)[place] for place in places))


def wholes_added(columns: Sequence[str]) -> Callable[[Key], Key]:
    """Return what adds the groups without a column to a key: they are the empty text in it."""
    count = sum(map(bool, columns))

    def added(key: Key) -> Key:
        parts: Iterator[Cell | Missing] = iter(parts_of(key, count))
        return key_of(tuple(next(parts) if name else "" for name in columns))

    return added
