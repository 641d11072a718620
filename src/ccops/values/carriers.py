"""Carriers: how a value of a type lies in a column, and how it is handed in and out.

A *fixed* column holds one whole number of ``1/scale`` a row; an *exact* column holds the pair
(numerator, denominator). Flags, words and dates (as ordinals) are plain.
"""

from __future__ import annotations

import datetime as dt
import functools
from decimal import Decimal
from fractions import Fraction
from math import gcd
from typing import Final

from ccops.frozen import frozen
from ccops.values.currencies import minor_scale
from ccops.values.money import Money
from ccops.values.scalars import parse_scalar
from ccops.values.units import NUMERIC, Type, Unit

#: What a column cell holds when it is there.
Cell = int | bool | str | tuple[int, int]
#: What is handed in and out.
PublicValue = Money | Decimal | Fraction | int | bool | str | dt.date | dt.timedelta


@frozen(cache_hash=True)
class Carrier:
    """How cells lie: ``scale`` of a fixed column, ``None`` for an exact one, 1 for plain ones."""

    scale: int | None

    @property
    def is_exact(self) -> bool:
        """Whether cells are pairs."""
        return self.scale is None


#: Units whose numbers are handed out as something else than decimals where they are whole.
_WHOLE_WHERE_THEY_ARE: Final = frozenset({Unit.DURATION, Unit.COUNT})
EXACT: Final = Carrier(None)
WHOLE: Final = Carrier(1)


def carrier_of(type_: Type, *, step: Fraction | None = None, currency: str = "") -> Carrier:
    """Return how a given or measured value of a type lies in a column.

    ``step`` (``0.01``) makes points, ratios and quantities fixed; without it they are exact.
    Raises ``ValueError`` for a step that is no part of one.
    """
    if type_.unit is Unit.MONEY:
        return Carrier(minor_scale(type_.currency or currency))
    if type_.unit not in NUMERIC or type_.unit in (Unit.DURATION, Unit.COUNT):
        return WHOLE
    if step is None:
        return EXACT
    if step <= 0 or (1 / step).denominator != 1:
        raise ValueError(f"a step must be a whole part of one, not {step}")
    return Carrier(int(1 / step))


def encode(value: object, type_: Type, carrier: Carrier, *, currency: str = "") -> Cell:
    """Return the cell of a value handed in.

    Numbers come as ``Decimal``, ``int``, ``Fraction``, text (``"88.5"``), ``Money`` or
    ``timedelta``. ``currency`` is the one money must be in whose type names no other, where it
    is known. Raises ``TypeError`` for a float or a wrong kind and ``ValueError`` for a value
    that is no number, finer than the carrier or in another currency.
    """
    if type_.unit is Unit.FLAG:
        return _flag(value)
    if type_.unit is Unit.WORD:
        return _word(value, type_)
    if type_.unit is Unit.DATE:
        return _date(value).toordinal()
    number = _number(value, type_.unit, type_.currency or currency)
    if carrier.scale is None:
        return (number.numerator, number.denominator)
    finer, rest = divmod(carrier.scale, number.denominator)
    if rest:
        raise ValueError(f"{value} is finer than 1/{carrier.scale}")
    return number.numerator * finer


def fraction_of(cell: Cell, carrier: Carrier) -> Fraction:
    """Return the exact number a numeric cell stands for."""
    if isinstance(cell, tuple):
        return Fraction(*cell)
    if isinstance(cell, str):
        raise TypeError("a word is no number")
    return Fraction(int(cell), carrier.scale or 1)


def decode(cell: Cell, type_: Type, carrier: Carrier, *, currency: str = "") -> PublicValue:
    """Return the public value of a cell: ``Money``, ``Decimal``, ``int``, ``timedelta``, ``date``.

    A number without an end in decimals comes out as a ``Fraction``, an amount finer than the
    minor unit as a ``Decimal``.
    """
    if isinstance(cell, str):
        return cell
    if type_.unit is Unit.FLAG:
        return bool(cell)
    if type_.unit is Unit.DATE and not isinstance(cell, tuple):
        return dt.date.fromordinal(cell)
    if type_.unit is Unit.MONEY:
        return _money_or_finer(cell, carrier, type_.currency or currency)
    digits = None if isinstance(cell, tuple) else _digits_of(carrier.scale or 1)
    if digits and not isinstance(cell, tuple) and type_.unit not in _WHOLE_WHERE_THEY_ARE:
        return _fixed(cell, carrier.scale or 1, digits)
    number = fraction_of(cell, carrier)
    if type_.unit is Unit.DURATION and number.denominator == 1:
        return dt.timedelta(milliseconds=number.numerator)
    if type_.unit is Unit.COUNT and number.denominator == 1:
        return number.numerator
    return _decimal_or_fraction(number, carrier)


