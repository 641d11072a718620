"""Counting days on: so many workdays, or so many days of the calendar, after a day."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_DAY: Final = dt.timedelta(days=1)


class DayKind(enum.Enum):
    """Which days are counted."""

    WORKDAYS = "workdays"
    CALENDAR_DAYS = "calendar_days"


def day_after(
    day: dt.date, count: int, kind: DayKind, is_workday: Callable[[dt.date], bool]
) -> dt.date:
    """Return the day so many days, or so many workdays, after one that is not counted itself."""
    if kind is DayKind.CALENDAR_DAYS:
        return day + count * _DAY
    left = count
    while left:
        day += _DAY
        left -= is_workday(day)
    return day
