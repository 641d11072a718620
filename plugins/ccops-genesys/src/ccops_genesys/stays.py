"""A conversation's stays in queues: entry, wait, who was rung, who answered, or why nobody did."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

import attrs

from ccops.adapters import Conversation, Offer, RowRefusedError, Visit
from ccops.values import Missing
from ccops_genesys.documents import Segment, Session, last_end
from ccops_genesys.legs import conversation_of, offers_of
from ccops_genesys.words import INTERACT, LEFT_BY, QUEUE, SETTLED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.adapters.contacts import Known
    from ccops_genesys.documents import Document
    from ccops_genesys.legs import Leg

#: How far two clocks of the vendor may differ: how long an agent may ring before the entry.
_SKEW_MS: Final = 5_000
_UNKNOWN: Final = Missing.NOT_MEASURED


@attrs.frozen(kw_only=True)
class Stay:
    """A stay in one queue. ``metrics`` are those of a session that was in no other queue."""

    session: Session
    steps: tuple[Segment, ...]
    is_whole: bool

    @property
    def queue(self) -> str:
        """The queue."""
        return self.steps[0].queue

    @property
    def begun_ms(self) -> int:
        """When the first step began, which may be before the queue had it (``delay``)."""
        return self.steps[0].start_ms

    @property
    def entered_ms(self) -> int:
        """When the queue had it."""
        inside = [each.start_ms for each in self.steps if each.type == INTERACT]
        return inside[0] if inside else self.begun_ms

    @property
    def left_ms(self) -> Known:
        """When it left the queue."""
        return last_end(self.steps)

    def metric(self, *names: str) -> Known:
        """Return the first of some metrics that is told."""
        metrics = self.session.metrics if self.is_whole else {}
        return next((metrics[name] for name in names if name in metrics), _UNKNOWN)


def stays_of(document: Document) -> list[Stay]:
    """Return the stays in queues, in the order in which they began."""
    found = [stay for session in document.sessions(QUEUE) for stay in _stays(session)]
    return sorted(found, key=lambda stay: (stay.begun_ms, stay.queue))


def _stays(session: Session) -> Iterator[Stay]:
    """Yield the stays of one session. Raises ``RowRefusedError`` where it names no queue."""
    steps = [each for each in session.segments if each.queue]
    if not steps:
        raise RowRefusedError("field-missing", "queueId")
    runs = [tuple(run) for _, run in groupby(steps, key=lambda each: each.queue)]
    for run in runs:
        yield Stay(session=session, steps=run, is_whole=len(runs) == 1)


def stay_of(leg: Leg, stays: Sequence[Stay]) -> Stay | None:
    """Return the stay an agent's part came of: the last in its queue that began before it."""
    inside = [each for each in stays if each.queue == leg.queue]
    before = [each for each in inside if each.begun_ms <= leg.start_ms]
    if before:
        return before[-1]
    soon = [each for each in inside if each.begun_ms <= leg.start_ms + _SKEW_MS]
    return soon[0] if soon else None


def visit_of(
    stay: Stay, legs: Sequence[Leg], after: Sequence[Stay], document: Document, place: int
) -> Visit:
    """Return a stay with the parts agents had in it; ``after`` are the stays that came later."""
    is_over = document.is_over
    talks = [conversation_of(leg, is_over=is_over, place=place) for leg in legs]
    told = sorted(filter(None, talks), key=lambda each: (each.connected_ms, each.agent))
    outcome = "answered" if told else _unanswered(stay, legs, after, is_over=is_over)
    is_open = outcome == "open" or any(each.ended_by == "open" for each in told)
    return Visit(
        queue=stay.queue,
        outcome=outcome,
        entered_ms=stay.entered_ms,
        left_ms=stay.left_ms,
        wait=_wait(stay, legs, told),
        offers=_offers(legs, is_over=is_over, place=place),
        conversations=tuple(told),
        closed_by="open" if is_open else "event",
        place=place,
    )


def _offers(legs: Sequence[Leg], *, is_over: bool, place: int) -> tuple[Offer, ...]:
    found = [each for leg in legs for each in offers_of(leg, is_over=is_over, place=place)]
    return tuple(sorted(found, key=lambda each: (each.offered_ms, each.agent)))


def _wait(stay: Stay, legs: Sequence[Leg], talks: Sequence[Conversation]) -> Known:
    if not talks:
        return stay.metric("tAbandon", "tFlowOut", "tAcd")
    told = [
        session.metrics["tAnswered"]
        for leg in legs
        for session in leg.spoken
        if "tAnswered" in session.metrics
    ]
    return told[0] if told else stay.metric("tAcd")


def _unanswered(stay: Stay, legs: Sequence[Leg], after: Sequence[Stay], *, is_over: bool) -> str:
    """Return how a stay ended: by what is counted of it, and by what disconnected it."""
    if isinstance(stay.left_ms, Missing) and not is_over:
        return "open"
    if any(leg.spoken for leg in legs):
        return "unknown"  # somebody answered, but the document does not say who
    ended_by = LEFT_BY.get(stay.steps[-1].ended_by, "unknown")
    counted = stay.metric("tAbandon")
    if isinstance(stay.metric("tFlowOut"), int) or (
        ended_by == "overflow" and isinstance(counted, Missing)
    ):
        return _flowed_out(stay, after)
    if isinstance(counted, int) and ended_by not in SETTLED:
        return "abandoned"
    return ended_by


def _flowed_out(stay: Stay, after: Sequence[Stay]) -> str:
    media = stay.session.media
    called_back = bool(after) and after[0].session.media == "callback" != media
    return "callback" if called_back or stay.session.flowed_to == "callback" else "overflow"
