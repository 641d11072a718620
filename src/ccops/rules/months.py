"""Whole months between two days: how long somebody has been employed, as a manual counts it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def months_sql(dialect: str, arguments: Sequence[str]) -> str:
    """Return the same as SQL over day numbers, by whole numbers that are never negative."""
    start, end = arguments
    sign = "//" if dialect == "duckdb" else "/"
    forth, back = _months_sql(start, end, sign), _months_sql(end, start, sign)
    return f"CASE WHEN {start} <= {end} THEN {forth} ELSE -{back} END"


def _months_sql(start: str, end: str, sign: str) -> str:
    first, first_day = _month_and_day(start, sign)
    last, last_day = _month_and_day(end, sign)
    following, _ = _month_and_day(f"({end} + 1)", sign)
    short = f"{last_day} < {first_day} AND {following} = {last}"
    return f"({last} - {first} - CASE WHEN {short} THEN 1 ELSE 0 END)"


def _month_and_day(day: str, sign: str) -> tuple[str, str]:
    """Return the months since March of the year 0, and the day of the month, of a day number.

    Years begin in March here, so that the leap day is their last; 400 of them have 146,097 days.
    """

    def over(text: str, divisor: int) -> str:
        return f"({text} {sign} {divisor})"

    since = f"({day} + 305)"
    cycle = over(since, 146_097)
    of_cycle = f"({since} - {cycle} * 146097)"
    leap_days = f"{over(of_cycle, 1_460)} - {over(of_cycle, 36_524)} + {over(of_cycle, 146_096)}"
    year = over(f"({of_cycle} - ({leap_days}))", 365)
    of_year = f"({of_cycle} - ({year} * 365 + {over(year, 4)} - {over(year, 100)}))"
    month = over(f"(5 * {of_year} + 2)", 153)
    months = f"(12 * ({year} + {cycle} * 400) + {month})"
    return months, f"({of_year} - {over(f'(153 * {month} + 2)', 5)} + 1)"
