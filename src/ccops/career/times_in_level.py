"""How long it took to the next level: of those who got there, exactly, and with their number."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.career.graph import ways_up
from ccops.facts import AssignmentKind, assignments_by_employee, employed_states
from ccops.frozen import frozen
from ccops.values import PeriodDays

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.career.ladders import LadderRule
    from ccops.facts import Assignment, Employee


_ONE_DAY: Final = dt.timedelta(days=1)


@frozen(kw_only=True)
class LevelTime:
    """The days people spent in a level before they went up from it.

    ``median`` is that of those who did, of whom there are ``reached``; it is ``None`` where they
    are fewer than ``least``, for so few say nothing. ``waiting`` are in the level now, and
    ``beyond`` of these for longer than the median; they are no part of it. ``left`` went out of
    the level without going up.
    """

    level: str
    reached: int
    waiting: int
    left: int
    least: int
    median: Fraction | None = None
    beyond: int = 0


@frozen
class _Stay:
    level: str
    days: int
    next: str | None
    is_open: bool


def level_times(
    ladder: LadderRule,
    employees: Iterable[Employee],
    assignments: Iterable[Assignment],
    *,
    on: dt.date,
    least: int,
) -> tuple[LevelTime, ...]:
    """Return how long each level of a ladder that leads up took, as it is known on a day.

    Stays are read off the dated changes of level and the spans of employment; one whose first day
    nobody dated is left out, for nobody knows how long it was. ``least`` is how many must have
    gone up for a median to be told. Raises ``ValueError`` for a ``least`` under 1.
    """
    if least < 1:
        raise ValueError("a median wants at least one")
    own = assignments_by_employee(assignments)
    stays = [
        stay for each in employees for stay in _stays(each, own.get(each.employee_id, ()), on)
    ]
    return tuple(
        _time(level, targets, [each for each in stays if each.level == level], least)
        for level, targets in ways_up(ladder).items()
        if targets
    )


def _time(level: str, targets: Sequence[str], stays: Sequence[_Stay], least: int) -> LevelTime:
    up = sorted(each.days for each in stays if each.next in targets)
    waiting = [each.days for each in stays if each.is_open]
    median = _median(up) if len(up) >= least else None
    return LevelTime(
        level=level,
        reached=len(up),
        waiting=len(waiting),
        left=len(stays) - len(up) - len(waiting),
        least=least,
        median=median,
        beyond=0 if median is None else sum(days > median for days in waiting),
    )


def _median(days: Sequence[int]) -> Fraction:
    """Return the middle of sorted days, or the mean of the two in the middle."""
    half = len(days) // 2
    return Fraction(
        days[half] if len(days) % 2 else days[half - 1] + days[half], 2 - len(days) % 2
    )


def _stays(person: Employee, own: Sequence[Assignment], on: dt.date) -> Iterator[_Stay]:
    """Yield the stays of somebody in levels up to a day, those whose first day is dated."""
    dated = {each.first for each in own if each.what is AssignmentKind.LEVEL}
    first = min((each.hired_on for each in person.spans), default=on)
    if first > on:
        return
    stretches = employed_states(person, own, PeriodDays(first, on))
    listed = [(span, state.level) for span, state in stretches if state.level is not None]
    merged: list[tuple[PeriodDays, str]] = []
    for span, level in listed:
        before = merged[-1] if merged else None
        if before and before[1] == level and before[0].last + _ONE_DAY == span.first:
            merged[-1] = (PeriodDays(before[0].first, span.last), level)
        else:
            merged.append((span, level))
    for number, (span, level) in enumerate(merged):
        after = merged[number + 1] if number + 1 < len(merged) else None
        follows = after is not None and span.last + _ONE_DAY == after[0].first
        if span.first in dated:
            following = after[1] if after is not None and follows else None
            yield _Stay(level, span.days, following, span.last == on and not follows)
