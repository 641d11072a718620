"""``ccops approve``."""

from __future__ import annotations

from ccops.cli.approval.deciding import step_verb
from ccops.settlement import Approval

verb = step_verb(
    "approve",
    Approval.approve,
    "Approve a settlement: it may be paid. Another person than who assessed it.",
)
