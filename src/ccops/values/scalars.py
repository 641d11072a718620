"""Scalars with units as they are written in packs and inputs: ``CNY 500``, ``30%``, ``150 s``."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.values.currencies import minor_scale
from ccops.values.units import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

_NUMBER: Final = r"[+-]?[0-9]+(?:\.[0-9]+)?"
_PLAIN: Final = re.compile(_NUMBER)
_PERCENT: Final = re.compile(rf"({_NUMBER}) ?%")
_MONEY: Final = re.compile(rf"([A-Z]{{3}}) ({_NUMBER})")
_RATE: Final = re.compile(rf"([A-Z]{{3}}) ({_NUMBER}) ?/ ?(ms|s|min|h)")
_DURATION: Final = re.compile(rf"({_NUMBER}) ?(ms|s|min|h)")
_QUANTITY: Final = re.compile(rf"({_NUMBER}) ?d")
_FRACTION: Final = re.compile(r"([0-9]+)/([0-9]+)")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: How a constant of a unit is written; a unit without an entry is a word of any kind.
WRITTEN: Final[Mapping[Unit, tuple[re.Pattern[str], ...]]] = {
    Unit.MONEY: (_MONEY,),
    Unit.DURATION: (_DURATION,),
    Unit.RATE: (_RATE,),
    Unit.RATIO: (_PERCENT, _FRACTION, _PLAIN),
    Unit.QUANTITY: (_QUANTITY, _PLAIN),
    Unit.POINTS: (_PLAIN,),
    Unit.COUNT: (_PLAIN,),
    Unit.NUMBER: (_PLAIN,),
    Unit.DATE: (_DATE,),
}
_MILLISECONDS: Final = {"ms": 1, "s": 1_000, "min": 60_000, "h": 3_600_000}
#: Units of which a bare number may be.
_BARE: Final = (Unit.POINTS, Unit.COUNT, Unit.RATIO, Unit.QUANTITY, Unit.NUMBER)
_FLAGS: Final = {"yes": True, "no": False}
_LONGEST: Final = 100


@frozen
class Scalar:
    """A constant: its unit and its exact value.

    Money is in currency units (and names its currency), durations in milliseconds, ratios as
    fractions, quantities in days or shifts; rates are currency units per millisecond.
    """

    unit: Unit
    value: Fraction | bool | str | dt.date
    currency: str = ""

    @property
    def number(self) -> Fraction:
        """The numeric value. Raises ``TypeError`` for a flag, word or date."""
        if isinstance(self.value, Fraction):
            return self.value
        raise TypeError(f"{self.unit.value} is no number")


def parse_scalar(text: str, *, unit: Unit | None = None) -> Scalar | None:
    """Read a written constant, or return ``None`` where it is none of the wanted unit.

    Without ``unit`` the writing decides, and a bare number is a ``NUMBER``. With it, bare
    numbers become points, counts, ratios or quantities.

    >>> parse_scalar("30%")
    Scalar(unit=<Unit.RATIO: 'ratio'>, value=Fraction(3, 10), currency='')
    >>> parse_scalar("150", unit=Unit.DURATION) is None
    True
    """
    if len(text) > _LONGEST:
        return None
    text = text.strip()
    if unit is Unit.WORD:
        return Scalar(Unit.WORD, text)
    found = _parse(text)
    if found is None or unit is None or found.unit is unit:
        return _checked(found)
    return _checked(_as_unit(found, unit))


def _parse(text: str) -> Scalar | None:
    if text in _FLAGS:
        return Scalar(Unit.FLAG, _FLAGS[text])
    if _PLAIN.fullmatch(text):
        return Scalar(Unit.NUMBER, _exact(text))
    if found := _DURATION.fullmatch(text):
        return Scalar(Unit.DURATION, _exact(found[1], _MILLISECONDS[found[2]]))
    if _DATE.fullmatch(text):
        return _parse_date(text)
    if found := _PERCENT.fullmatch(text):
        return Scalar(Unit.RATIO, Fraction(found[1]) / 100)
    if found := _FRACTION.fullmatch(text):
        return (
            Scalar(Unit.RATIO, Fraction(int(found[1]), int(found[2]))) if int(found[2]) else None
        )
    if found := _QUANTITY.fullmatch(text):
        return Scalar(Unit.QUANTITY, Fraction(found[1]))
    return _parse_measured(text)


def _exact(text: str, times: int = 1) -> Fraction:
    """Return a written number, without the care that ``Fraction`` takes of texts."""
    whole, _, decimals = text.partition(".")
    if not decimals:
        return Fraction(int(whole) * times)
    return Fraction(int(whole + decimals) * times, 10 ** len(decimals))


def _parse_measured(text: str) -> Scalar | None:
    if found := _MONEY.fullmatch(text):
        return Scalar(Unit.MONEY, Fraction(found[2]), found[1])
    if found := _RATE.fullmatch(text):
        return Scalar(Unit.RATE, Fraction(found[2]) / _MILLISECONDS[found[3]], found[1])
    return None


def _parse_date(text: str) -> Scalar | None:
    try:
        return Scalar(Unit.DATE, dt.date.fromisoformat(text))
    except ValueError:
        return None


def _as_unit(found: Scalar, unit: Unit) -> Scalar | None:
    if found.unit is Unit.NUMBER and unit in _BARE:
        return Scalar(unit, found.value)
    return None


def _checked(found: Scalar | None) -> Scalar | None:
    if found is None or not isinstance(found.value, Fraction):
        return found
    if found.unit is Unit.MONEY:
        scale = minor_scale(found.currency)
    elif found.unit in (Unit.COUNT, Unit.DURATION):
        scale = 1
    else:
        return found
    return found if scale % found.value.denominator == 0 else None
