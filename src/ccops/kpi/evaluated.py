"""Values that an engine made by itself, group by group."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import attrs

from ccops.kpi.evaluation import Value
from ccops.kpi.keys import Key
from ccops.values import Missing, reduced


@attrs.frozen(kw_only=True, eq=False)
class Evaluated:
    """Values by group: ``places`` says in which row a group lies.

    ``columns`` read an indicator's value out of the row at a place; ``nothing`` are the values
    of a group without rows.
    """

    places: Mapping[Key, int]
    columns: Mapping[str, Callable[[int], Value]]
    nothing: Mapping[str, Value]

    def column(self, indicator: str, keys: Iterable[Key]) -> list[Value]:
        """Return the values of an indicator for some groups, in their order."""
        get, read, nothing = self.places.get, self.columns[indicator], self.nothing[indicator]
        places = map(get, keys)
        return [nothing if place is None else read(place) for place in places]

    def renamed(self, new_key: Callable[[Key], Key]) -> Evaluated:
        """Return the same by other keys of the groups."""
        return attrs.evolve(
            self, places={new_key(key): place for key, place in self.places.items()}
        )


def value_reader(
    rows: Sequence[tuple[Any, ...]], value: int, below: int | None, why: int | None
) -> Callable[[int], Value]:
    """Return what reads a value out of rows: its columns, and the one that says why it is missing.

    >>> value_reader([(1, 2, None), (None, None, "zero_base")], 0, 1, 2)(0)
    (1, 2)
    """

    def read(place: int) -> Value:
        row = rows[place]
        cell: Any = row[value]
        if cell is None:
            reason = None if why is None else row[why]
            return Missing.NOT_MEASURED if reason is None else Missing(reason)
        return cell if below is None else reduced(cell, row[below])

    return read
