"""Organization: posts and lines, duties, reports, publications, what happened on the floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.doors import opened_later
from ccops.organization.aims import Aims
from ccops.organization.approvals import (
    AppealRule,
    ApprovalRule,
    check_approval_lines,
    check_approvals,
)
from ccops.organization.duties import DutyRule, EvidenceRule, check_duties, evidence_name
from ccops.organization.employments import EmploymentKind, EmploymentRule
from ccops.organization.frequencies import Frequency, Stretch, stretches
from ccops.organization.goals import GoalRule
from ccops.organization.kinds import ACTIVITY, EVENT, EXAM, FOUND_ERROR, RATING
from ccops.organization.limits import LimitRule
from ccops.organization.post_pairs import PairStanding, PostPairRule, check_post_pairs
from ccops.organization.publication_checks import PublicationNames, check_publications
from ccops.organization.publications import (
    Audience,
    DueRule,
    Identification,
    PublicationRule,
)
from ccops.organization.report_checks import check_archives, check_report_duties
from ccops.organization.report_dues import Deadline, deadline
from ccops.organization.report_duties import (
    ArchiveRule,
    FreeDay,
    OwedBy,
    ReportDueRule,
    ReportDutyRule,
    WeekDay,
)
from ccops.organization.report_kinds import ARCHIVED, OWED_REPORT, REPORT_SUBMISSION
from ccops.organization.risks import RiskRule, check_risks
from ccops.organization.roles import RoleRule, check_employee_roles, check_roles, reporting_line
from ccops.organization.rules import (
    LISTED_SECTIONS,
    ORGANIZATION_SECTIONS,
    OWN_LISTS,
    OrganizationRules,
)
from ccops.organization.span import SpanOfControl, SpanRule, leads_for_ratio, span_of_control
from ccops.organization.structure import check_structure
from ccops.organization.structures import (
    DepartmentRule,
    StructureRule,
    check_departments,
    check_structures,
)
from ccops.organization.targets import TargetKind, TargetRule, YearRule
from ccops.organization.watches import JointFlagRule, WatchRule

if TYPE_CHECKING:
    from ccops.organization.archive_entries import (
        Archived,
        ArchiveEntry,
        ArchiveList,
        ArchiveState,
        archive_list,
    )
    from ccops.organization.duty_entries import DutyDesk, DutyEntry, DutyList, DutyState, duty_list
    from ccops.organization.organized import Organization, ReportCalendar, StaffTrouble
    from ccops.organization.own_people import scored_own_people
    from ccops.organization.post_entries import Post, posts_of
    from ccops.organization.records import (
        activity_records,
        event_records,
        exam_records,
        found_error_records,
        rating_records,
    )
    from ccops.organization.report_entries import (
        OwedReport,
        ReportDesk,
        ReportList,
        ReportState,
        Submission,
        report_list,
    )
    from ccops.organization.report_records import archived_records, report_submission_records
    from ccops.organization.report_troubles import report_findings
    from ccops.organization.risk_entries import RiskEntry, risk_entry
    from ccops.organization.span_entries import Led, SpanList, SpanState, span_list
    from ccops.organization.staff import Line, LineState, Person, Staff, staff_on
    from ccops.organization.staff_troubles import StaffFinding, staff_findings
    from ccops.organization.timeliness import Delay, Punctuality, Timeliness, due_day
else:
    __getattr__ = opened_later(
        __name__,
        {
            "archive_entries": (
                "ArchiveEntry",
                "ArchiveList",
                "ArchiveState",
                "Archived",
                "archive_list",
            ),
            "duty_entries": ("DutyDesk", "DutyEntry", "DutyList", "DutyState", "duty_list"),
            "organized": ("Organization", "ReportCalendar", "StaffTrouble"),
            "own_people": ("scored_own_people",),
            "post_entries": ("Post", "posts_of"),
            "records": (
                "activity_records",
                "event_records",
                "exam_records",
                "found_error_records",
                "rating_records",
            ),
            "report_entries": (
                "OwedReport",
                "ReportDesk",
                "ReportList",
                "ReportState",
                "Submission",
                "report_list",
            ),
            "report_troubles": ("report_findings",),
            "report_records": ("archived_records", "report_submission_records"),
            "risk_entries": ("RiskEntry", "risk_entry"),
            "span_entries": ("Led", "SpanList", "SpanState", "span_list"),
            "staff": ("Line", "LineState", "Person", "Staff", "staff_on"),
            "staff_troubles": ("StaffFinding", "staff_findings"),
            "timeliness": ("Delay", "Punctuality", "Timeliness", "due_day"),
        },
    )

__all__ = [
    "ACTIVITY",
    "ARCHIVED",
    "EVENT",
    "EXAM",
    "FOUND_ERROR",
    "LISTED_SECTIONS",
    "ORGANIZATION_SECTIONS",
    "OWED_REPORT",
    "OWN_LISTS",
    "RATING",
    "REPORT_SUBMISSION",
    "Aims",
    "AppealRule",
    "ApprovalRule",
    "ArchiveEntry",
    "ArchiveList",
    "ArchiveRule",
    "ArchiveState",
    "Archived",
    "Audience",
    "Deadline",
    "Delay",
    "DepartmentRule",
    "DueRule",
    "DutyDesk",
    "DutyEntry",
    "DutyList",
    "DutyRule",
    "DutyState",
    "EmploymentKind",
    "EmploymentRule",
    "EvidenceRule",
    "FreeDay",
    "Frequency",
    "GoalRule",
    "Identification",
    "JointFlagRule",
    "Led",
    "LimitRule",
    "Line",
    "LineState",
    "Organization",
    "OrganizationRules",
    "OwedBy",
    "OwedReport",
    "PairStanding",
    "Person",
    "Post",
    "PostPairRule",
    "PublicationNames",
    "PublicationRule",
    "Punctuality",
    "ReportCalendar",
    "ReportDesk",
    "ReportDueRule",
    "ReportDutyRule",
    "ReportList",
    "ReportState",
    "RiskEntry",
    "RiskRule",
    "RoleRule",
    "SpanList",
    "SpanOfControl",
    "SpanRule",
    "SpanState",
    "Staff",
    "StaffFinding",
    "StaffTrouble",
    "Stretch",
    "StructureRule",
    "Submission",
    "TargetKind",
    "TargetRule",
    "Timeliness",
    "WatchRule",
    "WeekDay",
    "YearRule",
    "activity_records",
    "archive_list",
    "archived_records",
    "check_approval_lines",
    "check_approvals",
    "check_archives",
    "check_departments",
    "check_duties",
    "check_employee_roles",
    "check_post_pairs",
    "check_publications",
    "check_report_duties",
    "check_risks",
    "check_roles",
    "check_structure",
    "check_structures",
    "deadline",
    "due_day",
    "duty_list",
    "event_records",
    "evidence_name",
    "exam_records",
    "found_error_records",
    "leads_for_ratio",
    "posts_of",
    "rating_records",
    "report_findings",
    "report_list",
    "report_submission_records",
    "reporting_line",
    "risk_entry",
    "scored_own_people",
    "span_list",
    "span_of_control",
    "staff_findings",
    "staff_on",
    "stretches",
]
