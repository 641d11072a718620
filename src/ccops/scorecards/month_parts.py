"""The parts of an item of a monthly form: its bands, its gate, and what its points keep to."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import Text
from ccops.scorecards.month_scales import Bands, Kept, Ratio
from ccops.values import Bounds, Scalar, Unit, decimal_digits, decimal_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.scorecards.form_fields import ItemRule
    from ccops.scorecards.parts import Part

#: What a gate that is shut leaves of an item.
_SHUT: Final = {"no_points": Scalar(Unit.POINTS, Fraction(0))}


def month_parts(item: ItemRule, made: Part) -> Iterator[Part]:
    """Yield the parts of an item; ``made`` is its part as its scale has it."""
    scale = item.scale
    if isinstance(scale, Kept | Ratio):
        made = attrs.evolve(made, range=_range(item, scale.gains))
    if isinstance(scale, Bands):
        made = attrs.evolve(made, bands=item.bands, range=None)
        if item.gate is not None:
            table = attrs.evolve(made, name=f"{made.name}_by_bands")
            yield table
            made = attrs.evolve(made, bands=None, formula=Text(table.name, made.formula.span))
    yield made if item.gate is None else _gated(made, item.gate)


def _gated(made: Part, gate: Text) -> Part:
    formula = Text(f"({made.formula.value}) if {gate.value} else no_points", made.formula.span)
    return attrs.evolve(made, formula=formula, constants={**made.constants, **_SHUT})


def _range(item: ItemRule, gains: Bounds) -> Text | None:
    """Return what the points of an item are proven to keep to, where decimals can say it."""
    ends = [gains.low, gains.high]
    if item.reads is None or any(x is None or decimal_digits(x) is None for x in ends):
        return None
    low, high = (decimal_of(x, decimal_digits(x) or 0) for x in ends if x is not None)
    return Text(f"[{low}..{high}]", item.reads.span)
