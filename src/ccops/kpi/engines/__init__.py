"""Engines: each folds records into the same states, whole numbers alike to the last.

An engine is handed a layout and the columns to group by; it knows no indicator and no ratio.
One that runs SQL may also be asked for values, where states would be too many to fetch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from ccops.values import Cell, Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ccops.kpi.definitions import Indicator
    from ccops.kpi.evaluation import Value
    from ccops.kpi.states import Cells, Layout
    from ccops.kpi.tables import AnyRecords

#: What one group is called: the cell of the one column, or a tuple of the cells of several.
Key = Cell | Missing | tuple[Cell | Missing, ...]


class Engine(Protocol):
    """Folds rows into one state for each group."""

    def fold(
        self, records: AnyRecords, layout: Layout, columns: Sequence[str]
    ) -> Mapping[Key, Cells]:
        """Return the states by group.

        A group of one column is keyed by its cell, of several by their tuple, of none by the
        empty tuple. A row whose cell in a column is missing is in the group of that reason.
        Raises ``DataError`` for rows and definitions it cannot measure exactly, ``TypeError``
        for a table that lies where it does not read.
        """


class Evaluated(Protocol):
    """Values by group, made where the rows lie."""

    @property
    def keys(self) -> Sequence[Key]:
        """The groups."""

    def column(self, indicator: str, keys: Iterable[Key]) -> list[Value]:
        """Return the values of an indicator for some of the groups."""


@runtime_checkable
class EvaluatingEngine(Protocol):
    """Makes values of rows without fetching their states."""

    def evaluate(
        self, records: AnyRecords, indicators: Sequence[Indicator], columns: Sequence[str]
    ) -> Evaluated:
        """Return the values of indicators by group, as ``evaluate`` makes them of the states."""


__all__ = ["Engine", "Evaluated", "EvaluatingEngine", "Key"]
