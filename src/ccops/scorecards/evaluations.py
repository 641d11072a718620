"""Evaluations scored by their forms, as records (S0-13, S1-03)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from ccops.facts import row_error
from ccops.kpi import Records
from ccops.scorecards.evaluation_rows import Evaluation, evaluations_from_rows
from ccops.scorecards.form_checks import form_findings
from ccops.scorecards.form_words import Critical
from ccops.scorecards.kinds import EVALUATION, EvaluationStatus
from ccops.scorecards.replacements import replaced_ids, replacement_findings
from ccops.scorecards.scoring import CompiledForm, ScoringStep, compile_form
from ccops.values import Cell, Missing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.messages import Diagnostic
    from ccops.rules import Name
    from ccops.scorecards.form_fields import FormFields


@attrs.frozen(kw_only=True)
class ScoredEvaluation:
    """An evaluation with its score in hundredths of a point, and what was seen in it.

    ``critical`` holds the kinds of errors its form looks for.
    """

    evaluation: Evaluation
    points: int
    fatal: bool
    critical: Mapping[Critical, bool]


def score_evaluations(
    rows: Iterable[Mapping[str, object]], forms: Iterable[FormFields], *, zone: dt.tzinfo
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return ``evaluation`` records of rows with the columns of the file ``evaluations``.

    Forms that add up a month, and calibrations, are passed over. An evaluation that another one
    replaces is ``overturned``. Any error among the diagnostics means that evaluations were left
    out: the caller stops.
    """
    scored, findings = scored_evaluations(rows, forms, zone=zone)
    return evaluation_records(scored, {}), findings


def scored_evaluations(
    rows: Iterable[Mapping[str, object]], forms: Iterable[FormFields], *, zone: dt.tzinfo
) -> tuple[tuple[ScoredEvaluation, ...], tuple[Diagnostic, ...]]:
    """Return the evaluations of rows with their scores, calibrations among them."""
    compiled, problems = compiled_forms(each for each in forms if not each.is_monthly)
    if problems:
        return (), problems
    evaluations, findings = evaluations_from_rows(rows, compiled, zone=zone)
    empty: list[Diagnostic] = []
    scores = {
        each.evaluation.evaluation_id: each for each in _scores(evaluations, compiled, empty)
    }
    found = (scores.get(each.evaluation_id) for each in evaluations)
    return (
        tuple(each for each in found if each is not None),
        (*findings, *empty, *replacement_findings(evaluations)),
    )


def evaluation_records(
    scored: Sequence[ScoredEvaluation], statuses: Mapping[str, EvaluationStatus]
) -> Records:
    """Return the records of evaluations; ``statuses`` are those that reviews gave them."""
    own = [each for each in scored if each.evaluation.calibration is None]
    replaced = replaced_ids([each.evaluation for each in own])
    overturned = dict.fromkeys(replaced, EvaluationStatus.OVERTURNED)
    known = {**statuses, **overturned}
    rows = (
        _row(each, known.get(each.evaluation.evaluation_id, each.evaluation.status))
        for each in own
    )
    return Records.of_rows(EVALUATION, rows)


def compiled_forms(
    forms: Iterable[FormFields],
) -> tuple[dict[str, CompiledForm], tuple[Diagnostic, ...]]:
    """Return the sound ones of forms ready to score, and what is wrong with the others."""
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
    evaluations: Sequence[Evaluation],
    forms: Mapping[str, CompiledForm],
    findings: list[Diagnostic],
) -> Iterator[ScoredEvaluation]:
    """Yield the score of each evaluation, form by form, in columns."""
    for name, form in forms.items():
        own = [each for each in evaluations if each.form == name]
        scores = form.score(*_seen(own, form))
        for row, (each, points) in enumerate(zip(own, scores.points, strict=True)):
            if isinstance(points, Missing):
                told = {"evaluation": each.evaluation_id, "form": name}
                findings.append(row_error("evaluation-nothing-applies", each.row, **told))
                continue
            yield ScoredEvaluation(
                evaluation=each,
                points=points,
                fatal=scores.fatal[row],
                critical={kind: seen[row] for kind, seen in scores.critical.items()},
            )


def parts_scored(
    evaluation: Evaluation, form: CompiledForm
) -> tuple[tuple[ScoringStep, Cell | Missing], ...]:
    """Return what each part of a form comes to in one evaluation, the score last."""
    columns = form.columns(*_seen([evaluation], form))
    return tuple((step, columns[step.part.name][0]) for step in form.steps)


def _seen(
    evaluations: Sequence[Evaluation], form: CompiledForm
) -> tuple[Mapping[str, Sequence[Cell]], Mapping[str, Sequence[bool]]]:
    """Return what was seen of each item of a form, and where the item applied."""
    columns = {
        item: [each.items.get(item, nothing_of(wanted)) for each in evaluations]
        for item, wanted in form.inputs.items()
    }
    applies = {item: [item not in each.outside for each in evaluations] for item in form.inputs}
    return columns, applies


def nothing_of(wanted: Name) -> Cell:
    """Return the cell of an item nobody saw, or that did not apply."""
    return (0, 1) if wanted.carrier.scale is None else 0


def _row(scored: ScoredEvaluation, status: EvaluationStatus) -> tuple[Cell | Missing, ...]:
    evaluation = scored.evaluation
    return (
        evaluation.evaluation_id,
        evaluation.employee_id,
        evaluation.form,
        Missing.NO_RECORDS if evaluation.contact_id is None else evaluation.contact_id,
        scored.points,
        scored.fatal,
        *(scored.critical.get(kind, Missing.NOT_MEASURED) for kind in Critical),
        evaluation.evaluator,
        evaluation.source,
        evaluation.channel,
        status.value,
        evaluation.local_day.toordinal(),
        evaluation.reference,
    )
