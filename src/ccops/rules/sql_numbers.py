"""Exact numbers in SQL: one whole number over another, and their arithmetic and rounding.

A number is missing where its numerator or its divisor is NULL.
"""

from __future__ import annotations

from math import gcd, lcm
from typing import TYPE_CHECKING, assert_never

import attrs

from ccops.frozen import frozen
from ccops.rules.sql_integers import Integers, Whole
from ccops.values import Rounding, RoundingMode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.rules.expressions import Node


@frozen(kw_only=True)
class SqlNumber:
    """``above / (below * divisor)``; ``divisor`` is positive or NULL where it is there."""

    above: Whole
    below: int = 1
    divisor: Whole | None = None

    @property
    def wholes(self) -> tuple[Whole, ...]:
        """The whole numbers it is made of."""
        return (self.above,) if self.divisor is None else (self.above, self.divisor)

    @property
    def nullable(self) -> bool:
        """Whether it may be missing."""
        return any(each.nullable for each in self.wholes)

    def is_there(self) -> str:
        """Return the SQL that asks whether it is there."""
        asked = [f"{each.code} IS NOT NULL" for each in self.wholes if each.nullable]
        return f"({' AND '.join(asked)})" if asked else "TRUE"


class Numbers:
    """Arithmetic with exact numbers at one node of a formula."""

    def __init__(self, integers: Integers, node: Node) -> None:
        self._integers = integers
        self._node = node

    def scaled(self, number: SqlNumber, factor: int) -> Whole:
        """Return the numerator times a constant."""
        return self._times(number.above, self._constant(factor))

    def negated(self, number: SqlNumber) -> SqlNumber:
        """Return the number with the other sign."""
        return attrs.evolve(number, above=self._integers.negated(number.above, self._node))

    def absolute(self, number: SqlNumber) -> SqlNumber:
        """Return the number without its sign."""
        return attrs.evolve(number, above=self._integers.absolute(number.above, self._node))

    def total(self, one: SqlNumber, other: SqlNumber, sign: str) -> SqlNumber:
        """Return one number plus or minus another."""
        left, right, below, divisor = self.common(one, other)
        added = self._integers.plus if sign == "+" else self._integers.minus
        return SqlNumber(above=added(left, right, self._node), below=below, divisor=divisor)

    def product(self, one: SqlNumber, other: SqlNumber) -> SqlNumber:
        """Return one number times another, in lowest terms where both are constants."""
        above = self._times(one.above, other.above)
        below = one.below * other.below
        if above.value is not None:
            shared = gcd(above.value, below)
            above, below = self._constant(above.value // shared), below // shared
        return SqlNumber(
            above=above, below=below, divisor=self._both_divisors(one.divisor, other.divisor)
        )

    def quotient(self, one: SqlNumber, other: SqlNumber) -> SqlNumber:
        """Return one number over another; missing where that is zero."""
        if other.above.value and other.divisor is None:
            return self.product(one, self._turned(other.above.value, other.below))
        divisor, sign = self._positive(other.above)
        above = self._times(self._times(one.above, self._constant(other.below)), sign)
        if other.divisor is not None:
            above = self._times(above, other.divisor)
        return SqlNumber(
            above=above,
            below=one.below,
            divisor=divisor if one.divisor is None else self._times(one.divisor, divisor),
        )

    def common(self, one: SqlNumber, other: SqlNumber) -> tuple[Whole, Whole, int, Whole | None]:
        """Return both numerators over one denominator, and that in two parts."""
        below = lcm(one.below, other.below)
        left = self.scaled(one, below // one.below)
        right = self.scaled(other, below // other.below)
        if one.divisor == other.divisor:
            return left, right, below, one.divisor
        left, right = self._crossed((left, one), (right, other))
        return left, right, below, self._both_divisors(one.divisor, other.divisor)

    def sides(self, one: SqlNumber, other: SqlNumber) -> tuple[Whole, Whole]:
        """Return what to compare for two numbers: NULL wherever one of them is missing."""
        left, right, _, divisor = self.common(one, other)
        if one.divisor == other.divisor and divisor is not None and divisor.nullable:
            return self._crossed((left, one), (right, other))
        return left, right

    def _crossed(
        self, one: tuple[Whole, SqlNumber], other: tuple[Whole, SqlNumber]
    ) -> tuple[Whole, Whole]:
        (left, first), (right, second) = one, other
        if second.divisor is not None:
            left = self._times(left, second.divisor)
        if first.divisor is not None:
            right = self._times(right, first.divisor)
        return left, right

    def alike(self, numbers: Sequence[SqlNumber]) -> tuple[SqlNumber, ...]:
        """Return numbers of one scale, all with a divisor or none, to choose one from."""
        below = lcm(*(each.below for each in numbers))
        divided = any(each.divisor is not None for each in numbers)
        one = self._constant(1) if divided else None
        return tuple(
            SqlNumber(
                above=self.scaled(each, below // each.below),
                below=below,
                divisor=each.divisor or one,
            )
            for each in numbers
        )

    def rounded(self, number: SqlNumber, rounding: Rounding) -> Whole:
        """Return the number rounded, as a whole number of the last digit."""
        shared = gcd(rounding.scale, number.below)
        above = self.scaled(number, rounding.scale // shared)
        below = self._constant(number.below // shared)
        if number.divisor is not None:
            below = self._times(below, number.divisor)
        if below.value == 1:
            return above
        size = self._whole(self._integers.absolute(above, self._node), below, rounding.mode)
        if above.low >= 0:
            return size
        if above.high <= 0:
            return self._integers.negated(size, self._node)
        return self._times(self._sign(above), size)

    def _whole(self, size: Whole, below: Whole, mode: RoundingMode) -> Whole:
        """Return a quotient rounded; nothing in it is negative."""
        math, node = self._integers, self._node
        match mode:
            case RoundingMode.DOWN:
                return math.divided(size, below, node)
            case RoundingMode.UP:
                almost = math.minus(below, self._constant(1), node)
                return math.divided(math.plus(size, almost, node), below, node)
            case RoundingMode.HALF_UP:
                return self._half_up(size, below)
            case RoundingMode.HALF_EVEN:
                return self._half_even(size, below)
            case _:
                assert_never(mode)

    def _half_up(self, size: Whole, below: Whole) -> Whole:
        math, node = self._integers, self._node
        two = self._constant(2)
        above = math.plus(math.times(two, size, node), below, node)
        return math.divided(above, math.times(two, below, node), node)

    def _half_even(self, size: Whole, below: Whole) -> Whole:
        """Return half up, but one less where it was a tie and came to an odd number."""
        math, node = self._integers, self._node
        two, half_up = self._constant(2), self._half_up(size, below)
        doubled = math.plus(math.times(two, size, node), below, node)
        back = math.times(math.times(two, below, node), half_up, node)
        even = math.times(two, math.divided(half_up, two, node), node)
        less = math.minus(half_up, self._constant(1), node)
        is_tie, is_odd = f"{doubled.code} = {back.code}", f"{half_up.code} <> {even.code}"
        code = math.either(math.both(is_tie, is_odd), less.code, half_up.code)
        chosen = math.chosen(code, (less, half_up, doubled, back, even), node)
        if chosen.refused:
            return chosen
        return attrs.evolve(chosen, low=max(half_up.low - 1, 0), high=half_up.high)

    def _positive(self, whole: Whole) -> tuple[Whole, Whole]:
        """Return a divisor without its sign, NULL where it is zero, and its sign."""
        math, node = self._integers, self._node
        size = math.absolute(whole, node)
        if whole.low <= 0 <= whole.high:
            code = math.either(f"{whole.code} <> 0", size.code)
            chosen = math.chosen(code, (size,), node, nullable=True)
            size = chosen if chosen.refused else attrs.evolve(chosen, low=min(1, chosen.high))
        if whole.low >= 0:
            return size, self._constant(1)
        return size, self._constant(-1) if whole.high <= 0 else self._sign(whole)

    def _sign(self, whole: Whole) -> Whole:
        plus, minus = self._constant(1), self._constant(-1)
        one, less = self._integers.alone(plus), self._integers.alone(minus)
        code = self._integers.either(f"{whole.code} < 0", less, one)
        found = self._integers.chosen(code, (plus, minus), self._node)
        return attrs.evolve(found, refused=found.refused or whole.refused)

    def _turned(self, value: int, below: int) -> SqlNumber:
        sign = 1 if value > 0 else -1
        return SqlNumber(above=self._constant(sign * below), below=abs(value))

    def _both_divisors(self, one: Whole | None, other: Whole | None) -> Whole | None:
        if one is None or other is None:
            return one or other
        return self._times(one, other)

    def _times(self, one: Whole, other: Whole) -> Whole:
        return self._integers.times(one, other, self._node)

    def _constant(self, value: int) -> Whole:
        return self._integers.constant(value, self._node)
