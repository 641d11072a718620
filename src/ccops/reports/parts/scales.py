"""Scales of charts: ticks at round values, and values rounded for showing only."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

_STEPS = (1, 2, 5)
_MOST_TICKS = 5
_HOUR = 3_600
#: Steps of a clock in seconds, below the hour.
_CLOCK_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800)


def round_steps(greatest: int) -> tuple[int, ...]:
    """Return ticks from 0 at round values, at most five steps, the last not below ``greatest``.

    >>> round_steps(87)
    (0, 20, 40, 60, 80, 100)
    """
    power = 1
    while True:
        for step in _STEPS:
            size = step * power
            count = max(1, -(-greatest // size))
            if count <= _MOST_TICKS:
                return tuple(size * number for number in range(count + 1))
        power *= 10


def clock_steps(greatest: int) -> tuple[int, ...]:
    """Return such ticks for seconds, at values that are round on a clock.

    >>> clock_steps(234)
    (0, 60, 120, 180, 240)
    """
    for size in _CLOCK_STEPS:
        count = max(1, -(-greatest // size))
        if count <= _MOST_TICKS:
            return tuple(size * number for number in range(count + 1))
    return tuple(_HOUR * hours for hours in round_steps(-(-greatest // _HOUR)))


def half_up(number: Fraction, digits: int) -> Decimal:
    """Return a number to so many decimals for showing, half away from zero.

    >>> from fractions import Fraction
    >>> half_up(Fraction(1, 3), 2), half_up(Fraction(-5, 2), 0)
    (Decimal('0.33'), Decimal('-3'))
    """
    scaled = abs(number) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-whole if number < 0 else whole).scaleb(-digits)


def shares_of(counts: tuple[int, ...], *, whole: int = 10_000) -> tuple[int, ...]:
    """Return the parts of a whole by largest remainder, so that they add up to it.

    >>> shares_of((1, 1, 1), whole=100)
    (34, 33, 33)
    """
    total = sum(counts)
    if not total:
        return tuple(0 for _ in counts)
    parts = [count * whole // total for count in counts]
    order = sorted(range(len(counts)), key=lambda n: (-(counts[n] * whole % total), n))
    for number in order[: whole - sum(parts)]:
        parts[number] += 1
    return tuple(parts)
