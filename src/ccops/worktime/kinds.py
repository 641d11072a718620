"""The record kinds of working time. Times are milliseconds, days are local days."""

from __future__ import annotations

from typing import Final

from ccops.kpi import RecordColumn, RecordKind
from ccops.messages import Label
from ccops.values import Type, Unit
from ccops.worktime.leave_kinds import HoursEffect, LeavePay

#: The kind of a day on which work is paid as on a statutory holiday (domain 2.12).
STATUTORY: Final = "statutory"
#: A bridge day is rest or work moved to make a longer holiday; only statutory days are holidays.
DAY_KINDS: Final = frozenset({"workday", "rest", "bridge_off", "bridge_work", STATUTORY})
#: What an agent is doing at the telephone: signed on and free, in a contact, or not ready.
AGENT_STATES: Final = frozenset({"offline", "available", "reserved", "on_contact", "acw", "aux"})
#: What ended a state: a later event, a restart of the system, or nothing the source shows.
STATE_ENDS: Final = frozenset({"event", "restart", "open"})
_WORD: Final = Type(Unit.WORD)
_DATE: Final = Type(Unit.DATE)
_FLAG: Final = Type(Unit.FLAG)
_DURATION: Final = Type(Unit.DURATION)


def _column(name: str, type_: Type, zh: str, en: str) -> RecordColumn:
    return RecordColumn(name=name, type=type_, label=Label(zh=zh, en=en))


def _optional(name: str, type_: Type, zh: str, en: str) -> RecordColumn:
    return RecordColumn(name=name, type=type_, optional=True, label=Label(zh=zh, en=en))


_EMPLOYEE: Final = _column("employee_id", _WORD, "工号", "staff number")
_WORK_DATE: Final = _column("work_date", _DATE, "班次日期", "day on which the shift starts")
_SHIFT: Final = _optional("shift", _WORD, "班次", "shift")
_TEAM: Final = _optional("team", _WORD, "班组", "team on the roster")
_NIGHT: Final = _column("night", _FLAG, "通宵班", "overnight shift")
_ROSTERED: Final = _column("rostered", _FLAG, "已排班", "on the roster")
_PROTECTED: Final = _column("protected", _FLAG, "受保护假", "on protected leave")
_REFERENCE: Final = _column("source_ref", _WORD, "出处", "where it was read")

#: One rostered shift, or one stretch of work without any. A shift belongs to the day on which
#: it starts (domain 2.11). ``worked``, ``late``, ``early`` and the leave of the shift add up to
#: ``counted``, which is what that very night counts for; ``missed`` is counted less worked.
WORKED_SHIFT: Final = RecordKind(
    name="worked_shift",
    label=Label(zh="出勤班次", en="worked shift"),
    subject="employee_id",
    day="work_date",
    reference="source_ref",
    groups={"employee": "employee_id", "day": "work_date", "shift": "shift", "team": "team"},
    columns=(
        _EMPLOYEE,
        _WORK_DATE,
        _SHIFT,
        _TEAM,
        _NIGHT,
        _ROSTERED,
        _PROTECTED,
        _column("counted", _DURATION, "应计工时", "what the shift counts for"),
        _optional("worked", _DURATION, "实计工时", "what of it was worked"),
        _optional("missed", _DURATION, "缺勤时间", "what of it was not worked"),
        _optional("late", _DURATION, "迟到时间", "lateness without leave"),
        _optional("early", _DURATION, "早退时间", "early leaving without leave"),
        _column("corrected", _FLAG, "补卡", "with a corrected punch"),
        _REFERENCE,
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
        _EMPLOYEE,
        _WORK_DATE,
        _column("on_date", _DATE, "自然日", "local day it fell on"),
        _optional("day_kind", Type(Unit.WORD, DAY_KINDS), "日期类别", "kind of that day"),
        _optional("first_of_day", _FLAG, "当日首段", "the first of that person on that day"),
        _SHIFT,
        _TEAM,
        _NIGHT,
        _ROSTERED,
        _optional("worked", _DURATION, "实计工时", "counted time worked"),
        _REFERENCE,
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
        _EMPLOYEE,
        _column("date", _DATE, "日期", "day of the period it is about"),
        _column("hours", _DURATION, "工时", "hours to be set off"),
        _column("approved", _FLAG, "已批准", "approved"),
        _REFERENCE,
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
        _EMPLOYEE,
        _WORK_DATE,
        _SHIFT,
        _TEAM,
        _column("kind", _WORD, "假别", "kind of leave"),
        _column("missed", _DURATION, "缺勤时间", "counted time missed"),
        _column("shift_counted", _DURATION, "班次工时", "what the shift counts for"),
        _ROSTERED,
        _column("workday", _FLAG, "法定工作日", "on a legal workday"),
        _column("counts_as_absence", _FLAG, "计入缺勤", "counts as absence"),
        _column("bars_full_attendance", _FLAG, "影响全勤", "bars the full-attendance award"),
        _PROTECTED,
        _column(
            "hours_account",
            Type(Unit.WORD, frozenset(each.value for each in HoursEffect)),
            "对工时账户的作用",
            "what it does to the hours account",
        ),
        _column(
            "paid",
            Type(Unit.WORD, frozenset(each.value for each in LeavePay)),
            "是否带薪",
            "whether it is paid",
        ),
        _column("approved", _FLAG, "已批准", "approved"),
        _column("approved_in_time", _FLAG, "事前批准", "approved before it began"),
        _column("in_notice", _FLAG, "离职通知期内", "within the notice period"),
        _optional("requested_on", _DATE, "申请日", "day on which it was asked for"),
        _column("leave_days", Type(Unit.COUNT), "假期天数", "days the whole leave lasts"),
        _REFERENCE,
    ),
)

#: One stretch of an agent in one state at the telephone (S3-09). It counts on the local day on
#: which it began; one whose end the source does not show is ``open`` and has no duration.
AGENT_STATE: Final = RecordKind(
    name="agent_state",
    label=Label(zh="座席状态", en="agent state"),
    subject="agent",
    day="day",
    reference="source_ref",
    groups={"agent": "agent", "day": "day", "state": "state"},
    columns=(
        _column("agent", _WORD, "座席", "agent"),
        _column("agent_unmapped", _FLAG, "座席未对应", "agent not in the list"),
        _column("state", Type(Unit.WORD, AGENT_STATES), "状态", "state"),
        _optional("reason", _WORD, "示忙原因", "reason of not being ready"),
        _column("started_ms", Type(Unit.COUNT), "开始时刻", "began, ms of UTC"),
        _column("day", _DATE, "日", "day on which it began"),
        _optional("duration", _DURATION, "时长", "how long it lasted"),
        _column("ended_by", Type(Unit.WORD, STATE_ENDS), "结束依据", "what ended it"),
        _REFERENCE,
    ),
)
