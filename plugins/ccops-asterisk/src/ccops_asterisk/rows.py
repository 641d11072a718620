"""Gathers what calls and agents come to while a log is read; records are made of it at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ccops.adapters import Pseudonyms, RowFolder, SourceNames, StateRows, masked
from ccops.contacts import CONTACT, HANDLE_SEGMENT, OFFER, QUEUE_EVENT, QUEUE_VISIT
from ccops.values import Missing
from ccops.worktime import AGENT_STATE
from ccops_asterisk.call_records import RecordMaker
from ccops_asterisk.grammar import NO_CALL, SECOND_MS
from ccops_asterisk.open_calls import (
    AGENT,
    CONNECTED,
    ENDED_LIKE,
    ENDED_PARTS,
    OFFERED_LIKE,
    OFFERED_PARTS,
    OFFERS_MADE,
    RING,
    UNANSWERED_LIKE,
)
from ccops_asterisk.over_calls import OverCalls
from ccops_asterisk.raw_rows import RawRows

if TYPE_CHECKING:
    from ccops.contacts import AgentBook, LocalClock
    from ccops.kpi import Records
    from ccops_asterisk.open_calls import Talking, Waiting

_NEVER: Final = Missing.NO_RECORDS  # it did not happen
_UNKNOWN: Final = Missing.NOT_MEASURED  # the log does not say
_NO_INSTANT: Final = (_UNKNOWN,) * 4


class RowWriter:
    """Takes what happened to calls, and makes records of the telephony kinds of it.

    ``unanswered`` and ``offered`` are lists to extend by the cells of a call, ``ended`` is where
    those of calls that talked go, ``over`` a list to append to; ``fold`` gathers what is in them,
    while it is in the cache.
    """

    def __init__(self, clock: LocalClock, agents: AgentBook, *, key: bytes | None) -> None:
        self.names = SourceNames()
        self._clock, self._agents = clock, agents
        self.ended, self._over = RawRows(ENDED_LIKE), OverCalls()
        self._unanswered, self._offered = RawRows(UNANSWERED_LIKE), RawRows(OFFERED_LIKE)
        self.unanswered, self.offered = self._unanswered.rows, self._offered.rows
        self.over = self._over.waiting
        #: Visits and conversations of which the log shows no end, as rows of their kinds.
        self._visits: list[tuple[Any, ...]] = []
        self._segments: list[tuple[Any, ...]] = []
        #: What is kept of a caller's number: a keyed hash, or nothing without a key.
        self.customer = Pseudonyms(key).of if key else _nobody
        self._events = RowFolder(QUEUE_EVENT, self.names)
        #: What happened to agents since the last fold: the cells of moves, one after the other.
        self.moves: list[Any] = []
        self.state_rows = StateRows(clock, self.names)

    def take(self) -> dict[str, Records]:
        """Return the records written since the last time, by the name of their kind."""
        self.fold()
        ended, unanswered = self.ended.take(), self._unanswered.take()
        maker = RecordMaker(clock=self._clock, agents=self._agents, names=self.names)
        visits, segments = self._visits, self._segments
        self._visits, self._segments = [], []
        return {
            CONTACT.name: maker.contacts(self._over.take(ended)),
            QUEUE_VISIT.name: maker.visits(ended, unanswered, visits),
            OFFER.name: maker.offers(ended, self._offered.take()),
            HANDLE_SEGMENT.name: maker.segments(ended, segments),
            QUEUE_EVENT.name: self._events.take(),
            AGENT_STATE.name: self.state_rows.records(),
        }

    def fold(self) -> None:
        """Gather what is waiting."""
        if self._agents.has_aliases:
            self._look_up()
        for each in (self.ended, self._unanswered, self._offered, self._over):
            each.fold()
        self._events.fold()
        self.state_rows.fold()

    def _look_up(self) -> None:
        """Look up who answered and who was asked, so that the report knows who is unmapped."""
        ended, offered = self.ended.rows, self.offered
        names, seconds, rings = (
            ended[answered::ENDED_PARTS] + offered[unanswered::OFFERED_PARTS]
            for answered, unanswered in ((AGENT, 4), (CONNECTED, 7), (RING, 6))
        )
        began = [at * SECOND_MS - max(0, ring) for at, ring in zip(seconds, rings, strict=True)]
        self._agents.columns(names, self._clock.columns(began, unit=SECOND_MS)[0])
        self._agents.columns(names, self._clock.columns(seconds)[0])

    # ---- one by one, as they are rare --------------------------------------------------------

    def waiting(self, call: Waiting) -> None:
        """Write a visit that still waits when the log ends."""
        contact_id, started, _, _, _, queue, entered, place, counted_back, number, _, _ = call
        head = (contact_id, number, queue, "open", _NEVER, _UNKNOWN, _NEVER, _NEVER, 0)
        arrival = (entered * SECOND_MS, *self._clock.read(entered))
        instants = (*arrival, *_NO_INSTANT, *_NO_INSTANT, *self._clock.read(started))
        self._visits.append((*head, False, False, counted_back, "open", *instants, place))

    def unfinished(self, call: Talking, *, closed_by: str, ended_by: str) -> None:
        """Write an answered visit whose end the log does not show, and its conversation."""
        contact_id, started, _, _, _, queue, entered, place, counted_back, number, *_ = call
        name, connected, connected_place, wait, ring = call[12:]
        arrival = (entered * SECOND_MS, *self._clock.read(entered))
        connect = (connected * SECOND_MS, *self._clock.read(connected))
        agent, unmapped = self._agents.resolve(name, connect[1])
        waited = wait if wait >= 0 else _UNKNOWN
        head = (contact_id, number, queue, "answered", agent, waited, _UNKNOWN, _UNKNOWN, 1)
        instants = (*arrival, *connect, *_NO_INSTANT, *self._clock.read(started))
        self._visits.append((*head, False, False, counted_back, closed_by, *instants, place))
        times = (_UNKNOWN,) * 4  # talk, hold, both, after-call work
        who = (contact_id, number, 1, queue, agent, unmapped, *times, "none", ended_by)
        self._segments.append((*who, arrival[1], *connect, _UNKNOWN, connected_place))
        if ring >= 0:
            offer = (contact_id, number, call[OFFERS_MADE], queue, name, "answered", ring)
            self.offered += (*offer, connected, connected_place)

    def event(self, fields: list[str], second: int, place: int) -> None:
        """Write an event that is no part of a call's way, its parameters masked."""
        callid, queue, written = fields[1:4]
        clock = self._clock.read(second)
        self._events.add(
            (
                second * SECOND_MS,
                *clock,
                _NEVER if callid in NO_CALL else callid,
                _NEVER if queue in NO_CALL else queue,
                _NEVER if written in NO_CALL else self._agents.resolve(written, clock[0])[0],
                masked(fields[4]),
                masked("|".join(fields[5:]).rstrip("|")),
                place,
            )
        )


def _nobody(_number: str) -> str:
    return ""
