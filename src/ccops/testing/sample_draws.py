"""Draws of a sample month: whole numbers only, so that a seed gives the same month everywhere."""

from __future__ import annotations

import random
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

_Thing = TypeVar("_Thing")
_DICE = 4


class Chance(random.Random):
    """Draws the numbers of ``random.Random``, in half the time: a month takes half a million."""

    def randrange(self, start: int, stop: int | None = None, step: int = 1) -> int:
        """Return a whole number from ``start``, or 0, up to the last before ``stop``."""
        first, span = (0, start) if stop is None else (start, stop - start)
        if step != 1 or span <= 0:
            return super().randrange(start, stop, step)
        bits = span.bit_length()
        drawn = self.getrandbits(bits)
        while drawn >= span:
            drawn = self.getrandbits(bits)
        return first + drawn


def bell(chance: random.Random, low: int, high: int) -> int:
    """Return a whole number between two bounds, both included, most often near their middle."""
    span = high - low + 1
    thrown = sum(chance.randrange(span) for _ in range(_DICE))
    return low + (thrown + _DICE // 2) // _DICE


def happens(chance: random.Random, permille: int) -> bool:
    """Say whether something happens that happens so many times in a thousand."""
    return chance.randrange(1_000) < permille


def one_of(chance: random.Random, things: Sequence[_Thing]) -> _Thing:
    """Return one thing of a sequence that is not empty."""
    return things[chance.randrange(len(things))]


def some_of(chance: random.Random, things: Sequence[_Thing], count: int) -> tuple[_Thing, ...]:
    """Return so many different things, in the order drawn; all of them where there are fewer."""
    left = list(things)
    return tuple(left.pop(chance.randrange(len(left))) for _ in range(min(count, len(left))))


class Weights:
    """Weights of which one is drawn again and again; their sums are made once."""

    def __init__(self, *weights: int) -> None:
        self._edges = tuple(accumulate(weights))

    def drawn(self, chance: random.Random) -> int:
        """Return the number of a weight, the heavier the more often."""
        return bisect_right(self._edges, chance.randrange(self._edges[-1]))


def apart(chance: random.Random) -> random.Random:
    """Return a source of its own, so that what draws from it moves nothing else."""
    return Chance(chance.getrandbits(64))
