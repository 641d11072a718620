"""Calibrations: contacts that several people scored, to see whether they score alike (S4-09)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.facts import row_error
from ccops.kpi import Records
from ccops.scorecards.quality_kinds import CALIBRATION_SCORE
from ccops.values import Cell, Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.messages import Diagnostic
    from ccops.scorecards.evaluations import ScoredEvaluation

#: Whose scores are held against one another: those of a session, form and contact.
_Call = tuple[str, str, str]


def calibration_records(
    scored: Iterable[ScoredEvaluation],
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return ``calibration_score`` records of the evaluations made in calibration sessions.

    Somebody who scores one contact twice in a session is an error (``calibration-twice``). The
    gap of a contact that one person alone scored is missing.
    """
    own = [each for each in scored if each.evaluation.calibration is not None]
    by_call: dict[_Call, list[ScoredEvaluation]] = {}
    for each in own:
        by_call.setdefault(_call_of(each), []).append(each)
    problems = tuple(x for calls in by_call.values() for x in _twice(calls))
    rows = (_row(each, by_call[_call_of(each)]) for each in own)
    return Records.of_rows(CALIBRATION_SCORE, rows), problems


def _call_of(scored: ScoredEvaluation) -> _Call:
    evaluation = scored.evaluation
    return str(evaluation.calibration), evaluation.form, str(evaluation.contact_id)


def _twice(calls: Sequence[ScoredEvaluation]) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for each in calls:
        evaluation = each.evaluation
        if evaluation.evaluator in seen:
            told = {"session": evaluation.calibration, "evaluator": evaluation.evaluator}
            yield row_error("calibration-twice", evaluation.row, **told)
        seen.add(evaluation.evaluator)


def _row(
    scored: ScoredEvaluation, beside: Sequence[ScoredEvaluation]
) -> tuple[Cell | Missing, ...]:
    evaluation = scored.evaluation
    gaps = [abs(scored.points - each.points) for each in beside if each is not scored]
    return (
        str(evaluation.calibration),
        evaluation.evaluation_id,
        str(evaluation.contact_id),
        evaluation.form,
        evaluation.evaluator,
        scored.points,
        scored.fatal,
        max(gaps) if gaps else Missing.TOO_FEW_SAMPLES,
        evaluation.local_day.toordinal(),
        evaluation.reference,
    )
