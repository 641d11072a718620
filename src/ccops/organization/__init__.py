"""Organization: roles and reporting lines, duties, publications, what happened on the floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.doors import opened_later
from ccops.organization.aims import Aims
from ccops.organization.approvals import AppealRule, ApprovalRule, check_approvals
from ccops.organization.duties import DutyRule, check_duties
from ccops.organization.employments import EmploymentKind, EmploymentRule
from ccops.organization.goals import GoalRule
from ccops.organization.kinds import ACTIVITY, EVENT, EXAM, FOUND_ERROR, RATING
from ccops.organization.limits import LimitRule
from ccops.organization.publication_checks import PublicationNames, check_publications
from ccops.organization.publications import (
    Audience,
    DueRule,
    Identification,
    PublicationRule,
)
from ccops.organization.roles import (
    RoleRule,
    check_employee_roles,
    check_roles,
    reporting_line,
)
from ccops.organization.span import (
    SpanOfControl,
    SpanRule,
    leads_for_ratio,
    span_of_control,
)
from ccops.organization.structure import check_structure
from ccops.organization.targets import TargetKind, TargetRule, YearRule
from ccops.organization.timeliness import Delay, Punctuality, Timeliness, due_day
from ccops.organization.watches import JointFlagRule, WatchRule

if TYPE_CHECKING:
    from ccops.organization.records import (
        activity_records,
        event_records,
        exam_records,
        found_error_records,
        rating_records,
    )
else:
    __getattr__ = opened_later(
        __name__,
        {
            "records": (
                "activity_records",
                "event_records",
                "exam_records",
                "found_error_records",
                "rating_records",
            ),
        },
    )

__all__ = [
    "ACTIVITY",
    "EVENT",
    "EXAM",
    "FOUND_ERROR",
    "RATING",
    "Aims",
    "AppealRule",
    "ApprovalRule",
    "Audience",
    "Delay",
    "DueRule",
    "DutyRule",
    "EmploymentKind",
    "EmploymentRule",
    "GoalRule",
    "Identification",
    "JointFlagRule",
    "LimitRule",
    "PublicationNames",
    "PublicationRule",
    "Punctuality",
    "RoleRule",
    "SpanOfControl",
    "SpanRule",
    "TargetKind",
    "TargetRule",
    "Timeliness",
    "WatchRule",
    "YearRule",
    "activity_records",
    "check_approvals",
    "check_duties",
    "check_employee_roles",
    "check_publications",
    "check_roles",
    "check_structure",
    "due_day",
    "event_records",
    "exam_records",
    "found_error_records",
    "leads_for_ratio",
    "rating_records",
    "reporting_line",
    "span_of_control",
]
