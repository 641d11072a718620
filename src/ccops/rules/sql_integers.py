"""Whole numbers in SQL: each with its bounds, and refused where 64 bits might not hold it.

Only ``+ - *``, ``ABS``, ``CASE``, ``COALESCE`` and integer division are used, the last on
numbers that are not negative: there every engine agrees what it gives.
"""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, ClassVar, Final

import attrs

from ccops.frozen import frozen
from ccops.messages import Diagnostic
from ccops.rules.expressions import references
from ccops.rules.writing import written

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction

    from ccops.rules.expressions import Node
    from ccops.values import Bounds

#: The least and the most a whole number may come to. A column without a range can hold the least,
#: and with the other sign it is one too many: SQLite rounds that and says nothing.
LEAST: Final = -(2**63)
MOST: Final = 2**63 - 1
#: A longer text is refused: what is asked twice is written twice, and that grows fast.
LONGEST: Final = 100_000


class SqlDialect(enum.Enum):
    """The engines an expression can be printed for."""

    SQLITE = "sqlite"
    DUCKDB = "duckdb"


@frozen(kw_only=True)
class Whole:
    """The SQL of a whole number. ``value`` is that of a constant; ``refused``: not to be used."""

    code: str = ""
    low: int
    high: int
    nullable: bool = False
    value: int | None = None
    refused: bool = False


