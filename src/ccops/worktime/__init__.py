"""Working time: shifts, roster, punches and leave, made into records of what was worked."""

from __future__ import annotations

from ccops.worktime.hours_systems import (
    HoursCycle,
    HoursSystem,
    HoursSystemRule,
    check_hours_systems,
)
from ccops.worktime.kinds import LEAVE_DAY, WORKED_DAY, WORKED_SHIFT
from ccops.worktime.leave import (
    ABSENTEEISM,
    HoursEffect,
    LeaveKindRule,
    LeavePay,
    check_leave_kinds,
)
from ccops.worktime.record_rows import WorktimeRules
from ccops.worktime.records import WorktimeRecords, records_from_worktime
from ccops.worktime.roster import ROSTER_KINDS
from ccops.worktime.shifts import (
    MealRule,
    Shift,
    ShiftRule,
    ShiftTimes,
    compile_shifts,
    parse_clock,
    shift_times,
)
from ccops.worktime.swaps import SWAP, SWAP_KINDS, swap_records
from ccops.worktime.work_calendar import DAY_KINDS, WorkCalendar, calendar_from_rows

__all__ = [
    "ABSENTEEISM",
    "DAY_KINDS",
    "LEAVE_DAY",
    "ROSTER_KINDS",
    "SWAP",
    "SWAP_KINDS",
    "WORKED_DAY",
    "WORKED_SHIFT",
    "HoursCycle",
    "HoursEffect",
    "HoursSystem",
    "HoursSystemRule",
    "LeaveKindRule",
    "LeavePay",
    "MealRule",
    "Shift",
    "ShiftRule",
    "ShiftTimes",
    "WorkCalendar",
    "WorktimeRecords",
    "WorktimeRules",
    "calendar_from_rows",
    "check_hours_systems",
    "check_leave_kinds",
    "compile_shifts",
    "parse_clock",
    "records_from_worktime",
    "shift_times",
    "swap_records",
]
