"""Who comes of those on the roster: somebody on approved leave is no coverage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.worktime.leave import Leave
    from ccops.worktime.roster import RosterShift


def present_shifts(
    roster: Sequence[RosterShift], leave: Iterable[Leave]
) -> tuple[RosterShift, ...]:
    """Return the shifts of a roster without what approved leave takes of them.

    Leave in days takes every shift that starts on one of them, leave in times of day what lies
    within, which may leave two pieces. Of hours without their time nobody knows which they are:
    the shift counts whole.
    """
    taken: dict[str, list[Leave]] = {}
    for each in leave:
        if each.approved and each.hours_ms is None:
            taken.setdefault(each.employee_id, []).append(each)
    return tuple(
        piece for shift in roster for piece in _pieces(shift, taken.get(shift.employee_id, ()))
    )


def _pieces(shift: RosterShift, leave: Sequence[Leave]) -> Iterator[RosterShift]:
    """Yield what is left of a shift, in order."""
    if any(_takes_whole(each, shift) for each in leave):
        return
    spans = [(shift.times.first, shift.times.last)]
    for each in leave:
        if not each.whole_days:
            spans = [left for span in spans for left in _without(span, (each.first, each.last))]
    for first, last in spans:
        if (first, last) == (shift.times.first, shift.times.last):
            yield shift
        else:
            yield attrs.evolve(shift, times=attrs.evolve(shift.times, first=first, last=last))


def _takes_whole(leave: Leave, shift: RosterShift) -> bool:
    return leave.whole_days and leave.first_day <= shift.work_date <= leave.last_day


def _without(span: tuple[int, int], taken: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield what lies of a span before and after a part that is taken out of it."""
    (first, last), (begins, ends) = span, taken
    if min(last, begins) > first:
        yield first, min(last, begins)
    if last > max(first, ends):
        yield max(first, ends), last
