"""Cells of payroll files: texts and exact decimals; what decimals do not write is refused."""

from __future__ import annotations

import datetime as dt
import enum
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.values import (
    Missing,
    Money,
    NotApplicable,
    PublicValue,
    Unit,
    decimal_digits,
    decimal_of,
    minor_scale,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

#: A cell; ``None`` is an empty one.
ExportCell = str | Decimal | None
#: What a duration counts in a file: hours, as payroll does.
_HOUR: Final = dt.timedelta(hours=1)
_MILLISECOND: Final = dt.timedelta(milliseconds=1)
_HOUR_MS: Final = _HOUR // _MILLISECOND
_TEXT_UNITS: Final = frozenset({Unit.FLAG, Unit.WORD, Unit.DATE})


class CellKind(enum.Enum):
    """What a column holds, and so how a workbook writes it."""

    TEXT = "text"
    AMOUNT = "amount"
    NUMBER = "number"


class NotDecimalError(ValueError):
    """A value that no decimal writes exactly (a third of an hour)."""


def kind_of(unit: Unit) -> CellKind:
    """Return what a column of a unit holds."""
    if unit is Unit.MONEY:
        return CellKind.AMOUNT
    return CellKind.TEXT if unit in _TEXT_UNITS else CellKind.NUMBER


def cell_of(value: PublicValue | Missing | NotApplicable, unit: Unit) -> ExportCell:
    """Return a value as a cell: amounts as such, durations in hours, days in ISO 8601.

    A missing value and a line that is not there are empty. Raises ``NotDecimalError``.
    """
    match value:
        case Missing() | NotApplicable():
            return None
        case bool():
            return "yes" if value else "no"
        case str():
            return value
        case dt.date():
            return value.isoformat()
        case _:
            return _number(value, unit)


def _number(value: Money | Decimal | Fraction | int | dt.timedelta, unit: Unit) -> Decimal:
    match value:
        case Money():
            return value.amount
        case dt.timedelta():
            return _decimal(Fraction(value // _MILLISECOND, _HOUR_MS))
        case Fraction():
            return _decimal(value / _HOUR_MS if unit is Unit.DURATION else value)
        case _:
            return Decimal(value)


def number_of(text: str) -> ExportCell:
    """Return a quantity or rate of a line as a number; an empty one is an empty cell.

    Raises ``NotDecimalError`` for a part that has no end in decimals (``1/3``).
    """
    if not text:
        return None
    if set(text) <= set("0123456789.-"):
        return Decimal(text)
    return _decimal(Fraction(text)) if "/" in text else text


def sum_of(amounts: Iterable[Decimal], currency: str) -> Decimal:
    """Return what amounts come to, exactly, with the decimals of the currency at least.

    >>> sum_of([Decimal("0.10"), Decimal("0.2")], "CNY")
    Decimal('0.30')
    """
    total = sum(map(Fraction, amounts), start=Fraction(0))
    least = len(str(minor_scale(currency))) - 1
    return decimal_of(total, max(least, decimal_digits(total) or 0))


def cell_text(cell: ExportCell) -> str:
    """Return a cell as text, numbers in plain decimals.

    >>> cell_text(Decimal("300.00")), cell_text(None)
    ('300.00', '')
    """
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return cell or ""


def _decimal(number: Fraction) -> Decimal:
    digits = decimal_digits(number)
    if digits is None:
        raise NotDecimalError(str(number))
    return decimal_of(number, digits)
