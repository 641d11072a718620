"""On which days and shifts people worked, as what is due every day or every shift asks it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

import attrs

from ccops.kpi import Records
from ccops.organization import Stretch
from ccops.worktime import WORKED_SHIFT, Shift, WorkCalendar

if TYPE_CHECKING:
    from ccops.values import PeriodDays

_NAMES: Final = ("employee_id", "work_date", "shift", "worked")


@attrs.frozen(kw_only=True, eq=False, slots=False)
class WorkDays:
    """Who worked when: by attendance or roster, and by the work calendar where these say nothing.

    They say nothing of somebody who has no shift in them at all, and of a day on which nobody
    has one. A shift that was missed as a whole was not worked.
    """

    shifts: Records | None
    templates: Mapping[str, Shift]
    calendar: WorkCalendar

    def works_on(self, employee: str, day: dt.date) -> bool:
        """Say whether somebody works on a day."""
        if employee in self._people and day in self._days:
            return (employee, day) in self._worked
        return self.calendar.is_workday(day)

    def worked(self, days: PeriodDays) -> tuple[Stretch, ...] | None:
        """Return the shifts worked in some days; ``None`` where none were handed in."""
        if self.shifts is None:
            return None
        found = (
            self._stretch(who, day, shift)
            for who, day, shift, worked in self._rows
            if worked and days.first <= day <= days.last
        )
        return tuple(sorted(found, key=lambda each: (each.first, each.label, each.who)))

    def _stretch(self, who: str, day: dt.date, shift: str) -> Stretch:
        template = self.templates.get(shift)
        ends_at = None if template is None else template.ends
        label = f"{day.isoformat()}/{shift}"
        return Stretch(label=label, first=day, last=day, ends_at=ends_at, who=who)

    @cached_property
    def _rows(self) -> tuple[tuple[str, dt.date, str, bool], ...]:
        return tuple(self._read())

    def _read(self) -> Iterator[tuple[str, dt.date, str, bool]]:
        if self.shifts is None:
            return
        columns = (self.shifts.columns[each] for each in _NAMES)
        for who, day, shift, worked in zip(*columns, strict=True):
            if isinstance(day, int):
                yield str(who), dt.date.fromordinal(day), str(shift), worked != 0

    @cached_property
    def _people(self) -> frozenset[str]:
        return frozenset(who for who, _, _, _ in self._rows)

    @cached_property
    def _days(self) -> frozenset[dt.date]:
        return frozenset(day for _, day, _, _ in self._rows)

    @cached_property
    def _worked(self) -> frozenset[tuple[str, dt.date]]:
        return frozenset((who, day) for who, day, _, worked in self._rows if worked)


def work_days(
    records: Mapping[str, Records], templates: Mapping[str, Shift], calendar: WorkCalendar
) -> WorkDays:
    """Return who worked when, by the records of a month."""
    return WorkDays(shifts=records.get(WORKED_SHIFT.name), templates=templates, calendar=calendar)
