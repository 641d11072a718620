"""The adapter ``freeswitch-callcenter``: events of mod_callcenter, as the event socket gives them.

What the events are and where their headers were read from stands in ``events``. A call is one
contact by its ``CC-Member-Session-UUID``: each queue it joins gives it a ``CC-Member-UUID`` of its
own, which is a visit. A caller who hung up, called again and was given back his place has a
session of its own under the former member: that is the same contact too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.adapters import Contact, Event, GatheringAdapter, Part
from ccops.values import Missing
from ccops_freeswitch.agents import tell_states
from ccops_freeswitch.event_rows import event_rows
from ccops_freeswitch.events import (
    ANSWERED,
    ENDED,
    FAILED,
    KNOWN,
    MEMBER,
    OFFERED,
    QueueEvent,
    event_of,
    row_id,
)
from ccops_freeswitch.visits import visit_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.adapters import ContactWriter, ReadOptions, Row, Source, SourceNames, Visit

#: The order of what has one timestamp: as a member goes through a queue.
_ORDER: Final = {
    "member-queue-start": 0,
    "member-queue-resume": 0,
    OFFERED: 1,
    FAILED: 2,
    ANSWERED: 3,
    ENDED: 4,
}
_LAST: Final = 5
_UNKNOWN: Final = Missing.NOT_MEASURED


class CallcenterAdapter(GatheringAdapter):
    """Reads the events of mod_callcenter: JSON documents one a line, or blocks of headers.

    Events that say nothing of a member's way are kept as queue events; those of the status and
    the state of agents become their states.
    """

    name = "freeswitch-callcenter"
    description = "queue events of FreeSWITCH (mod_callcenter), JSON or plain, plain or .gz"
    tells_states = True

    def rows(self, source: Source, names: SourceNames, options: ReadOptions) -> Iterator[Row]:
        """Yield the events of a capture."""
        return event_rows(source, names, options)

    def part(self, row: Row, _options: ReadOptions, /) -> Part:
        """Return what an event tells."""
        event = event_of(row)
        of_member = event.action in MEMBER
        return Part(
            contact=event.session if of_member else "",
            also=(event.member,) if of_member else (),
            row=row_id(row.data, event),
            at_ms=event.at_ms,
            told=event,
            odd=() if of_member or event.action in KNOWN else ("event-unknown",),
            place=row.place,
        )

    def contact(self, parts: Sequence[Part]) -> Contact:
        """Return the contact that the events of a call come to."""
        events = sorted((part.told for part in parts), key=_in_order)
        members: dict[str, list[QueueEvent]] = {}
        for each in events:
            members.setdefault(each.member, []).append(each)
        visits = tuple(
            sorted(map(visit_of, members.values()), key=lambda each: (each.entered_ms, each.place))
        )
        dialed = next((each.dialed for each in events if each.dialed), "")
        return Contact(
            contact_id=events[0].session,
            channel="voice",
            direction="inbound",
            started_ms=visits[0].entered_ms,
            ended_ms=_ended(visits),
            entry_point=dialed or _UNKNOWN,
            customer=next((each.customer for each in events if each.customer), ""),
            disconnect_by=_ended_by(visits),
            visits=visits,
            place=min(part.place for part in parts),
        )

    def alone(self, part: Part, writer: ContactWriter) -> None:
        """Keep an event that is of no member, and take up what it says of an agent."""
        event: QueueEvent = part.told
        writer.event(
            Event(
                at_ms=event.at_ms,
                event=event.action,
                details=event.value,
                contact_id=event.session,
                queue=event.queue,
                agent=event.agent,
                place=part.place,
            )
        )
        if writer.states is not None:
            tell_states(event, writer.states)


def _in_order(event: QueueEvent) -> tuple[int, int, str, str]:
    return event.at_us, _ORDER.get(event.action, _LAST), event.session, event.agent


def _ended(visits: Sequence[Visit]) -> int | Missing:
    known = [each.ended_ms for each in visits if not isinstance(each.ended_ms, Missing)]
    return max(known) if len(known) == len(visits) else _UNKNOWN


def _ended_by(visits: Sequence[Visit]) -> str:
    """Return who ended the contact: the events say it only of callers who gave up waiting."""
    if any(each.closed_by == "open" for each in visits):
        return "open"
    return "customer" if visits[-1].outcome == "abandoned" else "unknown"
