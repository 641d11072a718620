"""The record kind of evaluations: one scored form, about one contact of one employee."""

from __future__ import annotations

import enum
from fractions import Fraction
from typing import Final

from ccops.kpi import RecordColumn, RecordKind
from ccops.kpi.record_columns import (
    DATE,
    EMPLOYEE,
    FLAG,
    REFERENCE,
    WORD,
    column,
    listed,
    optional_column,
)
from ccops.messages import Label
from ccops.scorecards.form_words import Critical
from ccops.scorecards.scales import FULL_MARK, SCORE_SCALE
from ccops.values import Bounds, Type, Unit


class EvaluationSource(enum.Enum):
    """Who evaluates: a system, the center's own people, or others such as test callers."""

    SYSTEM = "system"
    INTERNAL = "internal"
    EXTERNAL = "external"


class EvaluationStatus(enum.Enum):
    """Whether an evaluation stands. One that another replaces is overturned."""

    VALID = "valid"
    DISPUTED = "disputed"
    OVERTURNED = "overturned"


_CRITICAL_LABELS: Final = (
    (Critical.CUSTOMER, "客户关键差错", "error critical to the customer"),
    (Critical.BUSINESS, "业务关键差错", "error critical to the business"),
    (Critical.COMPLIANCE, "合规关键差错", "error critical to compliance"),
)


def critical_column(kind: Critical) -> str:
    """Return the column that says whether an error of a kind was seen."""
    return f"{kind.value}_critical"


#: One evaluation (S0-13, S1-03). ``score`` is what its form gives, from 0 to 100; ``fatal`` says
#: that a fatal item was seen. The flags of critical errors are missing where the form looks for
#: none of their kind. Whether disputed and overturned ones count is for each indicator to say.
EVALUATION: Final = RecordKind(
    name="evaluation",
    label=Label(zh="监听评分", en="evaluation"),
    subject="employee_id",
    day="local_day",
    reference="source_ref",
    groups={
        "employee": "employee_id",
        "day": "local_day",
        "form": "form",
        "evaluator": "evaluator",
        "source": "source",
        "channel": "channel",
        "status": "status",
    },
    columns=(
        column("evaluation_id", WORD, "评分编号", "id of the evaluation"),
        EMPLOYEE,
        column("form", WORD, "评分表", "form"),
        optional_column("contact_id", WORD, "联络编号", "contact id"),
        RecordColumn(
            name="score",
            type=Type(Unit.POINTS),
            step=Fraction(1, SCORE_SCALE),
            bounds=Bounds(Fraction(0), FULL_MARK),
            label=Label(zh="得分", en="score"),
        ),
        column("fatal", FLAG, "一票否决", "fatal item seen"),
        *(
            optional_column(critical_column(kind), FLAG, zh, en)
            for kind, zh, en in _CRITICAL_LABELS
        ),
        column("evaluator", WORD, "评分人", "evaluator"),
        column("source", listed(each.value for each in EvaluationSource), "来源", "source"),
        column("channel", WORD, "渠道", "channel"),
        column("status", listed(each.value for each in EvaluationStatus), "状态", "status"),
        column("local_day", DATE, "日期", "local day"),
        REFERENCE,
    ),
)
