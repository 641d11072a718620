"""Values that an engine made by itself, group by group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import gcd
from typing import Any

import attrs

from ccops.frozen import frozen
from ccops.kpi.evaluation import Value
from ccops.kpi.keys import Key
from ccops.values import Missing, reduced


@frozen(kw_only=True, eq=False)
class Evaluated:
    """Values by group: ``places`` says where in each of the ``columns`` a group lies.

    ``nothing`` are the values of a group without rows.
    """

    places: Mapping[Key, int]
    columns: Mapping[str, Sequence[Value]]
    nothing: Mapping[str, Value]

    def column(self, indicator: str, keys: Iterable[Key]) -> list[Value]:
        """Return the values of an indicator for some groups, in their order."""
        values, nothing = self.columns[indicator], self.nothing[indicator]
        asked = list(keys)
        if asked == list(self.places):  # all of them, as nearly always
            return list(values)
        places = map(self.places.get, asked)
        return [nothing if place is None else values[place] for place in places]

    def renamed(self, new_key: Callable[[Key], Key]) -> Evaluated:
        """Return the same by other keys of the groups."""
        return attrs.evolve(
            self, places={new_key(key): place for key, place in self.places.items()}
        )


def column_of_values(
    cells: Sequence[Any], below: Sequence[Any] | None, why: Sequence[Any] | None
) -> list[Value]:
    """Return the values of a column of cells, or of quotients, and of reasons why none is there.

    >>> column_of_values([2, None], [4, None], [None, "zero_base"])
    [(1, 2), <Missing.ZERO_BASE: 'zero_base'>]
    """
    if None not in cells:
        return list(cells) if below is None else _reduced(cells, below)
    nothing = (None,) * len(cells)
    return [
        _missing(reason) if cell is None else cell if under is None else reduced(cell, under)
        for cell, under, reason in zip(cells, below or nothing, why or nothing, strict=True)
    ]


def _reduced(above: Sequence[int], below: Sequence[int]) -> list[Value]:
    """Return quotients in lowest terms; nothing below the line is zero."""
    if min(below, default=1) < 0:
        return list(map(reduced, above, below))
    shared = map(gcd, above, below)
    return [(a // c, b // c) for a, b, c in zip(above, below, shared, strict=True)]


def _missing(reason: str | None) -> Missing:
    return Missing.NOT_MEASURED if reason is None else Missing(reason)
