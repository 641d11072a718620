"""Writes ``agent_state`` records: stretches in one state, cut where a half-hour ends."""

from __future__ import annotations

from array import array
from functools import cached_property, partial
from itertools import compress
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, Final

from ccops.adapters.agents.people import NEED_SIGN_ON, ROW_CELLS, Whose, doing
from ccops.adapters.protocol.columns import LaterColumn, SourceNames, SourceRefs, add_numbers
from ccops.adapters.protocol.privacy import masked
from ccops.kpi import Records
from ccops.values import Missing
from ccops.worktime import AGENT_STATE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ccops.adapters.agents.people import Did, Doing, FlatRows, Person
    from ccops.contacts import LocalClock
    from ccops.values import Cell

_NEVER: Final = Missing.NO_RECORDS
_UNKNOWN: Final = Missing.NOT_MEASURED
_SECOND_MS: Final = 1_000
_SLOT_MS: Final = 900_000  # a quarter of an hour
#: Which cells of a row are large numbers: when it began, how long it lasted, its place.
_NUMBERS: Final = frozenset({2, 3, 4})
_WHO, _DID, _BEGAN, _LASTED, _PLACE = range(ROW_CELLS)
_AFTER_CALL: Final = "acw"
#: Stands for whose rows are that are held for the next records: of these they are none.
_SET_APART: Final = Whose("", unmapped=False, counts=False)


class StateRows:
    """Takes stretches as they end; ``fold`` gathers them, many at a time.

    ``write`` takes the cells of rows. Rows of which it is not known whether they count (``claim``)
    stand among the others; when records are made, they are set apart for the next.
    ``tells_after_call`` says that the source tells of after-call work; without it nobody knows
    what is none.
    """

    def __init__(
        self, clock: LocalClock, names: SourceNames, *, tells_after_call: bool = False
    ) -> None:
        self.tells_after_call = tells_after_call
        self._clock = clock
        self._names = names
        self._columns = _empty()
        #: Rows of unknown length, as they are.
        self._open: list[tuple[Cell | Missing, ...]] = []
        self._rows: FlatRows = []
        self._claims: list[Whose] = []
        #: When half-hours end, by the quarters of an hour that lie whole in them.
        self._ends: dict[int, int] = {}
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
        who = person.free if state in NEED_SIGN_ON else person.who
        self.cut(who, doing(state, reason, ended_by), *span, place)

    def cut(self, who: Whose, what: Doing, start: int, end: int, place: int) -> Did:
        """Add a stretch of somebody, from one ms to another, in such parts.

        Returns what that was, should it go on after the end of a half-hour.
        """
        write, ends, did = self.write, self._ends, what[0]
        while start < end:
            after = ends.get(start // _SLOT_MS) or self._end(start)
            if after >= end:
                write((who, did, start, end - start, place))
                break
            write((who, did, start, after - start, place))
            start, did = after, what[1]
        return what[1]

    def _end(self, at: int) -> int:
        """Return the first instant after the half-hour at an instant."""
        slot = at // _SLOT_MS
        quarter = slot * _SLOT_MS // _SECOND_MS
        after = self._clock.half_hour(quarter)[1]
        if after < quarter + _SLOT_MS // _SECOND_MS:
            return self._clock.half_hour(at // _SECOND_MS)[1] * _SECOND_MS
        self._ends[slot] = end = after * _SECOND_MS
        return end

    def claim(self, who: Whose) -> Whose:
        """Return whose rows are that may count or not, of somebody."""
        claimed = Whose(who.agent, unmapped=who.unmapped, counts=None)
        self._claims.append(claimed)
        return claimed

    def set_apart(self) -> None:
        """Take the rows of which it is not known whether they count out of the others."""
        self.fold()
        if all(each.counts is not None for each in self._claims):
            return
        columns = self._columns
        for at, whose in enumerate(columns[_WHO]):
            if whose.counts is None:
                whose.held += [column[at] for column in columns]
                columns[_WHO][at] = _SET_APART

    def open(self, person: Person) -> None:
        """Add the state somebody is in where the source ends."""
        what = (person.state, person.reason_shown or _NEVER, person.since)
        self._unmeasured(person, what, "open", person.place)

    def unknown(self, person: Person, first: int, place: int) -> None:
        """Add that somebody was there from an instant on, for nobody knows how long."""
        self._unmeasured(person, ("available", _NEVER, first), "unknown", place)

    def records(self) -> Records:
        """Return what was added since the last time as records."""
        self.set_apart()
        told = _Told(self._clock, self._columns, self._counted(), knows=self.tells_after_call)
        further = [(*row[:3], told.after_call(row[2]), *row[3:]) for row in self._open]
        count = told.count
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

    def _counted(self) -> list[bool] | None:
        """Say of each row whether it counts; nothing where all of them do."""
        is_sure = all(each.counts for each in self._claims)
        self._claims = [each for each in self._claims if each.counts is None]
        return None if is_sure else list(map(attrgetter("counts"), self._columns[_WHO]))

    def fold(self) -> None:
        """Gather what is waiting."""
        rows = self._rows
        for at, column in enumerate(self._columns):
            cells = rows[at::ROW_CELLS]
            if at in _NUMBERS:
                add_numbers(column, cells)
            else:
                column.extend(cells)
        rows.clear()

    def _unmeasured(
        self, person: Person, what: tuple[str, str | Missing, int], ended_by: str, place: int
    ) -> None:
        state, reason, first = what
        clock = self._clock.read(first // _SECOND_MS)
        why = reason if isinstance(reason, Missing) else masked(reason)
        head = (person.agent, person.unmapped, state, why, first)
        self._open.append((*head, *clock, _UNKNOWN, False, ended_by, place))


class _Told:
    """What stretches say, in the columns of ``agent_state``; the clock is read once."""

    def __init__(
        self,
        clock: LocalClock,
        columns: tuple[Any, ...],
        counted: list[bool] | None,
        *,
        knows: bool,
    ) -> None:
        self._clock, self._columns, self._counted, self._knows = clock, columns, counted, knows
        self.count = len(columns[0]) if counted is None else sum(counted)

    @cached_property
    def _read(self) -> tuple[list[int], list[int], list[int]]:
        return self._clock.columns(self._column(_BEGAN), unit=_SECOND_MS)

    def _column(self, at: int) -> Any:  # noqa: ANN401 - an array, or a list of cells
        column, counted = self._columns[at], self._counted
        if counted is None:
            return column
        kept = compress(column, counted)
        return array("q", kept) if at in _NUMBERS else list(kept)

    def after_call(self, state: object) -> bool | Missing:
        """Say whether a state is after-call work; missing where the source tells of none."""
        return True if state == _AFTER_CALL else False if self._knows else _UNKNOWN

    def makers(self) -> tuple[Callable[[], Any], ...]:
        """Return what makes each column."""
        agents, unmapped = (
            partial(self._part, _WHO, attrgetter(name)) for name in ("agent", "unmapped")
        )
        states, reasons, continued, ended_by = (
            partial(self._part, _DID, itemgetter(at)) for at in range(4)
        )
        begins, lasted, places = (partial(self._column, at) for at in (_BEGAN, _LASTED, _PLACE))
        clock = (lambda: self._read[0], lambda: self._read[1], lambda: self._read[2])
        why = partial(self._reasons, reasons)
        after = partial(self._part, _DID, lambda did: self.after_call(did[0]))
        head = (agents, unmapped, states, after, why, begins, *clock)
        return (*head, lasted, continued, ended_by, places)

    def _part(self, column: int, part: Callable[[Any], Any]) -> list[Any]:
        return list(map(part, self._column(column)))

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
