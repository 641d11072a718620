"""Working hours: how much of a time somebody works, and when so much of it is over.

A workday opens and closes on the wall clock; what lies between counts as the difference of two
instants, so a day on which the clocks change has the hours it really has.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

_ONE_DAY: Final = dt.timedelta(days=1)
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MILLISECOND: Final = dt.timedelta(milliseconds=1)
#: Longer than any year without a workday: what goes on beyond it has no end.
_LONGEST_DAYS: Final = 3_660


@frozen(kw_only=True)
class WorkingHours:
    """The hours of workdays in a zone; ``minutes`` are those at which a day opens and closes."""

    minutes: tuple[int, int]
    zone: dt.tzinfo
    is_workday: Callable[[dt.date], bool]

    def after(self, instant: int, worked_ms: int) -> int:
        """Return the instant at which so much work is done from another on.

        Work that ends with a day is done when that day closes. Raises ``ValueError`` where
        there are no workdays to do it on.
        """
        left = worked_ms
        for opens, closes in self._stretches(local_day(instant, self.zone), _LONGEST_DAYS):
            begins = max(opens, instant)
            if closes - begins >= left:
                return begins + left
            left -= max(closes - begins, 0)
        raise ValueError("there are no workdays to work on")

    def between(self, first: int, last: int) -> int:
        """Return how much of the time from one instant to another is worked."""
        begun, ended = local_day(first, self.zone), local_day(last, self.zone)
        stretches = self._stretches(begun, (ended - begun).days + 1)
        return sum(max(min(closes, last) - max(opens, first), 0) for opens, closes in stretches)

    def _stretches(self, day: dt.date, days: int) -> Iterator[tuple[int, int]]:
        """Yield when each workday of so many days opens and closes."""
        for each in (day + number * _ONE_DAY for number in range(days)):
            if self.is_workday(each):
                opens, closes = (self._instant(each, minute) for minute in self.minutes)
                yield opens, closes

    def _instant(self, day: dt.date, minute: int) -> int:
        days, minutes = divmod(minute, 24 * 60)
        wall = dt.datetime.combine(day + days * _ONE_DAY, dt.time(*divmod(minutes, 60)))
        moment = wall.replace(tzinfo=self.zone)
        return (moment.astimezone(dt.UTC) - _EPOCH) // _MILLISECOND


def local_day(instant: int, zone: dt.tzinfo) -> dt.date:
    """Return the local day of an instant in ms of UTC."""
    return (_EPOCH + instant * _MILLISECOND).astimezone(zone).date()


def first_instant(day: dt.date, zone: dt.tzinfo) -> int:
    """Return the first instant of a local day in ms of UTC."""
    midnight = dt.datetime.combine(day, dt.time(), tzinfo=zone)
    return (midnight.astimezone(dt.UTC) - _EPOCH) // _MILLISECOND
