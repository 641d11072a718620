"""Again: what may be taken from an earlier build, and what is built anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

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
    """What may be taken from an earlier build, while an outline is built anew.

    ``names`` are the constants and facts that are others than before, ``rewritten`` the figures
    and populations that were built anew, ``unlike`` those among them that are worth another.
    """

    outline: Outline
    inputs: PlanInputs
    base: Mapping[str, Name]
    before: Mapping[NodeKey, Outcome]
    names: frozenset[str] = frozenset()
    rewritten: set[NodeKey] = attrs.field(factory=set[NodeKey])
    unlike: set[NodeKey] = attrs.field(factory=set[NodeKey])
    built: Built | None = None
    _outcomes: dict[NodeKey, Outcome] = attrs.field(factory=dict[NodeKey, Outcome], init=False)

    @classmethod
    def of(cls, outline: Outline, inputs: PlanInputs, base: Mapping[str, Name]) -> Again:
        """Return what is the same as in an earlier build, under these names."""
        built = outline.built or inputs.memo.built
        if built is None or not _alike(built, inputs, outline):
            return cls(outline, inputs, base, {})
        names = _changed(built.base, base) | _given_once(built.outline.by_key, outline.by_key)
        rewritten = _rewritten(built, inputs, outline)
        return cls(outline, inputs, base, built.outcomes, frozenset(names), rewritten, built=built)

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

    def gathered(self, figure: MembersFigure) -> MembersStep | None:
        """Return what came of a figure that groups gather, where nothing it reads has changed."""
        found = self.built.gathered.get(id(figure)) if self.built is not None else None
        if found is None or not (self.names or self.unlike):
            return found
        watched = self.outline.watched_by(figure)
        is_same = watched.names.isdisjoint(self.names) and watched.nodes.isdisjoint(self.unlike)
        return found if is_same else None

    def settled(self, key: NodeKey) -> Outcome | None:
        """Return what came of a node before, where nothing that it depends on has changed."""
        found = self.before.get(key)
        if found is None or found.is_wrong or key in self.rewritten:
            return None
        if self.names or self.rewritten:
            watched = self.outline.watched(key)
            is_same = (
                watched.names.isdisjoint(self.names)
                and watched.nodes.isdisjoint(self.unlike)
                and watched.wholes.isdisjoint(self.rewritten)
            )
            return found if is_same else None
        return found

    def take(self, key: NodeKey, outcome: Outcome) -> None:
        """Take what came of a node, built anew or as before."""
        self._outcomes[key] = outcome
        before = self.before.get(key)
        if outcome is not before:
            self.rewritten.add(key)
            if before is None or not outcome.looks_like(before):
                self.unlike.add(key)

    def keep(self, plan: Plan, gathered: Mapping[int, MembersStep]) -> None:
        """Leave what was built to the next time: to this outline, and the first one to all.

        ``gathered`` are the figures of groups that came out without a finding, by identity.
        """
        built = Built(
            inputs=self.inputs,
            outline=self.outline,
            base=self.base,
            outcomes=self._outcomes,
            plan=plan,
            gathered=gathered,
        )
        self.outline.built = built
        self.inputs.memo.built = self.inputs.memo.built or built


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
    lines = {each.figure for each in built.inputs.lines} ^ {each.figure for each in inputs.lines}
    if lines:
        found.update(key for key in outline.by_key if key.name in lines)
    return found


def _changed(before: Mapping[str, Name], now: Mapping[str, Name]) -> set[str]:
    """Return the names that stand for something else, or are there only once."""
    found = set(before.keys() ^ now.keys())
    for name, entry in now.items():
        known = before.get(name)
        if known is not entry and known != entry:
            found.add(name)
    return found


def _given_once(before: Mapping[Key, Definition], now: Mapping[Key, Definition]) -> set[str]:
    """Return the names given by figures that only one of two builds has."""
    if before.keys() == now.keys():
        return set()
    both = ((key, before.get(key) or now[key]) for key in before.keys() ^ now.keys())
    return {key.name + part for key, each in both for part in parts_of(each)}
