"""Again: what is taken over from an earlier build, and what is built anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import heappop, heappush
from typing import TYPE_CHECKING

import attrs

from ccops.plan.definitions import RankFigure
from ccops.plan.memo import StepMemo
from ccops.plan.ordering import NodeKey, PopulationKey, parts_of
from ccops.plan.outcomes import Outcome
from ccops.plan.outline import Built, Outline, lies_alike
from ccops.plan.plan_inputs import PlanInputs
from ccops.rules import Name

if TYPE_CHECKING:
    from ccops.plan.definitions import Definition, MembersFigure
    from ccops.plan.plan import Plan
    from ccops.plan.steps import Key, MembersStep


@attrs.define(eq=False)
class Again:
    """What is taken over from an earlier build, while an outline is built anew.

    ``names`` are the constants and facts that are others than before, ``rewritten`` the figures
    and populations that were built anew, ``unlike`` those among them that are worth another.
    ``outcomes`` are those taken over and, one by one, the new ones.
    """

    outline: Outline
    inputs: PlanInputs
    base: Mapping[str, Name]
    built: Built | None = None
    names: frozenset[str] = frozenset()
    rewritten: set[NodeKey] = attrs.field(factory=set[NodeKey])
    unlike: set[NodeKey] = attrs.field(factory=set[NodeKey])
    outcomes: dict[NodeKey, Outcome] = attrs.field(factory=dict[NodeKey, Outcome], init=False)
    _due: list[tuple[int, NodeKey]] = attrs.field(factory=list, init=False)
    _waiting: set[NodeKey] = attrs.field(factory=set[NodeKey], init=False)

    @classmethod
    def of(cls, outline: Outline, inputs: PlanInputs, base: Mapping[str, Name]) -> Again:
        """Return what is the same as in an earlier build, under these names."""
        builds = dict.fromkeys(inputs.memo.builds(outline))
        alike = (each for each in builds if _alike(each, inputs, outline))
        others = (_other_than(each, outline, inputs, base) for each in alike)
        # of several the one with the least to be built anew
        found = min(others, key=lambda each: len(each.names) + len(each.rewritten), default=None)
        return cls(outline, inputs, base) if found is None else found

    @property
    def plan(self) -> Plan | None:
        """The plan of the earlier build, where it is the very same now."""
        built = self.built
        if built is None or self.names or self.rewritten:
            return None
        if built.outline.order != self.outline.order:
            return None
        before, now = built.inputs, self.inputs
        same = (
            before.facts == now.facts
            and before.constants == now.constants
            and before.lines == now.lines
            and before.gathered == now.gathered
        )
        return built.plan if same else None

    @property
    def is_named_alike(self) -> bool:
        """Whether there are the names of an earlier build, of which nothing was to be said."""
        built = self.built
        if built is None or not built.is_well_named:
            return False
        before, now = built.inputs, self.inputs
        by_key, known = self.outline.by_key, built.outline.by_key
        return (
            known.keys() == by_key.keys()
            and before.facts.keys() == now.facts.keys()
            and before.constants.keys() == now.constants.keys()
            and not any(_names_otherwise(known[key], by_key[key]) for key in self._figures)
            and [each.of.value for each in before.gathered] == [e.of.value for e in now.gathered]
        )

    @property
    def _figures(self) -> Iterator[Key]:
        return (key for key in self.rewritten if not isinstance(key, PopulationKey))

    def due(self) -> Iterator[NodeKey]:
        """Yield in order what is built anew; what comes out otherwise brings on what reads it."""
        built = self.built
        if built is None:
            yield from self.outline.order
            return
        places, before = self.outline.places, built.outcomes
        if before.keys() == places.keys():
            self.outcomes.update(before)
        else:
            self.outcomes.update((key, before[key]) for key in places if key in before)
        known = built.watching
        self._bring(known.names.get(name, ()) for name in self.names)
        self._bring(known.wholes.get(key, ()) for key in self.rewritten)
        wrong = (key for key in built.wrong if key in places)
        self._bring([self.rewritten, wrong, places.keys() - before.keys()])
        while self._due:
            key = heappop(self._due)[1]
            self._waiting.discard(key)
            yield key

    def _bring(self, groups: Iterable[Iterable[NodeKey]], *, behind: int = -1) -> None:
        """Have some figures built anew, those that stand behind a place."""
        places = self.outline.places
        for group in groups:
            for key in group:
                place = places.get(key, -1)
                if place > behind and key not in self._waiting:
                    self._waiting.add(key)
                    heappush(self._due, (place, key))

    def take(self, key: NodeKey, outcome: Outcome) -> None:
        """Take what came of a figure or population that was built anew."""
        before = self.outcomes.get(key)
        self.outcomes[key] = outcome
        if self.built is None or outcome is before:
            return
        place, known = self.outline.places[key], self.built.watching
        self.rewritten.add(key)
        self._bring([known.wholes.get(key, ())], behind=place)
        if before is None or not outcome.looks_like(before):
            self.unlike.add(key)
            self._bring([known.nodes.get(key, ())], behind=place)

    def gathered(self, figure: MembersFigure) -> MembersStep | None:
        """Return what came of a figure that groups gather, where nothing it reads has changed."""
        built = self.built
        found = built.gathered.get(id(figure)) if built is not None else None
        if built is None or found is None or not (self.names or self.unlike):
            return found
        watched = built.watched_by(figure)
        is_same = watched.names.isdisjoint(self.names) and watched.nodes.isdisjoint(self.unlike)
        return found if is_same else None

    def keep(
        self, plan: Plan, gathered: Mapping[int, MembersStep], *, is_well_named: bool
    ) -> None:
        """Leave what was built to the next time: to this outline, and the first one to all.

        ``gathered`` are the figures of groups that came out without a finding, by identity.
        """
        built = Built(
            inputs=attrs.evolve(self.inputs, memo=StepMemo()),  # the memo keeps it, in no circle
            outline=self.outline,
            base=self.base,
            outcomes=self.outcomes,
            plan=plan,
            gathered=gathered,
            is_well_named=is_well_named,
        )
        self.inputs.memo.keep(self.outline, built)


def _other_than(
    built: Built, outline: Outline, inputs: PlanInputs, base: Mapping[str, Name]
) -> Again:
    names = _changed(built.base, base) | _given_once(built.outline.by_key, outline.by_key)
    names |= _changed_of_larger(built.inputs, inputs)
    rewritten = _rewritten(built, inputs, outline)
    return Again(outline, inputs, base, built, frozenset(names), rewritten)


def _alike(built: Built, inputs: PlanInputs, outline: Outline) -> bool:
    """Say whether a build differs by figures, lines, constants and facts alone."""
    before = built.inputs
    return (
        before.functions is inputs.functions
        and before.currency == inputs.currency
        and before.unsound == inputs.unsound
        and before.decided == inputs.decided
        and lies_alike(built.outline.definitions.populations, outline.definitions.populations)
    )


def _rewritten(built: Built, inputs: PlanInputs, outline: Outline) -> set[NodeKey]:
    """Return the figures and populations written otherwise, or paid only now or only before."""
    before, populations = built.outline.by_key, built.outline.definitions.populations
    found: set[NodeKey] = {k for k, each in outline.by_key.items() if before.get(k) is not each}
    rules = outline.definitions.populations.items()
    found.update(PopulationKey(n) for n, rule in rules if populations[n] is not rule)
    if built.inputs.lines != inputs.lines:
        lines = {e.figure for e in built.inputs.lines} ^ {e.figure for e in inputs.lines}
        found.update(key for key in outline.by_key if key.name in lines)
    return found


def _names_otherwise(before: Definition, now: Definition) -> bool:
    """Say whether a figure written otherwise gives or asks for other names than before."""
    if isinstance(before, RankFigure) is not isinstance(now, RankFigure):
        return True
    return getattr(before, "of", None) != getattr(now, "of", None)


def _changed(before: Mapping[str, Name], now: Mapping[str, Name]) -> set[str]:
    """Return the names that stand for something else, or are there only once."""
    if before is now:
        return set()
    found = set(before.keys() ^ now.keys())
    for name, entry in now.items():
        known = before.get(name)
        if known is not entry and known != entry:
            found.add(name)
    return found


def _changed_of_larger(before: PlanInputs, now: PlanInputs) -> set[str]:
    """Return the facts of larger subjects that are others, as those who read them watch them."""
    if before.larger is now.larger:
        return set()
    found: set[str] = set()
    for kind in before.larger.keys() | now.larger.keys():
        was, is_ = (each.larger.get(kind) for each in (before, now))
        facts = [{} if each is None else each.facts for each in (was, is_)]
        changed = [name for name, each in facts[1].items() if facts[0].get(name) != each]
        found.update(f"{kind.value}.{each}" for each in (*changed, *(facts[0].keys() - facts[1])))
    return found


def _given_once(before: Mapping[Key, Definition], now: Mapping[Key, Definition]) -> set[str]:
    """Return the names given by figures that only one of two builds has."""
    if before.keys() == now.keys():
        return set()
    both = ((key, before.get(key) or now[key]) for key in before.keys() ^ now.keys())
    return {key.name + part for key, each in both for part in parts_of(each)}
