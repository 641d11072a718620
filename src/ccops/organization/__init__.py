"""Organization: roles, reporting lines, span of control, and what happened on the floor."""

from __future__ import annotations

from ccops.organization.duties import DutyRule, check_duties
from ccops.organization.employments import EmploymentKind, EmploymentRule
from ccops.organization.records import (
    ACTIVITY,
    EVENT,
    EXAM,
    FOUND_ERROR,
    activity_records,
    event_records,
    exam_records,
    found_error_records,
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

__all__ = [
    "ACTIVITY",
    "EVENT",
    "EXAM",
    "FOUND_ERROR",
    "DutyRule",
    "EmploymentKind",
    "EmploymentRule",
    "RoleRule",
    "SpanOfControl",
    "SpanRule",
    "activity_records",
    "check_duties",
    "check_employee_roles",
    "check_roles",
    "check_structure",
    "event_records",
    "exam_records",
    "found_error_records",
    "leads_for_ratio",
    "reporting_line",
    "span_of_control",
]
