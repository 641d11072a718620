"""Again: what may be taken from an earlier build of the same outline, and what is built anew."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ccops.plan.definitions import Definition, RankFigure
from ccops.plan.ordering import NodeKey, PopulationKey
from ccops.plan.outcomes import Built, Outcome
from ccops.plan.outline import Outline
from ccops.plan.plan_inputs import PlanInputs
from ccops.plan.steps import RANK_PARTS, Key
from ccops.rules import Name


@attrs.define(eq=False)
class Again:
    """What may be taken from an earlier build of an outline, while it is built anew."""

    outline: Outline
    _inputs: PlanInputs
    _base: Mapping[str, Name]
    _before: Built | None
    _changed: frozenset[str]
    _outcomes: dict[NodeKey, Outcome] = attrs.field(factory=dict, init=False)
    _changed_nodes: set[NodeKey] = attrs.field(factory=set, init=False)

    @classmethod
    def of(cls, outline: Outline, inputs: PlanInputs, base: Mapping[str, Name]) -> Again:
        """Return what is the same as the last time, under these names."""
        built = outline.built or inputs.memo.built
        if built is None or not _alike(built.inputs, inputs):
            return cls(outline, inputs, base, None, frozenset())
        changed = _changed(built.base, base) | _given_once(built.definitions, outline.by_key)
        return cls(outline, inputs, base, built, frozenset(changed))

    def settled(self, key: NodeKey) -> Outcome | None:
        """Return what came of a node before, where nothing that it looks at has changed."""
        if self._before is None:
            return None
        found = self._before.outcomes.get(key)
        if found is None or not found.is_settled or not self._is_defined_alike(key):
            return None
        watched = self.outline.watched(key)
        if watched is None or not watched.names.isdisjoint(self._changed):
            return None
        return found if watched.nodes.isdisjoint(self._changed_nodes) else None

    def _is_defined_alike(self, key: NodeKey) -> bool:
        if self._before is None or isinstance(key, PopulationKey):
            return self._before is not None
        return self._before.definitions.get(key) is self.outline.by_key[key]

    def note(self, key: NodeKey, outcome: Outcome) -> None:
        """Take what came of a node."""
        self._outcomes[key] = outcome
        before = self._before.outcomes.get(key) if self._before is not None else None
        if before is None or not outcome.looks_like(before):
            self._changed_nodes.add(key)

    def keep(self) -> None:
        """Leave what was built to the next time."""
        self.outline.built = self._inputs.memo.built = Built(
            inputs=self._inputs,
            definitions=self.outline.by_key,
            base=self._base,
            outcomes=self._outcomes,
        )


def _alike(one: PlanInputs, other: PlanInputs) -> bool:
    """Say whether two inputs differ by figures, constants and facts alone."""
    return (
        one.functions is other.functions
        and one.currency == other.currency
        and one.unsound == other.unsound
        and one.decided == other.decided
        and list(map(id, one.populations.values())) == list(map(id, other.populations.values()))
        and {each.figure for each in one.lines} == {each.figure for each in other.lines}
    )


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
    if before is now:
        return set()
    both = ((key, before.get(key) or now[key]) for key in before.keys() ^ now.keys())
    parts = {True: RANK_PARTS, False: ("",)}
    return {key.name + part for key, each in both for part in parts[isinstance(each, RankFigure)]}
