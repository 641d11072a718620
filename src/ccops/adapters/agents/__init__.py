"""What agents do at the telephone, as a source tells it, written as ``agent_state``."""

from __future__ import annotations

from ccops.adapters.agents.rows import StateRows
from ccops.adapters.agents.states import (
    ANSWERED,
    ENDED,
    OTHER,
    RANG,
    AgentStates,
    Move,
)
from ccops.adapters.agents.stretches import Stretch
from ccops.adapters.agents.told import NOBODY, Standing, ToldStates

__all__ = [
    "ANSWERED",
    "ENDED",
    "NOBODY",
    "OTHER",
    "RANG",
    "AgentStates",
    "Move",
    "Standing",
    "StateRows",
    "Stretch",
    "ToldStates",
]
