"""The rows of the records of working time, in the order of the columns of their kinds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from ccops.values import Cell, Missing, PeriodDays
from ccops.worktime.attendance import Attendance, MissedShift, split_worked
from ccops.worktime.clock import first_instant, local_day
from ccops.worktime.leave import Leave, LeaveKindRule
from ccops.worktime.shifts import Shift
from ccops.worktime.work_calendar import WorkCalendar

if TYPE_CHECKING:
    from ccops.worktime.punches import Presence
    from ccops.worktime.roster import RosterShift

#: The cells of one record.
Row = tuple[Cell | Missing, ...]
_ONE_DAY: Final = dt.timedelta(days=1)


@attrs.frozen(kw_only=True)
class WorktimeRules:
    """What working time is measured with: a pack's shifts and leave kinds, zone, calendar.

    ``comp_leave`` is the kind of leave that requests for comp time are about; empty for none.
    """

    shifts: Mapping[str, Shift]
    leave_kinds: Mapping[str, LeaveKindRule]
    zone: dt.tzinfo
    calendar: WorkCalendar = attrs.field(factory=WorkCalendar)
    comp_leave: str = ""


def worked_shift_row(kept: Attendance, rules: WorktimeRules) -> Row:
    """Return the ``worked_shift`` record of a rostered shift."""
    shift, worked = kept.shift, kept.worked
    kinds = rules.leave_kinds
    protected = any(each.leave is not None and kinds[each.kind].protected for each in kept.missed)
    return (
        shift.employee_id,
        shift.work_date.toordinal(),
        shift.times.shift.name,
        _or_missing(shift.team),
        shift.times.shift.night,
        True,
        protected,
        kept.counted,
        worked,
        worked if isinstance(worked, Missing) else kept.counted - worked,
        kept.late,
        kept.early,
        kept.corrected,
        shift.reference,
    )


def loose_shift_row(employee: str, found: Presence, day: dt.date) -> Row:
    """Return the ``worked_shift`` record of work without a shift: it counts as long as it was."""
    worked: int | Missing = Missing.NOT_MEASURED
    if found.came is not None and found.left is not None:
        worked = found.left - found.came
    counted = 0 if isinstance(worked, Missing) else worked
    missed: int | Missing = worked if isinstance(worked, Missing) else 0
    head = (employee, day.toordinal(), Missing.NO_RECORDS, Missing.NO_RECORDS)
    return (*head, False, False, False, counted, worked, missed, 0, 0, *_tail(found))


def worked_day_rows(kept: Attendance, rules: WorktimeRules) -> Iterator[Row]:
    """Yield the ``worked_day`` records of a rostered shift, one for each local day."""
    shift = kept.shift
    days = _local_days(*kept.span, rules.zone)
    cuts = [first_instant(day, rules.zone) for day in days[1:]]
    what = (shift.times.shift.name, _or_missing(shift.team), shift.times.shift.night, True)
    for day, part in zip(days, split_worked(kept, cuts), strict=False):
        if part:
            head = (shift.employee_id, shift.work_date.toordinal(), day.toordinal())
            yield (*head, rules.calendar.kind_of(day), *what, part, shift.reference)


def loose_day_rows(employee: str, found: Presence, rules: WorktimeRules) -> Iterator[Row]:
    """Yield the ``worked_day`` records of work without a shift."""
    if found.came is None or found.left is None:
        return
    days = _local_days(found.came, found.left, rules.zone)
    cuts = [first_instant(day, rules.zone) for day in days[1:]]
    edges = (found.came, *cuts, found.left)
    what = (Missing.NO_RECORDS, Missing.NO_RECORDS, False, False)
    for day, first, last in zip(days, edges, edges[1:], strict=False):
        head = (employee, days[0].toordinal(), day.toordinal(), rules.calendar.kind_of(day))
        yield (*head, *what, last - first, found.reference)


def missed_row(
    shift: RosterShift, missed: MissedShift, rules: WorktimeRules, notice: PeriodDays | None
) -> Row:
    """Return the ``leave_day`` record of what one leave, or none, took of a shift."""
    leave = missed.leave
    return (
        shift.employee_id,
        shift.work_date.toordinal(),
        shift.times.shift.name,
        _or_missing(shift.team),
        missed.kind,
        missed.missed_ms,
        shift.times.counted_ms,
        True,
        rules.calendar.is_workday(shift.work_date),
        *_effects(rules.leave_kinds[missed.kind]),
        leave is not None and leave.approved,
        leave is not None and leave.is_approved_before(shift.times.first),
        notice is not None and notice.holds(shift.work_date),
        _requested_on(leave),
        leave.days if leave else 1,
        leave.reference if leave else shift.reference,
    )


def free_day_row(
    leave: Leave, day: dt.date, rules: WorktimeRules, notice: PeriodDays | None
) -> Row:
    """Return the ``leave_day`` record of a day of leave without a shift: nothing is missed."""
    return (
        leave.employee_id,
        day.toordinal(),
        Missing.NO_RECORDS,
        Missing.NO_RECORDS,
        leave.kind,
        0,
        0,
        False,
        rules.calendar.is_workday(day),
        *_effects(rules.leave_kinds[leave.kind]),
        leave.approved,
        leave.is_approved_before(leave.first),
        notice is not None and notice.holds(day),
        _requested_on(leave),
        leave.days,
        leave.reference,
    )


def _requested_on(leave: Leave | None) -> int | Missing:
    asked = Missing.NO_RECORDS if leave is None else leave.requested_on
    return asked if isinstance(asked, Missing) else asked.toordinal()


def free_days(leave: Leave, kept: Sequence[Attendance], days: PeriodDays) -> Iterator[dt.date]:
    """Yield the days of a leave, within the days asked for, on which it takes of no shift.

    Leave with clock times that takes of a shift has none; else the day it begins.
    """
    taken = {each.shift.work_date for each in kept if leave in _leaves(each)}
    if not leave.whole_days:
        if not taken and days.holds(leave.first_day):
            yield leave.first_day
        return
    day, last = max(leave.first_day, days.first), min(leave.last_day, days.last)
    while day <= last:
        if day not in taken:
            yield day
        day += _ONE_DAY


def _leaves(kept: Attendance) -> tuple[Leave, ...]:
    return tuple(each.leave for each in kept.missed if each.leave is not None)


def _effects(kind: LeaveKindRule) -> tuple[Cell, ...]:
    return (
        kind.counts_as_absence,
        kind.bars_full_attendance,
        kind.protected,
        kind.hours_account.value,
        kind.paid.value,
    )


def _tail(found: Presence) -> tuple[bool, str]:
    return found.corrected, found.reference


def _local_days(first: int, last: int, zone: dt.tzinfo) -> tuple[dt.date, ...]:
    """Return the local days between two instants; the last instant no longer counts."""
    day, end = local_day(first, zone), local_day(max(first, last - 1), zone)
    return tuple(day + _ONE_DAY * each for each in range((end - day).days + 1))


def _or_missing(text: str | None) -> str | Missing:
    return Missing.NO_RECORDS if text is None else text
