"""Adapters of sources that write a contact in rows: gathered by contact, told once it is over."""

from __future__ import annotations

import abc
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from ccops.adapters.columns import SourceNames
from ccops.adapters.contact_writer import ContactWriter
from ccops.adapters.gathered import Gathered, Held, Part
from ccops.adapters.intake import Intake, joined_intake
from ccops.adapters.options import AtEnd, ReadOptions
from ccops.adapters.report import OpenContact, ReadTally
from ccops.adapters.rows import Row, read_again
from ccops.adapters.sources import Readable, Source, as_source, place_span
from ccops.adapters.state import OpenState
from ccops.adapters.table_rows import RowIgnoredError, RowRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ccops.adapters.canonical import Contact

_STATE_FORMAT: Final = 1
#: The last instant of a contact that was told, and the version of each of its rows.
_Done = tuple[int, dict[str, int]]
_FOLD: Final = 512
_HEAD_ROWS: Final = 50
_DAY_MS: Final = 86_400_000
#: Begins what a row without a contact is remembered by.
_ALONE: Final = "\x1f"


class GatheringAdapter(abc.ABC):
    """Reads rows, puts together those of one contact, and tells it once.

    An adapter says how rows are cut from a file (``rows``), what one row tells (``part``), and
    what the rows of a contact come to (``contact``). Order, versions, duplicates, places, the
    report, batches and the state of a read that goes on later follow from it.

    A contact is told when no row of it came for ``linger_ms`` of the source's own time, or when
    the read ends. A row that comes later still is left out and counted (``row-late``): the days
    it belongs to have to be read again.
    """

    name: str
    description: str
    #: Whether a real file of the source was read, and not only its documentation.
    verified: bool = False
    #: Whether the source says what agents do: ``alone`` then tells it to ``writer.states``.
    tells_states: bool = False
    #: Whether rows say what agents did once it is over: as ``stretches`` of their parts.
    tells_stretches: bool = False
    linger_ms: int = _DAY_MS
    #: How far back rows are remembered as read; older ones that come again are late.
    memory_ms: int = 40 * _DAY_MS

    @abc.abstractmethod
    def rows(self, source: Source, names: SourceNames, options: ReadOptions) -> Iterator[Row]:
        """Yield the rows of a source. Raises ``ReadError`` where it is no such source."""

    @abc.abstractmethod
    def part(self, row: Row, options: ReadOptions, /) -> Part:
        """Return what a row tells.

        Raises ``RowRefusedError`` where it cannot be read, ``RowIgnoredError`` where it is meant
        to be left out.
        """

    @abc.abstractmethod
    def contact(self, parts: Sequence[Part]) -> Contact:
        """Return the contact that parts come to, given in order of ``at_ms`` and place."""

    def alone(self, part: Part, writer: ContactWriter) -> None:
        """Take a row that belongs to no contact. The adapter yields none unless it says so.

        What it says of agents goes to ``writer.states``, in the order of the source.
        """
        raise NotImplementedError(f"{self.name} has rows of no contact, and no method alone")

    def read(self, sources: Iterable[Readable], options: ReadOptions) -> Intake:
        """Return everything the sources hold. Raises ``ReadError`` where reading must stop."""
        return joined_intake(self.read_batches(sources, options))

    def read_batches(self, sources: Iterable[Readable], options: ReadOptions) -> Iterator[Intake]:
        """Yield what the sources hold in batches of ``options.batch_rows`` rows."""
        reading = _Reading(self, options)
        ordered = self._in_order(sources, options)
        for row in self.stream(ordered, reading.writer.names, options):
            reading.take(row)
            if reading.tally.rows_in >= options.batch_rows:
                yield reading.intake(last=False)
        yield reading.intake(last=True)

    def stream(
        self, sources: Sequence[Source], names: SourceNames, options: ReadOptions
    ) -> Iterator[Row]:
        """Yield the rows of sources that are in order of time, one source after the other.

        Where contacts stand in several tables of the same time, an adapter takes those in turn.
        """
        for source in sources:
            yield from self.rows(source, names, options)

    def _in_order(self, sources: Iterable[Readable], options: ReadOptions) -> list[Source]:
        """Return sources in the order of what their first rows tell, as files are rotated."""
        return sorted(map(as_source, sources), key=lambda each: self._first_ms(each, options))

    def _first_ms(self, source: Source, options: ReadOptions) -> int:
        for row in islice(self.rows(source, SourceNames(), options), _HEAD_ROWS):
            try:
                if not row.refused:
                    return self.part(row, options).at_ms
            except RowRefusedError:
                continue
        return 0


