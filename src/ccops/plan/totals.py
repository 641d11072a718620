"""Adding the lines of a statement: amounts column by column, the missing ones apart."""

from __future__ import annotations

from operator import add
from typing import TYPE_CHECKING, Any

from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ccops.facts import Column
    from ccops.values import Cell

    Cells = Sequence[Cell | Missing]


def totals_of(size: int, parts: Iterable[tuple[Column, Cells]]) -> list[Any]:
    """Return the sums of lines for so many people; missing where a line is, for its reason.

    Each part is the column of a line and its cells as those people have them.
    """
    totals: list[Any] = [0] * size
    reasons: dict[int, Missing] = {}
    for column, cells in parts:
        has_gaps = column.missing or column.carrier.is_exact
        totals = list(map(add, totals, _known(cells, reasons) if has_gaps else cells))
    for row, reason in reasons.items():
        totals[row] = reason
    return totals


def _known(cells: Cells, reasons: dict[int, Missing]) -> list[int]:
    """Return the amounts of a line, 0 for the missing ones, whose first reason is noted."""
    found = [cell if isinstance(cell, int) else 0 for cell in cells]
    for row, cell in enumerate(cells):
        if isinstance(cell, Missing):
            reasons.setdefault(row, cell)
    return found
