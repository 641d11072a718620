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
#: A column of sentences has more of the page than one of names, but not all of it.
_WIDEST_SENTENCES: Final = 96
#: A row whose longest cell is no longer than this stands whole on a page.
_LONGEST_WHOLE: Final = 900


def widths_of(table: Table) -> list[int]:
    """Return the share of the page of each column, in characters."""
    rows = (*table.rows, *table.foot)
    return [
        _width(column.title, (row[number] for row in rows), column.kind)
        for number, column in enumerate(table.columns)
    ]


def stands_whole(table: Table) -> bool:
    """Say whether each row fits a page, so that none need be cut between two."""
    cells = (cell for row in (*table.rows, *table.foot) for cell in row)
    return all(width_of(each.text) + width_of(each.note) <= _LONGEST_WHOLE for each in cells)


def _width(head: str, cells: Iterable[Cell], kind: ColumnKind) -> int:
    found, total, count = _LEAST, 0, 0
    for cell in cells:
        text, note = width_of(cell.text), width_of(cell.note)
        is_words = kind is ColumnKind.TEXT or not cell.text[:1].isnumeric()
        found = max(found, min(text, _WIDEST_WORDS) if is_words else text, min(note, 20))
        total, count = total + text, count + 1
    if kind is ColumnKind.TEXT and count:
        found = max(found, min(total // count, _WIDEST_SENTENCES))
    return max(found, min(width_of(head), _WIDEST_WORDS) // 2 + 1)
