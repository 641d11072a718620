"""The record kind of evaluations: one scored form, about one contact of one employee."""

from __future__ import annotations

import enum
from fractions import Fraction
from typing import Final

from ccops.kpi import RecordColumn, RecordKind
from ccops.messages import Label
from ccops.scorecards.form_checks import SCORE_SCALE
from ccops.scorecards.scales import FULL_MARK
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


_WORD: Final = Type(Unit.WORD)


def _word(name: str, zh: str, en: str) -> RecordColumn:
    return RecordColumn(name=name, type=_WORD, label=Label(zh=zh, en=en))


def _listed(name: str, words: type[enum.Enum], zh: str, en: str) -> RecordColumn:
    type_ = Type(Unit.WORD, frozenset(str(each.value) for each in words))
    return RecordColumn(name=name, type=type_, label=Label(zh=zh, en=en))


#: One evaluation (S0-13, S1-03). ``score`` is what its form gives, from 0 to 100; ``fatal`` says
#: that a fatal item was seen, which leaves 0. Whether disputed and overturned ones count is for
#: each indicator to say.
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
        _word("evaluation_id", "评分编号", "id of the evaluation"),
        _word("employee_id", "工号", "staff number"),
        _word("form", "评分表", "form"),
        RecordColumn(
            name="contact_id",
            type=_WORD,
            optional=True,
            label=Label(zh="联络编号", en="contact id"),
        ),
        RecordColumn(
            name="score",
            type=Type(Unit.POINTS),
            step=Fraction(1, SCORE_SCALE),
            bounds=Bounds(Fraction(0), FULL_MARK),
            label=Label(zh="得分", en="score"),
        ),
        RecordColumn(
            name="fatal", type=Type(Unit.FLAG), label=Label(zh="一票否决", en="fatal item seen")
        ),
        _word("evaluator", "评分人", "evaluator"),
        _listed("source", EvaluationSource, "来源", "source"),
        _word("channel", "渠道", "channel"),
        _listed("status", EvaluationStatus, "状态", "status"),
        RecordColumn(
            name="local_day", type=Type(Unit.DATE), label=Label(zh="日期", en="local day")
        ),
        _word("source_ref", "出处", "where it was read"),
    ),
)
