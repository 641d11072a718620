"""The adapter ``vicidial``: closer, agent and outbound log, exported as CSV with headers."""

from __future__ import annotations

import heapq
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Final

import attrs

from ccops.adapters import Contact, Conversation, GatheringAdapter, Part, Visit
from ccops.values import Missing
from ccops_vicidial.attempts import Attempt, attempt_of
from ccops_vicidial.calls import Call, call_of
from ccops_vicidial.cells import needed_text, text
from ccops_vicidial.cycles import Cycle, cycle_of
from ccops_vicidial.tables import AGENT, OUTBOUND, table_of, table_rows, with_times

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ccops.adapters import ContactWriter, ReadOptions, Row, Source, SourceNames

_UNKNOWN: Final = Missing.NOT_MEASURED


class VicidialAdapter(GatheringAdapter):
    """Reads ``vicidial_closer_log``, ``vicidial_agent_log`` and ``vicidial_log``, by the header.

    A row of the closer log is a visit to an in-group; all of one ``uniqueid`` and ``lead_id``
    are one contact. A round of the agent in the agent log adds what was talked and the work
    after it; each round is also what the agent was doing. A row of the outbound log is an
    attempt to reach the customer. The tables are read at once, in the order of time. Instants
    are epochs, so no clock change touches them.
    """

    name = "vicidial"
    description = "vicidial_closer_log, vicidial_agent_log and vicidial_log (CSV with headers)"
    tells_stretches = True
    tells_after_call = True

    def rows(self, source: Source, names: SourceNames, options: ReadOptions) -> Iterator[Row]:
        """Yield the rows of an exported table."""
        return table_rows(source, names, options)

    def stream(
        self, sources: Sequence[Source], names: SourceNames, options: ReadOptions
    ) -> Iterator[Row]:
        """Yield the rows of all tables in the order of their times."""
        tables: dict[str, list[Source]] = {}
        for source in sources:
            tables.setdefault(self._table(source, names, options), []).append(source)
        timed = [
            with_times(chain.from_iterable(self.rows(each, names, options) for each in listed))
            for listed in tables.values()
        ]
        for _, row in heapq.merge(*timed, key=itemgetter(0)):
            yield row

    def _table(self, source: Source, names: SourceNames, options: ReadOptions) -> str:
        told = (each.type for each in self.rows(source, names, options) if not each.refused)
        return next(told, "")

    def part(self, row: Row, _options: ReadOptions, /) -> Part:
        """Return what one row tells."""
        table = table_of(row.data)
        if table == AGENT:
            return _cycle_part(row)
        return _attempt_part(row) if table == OUTBOUND else _call_part(row)

    def alone(self, part: Part, writer: ContactWriter) -> None:
        """Write nothing but what the agent was doing: a round without a call."""

    def contact(self, parts: Sequence[Part]) -> Contact:
        """Return the contact that rows with one ``uniqueid`` come to."""
        calls = sorted(
            (part.told for part in parts if isinstance(part.told, Call)),
            key=lambda each: (each.entered_ms, each.number),
        )
        attempts = [part for part in parts if isinstance(part.told, Attempt)]
        rounds = [part for part in parts if isinstance(part.told, Cycle)]
        places = {part.told.number: part.place for part in parts if isinstance(part.told, Call)}
        visits = tuple(
            _visit(call, rest, _taken(rounds, call), places[call.number])
            for call, *rest in (calls[at : at + 2] for at in range(len(calls)))
        )
        direct = tuple(_direct(part.told, part.place) for part in rounds)
        told = [*(each.told for each in attempts), *calls]
        return Contact(
            contact_id=parts[0].contact,
            channel="voice",
            direction=_direction(calls, is_dialed=bool(attempts)),
            started_ms=min(
                (
                    *(each.entered_ms for each in calls),
                    *(each.connected_ms for each in direct),
                    *(each.told.started_ms for each in attempts),
                )
            ),
            ended_ms=_last(
                [
                    *(each.ended_ms for each in calls),
                    *(each.ended_ms for each in direct),
                    *(each.told.ended_ms for each in attempts),
                ]
            ),
            customer=next((each.customer for each in told if each.customer), ""),
            disconnect_by=next((each.ended_by for each in reversed(told)), "unknown"),
            visits=visits,
            conversations=direct,
            dials=tuple(each.told.dial(each.place) for each in attempts),
            place=min(part.place for part in parts),
        )


