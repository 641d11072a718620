"""Values of a settlement written for people: by unit, in their locale, nothing rounded away."""

from __future__ import annotations

import datetime as dt
import functools
from decimal import Decimal
from fractions import Fraction
from typing import Final

from ccops.messages import (
    DurationForm,
    Locale,
    format_date,
    format_duration,
    format_money,
    format_number,
    format_percent,
    message,
)
from ccops.values import (
    Missing,
    Money,
    NotApplicable,
    PublicValue,
    Scalar,
    Unit,
    decimal_digits,
    decimal_of,
    minor_scale,
)

#: So many written constants are kept: a pack has a few hundred, and every page tells some.
_KEPT: Final = 2_000


def write_value(
    value: PublicValue | Missing | NotApplicable, unit: Unit, *, locale: Locale
) -> str:
    """Return a value as people write it, or why it is missing."""
    match value:
        case Missing():
            return message(f"missing-{value.value}", {}, locale=locale)
        case NotApplicable():
            return message("no-line", {}, locale=locale)
        case Money():
            return format_money(value.amount, value.currency, locale=locale)
        case bool():
            return message("yes" if value else "no", {}, locale=locale)
        case str():
            return value
        case dt.timedelta():
            return format_duration(value, locale=locale)
        case dt.date():
            return format_date(value, locale=locale)
        case _:
            return _write_number(value, unit, locale)


def _write_number(value: Decimal | Fraction | int, unit: Unit, locale: Locale) -> str:
    if unit is Unit.RATIO:
        return format_percent(value, locale=locale)
    if unit is Unit.DURATION:
        return format_duration(Fraction(value), locale=locale)
    if isinstance(value, Fraction):
        return f"{format_number(value, locale=locale)} ≈ {approximate(value)}"
    return format_number(value, locale=locale)


def approximate(number: Fraction, digits: int = 4) -> str:
    """Return a number cut after some decimals, for reading beside the exact one.

    Cut, not rounded: 84.99999 reads as 84.9999, never as the 85.0000 that a row asked for.

    >>> approximate(Fraction(8499999, 100000))
    '84.9999'
    """
    cut = Decimal(int(number * 10**digits)).scaleb(-digits)
    return f"{cut:f}"


def write_scalar(scalar: Scalar, *, locale: Locale) -> str:
    """Return a constant of a pack as people write it."""
    return _scalar(scalar, locale)


@functools.lru_cache(maxsize=_KEPT)
def _scalar(scalar: Scalar, locale: Locale) -> str:
    value = scalar.value
    if isinstance(value, bool | str | dt.date):
        return write_value(value, scalar.unit, locale=locale)
    match scalar.unit:
        case Unit.MONEY:
            digits = max(decimal_digits(value) or 0, len(str(minor_scale(scalar.currency))) - 1)
            amount = decimal_of(value, digits)
            return format_money(amount, scalar.currency, locale=locale)
        case Unit.DURATION:  # as the rule book has it, and the manual
            return format_duration(value, locale=locale, form=DurationForm.ONE_UNIT)
        case Unit.RATIO:
            return format_percent(value, locale=locale)
        case _:
            end = decimal_digits(value)
            return format_number(value if end is None else decimal_of(value, end), locale=locale)
