"""What a pack says of careers and conduct, made ready for a month."""

from __future__ import annotations

from ccops.career.ladders import LadderRule
from ccops.career.last_places import LastPlaceRule
from ccops.frozen import frozen


@frozen(kw_only=True)
class CareerRules:
    """The rules of a pack about careers and conduct, in its order."""

    ladders: tuple[LadderRule, ...] = ()
    last_places: tuple[LastPlaceRule, ...] = ()
