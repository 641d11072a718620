"""Cases: worked examples of a pack, read, checked and run."""

from __future__ import annotations

from ccops.rulepack.cases.case import Case, read_cases
from ccops.rulepack.cases.comparing import Difference
from ccops.rulepack.cases.runs import CaseResult, CaseRunner, run_case, run_cases, settle_case

__all__ = [
    "Case",
    "CaseResult",
    "CaseRunner",
    "Difference",
    "read_cases",
    "run_case",
    "run_cases",
    "settle_case",
]
