"""The record kinds of working time. Times are milliseconds, days are local days."""

from __future__ import annotations

from typing import Final

from ccops.kpi import RecordKind
from ccops.kpi.record_columns import (
    COUNT,
    DATE,
    DURATION,
    EMPLOYEE,
    FLAG,
    REFERENCE,
    WORD,
    column,
    listed,
    optional_column,
)
from ccops.messages import Label
from ccops.worktime.leave_kinds import HoursEffect, LeavePay

#: The kind of a day on which work is paid as on a statutory holiday (domain 2.12).
STATUTORY: Final = "statutory"
#: A bridge day is rest or work moved to make a longer holiday; only statutory days are holidays.
DAY_KINDS: Final = frozenset({"workday", "rest", "bridge_off", "bridge_work", STATUTORY})
#: What an agent is doing at the telephone: signed on and free, in a contact, or not ready.
AGENT_STATES: Final = frozenset({"offline", "available", "reserved", "on_contact", "acw", "aux"})
#: What ended a state: a later event, a restart of the system, or nothing the source shows. One
#: of somebody whose signing on and off it never shows is ``unknown``.
STATE_ENDS: Final = frozenset({"event", "restart", "open", "unknown"})


_WORK_DATE: Final = column("work_date", DATE, "班次日期", "day on which the shift starts")
_SHIFT: Final = optional_column("shift", WORD, "班次", "shift")
_TEAM: Final = optional_column("team", WORD, "班组", "team on the roster")
_NIGHT: Final = column("night", FLAG, "通宵班", "overnight shift")
_ROSTERED: Final = column("rostered", FLAG, "已排班", "on the roster")
_PROTECTED: Final = column("protected", FLAG, "受保护假", "on protected leave")

#: One rostered shift, or one stretch of work without any. A shift belongs to the day on which
#: it starts (domain 2.11). ``worked``, ``late``, ``early`` and the leave of the shift add up to
#: ``counted``, which is what that very night counts for; ``missed`` is counted less worked.
#: Whether a punch was ``corrected`` is missing where the punches have no place for who did it,
#: and where there are none: then nobody knows.
WORKED_SHIFT: Final = RecordKind(
    name="worked_shift",
    label=Label(zh="出勤班次", en="worked shift"),
    subject="employee_id",
    day="work_date",
    reference="source_ref",
    groups={"employee": "employee_id", "day": "work_date", "shift": "shift", "team": "team"},
    columns=(
        EMPLOYEE,
        _WORK_DATE,
        _SHIFT,
        _TEAM,
        _NIGHT,
        _ROSTERED,
        _PROTECTED,
        column("counted", DURATION, "应计工时", "what the shift counts for"),
        optional_column("worked", DURATION, "实计工时", "what of it was worked"),
        optional_column("missed", DURATION, "缺勤时间", "what of it was not worked"),
        optional_column("late", DURATION, "迟到时间", "lateness without leave"),
        optional_column("early", DURATION, "早退时间", "early leaving without leave"),
        optional_column("corrected", FLAG, "补卡", "with a corrected punch"),
        REFERENCE,
    ),
)

#: What of a shift's worked time fell on one local day: two rows for a shift over midnight.
#: The parts of a shift add up to its worked time; statutory days pay by them (domain 2.12).
#: ``first_of_day`` holds for one row of a person and local day, so that days can be counted. A
#: shift with a punch missing has rows all the same, and what is not known in them is missing;
#: so is ``day_kind`` in a year nobody has told the statutory days of.
WORKED_DAY: Final = RecordKind(
    name="worked_day",
    label=Label(zh="分日工时", en="worked time by day"),
    subject="employee_id",
    day="work_date",
    reference="source_ref",
    groups={"employee": "employee_id", "day": "on_date", "shift": "shift", "team": "team"},
    columns=(
        EMPLOYEE,
        _WORK_DATE,
        column("on_date", DATE, "自然日", "local day it fell on"),
        optional_column("day_kind", listed(DAY_KINDS), "日期类别", "kind of that day"),
        optional_column("first_of_day", FLAG, "当日首段", "the first of that person on that day"),
        _SHIFT,
        _TEAM,
        _NIGHT,
        _ROSTERED,
        optional_column("worked", DURATION, "实计工时", "counted time worked"),
        REFERENCE,
    ),
)

