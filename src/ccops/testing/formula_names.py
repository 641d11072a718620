"""Names of every unit for formulas by chance: what a scope of a pack may hold."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.rules import Name
from ccops.values import EXACT, WHOLE, Bounds, Carrier, Scalar, Type, Unit

if TYPE_CHECKING:
    from ccops.rules import Scope

_MONEY, _DURATION, _POINTS = Unit.MONEY, Unit.DURATION, Unit.POINTS
_COUNT, _RATIO, _QUANTITY = Unit.COUNT, Unit.RATIO, Unit.QUANTITY
_RATE, _FLAG = Unit.RATE, Unit.FLAG
_WORD, _DATE = Unit.WORD, Unit.DATE
_WORDS: Final = ("agent", "team_lead", "值班长")


def _column(
    name: str,
    unit: Unit,
    carrier: Carrier,
    low: int | None = None,
    high: int | None = None,
    *,
    optional: bool = True,
) -> Name:
    bounds = Bounds(
        None if low is None else Fraction(low), None if high is None else Fraction(high)
    )
    words = frozenset(_WORDS) if unit is _WORD else None
    return Name(
        name=name, type=Type(unit, words), carrier=carrier, bounds=bounds, optional=optional
    )


def _parameter(name: str, unit: Unit, value: Fraction | dt.date) -> Name:
    scalar = Scalar(unit, value)
    return Name(name=name, type=Type(unit), carrier=EXACT, constant=scalar)


_COLUMNS: Final = (
    _column("basic_pay", _MONEY, Carrier(100), 0, optional=False),
    _column("adjustment", _MONEY, Carrier(100)),
    _column("talk", _DURATION, WHOLE, 0),
    _column("drift", _DURATION, WHOLE, -5_000, 5_000),
    _column("score", _POINTS, Carrier(100), 0, 100, optional=False),
    _column("raw_score", _POINTS, EXACT),
    _column("calls", _COUNT, WHOLE, 0),
    _column("change", _COUNT, WHOLE, optional=False),
    _column("rate", _RATIO, EXACT, 0, 1),
    _column("growth", _RATIO, Carrier(1_000), -2, 2),
    _column("nights", _QUANTITY, Carrier(2), 0, 31),
    _column("days", _QUANTITY, EXACT),
    _column("hourly", _RATE, EXACT, 0),
    _column("trained", _FLAG, WHOLE),
    _column("on_probation", _FLAG, WHOLE, optional=False),
    _column("role", _WORD, WHOLE),
    _column("hired_on", _DATE, WHOLE, optional=False),
    _column("left_on", _DATE, WHOLE),
)
_PARAMETERS: Final = (
    _parameter("cap", _MONEY, Fraction(500)),
    _parameter("target", _DURATION, Fraction(150_000)),
    _parameter("pass_mark", _POINTS, Fraction("59.995")),
    _parameter("quota", _COUNT, Fraction(7)),
    _parameter("weight", _RATIO, Fraction(-1, 3)),
    _parameter("full_month", _QUANTITY, Fraction("21.75")),
    _parameter("period_end", _DATE, dt.date(2026, 10, 31)),
)
#: Columns and parameters of every unit, both carriers, with bounds and without.
EVERY_UNIT: Final[Scope] = {each.name: each for each in (*_COLUMNS, *_PARAMETERS)}
