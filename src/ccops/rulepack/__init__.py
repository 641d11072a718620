"""Rule packs: from YAML to a checked, frozen pack that can be asked for a period."""

from __future__ import annotations

from ccops.rulepack.assembling import Assembly
from ccops.rulepack.case_comparing import Difference
from ccops.rulepack.case_runs import CaseResult, CaseRunner, run_case, run_cases, settle_case
from ccops.rulepack.cases import Case, read_cases
from ccops.rulepack.catalog import Catalog
from ccops.rulepack.choices import Choice
from ccops.rulepack.loading import check, find_folder, load
from ccops.rulepack.month import month_rules
from ccops.rulepack.pack import Pack
from ccops.rulepack.plain_yaml import Decided, read_decided, read_mapping
from ccops.rulepack.sources import Accepted, Assumption, PackSources, pack_sources

__all__ = [
    "Accepted",
    "Assembly",
    "Assumption",
    "Case",
    "CaseResult",
    "CaseRunner",
    "Catalog",
    "Choice",
    "Decided",
    "Difference",
    "Pack",
    "PackSources",
    "check",
    "find_folder",
    "load",
    "month_rules",
    "pack_sources",
    "read_cases",
    "read_decided",
    "read_mapping",
    "run_case",
    "run_cases",
    "settle_case",
]
