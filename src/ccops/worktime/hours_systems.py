"""Hours systems: standard hours, or comprehensive hours by approval (domain 2.19)."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.rules import Shape, name_field, origin_field, pack_field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.worktime.shifts import ShiftRule


class HoursSystem(enum.Enum):
    """Over what working time is counted: the day, or a cycle that was approved."""

    STANDARD = "standard"
    COMPREHENSIVE = "comprehensive"


class HoursCycle(enum.Enum):
    """The cycle of comprehensive hours."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@frozen(kw_only=True)
class HoursSystemRule:
    """An hours system shifts are worked under.

    ``floor: {kind: comprehensive, cycle: quarter, approval: 'A-0042', valid_until: 2026-12-31}``
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, default=Label(), zh="工时制度", en="what it is called")
    kind: HoursSystem = pack_field(
        Shape.WORD, of=HoursSystem, zh="工时制类别", en="which system it is"
    )
    cycle: HoursCycle | None = pack_field(
        Shape.WORD,
        of=HoursCycle,
        default=None,
        zh="计算周期",
        en="the cycle hours are counted over",
    )
    approval: Text | None = pack_field(
        Shape.TEXT, default=None, zh="批准文号", en="the number of the approval"
    )
    valid_until: dt.date | None = pack_field(
        Shape.DATE, default=None, zh="有效期至", en="the last day of the approval"
    )
    origin: Origin = origin_field()

    def is_approved(self, day: dt.date) -> bool:
        """Say whether comprehensive hours are approved on a day, as far as the pack says."""
        is_valid = self.valid_until is None or day <= self.valid_until
        return self.kind is HoursSystem.COMPREHENSIVE and self.approval is not None and is_valid


def check_hours_systems(
    systems: Iterable[HoursSystemRule], shifts: Iterable[ShiftRule]
) -> tuple[Diagnostic, ...]:
    """Return what is wrong: comprehensive hours without a cycle, a system that is not there."""
    known = {each.name: each for each in systems}
    found = [
        Diagnostic(code="hours-cycle-missing", span=each.origin.span, args={"name": each.name})
        for each in known.values()
        if each.kind is HoursSystem.COMPREHENSIVE and each.cycle is None
    ]
    for shift in shifts:
        named = shift.hours_system
        if named is not None and named.value not in known:
            told = {"name": named.value, "nearest": nearest(named.value, known) or "-"}
            found.append(Diagnostic(code="unknown-hours-system", span=named.span, args=told))
    return tuple(found)
