"""Writes ``agent_state`` records: stretches in one state, cut where a half-hour ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ccops.adapters.agent_people import NEED_SIGN_ON, ROW_CELLS
from ccops.adapters.columns import RowFolder, SourceNames
from ccops.values import Missing
from ccops.worktime import AGENT_STATE

if TYPE_CHECKING:
    from ccops.adapters.agent_people import FlatRows, Person
    from ccops.contacts import LocalClock
    from ccops.kpi import Records

_NEVER: Final = Missing.NO_RECORDS
_UNKNOWN: Final = Missing.NOT_MEASURED
_SECOND_MS: Final = 1_000


class StateRows:
    """Takes stretches as they end; ``fold`` makes columns of them, many at a time.

    ``write`` takes the cells of rows. A person's own does so for times free; of somebody of whom
    no sign-on is known they wait.
    """

    def __init__(self, clock: LocalClock, names: SourceNames) -> None:
        self._clock = clock
        self._folder = RowFolder(AGENT_STATE, names)
        self._rows: FlatRows = []
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
        head = (person.agent, person.unmapped, state, reason)
        start, end = span
        continued = False
        write = person.write if state in NEED_SIGN_ON else self.write
        while start < end:
            after = self._clock.half_hour(start // _SECOND_MS)[1] * _SECOND_MS
            after = min(after, end)
            write((*head, start, after - start, continued, ended_by, place))
            start, continued = after, True

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
        columns: list[list[Any]] = [rows[cell::ROW_CELLS] for cell in range(ROW_CELLS)]
        agents, unmapped, states, reasons, begins, *rest = columns
        clock = self._clock.columns(begins, unit=_SECOND_MS)
        why = [reason or _NEVER for reason in reasons]
        self._folder.extend((agents, unmapped, states, why, begins, *clock, *rest))
        rows.clear()
        self._folder.fold()

    def _unmeasured(
        self, person: Person, what: tuple[str, str | Missing, int], ended_by: str, place: int
    ) -> None:
        clock = self._clock.read(what[2] // _SECOND_MS)
        head = (person.agent, person.unmapped, *what)
        self._folder.add((*head, *clock, _UNKNOWN, False, ended_by, place))
