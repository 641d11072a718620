"""Writes ``agent_state`` records: stretches in one state, cut where a half-hour ends."""

from __future__ import annotations

from array import array
from functools import cached_property, partial
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from ccops.adapters.agents.people import NEED_SIGN_ON, ROW_CELLS
from ccops.adapters.protocol.columns import LaterColumn, SourceNames, SourceRefs
from ccops.adapters.protocol.privacy import masked
from ccops.kpi import Records
from ccops.values import Missing
from ccops.worktime import AGENT_STATE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ccops.adapters.agents.people import Did, FlatRows, Person
    from ccops.contacts import LocalClock
    from ccops.values import Cell

_NEVER: Final = Missing.NO_RECORDS
_UNKNOWN: Final = Missing.NOT_MEASURED
_SECOND_MS: Final = 1_000
_SLOT_MS: Final = 900_000  # a quarter of an hour
#: Which cells of a row are large numbers: when it began, how long it lasted, its place.
_NUMBERS: Final = frozenset({2, 3, 4})
_WHO, _DID, _BEGAN, _LASTED, _PLACE = range(ROW_CELLS)


class StateRows:
    """Takes stretches as they end; ``fold`` gathers them, many at a time.

    ``write`` takes the cells of rows. A person's own does so for times free; of somebody of whom
    no sign-on is known they wait.
    """

    def __init__(self, clock: LocalClock, names: SourceNames) -> None:
        self._clock = clock
        self._names = names
        self._columns = _empty()
        #: Rows of unknown length, as they are.
        self._open: list[tuple[Cell | Missing, ...]] = []
        self._rows: FlatRows = []
        self._ends = _Ends(clock)
        self.write = self._rows.extend

    def add(
        self,
        person: Person,
        state: str,
        reason: str,
        span: tuple[int, int],
        ended_by: str,
        place: int,
    ) -> None:
        """Add a stretch that ended, in parts that lie within one half-hour each."""
        who, (start, end) = person.who, span
        did: Did = (state, reason, False, ended_by)
        write = person.write if state in NEED_SIGN_ON else self.write
        ends = self._ends
        while (after := ends[start // _SLOT_MS] or self._end(start)) < end:
            write((who, did, start, after - start, place))
            start, did = after, (state, reason, True, ended_by)
        if start < end:
            write((who, did, start, end - start, place))

    def _end(self, at: int) -> int:
        """Return the first instant after the half-hour at an instant."""
        return self._clock.half_hour(at // _SECOND_MS)[1] * _SECOND_MS

    def open(self, person: Person) -> None:
        """Add the state somebody is in where the source ends."""
        what = (person.state, person.reason_shown or _NEVER, person.since)
        self._unmeasured(person, what, "open", person.place)

    def unknown(self, person: Person, first: int, place: int) -> None:
        """Add that somebody was there from an instant on, for nobody knows how long."""
        self._unmeasured(person, ("available", _NEVER, first), "unknown", place)

    def records(self) -> Records:
        """Return what was added since the last time as records."""
        self.fold()
        told = _Told(self._clock, self._columns)
        further, count = self._open, len(self._columns[0])
        self._columns, self._open = _empty(), []
        columns: dict[str, Sequence[Cell | Missing]] = {
            column.name: LaterColumn(count + len(further), partial(_made, make, further, at))
            for at, (column, make) in enumerate(
                zip(AGENT_STATE.columns, told.makers(), strict=True)
            )
        }
        places: Any = columns[AGENT_STATE.reference]
        columns[AGENT_STATE.reference] = SourceRefs(self._names, places)
        return Records(kind=AGENT_STATE, columns=columns)

    def fold(self) -> None:
        """Gather what is waiting."""
        rows = self._rows
        for at, column in enumerate(self._columns):
            cells = rows[at::ROW_CELLS]
            column.extend(array("q", cells) if at in _NUMBERS else cells)
        rows.clear()

    def _unmeasured(
        self, person: Person, what: tuple[str, str | Missing, int], ended_by: str, place: int
    ) -> None:
        state, reason, first = what
        clock = self._clock.read(first // _SECOND_MS)
        why = reason if isinstance(reason, Missing) else masked(reason)
        head = (person.agent, person.unmapped, state, why, first)
        self._open.append((*head, *clock, _UNKNOWN, False, ended_by, place))


class _Ends(dict[int, int]):
    """When half-hours end, by the quarters of an hour in them; 0 where a quarter is not in one."""

    def __init__(self, clock: LocalClock) -> None:
        super().__init__()
        self._clock = clock

    def __missing__(self, slot: int) -> int:
        first = slot * _SLOT_MS // _SECOND_MS
        after = self._clock.half_hour(first)[1]
        is_whole = after >= first + _SLOT_MS // _SECOND_MS
        self[slot] = end = after * _SECOND_MS if is_whole else 0
        return end


class _Told:
    """What stretches say, in the columns of ``agent_state``; the clock is read once."""

    def __init__(self, clock: LocalClock, columns: tuple[Any, ...]) -> None:
        self._clock, self._columns = clock, columns

    @cached_property
    def _read(self) -> tuple[list[int], list[int], list[int]]:
        return self._clock.columns(self._columns[_BEGAN], unit=_SECOND_MS)

    def makers(self) -> tuple[Callable[[], Any], ...]:
        """Return what makes each column."""
        agents, unmapped = (partial(self._part, _WHO, at) for at in range(2))
        states, reasons, continued, ended_by = (partial(self._part, _DID, at) for at in range(4))
        begins, lasted, places = (
            partial(self._columns.__getitem__, at) for at in (_BEGAN, _LASTED, _PLACE)
        )
        clock = (lambda: self._read[0], lambda: self._read[1], lambda: self._read[2])
        why = partial(self._reasons, reasons)
        head = (agents, unmapped, states, why, begins, *clock)
        return (*head, lasted, continued, ended_by, places)

    def _part(self, column: int, at: int) -> list[Any]:
        return list(map(itemgetter(at), self._columns[column]))

    def _reasons(self, reasons: Callable[[], list[str]]) -> list[str | Missing]:
        return [masked(reason) if reason else _NEVER for reason in reasons()]


def _empty() -> tuple[Any, ...]:
    return tuple(array("q") if at in _NUMBERS else [] for at in range(ROW_CELLS))


def _made(
    make: Callable[[], Any], further: list[tuple[Cell | Missing, ...]], at: int
) -> Sequence[Cell | Missing]:
    cells: Sequence[Cell | Missing] = make()
    if not further:
        return cells
    more = [row[at] for row in further]
    if isinstance(cells, array) and Missing not in set(map(type, more)):
        return cells + array("q", more)  # type: ignore[type-var]  # whole numbers
    return [*cells, *more]
