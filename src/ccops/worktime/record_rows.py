"""The rows of the records of working time, in the order of the columns of their kinds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from ccops.frozen import frozen
from ccops.values import Cell, Missing, PeriodDays
from ccops.worktime.attendance import Attendance, MissedShift, split_worked
from ccops.worktime.clock import first_instant, local_day
from ccops.worktime.leave_kinds import LeaveKindRule
from ccops.worktime.roster_rule import RosterRule
from ccops.worktime.shifts import Shift
from ccops.worktime.work_calendar import WorkCalendar

if TYPE_CHECKING:
    from ccops.worktime.leave import Leave
    from ccops.worktime.punches import Presence
    from ccops.worktime.roster import RosterShift

#: The cells of one record.
Row = tuple[Cell | Missing, ...]
_ONE_DAY: Final = dt.timedelta(days=1)


@frozen(kw_only=True)
class WorktimeRules:
    """What working time is measured with: a pack's shifts and leave kinds, zone, calendar.

    ``comp_leave`` is the kind of leave that requests for comp time are about; empty for none.
    ``rosters`` are what the roster is held against, on ``roster_days``: all days without them.
    """

    shifts: Mapping[str, Shift]
    leave_kinds: Mapping[str, LeaveKindRule]
    zone: dt.tzinfo
    calendar: WorkCalendar = attrs.field(factory=WorkCalendar)
    comp_leave: str = ""
    rosters: tuple[RosterRule, ...] = ()
    roster_days: PeriodDays | None = None


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


@frozen
class DayPart:
    """What of one stretch of work fell on one local day; ``worked`` is missing, or above 0.

    ``starts`` is the instant at which the stretch starts, ``what`` are the cells of shift, team,
    night and roster, which are the same on every day of it.
    """

    employee_id: str
    starts: int
    work_date: dt.date
    on_date: dt.date
    what: Row
    worked: int | Missing
    reference: str


def worked_day_rows(
    parts: Iterable[DayPart], rules: WorktimeRules
) -> Iterator[tuple[dt.date, Row]]:
    """Yield the ``worked_day`` records of one person's work, each with the day it counts on.

    Of several on one local day the one that starts first is the first of the day.
    """
    seen: set[dt.date] = set()
    for each in sorted(parts, key=lambda part: (part.starts, part.on_date)):
        is_first: bool | Missing = each.on_date not in seen
        if isinstance(each.worked, Missing):
            is_first = each.worked
        else:
            seen.add(each.on_date)
        head = (each.employee_id, each.work_date.toordinal(), each.on_date.toordinal())
        kind = rules.calendar.known_kind_of(each.on_date)
        row = (*head, kind, is_first, *each.what, each.worked, each.reference)
        yield each.work_date, row


def shift_day_parts(kept: Attendance, rules: WorktimeRules) -> Iterator[DayPart]:
    """Yield what of a rostered shift was worked on each local day.

    Where a punch is missing, it is not known on any of the days the shift touches.
    """
    shift, worked = kept.shift, kept.worked
    is_known = not isinstance(worked, Missing)
    span = kept.span if is_known else (shift.times.first, shift.times.last)
    days = _local_days(*span, rules.zone)
    cuts = [first_instant(day, rules.zone) for day in days[1:]]
    parts = split_worked(kept, cuts) if is_known else (worked,) * len(days)
    for day, part in zip(days, parts, strict=False):
        if isinstance(part, Missing) or part > 0:
            yield DayPart(
                employee_id=shift.employee_id,
                starts=span[0],
                work_date=shift.work_date,
                on_date=day,
                what=(
                    shift.times.shift.name,
                    _or_missing(shift.team),
                    shift.times.shift.night,
                    True,
                ),
                worked=part,
                reference=shift.reference,
            )


def loose_day_parts(employee: str, found: Presence, rules: WorktimeRules) -> Iterator[DayPart]:
    """Yield what of work without a shift fell on each local day.

    With one punch only it is not known how much, on the day of that punch.
    """
    first = found.seen if found.came is None else found.came
    last = found.seen + 1 if found.left is None else found.left
    is_known = found.came is not None and found.left is not None
    days = _local_days(first, last, rules.zone)
    edges = (first, *(first_instant(day, rules.zone) for day in days[1:]), last)
    for day, begins, ends in zip(days, edges, edges[1:], strict=False):
        yield DayPart(
            employee_id=employee,
            starts=first,
            work_date=days[0],
            on_date=day,
            what=(Missing.NO_RECORDS, Missing.NO_RECORDS, False, False),
            worked=ends - begins if is_known else Missing.NOT_MEASURED,
            reference=found.reference,
        )


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


def _tail(found: Presence) -> tuple[bool | Missing, str]:
    return found.corrected, found.reference


def _local_days(first: int, last: int, zone: dt.tzinfo) -> tuple[dt.date, ...]:
    """Return the local days between two instants; the last instant no longer counts."""
    day, end = local_day(first, zone), local_day(max(first, last - 1), zone)
    return tuple(day + _ONE_DAY * each for each in range((end - day).days + 1))


def _or_missing(text: str | None) -> str | Missing:
    return Missing.NO_RECORDS if text is None else text
