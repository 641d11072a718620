"""The adapters ``asterisk-queue-log`` and ``asterisk-queue-log-gmt``."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from ccops.adapters import (
    AtEnd,
    Intake,
    LineBatch,
    Readable,
    ReadOptions,
    Source,
    as_source,
    line_batches,
    opened,
)
from ccops_asterisk.blocks import second_of
from ccops_asterisk.queue_table import TABLE, TableLines
from ccops_asterisk.reading import LineReader
from ccops_asterisk.tables import PAGE, as_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ccops_asterisk.tables import DatabaseTable

_BLOCK: Final = 1 << 18  # what is read at once stays in the cache
_LINE_BYTES: Final = 64
_HEAD_LINES: Final = 50


class QueueLogAdapter:
    """Reads ``queue_log`` of Asterisk, from 1.4 on: calls, offers, conversations, events.

    A source is a file, a file of SQLite with a table ``queue_log``, or a ``DatabaseTable``.
    Several are read in the order of their first line, whatever order they come in. Lines are of
    UTC; the times of a table are local, those of the center's zone unless the table says another.
    """

    name: str = "asterisk-queue-log"
    description: str = "queue_log of Asterisk (app_queue), files, .gz, or the realtime table"
    verified: Final = True
    #: The zone of tables that say none; the center's where it is empty.
    table_zone: str = ""

    def read(self, sources: Iterable[Readable], options: ReadOptions) -> Intake:
        """Return everything the logs hold. Raises ``ReadError`` where reading must stop."""
        reader = LineReader(self.name, options)
        for _ in self._fed(sources, reader, options, rows=_BLOCK // _LINE_BYTES):
            pass
        return _last_intake(reader, options)

    def read_batches(self, sources: Iterable[Readable], options: ReadOptions) -> Iterator[Intake]:
        """Yield what the logs hold in batches of about ``options.batch_rows`` lines."""
        reader = LineReader(self.name, options)
        rows = min(_BLOCK // _LINE_BYTES, max(1, options.batch_rows))
        for _ in self._fed(sources, reader, options, rows=rows):
            if reader.tally.rows_in >= options.batch_rows:
                report = reader.report()
                yield Intake(records=reader.take(), report=report, state=reader.state())
        yield _last_intake(reader, options)

    def _fed(
        self, sources: Iterable[Readable], reader: LineReader, options: ReadOptions, *, rows: int
    ) -> Iterator[None]:
        """Feed the blocks of all sources in the order of their first lines; yield after each."""
        zone = self.table_zone or options.zone
        for source in sorted(map(as_source, sources), key=lambda each: _first_second(each, zone)):
            base = reader.writer.names.base(source.name)
            with as_table(source, TABLE) as table:
                if table is not None:
                    yield from _table_fed(table, zone, reader, rows=rows)
                    continue
            for batch in line_batches(
                source, encoding=options.encoding, at_end=options.at_end, block=rows * _LINE_BYTES
            ):
                _feed(reader, batch, base)
                yield


class GmtQueueLogAdapter(QueueLogAdapter):
    """Reads a table that was written with ``queue_log_realtime_use_gmt``."""

    name = "asterisk-queue-log-gmt"
    description = "queue_log of Asterisk, a realtime table with queue_log_realtime_use_gmt=yes"
    table_zone = "UTC"


def _table_fed(
    table: DatabaseTable, zone: str, reader: LineReader, *, rows: int
) -> Iterator[None]:
    base = reader.writer.names.base(table.name)
    lines = TableLines(table, zone, after=reader.tables.get(table.name))
    for block in lines.blocks(size=min(rows, PAGE)):
        for code, key in block.odd:
            reader.calls.flag(code, base + key)
        reader.feed(block.lines, [base + key for key in block.keys])
        if lines.position is not None:
            reader.tables[table.name] = lines.position
        yield


def _first_second(source: Source, zone: str) -> int:
    """Return the second of the first line that has one, so that rotated logs come in order."""
    with as_table(source, TABLE) as table:
        if table is not None:
            return TableLines(table, zone).first_second()
    with opened(source) as stream:
        for line in islice(stream, _HEAD_LINES):
            second = second_of(line.decode("ascii", "replace"))
            if second:
                return second
    return 0


def _feed(reader: LineReader, batch: LineBatch, base: int) -> None:
    first = base + batch.first
    if not batch.unreadable:
        reader.feed(batch.lines, range(first, first + len(batch.lines)))
        return
    good: list[tuple[str, int]] = []
    for number, line in enumerate(batch.lines, start=batch.first):
        if number in batch.unreadable:
            reader.unreadable(base + number)
        else:
            good.append((line, base + number))
    reader.feed([line for line, _ in good], [place for _, place in good])


def _last_intake(reader: LineReader, options: ReadOptions) -> Intake:
    reader.finish()
    report = reader.report(at_end=options.at_end)
    state = reader.state() if options.at_end is AtEnd.CARRY else None
    return Intake(records=reader.take(), report=report, state=state)
