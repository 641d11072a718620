"""Evaluations scored by their forms, as records (S0-13, S1-03)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.kpi import Records
from ccops.scorecards.evaluation_rows import Evaluation, evaluations_from_rows
from ccops.scorecards.form_checks import form_findings
from ccops.scorecards.kinds import EVALUATION, EvaluationStatus
from ccops.scorecards.replacements import replaced_ids, replacement_findings
from ccops.scorecards.scoring import CompiledForm, compile_form
from ccops.values import Cell, Missing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ccops.messages import Diagnostic
    from ccops.scorecards.form_fields import FormFields

#: A score in hundredths of a point, and whether a fatal item was seen.
_Score = tuple[int, bool]


def score_evaluations(
    rows: Iterable[Mapping[str, object]], forms: Iterable[FormFields], *, zone: dt.tzinfo
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return ``evaluation`` records of rows with the columns of the file ``evaluations``.

    Forms that add up a month are passed over. An evaluation that another one replaces is
    ``overturned``. Any error among the diagnostics means that evaluations were left out: the
    caller stops.
    """
    compiled, problems = _compiled(each for each in forms if not each.is_monthly)
    if problems:
        return Records.of_rows(EVALUATION, ()), problems
    evaluations, findings = evaluations_from_rows(rows, compiled, zone=zone)
    overturned = replaced_ids(evaluations)
    scores = dict(_scores(evaluations, compiled))
    records = Records.of_rows(
        EVALUATION,
        (
            _row(each, scores[each.evaluation_id], is_replaced=each.evaluation_id in overturned)
            for each in evaluations
        ),
    )
    return records, (*findings, *replacement_findings(evaluations))


def _compiled(
    forms: Iterable[FormFields],
) -> tuple[dict[str, CompiledForm], tuple[Diagnostic, ...]]:
    found: dict[str, CompiledForm] = {}
    problems: list[Diagnostic] = []
    for form in forms:
        wrong = form_findings(form)
        made, more = (None, ()) if wrong else compile_form(form)
        problems += [*wrong, *more]
        if made is not None:
            found[form.name] = made
    return found, tuple(problems)


def _scores(
    evaluations: Sequence[Evaluation], forms: Mapping[str, CompiledForm]
) -> Iterator[tuple[str, _Score]]:
    """Yield the score of each evaluation, form by form, in columns."""
    for name, form in forms.items():
        own = [each for each in evaluations if each.form == name]
        columns = {item: [each.items.get(item, 0) for each in own] for item in form.inputs}
        scores = form.score(columns)
        for each, points, fatal in zip(own, scores.points, scores.fatal, strict=True):
            yield each.evaluation_id, (points, fatal)


def _row(
    evaluation: Evaluation, score: _Score, *, is_replaced: bool
) -> tuple[Cell | Missing, ...]:
    status = EvaluationStatus.OVERTURNED if is_replaced else evaluation.status
    return (
        evaluation.evaluation_id,
        evaluation.employee_id,
        evaluation.form,
        Missing.NO_RECORDS if evaluation.contact_id is None else evaluation.contact_id,
        *score,
        evaluation.evaluator,
        evaluation.source,
        evaluation.channel,
        status.value,
        evaluation.local_day.toordinal(),
        evaluation.reference,
    )
