"""Kinds of groups that are subjects of their own: teams, projects, and the center as a whole."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The id of the one center there is.
CENTER: Final = "center"


class GroupKind(enum.Enum):
    """What kind of group has a sheet of its own beside that of the employees."""

    TEAM = "team"
    PROJECT = "project"
    CENTER = "center"

    @property
    def population(self) -> str:
        """The population of all groups of the kind, as a pack names it."""
        return _POPULATIONS[self]


_POPULATIONS: Final[Mapping[GroupKind, str]] = {
    GroupKind.TEAM: "teams",
    GroupKind.PROJECT: "projects",
    GroupKind.CENTER: "center",
}
#: The kinds of groups by the population of all of them.
GROUP_POPULATIONS: Final[Mapping[str, GroupKind]] = {
    population: kind for kind, population in _POPULATIONS.items()
}
