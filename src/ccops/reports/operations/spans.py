"""The days a report about operations is of, and the days it is held against."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping

import attrs

from ccops.values import Period, PeriodDays

_DAY = dt.timedelta(days=1)
_WEEK = dt.timedelta(days=7)
#: The name of the only calendar of days that no pack says anything about.
_ALL = ""


class SpanKind(enum.Enum):
    """Whether a report is of one day, of a week from its Monday on, or of a period of the pack."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@attrs.frozen(kw_only=True)
class Span:
    """Days, calendar by calendar, and the days before with which they are compared.

    A day and a week are the same days in every calendar; a period has its own in each.
    """

    kind: SpanKind
    label: str
    days: Mapping[str, PeriodDays]
    before: Mapping[str, PeriodDays]
    main: str = _ALL

    def in_calendar(self, calendar: str) -> PeriodDays:
        """Return its days in a calendar of the pack."""
        return self.days.get(calendar) or self.days[_ALL]

    def before_in(self, calendar: str) -> PeriodDays:
        """Return the days before, in a calendar of the pack."""
        return self.before.get(calendar) or self.before[_ALL]

    @property
    def first(self) -> dt.date:
        """Its first day in the pack's usual calendar."""
        return self.in_calendar(self.main).first

    @property
    def last(self) -> dt.date:
        """Its last day in the pack's usual calendar."""
        return self.in_calendar(self.main).last


def day_span(on: dt.date) -> Span:
    """Return one day beside the day before."""
    own, before = PeriodDays(on, on), PeriodDays(on - _DAY, on - _DAY)
    return Span(kind=SpanKind.DAY, label=on.isoformat(), days={_ALL: own}, before={_ALL: before})


def week_span(on: dt.date) -> Span:
    """Return the week of a day, from its Monday up to that day, beside the same days before.

    >>> import datetime as dt
    >>> week = week_span(dt.date(2026, 10, 8))
    >>> week.label, week.first.isoformat(), week.before[""].last.isoformat()
    ('2026-W41', '2026-10-05', '2026-10-01')
    """
    own = PeriodDays(on - on.weekday() * _DAY, on)
    before = PeriodDays(own.first - _WEEK, own.last - _WEEK)
    return Span(kind=SpanKind.WEEK, label=f"{on:%G-W%V}", days={_ALL: own}, before={_ALL: before})


def month_span(period: Period, calendar: str) -> Span:
    """Return a period of a pack beside the one before; ``calendar`` is the pack's usual one."""
    return Span(
        kind=SpanKind.MONTH,
        label=period.label,
        days=dict(period.calendars),
        before=dict(period.earlier(1).calendars),
        main=calendar,
    )
