"""Compiled: the figures of a build that stand before the one being compiled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from ccops.plan.ordering import Definitions, NodeKey
from ccops.plan.outcomes import Outcome
from ccops.plan.steps import FigureStep, Key

if TYPE_CHECKING:
    from ccops.rules import Name


@attrs.define(eq=False)
class Compiled:
    """What came of the figures in ``places`` before ``until``, of this build or an earlier one.

    What an earlier build left behind ``until`` is not seen: it may still be built anew.
    """

    definitions: Definitions
    places: Mapping[NodeKey, int]
    outcomes: Mapping[NodeKey, Outcome]
    until: int = 0

    def get(self, key: Key) -> FigureStep | None:
        """Return the step of a figure that is compiled; else ``None``."""
        place = self.places.get(key)
        if place is None or place >= self.until:
            return None
        outcome = self.outcomes.get(key)
        step = outcome.step if outcome is not None else None
        return step if isinstance(step, FigureStep) else None

    def of(self, name: str) -> tuple[FigureStep, ...]:
        """Return the figures of a name, one per population, in the order of the plan."""
        return tuple(step for step in self.giving(name) if step.key.name == name)

    def giving(self, name: str) -> tuple[FigureStep, ...]:
        """Return the figures that give a name, their own or that of a part."""
        keys = self.definitions.keys_giving(name)
        if not keys:  # a fact or a constant
            return ()
        found = [step for key in keys if (step := self.get(key))]
        if len(found) > 1:
            found.sort(key=lambda step: self.places[step.key])
        return tuple(found)

    def given(self, name: str) -> tuple[tuple[FigureStep, Name], ...]:
        """Return the figures that give a name, with what it stands for."""
        giving = self.giving(name)
        return tuple([(step, step.names[name]) for step in giving]) if giving else ()

    def __iter__(self) -> Iterator[FigureStep]:
        for key, place in self.places.items():
            if place >= self.until:
                return
            step = self.get(key) if isinstance(key, Key) else None
            if step is not None:
                yield step
