"""Whose fact somebody reads, in words: the center's, his team's, or why it is not clear whose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.messages import listed

if TYPE_CHECKING:
    from collections.abc import Callable

    from ccops.plan import TracedGroups


def written_groups(groups: TracedGroups, say: Callable[..., str]) -> str:
    """Return of which group a fact is read, or that there is none, or which several there are."""
    kind = groups.kind.value
    if groups.one is not None:
        whose = say(f"group-named-{kind}", group=groups.one)
        return say("explain-group", group=whose)
    told = {"kind": say(f"group-kind-{kind}")}
    if groups.ids:
        return say("explain-groups-several", groups=listed(groups.ids), **told)
    return say("explain-groups-none", **told)
