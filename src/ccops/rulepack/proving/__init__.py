"""Proving a pack: what of its rules the worked cases reach, and what they would notice."""

from __future__ import annotations

from ccops.rulepack.proving.coverage import Coverage, measure_coverage
from ccops.rulepack.proving.deletion import Deletion, delete_clauses
from ccops.rulepack.proving.mutants import Mutant
from ccops.rulepack.proving.mutation import MutantResult, Mutation, Outcome, mutate
from ccops.rulepack.proving.points import Point, PointKind

__all__ = [
    "Coverage",
    "Deletion",
    "Mutant",
    "MutantResult",
    "Mutation",
    "Outcome",
    "Point",
    "PointKind",
    "delete_clauses",
    "measure_coverage",
    "mutate",
]
