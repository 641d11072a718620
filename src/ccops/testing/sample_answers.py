"""What becomes of the callers of a sample month: a queue, and the agents who are on the phone.

Who calls first is answered first, by whoever has been free for longest; who waits for longer
than his patience gives up. Nothing about waits is drawn: they come of calls and people.
"""

from __future__ import annotations

from collections import deque
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Final

import attrs

from ccops.testing.sample_callers import LONGEST_WAIT, QUEUES, CallEnd, Caller
from ccops.testing.sample_draws import happens
from ccops.testing.sample_people import Person
from ccops.testing.sample_phones import Stretch

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

#: An agent takes no call in the last seconds of a stretch, and none that is likely to outlast it
#: while somebody else is free.
_LEAST_ROOM: Final = 60
_ROOM: Final = 420
_LONGEST_CALL: Final = 900
_LONG_CALL_PERMILLE: Final = 12
#: The seconds of work after a call that cannot wait, how many more there are at most, which are
#: broken off where somebody waits, and those in which an agent is not offered the next call yet.
_AFTER_CALL: Final = 16
_MORE_AFTER: Final = 56
_SLOWEST_MORE: Final = 9
_OFFERED_AFTER: Final = (1, 4)
#: Who comes by a blind transfer waits for so long.
_PATIENCE_AFTER_TRANSFER: Final = 120


@attrs.frozen(kw_only=True)
class Visit:
    """What became of a caller in one queue. Times in seconds; ``talk`` with what was held.

    ``after`` is the work after the call.

    ``passed`` is the agent whose phone rang in vain; ``agent`` is ``None`` where nobody
    answered. ``number`` counts the visits of a call from 1, ``position`` the callers waiting.
    """

    caller: Caller
    queue: str
    entered: int
    wait: int
    end: CallEnd
    agent: Person | None = None
    passed: Person | None = None
    talk: int = 0
    after: int = 0
    number: int = 1
    position: int = 1

    @property
    def connected(self) -> int:
        """The second at which it was answered, or given up."""
        return self.entered + self.wait

    def told(self, *, queue: str, agent: Person | None, wait: int, talk: int, after: int) -> Visit:
        """Return the visit of a queue with who answered it, and how long each part of it took."""
        # Written out: to evolve one takes three times as long, and a month has tens of thousands.
        return Visit(
            caller=self.caller,
            queue=queue,
            entered=self.entered,
            wait=wait,
            end=self.end,
            agent=agent,
            passed=self.passed,
            talk=talk,
            after=after,
            number=self.number,
            position=self.position,
        )


def make_visits(
    chance: random.Random,
    callers: Sequence[Caller],
    stretches: Sequence[Stretch],
    queues: tuple[str, str] = QUEUES,
) -> tuple[Visit, ...]:
    """Return what became of every caller, in the order in which they enter a queue.

    A blind transfer goes to the other queue.
    """
    floor = _Floor(chance, stretches)
    found: list[Visit] = []
    transferred: list[tuple[int, str, str, Caller]] = []
    for caller in callers:
        while transferred and transferred[0][0] < caller.arrives:
            entered, _, queue, other = heappop(transferred)
            found.append(floor.visit(other, queue, entered, number=2))
        visit = floor.visit(caller, caller.queue, caller.arrives, number=1)
        found.append(visit)
        if visit.agent is not None and visit.end is CallEnd.BLIND_TRANSFER:
            queue = queues[0] if visit.queue == queues[1] else queues[1]
            handed = attrs.evolve(
                caller, end=CallEnd.CALLER, patience=_PATIENCE_AFTER_TRANSFER, unanswered=0
            )
            heappush(
                transferred, (visit.connected + visit.talk + 1, caller.call_id, queue, handed)
            )
    while transferred:
        entered, _, queue, other = heappop(transferred)
        found.append(floor.visit(other, queue, entered, number=2))
    return tuple(found)


#: Somebody on the phone: free from a second on, then by staff number; the stretch comes last.
_Free = tuple[int, str, int, Stretch]


