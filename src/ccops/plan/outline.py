"""Outline: what a plan works out and in which order, by its definitions alone.

The periods of a pack mostly differ by what its constants come to. Under the same definitions
the order is the same, and a figure that reads nothing that has changed is the same step again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

import attrs

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Span, Text
from ccops.plan.account_figures import AccountPartFigure
from ccops.plan.definitions import (
    Definition,
    GroupFactFigure,
    MembersFigure,
    PopulationRule,
    TableFigure,
    WindowFigure,
)
from ccops.plan.lifting import lift_windows, texts_of
from ccops.plan.memo import same_as
from ccops.plan.ordering import (
    Definitions,
    NodeKey,
    PopulationKey,
    define,
    in_order,
    key_of,
    needs_of,
    parts_of,
    population_needs,
)
from ccops.plan.outcomes import Outcome
from ccops.plan.plan import Plan
from ccops.plan.plan_inputs import PlanInputs, facts_read, population_reads
from ccops.plan.populations import trace_lineage
from ccops.plan.steps import Key, MembersStep
from ccops.plan.table_inputs import names_in_cells
from ccops.rules import Name
from ccops.rules.windows import may_hold_windows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")


@frozen(eq=False)
class Watched:
    """What a step depends on: the names it looks up, and the figures and populations it reads.

    Of ``nodes`` it matters what they are worth, their type and bounds; of ``wholes`` everything.
    """

    names: frozenset[str]
    nodes: frozenset[NodeKey]
    wholes: frozenset[NodeKey] = frozenset()


@attrs.define(kw_only=True, eq=False)
class Outline:
    """The figures of a plan, those that windows in them become, and their order.

    ``written`` are the figures of the rules, ``lifted`` those of windows, ``by_key`` all of them
    by name and population, ``needs`` what each figure and population needs before it,
    ``problems`` those of populations and windows, ``circles`` those of the order.
    """

    written: tuple[Definition, ...]
    lifted: tuple[Definition, ...]
    constants: frozenset[str]
    definitions: Definitions
    by_key: Mapping[Key, Definition]
    needs: Mapping[NodeKey, tuple[NodeKey, ...]]
    order: tuple[NodeKey, ...]
    problems: tuple[Diagnostic, ...]
    circles: tuple[Diagnostic, ...]
    _watched: dict[NodeKey, Watched] = attrs.field(factory=dict[NodeKey, Watched])
    _read: dict[NodeKey, tuple[str, ...]] = attrs.field(factory=dict[NodeKey, tuple[str, ...]])

    @classmethod
    def of(
        cls,
        figures: tuple[Definition, ...],
        populations: Mapping[str, PopulationRule],
        constants: frozenset[str],
        like: Outline | None = None,
    ) -> Outline:
        """Return what is worked out in which order, and what is wrong with that.

        What is the same is taken from an outline that it may be ``like``.
        """
        if like is not None:
            made = like.rewritten(figures, populations, constants)
            if made is not None:
                return made
        lineage, problems = trace_lineage(populations)
        definitions = define(figures, populations, lineage)
        lifted, wrong_windows = lift_windows(definitions, figures, populations, constants)
        if lifted:
            before = like.by_key if like is not None else {}
            lifted = tuple(same_as(before.get(key_of(each)), each) for each in lifted)
            definitions = define((*figures, *lifted), populations, lineage)
        needs: dict[NodeKey, tuple[NodeKey, ...]] = {
            PopulationKey(name): population_needs(rule, definitions)
            for name, rule in populations.items()
        }
        known = like.needs_kept(definitions) if like is not None else {}
        for figure in (*figures, *lifted):
            found = known.get(id(figure))
            needs[key_of(figure)] = needs_of(figure, definitions) if found is None else found
        by_key = {key_of(each): each for each in (*figures, *lifted)}
        order, circles = in_order(needs, partial(_span, by_key, populations))
        return cls(
            written=figures,
            lifted=lifted,
            constants=constants,
            definitions=definitions,
            by_key=by_key,
            needs=needs,
            order=order,
            problems=(*problems, *wrong_windows),
            circles=circles,
        )

    def rewritten(
        self,
        figures: tuple[Definition, ...],
        populations: Mapping[str, PopulationRule],
        constants: frozenset[str],
    ) -> Outline | None:
        """Return this outline with some figures written otherwise.

        ``None`` where they have other names or kinds, or where windows may have changed.
        """
        before = self.definitions.populations
        renewed = [name for name, rule in populations.items() if before.get(name) is not rule]
        is_laid_alike = (
            len(figures) == len(self.written)
            and lies_alike(before, populations)
            and constants == self.constants
        )
        if not is_laid_alike or self.problems or self.circles:
            return None
        pairs = zip(self.written, figures, strict=True)
        unlike = [(was, now) for was, now in pairs if was is not now]
        if any(_shape(was) != _shape(now) for was, now in unlike):
            return None
        other = {key_of(now): (was, now) for was, now in unlike}
        texts = [each.is_ for name in renewed for each in (before[name], populations[name])]
        if any(map(_moves_windows, other.values())) or any(map(_may_hold_windows, texts)):
            return None
        return self._instead(figures, {k: now for k, (_, now) in other.items()}, populations)

    def _instead(
        self,
        figures: tuple[Definition, ...],
        other: Mapping[Key, Definition],
        populations: Mapping[str, PopulationRule],
    ) -> Outline:
        before, definitions = self.definitions, self.definitions.instead(other, populations)
        by_key = {**self.by_key, **other}
        new: dict[NodeKey, tuple[NodeKey, ...]] = {
            PopulationKey(name): population_needs(rule, definitions)
            for name, rule in populations.items()
            if before.populations[name] is not rule
        }
        given = {key.name + part for key, each in other.items() for part in parts_of(each)}
        windows = (each for each in self.lifted if isinstance(each, WindowFigure))
        reading = (each for each in windows if not given.isdisjoint(definitions.reads(each)))
        for figure in (*other.values(), *reading):
            new[key_of(figure)] = needs_of(figure, definitions)
        needs, order, circles = self.needs, self.order, self.circles
        if any(needs[key] != each for key, each in new.items()):
            needs = {**needs, **new}
            order, circles = in_order(needs, partial(_span, by_key, populations))
        made = attrs.evolve(
            self,
            written=figures,
            definitions=definitions,
            by_key=by_key,
            needs=needs,
            order=order,
            circles=circles,
            watched=_without(self._watched, new),
            read=_without(self._read, new),
        )
        if order is self.order:
            made.places = self.places
        if all(made._names_read(key) == self._names_read(key) for key in new):  # noqa: SLF001 - another outline
            made.reads = self.reads
        return made

    def needs_kept(self, definitions: Definitions) -> Mapping[int, tuple[NodeKey, ...]]:
        """Return what figures of this outline need, by identity, where it is so in another one.

        That is where no name that a figure reads is given to other people, or otherwise.
        """
        if not lies_alike(self.definitions.populations, definitions.populations):
            return {}
        before, now = self.definitions.by_name, definitions.by_name
        moved = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
        return {
            id(figure): self.needs[key]
            for key, figure in self.by_key.items()
            if moved.isdisjoint(self._names_read(key))
            and not isinstance(figure, AccountPartFigure)
        }

    @property
    def figures(self) -> tuple[Definition, ...]:
        """The figures as written, then those that windows become."""
        return (*self.written, *self.lifted)

    @cached_property
    def places(self) -> Mapping[NodeKey, int]:
        """At which place each figure and population stands in the order."""
        return {key: number for number, key in enumerate(self.order)}

    @cached_property
    def shared(self) -> tuple[tuple[str, Sequence[Definition]], ...]:
        """The figures with definitions for several populations, by name."""
        several = (each for each in self.definitions.by_name.items() if len(each[1]) > 1)
        own = ((name, [each for each in listed if each.name == name]) for name, listed in several)
        return tuple((name, listed) for name, listed in own if len(listed) > 1)

    @cached_property
    def reads(self) -> frozenset[str]:
        """Every name that the figures and populations read."""
        unread = self.needs.keys() - self._read.keys()
        return frozenset().union(*self._read.values(), *map(self._names_read, unread))

    def _names_read(self, key: NodeKey) -> tuple[str, ...]:
        found = self._read.get(key)
        if found is None:
            found = self._read[key] = tuple(self._reading(key))
        return found

    def _reading(self, key: NodeKey) -> Iterable[str]:
        if isinstance(key, PopulationKey):
            return population_reads(self.definitions.populations[key.name])
        return facts_read(self.by_key[key], self.definitions)

    def watched(self, key: NodeKey) -> Watched:
        """Return what the step of a figure or population depends on."""
        found = self._watched.get(key)
        if found is None:
            found = self._watched[key] = self._watched_by(key)
        return found

    def _watched_by(self, key: NodeKey) -> Watched:
        if not isinstance(key, PopulationKey):
            return self.watched_by(self.by_key[key])
        names = self._names_read(key)
        return Watched(frozenset(names), frozenset((*self.needs[key], *self._giving(names))))

    def watched_by(self, definition: Definition) -> Watched:
        """Return what the step of a definition depends on, also of one outside of the plan."""
        names, wholes = set(facts_read(definition, self.definitions)), set[NodeKey]()
        match definition:
            case TableFigure():
                names.update(names_in_cells(definition))
                named = (each.places_of or each.reads for each in definition.columns)
                population = definition.population.value
                ranks = (self.definitions.ranking(each.value, population) for each in named)
                wholes.update(key_of(rank) for rank in ranks if rank is not None)
                if definition.output:
                    wholes.add(Key(definition.lead, population))
            case GroupFactFigure():
                names.add(definition.watched)
            case WindowFigure():
                numbers = (definition.length, definition.at_least)
                names.update(each.value for each in numbers if each is not None)
                wholes.update(self._giving(names))  # what it was called, and says of itself
        needs = self.needs.get(key_of(definition)) or needs_of(definition, self.definitions)
        nodes = frozenset((*needs, *self._giving(names)))
        return Watched(frozenset(names), nodes, frozenset(wholes))

    def _giving(self, names: Iterable[str]) -> Iterator[NodeKey]:
        for name in names:
            yield from map(key_of, self.definitions.by_name.get(name, ()))


@frozen(eq=False)
class Watching:
    """What is to be built anew where something changes, the other way round than ``Watched``."""

    names: Mapping[str, Sequence[NodeKey]]
    nodes: Mapping[NodeKey, Sequence[NodeKey]]
    wholes: Mapping[NodeKey, Sequence[NodeKey]]

    @classmethod
    def of(cls, outline: Outline) -> Watching:
        """Return who watches what in an outline."""
        names: dict[str, list[NodeKey]] = {}
        nodes: dict[NodeKey, list[NodeKey]] = {}
        wholes: dict[NodeKey, list[NodeKey]] = {}
        for key in outline.order:
            watched = outline.watched(key)
            for name in watched.names:
                names.setdefault(name, []).append(key)
            for node in watched.nodes:
                nodes.setdefault(node, []).append(key)
            for whole in watched.wholes:
                wholes.setdefault(whole, []).append(key)
        return cls(names, nodes, wholes)


@frozen(kw_only=True, eq=False)
class Built:
    """What came of an outline, and what constants and facts stood for.

    ``is_well_named``: no name was given twice, and no population unknown.
    """

    inputs: PlanInputs
    outline: Outline
    base: Mapping[str, Name]
    outcomes: Mapping[NodeKey, Outcome]
    plan: Plan
    gathered: Mapping[int, MembersStep]
    is_well_named: bool
    _watched: dict[int, Watched] = attrs.field(factory=dict[int, Watched], init=False)

    @cached_property
    def watching(self) -> Watching:
        """What is to be built anew where something changes."""
        return Watching.of(self.outline)

    @cached_property
    def wrong(self) -> tuple[NodeKey, ...]:
        """The figures and populations that came out wrong: those are always built anew."""
        return tuple(key for key, each in self.outcomes.items() if each.is_wrong)

    def watched_by(self, figure: MembersFigure) -> Watched:
        """Return what a figure that groups gather depends on."""
        found = self._watched.get(id(figure))
        if found is None:
            found = self._watched[id(figure)] = self.outline.watched_by(figure)
        return found


def _without(kept: Mapping[NodeKey, T], keys: Iterable[NodeKey]) -> dict[NodeKey, T]:
    found = dict(kept)
    for key in keys:
        found.pop(key, None)
    return found


def _shape(figure: Definition) -> tuple[type[Definition], str, str]:
    return type(figure), figure.name, figure.population.value


def _moves_windows(pair: tuple[Definition, Definition]) -> bool:
    """Say whether the windows of a plan may be others where one definition is put for another."""
    was, now = pair
    before, after = texts_of(was), texts_of(now)
    if (was.was, was.origin, before) == (now.was, now.origin, after):
        return False
    return was.was != now.was or any(map(_may_hold_windows, (*before, *after)))


def _may_hold_windows(text: Text | None) -> bool:
    return text is not None and may_hold_windows(text.value)


def lies_alike(one: Mapping[str, PopulationRule], other: Mapping[str, PopulationRule]) -> bool:
    """Say whether populations have the same names and lie within each other the same way."""
    return one is other or list(map(_place, one.values())) == list(map(_place, other.values()))


def _place(rule: PopulationRule) -> tuple[str, str]:
    return rule.name, rule.within.value if rule.within else ""


def _span(
    figures: Mapping[Key, Definition], populations: Mapping[str, PopulationRule], key: NodeKey
) -> Span | None:
    """Return where a figure or population is written."""
    if isinstance(key, PopulationKey):
        rule = populations[key.name]
        return rule.is_.span if rule.is_ else rule.origin.span
    return figures[key].origin.span
