"""How wide the columns of a table are beside each other, by what stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages import width_of
from ccops.reports.document.tables import ColumnKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.reports.document.tables import Cell, Table

_LEAST: Final = 5
#: Words run over several lines; numbers never do.
_WIDEST_WORDS: Final = 34


def widths_of(table: Table) -> list[int]:
    """Return the share of the page of each column, in characters."""
    rows = (*table.rows, *table.foot)
    return [
        _width(column.title, (row[number] for row in rows), column.kind)
        for number, column in enumerate(table.columns)
    ]


def _width(head: str, cells: Iterable[Cell], kind: ColumnKind) -> int:
    found = _LEAST
    for cell in cells:
        text, note = width_of(cell.text), width_of(cell.note)
        is_words = kind is ColumnKind.TEXT or not cell.text[:1].isnumeric()
        found = max(found, min(text, _WIDEST_WORDS) if is_words else text, min(note, 20))
    return max(found, min(width_of(head), _WIDEST_WORDS) // 2 + 1)
