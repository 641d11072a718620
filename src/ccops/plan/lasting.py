"""Lasting: what was made of the very same things for whatever pack before, as far as it is kept.

Packs are loaded again and again: by an editor, by a service, by tests. What follows from things
that nobody can change, and from nothing else, follows from them in every load.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

import attrs

T = TypeVar("T")


@attrs.define(eq=False)
class Lasting:
    """What was made last, by the identity of what it was made from; the oldest goes first.

    That is kept too, so that no other object has its identity. Many threads may ask: what two
    make at once is made twice, and alike.
    """

    most: int
    _made: dict[Hashable, tuple[object, Any]] = attrs.field(factory=dict, init=False)
    _lock: Lock = attrs.field(factory=Lock, init=False)

    def made(self, make: Callable[[], T], *parts: object, given: Hashable = ()) -> T:
        """Return what is made from some parts, and from what is ``given``, which counts by value.

        Made now or before: ``make`` must be a function of these alone, and make what nobody
        changes.
        """
        key = (given, *map(id, parts))
        known = self._known(key)
        if known is None:
            known = (parts, make())
            self._keep(key, known)
        found: T = known[1]
        return found

    def _known(self, key: Hashable) -> tuple[object, Any] | None:
        with self._lock:
            found = self._made.pop(key, None)
            if found is not None:
                self._made[key] = found  # the latest stands last
            return found

    def _keep(self, key: Hashable, made: tuple[object, Any]) -> None:
        with self._lock:
            self._made[key] = made
            while len(self._made) > self.most:
                del self._made[next(iter(self._made))]

    def forget(self) -> None:
        """Forget everything: what is asked for next is made."""
        with self._lock:
            self._made.clear()
