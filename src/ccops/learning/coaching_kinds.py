"""The record kinds of coaching and study: sessions, modules studied in pairs, personal plans."""

from __future__ import annotations

from typing import Final

from ccops.kpi import RecordKind
from ccops.kpi.record_columns import (
    COUNT,
    DATE,
    EMPLOYEE,
    REFERENCE,
    WORD,
    column,
    listed,
    optional_column,
)
from ccops.messages import Label

#: What has become of a session.
SESSION_STATES: Final = frozenset({"planned", "held", "cancelled"})
#: When somebody learns: in idle time, or before or after the shift (S2-09).
SESSION_TIMES: Final = frozenset({"idle", "before_shift", "after_shift"})

#: One session in which somebody learns with another: listening beside him, or coached on a
#: topic on which he is long (S2-09, S2-10).
COACHING_SESSION: Final = RecordKind(
    name="coaching_session",
    label=Label(zh="跟听与辅导", en="coaching session"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups={"employee": "employee_id", "coach": "coach", "kind": "kind", "day": "day"},
    columns=(
        column("session_id", WORD, "场次编号", "id of the session"),
        EMPLOYEE,
        column("coach", WORD, "带教人", "with whom"),
        column("day", DATE, "日期", "local day"),
        column("kind", WORD, "类别", "kind"),
        column("state", listed(SESSION_STATES), "状态", "what has become of it"),
        optional_column("timing", listed(SESSION_TIMES), "时段", "when"),
        optional_column("topic", WORD, "主题", "topic"),
        optional_column("minutes", COUNT, "分钟数", "how many minutes"),
        REFERENCE,
    ),
)

#: One module of the knowledge base that one of a pair studies at his own pace (S2-01).
STUDY_MODULE: Final = RecordKind(
    name="study_module",
    label=Label(zh="结对学习", en="study module"),
    day="day",
    reference="source_ref",
    groups={"pair": "pair", "employee": "employee_id", "module": "module", "day": "day"},
    columns=(
        column("pair", WORD, "结对编号", "pair"),
        EMPLOYEE,
        column("module", WORD, "模块", "module"),
        column("day", DATE, "开始日", "first day"),
        optional_column("planned_until", DATE, "计划完成日", "by when it is meant to be done"),
        optional_column("finished_on", DATE, "完成日", "day on which it was done"),
        REFERENCE,
    ),
)

#: What somebody means to become: an expert in one field (S2-16).
DEVELOPMENT_PLAN: Final = RecordKind(
    name="development_plan",
    label=Label(zh="个人发展计划", en="development plan"),
    day="day",
    reference="source_ref",
    groups={"employee": "employee_id", "field": "field", "day": "day"},
    columns=(
        EMPLOYEE,
        column("field", WORD, "专长领域", "field"),
        column("day", DATE, "制定日", "first day"),
        optional_column("until", DATE, "截止日", "last day"),
        REFERENCE,
    ),
)
