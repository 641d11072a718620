"""Quality records: evaluations, what became of them, calibrations, and whose work they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.kpi import Records
from ccops.scorecards.calibrations import calibration_records
from ccops.scorecards.evaluations import (
    ScoredEvaluation,
    evaluation_records,
    scored_evaluations,
)
from ccops.scorecards.quality_kinds import MONITORING
from ccops.scorecards.reviews import Window, review_records, reviews_from_rows, statuses_of
from ccops.values import Cell, Missing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from ccops.messages import Diagnostic
    from ccops.scorecards.form_fields import FormFields

    Rows = Iterable[Mapping[str, object]]


def quality_records(
    evaluations: Rows,
    reviews: Rows,
    forms: Iterable[FormFields],
    *,
    zone: dt.tzinfo,
    window: Window | None = None,
) -> tuple[tuple[Records, ...], tuple[Diagnostic, ...]]:
    """Return the records of the files ``evaluations`` and ``evaluation_reviews``.

    Evaluations of calibration sessions become ``calibration_score``, the rest ``evaluation`` and,
    as the work of who made them, ``monitoring``. A review changes the status of an evaluation:
    disputed in time it waits, overturned it does not count. Any error among the diagnostics
    means that rows were left out: the caller stops.
    """
    scored, findings = scored_evaluations(evaluations, forms, zone=zone)
    found, problems = reviews_from_rows(reviews, scored, zone=zone, window=window)
    calibrated, more = calibration_records(scored)
    own = [each for each in scored if each.evaluation.calibration is None]
    made = (
        evaluation_records(scored, statuses_of(found)),
        review_records(found),
        calibrated,
        Records.of_rows(MONITORING, map(_work, own)),
    )
    return made, (*findings, *problems, *more)


def _work(scored: ScoredEvaluation) -> tuple[Cell | Missing, ...]:
    evaluation = scored.evaluation
    return (
        evaluation.evaluation_id,
        evaluation.evaluator,
        evaluation.employee_id,
        Missing.NO_RECORDS if evaluation.contact_id is None else evaluation.contact_id,
        evaluation.form,
        evaluation.source,
        evaluation.replaces is not None,
        evaluation.local_day.toordinal(),
        evaluation.reference,
    )
