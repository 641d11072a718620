"""What the events of one member come to: one stay in one queue, its offers and conversations.

A member that hangs up and calls again within the queue's ``discard-abandoned-after`` is given
back its place (``member-queue-resume``): that is the same visit, which began when it first came
in, as the module itself counts (``CC-Member-Joined-Time``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.adapters import Conversation, Offer, Visit
from ccops.values import Missing
from ccops_freeswitch.events import (
    ANSWERED,
    CANCELED,
    ENDED,
    FAILED,
    JOINED,
    LEFT,
    OFFER_RESULTS,
    OFFERED,
    OUTCOMES,
    TERMINATED,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops_freeswitch.events import QueueEvent

_SECOND_MS: Final = 1_000
_UNKNOWN: Final = Missing.NOT_MEASURED
#: Who answered and when: what the events of one conversation have in common.
_Bridge = tuple[str, int]


def visit_of(events: Sequence[QueueEvent]) -> Visit:
    """Return the visit that the events of one member come to, in order of time."""
    end = _end(events)
    talks = tuple(_conversations(events, end))
    entered, entry_missing = _entry(events)
    outcome = "answered" if talks else _unanswered(end)
    is_open = outcome == "open" or (bool(talks) and isinstance(talks[-1].ended_ms, Missing))
    return Visit(
        queue=events[0].queue,
        outcome=outcome,
        entered_ms=entered,
        left_ms=_UNKNOWN if end is None else end.at_ms,
        offers=tuple(_offers(events, {each.agent for each in talks})),
        conversations=talks,
        entry_missing=entry_missing,
        closed_by="open" if is_open else "event",
        place=min(each.place for each in events),
    )


def _entry(events: Sequence[QueueEvent]) -> tuple[int, bool]:
    """Return when the member came in, and whether the source does not show it."""
    started = [each.at_ms for each in events if each.action == "member-queue-start"]
    if started:
        return started[0], False
    told = [each.joined_s * _SECOND_MS for each in events if each.joined_s]
    return min([*told, events[0].at_ms]), True


def _end(events: Sequence[QueueEvent]) -> QueueEvent | None:
    """Return how the member left; nothing where it came back and waits again."""
    last: QueueEvent | None = None
    for each in events:
        if each.action == LEFT:
            last = each
        elif each.action in JOINED and last is not None and each.at_us > last.at_us:
            last = None
    return last


def _unanswered(end: QueueEvent | None) -> str:
    if end is None:
        return "open"
    return OUTCOMES.get(end.reason, "unknown") if end.cause == CANCELED else "unknown"


# ---- conversations ----------------------------------------------------------------------------


def _conversations(events: Sequence[QueueEvent], end: QueueEvent | None) -> Iterator[Conversation]:
    """Yield who talked to the member. An agent who picked up when it was gone did not."""
    bridges: dict[_Bridge, dict[str, QueueEvent]] = {}
    for each in events:
        if each.action in (ANSWERED, ENDED) or _names_a_talk(each):
            bridge = (each.agent, each.answered_s or each.second)
            bridges.setdefault(bridge, {})[each.action] = each
    was_canceled = end is not None and end.cause == CANCELED
    for (agent, answered_s), told in bridges.items():
        if _is_bridged(told, was_canceled=was_canceled):
            yield _conversation(agent, answered_s, told)


def _names_a_talk(event: QueueEvent) -> bool:
    """Say whether the end of a visit tells of a conversation; older versions name no agent."""
    return event.cause == TERMINATED and bool(event.agent and event.answered_s)


def _is_bridged(told: dict[str, QueueEvent], *, was_canceled: bool) -> bool:
    if LEFT in told:
        return True
    said = told[ENDED].bridged if ENDED in told else ""
    return said == "true" or (said == "" and not was_canceled)


def _conversation(agent: str, answered_s: int, told: dict[str, QueueEvent]) -> Conversation:
    start, over = told.get(ANSWERED), told.get(ENDED) or told.get(LEFT)
    connected = answered_s * _SECOND_MS if start is None else start.at_ms
    return Conversation(
        agent=agent,
        connected_ms=connected,
        ended_ms=_UNKNOWN if over is None else max(connected, over.at_ms),
        ended_by="open" if over is None else "unknown",
        place=min(each.place for each in told.values()),
    )


# ---- offers -----------------------------------------------------------------------------------


def _offers(events: Sequence[QueueEvent], talked: set[str]) -> Iterator[Offer]:
    """Yield who was asked, in the order of asking, with the answer that came before the next."""
    for at, each in enumerate(events):
        if each.action != OFFERED:
            continue
        for later in events[at:]:
            if later.agent == each.agent and later.action in (ANSWERED, FAILED):
                yield _offer(each, later, talked)
                break
            if later.agent == each.agent and later.action == OFFERED and later is not each:
                yield _offer(each, None, talked)
                break
        else:
            yield _offer(each, None, talked)


def _offer(offered: QueueEvent, answer: QueueEvent | None, talked: set[str]) -> Offer:
    return Offer(
        agent=offered.agent,
        result="unknown" if answer is None else _result(answer, talked),
        offered_ms=offered.at_ms,
        ring_ms=_UNKNOWN if answer is None else answer.at_ms - offered.at_ms,
        place=offered.place,
    )


def _result(answer: QueueEvent, talked: set[str]) -> str:
    if answer.action == FAILED:
        return OFFER_RESULTS.get(answer.hangup, "unknown")
    return "answered" if answer.agent in talked else "canceled"
