"""Outcomes: what came of the figures and populations of an outline, one by one."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from ccops.plan.definitions import Definition
from ccops.plan.ordering import NodeKey
from ccops.plan.plan_inputs import PlanInputs
from ccops.plan.steps import FigureStep, Key, PopulationStep
from ccops.rules import Name


@attrs.frozen(eq=False)
class Outcome:
    """What came of one figure or population: its step, and whether nobody knows what it is.

    It ``is_settled`` where there is nothing to tell of it.
    """

    step: FigureStep | PopulationStep | None
    is_wrong: bool
    is_settled: bool

    def looks_like(self, other: Outcome) -> bool:
        """Say whether those who read it find the same."""
        if self.is_wrong is not other.is_wrong:
            return False
        if self.step is other.step:
            return True
        one, two = self.step, other.step
        if not isinstance(one, FigureStep) or not isinstance(two, FigureStep):
            return False
        return one.names == two.names and one.optional is two.optional


@attrs.frozen(kw_only=True, eq=False)
class Built:
    """The outcomes of a build: its definitions, and what constants and facts stood for."""

    inputs: PlanInputs
    definitions: Mapping[Key, Definition]
    base: Mapping[str, Name]
    outcomes: Mapping[NodeKey, Outcome]
