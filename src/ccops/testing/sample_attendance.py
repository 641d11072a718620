"""Leave and punches of a sample month: who was away, who came late, which punch is missing."""

from __future__ import annotations

import datetime as dt
from itertools import islice
from typing import TYPE_CHECKING, Final

import attrs

from ccops.testing.sample_days import SampleDays, second_at
from ccops.testing.sample_draws import happens, some_of
from ccops.testing.sample_people import Person, Story
from ccops.testing.sample_roster import Duty

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_MINUTE: Final = 60
#: Half of the counted hours of an R shift, and the seconds before its end at which one leaves.
_HALF_R: Final = "5.5"
_HALF_R_SECONDS: Final = 19_800
#: Kinds of leave, one in how many usual agents takes it this month, and from how many shifts.
_USUAL_LEAVE: Final = (
    ("annual", 8, 2),
    ("sick", 18, 1),
    ("personal", 25, 1),
    ("marriage", 120, 3),
)
_LATE_PERMILLE: Final = 10
_EARLY_PERMILLE: Final = 3
_MISSING_PERMILLE: Final = 15


@attrs.frozen(kw_only=True)
class Leave:
    """One leave in whole days, or ``hours`` of one shift. ``is_approved``: it was allowed."""

    person: Person
    kind: str
    first: dt.date
    last: dt.date
    hours: str = ""
    is_approved: bool = True

    def covers(self, duty: Duty) -> bool:
        """Say whether it takes of a shift."""
        is_own = self.person.employee_id == duty.person.employee_id
        return is_own and self.first <= duty.day <= self.last


@attrs.frozen(kw_only=True)
class Presence:
    """When somebody came to a shift and left it, in seconds of UTC.

    ``punches`` are which of the two moments were punched; ``corrected`` is the one that
    somebody else put in later.
    """

    duty: Duty
    came: int
    left: int
    punches: tuple[str, ...] = ("in", "out")
    corrected: str = ""


def make_leave(
    chance: random.Random, roster: Iterable[Duty], people: Sequence[Person], days: SampleDays
) -> tuple[Leave, ...]:
    """Return the leave of the month, by staff number and day."""
    duties = _by_person(duty for duty in roster if days.attendance.holds(duty.day))
    found = [leave for person in people for leave in _leave_of_story(person, duties, days)]
    usual = [each for each in people if each.story is Story.USUAL and each.is_agent]
    drawn = iter(some_of(chance, usual, len(usual)))
    for kind, one_in, shifts in _USUAL_LEAVE:
        found += [
            _leave_of_shifts(chance, person, kind, duties[person.employee_id], shifts)
            for person in islice(drawn, max(1, len(usual) // one_in))
        ]
    return tuple(sorted(found, key=lambda each: (each.person.employee_id, each.first)))


def make_presences(
    chance: random.Random, roster: Iterable[Duty], leave: Iterable[Leave], days: SampleDays
) -> tuple[Presence, ...]:
    """Return when everybody came and left, shift by shift; nobody on a whole shift's leave.

    Within the attendance period one punch is missing, and somebody put it in; what is missing
    after that is still open, as it is in a center whose next period has just begun.
    """
    away: dict[str, list[Leave]] = {}
    for each in leave:
        away.setdefault(each.person.employee_id, []).append(each)
    found: list[Presence] = []
    is_corrected = False
    for duty in roster:
        taken = [each for each in away.get(duty.person.employee_id, ()) if each.covers(duty)]
        if any(not each.hours for each in taken):
            continue
        presence = _presence(chance, duty, is_half=bool(taken))
        is_usual = duty.person.is_agent and duty.person.story is Story.USUAL
        if is_usual and not is_corrected and duty.day == days.day(10):
            presence, is_corrected = attrs.evolve(presence, corrected="out"), True
        elif not days.attendance.holds(duty.day) and happens(chance, _MISSING_PERMILLE):
            presence = attrs.evolve(presence, punches=("in",))
        found.append(presence)
    return tuple(found)


def _by_person(roster: Iterable[Duty]) -> dict[str, list[Duty]]:
    found: dict[str, list[Duty]] = {}
    for duty in roster:
        found.setdefault(duty.person.employee_id, []).append(duty)
    return found


def _leave_of_story(
    person: Person, duties: Mapping[str, Sequence[Duty]], days: SampleDays
) -> Iterator[Leave]:
    """Yield the leave that makes a story."""
    own = duties.get(person.employee_id, ())
    if person.story is Story.MATERNITY:
        first, last = person.away_from or days.day(-40), person.away_until or days.day(117)
        yield Leave(person=person, kind="maternity", first=first, last=last)
    elif person.story is Story.ABSENT_THREE:
        yield _whole(own[3], "sick")
        yield _whole(own[8], "personal")
        yield _whole(own[9], "personal")
    elif person.story is Story.ABSENT_HALF:
        yield _whole(own[2], "sick")
        yield _whole(own[3], "sick")
        half = next(duty for duty in own[6:] if duty.shift == "R")
        yield Leave(person=person, kind="personal", first=half.day, last=half.day, hours=_HALF_R)
    elif person.story is Story.IN_NOTICE:
        missed = next(duty for duty in own if person.notice_from and duty.day > person.notice_from)
        yield attrs.evolve(_whole(missed, "personal"), is_approved=False)


def _leave_of_shifts(
    chance: random.Random, person: Person, kind: str, own: Sequence[Duty], shifts: int
) -> Leave:
    """Return leave from so many shifts in a row."""
    first = chance.randrange(len(own) - shifts + 1)
    taken = own[first : first + shifts]
    return Leave(person=person, kind=kind, first=taken[0].day, last=taken[-1].day)


def _whole(duty: Duty, kind: str) -> Leave:
    return Leave(person=duty.person, kind=kind, first=duty.day, last=duty.day)


def _presence(chance: random.Random, duty: Duty, *, is_half: bool) -> Presence:
    came = duty.starts - 60 * chance.randrange(2, 16) - chance.randrange(60)
    left = duty.ends + 60 * chance.randrange(1, 13) + chance.randrange(60)
    if happens(chance, _LATE_PERMILLE):
        came = duty.starts + _MINUTE * chance.randrange(1, 26)
    if is_half:
        left = duty.ends - _HALF_R_SECONDS + _MINUTE * chance.randrange(1, 5)
    elif happens(chance, _EARLY_PERMILLE):
        left = duty.ends - _MINUTE * chance.randrange(5, 31)
    return Presence(duty=duty, came=came, left=left)


def requested_at(leave: Leave) -> int:
    """Return the second at which a leave was asked for: some days before, sick leave that day."""
    is_sudden = leave.kind == "sick"
    day = leave.first if is_sudden else leave.first - dt.timedelta(days=5)
    return second_at(day, 430 if is_sudden else 600)
