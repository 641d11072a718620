"""Scorecards: forms of items, scales, weights and caps; evaluations scored by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.doors import opened_later
from ccops.scorecards.form_fields import ItemRule, LinearRule, MissingItem, SectionRule
from ccops.scorecards.forms import ScorecardRule
from ccops.scorecards.kinds import EVALUATION, EvaluationSource, EvaluationStatus
from ccops.scorecards.scales import Deduction, Direct, Effect, Fatal, Linear, Measure, Scale

if TYPE_CHECKING:
    from ccops.scorecards.evaluations import score_evaluations
else:
    __getattr__ = opened_later(
        __name__,
        {
            "evaluations": ("score_evaluations",),
        },
    )

__all__ = [
    "EVALUATION",
    "Deduction",
    "Direct",
    "Effect",
    "EvaluationSource",
    "EvaluationStatus",
    "Fatal",
    "ItemRule",
    "Linear",
    "LinearRule",
    "Measure",
    "MissingItem",
    "Scale",
    "ScorecardRule",
    "SectionRule",
    "score_evaluations",
]
