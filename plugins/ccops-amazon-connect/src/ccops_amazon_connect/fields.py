"""The fields of a contact record that are read, and what their words mean.

Read from the vendor's page "Data model for Amazon Connect contact records"
(docs.aws.amazon.com/connect/latest/adminguide/ctr-data-model.html). New fields are added to
records from time to time; those that stand nowhere here are passed over.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.adapters import LONGEST_MS, RowRefusedError, utc_ms
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.adapters import Row

SECOND_MS: Final = 1_000
#: How far the instants of one record may be apart the wrong way.
SKEW_MS: Final = 5 * SECOND_MS
#: ``Channel``. Tasks have no customer on the line and no wait; they are left out.
CHANNELS: Final = {"VOICE": "voice", "CHAT": "chat", "EMAIL": "email"}
#: ``InitiationMethod`` of contacts that the center began.
OUTBOUND: Final = frozenset({"OUTBOUND", "EXTERNAL_OUTBOUND", "API", "AGENT_REPLY"})
#: ``InitiationMethod`` of contacts that a customer began, or that go on elsewhere in the center.
INBOUND: Final = frozenset({"INBOUND", "TRANSFER", "QUEUE_TRANSFER", "CALLBACK", "WEBRTC_API"})
#: ``InitiationMethod`` of records that are no contact of a customer's own: a supervisor who
#: listens in, a flow that runs after the customer left.
NO_CONTACT: Final = frozenset({"MONITOR", "DISCONNECT", "FLOW"})
#: ``InitiationMethod`` of a customer who asked to be called back.
CALLBACK: Final = "CALLBACK"
#: ``DisconnectReason``; one that stands nowhere here is not known.
ENDED_BY: Final = {
    "CUSTOMER_DISCONNECT": "customer",
    "AGENT_DISCONNECT": "agent",
    "BARGED": "agent",
    "AGENT_NETWORK_DISCONNECT": "system",
    "API": "system",
    "CONTACT_FLOW_DISCONNECT": "system",
    "CUSTOMER_CONNECTION_NOT_ESTABLISHED": "system",
    "EXPIRED": "system",
    "IDLE_DISCONNECT": "system",
    "OUTBOUND_ATTEMPT_FAILED": "system",
    "OUTBOUND_DESTINATION_ENDPOINT_ERROR": "system",
    "OUTBOUND_RESOURCE_ERROR": "system",
    "SYSTEM_ERROR": "system",
    "TELECOM_PROBLEM": "system",
    "TRANSFERRED": "transfer",
}
#: How a visit ended that no agent answered, by who ended the contact.
OUTCOMES: Final = {"customer": "abandoned", "system": "timeout", "transfer": "overflow"}
#: ``DisconnectReason`` of what failed.
FAILED: Final = frozenset({"TELECOM_PROBLEM", "SYSTEM_ERROR"})


#: What is read of a record, and of its parts.
READ: Final = {
    "": (
        "Agent",
        "Channel",
        "ContactId",
        "CustomerEndpoint",
        "DisconnectReason",
        "DisconnectTimestamp",
        "InitialContactId",
        "InitiationMethod",
        "InitiationTimestamp",
        "LastUpdateTimestamp",
        "NextContactId",
        "Queue",
        "SystemEndpoint",
        "TransferCompletedTimestamp",
    ),
    "Agent": (
        "AfterContactWorkDuration",
        "AfterContactWorkStartTimestamp",
        "AgentInteractionDuration",
        "ARN",
        "ConnectedToAgentTimestamp",
        "CustomerHoldDuration",
        "Username",
    ),
    "CustomerEndpoint": ("Address",),
    "Queue": ("ARN", "DequeueTimestamp", "Duration", "EnqueueTimestamp", "Name"),
    "SystemEndpoint": ("Address",),
}


def read_rows(rows: Iterable[Row], read: Mapping[str, tuple[str, ...]]) -> Iterator[Row]:
    """Yield rows with nothing but what is read of them; null is as absent.

    Everything else, such as names of people and attributes, is dropped before anything is kept.
    """
    for row in rows:
        if row.refused:
            yield row
            continue
        kept = _fields(row.data, read, "")
        text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        yield attrs.evolve(row, data=kept, text=text)


def _fields(value: Any, read: Mapping[str, tuple[str, ...]], within: str) -> Any:  # noqa: ANN401
    if isinstance(value, list):
        return [_fields(each, read, within) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _fields(value[name], read, name) if name in read else value[name]
        for name in read[within]
        if value.get(name) is not None
    }


def part_of(record: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return a part of a record (``Agent``, ``Queue``); nothing where it is null."""
    found = record.get(name)
    return found if isinstance(found, dict) else {}


def word(record: Mapping[str, Any], name: str) -> str:
    """Return a text; empty where it is null. Raises ``RowRefusedError`` for anything else."""
    found = record.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise RowRefusedError("row-unreadable", name)
    return found


def instant(record: Mapping[str, Any], name: str) -> int | Missing:
    """Return an instant in ms of UTC. Raises ``RowRefusedError`` where it is none."""
    written = word(record, name)
    if not written:
        return Missing.NOT_MEASURED
    try:
        return utc_ms(written)
    except ValueError as problem:
        raise RowRefusedError("time-unreadable", name) from problem


def needed_instant(record: Mapping[str, Any], name: str) -> int:
    """Return an instant in ms of UTC. Raises ``RowRefusedError`` also where it is null."""
    found = instant(record, name)
    if isinstance(found, Missing):
        raise RowRefusedError("time-missing", name)
    return found


def seconds(record: Mapping[str, Any], name: str) -> int | Missing:
    """Return a duration of whole seconds in ms; one below nothing is not known.

    Raises ``RowRefusedError`` where it is none.
    """
    found = record.get(name)
    if found is None:
        return Missing.NOT_MEASURED
    if not isinstance(found, int) or isinstance(found, bool):
        raise RowRefusedError("number-unreadable", name)
    if found * SECOND_MS > LONGEST_MS:
        raise RowRefusedError("number-too-large", name)
    return Missing.NOT_MEASURED if found < 0 else found * SECOND_MS


def odd_of(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Return codes of words that stand in no list, and of durations below nothing."""
    method, reason = word(record, "InitiationMethod"), word(record, "DisconnectReason")
    agent, queue = part_of(record, "Agent"), part_of(record, "Queue")
    durations = [
        (agent, "AgentInteractionDuration"),
        (agent, "CustomerHoldDuration"),
        (agent, "AfterContactWorkDuration"),
        (queue, "Duration"),
    ]
    strange = (method not in INBOUND | OUTBOUND) or (reason and reason not in ENDED_BY)
    below = any(isinstance(part.get(name), int) and part[name] < 0 for part, name in durations)
    return (*(("event-unknown",) if strange else ()), *(("duration-negative",) if below else ()))