class Integers:
    """Makes whole numbers out of others; notes what is too large at the node it is asked for.

    What it may hold (``least``, ``most``), the ``longest`` text and how things are written are
    those of SQL; another language says its own.
    """

    least: ClassVar[int] = LEAST
    most: ClassVar[int] = MOST
    longest: ClassVar[int] = LONGEST

    def __init__(self, dialect: SqlDialect) -> None:
        self.dialect = dialect
        self.problems: list[Diagnostic] = []
        self._refused = Whole(low=0, high=0, refused=True)

    # -- how it is written ------------------------------------------------------------------

    def either(self, test: str, then: str, otherwise: str = "") -> str:
        """Return the code of one of two values; without the other one, it is missing."""
        rest = f" ELSE {otherwise}" if otherwise else ""
        return f"(CASE WHEN {test} THEN {then}{rest} END)"

    def both(self, one: str, other: str) -> str:
        """Return the code of a test of which both parts have to hold."""
        return f"{one} AND {other}"

    # -- numbers ----------------------------------------------------------------------------

    def refuse(self, code: str, node: Node, **arguments: object) -> Whole:
        """Note a finding and return a number that nothing more is said about."""
        self.problems.append(Diagnostic(code=code, span=node.span, args=arguments))
        return self._refused

    def constant(self, value: int, node: Node) -> Whole:
        """Return a constant."""
        return self._made(str(value), (value, value), (), node, value=value)

    def column(self, sql: str, bounds: tuple[int, int], *, nullable: bool) -> Whole:
        """Return a column; a column holds no more than 64 bits in any case."""
        code = f"CAST({sql} AS BIGINT)" if self.dialect is SqlDialect.DUCKDB else f"({sql})"
        low, high = max(bounds[0], LEAST), min(bounds[1], MOST)
        return Whole(code=code, low=low, high=high, nullable=nullable)

    def alone(self, whole: Whole) -> str:
        """Return the SQL of a number that stands by itself, as wide as all others."""
        if whole.value is not None and self.dialect is SqlDialect.DUCKDB:
            return f"CAST({whole.code} AS BIGINT)"
        return whole.code

    def plus(self, one: Whole, other: Whole, node: Node) -> Whole:
        """Return the sum."""
        if one.value == 0 or other.value == 0:
            return other if one.value == 0 else one
        ends = (one.low + other.low, one.high + other.high)
        value = _folded(one, other, lambda a, b: a + b)
        code = f"({one.code} + {_signed(other)})"
        return self._made(code, ends, (one, other), node, value=value)

    def negated(self, whole: Whole, node: Node) -> Whole:
        """Return the number with the other sign."""
        value = None if whole.value is None else -whole.value
        return self._made(
            f"(-{_signed(whole)})", (-whole.high, -whole.low), (whole,), node, value=value
        )

    def minus(self, one: Whole, other: Whole, node: Node) -> Whole:
        """Return the difference."""
        if other.value == 0:
            return one
        ends = (one.low - other.high, one.high - other.low)
        value = _folded(one, other, lambda a, b: a - b)
        code = f"({one.code} - {_signed(other)})"
        return self._made(code, ends, (one, other), node, value=value)

    def times(self, one: Whole, other: Whole, node: Node) -> Whole:
        """Return the product; nothing times a missing value is missing, so zero stays."""
        if one.value == 1 or other.value == 1:
            return other if one.value == 1 else one
        corners = [a * b for a in (one.low, one.high) for b in (other.low, other.high)]
        value = _folded(one, other, lambda a, b: a * b)
        code = f"({one.code} * {_signed(other)})"
        ends = (min(corners), max(corners))
        return self._made(code, ends, (one, other), node, value=value)

    def absolute(self, whole: Whole, node: Node) -> Whole:
        """Return the number without its sign."""
        if whole.low >= 0:
            return whole
        if whole.high <= 0:
            return self.negated(whole, node)
        ends = (0, max(-whole.low, whole.high))
        return self._made(f"ABS({whole.code})", ends, (whole,), node)

    def divided(self, one: Whole, other: Whole, node: Node) -> Whole:
        """Return the whole part of a quotient; neither is negative and the divisor is not zero."""
        if other.value == 1:
            return one
        value = _folded(one, other, lambda a, b: a // b)
        sign = "/" if self.dialect is SqlDialect.SQLITE else "//"
        ends = (one.low // max(other.high, 1), one.high // max(other.low, 1))
        code = f"({self.alone(one)} {sign} {other.code})"
        return self._made(code, ends, (one, other), node, value=value)

    def chosen(
        self, code: str, values: Sequence[Whole], node: Node, *, nullable: bool = False
    ) -> Whole:
        """Return what a ``CASE`` or ``COALESCE`` gives that chooses one of several numbers."""
        ends = (min(each.low for each in values), max(each.high for each in values))
        found = self._made(code, ends, values, node)
        return attrs.evolve(found, nullable=nullable or found.nullable)

    def _made(
        self,
        code: str,
        ends: tuple[int, int],
        parts: Sequence[Whole],
        node: Node,
        *,
        value: int | None = None,
    ) -> Whole:
        if any(each.refused for each in parts):
            return self._refused
        if ends[0] < (self.least if value is None else -self.most) or ends[1] > self.most:
            return self._too_large(ends, node)
        if len(code) > self.longest:
            return self.refuse("sql-too-long", node, limit=self.longest)
        if value is not None:
            code = str(value)
        nullable = any(each.nullable for each in parts)
        return Whole(code=code, low=ends[0], high=ends[1], nullable=nullable, value=value)

    def _too_large(self, ends: tuple[int, int], node: Node) -> Whole:
        open_ones = [each.name for each in references(node) if None in _ends(each.range)]
        bound = "∞" if open_ones else str(max(-ends[0], ends[1]))
        names = ", ".join(open_ones) or "-"
        expression = written(node)[:200]
        return self.refuse("sql-too-large", node, expression=expression, bound=bound, names=names)


def _ends(bounds: Bounds) -> tuple[Fraction | None, Fraction | None]:
    return bounds.low, bounds.high


def _signed(whole: Whole) -> str:
    return f"({whole.code})" if whole.code.startswith("-") else whole.code


def _folded(one: Whole, other: Whole, operation: Callable[[int, int], int]) -> int | None:
    if one.value is None or other.value is None:
        return None
    return operation(one.value, other.value)
