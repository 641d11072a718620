"""Numbers in lowered source: a numerator over a positive denominator, and their arithmetic."""

from __future__ import annotations

from math import gcd, lcm
from typing import TYPE_CHECKING

import attrs

from ccops.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence


@frozen(kw_only=True)
class Number:
    """``factor * code / (below * product of divisors)``; divisors are positive by construction."""

    factor: int
    code: str = ""
    below: int = 1
    divisors: tuple[str, ...] = ()

    def numerator(self, times: int = 1, by: Sequence[str] = ()) -> str:
        """Return the source of the numerator times a whole number and further factors."""
        factor = self.factor * times
        parts = [self.code] if self.code else []
        parts.extend(by)
        if factor != 1 or not parts:
            parts.insert(0, str(factor))
        return "*".join(parts)

    def denominator(self) -> str:
        """Return the source of the denominator."""
        parts = [str(self.below)] if self.below != 1 or not self.divisors else []
        return "*".join([*parts, *self.divisors])


def pair_of(number: Number) -> str:
    """Return the source of the pair of numerator and denominator."""
    code = number.code.removesuffix("[0]")
    if code.isidentifier() and number == exactly(code):
        return code  # it lies as a pair already
    return f"({number.numerator()},{number.denominator()})"


def exactly(pair: str) -> Number:
    """Return the number that a variable holds as a pair."""
    return Number(factor=1, code=f"{pair}[0]", divisors=(f"{pair}[1]",))


def without_sign(number: Number) -> Number:
    """Return the number without its sign."""
    code = f"abs({number.code})" if number.code else ""
    return attrs.evolve(number, factor=abs(number.factor), code=code)


def turned_constant(number: Number) -> Number:
    """Return one over a constant that is not zero, the sign above the line."""
    sign = 1 if number.factor > 0 else -1
    return Number(factor=sign * number.below, below=abs(number.factor))


def product(first: Number, second: Number) -> Number:
    """Return one number times another."""
    factor = first.factor * second.factor
    below = first.below * second.below
    divisor = gcd(factor, below) or 1
    codes = [code for code in (first.code, second.code) if code]
    return Number(
        factor=factor // divisor,
        code="*".join(codes),
        below=below // divisor,
        divisors=first.divisors + second.divisors,
    )


def total(first: Number, second: Number, sign: str) -> Number:
    """Return one number plus or minus another."""
    left, right, below, divisors = common(first, second)
    code = f"({left}{sign}{_wrapped(right)})"
    return Number(factor=1, code=code, below=below, divisors=divisors)


def _wrapped(code: str) -> str:
    return f"({code})" if code.startswith("-") else code


def common(first: Number, second: Number) -> tuple[str, str, int, tuple[str, ...]]:
    """Return both numerators over one denominator, and that denominator."""
    below = lcm(first.below, second.below)
    if first.divisors == second.divisors:
        left = first.numerator(below // first.below)
        return left, second.numerator(below // second.below), below, first.divisors
    left_by = _without(second.divisors, first.divisors)
    right_by = _without(first.divisors, second.divisors)
    left = first.numerator(below // first.below, left_by)
    right = second.numerator(below // second.below, right_by)
    return left, right, below, (*first.divisors, *left_by)


def _without(these: Sequence[str], those: Sequence[str]) -> tuple[str, ...]:
    """Return what is left of some when others are taken out, each as often as it is there."""
    rest = list(these)
    for each in those:
        if each in rest:
            rest.remove(each)
    return tuple(rest)
