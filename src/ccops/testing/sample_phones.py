"""Who is on the phone when in a sample month: shifts without breaks, and as many as calls take.

Where people have other work beside the phone, only as many sign on as the calls of a half-hour
want; the others write, sort orders and refunds, and take their turn later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.testing.sample_callers import calls_due
from ccops.testing.sample_days import local_time
from ccops.testing.sample_people import Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.testing.sample_attendance import Presence

#: Minutes after its start at which a shift's breaks begin for the first who go (S1-26). They go
#: in four parts, one after another, half an hour each.
_BREAKS: Final = {
    "R": (150, 480), "C": (120,), "W": (240,),
    "E": (225,), "L": (195,), "N": (180,), "O": (150,),
}  # fmt: skip
_BREAK_SECONDS: Final = 1_800
_BREAK_PARTS: Final = 4
_MINUTE: Final = 60
_HALF_HOUR: Final = 1_800
_HALF_HOURS: Final = 48
#: The seconds a call takes, which the plan reckons with.
_CALL_SECONDS: Final = 250
#: People beyond the load of a half-hour in hundredths: of the load, and of its root.
_OF_LOAD, _OF_ROOT = 104, 48
#: After so many half-hours on the phone somebody else takes the turn.
_LONGEST_TURN: Final = 6


@attrs.frozen(kw_only=True)
class Stretch:
    """A time on the phone: from coming or the end of a break to a break or leaving."""

    person: Person
    begins: int
    ends: int


def make_stretches(presences: Iterable[Presence]) -> tuple[Stretch, ...]:
    """Return the times on the phone of everybody who takes calls, as they begin."""
    found = [
        Stretch(person=presence.duty.person, begins=begins, ends=ends)
        for presence in presences
        if presence.duty.person.takes_calls(presence.duty.day)
        for begins, ends in on_phone(presence)
    ]
    return _by_begin(found)


def _by_begin(found: Iterable[Stretch]) -> tuple[Stretch, ...]:
    return tuple(sorted(found, key=lambda each: (each.begins, each.person.employee_id)))


def on_phone(presence: Presence) -> Iterator[tuple[int, int]]:
    """Yield the times of a shift on the phone: within shift and presence, breaks left out.

    Who was there in time logs in within a minute of the start.
    """
    duty = presence.duty
    begins = max(duty.starts + presence.came % _MINUTE, presence.came)
    ends = min(duty.ends, presence.left)
    turn = duty.person.turn
    wait = (turn + turn // _BREAK_PARTS) % _BREAK_PARTS * _BREAK_SECONDS
    for minute in _BREAKS[duty.shift]:
        pause = duty.starts + minute * _MINUTE + wait
        if begins < pause < ends - _BREAK_SECONDS:
            yield begins, pause
            begins = pause + _BREAK_SECONDS
    if begins < ends:
        yield begins, ends


# -- as many as calls take --------------------------------------------------------------------


def planned(calls: int, second: int) -> int:
    """Return how many are to be on the phone in the half-hour that begins with a second.

    >>> planned(1_000, 1_791_424_800)  # a Thursday morning at 10
    9
    """
    begins = local_time(second)
    place = begins.hour * 2 + begins.minute // 30
    due, parts = calls_due(calls, begins.date(), place)
    load = 10_000 * due * _CALL_SECONDS // (parts * _HALF_HOUR)  # in ten-thousandths of a person
    wanted = load * _OF_LOAD + _root(load * 10_000) * _OF_ROOT
    return max(1, -(-wanted // 1_000_000))


def _root(number: int) -> int:
    from math import isqrt

    return isqrt(number)


def taking_turns(stretches: Sequence[Stretch], calls: int) -> tuple[Stretch, ...]:
    """Return the times on the phone where only as many sign on as the calls want.

    ``stretches`` are the times everybody is there; ``calls`` come on a usual weekday.
    """
    turns = _Turns()
    begins = min(each.begins for each in stretches) // _HALF_HOUR * _HALF_HOUR
    last = max(each.ends for each in stretches)
    coming = list(reversed(stretches))
    there: list[Stretch] = []
    while begins < last:
        ends = begins + _HALF_HOUR
        while coming and coming[-1].begins < ends:
            there.append(coming.pop())
        there = [each for each in there if each.ends > begins]
        turns.half_hour(begins, there, planned(calls, begins))
        begins = ends
    return _by_begin(turns.closed())


class _Turns:
    """Whose turn it is, half-hour by half-hour."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[Stretch, int]] = {}
        self._done: list[Stretch] = []
        self._total: dict[str, int] = {}

    def half_hour(self, begins: int, there: Sequence[Stretch], wanted: int) -> None:
        """Say who is on the phone in a half-hour, of those who are there."""
        here = {
            each.person.employee_id: each
            for each in there
            if each.begins <= begins + _MINUTE < each.ends
        }
        order = sorted(here, key=lambda who: self._place(here[who], begins))
        taken = order[:wanted]
        for who in tuple(self._open):
            if who not in taken or self._open[who][0] is not here[who]:
                self._close(who, begins)
        for who in taken:
            if who not in self._open:
                self._open[who] = (here[who], max(here[who].begins, begins))

    def _place(self, stretch: Stretch, begins: int) -> tuple[int, int, str]:
        """Return in which order somebody is taken: who is on stays, unless he leaves or is tired.

        Of the others it is the turn of whoever was on the phone least.
        """
        who = stretch.person.employee_id
        is_on = who in self._open
        is_leaving = stretch.ends < begins + _HALF_HOUR
        is_tired = is_on and begins - self._open[who][1] >= _LONGEST_TURN * _HALF_HOUR
        place = 3 if is_leaving else 2 if is_tired else 0 if is_on else 1
        return place, self._total.get(who, 0), who

    def closed(self) -> list[Stretch]:
        """Return every time on the phone, the last ones up to the end."""
        for who in tuple(self._open):
            self._close(who, self._open[who][0].ends)
        return self._done

    def _close(self, who: str, at: int) -> None:
        stretch, begins = self._open.pop(who)
        ends = min(at, stretch.ends)
        if ends > begins:
            self._total[who] = self._total.get(who, 0) + ends - begins
            self._done.append(attrs.evolve(stretch, begins=begins, ends=ends))
