"""What a pack says of casework, made ready for a month."""

from __future__ import annotations

from typing import Final

from ccops.casework.order_rules import OrderRule, TimeLimitRule
from ccops.casework.tenure_marks import TenureMarkRule
from ccops.frozen import frozen

#: The sections of a pack that are about casework.
CASEWORK_SECTIONS: Final = ("order_rules", "time_limits", "tenure_marks")


@frozen(kw_only=True)
class CaseworkRules:
    """The rules of a pack about casework, in its order."""

    order_rules: tuple[OrderRule, ...] = ()
    time_limits: tuple[TimeLimitRule, ...] = ()
    tenure_marks: tuple[TenureMarkRule, ...] = ()
