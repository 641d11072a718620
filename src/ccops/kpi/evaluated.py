"""Values that an engine made by itself, group by group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
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
    rows: Sequence[tuple[Any, ...]],
    value: int,
    below: int | None,
    why: int | None,
    *,
    is_reduced: bool = False,
) -> list[Value]:
    """Return the values in rows: where they lie, and what is below, and why none is there.

    ``is_reduced`` says that quotients come in lowest terms, nothing below them negative.

    >>> column_of_values([(2, 4, None), (None, None, "zero_base")], 0, 1, 2)
    [(1, 2), <Missing.ZERO_BASE: 'zero_base'>]
    """
    cells: list[Any] = list(map(itemgetter(value), rows))
    lacks = None in cells
    made: list[Any] = cells
    if below is not None:
        belows = map(itemgetter(below), rows)
        if is_reduced:
            made = list(zip(cells, belows, strict=True))
        elif not lacks:
            made = list(map(reduced, cells, belows))
        else:
            made = [
                None if over is None else reduced(over, under)
                for over, under in zip(cells, belows, strict=True)
            ]
    if lacks:
        for place, cell in enumerate(cells):
            if cell is None:
                made[place] = _missing(None if why is None else rows[place][why])
    return made


def _missing(reason: str | None) -> Missing:
    return Missing.NOT_MEASURED if reason is None else Missing(reason)
