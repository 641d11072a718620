"""Writes ``agent_state`` records: stretches in one state, cut where a half-hour ends."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from ccops.adapters.columns import RowFolder, SourceNames
from ccops.values import Missing
from ccops.worktime import AGENT_STATE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.adapters.agent_people import Person, StateRow
    from ccops.contacts import LocalClock
    from ccops.kpi import Records

_NEVER: Final = Missing.NO_RECORDS
_UNKNOWN: Final = Missing.NOT_MEASURED
_SECOND_MS: Final = 1_000
_REASON: Final = 3
_SLICE: Final = 1_024  # made into columns while it is still in the cache
_CELLS: Final = tuple(map(itemgetter, range(len(AGENT_STATE.columns))))


class StateRows:
    """Takes stretches as they end; ``fold`` makes columns of them, many at a time.

    A person's ``write`` takes a row; of somebody who is held it waits.
    """

    def __init__(self, clock: LocalClock, names: SourceNames) -> None:
        self._clock = clock
        self._folder = RowFolder(AGENT_STATE, names)
        self._rows: list[StateRow] = []
        self.write = self._rows.append

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
        head = (person.agent, person.unmapped, state, reason)
        start, end = span
        continued = False
        while start < end:
            second = start // _SECOND_MS
            after = min(end, self._clock.half_hour(second)[1] * _SECOND_MS)
            tail = (after - start, continued, ended_by, place)
            person.write((*head, start, *self._clock.read(second), *tail))
            start, continued = after, True

    def take(self, rows: Iterable[StateRow]) -> None:
        """Add rows that waited."""
        self._rows.extend(rows)

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
        return self._folder.take()

    def fold(self) -> None:
        """Make columns of what was gathered."""
        rows = self._rows
        for first in range(0, len(rows), _SLICE):
            part = rows[first : first + _SLICE]
            columns: list[list[Any]] = [list(map(cell, part)) for cell in _CELLS]
            columns[_REASON] = [reason or _NEVER for reason in columns[_REASON]]
            self._folder.extend(columns)
        rows.clear()
        self._folder.fold()

    def _unmeasured(
        self, person: Person, what: tuple[str, str | Missing, int], ended_by: str, place: int
    ) -> None:
        clock = self._clock.read(what[2] // _SECOND_MS)
        head = (person.agent, person.unmapped, *what)
        self._folder.add((*head, *clock, _UNKNOWN, False, ended_by, place))