def _call_part(row: Row) -> Part:
    told = call_of(row.data)
    written = told.entered_ms if isinstance(told.ended_ms, Missing) else told.ended_ms
    return Part(
        contact=_contact_id(row.data) or f"closecallid-{told.number}",
        row=f"closer {told.number}",
        version=0 if isinstance(told.ended_ms, Missing) else told.ended_ms,
        at_ms=written,
        told=told,
        odd=told.odd,
        place=row.place,
    )


def _attempt_part(row: Row) -> Part:
    number = _contact_id(row.data) or needed_text(row.data, "uniqueid")
    told = attempt_of(row.data, number)
    written = told.started_ms if isinstance(told.ended_ms, Missing) else told.ended_ms
    return Part(
        contact=number,
        row=f"dial {number}",
        version=0 if isinstance(told.ended_ms, Missing) else told.ended_ms,
        at_ms=written,
        told=told,
        place=row.place,
    )


def _direction(calls: Sequence[Call], *, is_dialed: bool) -> str:
    """Return which way a contact went; the closer log alone knows those that came in."""
    if is_dialed:
        return "outbound"
    return "unknown" if not calls or calls[0].handed_in else "inbound"


def _cycle_part(row: Row) -> Part:
    told = cycle_of(row.data, row.place)
    return Part(
        contact=_contact_id(row.data) if isinstance(told.talk_ms, int) else "",
        row=f"agent {needed_text(row.data, 'agent_log_id')}",
        version=told.last_ms,
        at_ms=told.last_ms,
        told=told,
        odd=told.odd,
        stretches=told.stretches,
        place=row.place,
    )


def _contact_id(row: Mapping[str, str]) -> str:
    """Return what both tables know a call by; empty where it has none.

    Servers of a cluster number their channels apart; with the lead the number is that of one.
    """
    uniqueid, lead = text(row, "uniqueid"), text(row, "lead_id")
    return f"{uniqueid}/{lead}" if uniqueid and lead else uniqueid


def _taken(rounds: list[Part], call: Call) -> Cycle | None:
    """Take out of the rounds the one in which an agent had a call: the nearest of several."""
    own = [part for part in rounds if call.agent and part.told.agent == call.agent]
    if not own:
        return None
    nearest = min(own, key=lambda part: abs(part.told.talk_ms - call.connected_ms))
    rounds.remove(nearest)
    found: Cycle = nearest.told
    return found


def _visit(call: Call, rest: Sequence[Call], cycle: Cycle | None, place: int) -> Visit:
    handed_on = call.handed_on or any(each.handed_in for each in rest)
    is_open = isinstance(call.ended_ms, Missing)
    talks: tuple[Conversation, ...] = ()
    if call.outcome == "answered":
        talk = Conversation(
            agent=call.agent,
            connected_ms=call.connected_ms,
            ended_ms=_UNKNOWN if is_open else max(call.connected_ms, _known(call.ended_ms)),
            talk_hold=call.talk_hold,
            transfer="other" if handed_on else "none",
            ended_by="open" if is_open else "transfer" if handed_on else call.ended_by,
            place=place,
        )
        talks = (talk if cycle is None else _as_measured(talk, cycle),)
    return Visit(
        queue=call.queue,
        outcome=call.outcome,
        entered_ms=call.entered_ms,
        wait=_UNKNOWN if call.outcome == "open" else call.wait,
        conversations=talks,
        closed_by="open" if is_open else "event",
        place=place,
    )


def _as_measured(talk: Conversation, cycle: Cycle) -> Conversation:
    """Return a conversation with what the agent's own round says of it."""
    talked = talk.talk_hold if isinstance(cycle.talk_hold, Missing) else cycle.talk_hold
    return attrs.evolve(talk, talk_hold=talked, acw=cycle.acw)


def _direct(cycle: Cycle, place: int) -> Conversation:
    """Return a conversation that came through no in-group, or whose row is not there."""
    connected, talked = _known(cycle.talk_ms), cycle.talk_hold
    return Conversation(
        agent=cycle.agent,
        connected_ms=connected,
        ended_ms=talked if isinstance(talked, Missing) else connected + talked,
        talk_hold=talked,
        acw=cycle.acw,
        place=place,
    )


def _last(ends: Iterable[int | Missing]) -> int | Missing:
    """Return the last of several ends; missing where one of them is."""
    known = []
    for each in ends:
        if isinstance(each, Missing):
            return each
        known.append(each)
    return max(known)


def _known(ms: int | Missing) -> int:
    if isinstance(ms, Missing):
        raise TypeError("an instant that has to be known is missing")
    return ms
