"""Dates and times of day as a source wrote them, in its own zone, as milliseconds of UTC."""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import TYPE_CHECKING, Final

import attrs

from ccops.adapters.protocol.number_limits import is_day, is_instant

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

DAY_MS: Final = 86_400_000
_CLOCK: Final = re.compile(r"\d{1,2}:\d{2}(:\d{2}(\.\d{1,6})?)?", re.ASCII)
_EPOCH: Final = dt.date(1970, 1, 1).toordinal()


@attrs.frozen(kw_only=True)
class LocalInstant:
    """An instant in ms of UTC, and what is odd about it: nothing, or a code.

    ``second_ms`` is the other of the two instants at which the clock showed an ambiguous time.
    """

    ms: int
    code: str = ""
    second_ms: int | None = None

    @property
    def candidates(self) -> tuple[int, ...]:
        """Every instant that it may be, the earliest first."""
        return (self.ms,) if self.second_ms is None else (self.ms, self.second_ms)


class LocalTimes:
    """Reads dates and times of day of one zone; remembers what it read.

    A time that occurs twice is the first of the two, one that does not occur is as if the clock
    had not been changed; both are said by a code.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self.date = functools.lru_cache(maxsize=4_096)(_date)
        self.time = functools.lru_cache(maxsize=100_000)(_time)
        self.both = functools.lru_cache(maxsize=100_000)(self._both)
        self._steady = functools.lru_cache(maxsize=4_096)(self._steady_offset)

    def instant(self, day: int, ms: int) -> LocalInstant:
        """Return the instant at so many ms after midnight of a day (ordinal).

        Raises ``ValueError`` where it is beyond what a row may tell of.
        """
        extra, ms = divmod(ms, DAY_MS)
        day += extra
        if not is_day(day):
            raise ValueError(day)
        steady = self._steady(day)
        if steady is not None:
            return LocalInstant(ms=(day - _EPOCH) * DAY_MS + ms - steady)
        local = dt.datetime.combine(dt.date.fromordinal(day), dt.time()) + dt.timedelta(
            milliseconds=ms
        )
        first, second = (_offset_ms(local, self._zone, fold) for fold in (0, 1))
        shown = (day - _EPOCH) * DAY_MS + ms
        if first > second:
            return LocalInstant(ms=shown - first, code="time-ambiguous", second_ms=shown - second)
        return LocalInstant(ms=shown - first, code="time-skipped" if first < second else "")

    def _both(self, text: str, written: str) -> LocalInstant:
        """Return the instant of a date and time in one text. Raises ``ValueError``."""
        read = dt.datetime.strptime(text, written)  # noqa: DTZ007 - a zone may be in the text
        if read.tzinfo is not None:
            return LocalInstant(ms=_since_epoch(read))
        midnight = dt.datetime.combine(read.date(), dt.time())
        return self.instant(read.toordinal(), (read - midnight) // dt.timedelta(milliseconds=1))

    def _steady_offset(self, day: int) -> int | None:
        """Return the offset of a day in ms, or ``None`` where the clock changes on it."""
        morning = dt.datetime.combine(dt.date.fromordinal(day), dt.time())
        ends = (morning, morning + dt.timedelta(days=1) - dt.timedelta(microseconds=1))
        found = {_offset_ms(each, self._zone, fold) for each in ends for fold in (0, 1)}
        return found.pop() if len(found) == 1 else None


def _offset_ms(local: dt.datetime, zone: ZoneInfo, fold: int) -> int:
    offset = local.replace(tzinfo=zone, fold=fold).utcoffset() or dt.timedelta()
    return offset // dt.timedelta(milliseconds=1)


def _date(text: str, written: str) -> int:
    """Return the ordinal of a date. Raises ``ValueError``."""
    return dt.datetime.strptime(text, written).toordinal()  # noqa: DTZ007 - a date only


def _time(text: str, written: str) -> int:
    """Return ms after midnight of ``H:MM[:SS[.f]]``, or as ``written``. Raises ``ValueError``."""
    if written:
        read = dt.datetime.strptime(text, written)  # noqa: DTZ007 - a time of day only
        return ((read.hour * 60 + read.minute) * 60 + read.second) * 1_000 + (
            read.microsecond // 1_000
        )
    if not _CLOCK.fullmatch(text):
        raise ValueError(text)
    read_time = dt.time.fromisoformat(f"0{text}" if text[1] == ":" else text)
    whole = (read_time.hour * 60 + read_time.minute) * 60 + read_time.second
    return whole * 1_000 + read_time.microsecond // 1_000


def utc_ms(text: str) -> int:
    """Return the ms of UTC of a date and time that says its offset (``2026-10-01T08:00:00Z``).

    Raises ``ValueError`` for a text that is none or says no offset, or an instant beyond what a
    row may tell of.
    """
    read = dt.datetime.fromisoformat(text)
    if read.tzinfo is None:
        raise ValueError(text)
    return _since_epoch(read)


def _since_epoch(read: dt.datetime) -> int:
    ms = (read - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(milliseconds=1)
    if not is_instant(ms):
        raise ValueError(ms)
    return ms
