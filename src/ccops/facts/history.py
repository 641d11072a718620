"""History: what earlier periods left about the employees of a sheet, as windows read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from ccops.facts.columns import Column
from ccops.facts.lots import Lot
from ccops.values import Bounds, Carrier, Cell, Missing, Type

#: Under this name the run of a streak stands that began where nothing is known.
RUN_OF = "run of {}"


@attrs.frozen(kw_only=True)
class HistoryNeed:
    """What a plan needs of earlier periods: a name's values of so many periods.

    ``was`` is what the name was called before, ``bounds`` what its values are proven to keep.
    """

    name: str
    periods: int
    type: Type
    carrier: Carrier
    was: str = ""
    bounds: Bounds = attrs.field(factory=Bounds)

    def __str__(self) -> str:
        return f"{self.name} × {self.periods}"


def widest(needs: Iterable[HistoryNeed]) -> tuple[HistoryNeed, ...]:
    """Return each name once, as it is first said, with the most periods."""
    found: dict[str, HistoryNeed] = {}
    for need in needs:
        known = found.setdefault(need.name, need)
        if known.periods < need.periods:
            found[need.name] = attrs.evolve(known, periods=need.periods)
    return tuple(each for each in found.values() if each.periods)


@attrs.frozen(kw_only=True, eq=False)
class PastValues:
    """What one name was in one earlier period: a column, for some rows of a list of employees."""

    name: str
    period: str
    rows: Sequence[int]
    column: Column


@attrs.frozen(kw_only=True, eq=False)
class History:
    """Values of earlier periods by name and by how many periods ago: a cell for each row.

    What is not there was left by no period: it is missing for everybody (``no_history``).
    ``lots`` are what accounts hold by row; an account that is not there is unknown to everybody,
    and one of ``unknown_lots`` to some.
    """

    cells: Mapping[tuple[str, int], Sequence[Cell | Missing]] = attrs.field(
        factory=dict[tuple[str, int], Sequence[Cell | Missing]]
    )
    lots: Mapping[str, Mapping[int, Sequence[Lot]]] = attrs.field(
        factory=dict[str, Mapping[int, Sequence[Lot]]]
    )
    unknown_lots: Mapping[str, Mapping[int, Missing]] = attrs.field(
        factory=dict[str, Mapping[int, Missing]]
    )

    def before(self, name: str, periods: int, size: int) -> Sequence[Cell | Missing]:
        """Return the values of a name so many periods ago, for a sheet of so many rows."""
        found = self.cells.get((name, periods))
        return [Missing.NO_HISTORY] * size if found is None else found
