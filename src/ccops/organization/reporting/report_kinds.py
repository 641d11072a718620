"""The record kinds of reports: handed in, owed by a day, and what lies in an archive."""

from __future__ import annotations

from typing import Final

from ccops.kpi import RecordKind
from ccops.kpi.record_columns import (
    DATE,
    DURATION,
    EMPLOYEE,
    FLAG,
    REFERENCE,
    WORD,
    column,
    optional_column,
)
from ccops.messages import Label

#: One report handed in: which, for which days, by whom, and when. ``to`` is a recipient outside
#: the center; without it all inside have it (S0-11).
REPORT_SUBMISSION: Final = RecordKind(
    name="report_submission",
    label=Label(zh="报告提交", en="report handed in"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups={"employee": "employee_id", "day": "day", "report": "report"},
    columns=(
        column("report", WORD, "报告", "report"),
        column("period", WORD, "统计期间", "the days it is about"),
        EMPLOYEE,
        column("day", DATE, "日期", "local day"),
        optional_column("time", DURATION, "时刻", "time after midnight"),
        optional_column("to", WORD, "外部接收方", "recipient outside the center"),
        REFERENCE,
    ),
)

#: One report somebody owed by a day, or for a shift, and whether it was there in time: what
#: follows from the report calendar and the reports handed in (S0-11, 4.6). Of a post that owes
#: one report everybody who held it has the row. ``on_time`` is missing where nobody can tell.
OWED_REPORT: Final = RecordKind(
    name="owed_report",
    label=Label(zh="应交报告", en="report owed"),
    subject="employee_id",
    day="day",
    reference="source_ref",
    groups={"employee": "employee_id", "day": "day", "report": "report"},
    columns=(
        column("report", WORD, "报告", "report"),
        column("period", WORD, "统计期间", "the days it is about"),
        EMPLOYEE,
        column("day", DATE, "应交日", "day it was due, or of the shift"),
        column("state", WORD, "状态", "how it stands"),
        optional_column("on_time", FLAG, "按时", "in time"),
        optional_column("to", WORD, "外部接收方", "recipient outside the center"),
        REFERENCE,
    ),
)

#: One thing in an archive, from the day it was put there to the day it was destroyed (S3-23).
ARCHIVED: Final = RecordKind(
    name="archived",
    label=Label(zh="归档", en="archived"),
    day="day",
    reference="source_ref",
    groups={"archive": "archive", "day": "day"},
    columns=(
        column("archive", WORD, "档案", "archive"),
        column("item", WORD, "归档内容", "what it is"),
        column("day", DATE, "归档日", "day it was put there"),
        optional_column("backed_up_on", DATE, "备份日", "day of its last copy"),
        optional_column("until", DATE, "销毁日", "day it was destroyed"),
        REFERENCE,
    ),
)
