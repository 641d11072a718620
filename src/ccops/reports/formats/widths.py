"""How wide the columns of a table are beside each other, by what stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages import width_of
from ccops.reports.document.tables import ColumnKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ccops.reports.document.tables import Cell, Table

_LEAST: Final = 5
#: What a cell has to its left and right, in characters.
_ROOM: Final = 2
#: Words run over several lines; numbers never do.
_WIDEST_WORDS: Final = 34
#: So many characters stand on a line of a page.
_LINE: Final = 104
#: A column of sentences asks for no more than this.
_SENTENCES: Final = 96
#: What is no wider than this is no sentence and is not made narrower.
_SHORT: Final = 16
#: A row whose longest cell is no longer than this stands whole on a page.
_LONGEST_WHOLE: Final = 900


def widths_of(table: Table) -> list[int]:
    """Return the share of the page of each column, in characters.

    A column of sentences has more of a line than one of names; what is short keeps its width.
    """
    rows = (*table.rows, *table.foot)
    found = [
        _width(column.title, (row[number] for row in rows), column.kind)
        for number, column in enumerate(table.columns)
    ]
    wanted = [
        max(width, _middle(rows, number)) if column.kind is ColumnKind.TEXT else width
        for number, (column, width) in enumerate(zip(table.columns, found, strict=True))
    ]
    if sum(wanted) == sum(found):
        return found
    kept = [width <= _SHORT for width in wanted]
    short = sum(width for width, is_kept in zip(wanted, kept, strict=True) if is_kept)
    left, asked = max(_SHORT, _LINE - short), max(1, sum(wanted) - short)
    if asked <= left:
        return wanted
    return [
        width if is_kept else max(_LEAST, width * left // asked)
        for width, is_kept in zip(wanted, kept, strict=True)
    ]


def _middle(rows: Sequence[Sequence[Cell]], column: int) -> int:
    """Return how long the texts of a column are in the middle, up to most of a line."""
    texts = sum(width_of(row[column].text) + width_of(row[column].note) for row in rows)
    return min(texts // max(1, len(rows)), _SENTENCES)


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
    return max(found, min(width_of(head), _WIDEST_WORDS) // 2 + 1) + _ROOM
