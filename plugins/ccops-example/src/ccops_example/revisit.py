"""What the center keeps records of: revisits, which ask a citizen whether a matter is settled.

In a copy: the columns of your own table. Months bring it as ``revisit.csv``, whose headers are the
names here or the labels; indicators of the pack are defined over it.
"""

from __future__ import annotations

from typing import Any, Final

from ccops.kpi import RecordColumn, RecordKind
from ccops.messages import Label
from ccops.values import Type, Unit


def _column(name: str, unit: Unit, zh: str, en: str, **more: Any) -> RecordColumn:
    return RecordColumn(name=name, type=Type(unit), label=Label(zh=zh, en=en), **more)


REVISIT: Final = RecordKind(
    name="revisit",
    label=Label(zh="回访", en="revisit"),
    subject="employee_id",  # whose record it is
    day="revisited_on",  # the day on which it counts
    reference="source_ref",  # where the row was read; no column of the file
    groups={"employee": "employee_id", "team": "team", "day": "revisited_on"},
    columns=(
        _column("matter_id", Unit.WORD, "工单号", "number of the matter"),
        _column("employee_id", Unit.WORD, "工号", "staff number"),
        _column("revisited_on", Unit.DATE, "回访日期", "day of the revisit"),
        _column("reached", Unit.FLAG, "是否接通", "whether the citizen was reached"),
        # Nobody knows it of a citizen who was not reached: it is missing then, and not "no".
        _column("solved", Unit.FLAG, "是否解决", "whether the matter is settled", optional=True),
        # Filled in by itself: the team somebody was in on that day.
        _column("team", Unit.WORD, "班组", "team", optional=True),
        _column("source_ref", Unit.WORD, "出处", "where it was read"),
    ),
)
