"""Calls of any number, drawn from a seed: as records, and as lines of a queue log."""

from __future__ import annotations

import heapq
import random
from array import array
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from ccops.kpi import (
    Better,
    Indicator,
    IndicatorRule,
    PercentileRule,
    RecordColumn,
    RecordKind,
    Records,
    compile_indicators,
)
from ccops.messages import Origin, Text
from ccops.rules import Name
from ccops.values import WHOLE, Scalar, Type, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SEED: Final = 20_261_001
#: 2026-10-01 00:00 in Shanghai, and the half hours of October.
_OCTOBER: Final = 1_790_784_000
_HALF_HOURS: Final = 31 * 48
_HALF_HOUR: Final = 1_800
#: So many agents work a third of each day, and take a call every second.
_AGENTS: Final = 800
_SHIFT: Final = 8 * 3_600
_CYCLE: Final = 24 * 3_600
_RING: Final = 3
QUEUES: Final = tuple(f"q{number:02}" for number in range(20))
#: queue × half hour, as many as 20 queues have in a month: 29,760.
GROUPS: Final = len(QUEUES) * _HALF_HOURS

_WORD, _DURATION = Type(Unit.WORD), Type(Unit.DURATION)
CALL: Final = RecordKind(
    name="call",
    day="day",
    reference="reference",
    groups={"queue": "queue", "half_hour": "half_hour"},
    columns=(
        RecordColumn(name="queue", type=_WORD),
        RecordColumn(name="half_hour", type=Type(Unit.COUNT)),
        RecordColumn(name="outcome", type=_WORD),
        RecordColumn(name="wait", type=_DURATION),
        RecordColumn(name="talk", type=_DURATION),
        RecordColumn(name="after", type=_DURATION),
        RecordColumn(name="transferred", type=Type(Unit.FLAG), optional=True),
        RecordColumn(name="day", type=Type(Unit.DATE)),
        RecordColumn(name="reference", type=_WORD),
    ),
)
#: Twelve tallies: of all calls, of those answered, of those abandoned.
_TALLIES: Final[Mapping[str, Mapping[str, str]]] = {
    "offered": {"count": "yes"},
    "waited": {"total": "wait"},
    "longest_wait": {"maximum": "wait"},
    "answered": {"count": "outcome == 'answered'"},
    "wait_answered": {"total": "wait", "where": "outcome == 'answered'"},
    "talked": {"total": "talk", "where": "outcome == 'answered'"},
    "worked_after": {"total": "after", "where": "outcome == 'answered'"},
    "longest_talk": {"maximum": "talk", "where": "outcome == 'answered'"},
    "in_time": {"count": "wait <= limit", "where": "outcome == 'answered'"},
    "handed_on": {"count": "transferred", "where": "outcome == 'answered'"},
    "abandoned": {"count": "outcome == 'abandoned'"},
    "wait_abandoned": {"total": "wait", "where": "outcome == 'abandoned'"},
}
LIMIT_MS: Final = 15_000


def indicators(*, histogram: bool) -> tuple[Indicator, ...]:
    """Return twelve indicators of one tally each, and the wait's percentile where asked for."""
    rules = [_rule(name, {key: Text(text) for key, text in each.items()})
             for name, each in _TALLIES.items()]  # fmt: skip
    if histogram:
        at = Scalar(Unit.NUMBER, Fraction(95))
        rules.append(_rule("wait_p95", {"percentile": PercentileRule(of=Text("wait"), at=at)}))
    limit = Name(
        name="limit",
        type=_DURATION,
        carrier=WHOLE,
        constant=Scalar(Unit.DURATION, Fraction(LIMIT_MS)),
    )
    made, problems = compile_indicators(rules, {CALL.name: CALL}, {"limit": limit})
    assert not problems, problems
    return made


def _rule(name: str, fields: Mapping[str, Any]) -> IndicatorRule:
    by = (Text("queue"), Text("half_hour"))
    return IndicatorRule(
        name=name, over=Text(CALL.name), better=Better.NEITHER, by=by, origin=Origin(), **fields
    )


