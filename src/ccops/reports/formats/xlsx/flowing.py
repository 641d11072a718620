"""Sections one after another: a sheet each, its parts one beneath the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, assert_never

import attrs

from ccops.reports.document.charts import Chart
from ccops.reports.document.model import (
    Cell,
    ColumnKind,
    Document,
    Facts,
    Paragraph,
    Section,
    Shown,
    SignatureBlock,
    Table,
    Tone,
    Unfolding,
)
from ccops.reports.document.words import Words
from ccops.reports.formats.xlsx.book import fit, height, width
from ccops.reports.formats.xlsx.cells import CellWriter, widths_of
from ccops.reports.formats.xlsx.charts import write_chart
from ccops.reports.formats.xlsx.people import with_names_beside

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.reports.formats.xlsx.book import Book
    from ccops.reports.formats.xlsx.calculation import Calculation

_LEAST_WIDTH: Final = 14
_LEAST_COLUMNS: Final = 6
_LABEL_WIDTH: Final = 44


def write_section(
    book: Book,
    name: str,
    section: Section,
    calculation: Calculation | None,
    links: Mapping[str, str],
) -> None:
    """Write a section on a sheet of its own, under the title of the document."""
    sheet: Any = book.sheet(name)
    writer = CellWriter(book=book, sheet=sheet, calculation=calculation, links=links)
    _Section(writer=writer, name=name).write(book.document, section)


@attrs.define(kw_only=True, eq=False)
class _Section:
    """A sheet in the making: the next free row, and how wide each column is by now."""

    writer: CellWriter
    name: str
    row: int = 0
    widths: dict[int, int] = attrs.field(factory=dict[int, int])
    filtered: Table | None = None

    def write(self, document: Document, section: Section) -> None:
        section = self._with_names(document, section)
        tables = [part for part in section.shown if isinstance(part, Table) and part.rows]
        self.filtered = max(tables, key=lambda each: len(each.rows), default=None)
        self._measure(section)
        self._line(document.title, "title")
        if document.subtitle:
            self._line(document.subtitle, "subtitle")
        self.row += 1
        if section.title != document.title:
            self._line(section.title, "heading")
        if section.note:
            self._line(section.note, "subtitle")
        self._freeze(section)
        for part in section.shown:
            self._part(part)
        self.row += 1
        for line in document.foot:
            self._line(line, "subtitle")
        for column, wide in self.widths.items():
            self.writer.sheet.set_column(column, column, wide)

    def _with_names(self, document: Document, section: Section) -> Section:
        head = Words.of(document.locale).say("employee")
        parts = (
            with_names_beside(part, head) if isinstance(part, Table) else part
            for part in section.parts
        )
        return attrs.evolve(section, parts=tuple(parts))

    def _freeze(self, section: Section) -> None:
        """Keep the heads of the one table of a sheet in sight, and on every page."""
        tables = [part for part in section.shown if isinstance(part, Table)]
        if len(tables) == 1 and section.shown[0] is tables[0]:
            self.writer.sheet.freeze_panes(self.row + 2, 1)
            self.writer.sheet.repeat_rows(self.row + 1)

    def _measure(self, section: Section) -> None:
        """Find how wide columns are, so that long sentences know where to break."""
        for part in section.shown:
            table = part.table if isinstance(part, Chart) else part
            if isinstance(table, Table):
                for column, wide in enumerate(widths_of(table)):
                    self._widen(column, wide)
            elif isinstance(part, Facts):
                self._widen(0, min(max(width(x.label) for x in part.facts) + 2, _LABEL_WIDTH))
                told = max(width(x.value.text) + width(x.value.note) + 3 for x in part.facts)
                self._widen(1, min(told + 2, _LABEL_WIDTH))
        for column in range(_LEAST_COLUMNS):
            self._widen(column, _LEAST_WIDTH)

    def _line(self, text: str, look: str) -> None:
        """Write a line over all columns; one that is longer is broken."""
        room, format_ = sum(self.widths.values()), self.writer.book.format(look)
        if width(text) <= room:
            self.writer.sheet.write_string(self.row, 0, fit(text), format_)
        else:
            broken, last = self.writer.book.format(f"{look}_broken"), len(self.widths) - 1
            self.writer.sheet.merge_range(self.row, 0, self.row, last, "", broken)
            self.writer.sheet.write_string(self.row, 0, fit(text), broken)
            self.writer.sheet.set_row(self.row, height(text, room))
        self.row += 1

    def _part(self, part: Shown) -> None:
        match part:
            case Paragraph():
                look = "provisional" if part.tone is Tone.PROVISIONAL else "plain"
                self._line(part.text, look)
            case Facts():
                self._facts(part)
            case Table():
                self._table(part)
            case Chart():
                self.row = write_chart(self.writer, self.name, self.row, part)
            case Unfolding():
                return  # the reasons have a sheet of their own
            case SignatureBlock():
                self._signatures(part)
            case _:
                assert_never(part)
        self.row += 1

    def _facts(self, part: Facts) -> None:
        if part.title:
            self._line(part.title, "heading")
        for each in part.facts:
            self.writer.text(self.row, 0, each.label, "label")
            self.writer.cell((self.row, 1), each.value, ColumnKind.TEXT, look=_look(each.value))
            texts = zip(
                (each.label, each.value.text), (self.widths[0], self.widths[1]), strict=True
            )
            self.writer.sheet.set_row(self.row, max(height(*told) for told in texts))
            self.row += 1

    def _table(self, table: Table) -> None:
        self._line(table.caption, "heading")
        self.writer.heads(self.row, table.columns)
        if table is self.filtered:
            last = self.row + len(table.rows)
            self.writer.sheet.autofilter(self.row, 0, last, len(table.columns) - 1)
        self.row = self.writer.rows(self.row + 1, table)

    def _signatures(self, block: SignatureBlock) -> None:
        self.row += 2
        for column, each in enumerate(block.signatures):
            name = f" {each.name}" if each.name else ""
            self.writer.text(self.row, column, f"{each.role}{name}", "sign")
            self.writer.text(self.row + 1, column, f"{block.day}:", "muted")
        self.row += 2

    def _widen(self, column: int, wide: int) -> None:
        self.widths[column] = max(self.widths.get(column, _LEAST_WIDTH), wide)


def _look(value: Cell) -> str:
    """Return how the value of a fact looks: at the left, unless its tone says more."""
    return "fact" if value.tone is Tone.PLAIN else ""
