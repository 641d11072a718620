"""Hours that a limit or an age counts: those of the clock, or those in which somebody works."""

from __future__ import annotations

import enum
import re
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Origin, Text
from ccops.rules import Shape, pack_field
from ccops.values import Scalar, Unit
from ccops.values.working_hours import WorkingHours

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator

_CLOCK: Final = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])")
_DAY_MINUTES: Final = 24 * 60
_DAY_MS: Final = 86_400_000


class LimitHours(enum.Enum):
    """Which hours a limit counts: those of the clock, or those in which somebody works."""

    CALENDAR = "calendar"
    WORKING = "working"


@frozen(kw_only=True)
class WorkingDay:
    """The hours of a workday: ``{opens: '08:30', closes: '17:30'}``."""

    opens: Text = pack_field(Shape.TEXT, zh="开始", en="when work begins")
    closes: Text = pack_field(Shape.TEXT, zh="结束", en="when work ends")

    @property
    def minutes(self) -> tuple[int, int] | None:
        """The minutes of the day at which it opens and closes, ``None`` where it has none."""
        opens, closes = (_minute(each.value) for each in (self.opens, self.closes))
        if opens is None or closes is None or not opens < closes <= _DAY_MINUTES:
            return None
        return opens, closes


def working_hours(
    hours: LimitHours,
    day: WorkingDay | None,
    zone: dt.tzinfo,
    is_workday: Callable[[dt.date], bool],
) -> WorkingHours | None:
    """Return the working hours that count, ``None`` where all hours do."""
    minutes = day.minutes if day is not None else None
    if hours is LimitHours.CALENDAR or minutes is None:
        return None
    return WorkingHours(minutes=minutes, zone=zone, is_workday=is_workday)


def limit_ms(scalar: Scalar) -> int:
    """Return a limit in ms: a duration, or whole days of 24 hours (``3 d``).

    Raises ``ValueError`` for what is neither, or not above 0.
    """
    unit = {Unit.DURATION: 1, Unit.QUANTITY: _DAY_MS}.get(scalar.unit)
    found = None if unit is None else scalar.number * unit
    if found is None or found.denominator != 1 or found <= 0:
        raise ValueError(scalar)
    return int(found)


def hours_problems(
    name: str, hours: LimitHours, day: WorkingDay | None, origin: Origin
) -> Iterator[Diagnostic]:
    """Yield ``limit-hours`` where working hours have no day, or a day is not asked for."""
    is_told = day is not None and day.minutes is not None
    if (hours is LimitHours.WORKING) != is_told:
        yield Diagnostic(code="limit-hours", span=origin.span, args={"name": name})


def _minute(text: str) -> int | None:
    found = _CLOCK.fullmatch(text)
    return int(found[1]) * 60 + int(found[2]) if found else None
