"""What a correction policy decides: whom it moves, what it takes back, what it is given."""

from __future__ import annotations

import enum


class ThirdParties(enum.Enum):
    """What becomes of those about whom nothing was put right, and whom others moved."""

    KEEP = "keep"
    MOVE = "move"


class Recovery(enum.Enum):
    """Whether what was paid too much is taken back: never, where the person agrees, or capped."""

    NEVER = "never"
    WITH_CONSENT = "with_consent"
    CAPPED = "capped"


class Posted(enum.Enum):
    """The four facts that a corrected period gives to the period it is posted in."""

    OWN_MORE = "own_more"
    OWN_LESS = "own_less"
    OTHERS_MORE = "others_more"
    OTHERS_LESS = "others_less"
