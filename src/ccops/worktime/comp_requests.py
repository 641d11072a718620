"""Comp time asked for: whether it was asked and approved in time (S1-27)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.values import Missing
from ccops.worktime.hours_words import NoticeDays, Refusal

if TYPE_CHECKING:
    from ccops.worktime.hours_terms import HoursTerms

_ONE_DAY = dt.timedelta(days=1)


@frozen(kw_only=True)
class CompLeave:
    """One shift, or part of one, that somebody took off as comp time; ``amount`` milliseconds.

    ``asked_on`` is missing where it was never asked for (``no_records``), or where nobody keeps
    the days of asking (``not_measured``): then it counts as asked in time. ``row`` is that of
    the record.
    """

    day: dt.date
    amount: int
    asked_on: dt.date | Missing
    approved: bool
    approved_in_time: bool
    reference: str
    row: int = 0


def refusal_of(leave: CompLeave, terms: HoursTerms) -> Refusal | None:
    """Return why time off is no comp time, apart from how much there is; ``None``: it is."""
    if not leave.approved:
        return Refusal.NOT_APPROVED
    if not leave.approved_in_time:
        return Refusal.APPROVED_LATE
    if leave.asked_on is Missing.NO_RECORDS:
        return Refusal.NOT_ASKED
    if _notice(leave, terms) < terms.notice:
        return Refusal.ASKED_LATE
    if leave.amount % terms.step:
        return Refusal.NOT_IN_STEPS
    return None


def _notice(leave: CompLeave, terms: HoursTerms) -> int:
    """Return how many days lie between asking and the day asked for, the day of asking counted.

    As many as are needed where nobody keeps the days of asking.
    """
    asked = leave.asked_on
    if isinstance(asked, Missing):
        return terms.notice
    days = (leave.day - asked).days
    if terms.notice_days is NoticeDays.CALENDAR_DAYS or days <= 0:
        return days
    return sum(terms.calendar.is_workday(asked + _ONE_DAY * each) for each in range(days))
