"""Figures of one name over several populations: nobody may have two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages import Diagnostic
from ccops.plan.populations import Constraint, proven_disjoint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ccops.plan.definitions import Definition
    from ccops.plan.scope import Building

#: How many definitions one name may have, each for another population.
MOST_DEFINITIONS: Final = 50


def overlaps(
    shared: Iterable[tuple[str, Sequence[Definition]]],
    building: Building,
    demands: Mapping[str, Mapping[str, Constraint]],
) -> Iterable[Diagnostic]:
    """Yield the figures ``shared`` by populations that are not proven to be disjoint."""
    lineage = building.definitions.lineage
    for name, found in shared:
        if len(found) > MOST_DEFINITIONS:
            told = {"name": name, "limit": MOST_DEFINITIONS}
            span = found[0].origin.span
            yield Diagnostic(code="definitions-too-many", span=span, args=told)
        for number, one in enumerate(found):
            for other in found[number + 1 : MOST_DEFINITIONS]:
                pair = (one.population.value, other.population.value)
                known = all(_is_known(each, building, demands) for each in pair)
                if known and not proven_disjoint(*pair, lineage, demands):
                    arguments = {"name": name, "one": pair[0], "other": pair[1]}
                    span = other.population.span or other.origin.span
                    yield Diagnostic(code="populations-overlap", span=span, args=arguments)


def _is_known(
    population: str, building: Building, demands: Mapping[str, Mapping[str, Constraint]]
) -> bool:
    """Say whether it is known what a population demands; a wrong one is told by itself."""
    rules = building.definitions.populations
    chain = building.definitions.lineage.chains.get(population)
    if chain is None or building.definitions.lineage.is_open(population):
        return False
    asked = (each for each in chain if each in rules and rules[each].is_ is not None)
    return all(each in demands for each in asked)
