"""Adding the lines of a statement: amounts column by column, the missing ones apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any

from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.facts import Column
    from ccops.values import Cell


def totals_of(size: int, parts: Iterable[Column]) -> list[Any]:
    """Return the sums of lines for so many people; missing where a line is, for its reason.

    Each part is the column of a line as those people have it.
    """
    base, amounts = 0, list[Sequence[Any]]()
    reasons: dict[int, Missing] = {}
    rest: Missing | None = None
    for column in parts:
        cell = column.at(0) if column.same else None
        if isinstance(cell, Missing):
            rest = cell
            break  # everybody misses one by now
        if isinstance(cell, int):
            base += cell
        else:
            has_gaps = column.missing or column.carrier.is_exact
            amounts.append(_known(column.sequence(), reasons) if has_gaps else column.cells)
    totals = _added(size, base, amounts) if rest is None else [rest] * size
    for row, reason in reasons.items():
        totals[row] = reason
    return totals


def _added(size: int, base: int, amounts: Sequence[Sequence[Any]]) -> list[Any]:
    if not amounts:
        return [base] * size
    return list(map(sum, zip(*amounts, strict=True), repeat(base)))


def _known(cells: Sequence[Cell | Missing], reasons: dict[int, Missing]) -> list[int]:
    """Return the amounts of a line, 0 for the missing ones, whose first reason is noted."""
    found = [cell if isinstance(cell, int) else 0 for cell in cells]
    for row, cell in enumerate(cells):
        if isinstance(cell, Missing):
            reasons.setdefault(row, cell)
    return found
