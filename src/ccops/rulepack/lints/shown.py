"""Values as a finding shows them: amounts, shares, hours and days, in few digits."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from ccops.values import Scalar, Unit

_HOUR_MS: Final = 3_600_000
_CENT: Final = Decimal("0.01")


def shown(scalar: Scalar) -> str:
    """Return a constant as words: ``CNY 500``, ``80%``, ``8`` (hours), ``20.67`` (days)."""
    if not isinstance(scalar.value, Fraction):
        return str(scalar.value)
    match scalar.unit:
        case Unit.MONEY:
            return f"{scalar.currency} {digits(scalar.value)}"
        case Unit.RATIO:
            return f"{digits(scalar.value * 100)}%"
        case Unit.DURATION:
            return hours(scalar.value)
        case _:
            return digits(scalar.value)


def hours(milliseconds: Fraction) -> str:
    """Return a duration as hours."""
    return digits(milliseconds / _HOUR_MS)


def digits(number: Fraction) -> str:
    """Return a number with at most two decimals and no zeros behind.

    >>> digits(Fraction(265, 100)), digits(Fraction(3)), digits(Fraction(1, 3))
    ('2.65', '3', '0.33')
    """
    exact = Decimal(number.numerator) / number.denominator
    text = f"{exact.quantize(_CENT, ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".")
