"""Calendars and periods: an attendance month is not the calendar month (S1-23)."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

import attrs

from ccops.frozen import frozen

_LABEL: Final = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_LAST_CUTOFF: Final = 31


def _checked_cutoff(_: object, attribute: attrs.Attribute[int | None], value: int | None) -> None:
    if value is not None and not 1 <= value <= _LAST_CUTOFF:
        raise ValueError(f"{attribute.name} is 1 to 31, not {value}")


@frozen
class PeriodDays:
    """The first and last local day of one calendar's period; both belong to it."""

    first: dt.date
    last: dt.date

    def holds(self, day: dt.date) -> bool:
        """Say whether a day belongs to the period."""
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.last - self.first).days + 1


@frozen(kw_only=True)
class Calendar:
    """How a pack cuts time into periods: calendar months, or months that end on a cut-off day.

    ``cutoff_day`` 25 makes 2026-10 run from 09-26 to 10-25; 29 to 31 clamp to the month's end.
    """

    id: str
    cutoff_day: int | None = attrs.field(default=None, validator=_checked_cutoff)

    def days(self, label: str) -> PeriodDays:
        """Return the days of the period named by the month in which it ends.

        >>> Calendar(id="attendance", cutoff_day=25).days("2026-10").first
        datetime.date(2026, 9, 26)
        """
        month = _first_of_month(label)
        if self.cutoff_day is None:
            return PeriodDays(month, _cut(month, _LAST_CUTOFF))
        before = _cut(_first_of_month(shifted_label(label, -1)), self.cutoff_day)
        return PeriodDays(before + dt.timedelta(days=1), _cut(month, self.cutoff_day))

    def label_of(self, day: dt.date) -> str:
        """Return the label of the period a local day belongs to."""
        label = f"{day:%Y-%m}"
        return label if day <= self.days(label).last else next_label(label)


@frozen(kw_only=True)
class Period:
    """One settlement period: its label and the days it has in each calendar of the pack."""

    label: str
    calendars: tuple[tuple[str, PeriodDays], ...]
    _cut_by: tuple[Calendar, ...] = ()

    @classmethod
    def of(cls, label: str, calendars: tuple[Calendar, ...]) -> Period:
        """Return the period of a label (``2026-10``) under the calendars of a pack."""
        days = tuple((each.id, each.days(label)) for each in calendars)
        return cls(label=label, calendars=days, cut_by=calendars)

    def earlier(self, periods: int) -> Period:
        """Return the period so many before this one, under the same calendars."""
        return Period.of(shifted_label(self.label, -periods), self._cut_by)

    def days(self, calendar: str) -> PeriodDays:
        """Return the days in a calendar. Raises ``KeyError`` for one the pack has not."""
        return dict(self.calendars)[calendar]

    @property
    def previous(self) -> str:
        """The label of the period before."""
        return shifted_label(self.label, -1)


def next_label(label: str) -> str:
    """Return the label of the next month."""
    return shifted_label(label, 1)


def shifted_label(label: str, months: int) -> str:
    """Return the label so many months later. Raises ``ValueError`` beyond the years 1 to 9999.

    >>> shifted_label("2026-01", -1)
    '2025-12'
    """
    moved = _month(period_number(label) + months)
    return f"{moved.year:04}-{moved.month:02}"


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the day of the same number so many months later, or the last of a shorter month.

    >>> months_after(dt.date(2026, 12, 31), 2)
    datetime.date(2027, 2, 28)
    """
    import pendulum

    moved = pendulum.Date(day.year, day.month, day.day).add(months=months)
    return dt.date(moved.year, moved.month, moved.day)


def period_number(label: str) -> int:
    """Return the number of a period: the next one has the next number.

    Raises ``ValueError`` for a text that names no period.

    >>> period_number("2026-01") - period_number("2025-12")
    1
    """
    found = _LABEL.fullmatch(label)
    if found is None:
        raise ValueError(f"a period is written YYYY-MM, not {label!r}")
    return int(found[1]) * 12 + int(found[2]) - 1


def period_label(number: int) -> str:
    """Return the label of a period's number.

    >>> period_label(period_number("2026-10"))
    '2026-10'
    """
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _first_of_month(label: str) -> dt.date:
    return _month(period_number(label))


def _month(number: int) -> dt.date:
    year, month = divmod(number, 12)
    return dt.date(year, month + 1, 1)


def _cut(month: dt.date, cutoff_day: int) -> dt.date:
    following = month.replace(day=28) + dt.timedelta(days=4)
    last = following - dt.timedelta(days=following.day)
    return month.replace(day=min(cutoff_day, last.day))
