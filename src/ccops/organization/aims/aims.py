"""What a center aims at in a period: its targets, what is watched together, and its goals."""

from __future__ import annotations

from ccops.frozen import frozen
from ccops.organization.aims.goals import GoalRule
from ccops.organization.aims.targets import TargetRule
from ccops.organization.aims.watches import WatchRule


@frozen(kw_only=True)
class Aims:
    """The targets, watches and goals of a pack, in its order, for whoever shows them."""

    targets: tuple[TargetRule, ...] = ()
    watches: tuple[WatchRule, ...] = ()
    goals: tuple[GoalRule, ...] = ()

    def target(self, name: str) -> TargetRule | None:
        """Return a target by its id, or ``None``."""
        return next((each for each in self.targets if each.name == name), None)
