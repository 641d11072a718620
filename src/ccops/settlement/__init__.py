"""The month: measure, settle, explain; its manifest, its closing, its payroll lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.doors import opened_later
from ccops.settlement.appeals import Answer, Appeal, Decision
from ccops.settlement.approval import Approval, Stage, Step
from ccops.settlement.approval_text import approval_data, load_approval, save_approval
from ccops.settlement.causes import Cause, CauseKind
from ccops.settlement.closing import Closing, read_closing
from ccops.settlement.correction_words import CorrectionWords
from ccops.settlement.costs_by_attribution import attribution_costs
from ccops.settlement.difference import Change, Difference
from ccops.settlement.evidence import evidence_of
from ccops.settlement.explanation import Explanation
from ccops.settlement.group_words import written_groups
from ccops.settlement.law import MonthLaw
from ccops.settlement.lines import PayrollLine, adjustment_lines
from ccops.settlement.lot_words import LotWords
from ccops.settlement.manifest import Manifest, facts_data
from ccops.settlement.measuring import calendar_of, chosen, merged_records
from ccops.settlement.month import Month
from ccops.settlement.opening import OpeningRow, opening_from_rows, opening_of
from ccops.settlement.provisional import Blocked
from ccops.settlement.published import (
    Publication,
    PublishedColumn,
    PublishedReason,
    PublishedRow,
    PublishedSheet,
)
from ccops.settlement.reading_costs import ReadingCost, ReadingCosts, costs_of
from ccops.settlement.reconciling import Reconciled, Reconciliation
from ccops.settlement.renamed_teams import renamed_teams_of, with_teams_renamed
from ccops.settlement.rules import MonthRules, PackIdentity
from ccops.settlement.rulings import Ruling, RulingKind, rulings_from_rows
from ccops.settlement.settlement import Settlement
from ccops.settlement.source_kinds import (
    BY_WORKDAYS,
    WORKTIME,
    Source,
    SourceKind,
    SourceRules,
    source,
)
from ccops.settlement.sources import all_days, records_of_sources
from ccops.settlement.storing import (
    load_settlement,
    save_settlement,
    settlement_from_data,
    stored_manifest,
    stored_revision,
)
from ccops.settlement.writing import write_value

if TYPE_CHECKING:
    from ccops.settlement.attestation import Attestation
    from ccops.settlement.encoding import plain_cell
    from ccops.settlement.own_inputs import InputKind, OwnInput
    from ccops.settlement.verifying import Verification, VerifiedAmount, verified
else:
    __getattr__ = opened_later(
        __name__,
        {
            "attestation": ("Attestation",),
            "encoding": ("plain_cell",),
            "own_inputs": ("InputKind", "OwnInput"),
            "verifying": ("Verification", "VerifiedAmount", "verified"),
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
    "Verification",
    "VerifiedAmount",
    "adjustment_lines",
    "all_days",
    "approval_data",
    "attribution_costs",
    "calendar_of",
    "chosen",
    "costs_of",
    "evidence_of",
    "facts_data",
    "load_approval",
    "load_settlement",
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
    "stored_manifest",
    "stored_revision",
    "verified",
    "with_teams_renamed",
    "write_value",
    "written_groups",
]
