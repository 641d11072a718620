"""Doors: names of a room that are imported when they are first asked for.

A room shows everything it has at its door. What a pack is checked without is shown there by
name only, so that whoever opens a center does not wait for it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any, TypeVar

K = TypeVar("K")
T = TypeVar("T")


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


class AskedFor(Mapping[K, T]):
    """Values by name, each made when it is first asked for: of most names nobody asks.

    >>> squares = AskedFor({"two": lambda: 4, "three": lambda: 9})
    >>> "two" in squares, squares["three"], len(squares)
    (True, 9, 2)
    """

    def __init__(self, makers: Mapping[K, Callable[[], T]]) -> None:
        self._makers = makers
        self._made: dict[K, T] = {}

    def __getitem__(self, name: K) -> T:
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._makers

    def __iter__(self) -> Iterator[K]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)
