"""Reads the log of the center's exchange: one line a call, written when it is over.

In a copy: the rows of your exchange. ``rows`` cuts a file into rows, ``part`` reads one,
``contact`` says what it comes to. Order, doubles, broken rows, the report, privacy and reads that
go on the next day are the library's; the conformance kit in ``tests`` holds all of it against what
was written.

The log is made up::

    2026-10-12T09:00:12+08:00;4711;general;12;1101;180;13900000000
    2026-10-12T09:02:40+08:00;4712;general;31;;;13900000001

When the call came, its number, the queue, the seconds it waited, who took it, the seconds of talk,
who called. Nobody took the second: the citizen hung up.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

from ccops.adapters import (
    LONGEST_MS,
    Contact,
    Conversation,
    GatheringAdapter,
    Part,
    RowRefusedError,
    Visit,
    csv_rows,
    is_instant,
    utc_ms,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ccops.adapters import ReadOptions, Row, Source, SourceNames

_COLUMNS: Final = ("came", "call", "queue", "waited", "agent", "talked", "caller")
_SECONDS: Final = re.compile(r"[0-9]{1,10}")


@attrs.frozen(kw_only=True)
class _Call:
    """What a line says, in milliseconds; ``agent`` is empty where nobody took the call."""

    came_ms: int
    queue: str
    wait: int
    agent: str
    talk: int
    caller: str


class LineLogAdapter(GatheringAdapter):
    """Reads the call lines of the center's exchange."""

    name = "example-log"
    description = "call lines of the exchange: when; number; queue; waited; agent; talked; caller"
    number_fields = frozenset({"caller"})

    def rows(self, source: Source, names: SourceNames, options: ReadOptions) -> Iterator[Row]:
        """Yield the lines of a file."""
        return csv_rows(source, names, options, header=_COLUMNS, delimiter=";")

    def part(self, row: Row, _options: ReadOptions, /) -> Part:
        """Return what one line tells: it is its call, all of it."""
        call = _call_of(row.data)
        ended_ms = call.came_ms + call.wait + call.talk
        if not (is_instant(call.came_ms) and is_instant(ended_ms)):
            raise RowRefusedError("time-unreadable", "came")
        number = row.data["call"]
        if not number:
            raise RowRefusedError("field-missing", "call")
        return Part(contact=number, at_ms=ended_ms, told=call, place=row.place)

    def contact(self, parts: Sequence[Part]) -> Contact:
        """Return the call: one visit to a queue, and the conversation if somebody took it."""
        call: _Call = parts[0].told
        place = parts[0].place
        answered_ms = call.came_ms + call.wait
        talk = Conversation(
            agent=call.agent,
            connected_ms=answered_ms,
            ended_ms=answered_ms + call.talk,
            talk_hold=call.talk,
            place=place,
        )
        visit = Visit(
            queue=call.queue,
            outcome="answered" if call.agent else "abandoned",
            entered_ms=call.came_ms,
            left_ms=answered_ms,
            wait=call.wait,
            conversations=(talk,) if call.agent else (),
            place=place,
        )
        return Contact(
            contact_id=parts[0].contact,
            channel="voice",
            direction="inbound",
            started_ms=call.came_ms,
            ended_ms=answered_ms + call.talk,
            customer=call.caller,
            visits=(visit,),
            place=place,
        )


def _call_of(cells: Mapping[str, str]) -> _Call:
    if not cells["queue"]:
        raise RowRefusedError("field-missing", "queue")
    agent = cells["agent"]
    if not agent and cells["talked"]:
        raise RowRefusedError("field-missing", "agent")
    return _Call(
        came_ms=_instant_of(cells["came"]),
        queue=cells["queue"],
        wait=_ms_of(cells, "waited"),
        agent=agent,
        talk=_ms_of(cells, "talked") if agent else 0,
        caller=cells["caller"],
    )


def _instant_of(text: str) -> int:
    """Return an instant. A time without its offset is refused: in autumn there are two of it."""
    try:
        return utc_ms(text)
    except ValueError:
        raise RowRefusedError("time-unreadable", "came") from None


def _ms_of(cells: Mapping[str, str], name: str) -> int:
    """Return seconds as milliseconds. Raises ``RowRefusedError`` for what is no such number."""
    text = cells[name]
    if not _SECONDS.fullmatch(text):
        raise RowRefusedError("number-unreadable", name)
    found = int(text) * 1_000
    if found > LONGEST_MS:
        raise RowRefusedError("number-too-large", name)
    return found
