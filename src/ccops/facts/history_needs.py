"""What windows need of earlier periods, and under which names it is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.frozen import frozen
from ccops.values import Bounds, Carrier, Type

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Under this name the run of a streak stands that began where nothing is known.
RUN_OF = "run of {}"


@frozen(kw_only=True)
class HistoryNeed:
    """What a plan needs of earlier periods: a name's values of so many periods.

    ``was`` is what the name was called before, ``bounds`` what its values are proven to keep.
    """

    name: str
    periods: int
    type: Type
    carrier: Carrier
    was: str = ""
    bounds: Bounds = attrs.field(factory=Bounds)

    def __str__(self) -> str:
        return f"{self.name} × {self.periods}"


def widest(needs: Iterable[HistoryNeed]) -> tuple[HistoryNeed, ...]:
    """Return each name once, as it is first said, with the most periods."""
    found: dict[str, HistoryNeed] = {}
    for need in needs:
        known = found.setdefault(need.name, need)
        if known.periods < need.periods:
            found[need.name] = attrs.evolve(known, periods=need.periods)
    return tuple(each for each in found.values() if each.periods)
