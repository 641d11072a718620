"""The adapters ``asterisk-cel`` and ``asterisk-cel-gmt``: channel event logs.

Channel events tell what every channel did: when a call began and ended, which telephones it was
joined with, and how it was handed on. They know no queue, so that contacts have no visits. What
the columns and the events are was read from is said in ``cel_rows`` and ``cel_events``.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ccops.adapters import Contact, Event, GatheringAdapter, Part
from ccops.contacts import DIRECTIONS
from ccops.values import Missing
from ccops_asterisk.cel_events import (
    BEGAN,
    ENDED,
    HUNG_UP,
    KNOWN,
    LINK_ENDED,
    ChannelEvent,
    event_of,
)
from ccops_asterisk.cel_rows import cel_rows, row_with
from ccops_asterisk.cel_talks import conversations, who_hung_up
from ccops_asterisk.channels import NO_QUEUES, device_of
from ccops_asterisk.tables import DatabaseTable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ccops.adapters import ContactWriter, ReadOptions, Row, Source, SourceNames

_UNKNOWN: Final = Missing.NOT_MEASURED
#: Says in a row that an alias names the telephone of its channel, and the zone of its table.
_AGENT, _ZONE = "agent", "zone"


class CelAdapter(GatheringAdapter):
    """Reads channel events: one contact for all with one ``linkedid``, or of one channel.

    A source is a file of ``cel_custom``, a file of SQLite with a table ``cel``, or a
    ``DatabaseTable``. ``directions`` says which way calls go that begin in a context
    (``{"from-trunk": "inbound"}``); that of other contexts is ``unknown``, and the customer is
    then missing. ``zone`` is that of the server's clock, the center's where none is given; a time
    that says its offset, or is seconds of UTC, needs none. ``delimiter`` stands between the
    columns of a file.
    """

    name = "asterisk-cel"
    tells_none_of = NO_QUEUES
    number_fields = frozenset({"cid_num"})
    description = "channel events of Asterisk (cel_custom, table cel), conversations and volumes"

    def __init__(
        self,
        *,
        directions: Mapping[str, str] = MappingProxyType({}),
        zone: str = "",
        delimiter: str = ",",
    ) -> None:
        wrong = sorted(set(directions.values()) - DIRECTIONS)
        if wrong:
            raise ValueError(
                f"{', '.join(wrong)} is no direction of {', '.join(sorted(DIRECTIONS))}"
            )
        self._directions = dict(directions)
        self._zone = zone
        self._delimiter = delimiter

    def rows(self, source: Source, names: SourceNames, options: ReadOptions) -> Iterator[Row]:
        """Yield the events of a file or a table."""
        told = {_ZONE: source.zone} if isinstance(source, DatabaseTable) and source.zone else {}
        telephones = _telephones(options)
        for row in cel_rows(source, names, options, self._delimiter):
            is_agents = telephones and device_of(row.data.get("channame", "")) in telephones
            yield row_with(row, told | {_AGENT: "yes"} if is_agents else told)

    def part(self, row: Row, options: ReadOptions, /) -> Part:
        """Return what one event tells."""
        zone = row.data.get(_ZONE) or self._zone or options.zone
        told, row_id, odd = event_of(row.data, zone, row.place, is_agents=_AGENT in row.data)
        of_call = told.type in KNOWN
        return Part(
            contact=told.linkedid if of_call else "",
            also=(told.uniqueid,) if of_call else (),
            row=row_id,
            at_ms=told.at_ms,
            told=told,
            odd=odd,
            place=row.place,
        )

    def contact(self, parts: Sequence[Part]) -> Contact:
        """Return the contact that the events of one call come to."""
        events: list[ChannelEvent] = sorted(
            (part.told for part in parts), key=lambda one: one.order
        )
        caller = _caller(events)
        first = next(each for each in events if each.uniqueid == caller)
        direction = self._directions.get(first.context, "unknown")
        is_over = _is_over(events)
        return Contact(
            contact_id=events[0].linkedid,
            channel="voice",
            direction=direction,
            started_ms=events[0].at_ms,
            ended_ms=events[-1].at_ms if is_over else _UNKNOWN,
            entry_point=(first.exten or _UNKNOWN) if direction == "inbound" else _UNKNOWN,
            customer=_customer(events, first, direction),
            disconnect_by=_ended_by(events, first, direction) if is_over else "open",
            conversations=conversations(events, caller, direction),
            place=min(part.place for part in parts),
        )

    def alone(self, part: Part, writer: ContactWriter) -> None:
        """Keep an event that Asterisk does not write of itself."""
        event: ChannelEvent = part.told
        writer.event(
            Event(
                at_ms=event.at_ms,
                event=event.name or event.type,
                details=event.details,
                contact_id=event.linkedid,
                place=part.place,
            )
        )


class GmtCelAdapter(CelAdapter):
    """Reads channel events that were written in GMT (``usegmtime=yes``)."""

    name = "asterisk-cel-gmt"
    description = "channel events of Asterisk written in GMT (usegmtime=yes)"

    def __init__(
        self, *, directions: Mapping[str, str] = MappingProxyType({}), delimiter: str = ","
    ) -> None:
        super().__init__(directions=directions, zone="UTC", delimiter=delimiter)


def _telephones(options: ReadOptions) -> frozenset[str]:
    """Return the telephones that aliases name, as written and by the pattern of agents."""
    before, _, after = options.agent_pattern.partition("*")
    named = {each.alias for each in options.aliases}
    return frozenset(named | {f"{before}{each}{after}" for each in named if options.agent_pattern})


def _caller(events: Sequence[ChannelEvent]) -> str:
    """Return the channel a call began with: the one it is named after, or the first there is."""
    named = {each.linkedid for each in events}
    first = next((each for each in events if each.uniqueid in named), None)
    begun = next((each for each in events if each.type == BEGAN), events[0])
    return (first or begun).uniqueid


def _is_over(events: Sequence[ChannelEvent]) -> bool:
    channels = {each.uniqueid for each in events}
    gone = {each.uniqueid for each in events if each.type in (HUNG_UP, ENDED)}
    return channels == gone or events[-1].type == LINK_ENDED


def _customer(events: Sequence[ChannelEvent], first: ChannelEvent, direction: str) -> str:
    if direction == "outbound":
        return first.exten
    if direction != "inbound":
        return ""
    return next(
        (each.number for each in events if each.uniqueid == first.uniqueid and each.number), ""
    )


def _ended_by(events: Sequence[ChannelEvent], first: ChannelEvent, direction: str) -> str:
    """Return who hung up the channel a call began with."""
    source = next(
        (
            each.source
            for each in events
            if each.type == HUNG_UP and each.uniqueid == first.uniqueid and each.source
        ),
        "",
    )
    if direction == "inbound":
        agent = source if device_of(source) and source != first.channel else ""
        return who_hung_up(source, first.channel, agent, direction) if source else "unknown"
    if direction == "outbound":
        return who_hung_up(source, "", first.channel, direction) if source else "unknown"
    return "system" if source.startswith("dialplan") else "unknown"
