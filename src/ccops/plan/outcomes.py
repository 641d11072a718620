"""Outcomes: what came of the figures and populations of an outline, one by one."""

from __future__ import annotations

from ccops.frozen import frozen
from ccops.messages import Diagnostic
from ccops.plan.steps import FigureStep, PopulationStep


@frozen(eq=False)
class Outcome:
    """What came of one figure or population: its step, what is wrong, and whether it is known."""

    step: FigureStep | PopulationStep | None
    is_wrong: bool
    problems: tuple[Diagnostic, ...] = ()

    def looks_like(self, other: Outcome) -> bool:
        """Say whether those who read what it is worth find the same."""
        if self.is_wrong is not other.is_wrong:
            return False
        one, two = self.step, other.step
        if one is two:
            return True
        if isinstance(one, PopulationStep) and isinstance(two, PopulationStep):
            return True  # who belongs to it is asked when it is run
        if not isinstance(one, FigureStep) or not isinstance(two, FigureStep):
            return False
        one_due, two_due = one.definition.cadence, two.definition.cadence
        return one.names == two.names and (one.optional, one_due) == (two.optional, two_due)
