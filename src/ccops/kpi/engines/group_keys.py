"""Keys of groups out of the rows of a query."""

from __future__ import annotations

from itertools import accumulate, chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from ccops.kpi.engines.sessions import Held
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ccops.kpi.engines.sessions import HeldColumn
    from ccops.kpi.keys import Key

#: A row of a query, and what it holds after the columns of its group.
_Split = tuple["Key", tuple[Any, ...]]


def keys_of(rows: Sequence[tuple[Any, ...]], groups: Sequence[HeldColumn]) -> Iterable[Key]:
    """Return the keys of the groups of rows, which stand first in each."""
    if groups and _are_plain(groups):
        keys = list(map(itemgetter(*range(len(groups))), rows))
        cells = keys if len(groups) == 1 else chain.from_iterable(keys)
        if None not in cells:
            return keys
    split = key_reader(groups)
    return [split(row)[0] for row in rows]


def key_reader(groups: Sequence[HeldColumn]) -> Callable[[tuple[Any, ...]], _Split]:
    """Return what splits a row into the key of its group and the rest."""
    if _are_plain(groups):
        return _plain_reader(len(groups))
    ends = list(accumulate(len(each.read) for each in groups))
    parts = [slice(end - len(each.read), end) for each, end in zip(groups, ends, strict=True)]
    pairs = list(zip(groups, parts, strict=True))

    def split(row: tuple[Any, ...]) -> _Split:
        cells = tuple(each.cell(row[part]) for each, part in pairs)
        return cells[0] if len(cells) == 1 else cells, row[ends[-1] :]

    return split


def _are_plain(groups: Sequence[HeldColumn]) -> bool:
    """Say whether each group is one column whose cells are what was read."""
    return all(len(each.read) == 1 and Held.by(each.column) is not Held.FLAG for each in groups)


def _plain_reader(count: int) -> Callable[[tuple[Any, ...]], _Split]:
    """Return the same for groups of one column each, whose cells are what was read."""

    def split_one(row: tuple[Any, ...]) -> _Split:
        cell = row[0]
        return (Missing.NOT_MEASURED if cell is None else cell), row[1:]

    def split(row: tuple[Any, ...]) -> _Split:
        cells = row[:count]
        if None in cells:
            cells = tuple(Missing.NOT_MEASURED if cell is None else cell for cell in cells)
        return cells, row[count:]

    return split_one if count == 1 else split
