"""The record kinds of the floor: exams, activities with their errors, events."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from ccops.kpi import RecordKind
from ccops.kpi.record_columns import (
    COUNT,
    DATE,
    EMPLOYEE,
    FLAG,
    REFERENCE,
    WORD,
    column,
    optional_column,
    told_column,
)
from ccops.messages import Label
from ccops.values import Type, Unit

_POINTS: Final = Type(Unit.POINTS)
_CENT: Final = Fraction(1, 100)
_GROUPS: Final = {"employee": "employee_id", "day": "day", "kind": "kind"}

_DAY: Final = column("day", DATE, "日期", "local day")
_KIND: Final = column("kind", WORD, "类别", "kind")

#: One exam somebody sat (S1-05).
EXAM: Final = RecordKind(
    name="exam",
    label=Label(zh="考试", en="exam"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups={
        "employee": "employee_id",
        "day": "day",
        "exam": "exam_id",
        "kind": "kind",
        "topic": "topic",
    },
    columns=(
        column("exam_id", WORD, "考试编号", "id of the exam"),
        EMPLOYEE,
        _DAY,
        column("score", _POINTS, "得分", "points reached", step=_CENT),
        column("max", _POINTS, "满分", "points there were to reach", step=_CENT),
        optional_column("kind", WORD, "类别", "kind"),
        optional_column("topic", WORD, "科目", "subject of the exam"),
        REFERENCE,
    ),
)

#: What somebody handled of a kind on a day, and the errors made in it (S1-20).
ACTIVITY: Final = RecordKind(
    name="activity",
    label=Label(zh="业务处理", en="activity"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups=_GROUPS,
    columns=(
        EMPLOYEE,
        _DAY,
        _KIND,
        column("handled", COUNT, "处理量", "how many were handled"),
        column("errors", COUNT, "差错数", "errors made in them"),
        optional_column("found_on", DATE, "发现日期", "day on which an error was found"),
        REFERENCE,
    ),
)

#: The same activities by the day on which their errors were found; that of the work itself
#: where none is said. Where errors count when they are found, this is counted (S1-20).
FOUND_ERROR: Final = RecordKind(
    name="found_error",
    label=Label(zh="发现的差错", en="error found"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups=_GROUPS,
    columns=(
        EMPLOYEE,
        column("day", DATE, "发现日期", "local day on which the errors were found"),
        _KIND,
        column("made_on", DATE, "业务日期", "day of the work"),
        column("errors", COUNT, "差错数", "errors found"),
        REFERENCE,
    ),
)

#: A complaint, praise, violation, meeting, training or the like. Notes are not kept. Whether it
#: is ``decided`` and ``verified`` is missing where the source says so of none.
EVENT: Final = RecordKind(
    name="event",
    label=Label(zh="事件", en="event"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups={**_GROUPS, "event": "event_id", "topic": "topic", "level": "level"},
    columns=(
        column("event_id", WORD, "事件编号", "id of the event"),
        EMPLOYEE,
        _DAY,
        _KIND,
        optional_column("level", WORD, "等级", "level"),
        optional_column("topic", WORD, "主题", "topic"),
        optional_column("written", FLAG, "书面", "in writing"),
        optional_column("valid", FLAG, "成立", "found valid"),
        told_column("decided", "valid", "已有结论", "found valid or not"),
        optional_column("verified_by", WORD, "核实人", "who verified it"),
        told_column("verified", "verified_by", "已核实", "verified"),
        optional_column("amount", Type(Unit.MONEY), "金额", "amount"),
        optional_column("channel", WORD, "渠道", "channel"),
        REFERENCE,
    ),
)

#: One conversation as the customer was asked about it: whether it was sent to the rating, and
#: what was given. A conversation that was not rated has no score (S2-05, S2-06); ``resolved`` is
#: what the customer answered to whether the matter is settled (GC-76); ``segment`` the group of
#: customers he belongs to (S3-22).
RATING: Final = RecordKind(
    name="rating",
    label=Label(zh="评价", en="rating"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups={"employee": "employee_id", "day": "day", "segment": "segment"},
    columns=(
        optional_column("contact_id", WORD, "联络编号", "contact id"),
        EMPLOYEE,
        _DAY,
        column("invited", FLAG, "已邀评", "sent to the rating"),
        optional_column("score", _POINTS, "评分", "score", step=_CENT),
        told_column("rated", "score", "已评分", "rated"),
        optional_column("resolved", FLAG, "客户称已解决", "settled, says the customer"),
        optional_column("segment", WORD, "客户分群", "segment of customers"),
        REFERENCE,
    ),
)
