"""Files: payroll tables as CSV and as Excel workbooks, exact or refused."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
from typing import TYPE_CHECKING, Final

from ccops.errors import DataError, MissingExtraError
from ccops.messages import Diagnostic
from ccops.payroll.cells import CellKind, cell_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from ccops.payroll.table import PayrollTable, Row

#: Digits that a number of a workbook is exact to.
WORKBOOK_DIGITS: Final = 15
#: With one of these in front a spreadsheet takes a text of a CSV file for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_FORMATS: Final = {
    CellKind.TEXT: {"num_format": "@"},
    CellKind.AMOUNT: {"num_format": "0.00"},
    CellKind.NUMBER: {"num_format": "General"},
}


def csv_bytes(table: PayrollTable, encoding: str) -> bytes:
    """Return a table as CSV. Raises ``DataError`` for what the encoding does not have."""
    problems = [*_formulas(table), *_unfit(table, encoding)]
    if problems:
        raise DataError(tuple(problems))
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
    Raises ``DataError`` for a number with more digits than a workbook keeps, and
    ``MissingExtraError`` without the extra ``xlsx``.
    """
    try:
        import xlsxwriter
    except ImportError as missing:
        raise MissingExtraError("xlsx") from missing
    problems = tuple(_too_long(table))
    if problems:
        raise DataError(problems)
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"created": dt.datetime.combine(made_on, dt.time())})
    formats = {kind: book.add_format(given) for kind, given in _FORMATS.items()}
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
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


def _csv(rows: Iterable[Row], encoding: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([cell_text(cell) for cell in row] for row in rows)
    return text.getvalue().encode(encoding)


def _cells(table: PayrollTable) -> Iterator[tuple[str, str, object]]:
    """Yield each cell with the employee and the header it belongs to."""
    owners = itertools.chain(table.ids, itertools.repeat("-"))
    for employee, row in zip(owners, (*table.rows, *table.control), strict=False):
        for header, cell in zip(table.headers, row, strict=True):
            yield employee, header, cell


def _unfit(table: PayrollTable, encoding: str) -> Iterator[Diagnostic]:
    heads = (("-", header, header) for header in table.headers)
    for employee, header, cell in itertools.chain(heads, _cells(table)):
        if not isinstance(cell, str):
            continue
        try:
            cell.encode(encoding)
        except UnicodeEncodeError as problem:
            told = {
                "employee": employee,
                "column": header.encode("ascii", "backslashreplace").decode(),
                "character": f"U+{ord(cell[problem.start]):04X}",
                "encoding": encoding,
            }
            yield Diagnostic(code="export-character", args=told)


def _formulas(table: PayrollTable) -> Iterator[Diagnostic]:
    for employee, header, cell in _cells(table):
        if isinstance(cell, str) and len(cell) > 1 and cell.startswith(_FORMULA):
            told = {"employee": employee, "column": header, "value": cell}
            yield Diagnostic(code="export-formula", args=told)


def _too_long(table: PayrollTable) -> Iterator[Diagnostic]:
    for employee, header, cell in _cells(table):
        if cell is None or isinstance(cell, str):
            continue
        digits = cell_text(cell).replace(".", "").lstrip("-0")  # type: ignore[arg-type]
        if len(digits) > WORKBOOK_DIGITS:
            told = {"employee": employee, "column": header, "value": cell}
            yield Diagnostic(code="export-too-long", args={**told, "digits": WORKBOOK_DIGITS})
