"""The work calendar of mainland China, from the library ``holidays`` (extra ``cn``)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from ccops.errors import MissingExtraError
from ccops.frozen import frozen
from ccops.messages import Label
from ccops.worktime.kinds import STATUTORY
from ccops.worktime.work_years import WorkYear

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SATURDAY: Final = 5
_LABEL: Final = Label(zh="中国大陆法定节假日", en="statutory holidays of mainland China")
#: How many parts a moved day has: month, day, and month and day of the rest day worked for it.
_MOVED: Final = 4


@frozen
class CnCalendar:
    """Statutory days and the yearly notice of the State Council, told from bridge days.

    The library names every day off. Statutory are those that are neither moved from a rest day
    by the notice, nor off without being a holiday by the law (2020-01-31), nor in lieu of a
    holiday on a weekend (2026-04-06); those are bridge days. A year without notice has its
    dates by the law, and is not confirmed.
    """

    name: str = "cn"
    label: Label = _LABEL

    def year(self, year: int) -> WorkYear:
        """Return a year. Raises ``MissingExtraError`` without the extra ``cn``."""
        from importlib.metadata import version

        try:
            import holidays
        except ImportError as error:
            raise MissingExtraError("cn") from error
        china = holidays.country_holidays("CN", years=year, observed=False)
        notices: Mapping[int, Any] = china.special_public_holidays
        off = {day for day, _ in _notice(notices, year)}
        kinds = {day: STATUTORY for day in china if day.year == year and day not in off}
        if year in notices:
            off.update(holidays.country_holidays("CN", years=year, observed=True))
        bridges = {day for day in off - kinds.keys() if day.weekday() < _SATURDAY}
        kinds |= dict.fromkeys(bridges, "bridge_off")
        kinds |= dict.fromkeys(_worked(notices, year), "bridge_work")
        return WorkYear(
            year=year,
            kinds=kinds,
            is_confirmed=year in notices,
            source=f"holidays {version('holidays')}",
        )


#: The calendar the library brings.
CN_CALENDAR: Final = CnCalendar()


def _notice(notices: Mapping[int, Any], year: int) -> Iterator[tuple[dt.date, dt.date | None]]:
    """Yield each day off in the notice of a year, and the rest day worked for it, if any."""
    for month, day, *rest in notices.get(year, ()):
        off = dt.date(year, month, day)
        if 2 + len(rest) < _MOVED:  # a day off with its name
            yield off, None
        else:
            worked_month, worked_day, *other = rest
            yield off, dt.date(other[0] if other else year, worked_month, worked_day)


def _worked(notices: Mapping[int, Any], year: int) -> Iterator[dt.date]:
    """Yield the rest days of a year worked for bridges, also those of the next year."""
    for each in (year, year + 1):
        for _, worked in _notice(notices, each):
            if worked is not None and worked.year == year:
                yield worked
