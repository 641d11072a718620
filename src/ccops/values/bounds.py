"""Bounds: the least and greatest value something can have, and how sums and products move them."""

from __future__ import annotations

from fractions import Fraction

from ccops.frozen import frozen


@frozen
class Bounds:
    """An inclusive range; ``None`` is no bound on that side."""

    low: Fraction | None = None
    high: Fraction | None = None

    def __str__(self) -> str:
        low, high = ("" if end is None else str(end) for end in (self.low, self.high))
        return f"[{low}..{high}]"

    def __add__(self, other: Bounds) -> Bounds:
        return Bounds(_sum(self.low, other.low), _sum(self.high, other.high))

    def __neg__(self) -> Bounds:
        low = None if self.high is None else -self.high
        high = None if self.low is None else -self.low
        return Bounds(low, high)

    def __sub__(self, other: Bounds) -> Bounds:
        return self + -other

    def __mul__(self, other: Bounds) -> Bounds:
        if self.is_non_negative and other.is_non_negative:
            return Bounds(_product(self.low, other.low), _product(self.high, other.high))
        corners = [_corner(a, b) for a in self._ends() for b in other._ends()]
        (below, low), (above, high) = min(corners), max(corners)
        return Bounds(None if below else low, None if above else high)

    def _ends(self) -> tuple[_End, _End]:
        low = (-1, Fraction(0)) if self.low is None else (0, self.low)
        return low, ((1, Fraction(0)) if self.high is None else (0, self.high))

    def __abs__(self) -> Bounds:
        if self.is_non_negative:
            return self
        if self.is_non_positive:
            return -self
        if self.low is None or self.high is None:
            return Bounds(Fraction(0))
        return Bounds(Fraction(0), max(-self.low, self.high))

    def divided_by(self, divisor: Bounds) -> Bounds:
        """Return the bounds of a quotient; known only where the divisor stays off zero.

        >>> Bounds(Fraction(0), Fraction(6)).divided_by(Bounds(Fraction(2)))
        Bounds(low=Fraction(0, 1), high=Fraction(3, 1))
        """
        if divisor.high is not None and divisor.high.numerator < 0:
            return (-self).divided_by(-divisor)
        if divisor.low is not None and divisor.low.numerator > 0:
            most = 1 / divisor.low
            least = Fraction(0) if divisor.high is None else 1 / divisor.high
            return self * Bounds(least, most)
        if self.is_non_negative and divisor.is_non_negative:
            return Bounds(Fraction(0))
        return Bounds()

    def both(self, other: Bounds) -> Bounds:
        """Return the bounds of what lies in both; these bounds where nothing can.

        >>> Bounds(Fraction(0)).both(Bounds(None, Fraction(3)))
        Bounds(low=Fraction(0, 1), high=Fraction(3, 1))
        """
        lows = [each for each in (self.low, other.low) if each is not None]
        highs = [each for each in (self.high, other.high) if each is not None]
        low, high = max(lows, default=None), min(highs, default=None)
        if low is not None and high is not None and low > high:
            return self
        return self if low == self.low and high == self.high else Bounds(low, high)

    def union(self, other: Bounds) -> Bounds:
        """Return the least bounds that hold for both."""
        low = None if self.low is None or other.low is None else min(self.low, other.low)
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Bounds(low, high)

    @property
    def is_non_negative(self) -> bool:
        """Whether nothing below zero is possible."""
        return self.low is not None and self.low.numerator >= 0  # quicker than a fraction's own

    @property
    def is_non_positive(self) -> bool:
        """Whether nothing above zero is possible."""
        return self.high is not None and self.high.numerator <= 0

    @property
    def excludes_zero(self) -> bool:
        """Whether zero is impossible."""
        above = self.low is not None and self.low.numerator > 0
        below = self.high is not None and self.high.numerator < 0
        return above or below

    def holds(self, value: Fraction) -> bool:
        """Say whether a value lies inside."""
        above = self.low is None or self.low <= value
        return above and (self.high is None or value <= self.high)

    def holds_ratio(self, numerator: int, denominator: int) -> bool:
        """Say whether a fraction lies inside, by whole numbers; its denominator is positive.

        >>> Bounds(Fraction(0), Fraction(1)).holds_ratio(5, 4)
        False
        """
        low, high = self.low, self.high
        if low is not None and low.numerator * denominator > numerator * low.denominator:
            return False
        return high is None or numerator * high.denominator <= high.numerator * denominator

    def contains(self, other: Bounds) -> bool:
        """Say whether whatever lies inside the other bounds lies inside these.

        >>> Bounds(Fraction(0)).contains(Bounds(Fraction(1), Fraction(2)))
        True
        >>> Bounds(Fraction(0)).contains(Bounds())
        False
        """
        above = self.low is None or (other.low is not None and self.low <= other.low)
        below = self.high is None or (other.high is not None and other.high <= self.high)
        return above and below


#: An end that may be no bound: -1 or 1 for one that is infinitely far, else 0; then the number.
_End = tuple[int, Fraction]


def _corner(one: _End, other: _End) -> _End:
    """Return the product of two ends; nothing times infinity is nothing, as bounds are reached."""
    if one[0] == other[0] == 0:
        return 0, one[1] * other[1]
    sign = _sign(one) * _sign(other)
    return sign, Fraction(0)


def _sign(end: _End) -> int:
    return end[0] or (end[1].numerator > 0) - (end[1].numerator < 0)


def _sum(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    return None if left is None or right is None else left + right


def _product(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    return None if left is None or right is None else left * right
