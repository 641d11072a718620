"""The XLSX renderer: typed columns, live formulas with the settlement's values, and reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.reports.document.model import Layout
from ccops.reports.document.words import Words
from ccops.reports.document.workings import Workings
from ccops.reports.formats.xlsx.book import Book, fit
from ccops.reports.formats.xlsx.calculation import Calculation
from ccops.reports.formats.xlsx.calculation_sheet import CalculationSheet
from ccops.reports.formats.xlsx.debts import with_debts_as_numbers
from ccops.reports.formats.xlsx.flowing import write_section
from ccops.reports.formats.xlsx.paging import Pages
from ccops.reports.formats.xlsx.parameters import placed_parameters, write_parameters
from ccops.reports.formats.xlsx.reasons import reason_links, unfoldings_of, write_reasons
from ccops.reports.formats.xlsx.rule_tables import addresses_of, write_tables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.reports.document.model import Document

__all__ = ["XLSX", "XlsxRenderer"]


@attrs.frozen
class XlsxRenderer:
    """Writes a document as a workbook of Excel. Needs the extra ``xlsx``."""

    name: str = "xlsx"
    suffix: str = ".xlsx"

    @property
    def is_in_one_language(self) -> bool:
        """Whether it puts rows of several people under the same heads: it does."""
        return True

    def render(self, document: Document) -> bytes:
        """Return the workbook. Raises ``MissingExtraError`` where XlsxWriter is not installed."""
        words = Words.of(document.locale)
        document = with_debts_as_numbers(document, words.locale)
        book = Book(document)
        reasons = book.name(words.say("why")) if any(unfoldings_of(document)) else ""
        links = reason_links(document, reasons) if reasons else {}
        behind = None if document.workings is None else _Behind.of(book, document.workings, words)
        _content(book, document, behind.calculation if behind else None, links, words)
        if behind is not None:
            behind.write(book, words)
        if reasons:
            write_reasons(book, reasons, document, words)
        return book.close()


XLSX: Final = XlsxRenderer()


@attrs.frozen(kw_only=True, eq=False)
class _Behind:
    """The sheets behind a document: workings, parameters, tables of rules."""

    workings: Workings
    calculation: Calculation
    parameters_sheet: str
    tables_sheet: str

    @classmethod
    def of(cls, book: Book, workings: Workings, words: Words) -> _Behind:
        sheet = book.name(workings.title)
        parameters_sheet = book.name(words.say("sheet-parameters"))
        tables_sheet = book.name(words.say("sheet-tables"))
        calculation = Calculation(
            workings,
            sheet,
            placed_parameters(workings, words.locale),
            addresses_of(workings, tables_sheet),
            words,
        )
        return cls(
            workings=workings,
            calculation=calculation,
            parameters_sheet=parameters_sheet,
            tables_sheet=tables_sheet,
        )

    def write(self, book: Book, words: Words) -> None:
        parameters = self.calculation.parameters
        sheet = book.sheet(self.calculation.sheet)
        CalculationSheet(book=book, sheet=sheet, calculation=self.calculation).write()
        if parameters:
            slacks = self.calculation.slacks
            write_parameters(book, self.parameters_sheet, parameters, slacks, words)
        if self.workings.tables:
            write_tables(book, self.tables_sheet, self.workings, parameters, words)


def _content(
    book: Book,
    document: Document,
    calculation: Calculation | None,
    links: Mapping[str, str],
    words: Words,
) -> None:
    """Write what the document says itself: sections on sheets, or in long tables."""
    if document.layout is Layout.PAGES and len(document.sections) > 1:
        pages = Pages(
            book=book, document=document, calculation=calculation, links=links, words=words
        )
        pages.write()
        return
    for section in document.sections:
        write_section(book, book.name(section.title), section, calculation, links)
    if not document.sections:
        sheet = book.sheet(book.name(document.title))
        sheet.write_string(0, 0, fit(document.title), book.format("title"))
