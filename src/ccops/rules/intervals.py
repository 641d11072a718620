"""Intervals of exact numbers with open and closed ends, and unions of them.

An end is a *cut* between numbers: just before a number or just after it. Cuts have one order,
so that open and closed ends never need a case of their own.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Side of infinity (-1, 0, 1), the number, and 0 before it or 1 after it.
Cut = tuple[int, Fraction, int]

BEFORE_ALL: Final[Cut] = (-1, Fraction(0), 0)
AFTER_ALL: Final[Cut] = (1, Fraction(0), 0)
#: The powers of ten tried for an easy number, thousands first.
_EASY_UNITS: Final = tuple(Fraction(10) ** power for power in range(3, -10, -1))


def before(number: Fraction) -> Cut:
    """Return the cut just before a number."""
    return (0, number, 0)


def after(number: Fraction) -> Cut:
    """Return the cut just after a number."""
    return (0, number, 1)


def is_finite(cut: Cut) -> bool:
    """Say whether a cut stands at a number."""
    return cut[0] == 0


@frozen
class Interval:
    """The numbers between two cuts."""

    start: Cut = BEFORE_ALL
    stop: Cut = AFTER_ALL

    @property
    def is_empty(self) -> bool:
        """Whether no number lies inside."""
        return self.start >= self.stop

    @property
    def is_open(self) -> bool:
        """Whether both ends are numbers that do not belong to it."""
        finite = is_finite(self.start) and is_finite(self.stop)
        return finite and self.start[2] == 1 and self.stop[2] == 0

    def holds(self, number: Fraction) -> bool:
        """Say whether a number lies inside."""
        return self.start <= before(number) and after(number) <= self.stop

    def has_multiple(self, step: Fraction) -> bool:
        """Say whether a multiple of a step lies inside."""
        if not (is_finite(self.start) and is_finite(self.stop)):
            return not self.is_empty
        return self.holds(first_whole(self.start, step) * step)


def first_whole(cut: Cut, step: Fraction) -> int:
    """Return the least whole k with ``k * step`` behind a cut at a number."""
    parts = cut[1] / step
    return floor(parts) + 1 if cut[2] else ceil(parts)


def last_whole(cut: Cut, step: Fraction) -> int:
    """Return the greatest whole k with ``k * step`` in front of a cut at a number."""
    return first_whole(cut, step) - 1


def union(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return the same numbers as intervals in order that neither meet nor touch."""
    joined: list[Interval] = []
    for each in sorted(
        (one for one in intervals if not one.is_empty), key=lambda one: (one.start, one.stop)
    ):
        if joined and each.start <= joined[-1].stop:
            joined[-1] = Interval(joined[-1].start, max(joined[-1].stop, each.stop))
        else:
            joined.append(each)
    return tuple(joined)


def complement(intervals: tuple[Interval, ...]) -> tuple[Interval, ...]:
    """Return all other numbers; the intervals are a ``union``."""
    starts = (BEFORE_ALL, *(each.stop for each in intervals))
    stops = (*(each.start for each in intervals), AFTER_ALL)
    gaps = (Interval(start, stop) for start, stop in zip(starts, stops, strict=True))
    return tuple(each for each in gaps if not each.is_empty)


def easy_number(interval: Interval, step: Fraction | None = None) -> Fraction:
    """Return a number of an interval that people read easily: few digits, about the middle.

    With ``step`` it is a multiple of the step, of which the interval must hold one.
    """
    middle = _middle(interval)
    for unit in _EASY_UNITS:
        easy = round(middle / unit) * unit
        inside = interval.start < before(easy) and after(easy) < interval.stop
        if inside and (step is None or (easy / step).denominator == 1):
            return easy
    if step is None or interval.start[0] < 0:
        return middle
    return first_whole(interval.start, step) * step


def _middle(interval: Interval) -> Fraction:
    start, stop = interval.start, interval.stop
    if is_finite(start) and is_finite(stop):
        return (start[1] + stop[1]) / 2
    if is_finite(start):
        return start[1] + max(abs(start[1]), Fraction(1))
    if is_finite(stop):
        return stop[1] - max(abs(stop[1]), Fraction(1))
    return Fraction(0)
