"""Career: ladders of levels, what each asks for, and who is proposed for another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.career.graph import check_ladder, ways_down, ways_up
from ccops.career.ladders import LadderRule
from ccops.career.levels import ExitRule, LevelRule, NeedRule, Outcome
from ccops.doors import opened_later

if TYPE_CHECKING:
    from ccops.career.proposals import Proposal
else:
    __getattr__ = opened_later(
        __name__,
        {
            "proposals": ("Proposal",),
        },
    )

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
