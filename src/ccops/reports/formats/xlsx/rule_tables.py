"""The sheet of decision tables as they are written; what a row gives is a cell to be changed."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ccops.messages import spreadsheet_input
from ccops.reports.formats.xlsx.book import Book, fit, quoted
from ccops.reports.formats.xlsx.columns import letters
from ccops.rules.sheets import DAY, DAY_ZERO
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.reports.document.words import Words
    from ccops.reports.document.workings import Workings, WorkingTable
    from ccops.reports.formats.xlsx.parameters import PlacedParameter
    from ccops.values import Scalar

#: Where what each row of a table gives stands, output by output.
Addresses = tuple[tuple[str, ...], ...]

_FORMATS = {
    Unit.MONEY: "#,##0.00",
    Unit.RATIO: "0.00##%",
    Unit.DATE: "yyyy-mm-dd",
}
_FIRST_ROW = 2


def addresses_of(workings: Workings, sheet: str) -> Mapping[str, Addresses]:
    """Return where on the sheet the outputs of each table will stand."""
    found, row = {}, _FIRST_ROW
    for table in workings.tables:
        first, width = row + 2, len(table.titles) - len(table.gives[0])
        found[table.name] = tuple(
            tuple(
                f"{quoted(sheet)}!${letters(width + output)}${first + number + 1}"
                for output in range(len(given))
            )
            for number, given in enumerate(table.gives)
        )
        row = first + len(table.rows) + 1
    return found


def write_tables(
    book: Book,
    name: str,
    workings: Workings,
    parameters: Mapping[str, PlacedParameter],
    words: Words,
) -> None:
    """Write every table: a line over it, its heads, and its rows."""
    sheet: Any = book.sheet(name)
    sheet.write_string(0, 0, words.say("sheet-tables"), book.format("title"))
    row = _FIRST_ROW
    for table in workings.tables:
        source = f" [{table.source}]" if table.source else ""
        sheet.write_string(row, 0, fit(table.label + source), book.format("heading"))
        for column, title in enumerate(table.titles):
            sheet.write_string(row + 1, column, fit(title), book.format("head"))
        _write_rows(book, sheet, row + 2, table, parameters, words)
        row += len(table.rows) + 3
    sheet.set_column(0, 8, 20)


def _write_rows(
    book: Book,
    sheet: Any,
    first: int,
    table: WorkingTable,
    parameters: Mapping[str, PlacedParameter],
    words: Words,
) -> None:
    for number, (texts, given) in enumerate(zip(table.rows, table.gives, strict=True)):
        row = first + number
        for column, text in enumerate(texts):
            sheet.write_string(row, column, fit(text), book.format("plain"))
        for output, scalar in enumerate(given):
            named = parameters.get(table.parameters[number][output])
            _write_output(book, sheet, (row, len(texts) + output), scalar, named, words)


def _write_output(
    book: Book,
    sheet: Any,
    at: tuple[int, int],
    scalar: Scalar,
    named: PlacedParameter | None,
    words: Words,
) -> None:
    shown = shown_scalar(scalar)
    if isinstance(shown, str):
        sheet.write_string(*at, fit(shown), book.format("input"))
        return
    format_ = _format(scalar, words.locale)
    if named is not None:
        sheet.write_formula(*at, f"={named.name}", book.format("value", format_), shown)
    else:
        sheet.write_number(*at, shown, book.format("input", format_))


def _format(scalar: Scalar, locale: str) -> str:
    if scalar.unit is Unit.DURATION:
        return spreadsheet_input(scalar.number, locale=locale)
    return _FORMATS.get(scalar.unit, "0.####")


def shown_scalar(scalar: Scalar) -> float | int | str:
    """Return a constant as it stands on a sheet."""
    match scalar.value:
        case bool():
            return int(scalar.value)
        case dt.date():
            return scalar.value.toordinal() - DAY_ZERO
        case Fraction():
            number = scalar.value / DAY if scalar.unit is Unit.DURATION else scalar.value
            return int(number) if number.denominator == 1 else float(number)
        case word:
            return word
