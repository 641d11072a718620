"""The callers of a sample month: when they call, how long they wait, how their call ends.

What happens to a caller is drawn, not worked out from a queue: a real floor of this size takes
far more calls than a sample needs.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING, Final

import attrs

from ccops.testing.sample_days import SampleDays, is_statutory, local_time, second_at
from ccops.testing.sample_draws import bell, by_weight, happens
from ccops.testing.sample_roster import SHIFT_MINUTES

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

#: Calls of a weekday for each seat.
_CALLS_PER_SEAT: Final = 11
#: How calls spread over the 24 hours of a day.
_HOURS: Final = (
    5, 3, 2, 2, 2, 3, 6, 12, 30, 46, 52, 48, 36, 38, 46, 48, 44, 38, 32, 34, 36, 28, 18, 10,
)  # fmt: skip
_BUSY: Final = 44
#: In percent of a weekday's calls, Monday first; a statutory holiday has those of a Sunday.
_WEEK: Final = (110, 102, 100, 98, 104, 88, 84)
_SUNDAY: Final = 6
#: The queues of the telecom center, the busier one first.
QUEUES: Final = ("service", "refund")
_QUEUE_WEIGHTS: Final = (78, 22)
_LONGEST_WAIT: Final = 180


class CallEnd(enum.Enum):
    """How a call ends."""

    SHORT_ABANDON = "short_abandon"
    ABANDON = "abandon"
    TIMEOUT = "timeout"
    EXIT_KEY = "exit_key"
    CALLER = "caller"  # answered, the caller hangs up first
    AGENT = "agent"
    BLIND_TRANSFER = "blind_transfer"
    ATTENDED_TRANSFER = "attended_transfer"


#: Weights of the ends of a call, in an hour that is not busy and in one that is.
_QUIET_ENDS: Final = (14, 20, 3, 4, 720, 190, 28, 21)
_BUSY_ENDS: Final = (22, 62, 9, 6, 670, 180, 28, 23)
ANSWERED: Final = frozenset(
    {CallEnd.CALLER, CallEnd.AGENT, CallEnd.BLIND_TRANSFER, CallEnd.ATTENDED_TRANSFER}
)


@attrs.frozen(kw_only=True)
class Caller:
    """One call. ``wait`` in seconds includes the ringing of the phone that is picked up.

    ``unanswered`` is for how many seconds another agent's phone rang before.
    ``least_talk`` is the shortest the conversation may be.
    """

    arrives: int
    call_id: str
    queue: str
    number: str
    end: CallEnd
    wait: int
    ring: int
    unanswered: int
    position: int
    least_talk: int = 0


def make_callers(
    chance: random.Random, days: SampleDays, seats: int, queues: tuple[str, str] = QUEUES
) -> tuple[Caller, ...]:
    """Return the callers from the first shift's start to the end of the month, as they call.

    The last two are still there at midnight: one talks, one waits.
    """
    opens = second_at(days.every[0], SHIFT_MINUTES["R"][0])
    arrivals = sorted(
        second for day in days.every for second in _arrivals(chance, day, seats) if second >= opens
    )
    callers = [
        _caller(chance, second, number, queues) for number, second in enumerate(arrivals, 1)
    ]
    return (*callers, *_last_callers(chance, days, len(callers), queues))


def _arrivals(chance: random.Random, day: dt.date, seats: int) -> Iterator[int]:
    percent = _WEEK[_SUNDAY if is_statutory(day) else day.weekday()] + bell(chance, -8, 8)
    for _ in range(seats * _CALLS_PER_SEAT * percent // 100):
        minute = 60 * by_weight(chance, _HOURS) + chance.randrange(60)
        yield second_at(day, minute) + chance.randrange(60)


def _caller(chance: random.Random, second: int, number: int, queues: tuple[str, str]) -> Caller:
    is_busy = _HOURS[local_time(second).hour] >= _BUSY
    end = tuple(CallEnd)[by_weight(chance, _BUSY_ENDS if is_busy else _QUIET_ENDS)]
    ring = chance.randrange(2, 10)
    unanswered = chance.randrange(12, 21) if end in ANSWERED and happens(chance, 45) else 0
    return Caller(
        arrives=second,
        call_id=f"{second}.{10_000 + number}",
        queue=queues[by_weight(chance, _QUEUE_WEIGHTS)],
        number=f"1990000{chance.randrange(10_000):04}",
        end=end,
        wait=_wait(chance, end, is_busy=is_busy) + (ring + unanswered if end in ANSWERED else 0),
        ring=ring,
        unanswered=unanswered,
        position=1 + (chance.randrange(4) if is_busy else 0),
    )


def _wait(chance: random.Random, end: CallEnd, *, is_busy: bool) -> int:
    """Return the seconds somebody waits before a phone rings, or before giving up."""
    if end is CallEnd.SHORT_ABANDON:
        return chance.randrange(1, 5)
    if end is CallEnd.TIMEOUT:
        return _LONGEST_WAIT
    if end in (CallEnd.ABANDON, CallEnd.EXIT_KEY):
        return chance.randrange(6, 140)
    if not happens(chance, 260 if is_busy else 90):
        return 0
    return min(chance.randrange(3, 110), chance.randrange(3, 110))


def _last_callers(
    chance: random.Random, days: SampleDays, count: int, queues: tuple[str, str]
) -> Iterator[Caller]:
    midnight = second_at(days.every[-1] + dt.timedelta(days=1), 0)
    for number, before in enumerate((150, 4), count + 1):
        caller = _caller(chance, midnight - before, number, queues)
        yield attrs.evolve(
            caller, end=CallEnd.CALLER, wait=6, ring=6, unanswered=0, least_talk=400
        )
