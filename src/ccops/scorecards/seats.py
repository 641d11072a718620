"""Seats: a whole number divided by size, and a share of one rounded up."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def whole_share(share: Fraction, base: int) -> int:
    """Return a share of a number of calls, rounded up: a part of a call is heard whole.

    >>> whole_share(Fraction(30, 100), 1237)
    372
    """
    return -((-share * base) // 1)


def largest_remainder(seats: int, sizes: Sequence[int]) -> list[int]:
    """Divide seats among groups by their sizes, whole seats only.

    Each gets the whole part of its share; the seats left go to the largest remainders, the
    earlier of two equal ones first. Nobody gets more seats than ``sizes`` where those suffice.

    >>> largest_remainder(5, [7, 2, 1])
    [4, 1, 0]
    """
    whole = sum(sizes)
    if not whole:
        return [0] * len(sizes)
    shares = [Fraction(seats * size, whole) for size in sizes]
    found = [share.numerator // share.denominator for share in shares]
    order = sorted(range(len(sizes)), key=lambda at: (found[at] - shares[at], at))
    for at in order[: seats - sum(found)]:
        found[at] += 1
    return found
