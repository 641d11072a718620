"""Career: ladders of levels, what each asks for, and who is proposed for another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.career.graph import check_ladder, ways_down, ways_up
from ccops.career.ladders import LadderRule
from ccops.career.last_places import LastPlaceRule
from ccops.career.levels import ExitRule, LevelRule, NeedRule, Outcome, PostRule
from ccops.career.outcomes import LastPlaceStage, PayFrom, Proposal, TrialOutcome
from ccops.career.rules import CareerRules
from ccops.doors import opened_later

if TYPE_CHECKING:
    from ccops.career.gaps import Bound, Gap, GapKind
    from ccops.career.reviews import Careers, LadderReview, LastPlace, LastPlaces, Need, Standing
    from ccops.career.times_in_level import LevelTime, level_times
else:
    __getattr__ = opened_later(
        __name__,
        {
            "gaps": ("Bound", "Gap", "GapKind"),
            "times_in_level": ("LevelTime", "level_times"),
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
    "Bound",
    "CareerRules",
    "Careers",
    "ExitRule",
    "Gap",
    "GapKind",
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
    "check_ladder",
    "level_times",
    "ways_down",
    "ways_up",
]