class _Reading:
    """One read: rows in, contacts out, every row accounted for."""

    def __init__(self, adapter: GatheringAdapter, options: ReadOptions) -> None:
        self._adapter, self._options = adapter, options
        self.tally = ReadTally(options)
        self.writer = ContactWriter(options)
        self._gathered = Gathered()
        self._done: dict[str, _Done] = {}
        self._newest = self._second = 0
        self._ahead = ""
        self._told = 0
        if adapter.tells_states:
            self.writer.follow_agents(options.states, self._flag)
        if adapter.tells_stretches:
            self.writer.take_stretches()
        resumed = options.resumed(adapter.name, format_=_STATE_FORMAT)
        if resumed is not None:
            self._restore(resumed)

    # ---- rows ---------------------------------------------------------------------------------

    def take(self, row: Row) -> None:
        """Take a row, and tell what is over by now."""
        self.tally.rows_in += 1
        span = place_span(*self.writer.names.split(row.place))
        try:
            if row.refused:
                raise RowRefusedError(row.refused)  # noqa: TRY301 - as any other refusal
            part = self._adapter.part(row, self._options)
            taken = self._hold(part, row)
        except RowIgnoredError as left_out:
            self.tally.ignore(left_out.code)
        except RowRefusedError as refused:
            self.tally.quarantine(refused.code, span, row.text, column=refused.column)
        else:
            if taken:
                self.tally.rows_by_type[row.type] += 1
                for code in part.odd:
                    self._flag(code, part.place)
                self._go_on(part)

    def _hold(self, part: Part, row: Row) -> bool:
        """Hold a part with its contact; say whether it told anything new."""
        names = (part.contact, *part.also) if part.contact else (f"{_ALONE}{part.row}",)
        done = next((self._done[name] for name in names if name in self._done), None)
        if done is not None:
            return self._come_again(part, done[1].get(part.row))
        if not part.contact:
            self._done[names[0]] = (part.at_ms, {part.row: part.version})
            self._adapter.alone(part, self.writer)
            self._write_stretches(part)
            return True
        held = self._gathered.of(names)
        known = held.parts.get(part.row)
        if known is not None and not self._replaces(part, known, held, row):
            return False
        self._gathered.add(held, part, row.text)
        return True

    def _flag(self, code: str, place: int) -> None:
        self.tally.flag(code, place_span(*self.writer.names.split(place)))

    def _come_again(self, part: Part, version: int | None) -> bool:
        """Account for a row of what was told before; ``version`` is what was told of it."""
        if version is None or part.version > version:
            raise RowIgnoredError("row-late")
        if part.version < version:
            raise RowIgnoredError("row-superseded")
        self.tally.duplicate += 1
        return False

    def _replaces(self, part: Part, known: Part, held: Held, row: Row) -> bool:
        """Say whether a part is a later version of one that is held, which then is left out."""
        if part.version == known.version:
            if row.data != read_again(held.texts[part.row], known.place).data:
                raise RowRefusedError("key-conflict", part.row)
            self.tally.duplicate += 1
            return False
        self.tally.ignore("row-superseded")
        return part.version > known.version

    def _go_on(self, part: Part) -> None:
        """Move the time of the source on; one contact with a time far ahead does not move it."""
        at_ms = part.at_ms
        if part.contact and part.contact == self._ahead:
            self._newest = max(self._newest, at_ms)
        elif at_ms >= self._newest:
            self._second, self._newest, self._ahead = self._newest, at_ms, part.contact
        elif at_ms > self._second:
            self._second = at_ms
        self._let_go(self._second - self._adapter.linger_ms)

    # ---- contacts -----------------------------------------------------------------------------

    def _let_go(self, before_ms: int) -> None:
        """Tell the contacts of which no row came since an instant."""
        for held in self._gathered.over(before_ms):
            self._tell(held)

    def _tell(self, held: Held) -> None:
        self.writer.contact(self._contact_of(held))
        for part in held.parts.values():
            self._write_stretches(part)
        versions = {name: part.version for name, part in held.parts.items()}
        for name in held.names:
            self._done[name] = (held.last_ms, versions)
        self._told += 1
        if self._told % _FOLD == 0:
            self.writer.fold()

    def _write_stretches(self, part: Part) -> None:
        if self.writer.stretches:
            for each in part.stretches:
                if not self.writer.stretches.write(each):
                    self._flag("state-overlap", part.place)

    def _contact_of(self, held: Held) -> Contact:
        parts = sorted(held.parts.values(), key=lambda part: (part.at_ms, part.place, part.row))
        return self._adapter.contact(parts)

    def _open_contacts(self) -> Iterator[OpenContact]:
        text = self.writer.names.text
        for each in map(self._contact_of, self._gathered):
            still = [visit for visit in each.visits if visit.closed_by == "open"]
            since = [(visit.queue, visit.entered_ms, visit.place) for visit in still]
            if each.disconnect_by == "open" and not since:
                since = [("", each.started_ms, each.place)]
            for queue, since_ms, place in since:
                yield OpenContact(
                    contact_id=each.contact_id,
                    queue=queue,
                    since_ms=since_ms,
                    source_ref=text(place),
                )

    # ---- batches and states -------------------------------------------------------------------

    def intake(self, *, last: bool) -> Intake:
        """Return what was told since the last time; at the end of a read all that is left."""
        still_open = sorted(
            self._open_contacts(), key=lambda each: (each.since_ms, each.contact_id)
        )
        carry = self._options.at_end is AtEnd.CARRY
        state = self._state() if carry else None
        states, names = self.writer.states, self.writer.names
        open_agents = states.open_agents(names) if states else ()
        if last and not carry:
            self._let_go(self._gathered.newest_ms)
            if states:
                states.close()
        report = self.tally.report(
            open_contacts=tuple(still_open),
            open_agents=open_agents,
            unmapped_agents=self.writer.agents.unmapped,
            unsigned_agents=states.unsigned if states else (),
        )
        return Intake(records=self.writer.take(), report=report, state=state)

    def _state(self) -> OpenState:
        text = self.writer.names.text
        oldest = self._second - self._adapter.memory_ms
        held = [
            [text(part.place), each.texts[part.row]]
            for each in self._gathered
            for part in each.parts.values()
        ]
        done = {key: list(each) for key, each in self._done.items() if each[0] >= oldest}
        data = {"held": held, "done": done, "newest": [self._newest, self._second, self._ahead]}
        if self.writer.states:
            data["agents"] = self.writer.states.stored(self.writer.names)
        if self.writer.stretches:
            data["covered"] = self.writer.stretches.covered.stored(oldest)
        return OpenState(adapter=self._adapter.name, format=_STATE_FORMAT, data=data)

    def _restore(self, data: Mapping[str, Any]) -> None:
        self._newest, self._second, self._ahead = data["newest"]
        self._done = {key: (at_ms, dict(rows)) for key, (at_ms, rows) in data["done"].items()}
        for place, text in data["held"]:
            row = read_again(text, self.writer.names.place(place))
            self._hold(self._adapter.part(row, self._options), row)
        if self.writer.states:
            self.writer.states.restore(data["agents"], self.writer.names)
        if self.writer.stretches:
            self.writer.stretches.covered.restore(data["covered"])
