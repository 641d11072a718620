"""Working time: shifts, roster, punches and leave, made into records of what was worked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.doors import opened_later
from ccops.worktime.cn_calendar import CN_CALENDAR
from ccops.worktime.hours_account import HoursAccountPolicy
from ccops.worktime.hours_lines import HoursLinePolicy
from ccops.worktime.kinds import (
    AGENT_STATE,
    AGENT_STATES,
    COMP_OFFSET,
    DAY_KINDS,
    LEAVE_DAY,
    STATE_ENDS,
    WORKED_DAY,
    WORKED_SHIFT,
)
from ccops.worktime.leave_kinds import (
    ABSENTEEISM,
    HoursEffect,
    LeaveKindRule,
    LeavePay,
    check_leave_kinds,
)
from ccops.worktime.part_month import PartMonthPolicy
from ccops.worktime.roster_rule import ReliefBy, RosterRule, RosterScope, check_rosters
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
from ccops.worktime.work_years import (
    LISTS,
    WorkCalendarSource,
    WorkYear,
    WorkYearRule,
    calendar_of_years,
    compile_work_years,
)

if TYPE_CHECKING:
    from ccops.worktime.agent_time import AGENT_TIME, SCHEDULED
    from ccops.worktime.comp_permissions import DECISIONS, REQUEST_KINDS
    from ccops.worktime.coverage import Relief, Stretch, people_on_duty, reliefs
    from ccops.worktime.hours_systems import (
        HoursCycle,
        HoursSystem,
        HoursSystemRule,
        check_hours_systems,
    )
    from ccops.worktime.record_rows import WorktimeRules
    from ccops.worktime.records import WorktimeRecords, records_from_worktime
    from ccops.worktime.roster import ROSTER_KINDS, RosterShift, roster_from_rows
    from ccops.worktime.roster_checks import roster_findings
    from ccops.worktime.rostered_time import rostered_time
    from ccops.worktime.work_calendar import (
        CALENDAR_DAY,
        WorkCalendar,
        calendar_from_rows,
        calendar_handed_in,
        calendar_records,
        years_touched,
    )
else:
    __getattr__ = opened_later(
        __name__,
        {
            "hours_systems": (
                "HoursCycle",
                "HoursSystem",
                "HoursSystemRule",
                "check_hours_systems",
            ),
            "agent_time": ("AGENT_TIME", "SCHEDULED"),
            "comp_permissions": ("DECISIONS", "REQUEST_KINDS"),
            "record_rows": ("WorktimeRules",),
            "records": ("WorktimeRecords", "records_from_worktime"),
            "coverage": ("Relief", "Stretch", "people_on_duty", "reliefs"),
            "roster": ("ROSTER_KINDS", "RosterShift", "roster_from_rows"),
            "roster_checks": ("roster_findings",),
            "rostered_time": ("rostered_time",),
            "work_calendar": (
                "CALENDAR_DAY",
                "WorkCalendar",
                "calendar_from_rows",
                "calendar_handed_in",
                "calendar_records",
                "years_touched",
            ),
        },
    )

__all__ = [
    "ABSENTEEISM",
    "AGENT_STATE",
    "AGENT_STATES",
    "AGENT_TIME",
    "CALENDAR_DAY",
    "CN_CALENDAR",
    "COMP_OFFSET",
    "DAY_KINDS",
    "DECISIONS",
    "LEAVE_DAY",
    "LISTS",
    "REQUEST_KINDS",
    "ROSTER_KINDS",
    "SCHEDULED",
    "STATE_ENDS",
    "SWAP",
    "SWAP_KINDS",
    "WORKED_DAY",
    "WORKED_SHIFT",
    "HoursAccountPolicy",
    "HoursCycle",
    "HoursEffect",
    "HoursLinePolicy",
    "HoursSystem",
    "HoursSystemRule",
    "LeaveKindRule",
    "LeavePay",
    "MealRule",
    "PartMonthPolicy",
    "Relief",
    "ReliefBy",
    "RosterRule",
    "RosterScope",
    "RosterShift",
    "Shift",
    "ShiftRule",
    "ShiftTimes",
    "Stretch",
    "WorkCalendar",
    "WorkCalendarSource",
    "WorkYear",
    "WorkYearRule",
    "WorktimeRecords",
    "WorktimeRules",
    "calendar_from_rows",
    "calendar_handed_in",
    "calendar_of_years",
    "calendar_records",
    "check_hours_systems",
    "check_leave_kinds",
    "check_rosters",
    "compile_shifts",
    "compile_work_years",
    "parse_clock",
    "people_on_duty",
    "records_from_worktime",
    "reliefs",
    "roster_findings",
    "roster_from_rows",
    "rostered_time",
    "shift_times",
    "swap_records",
    "years_touched",
]
