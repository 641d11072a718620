"""Values as people of a locale write them. Lossless: formatting never rounds an amount."""

from __future__ import annotations

import functools
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import datetime as dt

    from babel import Locale
    from babel.numbers import NumberPattern

_HALF_DIGITS: Final = 4
#: More digits than any value has: the decimal context of the host cuts nothing off.
_ALL_DIGITS: Final = 10_000
#: So many written values are kept: what stands on one page of a month stands on many.
_KEPT: Final = 10_000


@functools.cache
def _babel(locale: str) -> Locale:
    """Return a locale of Babel; finding one by its name costs more than using it."""
    from babel import Locale

    return Locale.parse(locale)


@functools.cache
def _pattern(before: str, digits: int) -> NumberPattern:
    """Return the pattern of numbers with so many decimals; reading it costs more than using it."""
    from babel.numbers import parse_pattern

    return parse_pattern(before + "#,##0" + ("." + "0" * digits if digits > 0 else ""))


def format_money(amount: Decimal, currency: str, *, locale: str) -> str:
    """Return an amount in its currency, all its digits kept.

    >>> format_money(Decimal("1396.50"), "CNY", locale="zh_CN")
    '¥1,396.50'
    """
    return _money(str(amount), currency, locale)


@functools.lru_cache(maxsize=_KEPT)
def _money(text: str, currency: str, locale: str) -> str:
    """Return an amount in its currency; amounts are told apart by how they are written."""
    from babel.numbers import format_currency

    amount = Decimal(text)
    digits = -int(amount.as_tuple().exponent)
    with localcontext(prec=_ALL_DIGITS):
        return format_currency(
            amount,
            currency,
            _pattern("¤", digits),
            locale=_babel(locale),
            currency_digits=False,
            decimal_quantization=False,
        )


def format_number(number: Decimal | int | Fraction, *, locale: str) -> str:
    """Return a number with all its digits; a fraction without an end as a fraction.

    >>> format_number(Decimal("85.50"), locale="en")
    '85.50'
    """
    if isinstance(number, Fraction):
        return f"{number.numerator}/{number.denominator}"
    return _number(str(Decimal(number)), locale)


@functools.lru_cache(maxsize=_KEPT)
def _number(text: str, locale: str) -> str:
    """Return a number with all its digits; numbers are told apart by how they are written."""
    from babel.numbers import format_decimal

    number = Decimal(text)
    pattern = _pattern("", -int(number.as_tuple().exponent))
    with localcontext(prec=_ALL_DIGITS):
        return format_decimal(number, pattern, locale=_babel(locale), decimal_quantization=False)


def signed(text: str, number: Decimal | Fraction | int, *, locale: str) -> str:
    """Return the text of a number's size with the number's sign; 0 has none.

    >>> signed("3 h", -3, locale="en"), signed("3 h", 3, locale="en")
    ('-3 h', '+3 h')
    """
    from babel.numbers import get_minus_sign_symbol, get_plus_sign_symbol

    if not number:
        return text
    sign = get_plus_sign_symbol if number > 0 else get_minus_sign_symbol
    return f"{sign(_babel(locale))}{text}"


def format_percent(ratio: Decimal | Fraction | int, *, locale: str) -> str:
    """Return a ratio as a percentage; one without an end is cut after four decimals, with ``…``.

    >>> format_percent(Fraction(3, 10), locale="en")
    '30%'
    """
    return _percent(Fraction(ratio), locale)


@functools.lru_cache(maxsize=_KEPT)
def _percent(ratio: Fraction, locale: str) -> str:
    hundred = ratio * 100
    whole = hundred * 10**_HALF_DIGITS
    with localcontext(prec=_ALL_DIGITS):
        cut = Decimal(int(whole)).scaleb(-_HALF_DIGITS).normalize()
        if cut == cut.to_integral_value():
            cut = cut.quantize(Decimal(1))
    mark = "" if whole.denominator == 1 else "…"
    return f"{format_number(cut, locale=locale)}{mark}%"


def format_date(day: dt.date, *, locale: str) -> str:
    """Return a date of a locale.

    >>> import datetime as dt
    >>> format_date(dt.date(2026, 10, 25), locale="zh_CN")
    '2026年10月25日'
    """
    return _date(day, locale)


@functools.lru_cache(maxsize=_KEPT)
def _date(day: dt.date, locale: str) -> str:
    from babel.dates import format_date as formatted

    return formatted(day, format="long", locale=_babel(locale))
