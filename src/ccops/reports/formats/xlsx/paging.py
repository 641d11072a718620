"""Sections that are pages of their own, such as statements: a row each, and long tables of all.

The overview has a row for each section with its large figures; tables of the same columns stand
one below the other on one sheet, to be filtered; whatever else is said stands on a last one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.reports.document.model import (
    Cell,
    ColumnKind,
    Document,
    Facts,
    Look,
    Paragraph,
    Section,
    SignatureBlock,
    Table,
)
from ccops.reports.document.words import Words
from ccops.reports.formats.long_tables import LongTable, long_tables
from ccops.reports.formats.xlsx.book import Book, fit, width
from ccops.reports.formats.xlsx.calculation import Calculation
from ccops.reports.formats.xlsx.cells import CellWriter, widths_of
from ccops.reports.formats.xlsx.people import number_and_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


_FIRST: Final = 4
_SECTION_WIDTH: Final = 18
_NARROW: Final = 8


@attrs.define(kw_only=True, eq=False)
class Pages:
    """The sheets of a document of many sections alike."""

    book: Book
    document: Document
    calculation: Calculation | None
    links: Mapping[str, str]
    words: Words

    def write(self) -> None:
        """Write the overview, every long table, and what else is said."""
        overview = self.book.name(self.words.say("sheet-overview"))
        tables = long_tables(self.document)
        names = [self.book.name(each.first.caption) for each in tables]
        self._overview(overview)
        for name, table in zip(names, tables, strict=True):
            self._long(name, table)
        self._particulars()

    def _writer(self, sheet: Any) -> CellWriter:
        return CellWriter(
            book=self.book, sheet=sheet, calculation=self.calculation, links=self.links
        )

    def _head(self, sheet: Any, heading: str) -> None:
        sheet.write_string(0, 0, fit(self.document.title), self.book.format("title"))
        sheet.write_string(1, 0, fit(self.document.subtitle), self.book.format("subtitle"))
        sheet.write_string(2, 0, fit(heading), self.book.format("heading"))

    # -- the overview -----------------------------------------------------------------------

    def _overview(self, name: str) -> None:
        sheet: Any = self.book.sheet(name)
        writer = self._writer(sheet)
        self._head(sheet, self.words.say("sheet-overview"))
        tiles = {each.id: dict(_tiles(each)) for each in self.document.sections}
        heads = list(dict.fromkeys(label for found in tiles.values() for label in found))
        first = self._who_heads(writer)
        for column, head in enumerate(heads, first):
            writer.text(_FIRST - 1, column, head, "head")
            sheet.set_column(column, column, max(width(head) + 2, 16))
        row = _FIRST
        for row, section in enumerate(self.document.sections, _FIRST):
            self._who(writer, row, section)
            for column, head in enumerate(heads, first):
                cell = tiles[section.id].get(head)
                if cell is not None:
                    writer.cell((row, column), cell, ColumnKind.MONEY)
        sheet.autofilter(_FIRST - 1, 0, row, first + len(heads) - 1)
        sheet.freeze_panes(_FIRST, first)
        sheet.repeat_rows(_FIRST - 1)
        self._close(writer, row + 2)

    # -- whose page it is -------------------------------------------------------------------

    def _who_heads(self, writer: CellWriter) -> int:
        """Write the heads over numbers and names; return the first column after them."""
        heads = ("employee-id", "employee") if self._has_names else ("sheet-section",)
        told = [number_and_name(each) for each in self.document.sections]
        for column, head in enumerate(heads):
            writer.text(_FIRST - 1, column, self.words.say(head), "head")
            wide = max([width(each[column]) for each in told] + [_NARROW]) + 2
            writer.sheet.set_column(column, column, wide)
        return len(heads)

    def _who(self, writer: CellWriter, row: int, section: Section, look: str = "text") -> None:
        number, name = number_and_name(section)
        writer.text(row, 0, number, look)
        if self._has_names:
            writer.text(row, 1, name, look)

    @cached_property
    def _has_names(self) -> bool:
        """Whether a section is somebody's page; asked in every row, so it is looked up once."""
        return any(number_and_name(each)[1] for each in self.document.sections)

    # -- the end of the overview ------------------------------------------------------------

    def _close(self, writer: CellWriter, row: int) -> None:
        """Write who signs, and what the document was made from."""
        for block in _signature_blocks(self.document):
            for column, each in enumerate(block.signatures[:-1]):
                writer.text(row + 1, column, each.role, "sign")
                writer.text(row + 2, column, f"{block.day}:", "muted")
            row += 4
            break
        for number, line in enumerate(self.document.foot):
            writer.sheet.write_string(row + number, 0, fit(line), self.book.format("subtitle"))

    # -- long tables ------------------------------------------------------------------------

    def _long(self, name: str, long: LongTable) -> None:
        sheet: Any = self.book.sheet(name)
        writer = self._writer(sheet)
        first = long.first
        self._head(sheet, first.caption)
        begin = self._who_heads(writer)
        writer.heads(_FIRST - 1, first.columns, first=begin)
        row = _FIRST
        for section, table in long.parts:
            start = row
            row = writer.rows(row, table, first=begin)
            for each in range(start, row):
                self._who(writer, each, section, "muted")
        for column, wide in enumerate(_widest([x for _, x in long.parts]), begin):
            sheet.set_column(column, column, wide)
        sheet.autofilter(_FIRST - 1, 0, max(row - 1, _FIRST), begin + len(first.columns) - 1)
        sheet.freeze_panes(_FIRST, begin + 1)
        sheet.repeat_rows(_FIRST - 1)

    def _said(self) -> list[tuple[str, str, str, Cell]]:
        """Return what else is said: first what holds for every section, then of each its own."""
        sections = self.document.sections
        said = {each.id: list(_particulars(each)) for each in sections}
        counts = Counter((t, label, c.text) for found in said.values() for t, label, c in found)
        every = self.words.say("sheet-every")
        readings = self.words.say("choices")
        found = (x for own in said.values() for x in own if x[0] == readings)
        of_pack = {label: cell for _, label, cell in found}
        common = [
            (every, title, label, cell)
            for title, label, cell in said[sections[0].id]
            if counts[title, label, cell.text] == len(sections)
        ]
        own = [
            (each.title, title, label, cell)
            for each in sections
            for title, label, cell in said[each.id]
            if counts[title, label, cell.text] < len(sections) and not _is_own_id(each, cell)
        ]
        read = [(every, readings, label, cell) for label, cell in of_pack.items()]
        common = [each for each in common if each[1] != readings]
        return [*common, *read, *(each for each in own if each[1] != readings)]

    # -- what else is said ------------------------------------------------------------------

    def _particulars(self) -> None:
        rows = self._said()
        if not rows:
            return
        heading = self.words.say("sheet-particulars")
        sheet: Any = self.book.sheet(self.book.name(heading))
        writer = self._writer(sheet)
        self._head(sheet, heading)
        keys = ("section", "heading", "label", "said")
        for column, key in enumerate(keys):
            writer.text(_FIRST - 1, column, self.words.say(f"sheet-{key}"), "head")
        for row, (section, title, label, cell) in enumerate(rows, _FIRST):
            for column, text in enumerate((section, title, label)):
                writer.text(row, column, text)
            writer.cell((row, 3), cell, ColumnKind.TEXT)
        for column, wide in enumerate((_SECTION_WIDTH, 24, 36, 60)):
            sheet.set_column(column, column, wide)
        sheet.autofilter(_FIRST - 1, 0, _FIRST + len(rows) - 1, len(keys) - 1)
        sheet.freeze_panes(_FIRST, 1)
        sheet.repeat_rows(_FIRST - 1)


def _is_own_id(section: Section, cell: Cell) -> bool:
    """Say whether a fact only repeats whose section it is."""
    return cell.text in {section.id, section.title} or cell.text in section.title.split()


def _tiles(section: Section) -> Iterator[tuple[str, Cell]]:
    for part in section.parts:
        if isinstance(part, Facts) and part.look is Look.TILES:
            yield from ((each.label, each.value) for each in part.facts)


def _particulars(section: Section) -> Iterator[tuple[str, str, Cell]]:
    for part in section.parts:
        if isinstance(part, Facts) and part.look is not Look.TILES:
            yield from ((part.title, each.label, each.value) for each in part.facts)
        elif isinstance(part, Paragraph):
            yield "", "", Cell(text=part.text)


def _signature_blocks(document: Document) -> Iterator[SignatureBlock]:
    for section in document.sections:
        for part in section.parts:
            if isinstance(part, SignatureBlock):
                yield part


def _widest(tables: Sequence[Table]) -> list[int]:
    return [max(each) for each in zip(*map(widths_of, tables[:50]), strict=True)]
