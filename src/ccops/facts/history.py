"""History: what earlier periods left about the employees of a sheet, as windows read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from ccops.facts.columns import Column
from ccops.facts.lots import Lot
from ccops.frozen import frozen
from ccops.values import Cell, Missing


@frozen(kw_only=True, eq=False)
class PastValues:
    """What one name was in one earlier period: a column, for some rows of a list of employees."""

    name: str
    period: str
    rows: Sequence[int]
    column: Column


@frozen(kw_only=True, eq=False)
class History:
    """Values of earlier periods by name and by how many periods ago: a cell for each row.

    What is not there was left by no period: it is missing for everybody (``no_history``), as are
    the ``unsaid`` cells, of which each person's says why.
    ``lots`` are what accounts hold by row; an account that is not there is unknown to everybody,
    and one of ``unknown_lots`` to some.
    """

    cells: Mapping[tuple[str, int], Sequence[Cell | Missing]] = attrs.field(
        factory=dict[tuple[str, int], Sequence[Cell | Missing]]
    )
    unsaid: frozenset[tuple[str, int]] = frozenset()
    lots: Mapping[str, Mapping[int, Sequence[Lot]]] = attrs.field(
        factory=dict[str, Mapping[int, Sequence[Lot]]]
    )
    unknown_lots: Mapping[str, Mapping[int, Missing]] = attrs.field(
        factory=dict[str, Mapping[int, Missing]]
    )

    def has(self, name: str, periods: int) -> bool:
        """Say whether anything is known of anybody under a name so many periods ago."""
        return (name, periods) in self.cells and (name, periods) not in self.unsaid

    def before(self, name: str, periods: int, size: int) -> Sequence[Cell | Missing]:
        """Return the values of a name so many periods ago, for a sheet of so many rows."""
        found = self.cells.get((name, periods))
        return [Missing.NO_HISTORY] * size if found is None else found
