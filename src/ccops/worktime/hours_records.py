"""What the records of working time say of everybody's hours in a period."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from ccops.frozen import frozen
from ccops.values import Missing
from ccops.worktime.comp_requests import CompLeave
from ccops.worktime.hours_words import HolidayHours, LeaveCredit, PartialShift, ShiftDay
from ccops.worktime.kinds import COMP_OFFSET, LEAVE_DAY, WORKED_DAY, WORKED_SHIFT
from ccops.worktime.leave_kinds import HoursEffect
from ccops.worktime.work_calendar import each_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ccops.kpi import Records
    from ccops.values import PeriodDays
    from ccops.worktime.hours_terms import HoursTerms

#: A shift of somebody: the person, the day it belongs to, and its name.
ShiftKey = tuple[Any, Any, Any]
_STATUTORY = "statutory"


@frozen(kw_only=True)
class Leaves:
    """What leave does to one person's hours; ``day`` is what a standard day of his has."""

    credit: int = 0
    lowered: int = 0
    unrostered: int = 0
    comp: tuple[CompLeave, ...] = ()


class HoursRecords:
    """The records of a period, looked up by person."""

    def __init__(self, records: Mapping[str, Records], terms: HoursTerms) -> None:
        self._terms = terms
        self._shifts = _by_person(records.get(WORKED_SHIFT.name))
        self._days = _by_person(records.get(WORKED_DAY.name))
        self._leave = _by_person(records.get(LEAVE_DAY.name))
        self._offsets = _by_person(records.get(COMP_OFFSET.name))

    def worked(self, employee: str) -> tuple[int | Missing, int]:
        """Return the hours that count, and those on statutory days that do not.

        Missing where a punch is missing that would say how long a shift was worked.
        """
        if self._terms.shift_day is ShiftDay.SPLIT_AT_MIDNIGHT:
            return self._split(employee)
        parts, taken = self._parts(employee), self._taken(employee)
        counted = holiday = 0
        for row in self._inside(self._shifts.get(employee, ())):
            key = _key(row)
            value = self._of_shift(row, taken.get(key, 0))
            if isinstance(value, Missing):
                return value, 0
            whole = self._terms.whole_minutes(value)
            paid = self._on_holiday(whole, parts.get(key, ()))
            if isinstance(paid, Missing):
                return paid, 0
            counted, holiday = counted + whole - paid, holiday + paid
        return counted, holiday

    def is_absent(self, employee: str, employed: Iterable[PeriodDays]) -> bool:
        """Say whether somebody has no shift at all, and a legal workday without leave either."""
        if any(True for _ in self._inside(self._shifts.get(employee, ()))):
            return False
        away = {row["work_date"] for row in self._inside(self._leave.get(employee, ()))}
        return any(
            self._terms.calendar.is_workday(day) and day.toordinal() not in away
            for days in employed
            for day in each_day(days)
        )

    def leaves(self, employee: str, days: Sequence[tuple[PeriodDays, int]]) -> Leaves:
        """Return what leave does to somebody's hours; ``days`` says how long his days are when.

        A day outside of them takes the hours of the last stretch.
        """
        credit = lowered = unrostered = 0
        comp: list[CompLeave] = []
        rows = list(self._inside(self._leave.get(employee, ())))
        touched = {row["source_ref"] for row in rows if row["rostered"]}
        for row in rows:
            day = _hours_on(dt.date.fromordinal(row["work_date"]), days)
            is_comp = row["kind"] == self._terms.taken_by
            if not row["rostered"]:
                hours = 0 if is_comp or row["source_ref"] in touched else self._long(row, day)
                unrostered += hours if row["hours_account"] == HoursEffect.CREDIT.value else 0
                lowered += hours if row["hours_account"] == HoursEffect.LOWERS.value else 0
            elif is_comp:
                comp.extend(self._comp(row))
            elif row["hours_account"] == HoursEffect.CREDIT.value:
                credit += self._measure(row, day)
            elif row["hours_account"] == HoursEffect.LOWERS.value:
                lowered += self._measure(row, day)
        return Leaves(credit=credit, lowered=lowered, unrostered=unrostered, comp=tuple(comp))

    def offset_asked(self, employee: str) -> int:
        """Return the comp time somebody was allowed to set against hours short."""
        rows = self._inside(self._offsets.get(employee, ()), day="date")
        return sum(self._terms.whole_minutes(row["hours"]) for row in rows if row["approved"])

    # -- hours worked -----------------------------------------------------------------------

    def _of_shift(self, row: Mapping[str, Any], leave: int) -> int | Missing:
        """Return what of a shift counts; lateness may be disregarded, leave never is."""
        is_due = row["rostered"] and self._terms.partial_shift is PartialShift.NONE
        if is_due and (isinstance(row["worked"], Missing) or row["worked"]):
            return int(row["counted"]) - leave
        worked: int | Missing = row["worked"]
        return worked

    def _on_holiday(
        self, value: int, parts: tuple[tuple[Any, int | Missing], ...]
    ) -> int | Missing:
        """Return the part of a shift's hours on statutory days that is left to holiday pay.

        Unknown where nobody knows which day is one, or how much of the shift lay on it.
        """
        kinds = {kind for kind, _ in parts}
        if self._terms.holiday_hours is HolidayHours.COUNTED:
            return 0
        unknown = next((each for each in kinds if isinstance(each, Missing)), None)
        if unknown is not None or _STATUTORY not in kinds:
            return 0 if unknown is None else unknown
        if kinds == {_STATUTORY}:
            return value
        return self._share_on_holiday(value, parts)

    def _share_on_holiday(
        self, value: int, parts: tuple[tuple[Any, int | Missing], ...]
    ) -> int | Missing:
        whole = statutory = 0
        for kind, worked in parts:
            if isinstance(worked, Missing):
                return worked
            whole += worked
            statutory += worked if kind == _STATUTORY else 0
        return self._terms.whole_minutes(value * statutory // whole) if statutory else 0

    def _split(self, employee: str) -> tuple[int | Missing, int]:
        """Return the hours by the local day on which they fall."""
        days = self._terms.days
        before = days.first.toordinal() - 1
        for row in self._shifts.get(employee, ()):
            is_near = before <= row["work_date"] <= days.last.toordinal()
            if is_near and isinstance(row["worked"], Missing):
                return row["worked"], 0
        counted = holiday = 0
        for row in self._days.get(employee, ()):
            if days.first.toordinal() <= row["on_date"] <= days.last.toordinal():
                whole = self._terms.whole_minutes(row["worked"])
                paid = self._on_holiday(whole, ((row["day_kind"], row["worked"]),))
                if isinstance(paid, Missing):
                    return paid, 0
                counted, holiday = counted + whole - paid, holiday + paid
        return counted, holiday

    def _parts(self, employee: str) -> Mapping[ShiftKey, tuple[tuple[Any, int], ...]]:
        found: dict[ShiftKey, tuple[tuple[Any, int], ...]] = {}
        for row in self._days.get(employee, ()):
            key = _key(row)
            found[key] = (*found.get(key, ()), (row["day_kind"], row["worked"]))
        return found

    def _taken(self, employee: str) -> Mapping[ShiftKey, int]:
        found: dict[ShiftKey, int] = defaultdict(int)
        for row in self._leave.get(employee, ()):
            found[_key(row)] += row["missed"]
        return found

    # -- leave ------------------------------------------------------------------------------

    def _measure(self, row: Mapping[str, Any], day: int) -> int:
        """Return what leave of a shift counts for: of a part of one, the hours of the record."""
        missed = self._terms.whole_minutes(row["missed"])
        if self._terms.leave_credit is LeaveCredit.ROSTERED_SHIFT:
            return missed
        return day if row["missed"] == row["shift_counted"] else min(missed, day)

    def _long(self, row: Mapping[str, Any], day: int) -> int:
        """Return what a legal workday of long leave counts for, where no roster was made."""
        is_long = row["leave_days"] >= self._terms.long_leave_days
        return day if is_long and row["workday"] else 0

    def _comp(self, row: Mapping[str, Any]) -> Iterator[CompLeave]:
        amount = self._terms.whole_minutes(row["missed"])
        asked = row["requested_on"]
        if amount:
            yield CompLeave(
                day=dt.date.fromordinal(row["work_date"]),
                amount=amount,
                asked_on=asked if isinstance(asked, Missing) else dt.date.fromordinal(asked),
                approved=row["approved"],
                approved_in_time=row["approved_in_time"],
                reference=row["source_ref"],
                row=row["row"],
            )

    def _inside(
        self, rows: tuple[Mapping[str, Any], ...], *, day: str = "work_date"
    ) -> Iterator[Mapping[str, Any]]:
        first, last = self._terms.days.first.toordinal(), self._terms.days.last.toordinal()
        return (row for row in rows if first <= row[day] <= last)


def _by_person(records: Records | None) -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    """Return the rows of records by employee, each with its number as ``row``."""
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    if records is not None:
        names = records.kind.names
        for number, cells in enumerate(records.rows()):
            row: dict[str, Any] = dict(zip(names, cells, strict=True))
            row["row"] = number
            found[row["employee_id"]].append(row)
    return {employee: tuple(rows) for employee, rows in found.items()}


def _key(row: Mapping[str, Any]) -> ShiftKey:
    shift = row["shift"]
    return row["employee_id"], row["work_date"], "" if isinstance(shift, Missing) else shift


def _hours_on(day: dt.date, days: Sequence[tuple[PeriodDays, int]]) -> int:
    """Return the hours of a standard day of the stretch a day falls into, or of the last one."""
    inside = (hours for span, hours in days if span.first <= day <= span.last)
    return next(inside, days[-1][1])
