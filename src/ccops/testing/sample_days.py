"""The days of a sample month: both calendars of its period, and what kind of day each is."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from ccops.values import Calendar, PeriodDays

#: The zone of the sample center.
ZONE: Final = "Asia/Shanghai"
_CLOCK: Final = ZoneInfo(ZONE)
#: The last day of the sample center's attendance period (S1-23).
CUTOFF_DAY: Final = 25
#: Month and day of the statutory holidays that fall on the same date every year.
_STATUTORY: Final = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
_SATURDAY: Final = 5
_MINUTE: Final = 60


@attrs.frozen(kw_only=True)
class SampleDays:
    """The days of one period: attendance from cut-off to cut-off, performance by the month."""

    attendance: PeriodDays
    performance: PeriodDays

    @property
    def every(self) -> tuple[dt.date, ...]:
        """Every day from the first of the attendance period to the last of the month."""
        whole = PeriodDays(self.attendance.first, self.performance.last)
        return tuple(whole.first + dt.timedelta(days=each) for each in range(whole.days))

    def day(self, number: int) -> dt.date:
        """Return the day so many days after the first of the attendance period."""
        return self.attendance.first + dt.timedelta(days=number)

    @property
    def workdays(self) -> tuple[dt.date, ...]:
        """The legal workdays of the attendance period."""
        return tuple(
            day for day in self.every if self.attendance.holds(day) and is_legal_workday(day)
        )


def days_of(period: str) -> SampleDays:
    """Return the days of a period. Raises ``ValueError`` for what is no ``YYYY-MM``.

    >>> str(days_of("2026-10").attendance.first), len(days_of("2026-10").every)
    ('2026-09-26', 36)
    """
    return SampleDays(
        attendance=Calendar(id="attendance", cutoff_day=CUTOFF_DAY).days(period),
        performance=Calendar(id="performance").days(period),
    )


def is_statutory(day: dt.date) -> bool:
    """Say whether a day is a statutory holiday; those of the lunar calendar are left out."""
    return (day.month, day.day) in _STATUTORY


def is_legal_workday(day: dt.date) -> bool:
    """Say whether a day is a legal workday: Monday to Friday, and no statutory holiday."""
    return day.weekday() < _SATURDAY and not is_statutory(day)


def second_at(day: dt.date, minute: int) -> int:
    """Return the second of UTC so many minutes after the local midnight that begins a day."""
    midnight = dt.datetime(day.year, day.month, day.day, tzinfo=_CLOCK)
    return int(midnight.timestamp()) + minute * _MINUTE


def local_time(second: int) -> dt.datetime:
    """Return what the center's clock shows at a second of UTC."""
    return dt.datetime.fromtimestamp(second, tz=_CLOCK)


def written(second: int) -> str:
    """Return a second of UTC as an input file has it: the center's clock, without offset.

    >>> written(1_790_380_803)
    '2026-09-26 08:00:03'
    """
    hour, within = divmod(second, 60 * _MINUTE)
    return f"{_hour(hour)}:{within // _MINUTE:02}:{within % _MINUTE:02}"


@cache
def _hour(hour: int) -> str:
    """Return an hour of UTC as the center's clock has it: that is whole hours apart."""
    return f"{local_time(hour * 60 * _MINUTE):%Y-%m-%d %H}"
