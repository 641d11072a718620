"""What the local clock says at an instant: day, half-hour and hour, computed once at reading."""

from __future__ import annotations

import datetime as dt
from itertools import chain
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MILLISECOND: Final = dt.timedelta(milliseconds=1)
_SLOT: Final = 900
_HALF_HOUR: Final = 1_800
#: Day as an ordinal, start of the half-hour in seconds of UTC, hour of the day.
ClockReading = tuple[int, int, int]


def zone_named(name: str) -> ZoneInfo | None:
    """Return an IANA zone, or ``None`` where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def recorded_instant(moment: dt.datetime, zone: dt.tzinfo) -> int | None:
    """Return the instant of a time of day as it was recorded, in ms of UTC.

    One with an offset says its instant itself. One without is on the center's clock, and is
    ``None`` where that showed it twice or never: which was meant is not guessed.
    """
    if moment.tzinfo is not None:
        return utc_ms(moment)
    first, second = (utc_ms(moment.replace(tzinfo=zone, fold=fold)) for fold in (0, 1))
    return first if first == second else None


def utc_ms(moment: dt.datetime) -> int:
    """Return the instant of a moment that has an offset or a zone, in ms of UTC."""
    return (moment.astimezone(dt.UTC) - _EPOCH) // _MILLISECOND


class LocalClock:
    """Reads the local clock of one zone for many instants.

    A half-hour is one on the local clock. One that occurs twice is two, told apart by where
    they start, and none spans a clock change (GC-149). Readings are remembered by quarter of
    an hour of UTC.
    """

    __slots__ = ("_slots", "_spans", "zone")

    def __init__(self, zone: dt.tzinfo) -> None:
        self.zone = zone
        self._slots: dict[int, ClockReading] = {}
        self._spans: dict[int, tuple[int, int]] = {}

    def read_all(self, seconds: Iterable[int]) -> list[ClockReading]:
        """Return the readings at many whole seconds of UTC."""
        known, read = self._slots.get, self.read
        return [known(second // _SLOT) or read(second) for second in seconds]

    def columns(
        self, instants: Sequence[int], *, unit: int = 1
    ) -> tuple[list[int], list[int], list[int]]:
        """Return the days, half-hours and hours at many instants of UTC, ``unit`` a second."""
        if not instants:
            return [], [], []
        count, first = len(instants), min(instants) // unit
        if max(instants) < self.half_hour(first)[1] * unit:  # as nearly all that come together
            day, half_hour, hour = self.read(first)
            return [day] * count, [half_hour] * count, [hour] * count
        slot = _SLOT * unit
        readings = list(map(self._slots.get, [each // slot for each in instants]))
        if None in readings:
            readings = [self.read(each // unit) for each in instants]
        cells: list[int] = list(chain.from_iterable(readings))  # type: ignore[arg-type]  # read
        return cells[::3], cells[1::3], cells[2::3]

    def read(self, second: int) -> ClockReading:
        """Return day, half-hour and hour at a whole second of UTC."""
        slot = second // _SLOT
        found = self._slots.get(slot)
        if found is None:
            found, first, after = self._half_hour(second)
            if first <= slot * _SLOT and (slot + 1) * _SLOT <= after:
                self._slots[slot] = found
        return found

    def half_hour(self, second: int) -> tuple[int, int]:
        """Return the first second of the half-hour at a second, and of the one after it."""
        found = self._spans.get(second // _SLOT)
        if found is None or not found[0] <= second < found[1]:
            _, *span = self._half_hour(second)
            found = self._spans[second // _SLOT] = (span[0], span[1])
        return found

    def _half_hour(self, second: int) -> tuple[ClockReading, int, int]:
        """Return the reading, and the first second of its half-hour and of the next."""
        offset = self._offset(second)
        first = second - (second + offset) % _HALF_HOUR
        after = first + _HALF_HOUR
        if self._offset(first) != offset:
            first = self._change(first, second)
        if self._offset(after - 1) != offset:
            after = self._change(second, after - 1)
        local = dt.datetime.fromtimestamp(second, self.zone)
        return (local.toordinal(), first, local.hour), first, after

    def _offset(self, second: int) -> int:
        offset = dt.datetime.fromtimestamp(second, self.zone).utcoffset()
        return 0 if offset is None else int(offset.total_seconds())

    def _change(self, before: int, after: int) -> int:
        """Return the first second with the offset of ``after``; ``before`` has another."""
        wanted = self._offset(after)
        while after - before > 1:
            middle = (before + after) // 2
            if self._offset(middle) == wanted:
                after = middle
            else:
                before = middle
        return after


def half_hour_label(half_hour: int, zone: ZoneInfo) -> str:
    """Return how a half-hour is named: local day and time with the offset of the clock.

    >>> half_hour_label(1762061400, ZoneInfo("America/New_York"))
    '2025-11-02 01:30-04:00'
    """
    return dt.datetime.fromtimestamp(half_hour, zone).isoformat(" ", "minutes")
