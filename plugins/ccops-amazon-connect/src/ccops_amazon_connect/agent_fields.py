"""The fields of an agent event that are read, and what their words mean.

Read from the vendor's pages "Agent event streams data model"
(docs.aws.amazon.com/connect/latest/adminguide/agent-event-stream-model.html), "About contact
states" (…/about-contact-states.html) and "Determine the contact center agent's ACW time"
(…/determine-acw-time.html); that the start of a contact's state stays that of ``CONNECTED``
while it is on hold, from the type ``AgentContactReference`` of the vendor's API
(docs.aws.amazon.com/connect/latest/APIReference/API_AgentContactReference.html). Everything
else, such as names of people, is dropped before anything is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.adapters import RowRefusedError
from ccops.values import Missing
from ccops_amazon_connect.fields import instant, needed_instant, part_of, word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LOGIN: Final = "LOGIN"
LOGOUT: Final = "LOGOUT"
#: ``EventType``, in the order of what has one timestamp.
EVENT_TYPES: Final = (LOGIN, "STATE_CHANGE", "HEART_BEAT", LOGOUT)
ON_CONTACT: Final = "on_contact"
#: ``State`` of a contact: what the agent does with it. After ``ENDED`` comes the work after it.
#: ``MISSED`` and its like stand until the agent clears them, and nothing is routed to him.
#: ``PAUSED`` is a task laid aside.
CONTACT_STATES: Final = {
    "CONNECTED": ON_CONTACT,
    "CONNECTED_ONHOLD": ON_CONTACT,
    "ENDED": "acw",
    "INCOMING": "reserved",
    "PENDING": "reserved",
    "CONNECTING": "reserved",
    "MISSED": "aux MISSED",
    "REJECTED": "aux REJECTED",
    "ERROR": "aux ERROR",
    "PAUSED": "",
}
#: Which of several contacts at once says what the agent does: the first of these.
_RANK: Final = (ON_CONTACT, "acw", "reserved", "aux MISSED", "aux REJECTED", "aux ERROR")
#: ``AgentStatus``: by its ``Type``, where the stream gives one, else by its ``Name``.
ROUTABLE, CUSTOM, OFFLINE = "ROUTABLE", "CUSTOM", "OFFLINE"
_BY_NAME: Final = {"Available": ROUTABLE, "Offline": OFFLINE}
_TYPES: Final = frozenset({ROUTABLE, CUSTOM, OFFLINE})
#: What is read of an event.
READ: Final = {
    "": (
        "AgentARN",
        "CurrentAgentSnapshot",
        "EventId",
        "EventTimestamp",
        "EventType",
        "PreviousAgentSnapshot",
    ),
    "CurrentAgentSnapshot": ("AgentStatus", "Configuration", "Contacts"),
    "PreviousAgentSnapshot": ("AgentStatus", "Contacts"),
    "AgentStatus": ("Name", "StartTimestamp", "Type"),
    "Configuration": ("Username",),
    "Contacts": ("State", "StateStartTimestamp"),
}


@attrs.frozen(kw_only=True)
class Snapshot:
    """How an agent stood: the status he set, and what he did with contacts (empty: nothing).

    ``status_ms`` and ``contacts_ms`` are since when, where the event says so.
    """

    status: str = ""
    status_ms: int | Missing = Missing.NOT_MEASURED
    contacts: str = ""
    contacts_ms: int | Missing = Missing.NOT_MEASURED


@attrs.frozen(kw_only=True)
class AgentEvent:
    """One event. ``unknown`` are words in it that stand in no list of the vendor's."""

    event_id: str
    type: str
    agent: str
    at_ms: int
    now: Snapshot
    before: Snapshot
    unknown: tuple[str, ...]


def event_of(record: Mapping[str, Any]) -> AgentEvent:
    """Return the event of a document. Raises ``RowRefusedError`` where it is none."""
    event_type = word(record, "EventType")
    for name, found in (("EventId", word(record, "EventId")), ("EventType", event_type)):
        if not found:
            raise RowRefusedError("field-missing", name)
    shown = part_of(record, "CurrentAgentSnapshot")
    now, strange = _snapshot(shown)
    before, _ = _snapshot(part_of(record, "PreviousAgentSnapshot"))
    known = event_type in EVENT_TYPES
    return AgentEvent(
        event_id=word(record, "EventId"),
        type=event_type,
        agent=_agent(record, shown),
        at_ms=needed_instant(record, "EventTimestamp"),
        now=now,
        before=before,
        unknown=strange if known else (event_type, *strange),
    )


def _agent(record: Mapping[str, Any], shown: Mapping[str, Any]) -> str:
    """Return the login of an agent; of one who has none any more, the last part of his ARN."""
    found = word(part_of(shown, "Configuration"), "Username")
    found = found or word(record, "AgentARN").rpartition("/")[2]
    if not found:
        raise RowRefusedError("field-missing", "Username")
    return found


def _snapshot(shown: Mapping[str, Any]) -> tuple[Snapshot, tuple[str, ...]]:
    status = part_of(shown, "AgentStatus")
    contacts = list(_contacts(shown))
    strange = tuple(each for each, _ in contacts if each not in CONTACT_STATES)
    does = [(CONTACT_STATES.get(each, ""), since) for each, since in contacts]
    first = next((each for each in _RANK if any(each == done for done, _ in does)), "")
    found = Snapshot(
        status=_status(status),
        status_ms=instant(status, "StartTimestamp"),
        contacts=first,
        contacts_ms=_since(first, [since for done, since in does if done == first]),
    )
    return found, strange


def _contacts(shown: Mapping[str, Any]) -> Iterator[tuple[str, int | Missing]]:
    listed = shown.get("Contacts", [])
    if not isinstance(listed, list):
        raise RowRefusedError("row-unreadable", "Contacts")
    for each in listed:
        if not isinstance(each, dict):
            raise RowRefusedError("row-unreadable", "Contacts")
        yield word(each, "State"), instant(each, "StateStartTimestamp")


def _since(first: str, starts: list[int | Missing]) -> int | Missing:
    """Return since when; the work after contacts began when the last of them ended."""
    known = [each for each in starts if isinstance(each, int)]
    if not first or not known:
        return Missing.NOT_MEASURED
    return max(known) if first == "acw" else min(known)


def _status(status: Mapping[str, Any]) -> str:
    """Return type and name of a status as one word; empty where there is none."""
    name, given = word(status, "Name"), word(status, "Type")
    if not name and not given:
        return ""
    return f"{given if given in _TYPES else _BY_NAME.get(name, CUSTOM)} {name}"
