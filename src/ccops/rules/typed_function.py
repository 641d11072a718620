"""Typed functions: what a formula may call that is Python and not made of other nodes.

A typed function says which units it takes and gives, so formulas that call it are checked like
any other. It is asked with exact values and never with a missing one.
"""

from __future__ import annotations

import datetime as dt
import keyword
import unicodedata
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs

from ccops.errors import PluginError
from ccops.messages import Label
from ccops.values import NUMERIC, Bounds, Cell, Missing, Unit

#: Units whose numbers are whole in a column.
WHOLE_UNITS: Final = frozenset({Unit.COUNT, Unit.DURATION})


@attrs.frozen(kw_only=True)
class Parameter:
    """One argument of a typed function: what people call it, and its unit."""

    name: str
    unit: Unit

    def __str__(self) -> str:
        return f"{self.name}: {self.unit.value}"


@attrs.frozen(kw_only=True)
class Example:
    """A call with what it is given and what it comes to, as one would write them.

    ``given`` are names with their unit and value; an empty value is missing.
    """

    formula: str
    given: tuple[tuple[str, Unit, str], ...] = ()
    result: str


def _is_name(_: object, attribute: attrs.Attribute[str], value: str) -> None:
    plain = unicodedata.normalize("NFKC", value) == value
    if not (value.isidentifier() and plain) or keyword.iskeyword(value) or value in ("yes", "no"):
        raise ValueError(f"{attribute.name} {value!r} cannot be called in a formula")


@attrs.frozen(kw_only=True)
class TypedFunction:
    """A function that formulas may call, with its units and what comes out of it.

    ``run`` takes one value for each parameter: a ``Fraction`` for a number (money in currency
    units, durations in milliseconds), an ``int`` for a count, ``bool``, ``str`` or ``date``. It
    returns the like, a number as ``int``, ``Fraction`` or ``Decimal``; durations and counts are
    whole. ``bounds`` are promised for every result; with ``may_miss`` it may also return a
    ``Missing``. It must depend on nothing but its arguments, and be importable by its name: the
    rules it stands in are pickled.

    ``sql`` makes it usable in SQL: it takes the name of the dialect and the SQL of each argument
    (whole numbers; dates as day numbers with 1 for 0001-01-01) and returns the SQL of the
    result. Only functions over counts, durations, flags, words and dates can have one.
    """

    name: str = attrs.field(validator=_is_name)
    label: Label
    parameters: tuple[Parameter, ...]
    result: Unit
    run: Callable[..., object]
    words: frozenset[str] | None = None
    bounds: Bounds = attrs.field(factory=Bounds)
    may_miss: bool = False
    sql: Callable[[str, Sequence[str]], str] | None = None
    example: Example | None = None

    @property
    def signature(self) -> str:
        """How it is written: ``months_between(start: date, end: date) -> count``."""
        return f"{self.name}({', '.join(map(str, self.parameters))}) -> {self.result.value}"

    def answer(self, *cells: Cell) -> Cell | Missing:
        """Return the cell for cells of arguments; numbers are pairs, but for whole results.

        Raises ``PluginError`` where the function fails or does not keep what it promised.
        """
        pairs = zip(self.parameters, cells, strict=True)
        values = [_value(parameter.unit, cell) for parameter, cell in pairs]
        try:
            found = self.run(*values)
        except Exception as error:  # a stranger's code may raise anything
            raise PluginError(self.name, f"failed for {values}: {error!r}") from error
        cell = self._cell(found)
        if cell is None:
            raise PluginError(self.name, f"returned {found!r} for {values}: {self.signature}")
        return cell

    def _cell(self, found: object) -> Cell | Missing | None:
        """Return the cell of a result, or ``None`` where it is not what was promised."""
        if isinstance(found, Missing):
            return found if self.may_miss else None
        if self.result in NUMERIC:
            return self._number(found)
        match self.result:
            case Unit.FLAG:
                return found if isinstance(found, bool) else None
            case Unit.DATE:
                is_day = isinstance(found, dt.date) and not isinstance(found, dt.datetime)
                return found.toordinal() if is_day else None  # type: ignore[attr-defined]
            case _:
                return found if isinstance(found, str) and self._has_word(found) else None

    def _has_word(self, word: str) -> bool:
        return self.words is None or word in self.words

    def _number(self, found: object) -> Cell | None:
        if isinstance(found, bool) or not isinstance(found, int | Fraction | Decimal):
            return None
        if isinstance(found, Decimal) and not found.is_finite():
            return None
        number = Fraction(found)
        if not self.bounds.holds(number):
            return None
        if self.result not in WHOLE_UNITS:
            return (number.numerator, number.denominator)
        return number.numerator if number.denominator == 1 else None


def _value(unit: Unit, cell: Cell) -> Fraction | int | bool | str | dt.date:
    if isinstance(cell, tuple):
        number = Fraction(*cell)
        return int(number) if unit is Unit.COUNT and number.denominator == 1 else number
    if unit is Unit.DATE:
        return dt.date.fromordinal(int(cell))
    return cell
