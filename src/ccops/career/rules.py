"""What a pack says of careers and conduct, made ready for a month."""

from __future__ import annotations

from ccops.career.conducts import ConductRule
from ccops.career.discipline_ladders import DisciplineLadderRule
from ccops.career.ladders import LadderRule
from ccops.career.last_places import LastPlaceRule
from ccops.frozen import frozen


@frozen(kw_only=True)
class CareerRules:
    """The rules of a pack about careers and conduct, in its order."""

    ladders: tuple[LadderRule, ...] = ()
    last_places: tuple[LastPlaceRule, ...] = ()
    conducts: tuple[ConductRule, ...] = ()
    discipline_ladders: tuple[DisciplineLadderRule, ...] = ()

    @property
    def discipline(self) -> DisciplineLadderRule | None:
        """The ladder of discipline; a pack that was checked has one at most."""
        return next(iter(self.discipline_ladders), None)
