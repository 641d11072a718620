"""Whole months between two days: how long somebody has been employed, as a manual counts it."""

from __future__ import annotations

import datetime as dt
from typing import Final

#: From the first day there is to the last.
MOST_MONTHS: Final = 9_999 * 12 - 1


def months_between(start: dt.date, end: dt.date) -> int:
    """Return how many whole months have passed; less than none where the end comes first.

    A month is full on the day of the same number, or on the last day of a month that is too
    short for it: from January 31 the first month is full on February 28.

    >>> months_between(dt.date(2026, 1, 31), dt.date(2026, 2, 28))
    1
    >>> months_between(dt.date(2026, 1, 31), dt.date(2026, 3, 30))
    1
    """
    if end < start:
        return -months_between(end, start)
    months = 12 * (end.year - start.year) + end.month - start.month
    return months - (end.day < start.day and not _ends_month(end))


def _ends_month(day: dt.date) -> bool:
    if day == dt.date.max:
        return True
    return (day + dt.timedelta(days=1)).day == 1
