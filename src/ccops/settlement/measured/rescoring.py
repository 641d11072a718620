"""Rescores of a month: which scores behind its facts were overturned, by whom and why."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from ccops.facts import Rescore
from ccops.kpi import Records
from ccops.scorecards import EVALUATION, EVALUATION_REVIEW, ReviewOutcome
from ccops.values import decimal_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ccops.settlement.settled.settlement import Settlement
    from ccops.values import PeriodDays

_DIGITS: Final = 2
_SCALE: Final = 10**_DIGITS


def rescores_of(records: Mapping[str, object], days: Sequence[PeriodDays]) -> tuple[Rescore, ...]:
    """Return the overturned scores of the evaluations of some days, by evaluation."""
    evaluations, reviews = records.get(EVALUATION.name), records.get(EVALUATION_REVIEW.name)
    if not isinstance(evaluations, Records) or not isinstance(reviews, Records):
        return ()
    pairs = zip(
        evaluations.columns["evaluation_id"], evaluations.columns["local_day"], strict=True
    )
    heard = {
        str(name): dt.date.fromordinal(day)
        for name, day in pairs
        if isinstance(day, int) and any(x.holds(dt.date.fromordinal(day)) for x in days)
    }
    return tuple(sorted(_rescores(reviews, heard), key=lambda each: each.evaluation))


def _rescores(reviews: Records, heard: Mapping[str, dt.date]) -> Iterator[Rescore]:
    for number in range(len(reviews)):
        row = reviews.row(number)
        name, before = str(row["evaluation_id"]), row["score_before"]
        is_overturned = row["outcome"] == ReviewOutcome.OVERTURNED.value
        if name in heard and is_overturned and isinstance(before, int):
            after = row["score_after"]
            yield Rescore(
                evaluation=name,
                employee=str(row["employee_id"]),
                evaluator=str(row["evaluator"]),
                day=heard[name],
                before=_points(before),
                after=_points(after) if isinstance(after, int) else None,
                raised=str(row["raised"]),
                decided_by=_text(row["decided_by"]),
                because=_text(row["because"]),
            )


def _points(cell: int) -> Decimal:
    return decimal_of(Fraction(cell, _SCALE), _DIGITS)


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else ""


# -- stored -------------------------------------------------------------------------------------


def rescore_data(rescore: Rescore) -> dict[str, Any]:
    """Return a rescore as plain JSON data."""
    return {
        "evaluation": rescore.evaluation,
        "employee": rescore.employee,
        "evaluator": rescore.evaluator,
        "day": rescore.day.isoformat(),
        "before": str(rescore.before),
        "after": None if rescore.after is None else str(rescore.after),
        "raised": rescore.raised,
        "decided_by": rescore.decided_by,
        "because": rescore.because,
    }


def rescore_from_data(data: Mapping[str, Any]) -> Rescore:
    """Return a stored rescore. Raises ``KeyError`` and ``ValueError`` for data that is none."""
    after = data["after"]
    return Rescore(
        evaluation=data["evaluation"],
        employee=data["employee"],
        evaluator=data["evaluator"],
        day=dt.date.fromisoformat(data["day"]),
        before=Decimal(data["before"]),
        after=None if after is None else Decimal(after),
        raised=data["raised"],
        decided_by=data["decided_by"],
        because=data["because"],
    )


# -- as causes ----------------------------------------------------------------------------------


def rescores_behind(
    before: Settlement, after: Settlement, employee: str, fact: str
) -> tuple[Rescore, ...]:
    """Return the scores overturned since, that a fact of somebody is measured over.

    A fact over evaluations is about whoever was scored; one over reviews about the evaluator.
    """
    over = {each.name: each.over for each in after.rules.indicators}.get(fact)
    if over not in (EVALUATION.name, EVALUATION_REVIEW.name):
        return ()
    known = set(before.results.facts.rescores)
    is_scored = over == EVALUATION.name
    return tuple(
        each
        for each in after.results.facts.rescores
        if each not in known and employee == (each.employee if is_scored else each.evaluator)
    )
