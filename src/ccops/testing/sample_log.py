"""The ``queue_log`` of a sample month, line by line, with what real logs have wrong in them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import attrs

from ccops.testing.sample_callers import CallEnd
from ccops.testing.sample_days import SampleDays, second_at
from ccops.testing.sample_draws import some_of

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ccops.testing.sample_answers import Visit
    from ccops.testing.sample_phones import Sitting

#: The adapter that reads the log.
ADAPTER: Final = "asterisk-queue-log"
#: Where a blind transfer out of a queue goes: the extension of the other one.
EXTENSIONS: Final = {"service": "7002", "refund": "7001"}
_DUPLICATES: Final = 14
#: A line of the log before it is sorted: its second and its text.
Line = tuple[int, str]


@attrs.frozen(kw_only=True)
class SampleLog:
    """A log: its lines, and how many of them are broken or there twice."""

    lines: tuple[str, ...]
    broken: int
    duplicates: int


def make_log(
    chance: random.Random,
    visits: Iterable[Visit],
    sittings: Iterable[Sitting],
    days: SampleDays,
    extensions: Mapping[str, str] = EXTENSIONS,
) -> SampleLog:
    """Return the log up to the midnight after the month; what runs on then stays open."""
    midnight = second_at(days.every[-1] + dt.timedelta(days=1), 0)
    every = [line for visit in visits for line in _lines_of_visit(chance, visit, extensions)]
    every += _lines_of_members(sittings, tuple(extensions))
    every.sort(key=_second)
    lines = [text for second, text in every if second < midnight]
    doubled = set(some_of(chance, range(len(lines)), _DUPLICATES))
    damaged = dict(zip(some_of(chance, range(len(lines)), 4), _broken(chance, lines), strict=True))
    written: list[str] = []
    for number, text in enumerate(lines):
        written.append(text)
        if number in doubled:
            written.append(text)
        if number in damaged:
            written.append(damaged[number])
    return SampleLog(lines=tuple(written), broken=len(damaged), duplicates=len(doubled))


def _second(line: Line) -> int:
    return line[0]


def _line(second: int, call_id: str, queue: str, agent: str, *event: object) -> Line:
    return second, f"{second}|{call_id}|{queue}|{agent}|{'|'.join(map(str, event))}"


def _lines_of_visit(
    chance: random.Random, visit: Visit, extensions: Mapping[str, str]
) -> Iterator[Line]:
    """Yield the way of a call through one queue."""
    caller, queue = visit.caller, visit.queue
    call_id, position = caller.call_id, visit.position
    yield _line(visit.entered, call_id, queue, "NONE", "ENTERQUEUE", "", caller.number, position)
    if visit.agent is None:
        yield _line(visit.connected, call_id, queue, "NONE", *_exit(chance, visit))
        return
    if visit.passed is not None:
        ring = caller.unanswered * 1_000
        passed = visit.entered + caller.unanswered
        yield _line(passed, call_id, queue, visit.passed.alias, "RINGNOANSWER", ring)
    alias, ring = visit.agent.alias, min(caller.ring, visit.wait)
    bridged = f"{visit.connected - ring}.{chance.randrange(10_000, 99_999)}"
    yield _line(visit.connected, call_id, queue, alias, "CONNECT", visit.wait, bridged, ring)
    ends = visit.connected + visit.talk
    yield _line(ends, call_id, queue, alias, *_end(chance, visit, extensions))
    if visit.after:  # an event of Wazo
        yield _line(ends, call_id, queue, alias, "WRAPUPSTART", visit.after)


def _exit(chance: random.Random, visit: Visit) -> tuple[object, ...]:
    """Return event and parameters of a caller who leaves the queue unanswered."""
    where = (max(1, visit.position - 1), visit.position, visit.wait)
    if visit.end is CallEnd.TIMEOUT:
        return ("EXITWITHTIMEOUT", *where)
    if visit.end is CallEnd.EXIT_KEY:
        return ("EXITWITHKEY", chance.randrange(1, 3), *where)
    return ("ABANDON", *where)


def _end(chance: random.Random, visit: Visit, extensions: Mapping[str, str]) -> tuple[object, ...]:
    """Return event and parameters of the end of a conversation."""
    times = (visit.wait, visit.talk, visit.position)
    if visit.end is CallEnd.BLIND_TRANSFER:
        return ("BLINDTRANSFER", extensions[visit.queue], "internal-transfer", *times)
    if visit.end is CallEnd.ATTENDED_TRANSFER:
        return ("ATTENDEDTRANSFER", "BRIDGE", f"{chance.getrandbits(64):016x}", *times)
    return ("COMPLETEAGENT" if visit.end is CallEnd.AGENT else "COMPLETECALLER", *times)


def _lines_of_members(sittings: Iterable[Sitting], queues: Sequence[str]) -> Iterator[Line]:
    """Yield when agents join their queues and leave them, and their pauses in between.

    A pause in all queues is written once for all and once for each, as Asterisk does.
    """
    for each in sittings:
        alias = each.person.alias
        for queue in queues:
            yield _line(each.begins, "MANAGER", queue, alias, "ADDMEMBER", "")
        for pause in each.pauses:
            yield from _pause(pause.begins, alias, "PAUSE", queues, pause.reason)
            if pause.ends < each.ends:
                yield from _pause(pause.ends, alias, "UNPAUSE", queues, pause.reason)
        for queue in queues:
            yield _line(each.ends, "MANAGER", queue, alias, "REMOVEMEMBER", "")


def _pause(
    second: int, alias: str, event: str, queues: Sequence[str], reason: str
) -> Iterator[Line]:
    yield _line(second, "NONE", "NONE", alias, f"{event}ALL", reason)
    for queue in queues:
        yield _line(second, "NONE", queue, alias, event, reason)


def _broken(chance: random.Random, lines: Sequence[str]) -> tuple[str, ...]:
    """Return four broken lines: cut off, no time, no number, and a bar in a queue's name."""
    picked = some_of(chance, [each for each in lines if "|COMPLETECALLER|" in each], 4)
    cut, late, torn, barred = (each.split("|") for each in picked)
    return (
        f"{cut[0]}|{cut[1][:5]}",
        "|".join((f"{late[0][:6]}x", *late[1:])),
        "|".join((*torn[:6], "?", torn[7])),
        "|".join((*barred[:3], "vip", *barred[3:])),
    )
