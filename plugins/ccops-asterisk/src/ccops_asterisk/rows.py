"""Writes the records of calls: what ended is gathered, and becomes columns many at a time."""

from __future__ import annotations

from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from ccops.adapters import Pseudonyms, RowFolder, SourceNames, StateRows, masked
from ccops.contacts import (
    CONTACT,
    HANDLE_SEGMENT,
    OFFER,
    QUEUE_EVENT,
    QUEUE_VISIT,
    AgentBook,
    LocalClock,
)
from ccops.values import Missing
from ccops.worktime import AGENT_STATE
from ccops_asterisk import open_calls as call_parts
from ccops_asterisk.grammar import NO_CALL, SECOND_MS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ccops.adapters import Move
    from ccops.kpi import Records
    from ccops_asterisk.open_calls import Ended, Left, Offered, Talking, Unanswered, Waiting

_NEVER: Final = Missing.NO_RECORDS  # it did not happen
_UNKNOWN: Final = Missing.NOT_MEASURED  # the log does not say
_NO_INSTANT: Final = (_UNKNOWN,) * 4
_STILL_OPEN: Final = frozenset({"open", "restart"})
#: The parts of a call that its contact is made of.
_OVER: Final = itemgetter(
    call_parts.CONTACT_ID,
    call_parts.DIALED,
    call_parts.CUSTOMER,
    call_parts.VISITS,
    call_parts.SEGMENTS,
    call_parts.ENDED_BY,
    call_parts.STARTED,
    call_parts.LAST,
    call_parts.PLACE,
)
_OVER_PARTS: Final = 9
Columns = tuple[list[Any], ...]


