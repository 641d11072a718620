"""Hours accounts for tests: the terms of the bundled telecom pack, one thing changed at a time."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ccops.facts import Lot
from ccops.values import Calendar, Period, RoundingMode
from ccops.values.periods import period_number
from ccops.worktime.hours_terms import HoursTerms
from ccops.worktime.hours_words import (
    CompOffset,
    DayHours,
    HolidayHours,
    LeaveCredit,
    NoticeDays,
    OnLapse,
    PartialShift,
    PartMonth,
    ShiftDay,
    Surplus,
)
from ccops.worktime.lapsing import LapseRule
from ccops.worktime.work_calendar import WorkCalendar

#: Milliseconds of an hour and of a minute.
HOUR = 3_600_000
MINUTE = 60_000
#: The attendance period of the manual (S1-23).
ATTENDANCE = Calendar(id="attendance", cutoff_day=25)


def hours_terms(label: str = "2025-01", **other: Any) -> HoursTerms:
    """Return the terms of a period: 22 days of 8 hours, lots that last six months.

    ``cut_by`` is the calendar; the attendance period ends on the 25th without it.
    """
    period = Period.of(label, (other.pop("cut_by", ATTENDANCE),))
    taken: dict[str, Any] = {
        "period": period,
        "calendar_name": "attendance",
        "days": period.days("attendance"),
        "calendar": WorkCalendar(),
        "origin": "hours",
        "standard_days": Fraction(22),
        "day": 8 * HOUR,
        "day_hours": DayHours.CONTRACT,
        "part_month": PartMonth.EMPLOYED_WORKDAYS,
        "shift_day": ShiftDay.START_DATE,
        "partial_shift": PartialShift.MINUTES,
        "minute_rounding": RoundingMode.DOWN,
        "holiday_hours": HolidayHours.EXCLUDED,
        "leave_credit": LeaveCredit.ROSTERED_SHIFT,
        "long_leave_days": 7,
        "surplus": Surplus.COMP_TIME,
        "offset": CompOffset.AUTO,
        "taken_by": "comp",
        "step": 30 * MINUTE,
        "notice": 3,
        "notice_days": NoticeDays.CALENDAR_DAYS,
        "lapse": LapseRule(6, "month"),
        "on_lapse": OnLapse.REPORT,
        "lapsing_days": 60,
        "lapsing_soon_days": 30,
    }
    return HoursTerms(**{**taken, **other})


def a_lot(period: str, hours: int | Fraction, left: int | Fraction | None = None) -> Lot:
    """Return a lot of so many hours, posted in a period."""
    rest = hours if left is None else left
    return Lot(period_number(period), int(hours * HOUR), int(rest * HOUR), "opening")
