"""Career: ladders of levels, what each asks for, and who is proposed for another one."""

from __future__ import annotations

from ccops.career.graph import check_ladder, ways_down, ways_up
from ccops.career.ladders import LadderRule
from ccops.career.levels import ExitRule, LevelRule, NeedRule, Outcome
from ccops.career.proposals import Proposal

__all__ = [
    "ExitRule",
    "LadderRule",
    "LevelRule",
    "NeedRule",
    "Outcome",
    "Proposal",
    "check_ladder",
    "ways_down",
    "ways_up",
]
