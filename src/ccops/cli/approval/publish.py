"""``ccops publish``."""

from __future__ import annotations

from ccops.cli.approval.deciding import step_verb
from ccops.settlement import Approval

verb = step_verb(
    "publish", Approval.publish, "Publish a settlement to each employee; the appeal window opens."
)
