"""The events ``callcenter::info`` of mod_callcenter: their headers, and what their words mean.

Read from the source of the module, ``src/mod/applications/mod_callcenter/mod_callcenter.c`` of
FreeSWITCH: ``callcenter_function`` (``member-queue-start``, ``-resume`` and ``-end`` with the
cause ``Cancel``), ``outbound_agent_thread_run`` (``agent-offering``, ``bridge-agent-start``,
``-end`` and ``-fail``, ``member-queue-end`` with the cause ``Terminated``), ``cc_agent_update``
(``agent-status-change``, ``agent-state-change``). ``Event-Date-Timestamp``, ``Event-Sequence``
and ``Core-UUID`` are those every event has. The vendor's page of the module calls
``CC-Cancel-Reason`` ``CC-Cause-Reason``. Headers that stand nowhere here are passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.adapters import RowIgnoredError, RowRefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.adapters import Row

SUBCLASS: Final = "callcenter::info"
JOINED: Final = frozenset({"member-queue-start", "member-queue-resume"})
LEFT: Final = "member-queue-end"
OFFERED: Final = "agent-offering"
ANSWERED: Final = "bridge-agent-start"
ENDED: Final = "bridge-agent-end"
FAILED: Final = "bridge-agent-fail"
#: Events of a member's way that name an agent.
_OF_AGENTS: Final = frozenset({OFFERED, ANSWERED, ENDED, FAILED})
#: Events of a member's way through a queue.
MEMBER: Final = JOINED | _OF_AGENTS | {LEFT}
STATUS: Final = "agent-status-change"
STATE: Final = "agent-state-change"
#: Further events the module is known to write.
KNOWN: Final = frozenset({STATUS, STATE, "agent-max-no-answer"})
#: How many wait in a queue: no event of anybody.
COUNTS: Final = "members-count"
TERMINATED: Final = "Terminated"
CANCELED: Final = "Cancel"
#: How a visit ended that no agent answered, by ``CC-Cancel-Reason``. ``NONE``: the caller hung
#: up while the agent answered.
OUTCOMES: Final = {
    "TIMEOUT": "timeout",
    "NO_AGENT_TIMEOUT": "exit_empty",
    "BREAK_OUT": "abandoned",
    "EXIT_WITH_KEY": "exit_key",
    "NONE": "abandoned",
}
#: How an offer ended that came to nothing, by ``CC-Hangup-Cause``.
OFFER_RESULTS: Final = {
    "ALLOTTED_TIMEOUT": "no_answer",
    "NO_ANSWER": "no_answer",
    "NO_USER_RESPONSE": "no_answer",
    "PROGRESS_TIMEOUT": "no_answer",
    "USER_BUSY": "busy",
    "NORMAL_CIRCUIT_CONGESTION": "busy",
    "CALL_REJECTED": "declined",
    "DESTINATION_OUT_OF_ORDER": "unavailable",
    "NETWORK_OUT_OF_ORDER": "unavailable",
    "SUBSCRIBER_ABSENT": "unavailable",
    "UNALLOCATED_NUMBER": "unavailable",
    "USER_NOT_REGISTERED": "unavailable",
    "LOSE_RACE": "canceled",
    "ORIGINATOR_CANCEL": "canceled",
    "PICKED_OFF": "canceled",
}
_SECOND_US: Final = 1_000_000


@attrs.frozen(kw_only=True)
class QueueEvent:
    """One event. ``at_us`` is in microseconds of UTC, ``*_s`` are whole seconds of it or 0."""

    action: str
    at_us: int
    queue: str = ""
    member: str = ""
    session: str = ""
    agent: str = ""
    answered_s: int = 0
    joined_s: int = 0
    cause: str = ""
    reason: str = ""
    hangup: str = ""
    bridged: str = ""
    value: str = ""
    customer: str = attrs.field(default="", repr=False)
    dialed: str = attrs.field(default="", repr=False)
    place: int = -1

    @property
    def at_ms(self) -> int:
        """The instant in ms of UTC."""
        return self.at_us // 1_000

    @property
    def second(self) -> int:
        """The second in which it was."""
        return self.at_us // _SECOND_US


def event_of(row: Row) -> QueueEvent:
    """Return the event a row holds.

    Raises ``RowIgnoredError`` for events of other modules, ``RowRefusedError`` where a header
    is missing or is not what it must be.
    """
    data = row.data
    action = _word(data, "CC-Action")
    if _word(data, "Event-Subclass") not in ("", SUBCLASS) or action in ("", COUNTS):
        raise RowIgnoredError("row-no-contact")
    event = QueueEvent(
        action=action,
        at_us=_whole(data, "Event-Date-Timestamp", digits=_US_DIGITS),
        queue=_word(data, "CC-Queue"),
        member=_word(data, "CC-Member-UUID"),
        session=_word(data, "CC-Member-Session-UUID"),
        agent=_word(data, "CC-Agent"),
        answered_s=_whole(data, "CC-Agent-Answered-Time", digits=_S_DIGITS),
        joined_s=_whole(data, "CC-Member-Joined-Time", digits=_S_DIGITS),
        cause=_word(data, "CC-Cause"),
        reason=_word(data, "CC-Cancel-Reason") or _word(data, "CC-Cause-Reason"),
        hangup=_word(data, "CC-Hangup-Cause"),
        bridged=_word(data, "CC-Agent-Bridged"),
        value=_word(data, "CC-Agent-Status") or _word(data, "CC-Agent-State"),
        customer=_word(data, "CC-Member-CID-Number"),
        dialed=_word(data, "CC-Member-DNIS"),
        place=row.place,
    )
    _check(event)
    return event


def row_id(data: Mapping[str, Any], event: QueueEvent) -> str:
    """Return what an event is known by: its number in the switch that wrote it."""
    core, sequence = _word(data, "Core-UUID"), _word(data, "Event-Sequence")
    if core and sequence:
        return f"{core} {sequence}"
    return f"{event.action} {event.member} {event.agent} {event.at_us}"


def _check(event: QueueEvent) -> None:
    if not event.at_us:
        raise RowRefusedError("time-missing", "Event-Date-Timestamp")
    if event.action not in MEMBER:
        return
    needed = {
        "CC-Queue": event.queue,
        "CC-Member-UUID": event.member,
        "CC-Member-Session-UUID": event.session,
    }
    if event.action in _OF_AGENTS:
        needed["CC-Agent"] = event.agent
    for name, found in needed.items():
        if not found:
            raise RowRefusedError("field-missing", name)
    if event.action == ENDED and not event.answered_s:
        raise RowRefusedError("time-missing", "CC-Agent-Answered-Time")


def _word(data: Mapping[str, Any], name: str) -> str:
    """Return a header; empty where it is not there."""
    found = data.get(name)
    if found is None:
        return ""
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    if not isinstance(found, str):
        raise RowRefusedError("row-unreadable", name)
    return found.strip()


def _whole(data: Mapping[str, Any], name: str, *, digits: int) -> int:
    """Return a time of an event; 0 where it is not there, as the module writes it."""
    found = _word(data, name)
    if not found:
        return 0
    if not (found.isascii() and found.isdecimal() and len(found) <= digits):
        raise RowRefusedError("time-unreadable", name)
    return int(found)


#: Of microseconds, and of seconds, up to the year 2286.
_US_DIGITS: Final = 16
_S_DIGITS: Final = 10
