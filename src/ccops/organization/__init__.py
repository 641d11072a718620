"""Organization: roles, reporting lines, span of control, and what happened on the floor."""

from __future__ import annotations

from ccops.organization.records import (
    ACTIVITY,
    EVENT,
    EXAM,
    activity_records,
    event_records,
    exam_records,
)
from ccops.organization.roles import (
    RoleRule,
    check_employee_roles,
    check_roles,
    reporting_line,
)
from ccops.organization.span import SpanOfControl, leads_for_ratio, span_of_control

__all__ = [
    "ACTIVITY",
    "EVENT",
    "EXAM",
    "RoleRule",
    "SpanOfControl",
    "activity_records",
    "check_employee_roles",
    "check_roles",
    "event_records",
    "exam_records",
    "leads_for_ratio",
    "reporting_line",
    "span_of_control",
]
