"""The wall clock and the instants behind it.

Instants are whole milliseconds of UTC since 1970. Paid time is always a difference of two of
them, so a night on which the clocks change has the hours it really had (GC-137).
"""

from __future__ import annotations

import datetime as dt
from typing import Final

_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MILLISECOND: Final = dt.timedelta(milliseconds=1)
_SECOND_MS: Final = 1_000
#: Milliseconds of a minute.
MINUTE_MS: Final = 60_000


def instant_of(wall: dt.datetime, zone: dt.tzinfo) -> int:
    """Return the instant at which a zone's clocks show a time of day.

    A time that occurs twice is its first occurrence; a time the clocks skip is the instant at
    which they jump. So a later wall-clock time never gives an earlier instant.
    """
    instant = _utc(wall.replace(tzinfo=zone, fold=0))
    if _local(instant, zone) == wall.replace(tzinfo=None, fold=0):
        return instant
    return _jump(_utc(wall.replace(tzinfo=zone, fold=1)), instant, zone)


def clock_instant(day: dt.date, minute: int, zone: dt.tzinfo) -> int:
    """Return the instant so many minutes of the wall clock after a local day's midnight.

    1,950 minutes is 08:30 of the next day, whatever the clocks did in between.
    """
    days, minutes = divmod(minute, 24 * 60)
    date = day + dt.timedelta(days=days)
    return instant_of(dt.datetime(date.year, date.month, date.day, *divmod(minutes, 60)), zone)  # noqa: DTZ001 - a wall clock has no zone yet


def first_instant(day: dt.date, zone: dt.tzinfo) -> int:
    """Return the first instant of a local day, also where midnight is skipped."""
    return clock_instant(day, 0, zone)


def local_day(instant: int, zone: dt.tzinfo) -> dt.date:
    """Return the local day an instant falls on."""
    return _local(instant, zone).date()


def wall_text(instant: int, zone: dt.tzinfo) -> str:
    """Return an instant as a zone's clocks show it, to the minute.

    Where they show that time twice the offset from UTC says which of the two it is.

    >>> from zoneinfo import ZoneInfo
    >>> wall_text(1_793_511_000_000, ZoneInfo("America/New_York"))
    '2026-11-01 01:30-04:00'
    """
    moment = (_EPOCH + instant * _MILLISECOND).astimezone(zone)
    text = f"{moment:%Y-%m-%d %H:%M}"
    other = moment.replace(fold=1 - moment.fold).utcoffset()
    is_once = other == moment.utcoffset()
    return text if is_once else moment.isoformat(sep=" ", timespec="minutes")


def _utc(moment: dt.datetime) -> int:
    return (moment.astimezone(dt.UTC) - _EPOCH) // _MILLISECOND


def _local(instant: int, zone: dt.tzinfo) -> dt.datetime:
    moment = (_EPOCH + instant * _MILLISECOND).astimezone(zone)
    return moment.replace(tzinfo=None, fold=0)


def _offset(instant: int, zone: dt.tzinfo) -> dt.timedelta | None:
    return (_EPOCH + instant * _MILLISECOND).astimezone(zone).utcoffset()


def _jump(before: int, after: int, zone: dt.tzinfo) -> int:
    """Return the first instant after a change of the clocks that lies between two instants."""
    offset = _offset(before, zone)
    low, high = before // _SECOND_MS, -(-after // _SECOND_MS)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(middle * _SECOND_MS, zone) == offset:
            low = middle
        else:
            high = middle
    return high * _SECOND_MS
