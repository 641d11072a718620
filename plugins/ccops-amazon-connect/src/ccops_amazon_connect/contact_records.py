"""The adapter ``amazon-connect-contacts``: contact records, as Kinesis or S3 delivers them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.adapters import (
    Contact,
    Conversation,
    GatheringAdapter,
    Part,
    RowIgnoredError,
    RowRefusedError,
    Visit,
    json_rows,
)
from ccops.values import Missing
from ccops_amazon_connect.fields import (
    CALLBACK,
    CHANNELS,
    ENDED_BY,
    FAILED,
    INBOUND,
    NO_CONTACT,
    OUTBOUND,
    OUTCOMES,
    READ,
    SKEW_MS,
    instant,
    needed_instant,
    odd_of,
    part_of,
    read_rows,
    seconds,
    word,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ccops.adapters import ReadOptions, Row, Source, SourceNames

_UNKNOWN: Final = Missing.NOT_MEASURED


@attrs.frozen(kw_only=True)
class _Told:
    """What one record tells: a stay in a queue, a conversation, or only that a call came in."""

    record_id: str
    started_ms: int
    ended_ms: int | Missing
    channel: str
    direction: str
    entry_point: str
    customer: str = attrs.field(repr=False)
    ended_by: str
    visit: Visit | None
    conversation: Conversation | None


class ContactRecordsAdapter(GatheringAdapter):
    """Reads contact records of Amazon Connect: documents one a line, joined, or in a list.

    A record is delivered at least once, and again when something in it changed: the one with
    the latest ``LastUpdateTimestamp`` counts. What is handed on within Connect has a record of
    its own; all with the same ``InitialContactId`` are one contact. A callback is a contact of
    its own.
    """

    name = "amazon-connect-contacts"
    description = "contact records of Amazon Connect (JSON), plain or .gz"

    def rows(self, source: Source, names: SourceNames, options: ReadOptions) -> Iterator[Row]:
        """Yield the records of a file."""
        records = json_rows(source, names, options, inside=("Records", "ContactRecords"))
        return read_rows(records, READ)

    def part(self, row: Row, _options: ReadOptions, /) -> Part:
        """Return what one record tells."""
        record = row.data
        record_id = word(record, "ContactId")
        if not record_id:
            raise RowRefusedError("field-missing", "ContactId")
        version = needed_instant(record, "LastUpdateTimestamp")
        method = word(record, "InitiationMethod")
        if method in NO_CONTACT or word(record, "Channel") not in CHANNELS:
            raise RowIgnoredError("row-no-contact")
        told = _told(record, method, row.place)
        contact = record_id if method == CALLBACK else word(record, "InitialContactId")
        return Part(
            contact=contact or record_id,
            row=record_id,
            version=version,
            at_ms=version,
            told=told,
            odd=odd_of(record),
            place=row.place,
        )

    def contact(self, parts: Sequence[Part]) -> Contact:
        """Return the contact that records with one ``InitialContactId`` come to."""
        told: list[_Told] = sorted(
            (part.told for part in parts), key=lambda one: (one.started_ms, one.record_id)
        )
        first, last = told[0], told[-1]
        return Contact(
            contact_id=parts[0].contact,
            channel=first.channel,
            direction=first.direction,
            started_ms=first.started_ms,
            ended_ms=last.ended_ms,
            entry_point=first.entry_point or _UNKNOWN,
            customer=next((each.customer for each in told if each.customer), ""),
            disconnect_by=last.ended_by,
            visits=tuple(each.visit for each in told if each.visit is not None),
            conversations=tuple(
                each.conversation for each in told if each.conversation is not None
            ),
            place=min(part.place for part in parts),
        )


def _told(record: Mapping[str, Any], method: str, place: int) -> _Told:
    """Return what a record tells. Raises ``RowRefusedError`` where it contradicts itself."""
    talk = _conversation(record, place)
    visit = _visit(record, talk, place)
    channel = CHANNELS[word(record, "Channel")]
    return _Told(
        record_id=word(record, "ContactId"),
        started_ms=needed_instant(record, "InitiationTimestamp"),
        ended_ms=instant(record, "DisconnectTimestamp"),
        channel="callback" if method == CALLBACK else channel,
        direction=_direction(method),
        entry_point=word(part_of(record, "SystemEndpoint"), "Address"),
        customer=word(part_of(record, "CustomerEndpoint"), "Address"),
        ended_by=_ended_by(record),
        visit=visit,
        conversation=None if visit is not None else talk,
    )


def _direction(method: str) -> str:
    if method in OUTBOUND:
        return "outbound"
    return "inbound" if method in INBOUND else "unknown"


def _conversation(record: Mapping[str, Any], place: int) -> Conversation | None:
    agent = part_of(record, "Agent")
    connected = instant(agent, "ConnectedToAgentTimestamp")
    if isinstance(connected, Missing):
        return None
    name = word(agent, "Username") or word(agent, "ARN").rpartition("/")[2]
    if not name:
        raise RowRefusedError("field-missing", "Username")
    wraps = instant(agent, "AfterContactWorkStartTimestamp")
    ended = instant(record, "DisconnectTimestamp") if isinstance(wraps, Missing) else wraps
    if isinstance(ended, int) and ended < connected - SKEW_MS:
        raise RowRefusedError("interval-disagrees", "ConnectedToAgentTimestamp")
    if isinstance(ended, int):
        ended = max(ended, connected)
    return Conversation(
        agent=name,
        connected_ms=connected,
        ended_ms=ended,
        talk=seconds(agent, "AgentInteractionDuration"),
        hold=seconds(agent, "CustomerHoldDuration"),
        acw=seconds(agent, "AfterContactWorkDuration"),
        transfer="other" if _is_handed_on(record) else "none",
        ended_by="transfer" if _is_handed_on(record) else _ended_by(record),
        place=place,
    )


def _visit(record: Mapping[str, Any], talk: Conversation | None, place: int) -> Visit | None:
    queue = part_of(record, "Queue")
    entered = instant(queue, "EnqueueTimestamp")
    if isinstance(entered, Missing):
        return None
    name = word(queue, "Name") or word(queue, "ARN")
    if not name:
        raise RowRefusedError("field-missing", "Queue")
    left = instant(queue, "DequeueTimestamp")
    if isinstance(left, Missing):
        left = instant(record, "DisconnectTimestamp")
    outcome = "answered" if talk is not None else _unanswered(record, left)
    return Visit(
        queue=name,
        outcome=outcome,
        entered_ms=entered,
        left_ms=left,
        wait=seconds(queue, "Duration"),
        conversations=() if talk is None else (talk,),
        closed_by="open" if outcome == "open" else "event",
        place=place,
    )


def _unanswered(record: Mapping[str, Any], left: int | Missing) -> str:
    if isinstance(left, Missing):
        return "open"
    if _is_handed_on(record):
        return "overflow"
    if word(record, "DisconnectReason") in FAILED:
        return "system_failure"
    return OUTCOMES.get(_ended_by(record), "unknown")


def _is_handed_on(record: Mapping[str, Any]) -> bool:
    return bool(word(record, "NextContactId") or word(record, "TransferCompletedTimestamp"))


def _ended_by(record: Mapping[str, Any]) -> str:
    return ENDED_BY.get(word(record, "DisconnectReason"), "unknown")
