"""Organization: posts and lines, duties, reports, publications, what happened on the floor.

Sub-rooms, in the order in which a staff list takes its way: ``posts`` (which there are, and who
stands above whom), ``staff`` (who holds them on a day), ``reporting`` (who owes which report),
``duties`` (what was to be done, and what shows it) and ``whole`` (all rules together, a staff held
against them). Beside them stand ``aims`` (targets and goals), ``floor`` (exams, activities, events
as records) and ``publishing`` (what is made public).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.doors import opened_later
from ccops.organization.aims.goals import GoalRule
from ccops.organization.aims.limits import LimitRule
from ccops.organization.aims.targets import TargetKind, TargetRule, YearRule
from ccops.organization.aims.watches import JointFlagRule, WatchRule
from ccops.organization.duties.duties import DutyRule, EvidenceRule, check_duties, evidence_name
from ccops.organization.floor.kinds import ACTIVITY, EVENT, EXAM, FOUND_ERROR, RATING
from ccops.organization.posts.approvals import (
    AppealRule,
    ApprovalRule,
    check_approval_lines,
    check_approvals,
)
from ccops.organization.posts.rights import RightRule, check_rights
from ccops.organization.posts.roles import (
    RoleRule,
    check_roles,
    reporting_line,
)
from ccops.organization.publishing.publications import (
    Audience,
    DueRule,
    Identification,
    PublicationRule,
)
from ccops.organization.reporting.frequencies import Frequency, Stretch, stretches
from ccops.organization.reporting.report_duties import (
    ArchiveRule,
    FreeDay,
    MadeBy,
    OwedBy,
    ReportDueRule,
    ReportDutyRule,
    WeekDay,
)
from ccops.organization.reporting.report_kinds import (
    ARCHIVED,
    OWED_REPORT,
    REPORT_SUBMISSION,
)

if TYPE_CHECKING:
    from ccops.organization.aims.aims import Aims
    from ccops.organization.duties.duty_entries import (
        DutyDesk,
        DutyEntry,
        DutyList,
        DutyState,
        duty_list,
    )
    from ccops.organization.duties.risk_entries import RiskEntry, risk_entry
    from ccops.organization.duties.risks import RiskRule, check_risks
    from ccops.organization.floor.records import (
        activity_records,
        event_records,
        exam_records,
        found_error_records,
        rating_records,
    )
    from ccops.organization.posts.employments import EmploymentKind, EmploymentRule
    from ccops.organization.posts.post_pairs import PairStanding, PostPairRule, check_post_pairs
    from ccops.organization.posts.span import (
        SpanOfControl,
        SpanRule,
        leads_for_ratio,
        span_of_control,
    )
    from ccops.organization.publishing.publication_checks import (
        PublicationNames,
        check_publications,
    )
    from ccops.organization.publishing.timeliness import Delay, Punctuality, Timeliness, due_day
    from ccops.organization.reporting.archive_entries import (
        Archived,
        ArchiveEntry,
        ArchiveList,
        ArchiveState,
        archive_list,
    )
    from ccops.organization.reporting.report_checks import check_archives, check_report_duties
    from ccops.organization.reporting.report_dues import Deadline, deadline
    from ccops.organization.reporting.report_entries import (
        OwedReport,
        ReportList,
        ReportState,
        report_list,
    )
    from ccops.organization.reporting.report_records import (
        archived_records,
        report_submission_records,
    )
    from ccops.organization.reporting.report_troubles import report_findings
    from ccops.organization.reporting.submissions import (
        Misfit,
        MisfitKind,
        ReportDesk,
        Submission,
    )
    from ccops.organization.staff.post_entries import Post, posts_of
    from ccops.organization.staff.span_entries import Led, SpanList, SpanState, span_list
    from ccops.organization.staff.staff import Line, LineState, Person, Staff, staff_on
    from ccops.organization.whole.organized import Organization, ReportCalendar, StaffTrouble
    from ccops.organization.whole.own_people import scored_own_people
    from ccops.organization.whole.rules import (
        LISTED_SECTIONS,
        ORGANIZATION_SECTIONS,
        OWN_LISTS,
        OrganizationRules,
    )
    from ccops.organization.whole.staff_troubles import StaffFinding, staff_findings
    from ccops.organization.whole.structure import check_structure
    from ccops.organization.whole.structures import (
        DepartmentRule,
        StructureRule,
        check_departments,
        check_structures,
    )
else:
    __getattr__ = opened_later(
        __name__,
        {
            "duties.risks": ("RiskRule", "check_risks"),
            "posts.employments": ("EmploymentKind", "EmploymentRule"),
            "posts.post_pairs": ("PairStanding", "PostPairRule", "check_post_pairs"),
            "posts.span": ("SpanOfControl", "SpanRule", "leads_for_ratio", "span_of_control"),
            "whole.structures": (
                "DepartmentRule",
                "StructureRule",
                "check_departments",
                "check_structures",
            ),
            "aims.aims": ("Aims",),
            "publishing.publication_checks": ("PublicationNames", "check_publications"),
            "reporting.report_checks": ("check_archives", "check_report_duties"),
            "reporting.report_dues": ("Deadline", "deadline"),
            "whole.rules": (
                "LISTED_SECTIONS",
                "ORGANIZATION_SECTIONS",
                "OWN_LISTS",
                "OrganizationRules",
            ),
            "whole.structure": ("check_structure",),
            "reporting.archive_entries": (
                "ArchiveEntry",
                "ArchiveList",
                "ArchiveState",
                "Archived",
                "archive_list",
            ),
            "duties.duty_entries": ("DutyDesk", "DutyEntry", "DutyList", "DutyState", "duty_list"),
            "whole.organized": ("Organization", "ReportCalendar", "StaffTrouble"),
            "whole.own_people": ("scored_own_people",),
            "staff.post_entries": ("Post", "posts_of"),
            "floor.records": (
                "activity_records",
                "event_records",
                "exam_records",
                "found_error_records",
                "rating_records",
            ),
            "reporting.report_entries": (
                "OwedReport",
                "ReportList",
                "ReportState",
                "report_list",
            ),
            "reporting.report_troubles": ("report_findings",),
            "reporting.submissions": ("Misfit", "MisfitKind", "ReportDesk", "Submission"),
            "reporting.report_records": ("archived_records", "report_submission_records"),
            "duties.risk_entries": ("RiskEntry", "risk_entry"),
            "staff.span_entries": ("Led", "SpanList", "SpanState", "span_list"),
            "staff.staff": ("Line", "LineState", "Person", "Staff", "staff_on"),
            "whole.staff_troubles": ("StaffFinding", "staff_findings"),
            "publishing.timeliness": ("Delay", "Punctuality", "Timeliness", "due_day"),
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
    "MadeBy",
    "Misfit",
    "MisfitKind",
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
    "RightRule",
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
    "check_post_pairs",
    "check_publications",
    "check_report_duties",
    "check_rights",
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