class RowWriter:
    """Turns what happened to calls into records of the telephony kinds.

    ``ended``, ``unanswered``, ``offered`` and ``over`` are lists to append to; ``fold`` makes
    columns of them. The log measures no after-call work and cannot tell talk from hold:
    ``acw``, ``talk`` and ``hold`` are missing, ``talk_hold`` is the time from connect to end.
    """

    def __init__(self, clock: LocalClock, agents: AgentBook, *, key: bytes | None) -> None:
        self.names = SourceNames()
        self.ended: list[Ended] = []
        self.unanswered: list[Unanswered] = []
        self.offered: list[Offered] = []
        self.over: list[Left] = []
        self._clock, self._agents = clock, agents
        #: What is kept of a caller's number: a keyed hash, or nothing without a key.
        self.customer = Pseudonyms(key).of if key else _nobody
        self._visits = RowFolder(QUEUE_VISIT, self.names)
        self._segments = RowFolder(HANDLE_SEGMENT, self.names)
        self._offers = RowFolder(OFFER, self.names)
        self._contacts = RowFolder(CONTACT, self.names)
        self._events = RowFolder(QUEUE_EVENT, self.names)
        #: What happened to agents since the last fold.
        self.moves: list[Move] = []
        self.state_rows = StateRows(clock, self.names)

    def take(self) -> dict[str, Records]:
        """Return the records written since the last time, by the name of their kind."""
        self.fold()
        folders = (self._contacts, self._visits, self._offers, self._segments, self._events)
        taken = {each.kind.name: each.take() for each in folders}
        return {**taken, AGENT_STATE.name: self.state_rows.records()}

    def fold(self) -> None:
        """Make columns of what was gathered."""
        self._fold_ended()
        self._fold_unanswered()
        self._fold_offered()
        self._fold_over()
        for folder in (self._visits, self._segments, self._events):
            folder.fold()
        self.state_rows.fold()

    def _fold_ended(self) -> None:
        rows = _columns(self.ended, call_parts.ENDED_PARTS)
        arrival = self._instant(rows[call_parts.ENTERED])
        connect = self._instant(rows[call_parts.CONNECTED])
        end = self._instant(rows[call_parts.LAST])
        agents = self._agents.columns(rows[call_parts.AGENT], connect[1])
        self._write_answered(rows, agents[0], (*arrival, *connect, *end))
        self._write_segments(rows, agents, (arrival[1], *connect, end[0]))
        if min(rows[call_parts.RING], default=0) < 0:
            rung = (row for row in self.ended if row[call_parts.RING] >= 0)
            rows = _columns(rung, call_parts.ENDED_PARTS)
        self._write_taken(rows)
        self.ended.clear()

    def _write_answered(
        self, rows: Columns, agents: list[str], instants: tuple[list[int], ...]
    ) -> None:
        count = len(agents)
        self._visits.extend(
            (
                rows[call_parts.CONTACT_ID],
                rows[call_parts.VISITS],
                rows[call_parts.QUEUE],
                ("answered",) * count,
                agents,
                _known(rows[call_parts.WAIT]),
                rows[call_parts.TALK],
                (_UNKNOWN,) * count,  # after-call work
                (1,) * count,
                [transfer != "none" for transfer in rows[call_parts.TRANSFER]],
                (True,) * count,
                rows[call_parts.COUNTED_BACK],
                ("event",) * count,
                *instants,
                *self._clock.columns(rows[call_parts.STARTED]),
                rows[call_parts.ENTERED_PLACE],
            )
        )

    def _write_segments(
        self,
        rows: Columns,
        agents: tuple[list[str], list[bool]],
        instants: tuple[list[int], ...],
    ) -> None:
        count = len(agents[0])
        unknown = (_UNKNOWN,) * count
        self._segments.extend(
            (
                rows[call_parts.CONTACT_ID],
                rows[call_parts.VISITS],
                (1,) * count,
                rows[call_parts.QUEUE],
                *agents,
                unknown,  # talk
                unknown,  # hold
                rows[call_parts.TALK],
                unknown,  # after-call work
                rows[call_parts.TRANSFER],
                rows[call_parts.ENDED_BY],
                *instants,
                rows[call_parts.CONNECTED_PLACE],
            )
        )

    def _write_taken(self, rows: Columns) -> None:
        """Write the offers that were answered."""
        self._write_offers(
            (
                rows[call_parts.CONTACT_ID],
                rows[call_parts.VISITS],
                rows[call_parts.OFFERS_MADE],
                rows[call_parts.QUEUE],
                rows[call_parts.AGENT],
                ["answered"] * len(rows[0]),
                rows[call_parts.RING],
                rows[call_parts.CONNECTED],
                rows[call_parts.CONNECTED_PLACE],
            )
        )

    def _fold_unanswered(self) -> None:
        rows, count = _columns(self.unanswered, call_parts.UNANSWERED_PARTS), len(self.unanswered)
        never, no = (_NEVER,) * count, (False,) * count
        end = self._instant(rows[call_parts.LAST])
        self._visits.extend(
            (
                rows[call_parts.CONTACT_ID],
                rows[call_parts.VISITS],
                rows[call_parts.QUEUE],
                rows[call_parts.OUTCOME],
                never,  # agent
                _known(rows[call_parts.LEFT_WAIT]),
                never,  # talk and hold
                never,  # after-call work
                (0,) * count,
                no,
                no,
                rows[call_parts.COUNTED_BACK],
                rows[call_parts.CLOSED_BY],
                *self._instant(rows[call_parts.ENTERED]),
                *end,
                *end,
                *self._clock.columns(rows[call_parts.STARTED]),
                rows[call_parts.ENTERED_PLACE],
            )
        )
        self.unanswered.clear()

    def _fold_offered(self) -> None:
        """Write the offers that nobody answered."""
        self._write_offers(_columns(self.offered, call_parts.OFFERED_PARTS))
        self.offered.clear()

    def _write_offers(self, columns: Columns) -> None:
        contacts, visits, numbers, queues, names, results, rings, ends, places = columns
        offered = [end * SECOND_MS - max(0, ring) for end, ring in zip(ends, rings, strict=True)]
        clock = self._clock.columns(offered, unit=SECOND_MS)
        self._offers.extend(
            (
                contacts,
                visits,
                numbers,
                queues,
                *self._agents.columns(names, clock[0]),
                results,
                _known(rings),
                (_UNKNOWN,) * len(offered),  # rings
                offered,
                *clock,
                places,
            )
        )

    def _fold_over(self) -> None:
        count, unknown = len(self.over), (_UNKNOWN,) * len(self.over)
        rows = _columns(map(_OVER, self.over), _OVER_PARTS)
        contacts, dialed, customers, visits, segments, ended_by, started, lasts, places = rows
        self._contacts.extend(
            (
                contacts,
                contacts,
                ("voice",) * count,
                ("inbound",) * count,
                [number or _UNKNOWN for number in dialed],
                [customer or _UNKNOWN for customer in customers],
                visits,
                segments,
                ended_by,
                *self._instant(started),
                [
                    _UNKNOWN if by in _STILL_OPEN else last * SECOND_MS
                    for last, by in zip(lasts, ended_by, strict=True)
                ],
                unknown,  # kind of business
                unknown,  # resolved
                unknown,  # record it was registered under
                places,
            )
        )
        self.over.clear()

    def _instant(self, seconds: Sequence[int]) -> tuple[list[int], ...]:
        """Return the four columns of an instant: ms, day, half-hour, hour."""
        return [second * SECOND_MS for second in seconds], *self._clock.columns(seconds)

    # ---- one by one, as they are rare --------------------------------------------------------

    def waiting(self, call: Waiting) -> None:
        """Write a visit that still waits when the log ends."""
        contact_id, started, _, _, _, queue, entered, place, counted_back, number, _, _ = call
        head = (contact_id, number, queue, "open", _NEVER, _UNKNOWN, _NEVER, _NEVER, 0)
        arrival = (entered * SECOND_MS, *self._clock.read(entered))
        instants = (*arrival, *_NO_INSTANT, *_NO_INSTANT, *self._clock.read(started))
        self._visits.add((*head, False, False, counted_back, "open", *instants, place))

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
        self._visits.add((*head, False, False, counted_back, closed_by, *instants, place))
        times = (_UNKNOWN,) * 4  # talk, hold, both, after-call work
        who = (contact_id, number, 1, queue, agent, unmapped, *times, "none", ended_by)
        self._segments.add((*who, arrival[1], *connect, _UNKNOWN, connected_place))
        if ring >= 0:
            self._write_taken(_columns((call,), call_parts.TALKING_PARTS))

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
                fields[4],
                masked("|".join(fields[5:]).rstrip("|")),
                place,
            )
        )


def _nobody(_number: str) -> str:
    return ""


def _columns(rows: Iterable[tuple[Any, ...]], parts: int) -> Columns:
    """Return tuples of so many parts as columns: all in one flat list, cut with a stride."""
    cells = list(chain.from_iterable(rows))
    return tuple(cells[part::parts] for part in range(parts))


def _known(times: Iterable[int]) -> list[int | Missing]:
    return [time if time >= 0 else _UNKNOWN for time in times]
