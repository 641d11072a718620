"""When a report is due: days counted, days named, free days, the end of a shift (4.6)."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import TYPE_CHECKING, Final, assert_never

from ccops.frozen import frozen
from ccops.organization.reporting.report_duties import FreeDay
from ccops.values import DayKind, day_after

if TYPE_CHECKING:
    from collections.abc import Callable

    from ccops.organization.reporting.frequencies import Stretch
    from ccops.organization.reporting.report_duties import ReportDueRule

_DAY: Final = dt.timedelta(days=1)
_MINUTES: Final = 24 * 60
_MINUTE_MS: Final = 60_000
_CLOCK: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


@frozen
class Deadline:
    """The last moment at which something is in time, on the center's clock.

    ``minute`` counts from midnight; without it the whole day will do.
    """

    day: dt.date
    minute: int | None = None

    @property
    def clock(self) -> str:
        """The time of day: ``10:00``; empty where the whole day will do."""
        return "" if self.minute is None else f"{self.minute // 60:02}:{self.minute % 60:02}"

    def is_kept(self, day: dt.date, time_ms: int | None) -> bool | None:
        """Say whether something handed in on a day, at so many ms after midnight, is in time.

        ``None``: it came on the very day, and nobody said at what time.
        """
        if day != self.day or self.minute is None:
            return day <= self.day
        return None if time_ms is None else time_ms <= self.minute * _MINUTE_MS


def minute_of(text: str) -> int | None:
    """Return the minute of the day of a time as it is written, ``None`` for what is none.

    >>> minute_of("10:00"), minute_of("24:00")
    (600, None)
    """
    found = _CLOCK.fullmatch(text)
    return None if found is None else int(found[1]) * 60 + int(found[2])


def deadline(
    rule: ReportDueRule, stretch: Stretch, is_workday: Callable[[dt.date], bool]
) -> Deadline | None:
    """Return by when what is about a stretch is due; ``None`` where a shift's end is not known.

    A rule that was checked says it in one way.
    """
    if rule.after is not None:
        return _after(stretch, int(rule.after.number) // _MINUTE_MS)
    minute = None if rule.at is None else minute_of(rule.at.value)
    return Deadline(_free(rule, _day(rule, stretch.last, is_workday), is_workday), minute)


def _after(stretch: Stretch, minutes: int) -> Deadline | None:
    if stretch.ends_at is None:
        return None
    days, minute = divmod(stretch.ends_at + minutes, _MINUTES)
    return Deadline(stretch.first + days * _DAY, minute)


def _day(rule: ReportDueRule, last: dt.date, is_workday: Callable[[dt.date], bool]) -> dt.date:
    if rule.weekday is not None:
        ahead = (rule.weekday.number - last.isoweekday() - 1) % 7 + 1
        return last + ahead * _DAY
    if rule.day_of_month is not None:
        return _day_of_month(last, rule.day_of_month)
    return day_after(last, rule.days or 0, rule.kind or DayKind.CALENDAR_DAYS, is_workday)


def _day_of_month(last: dt.date, wanted: int) -> dt.date:
    """Return the first day with a number on or after another; a shorter month has its last."""
    year, month = last.year, last.month
    found = dt.date(year, month, min(wanted, calendar.monthrange(year, month)[1]))
    if found >= last:
        return found
    year, month = (year, month + 1) if month < 12 else (year + 1, 1)  # noqa: PLR2004 - December
    return dt.date(year, month, min(wanted, calendar.monthrange(year, month)[1]))


def _free(rule: ReportDueRule, day: dt.date, is_workday: Callable[[dt.date], bool]) -> dt.date:
    match rule.free_day:
        case None | FreeDay.KEEP:
            return day
        case FreeDay.NEXT_WORKDAY:
            step = _DAY
        case FreeDay.WORKDAY_BEFORE:
            step = -_DAY
        case _:
            assert_never(rule.free_day)
    while not is_workday(day):
        day += step
    return day
