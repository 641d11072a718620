"""Career: ladders of levels, what each asks for, and who is proposed for another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.career.graph import check_ladder, ways_down, ways_up
from ccops.career.ladders import LadderRule, PayFrom
from ccops.career.last_places import LastPlaceRule, LastPlaceStage
from ccops.career.levels import ExitRule, LevelRule, NeedRule, Outcome, PostRule
from ccops.doors import opened_later

if TYPE_CHECKING:
    from ccops.career.proposals import Proposal
    from ccops.career.trials import TrialOutcome
else:
    __getattr__ = opened_later(
        __name__,
        {
            "proposals": ("Proposal",),
            "trials": ("TrialOutcome",),
        },
    )

__all__ = [
    "ExitRule",
    "LadderRule",
    "LastPlaceRule",
    "LastPlaceStage",
    "LevelRule",
    "NeedRule",
    "Outcome",
    "PayFrom",
    "PostRule",
    "Proposal",
    "TrialOutcome",
    "check_ladder",
    "ways_down",
    "ways_up",
]
