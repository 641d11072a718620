"""Who is on the phone when in a sample month: as many as the calls of a half-hour want.

People are signed on from start to end of a shift. Meals and rests take them from the phone, and
whom the calls do not want does other work.
"""

from __future__ import annotations

import itertools
from collections import Counter
from math import isqrt
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import attrs

from ccops.testing.sample_callers import HALF_HOUR
from ccops.testing.sample_people import Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ccops.testing.sample_attendance import Presence
    from ccops.testing.sample_callers import Caller

#: Minutes after its start at which a shift's meals begin for the first who go (S1-26). They go
#: in four parts, one after another, half an hour each.
_MEALS: Final = {
    "R": (150, 480), "C": (120,), "W": (240,),
    "E": (225,), "L": (195,), "N": (180,), "O": (150,),
}  # fmt: skip
_MEAL_SECONDS: Final = 1_800
_PARTS: Final = 4
_MINUTE: Final = 60
#: A rest comes every so many seconds, the first one after some of them, and lasts so long.
_REST_EVERY: Final = 9_000
_FIRST_REST: Final = 4_200
_REST_SECONDS: Final = (540, 900)
#: The seconds a call takes with the work after it, which the plan reckons with.
_CALL_SECONDS: Final = 282
#: People beyond the load of a half-hour in hundredths: of the load, and of its root.
_OF_LOAD, _OF_ROOT = 104, 38
#: After so many half-hours on the phone somebody else takes the turn.
_LONGEST_TURN: Final = 8
#: Every so many times away from the phone is a training.
_TRAINING_EVERY: Final = 5

#: No role takes a share alone.
NO_SHARES: Final[Mapping[str, int]] = MappingProxyType({})
#: Why somebody who is signed on takes no calls.
MEAL, REST, OFFICE, TRAINING = "meal", "rest", "back_office", "training"


@attrs.frozen(kw_only=True)
class Stretch:
    """A time on the phone: from signing on or the end of a pause to a pause or signing off."""

    person: Person
    begins: int
    ends: int


@attrs.frozen(kw_only=True)
class Pause:
    """A time in which somebody who is signed on takes no calls, and why."""

    begins: int
    ends: int
    reason: str


@attrs.frozen(kw_only=True)
class Sitting:
    """A shift at the telephone from signing on to signing off, with its pauses in order."""

    person: Person
    begins: int
    ends: int
    pauses: tuple[Pause, ...] = ()

    def stretches(self) -> Iterator[Stretch]:
        """Yield the times on the phone."""
        begins = self.begins
        for pause in self.pauses:
            if begins < pause.begins:
                yield Stretch(person=self.person, begins=begins, ends=pause.begins)
            begins = pause.ends
        if begins < self.ends:
            yield Stretch(person=self.person, begins=begins, ends=self.ends)


def make_sittings(presences: Iterable[Presence]) -> tuple[Sitting, ...]:
    """Return the shifts of everybody who takes calls, as they begin, with meals and rests."""
    found = [
        _sitting(presence)
        for presence in presences
        if presence.duty.person.takes_calls(presence.duty.day)
    ]
    kept = [each for each in found if each.begins < each.ends]
    return tuple(sorted(kept, key=lambda each: (each.begins, each.person.employee_id)))


def on_the_phone(sittings: Iterable[Sitting]) -> tuple[Stretch, ...]:
    """Return the times on the phone, as they begin."""
    found = [stretch for each in sittings for stretch in each.stretches()]
    return tuple(sorted(found, key=lambda each: (each.begins, each.person.employee_id)))


