"""Lapsing: the last day on which comp time may be used."""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.values.periods import period_number, shifted_label

if TYPE_CHECKING:
    from ccops.facts import Lot
    from ccops.values import Period

_WRITTEN: Final = re.compile(r"([0-9]{1,4}) (months?|periods?|days?)")
NEVER: Final = "never"
#: The last day there is: what never lapses may be used up to it.
ENDLESS: Final = dt.date.max
_MOST_MONTHS: Final = 1_200


@frozen
class LapseRule:
    """How long a lot may be used: so many months, periods or days; a unit of ``never`` always."""

    count: int
    unit: str

    @classmethod
    def parse(cls, text: str) -> LapseRule | None:
        """Return the rule as it is written: ``6 months``, ``6 periods``, ``180 days``, ``never``.

        ``None`` for anything else.
        """
        if text.strip() == NEVER:
            return cls(0, NEVER)
        found = _WRITTEN.fullmatch(text.strip())
        if found is None or not 1 <= int(found[1]) <= _MOST_MONTHS:
            return None
        return cls(int(found[1]), found[2].removesuffix("s"))

    def last_day(self, dated: dt.date, posted: int, period: Period, calendar: str) -> dt.date:
        """Return the last day on which a lot of a day may be used.

        Months are calendar months and clamp to the end of one: 31 August is usable up to
        28 February. Periods end as ``calendar`` cuts them.
        """
        match self.unit:
            case "month":
                return months_later(dated, self.count)
            case "day":
                return dated + dt.timedelta(days=self.count)
            case "period":
                ago = period_number(period.label) - posted - self.count
                return period.earlier(ago).days(calendar).last
            case _:
                return ENDLESS


def last_day_of(lot: Lot, rule: LapseRule, period: Period, calendar: str) -> dt.date:
    """Return the last day of a lot: the one said of it, or the one that follows from its date."""
    if lot.until is not None:
        return dt.date.fromordinal(lot.until)
    return rule.last_day(dated_on(lot, period, calendar), lot.posted, period, calendar)


def dated_on(lot: Lot, period: Period, calendar: str) -> dt.date:
    """Return the day of a lot: as it is said, or the last one of the period that posted it."""
    if lot.dated is not None:
        return dt.date.fromordinal(lot.dated)
    ago = period_number(period.label) - lot.posted
    return period.earlier(ago).days(calendar).last


@functools.lru_cache(maxsize=1024)
def months_later(day: dt.date, months: int) -> dt.date:
    """Return the same day so many calendar months later, or the last one of a shorter month.

    >>> months_later(dt.date(2025, 8, 31), 6), months_later(dt.date(2023, 8, 31), 6)
    (datetime.date(2026, 2, 28), datetime.date(2024, 2, 29))
    """
    first = dt.date.fromisoformat(f"{shifted_label(f'{day:%Y-%m}', months)}-01")
    following = dt.date.fromisoformat(f"{shifted_label(f'{day:%Y-%m}', months + 1)}-01")
    last = (following - dt.timedelta(days=1)).day
    return first.replace(day=min(day.day, last))
