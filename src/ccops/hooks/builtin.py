"""What the library brings, by the same hooks as a stranger's plugin."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccops.career import DAMAGE, VIOLATION
from ccops.casework import CASEWORK_KINDS
from ccops.contacts import (
    APPROACH,
    CONTACT,
    CONTACT_TOPIC,
    CREDITED_SEGMENT,
    DIAL,
    HANDLE_SEGMENT,
    ISSUE,
    OFFER,
    QUEUE_EVENT,
    QUEUE_VISIT,
    TOPIC_SEGMENT,
)
from ccops.hooks.policies import PolicyAtDoor
from ccops.hooks.specs import hookimpl
from ccops.learning import LEARNING_KINDS
from ccops.organization import (
    ACTIVITY,
    ARCHIVED,
    EVENT,
    EXAM,
    FOUND_ERROR,
    OWED_REPORT,
    RATING,
    REPORT_SUBMISSION,
    GoalRule,
    TargetRule,
    WatchRule,
)
from ccops.pay import (
    AccountPolicy,
    AllowancePolicy,
    AwardPolicy,
    BasicPayPolicy,
    BonusPolicy,
    CorrectionPolicy,
    HolidayPayPolicy,
    LeaveDeductionPolicy,
    LeaverSettlementPolicy,
    StarPayPolicy,
    StatementPolicy,
)
from ccops.projects import (
    CALLBACK,
    SALE,
    SALE_RETURN,
)
from ccops.scorecards import EVALUATION, QUALITY_KINDS, ScorecardRule
from ccops.worktime import (
    AGENT_STATE,
    AGENT_TIME,
    CALENDAR_DAY,
    CN_CALENDAR,
    COMP_OFFSET,
    LEAVE_DAY,
    SWAP,
    WORKED_DAY,
    WORKED_SHIFT,
    HoursAccountPolicy,
    HoursLinePolicy,
    PartMonthPolicy,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ccops.adapters import ContactAdapter
    from ccops.kpi import RecordKind
    from ccops.payroll import PayrollShape
    from ccops.reports import Renderer, ReportKind
    from ccops.worktime import WorkCalendarSource


class BuiltIn:
    """The library as a plugin of itself."""

    @hookimpl
    def ccops_rulepacks(self) -> Mapping[str, Path]:
        """Return the bundled packs."""
        return bundled_packs()

    @hookimpl
    def ccops_record_kinds(self) -> Sequence[RecordKind]:
        """Return the built-in record kinds."""
        return (
            CONTACT,
            QUEUE_VISIT,
            OFFER,
            HANDLE_SEGMENT,
            CREDITED_SEGMENT,
            QUEUE_EVENT,
            DIAL,
            ISSUE,
            APPROACH,
            AGENT_STATE,
            AGENT_TIME,
            WORKED_SHIFT,
            WORKED_DAY,
            LEAVE_DAY,
            CALENDAR_DAY,
            COMP_OFFSET,
            SWAP,
            EVALUATION,
            *QUALITY_KINDS,
            ACTIVITY,
            FOUND_ERROR,
            EVENT,
            EXAM,
            RATING,
            VIOLATION,
            DAMAGE,
            CONTACT_TOPIC,
            TOPIC_SEGMENT,
            SALE,
            SALE_RETURN,
            CALLBACK,
            *LEARNING_KINDS,
            OWED_REPORT,
            REPORT_SUBMISSION,
            ARCHIVED,
            *CASEWORK_KINDS,
        )

    @hookimpl
    def ccops_policies(self) -> Sequence[type[Any] | PolicyAtDoor]:
        """Return the policy classes of the trade rooms."""
        return (
            ScorecardRule,
            BonusPolicy,
            StarPayPolicy,
            AwardPolicy,
            AllowancePolicy,
            HolidayPayPolicy,
            BasicPayPolicy,
            LeaveDeductionPolicy,
            LeaverSettlementPolicy,
            StatementPolicy,
            CorrectionPolicy,
            AccountPolicy,
            HoursAccountPolicy,
            HoursLinePolicy,
            PartMonthPolicy,
            PolicyAtDoor("ladders", "ccops.career", "LadderRule"),
            PolicyAtDoor("last_places", "ccops.career", "LastPlaceRule"),
            TargetRule,
            WatchRule,
            GoalRule,
            PolicyAtDoor("client_contracts", "ccops.projects", "ClientContractPolicy"),
            PolicyAtDoor("commissions", "ccops.projects", "CommissionPolicy"),
            PolicyAtDoor("funnels", "ccops.projects", "FunnelPolicy"),
            PolicyAtDoor("project_results", "ccops.projects", "ProjectResultPolicy"),
        )

    @hookimpl
    def ccops_calendars(self) -> Sequence[WorkCalendarSource]:
        """Return the work calendar of mainland China; its years need the extra ``cn``."""
        return (CN_CALENDAR,)

    @hookimpl
    def ccops_contact_adapters(self) -> Sequence[ContactAdapter]:
        """Return the adapter that reads any table by a column map."""
        from ccops.adapters import CSV_MAP, PARQUET_MAP

        return (CSV_MAP, PARQUET_MAP)

    @hookimpl
    def ccops_reports(self) -> Sequence[ReportKind]:
        """Return the built-in reports."""
        from ccops.reports import REPORTS

        return REPORTS

    @hookimpl
    def ccops_renderers(self) -> Sequence[Renderer]:
        """Return the built-in renderers."""
        from ccops.reports import RENDERERS

        return RENDERERS

    @hookimpl
    def ccops_payroll_maps(self) -> Sequence[PayrollShape]:
        """Return the built-in shapes of payroll files."""
        from ccops.payroll import SHAPES

        return SHAPES


def bundled_packs() -> Mapping[str, Path]:
    """Return the folders of the packs that come with the library.

    In an installed wheel they lie inside the package, in a checkout beside ``src``.
    """
    package = Path(__file__).parents[1]
    inside = package / "_rulepacks"
    folder = inside if inside.is_dir() else package.parents[1] / "rulepacks"
    found = sorted(folder.glob("*/pack.yaml")) if folder.is_dir() else []
    return {each.parent.name: each.parent for each in found}
