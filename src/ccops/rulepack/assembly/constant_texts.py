"""Constants as they are written: an amount, a share, a day, in the unit a rule declares."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from ccops.messages import worded
from ccops.values import Scalar, Unit, parse_scalar, respelled_constant

if TYPE_CHECKING:
    from ccops.messages import Text


def wanted_unit(unit: Unit, currency: str) -> str:
    """Return what a constant has to be, as people write units: of money the currency too."""
    return f"{unit.value} {currency}".rstrip() if unit is Unit.MONEY else unit.value


def parse_constant(text: Text, unit: Unit, currency: str) -> Scalar | None:
    """Return a written constant of a unit, or ``None`` where it is none of it."""
    return _parsed(text.value, unit, currency)


@functools.lru_cache(maxsize=4_096)
def _parsed(written: str, unit: Unit, currency: str) -> Scalar | None:
    found = parse_scalar(written, unit=None if unit is Unit.MONEY else unit)
    if found is None or found.unit is not unit or found.currency not in ("", currency):
        return None
    return found


def constant_meant(text: Text, unit: Unit, currency: str) -> object:
    """Return how a constant that could not be read is written, for the hint beside it.

    What is a constant already, of another unit or currency, is not made one of this unit.
    """
    if parse_scalar(text.value) is None:
        meant = respelled_constant(text.value, unit, currency)
        found = parse_scalar(meant, unit=unit) if meant else None
        if found is not None and found.unit is unit:
            return meant
    return worded("word-constant-forms")