def _sitting(presence: Presence) -> Sitting:
    """Return a shift at the telephone. Who was there in time signs on within a minute."""
    duty = presence.duty
    begins = max(duty.starts + presence.came % _MINUTE, presence.came)
    ends = min(duty.ends, presence.left)
    turn = duty.person.turn
    wait = (turn + turn // _PARTS) % _PARTS * _MEAL_SECONDS
    meals = [duty.starts + minute * _MINUTE + wait for minute in _MEALS[duty.shift]]
    pauses = [
        Pause(begins=each, ends=each + _MEAL_SECONDS, reason=MEAL)
        for each in meals
        if begins < each < ends - _MEAL_SECONDS
    ]
    least, most = _REST_SECONDS
    first = duty.starts + _FIRST_REST + turn * 7 % 20 * _MINUTE
    for rest in range(first, ends - most, _REST_EVERY):
        lasts = least + (presence.came + rest) * 31 % (most - least)
        if begins < rest and all(rest + lasts < p.begins or rest > p.ends for p in pauses):
            pauses.append(Pause(begins=rest, ends=rest + lasts, reason=REST))
    pauses.sort(key=lambda each: each.begins)
    return Sitting(person=duty.person, begins=begins, ends=ends, pauses=tuple(pauses))


def sharing(sitting: Sitting, seconds: int) -> Sitting:
    """Return the shift of somebody who takes a share of the calls alone.

    He is on the phone for so long from signing on and from each meal on.
    """
    begins, pauses = sitting.begins, list[Pause]()
    meals = [each for each in sitting.pauses if each.reason == MEAL]
    for until, meal in (*((each.begins, each) for each in meals), (sitting.ends, None)):
        if begins + seconds < until:
            pauses.append(Pause(begins=begins + seconds, ends=until, reason=OFFICE))
        if meal is not None:
            pauses.append(meal)
            begins = meal.ends
    return attrs.evolve(sitting, pauses=tuple(pauses))


# -- as many as calls take --------------------------------------------------------------------


def wanted(calls: int) -> int:
    """Return how many are to be on the phone in a half-hour with so many calls.

    >>> [wanted(calls) for calls in (0, 1, 6, 20, 40)]
    [0, 1, 2, 4, 8]
    """
    load = 10_000 * calls * _CALL_SECONDS // HALF_HOUR  # in ten-thousandths of a person
    people = load * _OF_LOAD + isqrt(load * 10_000) * _OF_ROOT
    return -(-people // 1_000_000)


def taking_turns(
    sittings: Iterable[Sitting],
    callers: Iterable[Caller],
    shares: Mapping[str, int] = NO_SHARES,
) -> tuple[Sitting, ...]:
    """Return the shifts with only as many on the phone as the calls of a half-hour want.

    The others are at work that waits: orders, refunds, letters; or they are in a training.
    ``shares`` are the roles that take a share of the calls alone, beside the others, and for
    how many seconds.
    """
    every = tuple(sittings)
    agents = tuple(each for each in every if each.person.role not in shares)
    others = (each for each in every if each.person.role in shares)
    return (
        *_by_turns(agents, Counter(each.arrives // HALF_HOUR for each in callers)),
        *(sharing(each, shares[each.person.role]) for each in others),
    )


def _by_turns(sittings: Sequence[Sitting], coming: Mapping[int, int]) -> Iterator[Sitting]:
    turns = _Turns()
    place = min(each.begins for each in sittings) // HALF_HOUR
    waiting = list(reversed(sittings))
    there: list[Sitting] = []
    while waiting or there:
        begins = place * HALF_HOUR
        while waiting and waiting[-1].begins < begins + HALF_HOUR:
            there.append(waiting.pop())
        there = [each for each in there if each.ends > begins]
        turns.half_hour(place, there, wanted(coming.get(place, 0)))
        place += 1
    for number, each in enumerate(sittings):
        yield attrs.evolve(each, pauses=tuple(_merged(each, turns.taken(each), number)))


class _Turns:
    """Whose turn it is, half-hour by half-hour."""

    def __init__(self) -> None:
        self._on_since: dict[str, int] = {}
        self._total: Counter[str] = Counter()
        self._taken: dict[str, set[int]] = {}

    def taken(self, sitting: Sitting) -> Iterable[int]:
        """Return the half-hours somebody was on the phone in."""
        return self._taken.get(sitting.person.employee_id, ())

    def half_hour(self, place: int, there: Sequence[Sitting], count: int) -> None:
        """Say who is on the phone in a half-hour, of those who are there."""
        here = {each.person.employee_id: each for each in there if _is_there(each, place)}
        chosen = set(sorted(here, key=lambda who: self._place(who, place))[:count])
        for who in chosen:
            self._on_since.setdefault(who, place)
            self._total[who] += 1
            self._taken.setdefault(who, set()).add(place)
        for who in [each for each in self._on_since if each not in chosen]:
            del self._on_since[who]

    def _place(self, who: str, place: int) -> tuple[int, int, str]:
        """Return in which order somebody is taken: who is on stays, unless he is tired.

        Of the others it is the turn of whoever was on the phone least.
        """
        since = self._on_since.get(who)
        order = 1 if since is None else 2 if place - since >= _LONGEST_TURN else 0
        return order, self._total[who], who


def _is_there(sitting: Sitting, place: int) -> bool:
    """Say whether somebody may be on the phone in most of a half-hour, not at a meal."""
    middle = place * HALF_HOUR + HALF_HOUR // 2
    return sitting.begins <= middle < sitting.ends and not any(
        each.reason == MEAL and each.begins <= middle < each.ends for each in sitting.pauses
    )


def _merged(sitting: Sitting, taken: Iterable[int], number: int) -> Iterator[Pause]:
    """Yield the pauses of a shift with the other work, where it was not somebody's turn."""
    is_taken = set(taken)
    edges = {sitting.begins, sitting.ends}
    edges.update(range(-(-sitting.begins // HALF_HOUR) * HALF_HOUR, sitting.ends, HALF_HOUR))
    edges.update(edge for each in sitting.pauses for edge in (each.begins, each.ends))
    pieces = [
        (begins, ends, _reason(sitting, begins, is_taken))
        for begins, ends in itertools.pairwise(sorted(edges))
    ]
    for count, (reason, own) in enumerate(itertools.groupby(pieces, key=lambda each: each[2])):
        together = list(own)
        if reason:
            is_training = reason == OFFICE and not (number + count) % _TRAINING_EVERY
            yield Pause(
                begins=together[0][0],
                ends=together[-1][1],
                reason=TRAINING if is_training else reason,
            )


def _reason(sitting: Sitting, second: int, taken: set[int]) -> str:
    """Return why somebody takes no calls from a second on, nothing where he does."""
    told = [each.reason for each in sitting.pauses if each.begins <= second < each.ends]
    if MEAL in told:
        return MEAL
    if second // HALF_HOUR not in taken:
        return OFFICE
    return told[0] if told else ""
