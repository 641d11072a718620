"""What a pack lists of trainings, activities, documents and the like, made ready for a month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from ccops.frozen import frozen
from ccops.kpi import Indicator
from ccops.learning.ageing_lists import AgeingListRule
from ccops.learning.coaching_effects import CoachingEffectRule
from ccops.learning.development_plans import DevelopmentPlanRule
from ccops.learning.due_lists import DueListRule
from ccops.learning.gates import GateRule
from ccops.learning.long_calls import LongCallRule
from ccops.learning.process_aims import ProcessAimRule
from ccops.learning.record_lists import RecordListRule
from ccops.learning.studies import StudyRule
from ccops.learning.top_lists import TopListRule
from ccops.scorecards import ActionTrackerRule, CalibrationRule, DisputeRule, SamplingPlanRule

#: The sections of a pack whose rules make lists, in the order in which lists are shown.
LIST_SECTIONS: Final = (
    "due_lists",
    "process_aims",
    "top_lists",
    "long_calls",
    "studies",
    "coaching_effects",
    "development_plans",
    "sampling_plans",
    "calibrations",
    "evaluation_disputes",
    "ageing_lists",
    "record_lists",
    "gates",
    "action_trackers",
)
#: Those whose rules count records by an indicator of their own.
OWN_INDICATORS: Final = (
    "due_lists",
    "studies",
    "development_plans",
    "ageing_lists",
    "record_lists",
    "gates",
)


@frozen(kw_only=True)
class LearningRules:
    """The rules of a pack about learning, in its order.

    ``own_indicators`` are those by which they count records, by rule.
    """

    due_lists: tuple[DueListRule, ...] = ()
    process_aims: tuple[ProcessAimRule, ...] = ()
    top_lists: tuple[TopListRule, ...] = ()
    long_calls: tuple[LongCallRule, ...] = ()
    studies: tuple[StudyRule, ...] = ()
    coaching_effects: tuple[CoachingEffectRule, ...] = ()
    development_plans: tuple[DevelopmentPlanRule, ...] = ()
    sampling_plans: tuple[SamplingPlanRule, ...] = ()
    calibrations: tuple[CalibrationRule, ...] = ()
    evaluation_disputes: tuple[DisputeRule, ...] = ()
    ageing_lists: tuple[AgeingListRule, ...] = ()
    record_lists: tuple[RecordListRule, ...] = ()
    gates: tuple[GateRule, ...] = ()
    action_trackers: tuple[ActionTrackerRule, ...] = ()
    own_indicators: Mapping[str, Indicator] = attrs.field(factory=dict[str, Indicator])
