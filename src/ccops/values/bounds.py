"""Bounds: the least and greatest value something can have, and how sums and products move them."""

from __future__ import annotations

from fractions import Fraction

import attrs


@attrs.frozen
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
        if self.low is not None and self.low >= 0 and other.low is not None and other.low >= 0:
            return Bounds(self.low * other.low, _product(self.high, other.high))
        corners = [_product(a, b) for a in (self.low, self.high) for b in (other.low, other.high)]
        known = [each for each in corners if each is not None]
        if len(known) < len(corners):
            return Bounds()
        return Bounds(min(known), max(known))

    def divided_by(self, divisor: Bounds) -> Bounds:
        """Return the bounds of a quotient; known only where the divisor stays off zero."""
        if divisor.low is None or divisor.low <= 0 or divisor.high is None:
            nothing_negative = self.is_non_negative and divisor.is_non_negative
            return Bounds(Fraction(0)) if nothing_negative else Bounds()
        return self * Bounds(1 / divisor.high, 1 / divisor.low)

    def union(self, other: Bounds) -> Bounds:
        """Return the least bounds that hold for both."""
        low = None if self.low is None or other.low is None else min(self.low, other.low)
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Bounds(low, high)

    @property
    def is_non_negative(self) -> bool:
        """Whether nothing below zero is possible."""
        return self.low is not None and self.low >= 0

    @property
    def excludes_zero(self) -> bool:
        """Whether zero is impossible."""
        above = self.low is not None and self.low > 0
        below = self.high is not None and self.high < 0
        return above or below

    def holds(self, value: Fraction) -> bool:
        """Say whether a value lies inside."""
        above = self.low is None or self.low <= value
        return above and (self.high is None or value <= self.high)


def _sum(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    return None if left is None or right is None else left + right


def _product(left: Fraction | None, right: Fraction | None) -> Fraction | None:
    return None if left is None or right is None else left * right
