"""The record kinds of the floor and its people: patrols, meetings, test calls, trainings."""

from __future__ import annotations

from fractions import Fraction
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
    told_column,
)
from ccops.messages import Label
from ccops.values import Type, Unit

#: What a training came to for somebody.
TRAINING_RESULTS: Final = frozenset({"passed", "failed", "dropped", "ongoing"})

_POINTS: Final = Type(Unit.POINTS)
_CENT: Final = Fraction(1, 100)
_TEAM: Final = optional_column("team", WORD, "班组", "team")
_DAY: Final = column("day", DATE, "日期", "local day")

#: One thing seen on a patrol, or that nothing was (S0-03). ``first`` marks the first row of each
#: patrol, so that patrols can be counted beside what was seen on them.
PATROL: Final = RecordKind(
    name="patrol",
    label=Label(zh="巡视", en="patrol"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups={
        "employee": "employee_id",
        "day": "day",
        "topic": "topic",
        "area": "area",
        "patrol": "patrol_id",
    },
    columns=(
        column("patrol_id", WORD, "巡视编号", "id of the patrol"),
        EMPLOYEE,
        _DAY,
        optional_column("area", WORD, "区域", "area"),
        optional_column("topic", WORD, "发现的问题", "what was seen"),
        told_column("found", "topic", "有发现", "something was seen"),
        optional_column("settled", FLAG, "已处理", "dealt with"),
        column("first", FLAG, "巡视首行", "first row of the patrol"),
        REFERENCE,
    ),
)

#: One meeting, who held it, and its minutes (S0-10, S1-04, S4-12).
MEETING: Final = RecordKind(
    name="meeting",
    label=Label(zh="会议", en="meeting"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups={
        "employee": "employee_id",
        "team": "team",
        "day": "day",
        "kind": "kind",
        "meeting": "meeting_id",
    },
    columns=(
        column("meeting_id", WORD, "会议编号", "id of the meeting"),
        EMPLOYEE,
        _TEAM,
        _DAY,
        column("kind", WORD, "类别", "kind"),
        optional_column("invited", COUNT, "应到人数", "how many were to come"),
        optional_column("present", COUNT, "实到人数", "how many came"),
        optional_column("minutes", FLAG, "有纪要", "there are minutes"),
        optional_column("minutes_time", DURATION, "纪要用时", "until the minutes were there"),
        REFERENCE,
    ),
)

#: One planned test call (S1-04): ``nth`` counts those of one caller in a calendar month, in
#: order of time, because only so many of them are samples.
TEST_CALL: Final = RecordKind(
    name="test_call",
    label=Label(zh="拨测", en="test call"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups={"employee": "employee_id", "team": "team", "day": "day", "caller": "caller"},
    columns=(
        column("test_id", WORD, "拨测编号", "id of the test call"),
        optional_column("employee_id", WORD, "工号", "staff number"),
        _TEAM,
        column("caller", WORD, "拨测员", "who called"),
        _DAY,
        column("nth", COUNT, "当月第几次", "number of the caller's month"),
        column("answered", FLAG, "接通", "answered"),
        optional_column("score", _POINTS, "得分", "points reached", step=_CENT),
        optional_column("max", _POINTS, "满分", "points there were to reach", step=_CENT),
        REFERENCE,
    ),
)

#: What one training came to for one person (S3-11, S4-14): on the day it ended for him; one that
#: goes on, on the day it began.
TRAINING: Final = RecordKind(
    name="training",
    label=Label(zh="培训", en="training"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups={
        "employee": "employee_id",
        "team": "team",
        "day": "day",
        "kind": "kind",
        "course": "course",
    },
    columns=(
        column("training_id", WORD, "培训编号", "id of the training"),
        EMPLOYEE,
        _TEAM,
        column("course", WORD, "课程", "course"),
        column("kind", WORD, "类别", "kind"),
        column("began", DATE, "开始日", "first day"),
        _DAY,
        column("result", listed(TRAINING_RESULTS), "结果", "result"),
        optional_column("hours", DURATION, "学时", "hours"),
        REFERENCE,
    ),
)

#: Why somebody left, as he says it himself (S2-13, S4-02).
EXIT_INTERVIEW: Final = RecordKind(
    name="exit_interview",
    label=Label(zh="离职面谈", en="exit interview"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups={"employee": "employee_id", "team": "team", "day": "day", "reason": "reason"},
    columns=(
        EMPLOYEE,
        _TEAM,
        _DAY,
        column("reason", WORD, "真实原因", "true reason"),
        REFERENCE,
    ),
)

#: Somebody's mark after joining: so long a time, or the end of probation, and whether he was
#: still there (S3-30, S4-14). ``cohort`` is the month of joining.
TENURE_MARK: Final = RecordKind(
    name="tenure_mark",
    label=Label(zh="在职节点", en="mark of tenure"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups={
        "employee": "employee_id",
        "team": "team",
        "role": "role",
        "day": "day",
        "mark": "mark",
        "cohort": "cohort",
        "reason": "end_reason",
    },
    columns=(
        column("mark", WORD, "节点", "mark"),
        EMPLOYEE,
        column("team", WORD, "班组", "team"),
        column("role", WORD, "职务", "role"),
        column("cohort", WORD, "入职月份", "month of joining"),
        column("hired_on", DATE, "入职日期", "hired on"),
        column("day", DATE, "节点日", "day of the mark"),
        column("stayed", FLAG, "仍在职", "still there"),
        optional_column("end_reason", WORD, "离职原因", "reason of leaving"),
        REFERENCE,
    ),
)
