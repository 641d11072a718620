"""The record kinds of the floor: exams, activities with their errors, events."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from ccops.kpi import RecordColumn, RecordKind
from ccops.messages import Label
from ccops.values import Type, Unit

_WORD: Final = Type(Unit.WORD)
_DATE: Final = Type(Unit.DATE)
_FLAG: Final = Type(Unit.FLAG)
_COUNT: Final = Type(Unit.COUNT)
_POINTS: Final = Type(Unit.POINTS)
_CENT: Final = Fraction(1, 100)
_GROUPS: Final = {"employee": "employee_id", "day": "day", "kind": "kind"}


def _column(
    name: str, type_: Type, zh: str, en: str, step: Fraction | None = None
) -> RecordColumn:
    return RecordColumn(name=name, type=type_, step=step, label=Label(zh=zh, en=en))


def _optional(name: str, type_: Type, zh: str, en: str) -> RecordColumn:
    return RecordColumn(name=name, type=type_, optional=True, label=Label(zh=zh, en=en))


_EMPLOYEE: Final = _column("employee_id", _WORD, "工号", "staff number")
_DAY: Final = _column("day", _DATE, "日期", "local day")
_KIND: Final = _column("kind", _WORD, "类别", "kind")
_REFERENCE: Final = _column("source_ref", _WORD, "出处", "where it was read")

#: One exam somebody sat (S1-05).
EXAM: Final = RecordKind(
    name="exam",
    label=Label(zh="考试", en="exam"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups={"employee": "employee_id", "day": "day", "exam": "exam_id"},
    columns=(
        _column("exam_id", _WORD, "考试编号", "id of the exam"),
        _EMPLOYEE,
        _DAY,
        _column("score", _POINTS, "得分", "points reached", _CENT),
        _column("max", _POINTS, "满分", "points there were to reach", _CENT),
        _REFERENCE,
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
        _EMPLOYEE,
        _DAY,
        _KIND,
        _column("handled", _COUNT, "处理量", "how many were handled"),
        _column("errors", _COUNT, "差错数", "errors made in them"),
        _optional("found_on", _DATE, "发现日期", "day on which an error was found"),
        _REFERENCE,
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
        _EMPLOYEE,
        _column("day", _DATE, "发现日期", "local day on which the errors were found"),
        _KIND,
        _column("made_on", _DATE, "业务日期", "day of the work"),
        _column("errors", _COUNT, "差错数", "errors found"),
        _REFERENCE,
    ),
)

#: A complaint, praise, violation, meeting, training or the like. Notes are not kept.
EVENT: Final = RecordKind(
    name="event",
    label=Label(zh="事件", en="event"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups=_GROUPS,
    columns=(
        _column("event_id", _WORD, "事件编号", "id of the event"),
        _EMPLOYEE,
        _DAY,
        _KIND,
        _optional("level", _WORD, "等级", "level"),
        _optional("topic", _WORD, "主题", "topic"),
        _optional("written", _FLAG, "书面", "in writing"),
        _optional("valid", _FLAG, "成立", "found valid"),
        _optional("verified_by", _WORD, "核实人", "who verified it"),
        _optional("amount", Type(Unit.MONEY), "金额", "amount"),
        _optional("channel", _WORD, "渠道", "channel"),
        _REFERENCE,
    ),
)

#: One conversation as the customer was asked about it: whether it was sent to the rating, and
#: what was given. A conversation that was not rated has no score (S2-05, S2-06).
RATING: Final = RecordKind(
    name="rating",
    label=Label(zh="评价", en="rating"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups={"employee": "employee_id", "day": "day"},
    columns=(
        _optional("contact_id", _WORD, "联络编号", "contact id"),
        _EMPLOYEE,
        _DAY,
        _column("invited", _FLAG, "已邀评", "sent to the rating"),
        RecordColumn(
            name="score",
            type=_POINTS,
            step=_CENT,
            optional=True,
            label=Label(zh="评分", en="score"),
        ),
        _REFERENCE,
    ),
)
