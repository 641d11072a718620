"""Scorecards: forms and evaluations; samples, disputes, calibrations: the quality of calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.doors import opened_later
from ccops.scorecards.form_fields import ItemRule, LinearRule, SectionRule
from ccops.scorecards.form_words import Critical, MissingItem, NotApplicableItem, Voids
from ccops.scorecards.forms import ScorecardRule
from ccops.scorecards.kinds import EVALUATION, EvaluationSource, EvaluationStatus
from ccops.scorecards.quality_actions import ActionTrackerRule, check_action_trackers
from ccops.scorecards.quality_kinds import (
    CALIBRATION_SCORE,
    EVALUATION_REVIEW,
    MONITORING,
    QUALITY_ACTION,
    QUALITY_KINDS,
    ReviewKind,
    ReviewOutcome,
)
from ccops.scorecards.scales import (
    Bonus,
    Deduction,
    Direct,
    Effect,
    Fatal,
    Linear,
    Measure,
    Scale,
)

if TYPE_CHECKING:
    from ccops.scorecards.agreement import (
        Icc,
        alpha_of_scores,
        alpha_of_verdicts,
        intraclass_correlation,
        severity_of,
    )
    from ccops.scorecards.calibration_rules import CalibrationRule, check_calibrations
    from ccops.scorecards.disputes import DisputeRule, check_disputes
    from ccops.scorecards.evaluations import score_evaluations
    from ccops.scorecards.quality_actions import quality_action_records
    from ccops.scorecards.quality_records import quality_records
    from ccops.scorecards.reviews import Window
    from ccops.scorecards.sampling import Call, Draw, Frame, Listened, Quota, Sample, draw_sample
    from ccops.scorecards.sampling_plans import (
        MonitorRule,
        NewcomerRule,
        SamplingPlanRule,
        ShareOf,
        Stratum,
        check_sampling_plans,
    )
else:
    __getattr__ = opened_later(
        __name__,
        {
            "calibration_rules": ("CalibrationRule", "check_calibrations"),
            "disputes": ("DisputeRule", "check_disputes"),
            "sampling_plans": (
                "MonitorRule",
                "NewcomerRule",
                "SamplingPlanRule",
                "ShareOf",
                "Stratum",
                "check_sampling_plans",
            ),
            "agreement": (
                "Icc",
                "alpha_of_scores",
                "alpha_of_verdicts",
                "intraclass_correlation",
                "severity_of",
            ),
            "evaluations": ("score_evaluations",),
            "quality_actions": ("quality_action_records",),
            "quality_records": ("quality_records",),
            "reviews": ("Window",),
            "sampling": ("Call", "Draw", "Frame", "Listened", "Quota", "Sample", "draw_sample"),
        },
    )

__all__ = [
    "CALIBRATION_SCORE",
    "EVALUATION",
    "EVALUATION_REVIEW",
    "MONITORING",
    "QUALITY_ACTION",
    "QUALITY_KINDS",
    "ActionTrackerRule",
    "Bonus",
    "CalibrationRule",
    "Call",
    "Critical",
    "Deduction",
    "Direct",
    "DisputeRule",
    "Draw",
    "Effect",
    "EvaluationSource",
    "EvaluationStatus",
    "Fatal",
    "Frame",
    "Icc",
    "ItemRule",
    "Linear",
    "LinearRule",
    "Listened",
    "Measure",
    "MissingItem",
    "MonitorRule",
    "NewcomerRule",
    "NotApplicableItem",
    "Quota",
    "ReviewKind",
    "ReviewOutcome",
    "Sample",
    "SamplingPlanRule",
    "Scale",
    "ScorecardRule",
    "SectionRule",
    "ShareOf",
    "Stratum",
    "Voids",
    "Window",
    "alpha_of_scores",
    "alpha_of_verdicts",
    "check_action_trackers",
    "check_calibrations",
    "check_disputes",
    "check_sampling_plans",
    "draw_sample",
    "intraclass_correlation",
    "quality_action_records",
    "quality_records",
    "score_evaluations",
    "severity_of",
]
