"""What a pack says of careers and conduct, made ready for a month."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ccops.career.conducts import ConductRule
from ccops.career.discipline_ladders import DisciplineLadderRule
from ccops.career.ladders import LadderRule
from ccops.career.last_places import LastPlaceRule
from ccops.frozen import frozen
from ccops.messages import Label


@frozen(kw_only=True)
class CareerRules:
    """The rules of a pack about careers and conduct, in its order; ``roles`` names posts."""

    ladders: tuple[LadderRule, ...] = ()
    last_places: tuple[LastPlaceRule, ...] = ()
    conducts: tuple[ConductRule, ...] = ()
    discipline_ladders: tuple[DisciplineLadderRule, ...] = ()
    roles: Mapping[str, Label] = attrs.field(factory=dict[str, Label])

    @property
    def discipline(self) -> DisciplineLadderRule | None:
        """The ladder of discipline; a pack that was checked has one at most."""
        return next(iter(self.discipline_ladders), None)
