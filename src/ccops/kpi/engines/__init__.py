"""Engines: each folds records into the same states, whole numbers alike to the last.

An engine is handed a layout and the columns to group by; it knows no indicator and no ratio.
One that runs SQL may also be asked for values, where states would be too many to fetch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from ccops.kpi.keys import Key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ccops.kpi.definitions import Indicator
    from ccops.kpi.evaluated import Evaluated
    from ccops.kpi.records import Records
    from ccops.kpi.states import Cells, Layout


class Engine(Protocol):
    """Folds rows into one state for each group."""

    def fold(
        self, records: Records, layout: Layout, columns: Sequence[str]
    ) -> Mapping[Key, Cells]:
        """Return the states by group.

        A group of one column is keyed by its cell, of several by their tuple, of none by the
        empty tuple. A row whose cell in a column is missing is in the group of that reason.
        Raises ``DataError`` for rows and definitions it cannot measure exactly, ``TypeError``
        for a table that lies where it does not read.
        """


@runtime_checkable
class EvaluatingEngine(Protocol):
    """Makes values of rows without fetching their states."""

    def evaluate(
        self, records: Records, indicators: Sequence[Indicator], columns: Sequence[str]
    ) -> Evaluated:
        """Return the values of indicators by group, as ``evaluate`` makes them of the states."""


__all__ = ["Engine", "EvaluatingEngine", "Key"]
