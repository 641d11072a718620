"""The adapter ``amazon-connect-agent-events``: the agent event stream, as Kinesis or S3 has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.adapters import NOBODY, Event, GatheringAdapter, Part, json_rows
from ccops_amazon_connect.agent_fields import (
    CUSTOM,
    EVENT_TYPES,
    LOGIN,
    LOGOUT,
    ON_CONTACT,
    READ,
    ROUTABLE,
    AgentEvent,
    event_of,
)
from ccops_amazon_connect.fields import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.adapters import (
        ContactWriter,
        ReadOptions,
        Row,
        Source,
        SourceNames,
        Standing,
        ToldStates,
    )
    from ccops.values import Missing

#: The kinds of words about an agent: the status he set, and what he does with contacts.
_STATUS: Final = "status"
_CONTACTS: Final = "contacts"
#: The status of who logged out; what the system repeats of him after that is old.
_GONE: Final = "GONE"


class AgentEventsAdapter(GatheringAdapter):
    """Reads agent events of Amazon Connect: documents one a line, joined, or in a list.

    Every event shows how an agent stands. What he does with contacts comes before the status
    he set; the work after a contact begins when its state became ``ENDED``, and ends with the
    event that shows the contact no more. Events are delivered at least once and in any order:
    what an agent does is told a day behind the newest event about him.
    """

    name = "amazon-connect-agent-events"
    description = "agent event stream of Amazon Connect (JSON), plain or .gz"
    tells_words = True
    tells_after_call = True

    def rows(self, source: Source, names: SourceNames, options: ReadOptions) -> Iterator[Row]:
        """Yield the events of a file, with what is read of them."""
        events = json_rows(source, names, options, inside=("Records", "AgentEvents"))
        for row in read_rows(events, READ):
            told = row.data.get("EventType")
            yield attrs.evolve(row, type=told if told in EVENT_TYPES else "event")

    def part(self, row: Row, _options: ReadOptions, /) -> Part:
        """Return what an event tells."""
        event = event_of(row.data)
        order = EVENT_TYPES.index(event.type) if event.type in EVENT_TYPES else len(EVENT_TYPES)
        return Part(
            contact="",
            agent=event.agent,
            row=f"{order} {event.event_id}",
            at_ms=event.at_ms,
            told=event,
            odd=("event-unknown",) if event.unknown else (),
            place=row.place,
        )

    def alone(self, part: Part, writer: ContactWriter) -> None:
        """Take up what an event says of its agent; keep what it says in unknown words."""
        event: AgentEvent = part.told
        for each in event.unknown:
            writer.event(
                Event(
                    at_ms=event.at_ms,
                    event=event.type,
                    details="" if each == event.type else each,
                    agent=event.agent,
                    place=part.place,
                )
            )
        if writer.words is not None and event.type in EVENT_TYPES:
            _tell(event, writer.words, part.place)

    def standing(self, words: Mapping[str, str], /) -> Standing:
        """Return what contacts make an agent do, or the status he set where there are none."""
        if does := words.get(_CONTACTS):
            state, _, reason = does.partition(" ")
            return state, reason
        status, _, name = words.get(_STATUS, "").partition(" ")
        if status == ROUTABLE:
            return "available", ""
        return ("aux", name) if status == CUSTOM else NOBODY


def _tell(event: AgentEvent, states: ToldStates, place: int) -> None:
    who, at = event.agent, event.at_ms
    status, since = states.said(who, _STATUS, at)
    if event.before.contacts:
        begun = _begun(states, event, event.before.contacts_ms)
        if begun < at:  # what the event ends, where the one before it was not delivered
            states.say(who, _CONTACTS, event.before.contacts, begun, place)
    gone = event.type != LOGIN and _is_old(event, status, since)
    stays = event.now.contacts == ON_CONTACT
    does = event.now.contacts if stays or not gone else ""
    states.say(who, _CONTACTS, does, _begun(states, event, event.now.contacts_ms), place)
    if event.type == LOGOUT:
        states.say(who, _CONTACTS, does if stays else "", at, place)
        states.say(who, _STATUS, _GONE, at, place)
    elif not gone:
        set_at = event.now.status_ms
        if not (since and isinstance(set_at, int) and since < set_at <= at):
            set_at = at
        states.say(who, _STATUS, event.now.status, set_at, place)


def _is_old(event: AgentEvent, status: str, since: int) -> bool:
    """Say whether an event after a logout shows nothing but how the agent stood before."""
    set_at = event.now.status_ms
    return status == _GONE and not (isinstance(set_at, int) and set_at > since)


def _begun(states: ToldStates, event: AgentEvent, shown_ms: int | Missing) -> int:
    """Return since when contacts are as an event shows them, as far as that is news."""
    _, since = states.said(event.agent, _CONTACTS, event.at_ms)
    if isinstance(shown_ms, int) and since < shown_ms <= event.at_ms:
        return shown_ms
    return event.at_ms
