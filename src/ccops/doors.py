"""Doors: names of a room that are imported when they are first asked for.

A room shows everything it has at its door. What a pack is checked without is shown there by
name only, so that whoever opens a center does not wait for it.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


def opened_later(room: str, names: Mapping[str, Iterable[str]]) -> Callable[[str], Any]:
    """Return the ``__getattr__`` of a room, from the names that each of its modules gives.

    ``__getattr__ = opened_later(__name__, {"running": ["run_plan"]})``
    """
    modules = {name: module for module, listed in names.items() for name in listed}

    def __getattr__(name: str) -> Any:  # noqa: ANN401, N807 - any object of a room
        module = modules.get(name)
        if module is None:
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        found = getattr(import_module(f"{room}.{module}"), name)
        setattr(sys.modules[room], name, found)
        return found

    return __getattr__
