"""The callers of a sample month: when they call, how patient they are, what happens at the end.

A morning and an afternoon peak, quiet nights, busy Mondays: how long somebody waits, and whether
a call is answered at all, comes of who is on the phone then (``sample_answers``).
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING, Final

import attrs

from ccops.testing.sample_days import SampleDays, is_statutory, second_at
from ccops.testing.sample_draws import Weights, bell, happens
from ccops.testing.sample_roster import SHIFT_MINUTES

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

#: Calls of a weekday for each seat, where nobody says how many.
CALLS_PER_SEAT: Final = 11
#: How calls spread over the half-hours of a day: by day, as with an insurer.
HALF_HOURS: Final = (
    8, 7, 5, 4, 4, 3, 3, 3, 3, 3, 4, 5, 7, 9, 11, 15, 32, 38, 43, 45, 45, 45, 44, 41,
    36, 34, 36, 40, 43, 45, 45, 43, 36, 34, 33, 32, 30, 28, 27, 26, 26, 25, 24, 21, 17, 14, 11, 9,
)  # fmt: skip
#: The same of a telecom center, whose customers call in the evening too.
EVENINGS: Final = (
    16, 13, 11, 9, 7, 5, 4, 4, 4, 4, 5, 6, 9, 11, 14, 18, 23, 29, 38, 44, 50, 51, 46, 41,
    37, 35, 38, 42, 47, 50, 50, 48, 46, 41, 37, 33, 28, 27, 30, 32, 31, 31, 32, 32, 31, 28, 24, 20,
)  # fmt: skip
HALF_HOUR: Final = 1_800
_QUARTER: Final = HALF_HOUR // 4
#: In percent of a weekday's calls, Monday first; a statutory holiday has those of a Sunday.
_WEEK: Final = (107, 102, 100, 98, 103, 92, 88)
_SUNDAY: Final = 6
#: By how many of a hundred calls a day may differ from what was to be looked for.
_SURPRISE: Final = 7
#: The queues of the telecom center, the busier one first.
QUEUES: Final = ("service", "refund")
_QUEUE_WEIGHTS: Final = Weights(78, 22)
#: For how many seconds people wait before they give up, each as often as any other, and how
#: much somebody differs from it; the queue lets nobody wait for longer than the longest wait.
_PATIENCE: Final = (4, 16, 26, 38, 52, 66, 82, 100, 120, 142, 168, 200, 240, 300, 400, 600)
_SPREAD: Final = 14
LONGEST_WAIT: Final = 180
#: Who has answered a call of a queue: its phone rang for so many seconds.
_RINGS: Final = (2, 7)
_UNANSWERED: Final = (12, 21)


class CallEnd(enum.Enum):
    """How a call ends."""

    ABANDON = "abandon"
    TIMEOUT = "timeout"
    EXIT_KEY = "exit_key"
    CALLER = "caller"  # answered, the caller hangs up first
    AGENT = "agent"
    BLIND_TRANSFER = "blind_transfer"
    ATTENDED_TRANSFER = "attended_transfer"


#: How a call ends once it is answered, and how one ends that is not.
_ANSWERED: Final = (
    CallEnd.CALLER, CallEnd.AGENT, CallEnd.BLIND_TRANSFER, CallEnd.ATTENDED_TRANSFER,
)  # fmt: skip
_ANSWERED_WEIGHTS: Final = Weights(755, 195, 28, 22)
ANSWERED: Final = frozenset(_ANSWERED)
_LEFT: Final = (CallEnd.ABANDON, CallEnd.EXIT_KEY)
_LEFT_WEIGHTS: Final = Weights(93, 7)


@attrs.frozen(kw_only=True)
class Caller:
    """One call: ``end`` once it is answered, ``left`` if it is not. Times in seconds.

    ``patience`` is how long the caller waits, ``ring`` how long the phone rings that is picked
    up, ``unanswered`` how long another agent's rang before. ``least_talk`` is the shortest the
    conversation may be.
    """

    arrives: int
    call_id: str
    queue: str
    number: str
    end: CallEnd
    left: CallEnd
    patience: int
    ring: int
    unanswered: int
    least_talk: int = 0


def make_callers(
    chance: random.Random,
    days: SampleDays,
    calls: int,
    queues: tuple[str, str] = QUEUES,
    *,
    curve: tuple[int, ...] = HALF_HOURS,
) -> tuple[Caller, ...]:
    """Return the callers from the first shift's start to the end of the month, as they call.

    ``calls`` come on a usual weekday, over its half-hours as ``curve`` says. The last two are
    still there at midnight: one talks, one waits.
    """
    opens = second_at(days.every[0], SHIFT_MINUTES["R"][0])
    arrivals = sorted(
        second
        for day in days.every
        for second in _arrivals(chance, day, calls, curve)
        if second >= opens
    )
    callers = [
        _caller(chance, second, number, queues) for number, second in enumerate(arrivals, 1)
    ]
    return (*callers, *_last_callers(chance, days, len(callers), queues))


def _arrivals(
    chance: random.Random, day: dt.date, calls: int, curve: tuple[int, ...]
) -> Iterator[int]:
    """Yield when the callers of a day call.

    They spread over a half-hour more evenly than chance would have it: so the few people of a
    sample are as busy, and the callers as soon answered, as those of a center of hundreds.
    """
    percent = _WEEK[_SUNDAY if is_statutory(day) else day.weekday()]
    percent += bell(chance, -_SURPRISE, _SURPRISE)
    midnight, whole = second_at(day, 0), 100 * sum(curve)
    for place, weight in enumerate(curve):
        count = (calls * percent * weight + chance.randrange(whole)) // whole
        for number in range(count):
            within = (HALF_HOUR * number + _QUARTER + chance.randrange(2 * _QUARTER)) // count
            yield midnight + HALF_HOUR * place + within


def _caller(chance: random.Random, second: int, number: int, queues: tuple[str, str]) -> Caller:
    patience = _PATIENCE[chance.randrange(len(_PATIENCE))] + chance.randrange(_SPREAD)
    return Caller(
        arrives=second,
        call_id=f"{second}.{10_000 + number}",
        queue=queues[_QUEUE_WEIGHTS.drawn(chance)],
        number=f"1990000{chance.randrange(10_000):04}",
        end=_ANSWERED[_ANSWERED_WEIGHTS.drawn(chance)],
        left=_LEFT[_LEFT_WEIGHTS.drawn(chance)],
        patience=patience,
        ring=chance.randrange(*_RINGS),
        unanswered=chance.randrange(*_UNANSWERED) if happens(chance, 30) else 0,
    )


def _last_callers(
    chance: random.Random, days: SampleDays, count: int, queues: tuple[str, str]
) -> Iterator[Caller]:
    midnight = second_at(days.every[-1] + dt.timedelta(days=1), 0)
    for number, before in enumerate((150, 4), count + 1):
        caller = _caller(chance, midnight - before, number, queues)
        yield attrs.evolve(
            caller, end=CallEnd.CALLER, patience=LONGEST_WAIT, ring=6, unanswered=0, least_talk=400
        )
