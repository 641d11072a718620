"""The adapter ``csv-map``: any table of contacts, attempts or ratings in CSV, by a column map."""

from __future__ import annotations

import csv
import io
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from ccops.adapters.contact_rows import ContactRows
from ccops.adapters.intake import Intake, joined_intake
from ccops.adapters.local_times import LocalTimes
from ccops.adapters.map_reading import read_column_map
from ccops.adapters.options import AtEnd, ReadOptions, zone_or_refuse
from ccops.adapters.report import ReadTally
from ccops.adapters.sources import (
    Readable,
    Source,
    as_source,
    encoding_of,
    is_readable,
    opened,
    place_span,
)
from ccops.adapters.state import OpenState
from ccops.adapters.table_rows import RowIgnoredError, RowReader, RowRefusedError
from ccops.errors import ReadError
from ccops.messages import Diagnostic, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_FOLD: Final = 512
_STATE_FORMAT: Final = 1
_DIGEST_BYTES: Final = 8


class CsvMapAdapter:
    """Reads tables by ``options.column_map``: a row is a stay in a queue, an attempt, a rating."""

    name: Final = "csv-map"
    description: Final = "CSV tables of contacts, by a column map"
    verified: Final = True

    def read(self, sources: Iterable[Readable], options: ReadOptions) -> Intake:
        """Return everything the tables hold.

        Raises ``ReadError`` for a map that is wrong, a column that is not there, and where
        reading must stop.
        """
        return joined_intake(self.read_batches(sources, options))

    def read_batches(self, sources: Iterable[Readable], options: ReadOptions) -> Iterator[Intake]:
        """Yield what the tables hold in batches of ``options.batch_rows`` rows."""
        table = _TableReader(options)
        for source in map(as_source, sources):
            for _ in table.read(source):
                yield table.intake(self.name)
        yield table.intake(self.name)


class _TableReader:
    """The tables of one read: rows in, records out, every row accounted for."""

    def __init__(self, options: ReadOptions) -> None:
        if options.column_map is None:
            raise ReadError((Diagnostic(code="map-absent"),))
        self._options = options
        self._map = read_column_map(options.column_map, zone=options.zone)
        self._times = LocalTimes(zone_or_refuse(self._map.zone))
        self._agents = options.agents()
        self._tally = ReadTally(options)
        self._rows = ContactRows(
            self._map.records,
            clock=options.clock(),
            agents=self._agents,
            key=options.pseudonym_key,
        )
        resumed = options.resumed(CsvMapAdapter.name, format_=_STATE_FORMAT)
        self._seen: dict[str, str] = dict(resumed["rows"]) if resumed is not None else {}

    def read(self, source: Source) -> Iterator[None]:
        """Read a table; stop for a moment whenever a batch is full."""
        base = self._rows.names.base(source.name)
        encoding = encoding_of(source, self._map.encoding)
        with (
            opened(source) as stream,
            io.TextIOWrapper(stream, encoding, "surrogateescape", newline="") as text,
        ):
            rows = csv.reader(text, delimiter=self._map.delimiter)
            header = [name.strip() for name in next(rows, [])]
            if not header:
                return
            reader = self._reader(header, source)
            line = rows.line_num + 1
            for row in rows:
                self._take(reader, row, base + line, len(header))
                line = rows.line_num + 1
                if self._tally.rows_in % _FOLD == 0:
                    self._rows.fold()
                if self._tally.rows_in >= self._options.batch_rows:
                    yield

    def _reader(self, header: Sequence[str], source: Source) -> RowReader:
        absent = sorted(self._map.columns - set(header))
        if absent:
            raise ReadError(
                tuple(
                    Diagnostic(
                        code="map-column-absent",
                        span=place_span(source.name, 1),
                        args={"column": each, "nearest": nearest(each, header)},
                    )
                    for each in absent
                )
            )
        places = {name: at for at, name in enumerate(header)}
        return RowReader(map=self._map, times=self._times, places=places)

    def _take(self, reader: RowReader, row: list[str], place: int, width: int) -> None:
        self._tally.rows_in += 1
        if not any(row):
            self._tally.ignore("row-blank")
            return
        span = place_span(*self._rows.names.split(place))
        written = self._map.delimiter.join(row)
        try:
            if len(row) != width:
                raise RowRefusedError("row-fields")  # noqa: TRY301 - as any other refusal
            if not is_readable(written):
                raise RowRefusedError("row-encoding")  # noqa: TRY301
            if self._is_known(reader, row, written):
                self._tally.duplicate += 1
                return
            facts, odd = reader.read(row)
            odd += self._rows.write(facts, place)
        except RowIgnoredError as left_out:
            self._tally.ignore(left_out.code)
        except RowRefusedError as refused:
            self._tally.quarantine(refused.code, span, written, column=refused.column)
        else:
            told = facts.get("outcome", facts.get("result", "row"))
            self._tally.rows_by_type[str(told)] += 1
            for code in odd:
                self._tally.flag(code, span)

    def _is_known(self, reader: RowReader, row: list[str], written: str) -> bool:
        """Say whether the row was read before; the same key with other content is refused."""
        digest = _digest(written)
        key = digest
        if self._map.key:
            key = _digest("\x1f".join(row[reader.places[column]] for column in self._map.key))
        known = self._seen.get(key)
        if known is None:
            self._seen[key] = digest
            return False
        if known != digest:
            raise RowRefusedError("key-conflict", ", ".join(self._map.key))
        return True

    def intake(self, adapter: str) -> Intake:
        """Return what was read since the last time."""
        state = None
        if self._options.at_end is AtEnd.CARRY:
            data = {"rows": dict(self._seen)}
            state = OpenState(adapter=adapter, format=_STATE_FORMAT, data=data)
        report = self._tally.report(unmapped_agents=self._agents.unmapped)
        return Intake(records=self._rows.take(), report=report, state=state)


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=_DIGEST_BYTES).hexdigest()


#: The adapter, as the library brings it.
CSV_MAP: Final = CsvMapAdapter()
