"""Writes the records of calls: what ended is gathered, and becomes columns many at a time."""

from __future__ import annotations

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
    from collections.abc import Iterable, Mapping, Sequence

    from ccops.adapters import Move
    from ccops.kpi import Records
    from ccops_asterisk.open_calls import Ended, Left, Offered, Talking, Unanswered, Waiting

_NEVER: Final = Missing.NO_RECORDS  # it did not happen
_UNKNOWN: Final = Missing.NOT_MEASURED  # the log does not say
_NO_INSTANT: Final = (_UNKNOWN,) * 4
_STILL_OPEN: Final = frozenset({"open", "restart"})


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

    def _fold_ended(self) -> None:
        rows = self.ended
        arrival = self._instant(_cells(rows, call_parts.ENTERED))
        connect = self._instant(_cells(rows, call_parts.CONNECTED))
        end = self._instant(_cells(rows, call_parts.LAST))
        found = list(self._agents.resolve_all(_cells(rows, call_parts.AGENT), connect[1]))
        shared = {
            part: _cells(rows, part)
            for part in (
                call_parts.CONTACT_ID,
                call_parts.VISITS,
                call_parts.QUEUE,
                call_parts.TALK,
                call_parts.TRANSFER,
            )
        }
        agents = _cells(found, 0)
        self._write_answered(rows, shared, agents, (*arrival, *connect, *end))
        self._write_segments(
            rows, shared, (agents, _cells(found, 1)), (arrival[1], *connect, end[0])
        )
        self._fold_taken([row for row in rows if row[call_parts.RING] >= 0])
        rows.clear()

    def _write_answered(
        self,
        rows: Sequence[Ended],
        shared: Mapping[int, list[Any]],
        agents: list[Any],
        instants: tuple[list[int], ...],
    ) -> None:
        count = len(rows)
        self._visits.extend(
            (
                shared[call_parts.CONTACT_ID],
                shared[call_parts.VISITS],
                shared[call_parts.QUEUE],
                ("answered",) * count,
                agents,
                _known(_cells(rows, call_parts.WAIT)),
                shared[call_parts.TALK],
                (_UNKNOWN,) * count,  # after-call work
                (1,) * count,
                [transfer != "none" for transfer in shared[call_parts.TRANSFER]],
                (True,) * count,
                _cells(rows, call_parts.COUNTED_BACK),
                ("event",) * count,
                *instants,
                *self._instant(_cells(rows, call_parts.STARTED))[1:],
                _cells(rows, call_parts.ENTERED_PLACE),
            )
        )

    def _write_segments(
        self,
        rows: Sequence[Ended],
        shared: Mapping[int, list[Any]],
        agents: tuple[list[Any], list[Any]],
        instants: tuple[list[int], ...],
    ) -> None:
        count = len(rows)
        unknown = (_UNKNOWN,) * count
        self._segments.extend(
            (
                shared[call_parts.CONTACT_ID],
                shared[call_parts.VISITS],
                (1,) * count,
                shared[call_parts.QUEUE],
                *agents,
                unknown,  # talk
                unknown,  # hold
                shared[call_parts.TALK],
                unknown,  # after-call work
                shared[call_parts.TRANSFER],
                _cells(rows, call_parts.ENDED_BY),
                *instants,
                _cells(rows, call_parts.CONNECTED_PLACE),
            )
        )

    def _fold_taken(self, rows: Sequence[Talking | Ended]) -> None:
        """Write the offers that were answered."""
        rings, connects = _cells(rows, call_parts.RING), _cells(rows, call_parts.CONNECTED)
        numbers = _cells(rows, call_parts.OFFERS_MADE)
        offers = [_cells(rows, part) for part in (call_parts.CONTACT_ID, call_parts.VISITS)]
        names, places = _cells(rows, call_parts.AGENT), _cells(rows, call_parts.CONNECTED_PLACE)
        offers += [numbers, _cells(rows, call_parts.QUEUE), names, ["answered"] * len(rows)]
        self._write_offers([*offers, rings, connects, places])

    def _fold_unanswered(self) -> None:
        rows, count = self.unanswered, len(self.unanswered)
        never, no = (_NEVER,) * count, (False,) * count
        end = self._instant(_cells(rows, call_parts.LAST))
        self._visits.extend(
            (
                _cells(rows, call_parts.CONTACT_ID),
                _cells(rows, call_parts.VISITS),
                _cells(rows, call_parts.QUEUE),
                _cells(rows, call_parts.OUTCOME),
                never,  # agent
                _known(_cells(rows, call_parts.LEFT_WAIT)),
                never,  # talk and hold
                never,  # after-call work
                (0,) * count,
                no,
                no,
                _cells(rows, call_parts.COUNTED_BACK),
                _cells(rows, call_parts.CLOSED_BY),
                *self._instant(_cells(rows, call_parts.ENTERED)),
                *end,
                *end,
                *self._instant(_cells(rows, call_parts.STARTED))[1:],
                _cells(rows, call_parts.ENTERED_PLACE),
            )
        )
        rows.clear()

    def _fold_offered(self) -> None:
        """Write the offers that nobody answered."""
        self._write_offers([_cells(self.offered, part) for part in range(9)])
        self.offered.clear()

    def _write_offers(self, columns: Sequence[list[Any]]) -> None:
        contacts, visits, numbers, queues, names, results, rings, ends, places = columns
        offered = [end * SECOND_MS - max(0, ring) for end, ring in zip(ends, rings, strict=True)]
        readings = self._clock.read_all([each // SECOND_MS for each in offered])
        clock = [_cells(readings, part) for part in range(3)]
        found = list(self._agents.resolve_all(names, clock[0]))
        self._offers.extend(
            (
                contacts,
                visits,
                numbers,
                queues,
                _cells(found, 0),
                _cells(found, 1),
                results,
                _known(rings),
                (_UNKNOWN,) * len(offered),  # rings
                offered,
                *clock,
                places,
            )
        )

    def _fold_over(self) -> None:
        rows, count = self.over, len(self.over)
        contacts, unknown = _cells(rows, call_parts.CONTACT_ID), (_UNKNOWN,) * count
        lasts, ended_by = _cells(rows, call_parts.LAST), _cells(rows, call_parts.ENDED_BY)
        self._contacts.extend(
            (
                contacts,
                contacts,
                ("voice",) * count,
                ("inbound",) * count,
                [number or _UNKNOWN for number in _cells(rows, call_parts.DIALED)],
                [customer or _UNKNOWN for customer in _cells(rows, call_parts.CUSTOMER)],
                _cells(rows, call_parts.VISITS),
                _cells(rows, call_parts.SEGMENTS),
                ended_by,
                *self._instant(_cells(rows, call_parts.STARTED)),
                [
                    _UNKNOWN if by in _STILL_OPEN else last * SECOND_MS
                    for last, by in zip(lasts, ended_by, strict=True)
                ],
                unknown,  # kind of business
                unknown,  # resolved
                unknown,  # record it was registered under
                _cells(rows, call_parts.PLACE),
            )
        )
        rows.clear()

    def _instant(self, seconds: Sequence[int]) -> tuple[list[int], ...]:
        """Return the four columns of an instant: ms, day, half-hour, hour."""
        readings = self._clock.read_all(seconds)
        return (
            [second * SECOND_MS for second in seconds],
            _cells(readings, 0),
            _cells(readings, 1),
            _cells(readings, 2),
        )

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
            self._fold_taken((call,))

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
                masked("|".join(fields[5:])),
                place,
            )
        )


def _nobody(_number: str) -> str:
    return ""


def _cells(rows: Iterable[tuple[Any, ...]], part: int) -> list[Any]:
    """Return one part of many tuples; ``zip(*rows)`` would make an iterator of each of them."""
    return list(map(itemgetter(part), rows))


def _known(times: Iterable[int]) -> list[int | Missing]:
    return [time if time >= 0 else _UNKNOWN for time in times]
