"""How often something is due, and the stretches of days it is due for: 4.6, S0-16."""

from __future__ import annotations

import datetime as dt
import enum
import re
from typing import TYPE_CHECKING, Final, assert_never

from ccops.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ccops.values import Period, PeriodDays

_DAY: Final = dt.timedelta(days=1)
_WEEK_DAYS: Final = 7


class Frequency(enum.Enum):
    """How often: each shift somebody works, each day, ..., or whenever there is something."""

    SHIFT = "shift"
    DAY = "day"
    WORKDAY = "workday"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    AS_IT_COMES = "as_it_comes"

    @property
    def is_on_the_calendar(self) -> bool:
        """Whether the calendar alone says when it is due."""
        return self not in (Frequency.SHIFT, Frequency.AS_IT_COMES)


#: What is due on days: on those on which whoever owes it works.
DAILY: Final = frozenset({Frequency.DAY, Frequency.WORKDAY})
#: How many periods of a calendar the longer stretches have, and how their labels are written.
_PERIODS: Final = {
    Frequency.MONTH: (1, ""),
    Frequency.QUARTER: (3, "Q"),
    Frequency.HALF_YEAR: (6, "H"),
    Frequency.YEAR: (12, ""),
}
#: How the labels of stretches are written.
_LABELS: Final = {
    each: re.compile(written)
    for each, written in (
        (Frequency.SHIFT, r"([0-9]{4}-[0-9]{2}-[0-9]{2})/.+"),
        (Frequency.DAY, r"([0-9]{4}-[0-9]{2}-[0-9]{2})"),
        (Frequency.WORKDAY, r"([0-9]{4}-[0-9]{2}-[0-9]{2})"),
        (Frequency.WEEK, r"([0-9]{4})-W([0-9]{2})"),
        (Frequency.MONTH, r"([0-9]{4})-([0-9]{2})"),
        (Frequency.QUARTER, r"([0-9]{4})-Q([1-4])"),
        (Frequency.HALF_YEAR, r"([0-9]{4})-H([12])"),
        (Frequency.YEAR, r"([0-9]{4})"),
    )
}


@frozen(kw_only=True)
class Stretch:
    """The days something is due for, and what they are called: ``2026-W41``, ``2026-Q3``.

    ``ends_at`` is where a shift ends, in minutes after midnight of its first day; ``who`` worked
    it.
    """

    label: str
    first: dt.date
    last: dt.date
    ends_at: int | None = None
    who: str = ""


def stretches(
    frequency: Frequency,
    period: Period,
    calendar: str,
    is_workday: Callable[[dt.date], bool],
) -> tuple[Stretch, ...]:
    """Return the stretches that end in a period of a calendar; none where no calendar says.

    Weeks run from Monday to Sunday; a quarter is three periods of the calendar, the last of them
    that of March, June, September or December.
    """
    days = period.days(calendar)
    match frequency:
        case Frequency.DAY:
            return tuple(map(_one_day, _each(days)))
        case Frequency.WORKDAY:
            return tuple(_one_day(each) for each in _each(days) if is_workday(each))
        case Frequency.WEEK:
            return tuple(_week(each) for each in _each(days) if each.isoweekday() == _WEEK_DAYS)
        case Frequency.MONTH | Frequency.QUARTER | Frequency.HALF_YEAR | Frequency.YEAR:
            return _periods(frequency, period, calendar)
        case Frequency.SHIFT | Frequency.AS_IT_COMES:
            return ()
    assert_never(frequency)


def day_of_label(frequency: Frequency, label: str) -> dt.date | None:
    """Return a day of the stretch a label names; ``None`` for what is no label of such stretches.

    >>> day_of_label(Frequency.WEEK, "2026-W41"), day_of_label(Frequency.DAY, "2026-10")
    (datetime.date(2026, 10, 11), None)
    """
    found = _LABELS[frequency].fullmatch(label) if frequency in _LABELS else None
    if found is None:
        return None
    try:
        return _day_in(frequency, found)
    except ValueError:
        return None


def _day_in(frequency: Frequency, found: re.Match[str]) -> dt.date:
    year, *number = found.groups()
    match frequency:
        case Frequency.DAY | Frequency.WORKDAY | Frequency.SHIFT:
            return dt.date.fromisoformat(found[1])
        case Frequency.WEEK:
            return dt.date.fromisocalendar(int(year), int(number[0]), _WEEK_DAYS)
        case _:
            count = _PERIODS[frequency][0]
            return dt.date(int(year), int(number[0]) * count if number else count, 1)


def _periods(frequency: Frequency, period: Period, calendar: str) -> tuple[Stretch, ...]:
    count, letter = _PERIODS[frequency]
    year, month = period.label.split("-")
    if int(month) % count:
        return ()
    number = int(month) // count
    label = f"{year}-{letter}{number}" if letter else period.label if count == 1 else year
    first = period.earlier(count - 1).days(calendar).first
    return (Stretch(label=label, first=first, last=period.days(calendar).last),)


def _week(last: dt.date) -> Stretch:
    year, week, _ = last.isocalendar()
    return Stretch(label=f"{year}-W{week:02}", first=last - (_WEEK_DAYS - 1) * _DAY, last=last)


def _one_day(day: dt.date) -> Stretch:
    return Stretch(label=day.isoformat(), first=day, last=day)


def _each(days: PeriodDays) -> Iterator[dt.date]:
    return (days.first + number * _DAY for number in range(days.days))
