"""The adapter ``asterisk-queue-log``."""

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
from ccops_asterisk.history import second_of
from ccops_asterisk.reading import LineReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BLOCK: Final = 1 << 18  # what is read at once stays in the cache
_LINE_BYTES: Final = 64
_HEAD_LINES: Final = 50


class QueueLogAdapter:
    """Reads ``queue_log`` files of Asterisk, from 1.4 on: calls, offers, conversations, events.

    Several files are read in the order of their first line, whatever order they come in.
    """

    name: Final = "asterisk-queue-log"
    description: Final = "queue_log files of Asterisk (app_queue), plain or .gz"
    verified: Final = True

    def read(self, sources: Iterable[Readable], options: ReadOptions) -> Intake:
        """Return everything the logs hold. Raises ``ReadError`` where reading must stop."""
        reader = LineReader(self.name, options)
        for batch, base in _blocks(sources, reader, options, block=_BLOCK):
            _feed(reader, batch, base)
        return _last_intake(reader, options)

    def read_batches(self, sources: Iterable[Readable], options: ReadOptions) -> Iterator[Intake]:
        """Yield what the logs hold in batches of about ``options.batch_rows`` lines."""
        reader = LineReader(self.name, options)
        block = min(_BLOCK, max(_LINE_BYTES, options.batch_rows * _LINE_BYTES))
        for batch, base in _blocks(sources, reader, options, block=block):
            _feed(reader, batch, base)
            if reader.tally.rows_in >= options.batch_rows:
                report = reader.report()
                yield Intake(records=reader.writer.take(), report=report, state=reader.state())
        yield _last_intake(reader, options)


def _blocks(
    sources: Iterable[Readable], reader: LineReader, options: ReadOptions, *, block: int
) -> Iterator[tuple[LineBatch, int]]:
    """Yield the blocks of all files in the order of their first lines."""
    listed = sorted((as_source(each) for each in sources), key=_first_second)
    for source in listed:
        base = reader.writer.names.base(source.name)
        for batch in line_batches(
            source, encoding=options.encoding, at_end=options.at_end, block=block
        ):
            yield batch, base


def _first_second(source: Source) -> int:
    """Return the second of the first line that has one, so that rotated logs come in order."""
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
    return Intake(records=reader.writer.take(), report=report, state=state)
