"""Lots: what an account holds of somebody, each with the period and the rule it comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from ccops.values import Carrier, Missing, Type


@attrs.frozen
class Lot:
    """One posting and what is left of it, in whole numbers of the account's scale.

    ``posted`` is the number of its period, ``origin`` the figure that posted it or what the
    opening says.
    """

    posted: int
    amount: int
    left: int
    origin: str


@attrs.frozen(kw_only=True, eq=False)
class PastLots:
    """What one account held at the end of a period, for some rows of a list of employees.

    ``lots`` are oldest first; ``unknown`` are the rows of which it is not known what they hold.
    """

    name: str
    type: Type
    carrier: Carrier
    lots: Mapping[int, Sequence[Lot]]
    unknown: Mapping[int, Missing] = attrs.field(factory=dict[int, Missing])
