"""What a revision changes of teams and of the center, figure by figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.plan import WindowStep

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.facts import GroupKind
    from ccops.settlement.revised.change import Change
    from ccops.settlement.revised.difference import Difference


def changed_groups(found: Mapping[GroupKind, Difference]) -> Mapping[str, tuple[Change, ...]]:
    """Return the changes of each kind of group that has any, by group, in the pack's order."""
    listed = {kind.value: tuple(_changes(each)) for kind, each in found.items()}
    return {kind: changes for kind, changes in listed.items() if changes}


def _changes(found: Difference) -> Iterator[Change]:
    order = {name: number for number, name in enumerate(_names(found))}
    changes = [change for name in order for change in found.changes(name)]
    yield from sorted(changes, key=lambda each: (each.employee, order[each.name]))


def _names(found: Difference) -> Iterator[str]:
    """Yield the figures of groups that a pack names; windows in formulas are read by those."""
    names: dict[str, None] = {}
    for side in (found.after, found.before):
        for step in side.results.plan.figures.values():
            if not isinstance(step, WindowStep):
                names.setdefault(step.key.name)
    yield from names
