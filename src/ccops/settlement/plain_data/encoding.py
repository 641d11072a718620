"""Cells and records as plain JSON data: exact, without floats."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from ccops.messages import Span
from ccops.values import (
    NUMERIC,
    Carrier,
    Cell,
    Missing,
    Money,
    NotApplicable,
    PublicValue,
    Type,
    Unit,
    decimal_digits,
    encode,
    reduced,
)


def plain_number(cell: Cell, carrier: Carrier) -> str | list[int]:
    """Return a number as decimal text at its scale, or a reduced pair where no decimals do."""
    if isinstance(cell, tuple):
        return list(reduced(*cell))
    scale = carrier.scale or 1
    digits = _digits_of(scale)
    if digits is None:
        return list(reduced(int(cell), scale))
    return f"{Decimal(f'{int(cell) * (10**digits // scale)}E-{digits}'):f}"


@functools.cache
def _digits_of(scale: int) -> int | None:
    """Return how many decimals write a part of a scale exactly, or ``None`` where none do."""
    return decimal_digits(Fraction(1, scale))


def plain_cell(cell: Cell | Missing | NotApplicable, unit: Unit, carrier: Carrier) -> Any:  # noqa: ANN401 - JSON
    """Return one cell as plain JSON data."""
    if isinstance(cell, Missing):
        return {"missing": cell.value}
    if isinstance(cell, NotApplicable):
        return None
    if unit is Unit.DATE and isinstance(cell, int):
        return dt.date.fromordinal(cell).isoformat()
    if unit not in NUMERIC or carrier.scale == 1:
        return cell
    return plain_number(cell, carrier)


def cell_from_plain(value: Any, type_: Type, carrier: Carrier) -> Cell | Missing:  # noqa: ANN401 - JSON
    """Return the cell that was written by ``plain_cell``.

    Raises ``TypeError`` or ``ValueError`` for what is none.
    """
    if isinstance(value, Mapping):
        return Missing(value["missing"])
    if type_.unit not in NUMERIC:
        return encode(value, type_, carrier)
    number = Fraction(*value) if isinstance(value, list | tuple) else Fraction(value)
    scale = carrier.scale
    if scale is None:
        return number.numerator, number.denominator
    scaled = number * scale
    if scaled.denominator != 1:
        raise ValueError(f"{value} is finer than 1/{scale}")
    return scaled.numerator


def plain_value(value: PublicValue | Missing | NotApplicable | None) -> Any:  # noqa: ANN401 - JSON
    """Return a public value as plain JSON data; an amount without its currency.

    Decimals become text, other ratios a reduced pair, durations whole milliseconds, a missing
    one its reason, and no line at all nothing.
    """
    match value:
        case NotApplicable():
            return None
        case Missing():
            return {"missing": value.value}
        case Money():
            return f"{value.amount:f}"
        case Decimal():
            return f"{value:f}"
        case Fraction():
            return [value.numerator, value.denominator]
        case dt.timedelta():
            return value // dt.timedelta(milliseconds=1)
        case dt.date():
            return value.isoformat()
        case _:
            return value


def plain_record(value: object) -> Any:  # noqa: ANN401 - JSON
    """Return an attrs object of stdlib values as plain JSON data."""
    kind: type[Any] = type(value)
    if attrs.has(kind) and not isinstance(value, Money):
        names = [each.name for each in attrs.fields(kind)]
        return {name: plain_record(getattr(value, name)) for name in names}
    if isinstance(value, Decimal | Fraction | Money | Span | dt.date | dt.datetime):
        return str(value)
    if isinstance(value, tuple | list):
        return [plain_record(each) for each in value]
    if isinstance(value, dict):
        return {str(key): plain_record(each) for key, each in value.items()}
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(getattr(value, "value", value))
