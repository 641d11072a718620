"""What an appraisal comes to: the forms of an employee, the score over them, and its grade."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.plan import FigureStep, RankStep, RowStep, TableStep, figures_needed
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.plan import Key, Plan
    from ccops.scorecards import ScorecardRule
    from ccops.settlement import Settlement


def forms_of(settlement: Settlement, row: int) -> tuple[ScorecardRule, ...]:
    """Return the monthly forms somebody is appraised by, in the order of the pack."""
    return tuple(
        form
        for form in settlement.rules.scorecards
        if form.gives is not None and _policy_at(settlement, form.gives.value, row) == form.name
    )


def _policy_at(settlement: Settlement, figure: str, row: int) -> str:
    found = settlement.results.column_at(figure, row)
    return "" if found is None else found.step.definition.policy


def overall_scores(settlement: Settlement, row: int) -> tuple[RowStep, ...]:
    """Return the scores that follow from several forms, by themselves or by way of parts."""
    plan, forms = settlement.results.plan, forms_of(settlement, row)
    own = {each.name for each in forms}
    scores = {each.gives.value for each in forms if each.gives is not None}
    found = (
        step
        for step in _own_steps(settlement, row)
        if isinstance(step, RowStep) and _is_score(step, own)
    )
    over = [step for step in found if scores & set(_parts(plan, step))]
    read = {key for step in over for key in figures_needed(step)}
    return tuple(step for step in over if step.key not in read and len(step.formula.inputs) > 1)


def _is_score(step: RowStep, forms: set[str]) -> bool:
    return step.type.unit is Unit.POINTS and step.definition.policy not in forms


def _parts(plan: Plan, step: RowStep) -> Iterator[str]:
    """Yield the scores a score follows from within the month, part by part."""
    waiting: list[Key] = list(figures_needed(step))
    known: set[Key] = set()
    while waiting:
        key = waiting.pop()
        below = plan.figures.get(key)
        if key in known or not isinstance(below, RowStep) or below.type.unit is not Unit.POINTS:
            continue
        known.add(key)
        yield key.name
        waiting.extend(figures_needed(below))


def grades_of(settlement: Settlement, row: int, scores: set[str]) -> tuple[FigureStep, ...]:
    """Return the grades that follow directly from some scores: words of a table or a formula."""
    return tuple(
        step
        for step in _own_steps(settlement, row)
        if isinstance(step, TableStep | RowStep)
        and step.type.unit is Unit.WORD
        and any(each.name in scores for each in figures_needed(step))
    )


def places_of(settlement: Settlement, row: int, scores: set[str]) -> tuple[RankStep, ...]:
    """Return the ranks whose first key is one of some scores."""
    return tuple(
        step
        for step in _own_steps(settlement, row)
        if isinstance(step, RankStep)
        and any(step.readings[name].name in scores for name in step.keys[:1])
    )


def _own_steps(settlement: Settlement, row: int) -> Iterator[FigureStep]:
    """Yield the figures somebody has."""
    for key, step in settlement.results.plan.figures.items():
        if settlement.results.figures[key].members.positions[row] >= 0:
            yield step
