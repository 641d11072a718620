"""The record kinds of quality work itself: evaluations looked at again, and calibrations."""

from __future__ import annotations

import enum
from fractions import Fraction
from typing import Final

from ccops.kpi import RecordColumn, RecordKind
from ccops.kpi.record_columns import (
    DATE,
    FLAG,
    REFERENCE,
    WORD,
    column,
    listed,
    optional_column,
    told_column,
)
from ccops.messages import Label
from ccops.scorecards.kinds import EvaluationSource
from ccops.scorecards.scales import FULL_MARK, SCORE_SCALE
from ccops.values import Bounds, Type, Unit


class ReviewKind(enum.Enum):
    """Why an evaluation is looked at again: whoever was scored objects, or somebody checks it."""

    DISPUTE = "dispute"
    REVIEW = "review"


class ReviewOutcome(enum.Enum):
    """What came of it."""

    PENDING = "pending"
    UPHELD = "upheld"
    OVERTURNED = "overturned"


def _points(name: str, zh: str, en: str, *, optional: bool = False) -> RecordColumn:
    return RecordColumn(
        name=name,
        type=Type(Unit.POINTS),
        step=Fraction(1, SCORE_SCALE),
        bounds=Bounds(Fraction(0), FULL_MARK),
        optional=optional,
        label=Label(zh=zh, en=en),
    )


#: One evaluation looked at again (S0-05): its subject is the evaluator, whose errors these are.
#: An evaluation that another one replaces without anybody's review counts as one.
EVALUATION_REVIEW: Final = RecordKind(
    name="evaluation_review",
    label=Label(zh="评分复核", en="review of an evaluation"),
    subject="evaluator",
    day="local_day",
    reference="source_ref",
    groups={
        "employee": "evaluator",
        "day": "local_day",
        "scored": "employee_id",
        "raised": "raised",
        "outcome": "outcome",
    },
    columns=(
        column("evaluation_id", WORD, "评分编号", "id of the evaluation"),
        column("evaluator", WORD, "评分人", "evaluator"),
        column("employee_id", WORD, "被评人", "who was scored"),
        column("raised", listed(each.value for each in ReviewKind), "由来", "why"),
        column("in_time", FLAG, "在期限内", "raised in time"),
        column("outcome", listed(each.value for each in ReviewOutcome), "结果", "outcome"),
        optional_column("decided_by", WORD, "裁定人", "who decided"),
        _points("score_before", "原得分", "score before"),
        _points("score_after", "新得分", "score after", optional=True),
        optional_column("answer_by", DATE, "答复期限", "to be answered by"),
        optional_column("because", WORD, "理由", "reason of the decision"),
        column("local_day", DATE, "提出日", "day it was raised"),
        REFERENCE,
    ),
)

#: One scorer's score of a contact that several scored, to see whether they agree (S4-09). It is
#: no evaluation: nobody's pay depends on it. ``gap`` is the distance to the score farthest off.
CALIBRATION_SCORE: Final = RecordKind(
    name="calibration_score",
    label=Label(zh="校准评分", en="calibration score"),
    subject="evaluator",
    day="local_day",
    reference="source_ref",
    groups={
        "employee": "evaluator",
        "day": "local_day",
        "session": "session",
        "form": "form",
    },
    columns=(
        column("session", WORD, "校准场次", "session"),
        column("evaluation_id", WORD, "评分编号", "id of the evaluation"),
        column("contact_id", WORD, "联络编号", "contact id"),
        column("form", WORD, "评分表", "form"),
        column("evaluator", WORD, "评分人", "scorer"),
        _points("score", "得分", "score"),
        column("fatal", FLAG, "一票否决", "fatal item seen"),
        _points("gap", "分差", "gap", optional=True),
        column("local_day", DATE, "日期", "local day"),
        REFERENCE,
    ),
)

#: One evaluation as the work of whoever made it: what a duty to monitor is measured by (S4-16).
MONITORING: Final = RecordKind(
    name="monitoring",
    label=Label(zh="监听工作", en="monitoring"),
    subject="evaluator",
    day="local_day",
    reference="source_ref",
    groups={
        "employee": "evaluator",
        "day": "local_day",
        "scored": "employee_id",
        "form": "form",
        "source": "source",
    },
    columns=(
        column("evaluation_id", WORD, "评分编号", "id of the evaluation"),
        column("evaluator", WORD, "评分人", "evaluator"),
        column("employee_id", WORD, "被评人", "who was scored"),
        optional_column("contact_id", WORD, "联络编号", "contact id"),
        column("form", WORD, "评分表", "form"),
        column("source", listed(each.value for each in EvaluationSource), "来源", "source"),
        column("is_again", FLAG, "复评", "takes the place of another"),
        column("local_day", DATE, "日期", "local day"),
        REFERENCE,
    ),
)

#: What is done about a fault that monitoring found (S3-25, S1-03): found, analysed, improved, and
#: followed until somebody has seen whether it helped. Its subject is who does it.
QUALITY_ACTION: Final = RecordKind(
    name="quality_action",
    label=Label(zh="质量改进措施", en="quality action"),
    subject="owner",
    day="day",
    reference="source_ref",
    groups={"employee": "owner", "day": "day", "cause": "cause", "about": "about"},
    columns=(
        column("action_id", WORD, "措施编号", "id of the action"),
        column("owner", WORD, "责任人", "who does it"),
        optional_column("about", WORD, "改进对象", "whose work it is about"),
        optional_column("found_in", WORD, "发现于", "evaluation it was found in"),
        column("cause", WORD, "原因", "cause"),
        column("day", DATE, "提出日", "day it was raised"),
        column("due_on", DATE, "期限", "to be done by"),
        optional_column("done_on", DATE, "完成日", "day it was done"),
        told_column("done", "done_on", "已完成", "done"),
        optional_column("effective", FLAG, "有效", "it helped"),
        REFERENCE,
    ),
)

#: The record kinds of quality work.
QUALITY_KINDS: Final = (EVALUATION_REVIEW, CALIBRATION_SCORE, MONITORING, QUALITY_ACTION)
