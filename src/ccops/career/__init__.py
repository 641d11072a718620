"""Career: ladders of levels and who is proposed for another one; violations and what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.career.conducts import ConductRule, FoundBy, Gravity
from ccops.career.discipline_ladders import (
    ActionRule,
    DisciplineLadderRule,
    GravityRule,
    check_discipline,
)
from ccops.career.violation_kinds import DAMAGE, VIOLATION, with_violations
from ccops.doors import opened_later

if TYPE_CHECKING:
    from ccops.career.damage_rows import damage_records
    from ccops.career.equipment import Damage, DamageState, equipment_ledger
    from ccops.career.gaps import Bound, Gap, GapKind
    from ccops.career.graph import check_ladder, ways_down, ways_up
    from ccops.career.ladders import LadderRule
    from ccops.career.last_places import LastPlaceRule
    from ccops.career.levels import ExitRule, LevelRule, NeedRule, Outcome, PostRule
    from ccops.career.outcomes import LastPlaceStage, PayFrom, Proposal, TrialOutcome
    from ccops.career.registers import Candidate, ConductStanding, Discipline, standings_on
    from ccops.career.reviews import Careers, LadderReview, LastPlace, LastPlaces, Need, Standing
    from ccops.career.rules import CareerRules
    from ccops.career.times_in_level import LevelTime, level_times
    from ccops.career.violations import (
        Violation,
        ViolationState,
        check_conducts,
        violations_of,
    )
else:
    __getattr__ = opened_later(
        __name__,
        {
            "graph": ("check_ladder", "ways_down", "ways_up"),
            "ladders": ("LadderRule",),
            "last_places": ("LastPlaceRule",),
            "levels": ("ExitRule", "LevelRule", "NeedRule", "Outcome", "PostRule"),
            "outcomes": ("LastPlaceStage", "PayFrom", "Proposal", "TrialOutcome"),
            "rules": ("CareerRules",),
            "damage_rows": ("damage_records",),
            "equipment": ("Damage", "DamageState", "equipment_ledger"),
            "gaps": ("Bound", "Gap", "GapKind"),
            "times_in_level": ("LevelTime", "level_times"),
            "violations": ("Violation", "ViolationState", "check_conducts", "violations_of"),
            "registers": ("Candidate", "ConductStanding", "Discipline", "standings_on"),
            "reviews": (
                "Careers",
                "LadderReview",
                "LastPlace",
                "LastPlaces",
                "Need",
                "Standing",
            ),
        },
    )

__all__ = [
    "DAMAGE",
    "VIOLATION",
    "ActionRule",
    "Bound",
    "Candidate",
    "CareerRules",
    "Careers",
    "ConductRule",
    "ConductStanding",
    "Damage",
    "DamageState",
    "Discipline",
    "DisciplineLadderRule",
    "ExitRule",
    "FoundBy",
    "Gap",
    "GapKind",
    "Gravity",
    "GravityRule",
    "LadderReview",
    "LadderRule",
    "LastPlace",
    "LastPlaceRule",
    "LastPlaceStage",
    "LastPlaces",
    "LevelRule",
    "LevelTime",
    "Need",
    "NeedRule",
    "Outcome",
    "PayFrom",
    "PostRule",
    "Proposal",
    "Standing",
    "TrialOutcome",
    "Violation",
    "ViolationState",
    "check_conducts",
    "check_discipline",
    "check_ladder",
    "damage_records",
    "equipment_ledger",
    "level_times",
    "standings_on",
    "violations_of",
    "ways_down",
    "ways_up",
    "with_violations",
]
