"""Values in lists: exact, with their unit."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from ccops.values import Missing, Unit, fraction_of

if TYPE_CHECKING:
    from ccops.kpi import Indicator, Measured
    from ccops.kpi.keys import Key


@attrs.frozen
class ListValue:
    """An exact value of a unit; a duration is in milliseconds.

    ``decimals`` are those of a coefficient, which is a plain number and no percentage.
    """

    number: Fraction
    unit: Unit
    decimals: int | None = None

    def less(self, other: ListValue) -> ListValue:
        """Return this value less another of the same unit."""
        return ListValue(self.number - other.number, self.unit)


def list_value(measured: Measured, name: str, key: Key) -> ListValue | Missing:
    """Return the value of an indicator for a group."""
    cell = measured.value(name, key)
    if isinstance(cell, Missing):
        return cell
    indicator: Indicator = measured.indicators[name]
    return ListValue(fraction_of(cell, indicator.carrier), indicator.type.unit)
