"""The CSV renderer: one table of a document, for programs and spreadsheets.

Numbers, amounts and days stand as plain values; everything else as the report says it. A text
that a spreadsheet would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from ccops.errors import SeveralTablesError, UnknownNameError
from ccops.messages import nearest
from ccops.reports.document.words import Words
from ccops.reports.formats.long_tables import LongTable, long_tables
from ccops.values import Money, decimal_digits, decimal_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ccops.reports.document.model import Cell, Document

#: With one of these in front a spreadsheet takes a text for a formula.
_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


@attrs.frozen
class CsvRenderer:
    """Writes one table of a document as CSV, UTF-8 with the mark that spreadsheets look for.

    Tables of the same columns in several sections, such as the lines of statements, are one
    table. ``table`` names the one that is wanted of several.
    """

    name: str = "csv"
    suffix: str = ".csv"
    table: str = ""

    @property
    def is_in_one_language(self) -> bool:
        """Whether it puts rows of several people under the same heads: it does."""
        return True

    def render(self, document: Document) -> bytes:
        """Return the table; nothing but the mark for a document without any.

        Raises ``SeveralTablesError`` where none of several is chosen, ``UnknownNameError`` for
        one that is not there.
        """
        found = {each.name: each for each in long_tables(document)}
        if self.table and self.table not in found:
            raise UnknownNameError("table", self.table, nearest(self.table, found))
        if not self.table and len(found) > 1:
            raise SeveralTablesError(tuple(found))
        chosen = found.get(self.table) if self.table else next(iter(found.values()), None)
        return b"\xef\xbb\xbf" if chosen is None else _csv(chosen, Words.of(document.locale))

    def tables(self, document: Document) -> Mapping[str, bytes]:
        """Return every table as a file of its own, by name."""
        words = Words.of(document.locale)
        return {each.name: _csv(each, words) for each in long_tables(document)}


CSV: Final = CsvRenderer()


def _csv(table: LongTable, words: Words) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(_rows(table, words))
    return text.getvalue().encode("utf-8-sig", "replace")


def _rows(table: LongTable, words: Words) -> Iterator[list[str]]:
    """Yield the heads and rows; a column with notes is followed by one that holds them."""
    noted = _noted(table)
    head = [words.say("sheet-section")] if table.is_long else []
    for column, each in enumerate(table.first.columns):
        head.append(each.title)
        if column in noted:
            head.append(words.say("sheet-note", column=each.title))
    yield [_harmless(each) for each in head]
    for section, part in table.parts:
        front = [_harmless(section.title)] if table.is_long else []
        for row in (*part.rows, *part.foot):
            yield [*front, *_cells(row, noted)]


def _noted(table: LongTable) -> frozenset[int]:
    """Return the columns in which some cell has a note."""
    rows = (row for _, part in table.parts for row in (*part.rows, *part.foot))
    return frozenset(at for row in rows for at, cell in enumerate(row) if cell.note)


def _cells(row: Sequence[Cell], noted: frozenset[int]) -> Iterator[str]:
    for column, cell in enumerate(row):
        yield cell_value(cell)
        if column in noted:
            yield _harmless(cell.note)


def cell_value(cell: Cell) -> str:
    """Return what stands in a CSV file for a cell.

    >>> from ccops.reports import Cell
    >>> cell_value(Cell(text="¥1,234.50", value=Decimal("1234.50"))), cell_value(Cell(text="=1"))
    ('1234.50', "'=1")
    """
    match cell.value:
        case bool() | str() | None:
            return _harmless(cell.text)
        case Money():
            return f"{cell.value.amount:f}"
        case int() | Decimal():
            return f"{cell.value:f}" if isinstance(cell.value, Decimal) else str(cell.value)
        case Fraction():
            digits = decimal_digits(cell.value)
            return cell.text if digits is None else f"{decimal_of(cell.value, digits):f}"
        case dt.date():
            return cell.value.isoformat()
        case _:
            return _harmless(cell.text)


def _harmless(text: str) -> str:
    """Return a text that no spreadsheet computes."""
    return f"'{text}" if text.startswith(_STARTS) else text
