"""Who answers whom in a sample month: only agents on shift, each one call at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.testing.sample_callers import ANSWERED, QUEUES, CallEnd, Caller
from ccops.testing.sample_draws import happens, one_of
from ccops.testing.sample_people import Person

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.testing.sample_attendance import Presence

#: Minutes after its start at which a shift's breaks begin for the first who go (S1-26). They go
#: in four parts, one after another, half an hour each.
_BREAKS: Final = {
    "R": (150, 480), "C": (120,), "W": (240,),
    "E": (150,), "L": (150,), "N": (180,), "O": (150,),
}  # fmt: skip
_BREAK_SECONDS: Final = 1_800
_BREAK_PARTS: Final = 4
_MINUTE: Final = 60
#: An agent takes no call in the last seconds of a stretch unless nobody else is there.
_ROOM: Final = 900
_LEAST_ROOM: Final = 60
_LONG_CALL_PERMILLE: Final = 12


@attrs.frozen(kw_only=True)
class Stretch:
    """A time on the phone: from coming or the end of a break to a break or leaving."""

    person: Person
    begins: int
    ends: int


@attrs.frozen(kw_only=True)
class Visit:
    """What became of a caller in one queue. Times in seconds; ``talk`` with what was held.

    ``passed`` is the agent whose phone rang in vain; ``agent`` is ``None`` where nobody
    answered. ``number`` counts the visits of a call from 1.
    """

    caller: Caller
    queue: str
    entered: int
    wait: int
    end: CallEnd
    agent: Person | None = None
    passed: Person | None = None
    talk: int = 0
    number: int = 1

    @property
    def connected(self) -> int:
        """The second at which it was answered, or given up."""
        return self.entered + self.wait


def make_stretches(presences: Iterable[Presence]) -> tuple[Stretch, ...]:
    """Return the times on the phone of everybody who takes calls, as they begin."""
    found = [
        Stretch(person=presence.duty.person, begins=begins, ends=ends)
        for presence in presences
        if presence.duty.person.takes_calls(presence.duty.day)
        for begins, ends in on_phone(presence)
    ]
    return tuple(sorted(found, key=lambda each: (each.begins, each.person.employee_id)))


def on_phone(presence: Presence) -> Iterator[tuple[int, int]]:
    """Yield the times of a shift on the phone: within shift and presence, breaks left out.

    Who was there in time logs in within a minute of the start.
    """
    duty = presence.duty
    begins = max(duty.starts + presence.came % _MINUTE, presence.came)
    ends = min(duty.ends, presence.left)
    wait = duty.person.turn % _BREAK_PARTS * _BREAK_SECONDS
    for minute in _BREAKS[duty.shift]:
        pause = duty.starts + minute * _MINUTE + wait
        if begins < pause < ends - _BREAK_SECONDS:
            yield begins, pause
            begins = pause + _BREAK_SECONDS
    if begins < ends:
        yield begins, ends


def make_visits(
    chance: random.Random,
    callers: Sequence[Caller],
    stretches: Sequence[Stretch],
    queues: tuple[str, str] = QUEUES,
) -> tuple[Visit, ...]:
    """Return what became of every caller, in the order of arrival.

    A caller whom nobody is there to answer hangs up. A blind transfer goes to the other queue.
    """
    floor = _Floor(stretches)
    found: list[Visit] = []
    for caller in callers:
        visit = _visit(chance, floor, caller)
        found.append(visit)
        if visit.agent is not None and visit.end is CallEnd.BLIND_TRANSFER:
            found.append(_second_visit(chance, floor, visit, queues))
    return tuple(found)


class _Floor:
    """Who is on the phone, and until when each is busy; asked in the order of time."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        self._coming = list(reversed(stretches))
        self._present: list[Stretch] = []
        self._free_at: dict[str, int] = {}

    def free(self, second: int) -> list[Stretch]:
        """Return who can take a call, in the order in which they came."""
        while self._coming and self._coming[-1].begins <= second:
            self._present.append(self._coming.pop())
        # Calls are asked for as they arrive; an earlier one may be answered minutes later.
        self._present = [each for each in self._present if each.ends > second - _ROOM]
        able = [
            each
            for each in self._present
            if each.begins <= second < each.ends - _LEAST_ROOM
            and self._free_at.get(each.person.employee_id, 0) <= second
        ]
        roomy = [each for each in able if each.ends - second > _ROOM]
        return roomy or able

    def busy(self, person: Person, until: int) -> None:
        """Note that somebody is busy."""
        self._free_at[person.employee_id] = until


def _visit(chance: random.Random, floor: _Floor, caller: Caller) -> Visit:
    shown = Visit(
        caller=caller,
        queue=caller.queue,
        entered=caller.arrives,
        wait=caller.wait,
        end=caller.end,
    )
    return _answered(chance, floor, shown) if caller.end in ANSWERED else shown


def _second_visit(
    chance: random.Random, floor: _Floor, first: Visit, queues: tuple[str, str]
) -> Visit:
    """Return the visit to the other queue that a blind transfer leads to."""
    shown = attrs.evolve(
        first,
        queue=queues[0] if first.queue == queues[1] else queues[1],
        entered=first.connected + first.talk + 1,
        wait=chance.randrange(4, 40),
        end=CallEnd.CALLER,
        passed=None,
        number=2,
    )
    return _answered(chance, floor, shown)


def _answered(chance: random.Random, floor: _Floor, visit: Visit) -> Visit:
    """Return a visit with the agent who answers it, or abandoned where nobody can."""
    waiting = floor.free(visit.entered)
    free = [each for each in waiting if each.ends > visit.connected + _LEAST_ROOM]
    if not free:
        return attrs.evolve(visit, end=CallEnd.ABANDON, agent=None)
    taken = one_of(chance, free)
    others = [each for each in free if each is not taken]
    room = taken.ends - visit.connected
    talk = min(room, max(visit.caller.least_talk, _talk(chance, taken.person)))
    floor.busy(taken.person, visit.connected + talk + chance.randrange(4, 40))
    passed = None
    if visit.number == 1 and visit.caller.unanswered and others:
        passed = one_of(chance, others).person
        floor.busy(passed, visit.entered + visit.caller.unanswered + 1)
    return attrs.evolve(visit, agent=taken.person, passed=passed, talk=talk)


def _talk(chance: random.Random, person: Person) -> int:
    """Return the seconds of a conversation; a few are about long and difficult things."""
    mean = person.skill.talk_seconds
    if happens(chance, _LONG_CALL_PERMILLE):
        return min(_ROOM - 1, mean * 3)
    return max(8, mean * (250 + chance.randrange(750) + chance.randrange(750)) // 1_000)