def records(size: int) -> Records:
    """Return so many calls in the order of time, spread over the month and the queues."""
    chance = random.Random(SEED)
    columns: dict[str, Any] = {
        "queue": chance.choices(QUEUES, k=size),
        "half_hour": array("q", (number * _HALF_HOURS // size for number in range(size))),
        "outcome": chance.choices(("answered", "abandoned", "open"), (90, 9, 1), k=size),
        "wait": array("q", (int(chance.expovariate(1 / 20)) * 1_000 for _ in range(size))),
        "talk": array("q", (chance.randrange(10_000, 400_000) for _ in range(size))),
        "after": array("q", (chance.randrange(60_000) for _ in range(size))),
        "transferred": chance.choices((False, True), (95, 5), k=size),
        "day": array("q", [739_890]) * size,
        "reference": ["calls.csv:1"] * size,
    }
    return Records(kind=CALL, columns=columns)


def counted_by_hand(  # noqa: C901 - a loop written by hand is one loop
    records: Records, *, histogram: bool
) -> dict[tuple[str, int], list[Any]]:
    """Return the twelve tallies (and the waits) as a good loop written by hand has them."""
    names = ("queue", "half_hour", "outcome", "wait", "talk", "after", "transferred")
    found: dict[int, dict[str, list[Any]]] = {}
    now, states = -1, {}
    for queue, half_hour, outcome, wait, talk, after, transferred in zip(
        *(records.columns[name] for name in names), strict=True
    ):
        if half_hour != now:
            now, states = half_hour, found.setdefault(half_hour, {})
        try:
            state = states[queue]
        except KeyError:
            state = states[queue] = [0] * 12
            if histogram:
                state.append({})
        state[0] += 1
        state[1] += wait
        if wait > state[2]:  # noqa: PLR1730 - quicker than max
            state[2] = wait
        if histogram:
            waits = state[12]
            waits[wait // 1_000] = waits.get(wait // 1_000, 0) + 1
        if outcome == "answered":
            state[3] += 1
            state[4] += wait
            state[5] += talk
            state[6] += after
            if talk > state[7]:  # noqa: PLR1730 - quicker than max
                state[7] = talk
            if wait <= LIMIT_MS:
                state[8] += 1
            if transferred:
                state[9] += 1
        elif outcome == "abandoned":
            state[10] += 1
            state[11] += wait
    return {
        (queue, half_hour): state
        for half_hour, states in found.items()
        for queue, state in states.items()
    }


def queue_log(events: int, *, signs: bool) -> str:
    """Return a queue log of about so many lines: calls that wait, ring, talk, or give up.

    Agents take one call at a time. With ``signs`` they work in shifts that the log shows, with a
    pause in each; without, they are members by configuration, of whom it shows the calls only.
    """
    chance = random.Random(SEED)
    lines: list[tuple[int, str]] = []
    floor = _Floor(chance, lines if signs else None)
    second, number = _OCTOBER, 0
    while len(lines) < events:
        second += chance.randrange(3)
        number += 1
        lines.extend(_call(chance, floor, second, f"{second}.{number}"))
    lines.sort(key=lambda line: line[0])
    return "".join(f"{text}\n" for _, text in lines)


class _Floor:
    """The agents by turn: who has been free the longest answers next."""

    def __init__(self, chance: random.Random, lines: list[tuple[int, str]] | None) -> None:
        self._lines = lines
        starts = [_OCTOBER - chance.randrange(_CYCLE) for _ in range(_AGENTS)]
        self._signed_on = dict(enumerate(starts, start=1_000))
        self._paused: dict[int, int] = {}
        self._free = [(_OCTOBER - _CYCLE, number) for number in self._signed_on]
        for number, start in self._signed_on.items():
            if start + _SHIFT > _OCTOBER:
                self._says(max(start, _OCTOBER), number, "ADDMEMBER|")
        heapq.heapify(self._free)

    def takes(self, second: int) -> tuple[int, int]:
        """Return who answers next and the second from which on, not before the one given."""
        while True:
            free, number = heapq.heappop(self._free)
            start, at = self._signed_on[number], max(free, second)
            if self._lines is None:
                return number, at
            if at >= start + _SHIFT:
                self._signs_off(max(free, start + _SHIFT), number)
            elif at >= start + _SHIFT // 2 and self._paused.get(number) != start:
                self._pauses(max(free, start + _SHIFT // 2), number)
            else:
                return number, at

    def frees(self, number: int, second: int) -> None:
        """Take back who is free from a second on."""
        heapq.heappush(self._free, (second, number))

    def _signs_off(self, second: int, number: int) -> None:
        start = self._signed_on[number] + _CYCLE
        self._signed_on[number] = start
        if second >= _OCTOBER:
            self._says(second, number, "REMOVEMEMBER|")
        if start >= _OCTOBER:
            self._says(max(start, second), number, "ADDMEMBER|")
        self.frees(number, max(start, second))

    def _pauses(self, second: int, number: int) -> None:
        self._paused[number] = self._signed_on[number]
        if second >= _OCTOBER:
            self._says(second, number, "PAUSE|meal")
            self._says(second + _HALF_HOUR, number, "UNPAUSE|meal")
        self.frees(number, second + _HALF_HOUR)

    def _says(self, second: int, number: int, event: str) -> None:
        if self._lines is not None:
            self._lines.append((second, f"{second}|NONE|q00|Agent/{number}|{event}"))


def _call(
    chance: random.Random, floor: _Floor, entered: int, call: str
) -> Iterator[tuple[int, str]]:
    head = f"{call}|q{chance.randrange(20):02}"
    yield entered, f"{entered}|{head}|NONE|ENTERQUEUE||138{chance.randrange(10**8):08}|1"
    wait = int(chance.expovariate(1 / 20)) + 1
    if chance.random() < 0.09:
        until = entered + wait
        yield until, f"{until}|{head}|NONE|ABANDON|1|1|{wait}"
        return
    until = entered + wait
    if chance.random() < 0.2:
        number, until = floor.takes(until)
        until += 1
        floor.frees(number, until)
        yield until, f"{until}|{head}|Agent/{number}|RINGNOANSWER|1000"
    number, until = floor.takes(until)
    until += _RING
    agent, wait, ended = f"Agent/{number}", until - entered, until + chance.randrange(10, 400)
    yield until, f"{until}|{head}|{agent}|CONNECT|{wait}|{call}|{_RING}"
    floor.frees(number, ended + 1)
    event = chance.choice(("COMPLETEAGENT", "COMPLETECALLER"))
    yield ended, f"{ended}|{head}|{agent}|{event}|{wait}|{ended - until}|1"


def split_only(text: str) -> int:
    """Return how many fields a log has: the least that any reader of it must do."""
    return sum(len(line.split("|")) for line in text.splitlines())
