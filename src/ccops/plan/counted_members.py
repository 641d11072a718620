"""The people a group gathered, as columns; those who make most of it without sorting all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from heapq import nlargest, nsmallest
from itertools import islice
from math import lcm
from typing import cast

from ccops.frozen import frozen
from ccops.plan.definitions import Gathering
from ccops.plan.traces import TracedValue
from ccops.values import Carrier, Cell, Type


@frozen(kw_only=True, eq=False)
class CountedMembers:
    """Who counted, by their ``rows`` among the employees, rising, and with which values."""

    rows: Sequence[int]
    cells: Sequence[Cell]
    type: Type
    carrier: Carrier
    gathering: Gathering

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[int, TracedValue]]:
        """Return everybody, those who make most of it first."""
        return iter(self.first(len(self)))

    def first(self, count: int) -> tuple[tuple[int, TracedValue], ...]:
        """Return those who make most of it; people who are only counted as they stand.

        For the least of all these are the lowest, else the highest; of equals the first row.
        """
        places = range(len(self))
        match self.gathering:
            case Gathering.COUNT:
                found = list(islice(places, count))
            case Gathering.LEAST:
                found = nsmallest(count, places, key=self._size)
            case _:
                found = nlargest(count, places, key=self._size)
        return tuple((self.rows[place], self._traced(self.cells[place])) for place in found)

    @property
    def _size(self) -> Callable[[int], int]:
        """What tells how much each makes of it, as whole numbers of the same fraction."""
        if not self.carrier.is_exact:
            return cast("Callable[[int], int]", self.cells.__getitem__)
        pairs = cast("Sequence[tuple[int, int]]", self.cells)
        whole = lcm(*{below for _, below in pairs})
        return [above * (whole // below) for above, below in pairs].__getitem__

    def _traced(self, cell: Cell) -> TracedValue:
        return TracedValue(cell=cell, type=self.type, carrier=self.carrier)