def _fixed(cell: int, scale: int, digits: int) -> Decimal:
    """Return so many parts of a scale that so many decimals write exactly."""
    return Decimal(f"{int(cell) * (10**digits // scale)}E-{digits}")


@functools.cache
def _digits_of(scale: int) -> int | None:
    """Return how many decimals write a part of a scale exactly, or ``None`` where none do."""
    return decimal_digits(Fraction(1, scale))


def decimal_digits(number: Fraction) -> int | None:
    """Return how many decimals write a number exactly, or ``None`` where none do.

    >>> decimal_digits(Fraction(1, 8)), decimal_digits(Fraction(1, 3))
    (3, None)
    """
    rest, twos, fives = number.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def decimal_of(number: Fraction, digits: int) -> Decimal:
    """Return a number with so many decimals; it must need no more."""
    scaled = number * 10**digits
    return Decimal(f"{scaled.numerator}E-{digits}")  # written out: no decimal context rounds it


def _money_or_finer(cell: Cell, carrier: Carrier, currency: str) -> PublicValue:
    scale = minor_scale(currency)
    if isinstance(cell, int) and carrier.scale == scale:
        return Money.from_minor(currency, cell)
    number = fraction_of(cell, carrier)
    minor = number * scale
    if minor.denominator == 1:
        return Money.from_minor(currency, minor.numerator)
    return _decimal_or_fraction(number, carrier)


def _decimal_or_fraction(number: Fraction, carrier: Carrier) -> Decimal | Fraction:
    digits = decimal_digits(number)
    if digits is None:
        return number
    least = _digits_of(carrier.scale or 1) or 0
    return decimal_of(number, max(digits, least))


def reduced(numerator: int, denominator: int) -> tuple[int, int]:
    """Return a pair in lowest terms with a positive denominator."""
    divisor = gcd(numerator, denominator) or 1
    if denominator < 0:
        divisor = -divisor
    return numerator // divisor, denominator // divisor


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("yes", "no"):
        return value == "yes"
    raise TypeError(f"a flag is yes or no, not {value!r}")


def _word(value: object, type_: Type) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a word is text, not {value!r}")
    if type_.words is not None and value not in type_.words:
        raise ValueError(f"{value!r} is none of {', '.join(sorted(type_.words))}")
    return value


def _date(value: object) -> dt.date:
    if isinstance(value, dt.datetime):
        raise TypeError("a date, not an instant, is wanted")
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str):
        raise TypeError(f"a date is wanted, not {value!r}")
    found = parse_scalar(value, unit=Unit.DATE)
    if found is None or not isinstance(found.value, dt.date):
        raise ValueError(f"{value!r} is no date")
    return found.value


def _number(value: object, unit: Unit, currency: str) -> Fraction:
    match value:
        case bool() | float():
            raise TypeError(f"{value!r} is no exact number; give a Decimal, an int or a text")
        case Money():
            return _amount(value, unit, currency)
        case dt.timedelta():
            return _milliseconds(value, unit)
        case str():
            return _number_from_text(value, unit, currency)
        case int() if unit is not Unit.DURATION:
            return Fraction(value)
        case Decimal() | Fraction():
            return _exact_number(value, unit)
        case int():
            raise TypeError("a duration is a timedelta or a text with a unit")
        case _:
            raise TypeError(f"{value!r} is no number")


def _amount(money: Money, unit: Unit, currency: str) -> Fraction:
    if unit is not Unit.MONEY:
        raise TypeError(f"money is no {unit.value}")
    _same_currency(money.currency, currency)
    return Fraction(money.amount)


def _same_currency(given: str, wanted: str) -> None:
    if wanted and given and given != wanted:
        raise ValueError(f"{given} is not {wanted}: no conversion")


def _milliseconds(duration: dt.timedelta, unit: Unit) -> Fraction:
    if unit is not Unit.DURATION:
        raise TypeError(f"a timedelta is no {unit.value}")
    return Fraction(duration // dt.timedelta(microseconds=1), 1_000)


def _exact_number(number: Decimal | Fraction, unit: Unit) -> Fraction:
    if unit is Unit.DURATION:
        raise TypeError("a duration is a timedelta or a text with a unit")
    if isinstance(number, Decimal) and not number.is_finite():
        raise ValueError(f"{number} is no number")
    return Fraction(number)


def _number_from_text(text: str, unit: Unit, currency: str) -> Fraction:
    found = parse_scalar(text, unit=None if unit is Unit.MONEY else unit)
    units = (unit, Unit.NUMBER) if unit is Unit.MONEY else (unit,)
    if found is None or found.unit not in units:
        raise ValueError(f"{text!r} is no {unit.value}")
    _same_currency(found.currency, currency)
    return found.number
