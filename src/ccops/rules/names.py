"""What names in formulas stand for."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ccops.frozen import frozen
from ccops.values import Bounds, Carrier, Scalar, Type


@frozen(kw_only=True, cache_hash=True)
class Name:
    """What a name in a formula stands for: a parameter's constant, or a value of a column.

    ``optional``: the value may be missing although nothing is wrong with the data.
    """

    name: str
    type: Type
    carrier: Carrier
    bounds: Bounds = attrs.field(factory=Bounds)
    optional: bool = False
    constant: Scalar | None = None


Scope = Mapping[str, Name]
