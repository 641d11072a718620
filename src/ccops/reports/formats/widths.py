"""How wide the columns of a table are beside each other, by what stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages import width_of
from ccops.reports.document.tables import ColumnKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ccops.reports.document.tables import Cell, Table

_LEAST: Final = 5
#: Words run over several lines; numbers never do.
_WIDEST_WORDS: Final = 34
#: So many characters stand on a line of a page.
_LINE: Final = 104
#: A row whose longest cell is no longer than this stands whole on a page.
_LONGEST_WHOLE: Final = 900


def widths_of(table: Table) -> list[int]:
    """Return the share of the page of each column, in characters.

    What the other columns leave of a line goes to those that hold sentences.
    """
    rows = (*table.rows, *table.foot)
    found = [
        _width(column.title, (row[number] for row in rows), column.kind)
        for number, column in enumerate(table.columns)
    ]
    wanted = [
        _sentences(rows, number) - found[number] if column.kind is ColumnKind.TEXT else 0
        for number, column in enumerate(table.columns)
    ]
    more, left = sum(max(0, each) for each in wanted), max(0, _LINE - sum(found))
    if not more:
        return found
    part = min(more, left)
    return [width + max(0, each) * part // more for width, each in zip(found, wanted, strict=True)]


def _sentences(rows: Sequence[Sequence[Cell]], column: int) -> int:
    """Return how long the texts of a column are in the middle."""
    return sum(width_of(row[column].text) for row in rows) // max(1, len(rows))


def stands_whole(table: Table) -> bool:
    """Say whether each row fits a page, so that none need be cut between two."""
    cells = (cell for row in (*table.rows, *table.foot) for cell in row)
    return all(width_of(each.text) + width_of(each.note) <= _LONGEST_WHOLE for each in cells)


def _width(head: str, cells: Iterable[Cell], kind: ColumnKind) -> int:
    found = _LEAST
    for cell in cells:
        text, note = width_of(cell.text), width_of(cell.note)
        is_words = kind is ColumnKind.TEXT or not cell.text[:1].isnumeric()
        found = max(found, min(text, _WIDEST_WORDS) if is_words else text, min(note, 20))
    return max(found, min(width_of(head), _WIDEST_WORDS) // 2 + 1)
