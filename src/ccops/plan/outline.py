"""Outline: what a plan works out and in which order, by its definitions alone.

The periods of a pack mostly differ by what its constants come to. Under the same definitions
the order is the same, and a figure that reads nothing that has changed is the same step again.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from ccops.messages import Diagnostic
from ccops.plan.definitions import (
    Definition,
    PopulationRule,
    RankFigure,
    RowFigure,
    TableFigure,
)
from ccops.plan.lifting import lift_windows
from ccops.plan.ordering import (
    Definitions,
    NodeKey,
    PopulationKey,
    define,
    in_order,
    names_in,
)
from ccops.plan.outcomes import Built
from ccops.plan.plan_inputs import facts_read
from ccops.plan.populations import trace_lineage
from ccops.plan.steps import Key
from ccops.plan.table_inputs import names_in_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@attrs.frozen(eq=False)
class Watched:
    """The names a step looks up, and the figures and populations among what it reads."""

    names: frozenset[str]
    nodes: frozenset[NodeKey]


@attrs.define(eq=False)
class Outline:
    """The figures of a plan with those that windows become, and the order they are worked out.

    ``problems`` are those of populations and windows, ``circles`` those of the order; ``built``
    what came of it the last time.
    """

    figures: tuple[Definition, ...]
    definitions: Definitions
    order: tuple[NodeKey, ...]
    problems: tuple[Diagnostic, ...]
    circles: tuple[Diagnostic, ...]
    built: Built | None = None
    _watched: dict[NodeKey, Watched | None] = attrs.field(factory=dict, init=False)

    @classmethod
    def of(
        cls,
        figures: tuple[Definition, ...],
        populations: Mapping[str, PopulationRule],
        constants: frozenset[str],
    ) -> Outline:
        """Return what is worked out in which order, and what is wrong with that."""
        lineage, problems = trace_lineage(populations)
        definitions = define(figures, populations, lineage)
        lifted, wrong_windows = lift_windows(definitions, figures, populations, constants)
        if lifted:
            figures = (*figures, *lifted)
            definitions = define(figures, populations, lineage)
        order, circles = in_order(figures, definitions)
        return cls(figures, definitions, order, (*problems, *wrong_windows), circles)

    @cached_property
    def by_key(self) -> Mapping[Key, Definition]:
        """The definitions by name and population."""
        return {Key(each.name, each.population.value): each for each in self.figures}

    @cached_property
    def shared(self) -> tuple[tuple[str, Sequence[Definition]], ...]:
        """The figures with definitions for several populations, by name."""
        found: dict[str, list[Definition]] = {}
        for figure in self.figures:
            found.setdefault(figure.name, []).append(figure)
        return tuple((name, listed) for name, listed in found.items() if len(listed) > 1)

    @cached_property
    def reads(self) -> frozenset[str]:
        """Every name that the figures and populations read."""
        return frozenset(facts_read(self.figures, self.definitions))

    def watched(self, key: NodeKey) -> Watched | None:
        """Return what a figure or population looks at, where that is all that matters to it."""
        if key not in self._watched:
            self._watched[key] = self._watched_by(key)
        return self._watched[key]

    def _watched_by(self, key: NodeKey) -> Watched | None:
        if isinstance(key, PopulationKey):
            rule = self.definitions.populations[key.name]
            return self._looking_at(names_in(rule.is_) if rule.is_ else ())
        definition = self.by_key[key]
        match definition:
            case RowFigure() | RankFigure():
                return self._of_figure(definition)
            case TableFigure() if not definition.output:
                return self._of_figure(definition)
            case _:
                return None

    def _of_figure(self, definition: Definition) -> Watched:
        names = list(self.definitions.reads(definition))
        if isinstance(definition, TableFigure):
            columns = definition.columns
            names += [each.places_of.value for each in columns if each.places_of is not None]
            names += [each.reads.value for each in columns if each.places_of is None]
            names += names_in_cells(definition)
        return self._looking_at(names, PopulationKey(definition.population.value))

    def _looking_at(self, names: Iterable[str], *nodes: NodeKey) -> Watched:
        names = frozenset(names)
        read = (each for name in names for each in self.definitions.by_name.get(name, ()))
        figures = (Key(each.name, each.population.value) for each in read)
        return Watched(names, frozenset((*nodes, *figures)))
