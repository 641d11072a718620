"""Merging: the states of many groups taken together, each cell added as one would by hand.

What is generated depends on nothing but how many cells of each sort a state has.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.kpi.keys import Key

#: How many shapes of states are kept: a period asks for a few, again and again.
_MOST_SHAPES: Final = 64
_MERGE: Final = """\
def merge(states, others):
    state_of = states.get
    for key, right in others.items():
        left = state_of(key)
        if left is None:
            states[key] = right
        else:
            [{ours}] = left
            [{theirs}] = right
            states[key] = [{cells}]
"""


class Merge(Protocol):
    """Adds the states of other groups to states; a group that is new stands as it is."""

    def __call__(self, states: dict[Key, list[Any]], others: Mapping[Key, list[Any]], /) -> None:
        """Change ``states``, but no list of cells in it."""
        ...


@lru_cache(maxsize=_MOST_SHAPES)
def merge_of(sums: int, maxima: int, spreads: int) -> Merge:
    """Return what merges states of so many sums, then maxima, then histograms."""
    places = range(sums + maxima + spreads)
    cells = [
        *(f"a{place} + b{place}" for place in places[:sums]),
        *(f"a{each} if a{each} > b{each} else b{each}" for each in places[sums : sums + maxima]),
        *(f"both(a{place}, b{place})" for place in places[sums + maxima :]),
    ]
    ours, theirs = (", ".join(f"{side}{place}" for place in places) for side in "ab")
    source = _MERGE.format(ours=ours, theirs=theirs, cells=", ".join(cells))
    space: dict[str, Any] = {"both": both}
    exec(compile(source, "<merge>", "exec"), space)  # noqa: S102 - our own generated source only
    made: Merge = space["merge"]
    return made


def both(one: Mapping[int, int], other: Mapping[int, int]) -> dict[int, int]:
    """Return two histograms added up, value by value; neither is changed."""
    longer, shorter = (other, one) if len(one) < len(other) else (one, other)
    joined = dict(longer)
    rows_of = joined.get
    for value, rows in shorter.items():
        joined[value] = rows_of(value, 0) + rows
    return joined


def all_of(spreads: Iterable[Mapping[int, int]]) -> dict[int, int]:
    """Return any number of histograms added up, value by value; none is changed."""
    joined: dict[int, int] = {}
    rows_of = joined.get
    for each in spreads:
        for value, rows in each.items():
            joined[value] = rows_of(value, 0) + rows
    return joined
