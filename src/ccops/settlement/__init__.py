"""The month: measure, settle, explain; its manifest, its closing, its payroll lines."""

from __future__ import annotations

from ccops.settlement.closing import Closing, read_closing
from ccops.settlement.explanation import Explanation
from ccops.settlement.lines import PayrollLine
from ccops.settlement.manifest import Manifest, facts_data
from ccops.settlement.measuring import calendar_of, chosen, merged_records
from ccops.settlement.month import Month, rulings_from_rows
from ccops.settlement.opening import OpeningRow, opening_from_rows, opening_of
from ccops.settlement.provisional import Blocked
from ccops.settlement.record_accounts import account_rows_behind
from ccops.settlement.rules import MonthRules, PackIdentity
from ccops.settlement.rulings import Ruling, RulingKind
from ccops.settlement.settlement import Settlement
from ccops.settlement.sources import Source, SourceKind, SourceRules, records_of_sources, source
from ccops.settlement.storing import load_settlement, save_settlement, stored_manifest
from ccops.settlement.writing import write_value

__all__ = [
    "Blocked",
    "Closing",
    "Explanation",
    "Manifest",
    "Month",
    "MonthRules",
    "OpeningRow",
    "PackIdentity",
    "PayrollLine",
    "Ruling",
    "RulingKind",
    "Settlement",
    "Source",
    "SourceKind",
    "SourceRules",
    "account_rows_behind",
    "calendar_of",
    "chosen",
    "facts_data",
    "load_settlement",
    "merged_records",
    "opening_from_rows",
    "opening_of",
    "read_closing",
    "records_of_sources",
    "rulings_from_rows",
    "save_settlement",
    "source",
    "stored_manifest",
    "write_value",
]
