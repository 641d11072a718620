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
from functools import cached_property, lru_cache
from typing import Final

import attrs

from ccops.errors import PluginError
from ccops.frozen import frozen
from ccops.messages import Label
from ccops.values import (
    EXACT,
    NUMERIC,
    WHOLE,
    Bounds,
    Carrier,
    Cell,
    Missing,
    Type,
    Unit,
    carrier_of,
)

#: Units whose numbers are whole in a column.
_WHOLE_UNITS: Final = frozenset({Unit.COUNT, Unit.DURATION})
_ANY_NUMBER: Final = Bounds()
#: So many answers of a function are kept: records ask the same again and again.
_KEPT: Final = 1 << 13


@frozen(kw_only=True)
class Parameter:
    """One argument of a typed function: what people call it, its unit, and what it may be.

    A formula whose argument may lie outside ``bounds`` (of a number), or be none of ``words``,
    is refused when it is checked, so the function is never asked about it. Raises ``ValueError``
    for bounds of what is no number and a list of words of what is no word.
    """

    name: str
    unit: Unit
    words: frozenset[str] | None = None
    bounds: Bounds = _ANY_NUMBER

    def __attrs_post_init__(self) -> None:
        if self.bounds != _ANY_NUMBER and self.unit not in NUMERIC:
            raise ValueError(f"{self.name}: only a number has bounds")
        if self.words is not None and self.unit is not Unit.WORD:
            raise ValueError(f"{self.name}: only a word is one of a list")

    def __str__(self) -> str:
        limit = self.limit
        return f"{self.name}: {self.unit.value}{limit and f' {limit}'}"

    @property
    def limit(self) -> str:
        """What the argument may be, as it stands in a signature; empty where it may be any."""
        if self.words is not None:
            return f"({', '.join(map(repr, sorted(self.words)))})"
        return "" if self.bounds == _ANY_NUMBER else str(self.bounds)


@frozen(kw_only=True)
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


@frozen(kw_only=True)
class TypedFunction:
    """A function that formulas may call, with its units and what comes out of it.

    ``run`` takes one value for each parameter: a ``Fraction`` for a number (money in currency
    units, durations in milliseconds), an ``int`` for a count, ``bool``, ``str`` or ``date``. It
    returns the like, a number as ``int``, ``Fraction`` or ``Decimal``; durations and counts are
    whole. ``bounds`` are promised for every result, and so is ``step``: every result is so many
    of it (``0.01``), so that it adds up in an indicator; without one it is exact. With
    ``may_miss`` it may also return a ``Missing``. ``passes_on`` names the parameter that comes
    out as it is, where anything does: the result keeps its bounds. It must depend on nothing but
    its arguments, and be importable by its name: the rules it stands in are pickled.

    ``sql`` makes it usable in SQL: it takes the name of the dialect (``sqlite``, ``duckdb``) and
    the SQL of each argument (whole numbers; dates as day numbers with 1 for 0001-01-01) and
    returns the SQL of the result, a number as so many steps, or ``None`` where it has none for
    the dialect. Arguments are counts, durations, flags, words and dates; a number that comes out
    is one of these or has a ``step``. Without SQL a formula runs in Python only.

    Raises ``ValueError`` for a step of what is whole or no number, or that is no part of one.
    """

    name: str = attrs.field(validator=_is_name)
    label: Label
    parameters: tuple[Parameter, ...]
    result: Unit
    run: Callable[..., object]
    words: frozenset[str] | None = None
    bounds: Bounds = attrs.field(factory=Bounds)
    step: Fraction | None = None
    may_miss: bool = False
    passes_on: str = ""
    sql: Callable[[str, Sequence[str]], str | None] | None = None
    example: Example | None = None

    def __attrs_post_init__(self) -> None:
        if self.step is not None:
            if self.result not in NUMERIC - _WHOLE_UNITS:
                raise ValueError(f"{self.name}: {self.result.value} has no step")
            carrier_of(Type(Unit.POINTS), step=self.step)

    @cached_property
    def carrier(self) -> Carrier:
        """How the results lie in a column."""
        if self.step is not None:
            return carrier_of(Type(Unit.POINTS), step=self.step)
        return WHOLE if self.result not in NUMERIC - _WHOLE_UNITS else EXACT

    @property
    def signature(self) -> str:
        """How it is written: ``months_between(start: date, end: date) -> count``."""
        return f"{self.name}({', '.join(map(str, self.parameters))}) -> {self.result.value}"

    @property
    def promises(self) -> tuple[str, ...]:
        """What it promises beyond its signature, as texts: two alike are checked alike."""
        words = "" if self.words is None else ", ".join(sorted(self.words))
        return words, str(self.bounds), str(self.step), str(self.may_miss)

    def printed(self, dialect: str, arguments: Sequence[str]) -> str | None:
        """Return the SQL of a call, or ``None`` where the function has none for the dialect.

        Raises ``PluginError`` where its printer fails.
        """
        if self.sql is None or self.carrier.is_exact:
            return None
        try:
            code = self.sql(dialect, arguments)
        except Exception as error:  # a stranger's code may raise anything
            raise PluginError(self.name, f"has no SQL for {dialect}: {error!r}") from error
        if code is not None and not isinstance(code, str):
            raise PluginError(self.name, f"returned {code!r} as SQL for {dialect}")
        return code

    def answer(self, *cells: Cell) -> Cell | Missing:
        """Return the cell for cells of arguments; numbers are pairs, a result lies in its carrier.

        What it said last is kept: it depends on nothing but its arguments. Raises
        ``PluginError`` where the function fails or does not keep what it promised.
        """
        return self._kept(*cells)

    @cached_property
    def _kept(self) -> Callable[..., Cell | Missing]:
        return lru_cache(maxsize=_KEPT)(self._answer)

    def _answer(self, *cells: Cell) -> Cell | Missing:
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
        above, below = found.as_integer_ratio()
        if not self.bounds.holds_ratio(above, below):
            return None
        scale = self.carrier.scale
        if scale is None:
            return (above, below)
        steps, rest = divmod(above * scale, below)
        return None if rest else steps


def _value(unit: Unit, cell: Cell) -> Fraction | int | bool | str | dt.date:
    if isinstance(cell, tuple):
        number = Fraction(*cell)
        return int(number) if unit is Unit.COUNT and number.denominator == 1 else number
    if unit is Unit.DATE:
        return dt.date.fromordinal(int(cell))
    return cell
