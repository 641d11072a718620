"""Constants of a pack as a report writes them: money with all the digits of its currency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.messages import has_message, message
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


def scale_constant(name: str, words: Words) -> str:
    """Return what people call a constant of a scale, which stands in no pack by its name."""
    stem, _, number = name.rpartition("_")
    if number.isdigit() and has_message(f"scale-{stem}"):
        return message(f"scale-{stem}", {"number": number}, locale=words.locale)
    key = f"scale-{name}"
    return message(key, {}, locale=words.locale) if has_message(key) else words.name(name)