#: A request to set comp time against hours short, where that is not done by itself (S1-27).
COMP_OFFSET: Final = RecordKind(
    name="comp_offset",
    label=Label(zh="换休抵欠时申请", en="request to set comp time against hours short"),
    subject="employee_id",
    day="date",
    reference="source_ref",
    groups={"employee": "employee_id", "day": "date"},
    columns=(
        EMPLOYEE,
        column("date", DATE, "日期", "day of the period it is about"),
        column("hours", DURATION, "工时", "hours to be set off"),
        column("approved", FLAG, "已批准", "approved"),
        REFERENCE,
    ),
)

#: What one leave took of one shift; a leave day without a shift misses nothing and has 0 in
#: ``missed`` and ``shift_counted``. A shift missed without leave is of kind ``absenteeism``.
LEAVE_DAY: Final = RecordKind(
    name="leave_day",
    label=Label(zh="请假日", en="leave day"),
    subject="employee_id",
    day="work_date",
    reference="source_ref",
    groups={"employee": "employee_id", "day": "work_date", "shift": "shift", "team": "team"},
    columns=(
        EMPLOYEE,
        _WORK_DATE,
        _SHIFT,
        _TEAM,
        column("kind", WORD, "假别", "kind of leave"),
        column("missed", DURATION, "缺勤时间", "counted time missed"),
        column("shift_counted", DURATION, "班次工时", "what the shift counts for"),
        _ROSTERED,
        column("workday", FLAG, "法定工作日", "on a legal workday"),
        column("counts_as_absence", FLAG, "计入缺勤", "counts as absence"),
        column("bars_full_attendance", FLAG, "影响全勤", "bars the full-attendance award"),
        _PROTECTED,
        column(
            "hours_account",
            listed(each.value for each in HoursEffect),
            "对工时账户的作用",
            "what it does to the hours account",
        ),
        column(
            "paid",
            listed(each.value for each in LeavePay),
            "是否带薪",
            "whether it is paid",
        ),
        column("approved", FLAG, "已批准", "approved"),
        column("approved_in_time", FLAG, "事前批准", "approved before it began"),
        column("in_notice", FLAG, "离职通知期内", "within the notice period"),
        optional_column("requested_on", DATE, "申请日", "day on which it was asked for"),
        column("leave_days", COUNT, "假期天数", "days the whole leave lasts"),
        REFERENCE,
    ),
)

#: One stretch of an agent in one state at the telephone (S3-09), cut where a half-hour of the
#: local clock ends: what lasted on is ``continued``. Whether one was after-call work is missing
#: where the source tells of none at all: that work is then in what it calls ready. Stretches of
#: one agent never overlap, so two calls at once are not double time. One whose end the source
#: does not show is ``open`` and has no duration; neither has one of which it shows no sign-on
#: (``unknown``).
AGENT_STATE: Final = RecordKind(
    name="agent_state",
    label=Label(zh="座席状态", en="agent state"),
    subject="agent",
    day="day",
    reference="source_ref",
    groups={
        "agent": "agent",
        "day": "day",
        "half_hour": "half_hour",
        "hour": "hour",
        "state": "state",
        "reason": "reason",
    },
    columns=(
        column("agent", WORD, "座席", "agent"),
        column("agent_unmapped", FLAG, "座席未对应", "agent not in the list"),
        column("state", listed(AGENT_STATES), "状态", "state"),
        optional_column("after_call", FLAG, "记为话后处理", "marked as after-call work"),
        optional_column("reason", WORD, "示忙原因", "reason of not being ready"),
        column("started_ms", COUNT, "开始时刻", "began, ms of UTC"),
        column("day", DATE, "日", "day on which it began"),
        column("half_hour", COUNT, "半小时", "half-hour in which it began"),
        column("hour", COUNT, "时段", "hour in which it began"),
        optional_column("duration", DURATION, "时长", "how long it lasted"),
        column("continued", FLAG, "延续", "went on from the half-hour before"),
        column("ended_by", listed(STATE_ENDS), "结束依据", "what ended it"),
        REFERENCE,
    ),
)
