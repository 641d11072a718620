"""The month: measure, settle, explain; its manifest, its closing, its payroll lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.doors import opened_later
from ccops.settlement.approved.appeals import Answer, Appeal, Decision
from ccops.settlement.approved.approval import Approval, Stage, Step
from ccops.settlement.approved.approval_text import approval_data, load_approval, save_approval
from ccops.settlement.approved.published import (
    Publication,
    PublishedColumn,
    PublishedReason,
    PublishedRow,
    PublishedSheet,
)
from ccops.settlement.carried.closing import Closing, read_closing
from ccops.settlement.carried.evidence import evidence_of
from ccops.settlement.carried.opening import OpeningRow, opening_from_rows, opening_of
from ccops.settlement.carried.renamed_teams import renamed_teams_of, with_teams_renamed
from ccops.settlement.measured.law import MonthLaw
from ccops.settlement.measured.lines import PayrollLine, adjustment_lines
from ccops.settlement.measured.measuring import (
    calendar_of,
    chosen,
    evidence_there_may_be,
    merged_records,
)
from ccops.settlement.measured.provisional import Blocked
from ccops.settlement.measured.reconciling import Reconciled, Reconciliation, Verdict
from ccops.settlement.measured.rules import MonthRules, PackIdentity
from ccops.settlement.measured.rulings import Ruling, RulingKind, rulings_from_rows
from ccops.settlement.measured.source_kinds import (
    BY_WORKDAYS,
    WORKTIME,
    Source,
    SourceKind,
    SourceRules,
    source,
)
from ccops.settlement.measured.sources import all_days, records_of_sources
from ccops.settlement.revised.causes import Cause, CauseKind
from ccops.settlement.revised.change import Change
from ccops.settlement.revised.costs_by_attribution import attribution_costs
from ccops.settlement.revised.difference import Difference
from ccops.settlement.revised.reading_costs import ReadingCost, ReadingCosts, costs_of
from ccops.settlement.settled.explanation import Explanation
from ccops.settlement.settled.manifest import Manifest, facts_data
from ccops.settlement.settled.settlement import Settlement
from ccops.settlement.whole.month import Month
from ccops.settlement.whole.storing import (
    load_settlement,
    save_settlement,
    settlement_from_data,
    stored_decisions,
    stored_manifest,
    stored_revision,
)
from ccops.settlement.words.correction_words import CorrectionWords
from ccops.settlement.words.group_words import written_groups
from ccops.settlement.words.lot_words import LotWords
from ccops.settlement.words.writing import approximate, write_value

if TYPE_CHECKING:
    from ccops.settlement.attested.attestation import Attestation
    from ccops.settlement.attested.own_inputs import InputKind, OwnInput
    from ccops.settlement.measured.measured_alike import measured_alike
    from ccops.settlement.plain_data.encoding import plain_cell
    from ccops.settlement.whole.verifying import Verification, VerifiedAmount, verified
else:
    __getattr__ = opened_later(
        __name__,
        {
            "attested.attestation": ("Attestation",),
            "measured.measured_alike": ("measured_alike",),
            "plain_data.encoding": ("plain_cell",),
            "attested.own_inputs": ("InputKind", "OwnInput"),
            "whole.verifying": ("Verification", "VerifiedAmount", "verified"),
        },
    )

__all__ = [
    "BY_WORKDAYS",
    "WORKTIME",
    "Answer",
    "Appeal",
    "Approval",
    "Attestation",
    "Blocked",
    "Cause",
    "CauseKind",
    "Change",
    "Closing",
    "CorrectionWords",
    "Decision",
    "Difference",
    "Explanation",
    "InputKind",
    "LotWords",
    "Manifest",
    "Month",
    "MonthLaw",
    "MonthRules",
    "OpeningRow",
    "OwnInput",
    "PackIdentity",
    "PayrollLine",
    "Publication",
    "PublishedColumn",
    "PublishedReason",
    "PublishedRow",
    "PublishedSheet",
    "ReadingCost",
    "ReadingCosts",
    "Reconciled",
    "Reconciliation",
    "Ruling",
    "RulingKind",
    "Settlement",
    "Source",
    "SourceKind",
    "SourceRules",
    "Stage",
    "Step",
    "Verdict",
    "Verification",
    "VerifiedAmount",
    "adjustment_lines",
    "all_days",
    "approval_data",
    "approximate",
    "attribution_costs",
    "calendar_of",
    "chosen",
    "costs_of",
    "evidence_of",
    "evidence_there_may_be",
    "facts_data",
    "load_approval",
    "load_settlement",
    "measured_alike",
    "merged_records",
    "opening_from_rows",
    "opening_of",
    "plain_cell",
    "read_closing",
    "records_of_sources",
    "renamed_teams_of",
    "rulings_from_rows",
    "save_approval",
    "save_settlement",
    "settlement_from_data",
    "source",
    "stored_decisions",
    "stored_manifest",
    "stored_revision",
    "verified",
    "with_teams_renamed",
    "write_value",
    "written_groups",
]
