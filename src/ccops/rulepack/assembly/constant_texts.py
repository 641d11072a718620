"""Constants as they are written: an amount, a share, a day, in the unit a rule declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.values import Scalar, Unit, parse_scalar

if TYPE_CHECKING:
    from ccops.messages import Text


def parse_constant(text: Text, unit: Unit, currency: str) -> Scalar | None:
    """Return a written constant of a unit, or ``None`` where it is none of it."""
    found = parse_scalar(text.value, unit=None if unit is Unit.MONEY else unit)
    if found is None or found.unit is not unit or found.currency not in ("", currency):
        return None
    return found
