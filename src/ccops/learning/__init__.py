"""Learning: what is due again, studied, coached and looked up, as lists for whoever leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.doors import opened_later
from ccops.learning.coaching_effects import CoachingEffectRule, check_coaching_effects
from ccops.learning.coaching_kinds import (
    COACHING_SESSION,
    DEVELOPMENT_PLAN,
    SESSION_STATES,
    SESSION_TIMES,
    STUDY_MODULE,
)
from ccops.learning.development_plans import DevelopmentPlanRule, check_development_plans
from ccops.learning.due_lists import DueListRule, DuePer, DueTerms, check_due_lists
from ccops.learning.intervals import Interval, parse_interval
from ccops.learning.knowledge_kinds import (
    KB_ACCOUNT,
    KB_CHANGE,
    KB_CHANGES,
    KB_ITEM,
    KB_RIGHTS,
    KB_SEARCH,
    KB_USERS,
    KB_VISIT,
)
from ccops.learning.long_calls import LongCallRule, check_long_calls
from ccops.learning.process_aims import ProcessAimRule, check_process_aims
from ccops.learning.register_kinds import (
    DOCUMENT,
    DOCUMENT_REVIEW,
    REVIEW_OUTCOMES,
    TEAM_ACTIVITY,
)
from ccops.learning.studies import StudyRule, WeekDay, check_studies
from ccops.learning.top_lists import TopFirst, TopListRule, TopSpan, check_top_lists

if TYPE_CHECKING:
    from ccops.learning.ageing_entries import AgeingDay, AgeingEntry, AgeingList, ageing_list
    from ccops.learning.ageing_lists import AgeingListRule, check_ageing_lists
    from ccops.learning.coaching_records import (
        coaching_records,
        development_plan_records,
        study_records,
    )
    from ccops.learning.due_entries import DueEntry, DueList, DueState, due_entry, due_list
    from ccops.learning.effect_entries import Effect, EffectList, effect_list
    from ccops.learning.gate_entries import GateEntry, GateList, GateState, gate_list
    from ccops.learning.gates import GateRule, check_gates
    from ccops.learning.knowledge_checks import check_knowledge
    from ccops.learning.knowledge_records import (
        kb_account_records,
        kb_change_records,
        kb_item_records,
        kb_search_records,
        kb_visit_records,
    )
    from ccops.learning.learned import Learning
    from ccops.learning.list_values import ListValue
    from ccops.learning.long_call_entries import LongCall, LongCallList, long_call_list
    from ccops.learning.plan_entries import PlanEntry, PlanList, plan_list
    from ccops.learning.process_entries import ProcessList, Served, process_list
    from ccops.learning.quality_entries import (
        ActionList,
        CalibrationList,
        DisputeList,
        SampleList,
        action_list,
        calibration_list,
        dispute_list,
        sample_list,
    )
    from ccops.learning.record_entries import RecordEntry, RecordList, record_list
    from ccops.learning.record_lists import RecordListRule, check_record_lists
    from ccops.learning.register_records import (
        document_records,
        document_review_records,
        team_activity_records,
    )
    from ccops.learning.rules import LIST_SECTIONS, OWN_INDICATORS, LearningRules
    from ccops.learning.study_entries import Study, StudyList, study_list
    from ccops.learning.subjects import (
        documents_in_force,
        employed_on,
        first_days,
        modules_taught,
        people_in_post,
        people_joined,
        team_on,
        teams_begun,
    )
    from ccops.learning.top_entries import TopEntry, TopList, top_list
else:
    __getattr__ = opened_later(
        __name__,
        {
            "ageing_lists": ("AgeingListRule", "check_ageing_lists"),
            "gates": ("GateRule", "check_gates"),
            "record_lists": ("RecordListRule", "check_record_lists"),
            "rules": ("LIST_SECTIONS", "OWN_INDICATORS", "LearningRules"),
            "ageing_entries": ("AgeingDay", "AgeingEntry", "AgeingList", "ageing_list"),
            "gate_entries": ("GateEntry", "GateList", "GateState", "gate_list"),
            "record_entries": ("RecordEntry", "RecordList", "record_list"),
            "effect_entries": ("Effect", "EffectList", "effect_list"),
            "coaching_records": (
                "coaching_records",
                "development_plan_records",
                "study_records",
            ),
            "plan_entries": ("PlanEntry", "PlanList", "plan_list"),
            "due_entries": ("DueEntry", "DueList", "DueState", "due_entry", "due_list"),
            "knowledge_checks": ("check_knowledge",),
            "knowledge_records": (
                "kb_account_records",
                "kb_change_records",
                "kb_item_records",
                "kb_search_records",
                "kb_visit_records",
            ),
            "learned": ("Learning",),
            "list_values": ("ListValue",),
            "long_call_entries": ("LongCall", "LongCallList", "long_call_list"),
            "process_entries": ("ProcessList", "Served", "process_list"),
            "quality_entries": (
                "ActionList",
                "CalibrationList",
                "DisputeList",
                "SampleList",
                "action_list",
                "action_list",
                "calibration_list",
                "dispute_list",
                "sample_list",
            ),
            "register_records": (
                "document_records",
                "document_review_records",
                "team_activity_records",
            ),
            "study_entries": ("Study", "StudyList", "study_list"),
            "subjects": (
                "documents_in_force",
                "employed_on",
                "first_days",
                "modules_taught",
                "people_in_post",
                "people_joined",
                "team_on",
                "teams_begun",
            ),
            "top_entries": ("TopEntry", "TopList", "top_list"),
        },
    )

#: The record kinds this room brings.
LEARNING_KINDS: Final = (
    TEAM_ACTIVITY,
    DOCUMENT,
    DOCUMENT_REVIEW,
    KB_ITEM,
    KB_CHANGE,
    KB_ACCOUNT,
    KB_SEARCH,
    KB_VISIT,
    COACHING_SESSION,
    STUDY_MODULE,
    DEVELOPMENT_PLAN,
)

__all__ = [
    "COACHING_SESSION",
    "DEVELOPMENT_PLAN",
    "DOCUMENT",
    "DOCUMENT_REVIEW",
    "KB_ACCOUNT",
    "KB_CHANGE",
    "KB_CHANGES",
    "KB_ITEM",
    "KB_RIGHTS",
    "KB_SEARCH",
    "KB_USERS",
    "KB_VISIT",
    "LEARNING_KINDS",
    "LIST_SECTIONS",
    "OWN_INDICATORS",
    "REVIEW_OUTCOMES",
    "SESSION_STATES",
    "SESSION_TIMES",
    "STUDY_MODULE",
    "TEAM_ACTIVITY",
    "ActionList",
    "AgeingDay",
    "AgeingEntry",
    "AgeingList",
    "AgeingListRule",
    "CalibrationList",
    "CoachingEffectRule",
    "DevelopmentPlanRule",
    "DisputeList",
    "DueEntry",
    "DueList",
    "DueListRule",
    "DuePer",
    "DueState",
    "DueTerms",
    "Effect",
    "EffectList",
    "GateEntry",
    "GateList",
    "GateRule",
    "GateState",
    "Interval",
    "Learning",
    "LearningRules",
    "ListValue",
    "LongCall",
    "LongCallList",
    "LongCallRule",
    "PlanEntry",
    "PlanList",
    "ProcessAimRule",
    "ProcessList",
    "RecordEntry",
    "RecordList",
    "RecordListRule",
    "SampleList",
    "Served",
    "Study",
    "StudyList",
    "StudyRule",
    "TopEntry",
    "TopFirst",
    "TopList",
    "TopListRule",
    "TopSpan",
    "WeekDay",
    "action_list",
    "ageing_list",
    "calibration_list",
    "check_ageing_lists",
    "check_coaching_effects",
    "check_development_plans",
    "check_due_lists",
    "check_gates",
    "check_knowledge",
    "check_long_calls",
    "check_process_aims",
    "check_record_lists",
    "check_studies",
    "check_top_lists",
    "coaching_records",
    "development_plan_records",
    "dispute_list",
    "document_records",
    "document_review_records",
    "documents_in_force",
    "due_entry",
    "due_list",
    "effect_list",
    "employed_on",
    "first_days",
    "gate_list",
    "kb_account_records",
    "kb_change_records",
    "kb_item_records",
    "kb_search_records",
    "kb_visit_records",
    "long_call_list",
    "modules_taught",
    "parse_interval",
    "people_in_post",
    "people_joined",
    "plan_list",
    "process_list",
    "record_list",
    "sample_list",
    "study_list",
    "study_records",
    "team_activity_records",
    "team_on",
    "teams_begun",
    "top_list",
]