class _Floor:
    """Who is on the phone, and until when each is busy; asked in the order of time."""

    def __init__(self, chance: random.Random, stretches: Sequence[Stretch]) -> None:
        self._chance = chance
        self._coming = list(reversed(stretches))
        self._free: list[_Free] = []
        self._busy_until: dict[str, int] = {}
        self._waiting: deque[int] = deque()

    def visit(self, caller: Caller, queue: str, entered: int, *, number: int) -> Visit:
        """Return what becomes of a caller who enters a queue."""
        shown = Visit(
            caller=caller,
            queue=queue,
            entered=entered,
            wait=0,
            end=caller.end,
            number=number,
            position=self._position(entered),
        )
        free = self._next(entered)
        if free is None:
            return self._left(shown)
        starts = max(entered, free[0])
        passed, rings = None, caller.ring
        if caller.unanswered and starts == entered and self._free:
            passed, rings = self._passed(shown, free[3].person), caller.ring + caller.unanswered
        if starts - entered + (rings if passed is None else 0) > min(
            caller.patience, LONGEST_WAIT
        ):
            heappush(self._free, free)
            return self._left(shown)
        return self._answered(shown, free, (starts - entered + rings, passed))

    def _position(self, entered: int) -> int:
        """Return which place of those who wait a caller has."""
        while self._waiting and self._waiting[0] <= entered:
            self._waiting.popleft()
        return len(self._waiting) + 1

    def _next(self, entered: int) -> _Free | None:
        """Take who is free first, and does not leave at once."""
        while self._coming and self._coming[-1].begins <= entered + LONGEST_WAIT:
            each = self._coming.pop()
            begins = max(each.begins, self._busy_until.get(each.person.employee_id, 0))
            heappush(self._free, (begins, each.person.employee_id, each.begins, each))
        leaving: list[_Free] = []
        taken: _Free | None = None
        while self._free and taken is None:
            free = heappop(self._free)
            room = free[3].ends - max(entered, free[0])
            if room < _LEAST_ROOM:
                continue
            is_idle = bool(self._free) and self._free[0][0] <= entered
            if room < _ROOM and is_idle:
                leaving.append(free)
            else:
                taken = free
        if taken is None and leaving:
            taken = leaving.pop()
        for waiting in leaving:
            heappush(self._free, waiting)
        return taken

    def _passed(self, visit: Visit, agent: Person) -> Person | None:
        """Return whose phone rings first, in vain: somebody else who is free."""
        seconds, who, begun, stretch = self._free[0]
        if seconds > visit.entered or stretch.person is agent:
            return None
        until = visit.entered + visit.caller.unanswered + 1
        if stretch.ends < until:
            return None
        self._free[0] = (until, who, begun, stretch)
        heapify(self._free)
        return stretch.person

    def _left(self, visit: Visit) -> Visit:
        """Return a visit of a caller whom nobody answered in time."""
        caller = visit.caller
        is_out = caller.patience >= LONGEST_WAIT
        wait = LONGEST_WAIT if is_out else caller.patience
        self._note(visit.entered + wait)
        return attrs.evolve(visit, wait=wait, end=CallEnd.TIMEOUT if is_out else caller.left)

    def _answered(self, visit: Visit, free: _Free, waited: tuple[int, Person | None]) -> Visit:
        _, who, begun, stretch = free
        wait, passed = waited
        connected = visit.entered + wait
        room = stretch.ends - connected
        talk = min(room, max(visit.caller.least_talk, _talk(self._chance, stretch.person)))
        after = min(room - talk, _after(self._chance, stretch.person))
        until = (
            connected + talk + min(after, _AFTER_CALL) + self._chance.randrange(*_OFFERED_AFTER)
        )
        self._busy_until[who] = until
        heappush(self._free, (until, who, begun, stretch))
        if wait > visit.caller.ring:
            self._note(connected)
        if passed is not None:
            visit = attrs.evolve(visit, passed=passed)
        agent, queue = stretch.person, visit.queue
        return visit.told(queue=queue, agent=agent, wait=wait, talk=talk, after=after)

    def _note(self, until: int) -> None:
        """Note that somebody waits until a second; those before him are out of the way first."""
        self._waiting.append(until)


def _talk(chance: random.Random, person: Person) -> int:
    """Return the seconds of a conversation; a few are about long and difficult things."""
    mean = person.skill.talk_seconds
    if happens(chance, _LONG_CALL_PERMILLE):
        return min(_LONGEST_CALL, mean * 3)
    return max(8, mean * (250 + chance.randrange(750) + chance.randrange(750)) // 1_000)


def _after(chance: random.Random, person: Person) -> int:
    """Return the seconds of work after a call; who makes more slips needs more of them."""
    slower = min(_SLOWEST_MORE, person.skill.slips // 25)
    return _AFTER_CALL + slower + chance.randrange(_MORE_AFTER)
