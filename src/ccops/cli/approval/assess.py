"""``ccops assess``."""

from __future__ import annotations

from ccops.cli.approval.deciding import step_verb
from ccops.settlement import Approval

verb = step_verb(
    "assess", Approval.assess, "Assess a settlement: its scores and amounts are right."
)
