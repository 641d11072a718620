"""Rows of the realtime table ``queue_log`` as lines of the log.

Read from ``ast_queue_log`` in ``main/logger.c`` of Asterisk and from the table that its own
scripts make (``contrib/ast-db-manage/queue_log``): ``time, callid, queuename, agent, event,
data1`` to ``data5``, and ``id``. ``time`` is local, ``%F %T.%6q``, unless
``queue_log_realtime_use_gmt`` is set; where an event has six parameters, the last two stand in
``data5`` with a bar between them. A row is read as the line that the log would have of it, so
that both tell the same.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import deque
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.adapters import LocalTimes, zone_or_refuse
from ccops_asterisk.cdr_rows import CALL_ID
from ccops_asterisk.history import OVERLAP
from ccops_asterisk.tables import PAGE, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops_asterisk.tables import DatabaseTable

TABLE: Final = "queue_log"
_COLUMNS: Final = (
    "time", "callid", "queuename", "agent", "event", "data1", "data2", "data3", "data4", "data5",
)  # fmt: skip
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_EPOCH_TIME: Final = re.compile(r"(\d{9,11})(?:\.\d{1,9})?", re.ASCII)
_SECOND: Final = dt.timedelta(seconds=1)
_SECOND_MS: Final = 1_000
#: How far two clocks may be apart, and how long a row may be written after a later one.
_SKEW: Final = 5


@attrs.frozen(kw_only=True)
class RowBlock:
    """Rows as lines, the key of each, and codes of what is odd about their times, by position."""

    lines: Sequence[str]
    keys: Sequence[int]
    odd: Sequence[tuple[str, int]]


class TableLines:
    """The lines that the rows of a table stand for, in the order of its key.

    ``position`` is the key up to which a next read need not look again: rows of the last minutes
    are read twice, as they may be written by several at once, and known as duplicates.
    """

    def __init__(self, table: DatabaseTable, zone: str, *, after: int | None = None) -> None:
        self._table = table
        self._clock = LocalTimes(zone_or_refuse(table.zone or zone))
        self._last = 0
        self._recent: deque[tuple[int, int]] = deque()
        self.position = after

    def blocks(self, *, size: int = PAGE) -> Iterator[RowBlock]:
        """Yield the rows, so many at a time."""
        for rows in self._table.pages(_COLUMNS, after=self.position, size=size):
            yield self._block(rows)

    def first_second(self) -> int:
        """Return the second of the first row that has one; 0 where none has."""
        for rows in self._table.pages(_COLUMNS, size=_HEAD_ROWS):
            for row in rows:
                if second := self._second(row[1], text_of(row[2]))[0]:
                    return second
            break
        return 0

    def _block(self, rows: Sequence[tuple[Any, ...]]) -> RowBlock:
        lines: list[str] = []
        odd: list[tuple[str, int]] = []
        for key, time, *cells in rows:
            fields = [text_of(each) for each in cells]
            second, code = self._second(time, fields[0])
            if code:
                odd.append((code, int(key)))
            lines.append(f"{second or ''}|{'|'.join(fields).rstrip('|')}")
            if second:
                self._last = max(self._last, second)
                self._recent.append((int(key), second))
        while self._recent and self._recent[0][1] < self._last - OVERLAP:
            self.position = self._recent.popleft()[0]
        return RowBlock(lines=lines, keys=[int(row[0]) for row in rows], odd=odd)

    # ---- when ---------------------------------------------------------------------------------

    def _second(self, cell: object, callid: str) -> tuple[int, str]:
        """Return the second of UTC of a row, 0 where it has none, and what is odd about it."""
        if isinstance(cell, int | Decimal):
            return int(cell), ""
        read = cell if isinstance(cell, dt.datetime) else _read(text_of(cell))
        if isinstance(read, int):
            return read, ""
        if read is None:
            return 0, ""
        if read.tzinfo is not None:
            return (read - _EPOCH) // _SECOND, ""
        of_day = (read.hour * 60 + read.minute) * 60 + read.second
        try:
            found = self._clock.instant(read.toordinal(), of_day * _SECOND_MS)
        except ValueError:
            return 0, ""  # a time beyond those of any call is none
        if found.second_ms is None:
            return found.ms // _SECOND_MS, found.code
        return self._one_of([each // _SECOND_MS for each in found.candidates], callid)

    def _one_of(self, seconds: list[int], callid: str) -> tuple[int, str]:
        """Return which of two seconds it is: no row is of before the last one, or of its call.

        Where both are possible it is the first, and that is counted.
        """
        channel = CALL_ID.fullmatch(callid)
        since = max(self._last, int(channel[1]) if channel is not None else 0) - _SKEW
        possible = [each for each in seconds if each >= since]
        if len(possible) == len(seconds):
            return seconds[0], "time-ambiguous"
        return (possible or seconds)[0], ""


_HEAD_ROWS: Final = 50


def _read(written: str) -> dt.datetime | int | None:
    """Return the time of a text: a date and time, seconds of UTC, or neither."""
    if epoch := _EPOCH_TIME.fullmatch(written):
        return int(epoch[1])
    try:
        return dt.datetime.fromisoformat(written)
    except ValueError:
        return None
