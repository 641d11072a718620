"""Adapters that read tables of contacts by a column map, wherever their cells come from."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final

import attrs

from ccops.adapters.contacts.talk_lengths import odd_lengths
from ccops.adapters.contacts.writer import ContactWriter
from ccops.adapters.mapped.cell_rows import CellRow, CellSource, csv_cells
from ccops.adapters.mapped.column_map import ColumnMap, RecordName, RowsAContact
from ccops.adapters.mapped.fields import asked, tells_after_call, untold
from ccops.adapters.mapped.gathering import MapGathering
from ccops.adapters.mapped.map_reading import read_column_map
from ccops.adapters.mapped.row_calls import call_of, stretch_of
from ccops.adapters.mapped.row_contacts import contact_of
from ccops.adapters.mapped.row_facts import RowFacts, RowReader
from ccops.adapters.protocol.intake import Intake, joined_intake
from ccops.adapters.protocol.local_times import LocalTimes
from ccops.adapters.protocol.options import AtEnd, ReadOptions, zone_or_refuse
from ccops.adapters.protocol.refusals import RowIgnoredError, RowRefusedError
from ccops.adapters.protocol.report import ReadTally
from ccops.adapters.protocol.sources import Readable, as_source, place_span
from ccops.adapters.protocol.state import OpenState
from ccops.errors import ReadError
from ccops.messages import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ccops.adapters.protocol.sources import Source

_FOLD: Final = 512
#: The fields that say what kind of row a row is.
_KINDS: Final = ("outcome", "state", "result")
_STATE_FORMAT: Final = 1
_DIGEST_BYTES: Final = 8
#: Begins what the contact of a row is remembered by, where a contact has one row.
_CONTACT: Final = "contact\x1f"


@attrs.frozen(kw_only=True)
class MapAdapter:
    """Reads tables of contacts, or of what agents do; ``options.column_map`` says how.

    ``cells`` yields the rows of a source: of a table in CSV, or in another form.
    """

    name: str
    description: str
    cells: CellSource
    verified: bool = True

    def read(self, sources: Iterable[Readable], options: ReadOptions) -> Intake:
        """Return everything the tables hold.

        Raises ``ReadError`` for a map that is wrong, a column that is not there, and where
        reading must stop.
        """
        return joined_intake(self.read_batches(sources, options))

    def read_batches(self, sources: Iterable[Readable], options: ReadOptions) -> Iterator[Intake]:
        """Yield what the tables hold in batches of ``options.batch_rows`` rows."""
        if options.column_map is None:
            raise ReadError((Diagnostic(code="map-absent"),))
        mapping = read_column_map(options.column_map, zone=options.zone)
        if mapping.rows is RowsAContact.SEVERAL and RecordName.STATE not in mapping.records:
            yield from MapGathering(self.name, self.cells, mapping).read_mapped(sources, options)
            return
        table = _TableReader(self, mapping, options)
        for source in map(as_source, sources):
            for _ in table.read(source):
                yield table.intake()
        yield table.intake()


class _TableReader:
    """Tables whose every row is a contact, or a state: rows in, records out."""

    def __init__(self, adapter: MapAdapter, mapping: ColumnMap, options: ReadOptions) -> None:
        self._adapter, self._map, self._options = adapter, mapping, options
        self._reader = RowReader(map=mapping, times=LocalTimes(zone_or_refuse(mapping.zone)))
        self._tally = ReadTally(options)
        self._writer = ContactWriter(options, tells_none_of=untold(mapping))
        if RecordName.STATE in mapping.records:
            self._writer.take_stretches(tells_after_call=tells_after_call(mapping))
        if RecordName.TOPIC in mapping.records:
            self._writer.take_topics()
        if RecordName.DIAL in mapping.records:
            self._writer.take_dials()
        if RecordName.RATING in mapping.records:
            self._writer.take_surveys()
        self._names = self._writer.names
        once = {RecordName.CONTACT, RecordName.TOPIC}
        self._is_once = not once.isdisjoint(mapping.records)
        resumed = options.resumed(adapter.name, format_=_STATE_FORMAT)
        self._seen: dict[str, str] = dict(resumed["rows"]) if resumed is not None else {}
        stretches = self._writer.stretches
        if stretches and resumed is not None:
            stretches.covered.restore(resumed["covered"])

    def read(self, source: Source) -> Iterator[None]:
        """Read a table; stop for a moment whenever a batch is full."""
        base = self._names.base(source.name)
        for row in self._adapter.cells(source, self._map):
            self._take(row, base + row.number)
            if self._tally.rows_in % _FOLD == 0:
                self._writer.fold()
            if self._tally.rows_in >= self._options.batch_rows:
                yield

    def _take(self, row: CellRow, place: int) -> None:
        self._tally.rows_in += 1
        if row.is_blank:
            self._tally.ignore("row-blank")
            return
        span = place_span(*self._names.split(place))
        try:
            if row.refused:
                raise RowRefusedError(row.refused)  # noqa: TRY301 - as any other refusal
            if self._is_known(row):
                self._tally.duplicate += 1
                return
            facts, odd = self._reader.read(row.cells)
            odd += self._write(facts, place)
        except RowIgnoredError as left_out:
            self._tally.ignore(left_out.code)
        except RowRefusedError as refused:
            self._tally.quarantine(refused.code, span, row.text, column=refused.column)
        else:
            told = [facts[name] for name in _KINDS if name in facts]
            self._tally.rows_by_type[str(told[0]) if told else "row"] += 1
            for code in odd:
                self._tally.flag(code, span)

    def _write(self, facts: RowFacts, place: int) -> tuple[str, ...]:
        """Write the records of a row, all or none; return codes of what is odd about them."""
        if self._writer.stretches is not None:
            alone = self._writer.stretches.write(stretch_of(facts, place))
            return () if alone else ("state-overlap",)
        call = call_of(facts, place, skew_ms=self._map.skew_ms)
        if self._is_once:
            self._refuse_again(call.contact_id)
        contact = contact_of((call,))
        self._writer.contact(contact)
        return (*call.odd, *(code for code, _ in odd_lengths(contact, self._options)))

    def _refuse_again(self, contact_id: str) -> None:
        """Refuse a second row of a contact, of which the map says that it has one."""
        key = _CONTACT + _digest(contact_id)
        if key in self._seen:
            raise RowRefusedError("key-conflict", "contact_id")
        self._seen[key] = ""

    def _is_known(self, row: CellRow) -> bool:
        """Say whether the row was read before; the same key with other content is refused."""
        digest = _digest(row.text)
        key = digest
        if self._map.key:
            key = _digest("\x1f".join(row.cells[column] for column in self._map.key))
        known = self._seen.get(key)
        if known is None:
            self._seen[key] = digest
            return False
        if known != digest:
            raise RowRefusedError("key-conflict", ", ".join(self._map.key))
        return True

    def intake(self) -> Intake:
        """Return what was read since the last time."""
        state = None
        if self._options.at_end is AtEnd.CARRY:
            data: dict[str, object] = {"rows": dict(self._seen)}
            if stretches := self._writer.stretches:
                data["covered"] = stretches.covered.stored(0)
            state = OpenState(adapter=self._adapter.name, format=_STATE_FORMAT, data=data)
        report = self._tally.report(unmapped_agents=self._writer.agents.unmapped)
        return Intake(records=asked(self._writer.take(), self._map), report=report, state=state)


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=_DIGEST_BYTES).hexdigest()


#: Tables in CSV, as the library reads them.
CSV_MAP: Final = MapAdapter(
    name="csv-map", description="CSV tables of contacts, by a column map", cells=csv_cells
)
