"""Constants in words: amounts with their currency, times with their unit, nothing rounded."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final

from ccops.messages import (
    DurationForm,
    format_date,
    format_duration,
    format_money,
    format_number,
    message,
)
from ccops.values import Scalar, Unit, decimal_digits, decimal_of, minor_scale, parse_scalar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from ccops.reports.document.words import Words
    from ccops.rulepack import Pack

_HOUR: Final = 3_600_000
_SPAN: Final = re.compile(r"([0-9]+) (period|day|week|month|year)s?")
_CLOCK: Final = re.compile(r"([0-9]{2}:[0-9]{2})\+1")


def tell_written(text: str, words: Words, *, unit: Unit | None = None) -> str | None:
    """Return a constant as it is written in a pack in words, or ``None`` where it is none."""
    if unit is Unit.QUANTITY:
        unit = None  # days where they are written, else a plain number
    scalar = parse_scalar(text, unit=unit) or parse_scalar(text)
    if scalar is not None and scalar.unit is not Unit.WORD:
        return tell_scalar(scalar, words)
    span = _SPAN.fullmatch(text)
    if span is not None:
        return words.say(f"book-{span[2]}s", count=span[1])
    clock = _CLOCK.fullmatch(text)
    return None if clock is None else words.say("book-next-day", time=clock[1])


def tell_display(text: str, words: Words) -> str:
    """Return how a ratio is printed in words: ``0.0%`` is in per cent with 1 decimal."""
    digits = len(text.rstrip("%").partition(".")[2])
    return words.say("book-in-percent" if text.endswith("%") else "book-in-figures", count=digits)


def tell_scalar(scalar: Scalar, words: Words) -> str:
    """Return a constant in words."""
    match scalar.value:
        case bool():
            return message("yes" if scalar.value else "no", {}, locale=words.locale)
        case dt.date():
            return format_date(scalar.value, locale=words.locale)
        case str():
            return words.word(scalar.value)
        case number:
            return _tell_number(number, scalar, words)


def _tell_number(number: Fraction, scalar: Scalar, words: Words) -> str:
    match scalar.unit:
        case Unit.MONEY:
            return _money(number, scalar.currency, words)
        case Unit.RATE:
            amount = _money(number * _HOUR, scalar.currency, words)
            return words.say("book-an-hour", amount=amount)
        case Unit.DURATION:
            return format_duration(number, locale=words.locale, form=DurationForm.ONE_UNIT)
        case Unit.RATIO:
            return _ratio(number, words)
        case Unit.QUANTITY:
            return words.say("book-days", count=_number(number, words))
        case _:
            return _number(number, words)


def constants_on(pack: Pack, day: dt.date, words: Words) -> Mapping[str, str]:
    """Return what each parameter of a pack comes to on a day; of one that begins later, its first.

    One that has ended by then is left out.
    """
    held = _held_on(pack, day)
    return {name: tell_written(text, words, unit=unit) or text for name, text, unit in held}


def nothing_on(pack: Pack, day: dt.date) -> frozenset[str]:
    """Return the parameters of a pack that come to nothing on a day: no time, no points."""
    held = ((name, parse_scalar(text, unit=unit)) for name, text, unit in _held_on(pack, day))
    return frozenset(name for name, scalar in held if scalar is not None and scalar.value == 0)


def _held_on(pack: Pack, day: dt.date) -> Iterator[tuple[str, str, Unit]]:
    for rule in pack.rules.section("parameters"):
        held = [text for since, text in rule.values if since <= day] or [rule.values[0][1]]
        text = held[-1].value
        if text != "null":
            yield rule.name, text, rule.unit


def _money(value: Fraction, currency: str, words: Words) -> str:
    least = len(str(minor_scale(currency))) - 1
    digits = max(decimal_digits(value) or 0, least)
    return format_money(decimal_of(value, digits), currency, locale=words.locale)


def _ratio(value: Fraction, words: Words) -> str:
    if decimal_digits(value * 100) is None:
        return f"{value.numerator}/{value.denominator}"
    return f"{_number(value * 100, words)}%"


def _number(value: Fraction, words: Words) -> str:
    digits = decimal_digits(value)
    number = value if digits is None else decimal_of(value, digits)
    return format_number(number, locale=words.locale)
