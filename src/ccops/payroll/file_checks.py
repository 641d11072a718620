"""What a payroll file cannot hold, found before anything is written."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from ccops.messages import Diagnostic
from ccops.payroll.cells import cell_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.payroll.table import PayrollTable

#: Digits that a number of a workbook is exact to.
WORKBOOK_DIGITS: Final = 15
#: Rows and columns of a sheet, and characters of a cell; a workbook drops silently what is over.
SHEET_ROWS: Final = 1_048_576
SHEET_COLUMNS: Final = 16_384
CELL_CHARACTERS: Final = 32_767
#: With one of these in front a spreadsheet takes a text of a CSV file for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
#: What the texts of a workbook are written in.
_WORKBOOK_ENCODING: Final = "utf-8"

#: An employee, the header of a column, and the cell.
_Found = tuple[str, str, object]


def unfit_for_csv(table: PayrollTable, encoding: str) -> tuple[Diagnostic, ...]:
    """Return what a CSV file cannot hold: texts that compute, characters it has not."""
    return (*_formulas(table), *_unfit(table, encoding))


def unfit_for_workbook(table: PayrollTable) -> tuple[Diagnostic, ...]:
    """Return what a workbook cannot hold: too much of anything, and no half characters."""
    return (
        *_too_many(table),
        *_too_long(table),
        *_unfit(table, _WORKBOOK_ENCODING),
    )


def _cells(table: PayrollTable) -> Iterator[_Found]:
    """Yield headers, then each cell with the employee and the header it belongs to."""
    for header in table.headers:
        yield "-", header, header
    owners = itertools.chain(table.ids, itertools.repeat("-"))
    for employee, row in zip(owners, (*table.rows, *table.control), strict=False):
        for header, cell in zip(table.headers, row, strict=True):
            yield employee, header, cell


def _formulas(table: PayrollTable) -> Iterator[Diagnostic]:
    for employee, header, cell in _cells(table):
        if isinstance(cell, str) and len(cell) > 1 and cell.startswith(_FORMULA):
            told = {"employee": employee, "column": header, "value": cell}
            yield Diagnostic(code="export-formula", args=told)


def _unfit(table: PayrollTable, encoding: str) -> Iterator[Diagnostic]:
    for employee, header, cell in _cells(table):
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


def _too_many(table: PayrollTable) -> Iterator[Diagnostic]:
    rows = 1 + len(table.rows) + len(table.control)
    for what, found, most in (
        ("rows", rows, SHEET_ROWS),
        ("columns", len(table.headers), SHEET_COLUMNS),
    ):
        if found > most:
            told = {"found": found, "most": most}
            yield Diagnostic(code=f"export-too-many-{what}", args=told)


def _too_long(table: PayrollTable) -> Iterator[Diagnostic]:
    for employee, header, cell in _cells(table):
        told = {"employee": employee, "column": header}
        if cell is None:
            continue
        if isinstance(cell, str):
            if len(cell) > CELL_CHARACTERS:
                told |= {"column": header[:40], "found": str(len(cell))}
                yield Diagnostic(code="export-long-text", args={**told, "most": CELL_CHARACTERS})
            continue
        digits = cell_text(cell).replace(".", "").lstrip("-0")  # type: ignore[arg-type]
        if len(digits) > WORKBOOK_DIGITS:
            shown = {**told, "value": cell, "digits": WORKBOOK_DIGITS}
            yield Diagnostic(code="export-too-long", args=shown)
