"""The closed list of types and the closed table of what may be added, multiplied, compared."""

from __future__ import annotations

import enum
from typing import Final

from ccops.frozen import frozen


class Unit(enum.Enum):
    """What kind of thing a value is. ``NUMBER`` is a bare literal in a formula."""

    MONEY = "money"
    DURATION = "duration"
    POINTS = "points"
    COUNT = "count"
    RATIO = "ratio"
    QUANTITY = "quantity"
    RATE = "rate"
    FLAG = "flag"
    WORD = "word"
    DATE = "date"
    NUMBER = "number"


#: Units whose values are numbers.
NUMERIC: Final = frozenset(
    {
        Unit.MONEY,
        Unit.DURATION,
        Unit.POINTS,
        Unit.COUNT,
        Unit.RATIO,
        Unit.QUANTITY,
        Unit.RATE,
        Unit.NUMBER,
    }
)
#: Units that scale by counts, ratios and numbers and keep their unit.
_SCALED: Final = (Unit.MONEY, Unit.DURATION, Unit.POINTS, Unit.QUANTITY, Unit.RATE)
#: Units that compare with bare numbers.
_LIKE_NUMBERS: Final = frozenset({Unit.POINTS, Unit.COUNT, Unit.QUANTITY, Unit.RATIO, Unit.NUMBER})


@frozen(cache_hash=True)
class Type:
    """A unit and, for words, the declared list they come from (``None``: any word).

    ``currency`` is that of money which is not in the pay currency of its pack: it is of another
    type, and the two meet in no sum and no comparison.
    """

    unit: Unit
    words: frozenset[str] | None = None
    currency: str = ""

    def __str__(self) -> str:
        return f"{self.unit.value} {self.currency}".strip()

    def accords_with(self, other: Type) -> bool:
        """Say whether two values may be added or compared as far as their currencies go."""
        amounts = (Unit.MONEY, Unit.RATE)
        both = self.unit in amounts and other.unit in amounts
        return not both or self.currency == other.currency


def _sums() -> dict[tuple[str, Unit, Unit], Unit]:
    table: dict[tuple[str, Unit, Unit], Unit] = {}
    for sign in "+-":
        for unit in (*_SCALED, Unit.COUNT, Unit.RATIO, Unit.NUMBER):
            table[sign, unit, unit] = unit
        for unit in (Unit.POINTS, Unit.COUNT, Unit.RATIO):
            table[sign, unit, Unit.NUMBER] = unit
            table[sign, Unit.NUMBER, unit] = unit
    table["-", Unit.DATE, Unit.DATE] = Unit.COUNT
    return table


def _products() -> dict[tuple[str, Unit, Unit], Unit]:
    both: dict[tuple[Unit, Unit], Unit] = {
        (Unit.RATE, Unit.DURATION): Unit.MONEY,
        (Unit.QUANTITY, Unit.MONEY): Unit.MONEY,
        (Unit.QUANTITY, Unit.DURATION): Unit.DURATION,
        (Unit.COUNT, Unit.COUNT): Unit.COUNT,
        (Unit.COUNT, Unit.RATIO): Unit.QUANTITY,
        (Unit.COUNT, Unit.NUMBER): Unit.COUNT,
        (Unit.RATIO, Unit.RATIO): Unit.RATIO,
        (Unit.RATIO, Unit.NUMBER): Unit.RATIO,
        (Unit.NUMBER, Unit.NUMBER): Unit.NUMBER,
    }
    for unit in _SCALED:
        for factor in (Unit.COUNT, Unit.RATIO, Unit.NUMBER):
            both[factor, unit] = unit
    table: dict[tuple[str, Unit, Unit], Unit] = {}
    for (left, right), unit in both.items():
        table["*", left, right] = unit
        table["*", right, left] = unit
    return table


def _quotients() -> dict[tuple[str, Unit, Unit], Unit]:
    table: dict[tuple[str, Unit, Unit], Unit] = {
        ("/", Unit.MONEY, Unit.DURATION): Unit.RATE,
        ("/", Unit.MONEY, Unit.QUANTITY): Unit.MONEY,
        ("/", Unit.COUNT, Unit.COUNT): Unit.RATIO,
        ("/", Unit.COUNT, Unit.NUMBER): Unit.RATIO,
        ("/", Unit.RATIO, Unit.RATIO): Unit.RATIO,
        ("/", Unit.RATIO, Unit.NUMBER): Unit.RATIO,
        ("/", Unit.NUMBER, Unit.RATIO): Unit.RATIO,
        ("/", Unit.NUMBER, Unit.NUMBER): Unit.NUMBER,
    }
    for unit in _SCALED:
        for divisor in (Unit.NUMBER, Unit.COUNT, Unit.RATIO):
            table["/", unit, divisor] = unit
        table["/", unit, unit] = Unit.RATIO
    return table


_TABLE: Final = {**_sums(), **_products(), **_quotients()}


def combine(operator: str, left: Unit, right: Unit) -> Unit | None:
    """Return the unit of ``left operator right``, or ``None`` where the table has no row.

    >>> combine("/", Unit.MONEY, Unit.DURATION)
    <Unit.RATE: 'rate'>
    >>> combine("+", Unit.DURATION, Unit.MONEY) is None
    True
    """
    return _TABLE.get((operator, left, right))


def comparable(left: Unit, right: Unit) -> bool:
    """Say whether two values may be compared: like with like, and near-numbers with numbers.

    >>> comparable(Unit.POINTS, Unit.NUMBER), comparable(Unit.MONEY, Unit.NUMBER)
    (True, False)
    """
    if left is right:
        return True
    return Unit.NUMBER in (left, right) and {left, right} <= _LIKE_NUMBERS
