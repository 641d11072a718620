"""Policies: their classes by section, those of rare sections imported for a pack that has one."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ccops.doors import AskedFor
from ccops.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping


@frozen
class PolicyAtDoor:
    """A policy class by the room that shows it and its name there, and the section it reads."""

    section: str
    room: str
    name: str

    def opened(self) -> type[Any]:
        """Return the class."""
        found: type[Any] = getattr(import_module(self.room), self.name)
        return found


def policies_by_section(
    brought: Mapping[str, type[Any] | PolicyAtDoor],
) -> AskedFor[str, type[Any]]:
    """Return policy classes by section, each imported when somebody asks for it."""
    return AskedFor(
        {
            section: each.opened if isinstance(each, PolicyAtDoor) else partial(_itself, each)
            for section, each in brought.items()
        }
    )


def _itself(policy: type[Any]) -> type[Any]:
    return policy
