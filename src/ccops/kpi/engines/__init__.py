"""Engines: each folds records into the same states, whole numbers alike to the last.

An engine is handed a layout and the columns to group by; it knows no indicator and no ratio.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ccops.values import Cell, Missing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ccops.kpi.records import Records
    from ccops.kpi.states import Cells, Layout

#: What one group is called: the cell of the one column, or a tuple of the cells of several.
Key = Cell | Missing | tuple[Cell | Missing, ...]


class Engine(Protocol):
    """Folds rows into one state for each group."""

    def fold(
        self, records: Records, layout: Layout, columns: Sequence[str]
    ) -> Mapping[Key, Cells]:
        """Return the states by group.

        A group of one column is keyed by its cell, of several by their tuple, of none by the
        empty tuple. A row whose cell in a column is missing is in the group of that reason.
        """


__all__ = ["Engine", "Key"]
