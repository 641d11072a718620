"""A function for formulas: how many full lots a number makes.

In a copy: any step of a rule that formulas have no word for. A function gets exact values and
returns one, depends on its arguments alone, and says what it takes and promises.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from ccops.messages import Label
from ccops.rules import Parameter, TypedFunction
from ccops.values import Bounds, Unit


def full_lots(number: int, size: int) -> int:
    """Return how often a lot is full: 29 matters are two lots of ten."""
    return number // size


FULL_LOTS: Final = TypedFunction(
    name="full_lots",
    label=Label(zh="够几个整批", en="how many full lots"),
    parameters=(
        Parameter(name="number", unit=Unit.COUNT, bounds=Bounds(Fraction(0))),
        Parameter(name="size", unit=Unit.COUNT, bounds=Bounds(Fraction(1))),
    ),
    result=Unit.COUNT,
    run=full_lots,
    bounds=Bounds(Fraction(0)),
)
