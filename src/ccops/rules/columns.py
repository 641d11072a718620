"""Columns of a table: what they hold, how far it goes, how fine it is, and how it is written."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Final

import attrs

from ccops.frozen import frozen
from ccops.rules.intervals import (
    AFTER_ALL,
    BEFORE_ALL,
    Interval,
    after,
    before,
    is_finite,
)
from ccops.rules.places import Quotas, Share
from ccops.values import (
    NUMERIC,
    Bounds,
    Missing,
    Scalar,
    Type,
    Unit,
    decimal_digits,
    decimal_of,
    minor_scale,
)

#: A value of a column as the analysis sees it; dates are ordinals, shares of a rank ratios.
CellValue = Fraction | str | bool | Missing

_WHOLE_UNITS: Final = frozenset({Unit.COUNT, Unit.DURATION, Unit.DATE})
_HOUR: Final = 3_600_000
_DURATIONS: Final = ((_HOUR, "h"), (60_000, "min"), (1_000, "s"), (1, "ms"))
_SHARES: Final = Interval(after(Fraction(0)), after(Fraction(1)))


@frozen(kw_only=True)
class TableColumn:
    """An input column of a table.

    ``step`` says that values are multiples of it; ``may_miss`` that a value may be missing
    although nothing is wrong with the data; ``share`` that the cells are shares of a rank and
    the value is a place in it; ``quotas`` that these shares add up, row by row. ``currency`` is
    the one of a money column.
    """

    name: str
    type: Type
    bounds: Bounds = attrs.field(factory=Bounds)
    step: Fraction | None = None
    may_miss: bool = False
    share: Share | None = None
    quotas: Quotas | None = None
    currency: str = ""

    @property
    def unit(self) -> Unit:
        """The unit cells are written in; shares are ratios."""
        return Unit.RATIO if self.share else self.type.unit

    @property
    def is_ordered(self) -> bool:
        """Whether cells compare: numbers, dates and shares."""
        return self.unit in NUMERIC or self.unit is Unit.DATE

    @property
    def grid(self) -> Fraction | None:
        """The step values can be told apart by: declared, or that of the unit."""
        if self.step is not None or self.share:
            return self.step
        if self.unit is Unit.MONEY:
            return Fraction(1, minor_scale(self.currency))
        return Fraction(1) if self.unit in _WHOLE_UNITS else None

    @property
    def domain(self) -> Interval:
        """All numbers that can occur; a share is above 0 and at most 100 %."""
        if self.share:
            return _SHARES
        low, high = self.bounds.low, self.bounds.high
        start = BEFORE_ALL if low is None else before(low)
        return Interval(start, AFTER_ALL if high is None else after(high))


@frozen(kw_only=True)
class OutputColumn:
    """An output column of a table: what its cells must be."""

    name: str
    type: Type
    currency: str = ""


def write_plain(number: Fraction) -> str:
    """Return a number in decimals, or as a fraction where none write it."""
    digits = decimal_digits(number)
    return str(number) if digits is None else f"{decimal_of(number, digits):f}"


def write_scalar(scalar: Scalar) -> str:
    """Return a constant as packs write it: ``CNY 500``, ``30%``, ``150 s``."""
    if isinstance(scalar.value, bool):
        return "yes" if scalar.value else "no"
    if isinstance(scalar.value, Fraction):
        return _write_number(scalar.value, scalar.unit, scalar.currency)
    return str(scalar.value)


def write_share(share: Fraction) -> str:
    """Return a share of people as a sentence has it: ``12 %``."""
    percent = write_plain(share * 100)
    return write_plain(share) if "/" in percent else f"{percent} %"


def write_value(value: CellValue, column: TableColumn) -> str:
    """Return a value of a column as packs write it."""
    if isinstance(value, Missing):
        return "missing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    return _write_number(value, column.unit, column.currency)


def write_interval(interval: Interval, column: TableColumn) -> str:
    """Return an interval as a cell would say it: ``[80..85)``, ``>= 85``, ``60``."""
    start, stop = interval.start, interval.stop
    low, high = write_value(start[1], column), write_value(stop[1], column)
    if is_finite(start) and is_finite(stop):
        if start[1] == stop[1]:
            return low
        return f"{'(' if start[2] else '['}{low}..{high}{']' if stop[2] else ')'}"
    if is_finite(start):
        return f"{'>' if start[2] else '>='} {low}"
    return f"{'<=' if stop[2] else '<'} {high}" if is_finite(stop) else "-"


def _write_number(number: Fraction, unit: Unit, currency: str) -> str:
    match unit:
        case Unit.RATIO:
            percent = write_plain(number * 100)
            return write_plain(number) if "/" in percent else f"{percent}%"
        case Unit.MONEY:
            return f"{currency} {write_plain(number)}"
        case Unit.RATE:
            return f"{currency} {write_plain(number * _HOUR)}/h"
        case Unit.DURATION:
            return _duration(number)
        case Unit.QUANTITY:
            return f"{write_plain(number)} d"
        case Unit.DATE:
            return _day(number)
        case _:
            return write_plain(number)


def _duration(number: Fraction) -> str:
    for size, name in _DURATIONS:
        if number and (number / size).denominator == 1:
            return f"{number / size} {name}"
    return f"{write_plain(number / 1_000)} s"


def _day(number: Fraction) -> str:
    ordinal = max(1, min(int(number), dt.date.max.toordinal()))
    return dt.date.fromordinal(ordinal).isoformat()
