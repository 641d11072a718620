"""The records that calls come to: columns of the telephony kinds, made once somebody looks.

The log measures no after-call work and cannot tell talk from hold: ``acw``, ``talk`` and ``hold``
are missing, ``talk_hold`` is the time from connect to end.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from itertools import compress
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.adapters import LaterColumn, SourceNames, SourceRefs
from ccops.contacts import CONTACT, HANDLE_SEGMENT, OFFER, QUEUE_VISIT, AgentBook, LocalClock
from ccops.kpi import Records
from ccops.values import Missing
from ccops_asterisk import open_calls as part
from ccops_asterisk.grammar import SECOND_MS
from ccops_asterisk.over_calls import OVER
from ccops_asterisk.raw_rows import put_together

if TYPE_CHECKING:
    from ccops.kpi import RecordKind
    from ccops.values import Cell
    from ccops_asterisk.over_calls import TakenOver
    from ccops_asterisk.raw_rows import Columns

_NEVER: Final = Missing.NO_RECORDS  # it did not happen
_UNKNOWN: Final = Missing.NOT_MEASURED  # the log does not say
_STILL_OPEN: Final = frozenset({"open", "restart"})
Rows = Sequence[tuple[Any, ...]]
Make = Callable[[], "Sequence[Cell | Missing]"]


@attrs.frozen(kw_only=True)
class RecordMaker:
    """Makes records of gathered columns: by the local clock, the book of agents, the sources."""

    clock: LocalClock
    agents: AgentBook
    names: SourceNames

    def visits(self, ended: Columns, unanswered: Columns, rare: Rows) -> Records:
        """Return the visits of calls that talked and of those that left; ``rare`` are rows."""
        e, u = ended, unanswered
        talked, left = len(e[0]), len(u[0])
        connected = self._instants(lambda: e[part.CONNECTED])
        arrival = self._instants(lambda: put_together((e[part.ENTERED], u[part.ENTERED])))
        answer = self._instants(lambda: put_together((e[part.CONNECTED], u[part.LAST])))
        end = self._instants(lambda: put_together((e[part.LAST], u[part.LAST])))
        began = self._instants(lambda: put_together((e[part.STARTED], u[part.STARTED])))

        def each(of_ended: int, of_left: int) -> Make:
            return lambda: put_together((e[of_ended], u[of_left]))

        def agents() -> Sequence[Cell | Missing]:
            known, _ = self.agents.columns(e[part.AGENT], connected.days())
            return [*known, *(_NEVER,) * left]

        def transferred() -> Sequence[Cell | Missing]:
            return [*(how != "none" for how in e[part.TRANSFER]), *(False,) * left]

        makers: tuple[Make, ...] = (
            each(part.CONTACT_ID, part.CONTACT_ID),
            each(part.VISITS, part.VISITS),
            each(part.QUEUE, part.QUEUE),
            lambda: ["answered"] * talked + u[part.OUTCOME],
            agents,
            lambda: _known(put_together((e[part.WAIT], u[part.LEFT_WAIT]))),
            lambda: [*_told(e[part.TALK]), *(_NEVER,) * left],
            lambda: [_UNKNOWN] * talked + [_NEVER] * left,  # after-call work
            lambda: [1] * talked + [0] * left,
            transferred,
            lambda: [True] * talked + [False] * left,
            each(part.COUNTED_BACK, part.COUNTED_BACK),
            lambda: ["event"] * talked + u[part.CLOSED_BY],
            *arrival.columns(),
            *answer.columns(),
            *end.columns(),
            *began.columns()[1:],
            each(part.ENTERED_PLACE, part.ENTERED_PLACE),
        )
        return self._records(QUEUE_VISIT, talked + left, makers, rare)

    def segments(self, ended: Columns, rare: Rows) -> Records:
        """Return the conversations of calls that talked; ``rare`` are rows."""
        e, count = ended, len(ended[0])
        arrival = self._instants(lambda: e[part.ENTERED])
        connected = self._instants(lambda: e[part.CONNECTED])
        end = self._instants(lambda: e[part.LAST])
        agents = _Agents(self.agents, lambda: e[part.AGENT], connected.days)
        makers: tuple[Make, ...] = (
            lambda: e[part.CONTACT_ID],
            lambda: e[part.VISITS],
            lambda: [1] * count,
            lambda: e[part.QUEUE],
            agents.ids,
            agents.unmapped,
            _always(_UNKNOWN, count),  # talk
            _always(_UNKNOWN, count),  # hold
            lambda: _told(e[part.TALK]),
            _always(_UNKNOWN, count),  # after-call work
            lambda: e[part.TRANSFER],
            lambda: e[part.ENDED_BY],
            arrival.days,
            *connected.columns(),
            end.ms,
            lambda: e[part.CONNECTED_PLACE],
        )
        return self._records(HANDLE_SEGMENT, count, makers, rare)

    def offers(self, ended: Columns, offered: Columns) -> Records:
        """Return the offers that were answered, and the others."""
        taken = _taken(ended)
        both = _Together(taken, offered)
        count = len(taken[0]) + len(offered[0])
        _, _, _, _, _, results, rings, ends, _ = range(part.OFFERED_PARTS)
        instants = _Offered(both.of(ends), both.of(rings))
        clock = _Instants(self.clock, instants, unit=SECOND_MS)
        agents = _Agents(self.agents, both.of(4), clock.days)
        makers: tuple[Make, ...] = (
            both.of(0),
            both.of(1),
            both.of(2),
            both.of(3),
            agents.ids,
            agents.unmapped,
            both.of(results),
            lambda: _known(both.of(rings)()),
            _always(_UNKNOWN, count),  # rings
            *clock.columns(),
            both.of(part.OFFERED_PARTS - 1),
        )
        return self._records(OFFER, count, makers, ())

    def contacts(self, over: TakenOver) -> Records:
        """Return the contacts of calls that are over."""
        parts = tuple(map(over.column, range(len(OVER))))
        ids, dialed, customers, visits, segments, ended_by, started, lasts, places = parts
        count, began = len(over.places), self._instants(started)
        makers: tuple[Make, ...] = (
            ids,
            ids,
            _always("voice", count),
            _always("inbound", count),
            lambda: [number or _UNKNOWN for number in dialed()],
            lambda: [customer or _UNKNOWN for customer in customers()],
            visits,
            segments,
            ended_by,
            *began.columns(),
            lambda: [
                _UNKNOWN if by in _STILL_OPEN else last * SECOND_MS
                for last, by in zip(lasts(), ended_by(), strict=True)
            ],
            _always(_UNKNOWN, count),  # kind of business
            _always(_UNKNOWN, count),  # resolved
            _always(_UNKNOWN, count),  # record it was registered under
            _always(_UNKNOWN, count),  # registered
            places,
        )
        return self._records(CONTACT, count, makers, ())

    def _records(
        self, kind: RecordKind, count: int, makers: tuple[Make, ...], rare: Rows
    ) -> Records:
        """Return records of columns yet to be made, with further rows after them."""
        columns: dict[str, Sequence[Cell | Missing]] = {
            column.name: LaterColumn(count + len(rare), partial(_made, make, rare, at))
            for at, (column, make) in enumerate(zip(kind.columns, makers, strict=True))
        }
        places: Any = columns[kind.reference]
        columns[kind.reference] = SourceRefs(self.names, places)
        return Records(kind=kind, columns=columns)

    def _instants(self, make: Callable[[], Sequence[int]]) -> _Instants:
        return _Instants(self.clock, make)


class _Instants:
    """Instants in seconds of UTC (or ms), and what the local clock says at them: read once."""

    def __init__(
        self, clock: LocalClock, make: Callable[[], Sequence[int]], *, unit: int = 1
    ) -> None:
        self._clock, self._make, self._unit = clock, make, unit

    @cached_property
    def _instants(self) -> Sequence[int]:
        return self._make()

    @cached_property
    def _read(self) -> tuple[list[int], list[int], list[int]]:
        return self._clock.columns(self._instants, unit=self._unit)

    def ms(self) -> Sequence[int]:
        """Return the instants in ms."""
        scale = SECOND_MS // self._unit
        return array("q", [each * scale for each in self._instants])

    def days(self) -> list[int]:
        """Return the local days."""
        return self._read[0]

    def columns(self) -> tuple[Make, Make, Make, Make]:
        """Return what makes the four columns of an instant: ms, day, half-hour, hour."""
        return self.ms, self.days, lambda: self._read[1], lambda: self._read[2]


class _Agents:
    """The agents behind written names, each on its day, and whether each is unmapped."""

    def __init__(
        self, book: AgentBook, names: Callable[[], Sequence[str]], days: Callable[[], list[int]]
    ) -> None:
        self._book, self._names, self._days = book, names, days

    @cached_property
    def _found(self) -> tuple[list[str], list[bool]]:
        return self._book.columns(self._names(), self._days())

    def ids(self) -> list[str]:
        return self._found[0]

    def unmapped(self) -> list[bool]:
        return self._found[1]


class _Together:
    """Columns of two sorts of rows, one after the other."""

    def __init__(self, one: Columns, other: Columns) -> None:
        self._one, self._other = one, other

    def of(self, at: int) -> Callable[[], Any]:
        return lambda: put_together((self._one[at], self._other[at]))


class _Offered:
    """The ms at which telephones began to ring, by the second at which they stopped."""

    def __init__(
        self, ends: Callable[[], Sequence[int]], rings: Callable[[], Sequence[int]]
    ) -> None:
        self._ends, self._rings = ends, rings

    def __call__(self) -> list[int]:
        ends, rings = self._ends(), self._rings()
        return [end * SECOND_MS - (max(0, ring)) for end, ring in zip(ends, rings, strict=True)]


def _taken(ended: Columns) -> Columns:
    """Return the offers that were answered, in the columns of those that were not."""
    rings = ended[part.RING]
    rung = None if not rings or min(rings) >= 0 else [ring >= 0 for ring in rings]
    columns = (
        ended[part.CONTACT_ID], ended[part.VISITS], ended[part.OFFERS_MADE], ended[part.QUEUE],
        ended[part.AGENT], ["answered"] * len(rings), rings, ended[part.CONNECTED],
        ended[part.CONNECTED_PLACE],
    )  # fmt: skip
    if rung is None:
        return columns
    return tuple(list(compress(each, rung)) for each in columns)


def _made(make: Make, rare: Rows, at: int) -> Sequence[Cell | Missing]:
    cells = make()
    return put_together((cells, [row[at] for row in rare])) if rare else cells


def _always(cell: Cell | Missing, count: int) -> Make:
    return lambda: [cell] * count


def _told(times: Sequence[int]) -> Sequence[Cell | Missing]:
    """Return times of which hardly one is not known."""
    return times if min(times, default=0) >= 0 else _known(times)


def _known(times: Iterable[Any]) -> list[Cell | Missing]:
    return [time if time >= 0 else _UNKNOWN for time in times]
