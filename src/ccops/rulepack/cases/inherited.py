"""Cases of the packs that a pack extends: what they show of a rule holds where it is inherited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.rulepack.cases.case import Case, read_cases, usual_of
from ccops.rulepack.loading import load
from ccops.rulepack.readings import Readings

if TYPE_CHECKING:
    from ccops.rulepack.pack import Pack


def inherited_cases(pack: Pack) -> tuple[Case, ...]:
    """Return the cases of the packs that a pack extends, the nearest first.

    Of what they do not say they take for granted what the cases of the pack itself do. Under its
    rules they may come to something else than they expect: whoever runs them has to look.
    """
    own, decided = usual_of(pack)
    found: list[Case] = []
    for place in pack.places[1:]:
        parent = load(place, pack.catalog, readings=Readings.LATER)
        for each in read_cases(parent)[0]:
            defaults = {**each.defaults, **own}
            decisions = {**decided, **each.decisions}
            found.append(attrs.evolve(each, defaults=defaults, decisions=decisions))
    return tuple(found)
