"""Payroll files read back as another program would: every cell as text."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import python_calamine


def rows_of(data: bytes, suffix: str, encoding: str = "utf-8-sig") -> list[list[str]]:
    """Return the rows of a file with its header, amounts as they are read."""
    if suffix == ".csv":
        return list(csv.reader(io.StringIO(data.decode(encoding), newline="")))
    book = python_calamine.load_workbook(io.BytesIO(data))
    sheet = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [[_text(cell) for cell in row] for row in sheet]


def amount(text: str) -> Decimal:
    """Return a cell as an exact amount."""
    return Decimal(text)


def _text(cell: object) -> str:
    return format(cell, ".15g") if isinstance(cell, float) else str(cell)
