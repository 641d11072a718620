"""Constants of a pack as a report writes them: money with all the digits of its currency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.settlement import write_value
from ccops.settlement.words.writing import write_scalar
from ccops.values import Money, Unit, minor_scale

if TYPE_CHECKING:
    from ccops.reports.document.words import Words
    from ccops.values import Scalar


def write_constant(scalar: Scalar, currency: str, words: Words) -> str:
    """Return a constant as people write it; ``currency`` is that of money which names none."""
    if scalar.unit is Unit.MONEY:
        named = scalar.currency or currency
        minor = scalar.number * minor_scale(named)
        if minor.denominator == 1:
            money = Money.from_minor(named, minor.numerator)
            return write_value(money, Unit.MONEY, locale=words.locale)
    return write_scalar(scalar, locale=words.locale)
