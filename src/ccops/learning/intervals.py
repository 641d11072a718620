"""Intervals: every two months, every week - how long after one time the next is due."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from ccops.frozen import frozen
from ccops.values import months_after

_WRITTEN: Final = re.compile(r"([0-9]{1,3}) (day|week|month|year)s?")
_DAYS: Final = {"day": 1, "week": 7}
_MONTHS: Final = {"month": 1, "year": 12}


@frozen(kw_only=True)
class Interval:
    """So many whole months, or so many days.

    A month ends on the day of the same number, or on the last of a month too short for it.
    """

    months: int = 0
    days: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether it leads nowhere: ``0 days``."""
        return not self.months and not self.days

    def after(self, day: dt.date) -> dt.date:
        """Return the day on which it ends that began on a day.

        >>> Interval(months=2).after(dt.date(2026, 12, 31))
        datetime.date(2027, 2, 28)
        """
        return months_after(day, self.months) + dt.timedelta(days=self.days)


def parse_interval(text: str) -> Interval | None:
    """Return an interval as a pack writes it (``2 months``, ``14 days``), ``None`` for no such.

    >>> parse_interval("1 year")
    Interval(months=12, days=0)
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    count, unit = int(found[1]), found[2]
    return Interval(months=count * _MONTHS.get(unit, 0), days=count * _DAYS.get(unit, 0))
