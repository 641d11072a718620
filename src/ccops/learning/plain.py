"""Cells of lists as plain JSON data."""

from __future__ import annotations

import datetime as dt

from ccops.learning.list_values import ListValue
from ccops.values import Missing


def plain_cell(value: object) -> object:
    """Return a cell as JSON holds it: dates as text, an exact number as two whole numbers.

    >>> plain_cell(dt.date(2026, 10, 31))
    '2026-10-31'
    """
    match value:
        case dt.date():
            return value.isoformat()
        case ListValue():
            return [value.number.numerator, value.number.denominator]
        case Missing():
            return {"missing": value.value}
        case tuple():
            return [plain_cell(each) for each in value]
        case _:
            return value
