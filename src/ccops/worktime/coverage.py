"""Coverage: how many people are on duty at every moment, and who relieves whom.

Everything is counted in instants, so that a night on which the clocks change is as long as it was.
"""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.worktime.roster import RosterShift

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


@frozen
class Stretch:
    """A stretch of time, as instants, during which the same number of people is on duty."""

    first: int
    last: int
    people: int


@frozen
class Relief:
    """A moment at which shifts end and somebody stays: how long he was there already."""

    at: int
    ending: tuple[RosterShift, ...]
    overlap_ms: int


def people_on_duty(roster: Iterable[RosterShift], first: int, last: int) -> tuple[Stretch, ...]:
    """Return how many people are on duty between two instants, without gaps and in order.

    Neighbors with the same number are one stretch; nothing between the two: no stretch.
    """
    steps: Counter[int] = Counter()
    for each in roster:
        start, end = max(each.times.first, first), min(each.times.last, last)
        if start < end:
            steps[start] += 1
            steps[end] -= 1
    edges = sorted({first, *steps, last} if first < last else ())
    people = 0
    found: list[Stretch] = []
    for begin, end in itertools.pairwise(edges):
        people += steps[begin]
        if found and found[-1].people == people:
            found[-1] = Stretch(found[-1].first, end, people)
        else:
            found.append(Stretch(begin, end, people))
    return tuple(found)


def reliefs(roster: Sequence[RosterShift]) -> Iterator[Relief]:
    """Yield the moments at which shifts end while others go on, or begin right then.

    ``overlap_ms`` is how long the one who has been there longest of those who stay has been.
    Where nobody stays there is no relief but a gap.
    """
    by_start = sorted(roster, key=lambda each: each.times.first)
    ends: dict[int, list[RosterShift]] = {}
    for each in by_start:
        ends.setdefault(each.times.last, []).append(each)
    open_shifts: list[RosterShift] = []
    waiting = iter(by_start)
    upcoming = next(waiting, None)
    for at in sorted(ends):
        while upcoming is not None and upcoming.times.first <= at:
            open_shifts.append(upcoming)
            upcoming = next(waiting, None)
        open_shifts = [each for each in open_shifts if each.times.last > at]
        if open_shifts:
            yield Relief(at, tuple(ends[at]), at - min(each.times.first for each in open_shifts))
