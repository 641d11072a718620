"""The months that the demo settles: how they follow, and people found by what they are."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def after_before(demo: Path) -> tuple[str | Path, ...]:
    """Return the words by which the month is settled after the one before, put right in it."""
    paid, right = (demo / "before" / each for each in ("settlement", "corrected"))
    return ("--closing", right / "closing.json", "--correct", paid, right)


def two_settled(demo: Path) -> tuple[str, str]:
    """Return two who were settled."""
    settled = json.loads((demo / "settlement" / "settlement.json").read_bytes())
    first, second = settled["employees"][:2]
    return first, second


def highest_paid(demo: Path) -> tuple[str, str]:
    """Return who is paid the highest monthly bonus, and how much as it is kept."""
    settled = json.loads((demo / "settlement" / "settlement.json").read_bytes())
    (figure,) = (each for each in settled["figures"] if each["name"] == "monthly_bonus")
    paid = {
        settled["employees"][row]: cell
        for row, cell in zip(figure["rows"], figure["cells"], strict=True)
        if isinstance(cell, str)  # what is missing is no text
    }
    who = max(paid, key=lambda each: Decimal(paid[each]))
    assert Decimal(paid[who]) > 0
    return who, paid[who]
