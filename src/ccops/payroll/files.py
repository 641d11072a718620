"""Files: payroll tables as CSV and as Excel workbooks, exact or refused."""

from __future__ import annotations

import csv
import datetime as dt
import io
import unicodedata
from typing import TYPE_CHECKING, Final

from ccops.errors import DataError, MissingExtraError
from ccops.payroll.cells import CellKind, cell_text
from ccops.payroll.file_checks import unfit_for_csv, unfit_for_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from ccops.payroll.table import PayrollTable, Row

#: How wide a column is at least and at most, in characters.
_LEAST_WIDTH: Final = 8
_MOST_WIDTH: Final = 40
_FORMATS: Final = {
    CellKind.TEXT: {"num_format": "@"},
    CellKind.AMOUNT: {"num_format": "0.00"},
    CellKind.NUMBER: {"num_format": "General"},
}


def csv_bytes(table: PayrollTable, encoding: str) -> bytes:
    """Return a table as CSV.

    Raises ``DataError`` for a text that a spreadsheet would compute, and for what the encoding
    does not have.
    """
    problems = unfit_for_csv(table, encoding)
    if problems:
        raise DataError(problems)
    return _csv((table.headers, *table.rows, *table.control), encoding)


def control_bytes(table: PayrollTable, encoding: str) -> bytes:
    """Return headcount and total per pay code as a CSV file of their own."""
    head: Row = ("pay_code", "label", "headcount", "total", "currency")
    rows: list[Row] = [
        (each.pay_code, each.label, str(each.headcount), each.total, each.currency)
        for each in table.totals
    ]
    return _csv((head, *rows), encoding)


def workbook_bytes(table: PayrollTable, *, made_on: dt.date) -> bytes:
    """Return a table as an Excel workbook: texts as texts, amounts as numbers.

    ``made_on`` is the day it says it was made, so that the same table makes the same bytes.
    A column is as wide as what stands in it. Raises ``DataError`` for more rows, columns, digits
    or characters than a workbook keeps, and ``MissingExtraError`` without the extra ``xlsx``.
    """
    try:
        import xlsxwriter
    except ImportError as missing:
        raise MissingExtraError("xlsx") from missing
    problems = unfit_for_workbook(table)
    if problems:
        raise DataError(problems)
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"created": dt.datetime.combine(made_on, dt.time())})
    formats = {kind: book.add_format(given) for kind, given in _FORMATS.items()}
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    for column, width in enumerate(_widths(table)):
        sheet.set_column(column, column, width)
    for column, header in enumerate(table.headers):
        sheet.write_string(0, column, header, formats[CellKind.TEXT])
    for line, row in enumerate((*table.rows, *table.control), 1):
        for column, (cell, kind) in enumerate(zip(row, table.kinds, strict=True)):
            if isinstance(cell, str) or cell is None:
                sheet.write_string(line, column, cell or "", formats[CellKind.TEXT])
            else:
                sheet.write_number(line, column, cell, formats[_kind(cell, kind)])
    book.close()
    return stream.getvalue()


def _kind(cell: Decimal, kind: CellKind) -> CellKind:
    """Return how a number is shown: a headcount below amounts is no amount."""
    is_whole = cell.as_tuple().exponent == 0
    return CellKind.NUMBER if is_whole and kind is CellKind.AMOUNT else kind


def _widths(table: PayrollTable) -> Iterator[int]:
    """Yield how wide each column is shown, in characters; what is longer runs over."""
    every = (table.headers, *table.rows, *table.control)
    for cells in zip(*every, strict=True):
        yield min(max(_LEAST_WIDTH, *map(_width, cells)) + 1, _MOST_WIDTH)


def _width(cell: str | Decimal | None) -> int:
    """Return how much room a text takes: characters of Chinese take two."""
    text = cell_text(cell)
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def _csv(rows: Iterable[Row], encoding: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([cell_text(cell) for cell in row] for row in rows)
    return text.getvalue().encode(encoding)
