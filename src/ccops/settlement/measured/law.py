"""Law: what of labor law a month is held against, and which of its lines that is about."""

from __future__ import annotations

from collections.abc import Mapping

from ccops.frozen import frozen
from ccops.values import LegalValue


@frozen(kw_only=True)
class MonthLaw:
    """The values of labor law in a period by the name of their parameter, and the lines of pay.

    ``basic_pays`` are the lines of basic pay, ``performance_pays`` those of bonuses, star pay and
    awards, ``leave_deductions`` those of what leave takes.
    """

    values: Mapping[str, LegalValue]
    basic_pays: tuple[str, ...] = ()
    performance_pays: tuple[str, ...] = ()
    leave_deductions: tuple[str, ...] = ()
