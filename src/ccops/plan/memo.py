"""A memo of compiled figures: under another reading only what it changes is compiled again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, TypeVar

import attrs

from ccops.messages import Diagnostic
from ccops.plan.definitions import Definition, RowFigure, TableFigure
from ccops.plan.ordering import names_read
from ccops.plan.table_inputs import constants_in

if TYPE_CHECKING:
    from ccops.plan.scope import Building
    from ccops.values import Scalar

S = TypeVar("S")


@attrs.define(eq=False)
class StepMemo:
    """Steps by everything they were compiled from: the definition and what its names stand for.

    One memo serves the builds of one pack, which differ by readings and dates only.
    """

    _kept: dict[Hashable, tuple[object, tuple[Diagnostic, ...]]] = attrs.field(
        factory=dict, init=False
    )

    def step(
        self,
        definition: Definition,
        building: Building,
        build: Callable[[Definition, Building], S],
    ) -> S:
        """Return the step of a definition, compiled now or before; its findings are noted."""
        key = _key(definition, building)
        if key is None:
            return build(definition, building)
        found = self._kept.get(key)
        if found is None:
            before = len(building.problems)
            step = build(definition, building)
            self._kept[key] = (step, tuple(building.problems[before:]))
            return step
        building.problems.extend(found[1])
        return found[0]  # type: ignore[return-value] # the same build made it


def _key(definition: Definition, building: Building) -> Hashable | None:
    """Return what a step depends on, or ``None`` for kinds that are compiled each time."""
    population = definition.population.value
    if not isinstance(definition, RowFigure | TableFigure):
        return None
    if population not in building.definitions.lineage.chains:
        return None
    scope = building.scope(population)
    names = tuple(dict.fromkeys(names_read(definition)))
    chain = building.definitions.lineage.chains[population]
    where = tuple(building.definitions.giving(name, population) is None for name in names)
    ranks = _ranks(definition, building) if isinstance(definition, TableFigure) else ()
    named = _named(definition, building) if isinstance(definition, TableFigure) else ()
    entries = tuple(scope.get(name) for name in names)
    is_line = definition.name in building.lines
    doubts = (
        building.is_unsound(names, population),
        building.definitions.lineage.is_open(population),
    )
    origins = _origins(building, names, population)
    return (definition, entries, where, chain, ranks, is_line, doubts, origins, named)


def _origins(building: Building, names: tuple[str, ...], population: str) -> tuple[str, ...]:
    """Return the population each name is read from."""
    found = (building.definitions.giving(name, population) for name in names)
    return tuple("" if each is None else each.population.value for each in found)


def _named(definition: TableFigure, building: Building) -> tuple[tuple[str, Scalar], ...]:
    """Return the constants the cells of a table name, with their values."""
    known, named = constants_in(definition, building)
    return tuple((name, known[name]) for name in sorted(named))


def _ranks(definition: TableFigure, building: Building) -> tuple[Definition | None, ...]:
    texts = [
        column.reads if column.places_of is None else column.places_of
        for column in definition.columns
    ]
    population = definition.population.value
    return tuple(building.definitions.ranking(text.value, population) for text in texts if text)
