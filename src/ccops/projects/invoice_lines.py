"""What the lines of an invoice are, and which figure each of them shows."""

from __future__ import annotations

import enum

from ccops.frozen import frozen
from ccops.messages import Label


class LineKind(enum.Enum):
    """What a line of an invoice is for."""

    FEE = "fee"
    PENALTY = "penalty"
    BONUS = "bonus"
    RELIEF = "relief"
    EARN_BACK = "earn_back"


@frozen(kw_only=True)
class InvoiceLine:
    """One line of an invoice: its figure, what is counted or measured, and what people call it.

    ``beside`` are further figures that say how it came about: steps, shares, whether it counts.
    """

    figure: str
    kind: LineKind
    label: Label
    reads: str = ""
    beside: tuple[str, ...] = ()
