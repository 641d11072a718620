"""Rounding: named, declared, and done once per rule on an exact fraction."""

from __future__ import annotations

import enum
from fractions import Fraction
from typing import assert_never

import attrs

from ccops.frozen import frozen


class RoundingMode(enum.Enum):
    """How the digit after the last is treated; ``HALF_UP`` moves ties away from zero."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    DOWN = "down"
    UP = "up"


def rounded_quotient(numerator: int, denominator: int, mode: RoundingMode) -> int:
    """Return ``numerator / denominator`` as a whole number; the denominator is positive.

    >>> rounded_quotient(-5, 2, RoundingMode.HALF_UP), rounded_quotient(-5, 2, RoundingMode.DOWN)
    (-3, -2)
    """
    sign = -1 if numerator < 0 else 1
    whole, rest = divmod(abs(numerator), denominator)
    match mode:
        case RoundingMode.HALF_UP:
            up = 2 * rest >= denominator
        case RoundingMode.HALF_EVEN:
            up = 2 * rest > denominator or (2 * rest == denominator and whole % 2 == 1)
        case RoundingMode.DOWN:
            up = False
        case RoundingMode.UP:
            up = rest > 0
        case _:
            assert_never(mode)
    return sign * (whole + up)


@frozen(kw_only=True)
class Rounding:
    """Round to the nearest multiple of ``1/scale`` (``to: 0.01`` is scale 100) in a named mode."""

    scale: int = attrs.field(validator=attrs.validators.ge(1))
    mode: RoundingMode

    def units(self, value: Fraction) -> int:
        """Return the rounded value as a whole number of ``1/scale``.

        >>> Rounding(scale=100, mode=RoundingMode.HALF_UP).units(Fraction("84.995"))
        8500
        """
        return rounded_quotient(value.numerator * self.scale, value.denominator, self.mode)

    def apply(self, value: Fraction) -> Fraction:
        """Return the rounded value."""
        return Fraction(self.units(value), self.scale)


class Unrounded(enum.Enum):
    """A rounding that a rule declares to be none: ``round: none``."""

    NONE = "none"
