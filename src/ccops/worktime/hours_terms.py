"""The terms of an hours account in one period: its rules with the values they have then."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.values import Missing, Period, PeriodDays, RoundingMode, rounded_quotient
from ccops.values.periods import period_number
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
from ccops.worktime.lapsing import LapseRule, last_day_of
from ccops.worktime.work_calendar import WorkCalendar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.facts import Lot
    from ccops.kpi.record_accounts import Contract

_MINUTE_MS = 60_000


@frozen(kw_only=True)
class HoursTerms:
    """Everything but people: durations in milliseconds, days as the period has them.

    ``origin`` is where a lot says that it comes from.
    """

    period: Period
    calendar_name: str
    days: PeriodDays
    calendar: WorkCalendar
    origin: str
    standard_days: Fraction
    day: int
    day_hours: DayHours
    part_month: PartMonth
    shift_day: ShiftDay
    partial_shift: PartialShift
    minute_rounding: RoundingMode
    holiday_hours: HolidayHours
    leave_credit: LeaveCredit
    long_leave_days: int
    surplus: Surplus
    offset: CompOffset
    taken_by: str
    step: int
    notice: int
    notice_days: NoticeDays
    lapse: LapseRule
    on_lapse: OnLapse
    lapsing_days: int
    lapsing_soon_days: int

    @property
    def period_number(self) -> int:
        """The number of the period, which its lots are posted in."""
        return period_number(self.period.label)

    def last_day(self, lot: Lot) -> dt.date:
        """Return the last day on which a lot may be used."""
        return last_day_of(lot, self.lapse, self.period, self.calendar_name)

    def whole_minutes(self, amount: int | Fraction) -> int:
        """Return a duration in whole minutes."""
        below = amount.denominator * _MINUTE_MS
        return rounded_quotient(amount.numerator, below, self.minute_rounding) * _MINUTE_MS

    def day_of(self, held: Contract) -> int | Missing:
        """Return the hours of a standard day of somebody under a contract.

        Of a part-timer whose contract hours nobody gave they are not known.
        """
        if self.day_hours is DayHours.STANDARD:
            return self.day
        if held.contract_hours_day is not None:
            return held.contract_hours_day // dt.timedelta(milliseconds=1)
        return Missing.NOT_MEASURED if held.employment_type == "part_time" else self.day

    def standard(self, employed: Sequence[tuple[PeriodDays, int]]) -> int:
        """Return the standard hours of somebody employed in some stretches of the period.

        Each stretch has the hours of a day; where they differ, a day counts for the mean of the
        legal workdays. Whoever is employed in a part of the period is due the legal workdays
        inside the employment, at most the standard days.
        """
        stretches = tuple(span for span, _ in employed)
        workdays = list(map(self.calendar.workdays, stretches))
        due, days = sum(workdays), self.standard_days
        if not self.is_whole(stretches) and self.part_month is PartMonth.EMPLOYED_WORKDAYS:
            days = min(days, Fraction(due))
        hours = [day for _, day in employed]
        if len(set(hours)) == 1 or not due:
            return self.whole_minutes(days * hours[-1])
        whole = sum(day * count for day, count in zip(hours, workdays, strict=True))
        return self.whole_minutes(days * Fraction(whole, due))

    def is_whole(self, employed: tuple[PeriodDays, ...]) -> bool:
        """Say whether some stretches are the whole period."""
        return sum(each.days for each in employed) == self.days.days
