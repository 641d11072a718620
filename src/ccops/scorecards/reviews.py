"""Reviews: evaluations that somebody objects to or checks, and what that makes of them.

The rows of the file ``evaluation_reviews``, one review each, beside the evaluations themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts import (
    day_column,
    moment_column,
    read_row,
    row_error,
    row_reference,
    row_warning,
    text_column,
    word_column,
)
from ccops.kpi import Records
from ccops.scorecards.evaluations import ScoredEvaluation
from ccops.scorecards.kinds import EvaluationStatus
from ccops.scorecards.quality_kinds import EVALUATION_REVIEW, ReviewKind, ReviewOutcome
from ccops.values import Cell, Missing

if TYPE_CHECKING:
    from ccops.messages import Diagnostic


_TABLE: Final = "evaluation_reviews"
_COLUMNS: Final = {
    "evaluation_id": text_column(required=True),
    "raised": word_column([each.value for each in ReviewKind], required=True),
    "raised_by": text_column(required=True),
    "at": moment_column(required=True),
    "outcome": word_column([each.value for each in ReviewOutcome], required=True),
    "decided_by": text_column(),
    "decided_on": day_column(),
    "because": text_column(),
}


@attrs.frozen(kw_only=True)
class Window:
    """How long an evaluation may be disputed, and who may not decide.

    ``until`` returns the last day for an evaluation of some day, ``answer_by`` the last one for
    the answer to a dispute of some day; ``others`` are the roles of people who do not decide, by
    id.
    """

    until: Callable[[dt.date], dt.date]
    answer_by: Callable[[dt.date], dt.date]
    others: Mapping[str, str]


@attrs.frozen(kw_only=True)
class Review:
    """An evaluation looked at again. ``is_in_time`` is whether it was raised in the window."""

    evaluation: ScoredEvaluation
    raised: ReviewKind
    raised_by: str
    raised_on: dt.date
    outcome: ReviewOutcome
    decided_by: str | None
    decided_on: dt.date | None
    because: str
    is_in_time: bool
    answer_by: dt.date | None
    replacement: ScoredEvaluation | None
    reference: str

    @property
    def status(self) -> EvaluationStatus:
        """What the evaluation is by this review: one disputed in time waits for the answer."""
        match self.outcome:
            case ReviewOutcome.OVERTURNED:
                return EvaluationStatus.OVERTURNED
            case ReviewOutcome.PENDING if self.raised is ReviewKind.DISPUTE and self.is_in_time:
                return EvaluationStatus.DISPUTED
            case _:
                return EvaluationStatus.VALID


def reviews_from_rows(
    rows: Iterable[Mapping[str, object]],
    scored: Sequence[ScoredEvaluation],
    *,
    zone: dt.tzinfo,
    window: Window | None,
) -> tuple[tuple[Review, ...], tuple[Diagnostic, ...]]:
    """Return the reviews of evaluations, and what is wrong with them.

    Without a ``window`` every dispute is in time, and anybody else may decide. An evaluation that
    another one replaces and nobody reviewed is a review of its own.
    """
    by_id = {x.evaluation.evaluation_id: x for x in scored if x.evaluation.calibration is None}
    after = {x.evaluation.replaces: x for x in by_id.values() if x.evaluation.replaces}
    findings: list[Diagnostic] = []
    found: dict[str, Review] = {}
    for number, row in enumerate(rows, 1):
        values = read_row(row, _COLUMNS, table=_TABLE, findings=findings)
        evaluation = None if values is None else by_id.get(str(values["evaluation_id"]))
        if values is None:
            continue
        if evaluation is None:
            told = {"evaluation": values["evaluation_id"]}
            findings.append(row_warning("review-evaluation-unknown", row, **told))
            continue
        made = _review(values, row, number, evaluation, zone)
        new = after.get(evaluation.evaluation.evaluation_id)
        made = _within(attrs.evolve(made, replacement=new), window)
        findings.extend(_problems(made, row, window.others if window else {}, found))
        found[evaluation.evaluation.evaluation_id] = made
    for replaced, new in after.items():
        if replaced in by_id and replaced not in found:
            found[replaced] = _implied(by_id[replaced], new)
    return tuple(found.values()), tuple(findings)


def review_records(reviews: Iterable[Review]) -> Records:
    """Return ``evaluation_review`` records."""
    return Records.of_rows(EVALUATION_REVIEW, map(_row, reviews))


def statuses_of(reviews: Iterable[Review]) -> dict[str, EvaluationStatus]:
    """Return what reviews make of the evaluations, by id."""
    return {x.evaluation.evaluation.evaluation_id: x.status for x in reviews}


def _review(
    values: Mapping[str, object],
    row: Mapping[str, object],
    number: int,
    evaluation: ScoredEvaluation,
    zone: dt.tzinfo,
) -> Review:
    decided = values.get("decided_on")
    return Review(
        evaluation=evaluation,
        raised=ReviewKind(values["raised"]),
        raised_by=str(values["raised_by"]),
        raised_on=_local_day(values["at"], zone),
        outcome=ReviewOutcome(values["outcome"]),
        decided_by=None if "decided_by" not in values else str(values["decided_by"]),
        decided_on=decided if isinstance(decided, dt.date) else None,
        because=str(values.get("because", "")),
        is_in_time=True,
        answer_by=None,
        replacement=None,
        reference=row_reference(row, _TABLE, number),
    )


def _implied(evaluation: ScoredEvaluation, new: ScoredEvaluation) -> Review:
    """Return the review of an evaluation that another one replaced without any word."""
    day = new.evaluation.local_day
    return Review(
        evaluation=evaluation,
        raised=ReviewKind.REVIEW,
        raised_by=new.evaluation.evaluator,
        raised_on=day,
        outcome=ReviewOutcome.OVERTURNED,
        decided_by=new.evaluation.evaluator,
        decided_on=day,
        because="",
        is_in_time=True,
        answer_by=None,
        replacement=new,
        reference=new.evaluation.reference,
    )


def _within(review: Review, window: Window | None) -> Review:
    """Return a review with what the dispute window says of it."""
    if review.raised is ReviewKind.REVIEW or window is None:
        return review
    return attrs.evolve(
        review,
        is_in_time=review.raised_on <= window.until(review.evaluation.evaluation.local_day),
        answer_by=window.answer_by(review.raised_on),
    )


def _problems(
    review: Review,
    row: Mapping[str, object],
    others: Mapping[str, str],
    found: Mapping[str, Review],
) -> Iterator[Diagnostic]:
    evaluation = review.evaluation.evaluation
    told: dict[str, object] = {"evaluation": evaluation.evaluation_id}
    given = [each is not None for each in (review.decided_by, review.decided_on)]
    if given != [review.outcome is not ReviewOutcome.PENDING] * 2:
        yield row_error("review-half-decided", row, outcome=review.outcome.value, **told)
    if review.decided_by == evaluation.evaluator:
        yield row_error("review-by-evaluator", row, evaluator=evaluation.evaluator, **told)
    elif review.decided_by in others and review.raised is ReviewKind.DISPUTE:
        words = {"by": review.decided_by, "role": others[str(review.decided_by)]}
        yield row_error("review-role", row, **words, **told)
    if evaluation.evaluation_id in found:
        yield row_error("review-twice", row, **told)
    decided = review.decided_on or review.raised_on
    if not evaluation.local_day <= review.raised_on <= decided:
        days = {"evaluated": evaluation.local_day, "raised": review.raised_on}
        yield row_error("review-too-early", row, decided=decided, **days, **told)
    elif not review.is_in_time:
        yield row_warning("review-late", row, raised=review.raised_on, **told)


def _row(review: Review) -> tuple[Cell | Missing, ...]:
    evaluation, new = review.evaluation.evaluation, review.replacement
    return (
        evaluation.evaluation_id,
        evaluation.evaluator,
        evaluation.employee_id,
        review.raised.value,
        review.is_in_time,
        review.outcome.value,
        review.decided_by or Missing.NO_RECORDS,
        review.evaluation.points,
        Missing.NO_RECORDS if new is None else new.points,
        Missing.NO_RECORDS if review.answer_by is None else review.answer_by.toordinal(),
        review.because or Missing.NO_RECORDS,
        review.raised_on.toordinal(),
        review.reference,
    )


def _local_day(moment: object, zone: dt.tzinfo) -> dt.date:
    if isinstance(moment, dt.datetime):
        return moment.astimezone(zone).date() if moment.tzinfo else moment.date()
    if isinstance(moment, dt.date):
        return moment
    raise TypeError(moment)
