"""Kept: what was made before, for as long as what it was made from."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

import attrs

T = TypeVar("T")


@attrs.define(eq=False)
class Kept:
    """What was made before, by the identity of what it was made from.

    That is kept too, so that no other object ever has its identity. A branch knows all that its
    trunk knows, and keeps what is new for itself: it goes when the branch goes.
    """

    _trunk: Kept | None = None
    _made: dict[Hashable, tuple[object, Any]] = attrs.field(factory=dict, init=False)

    def __reduce__(self) -> tuple[type[Kept], tuple[()]]:
        """Begin anew in a copy: there identities are others."""
        return Kept, ()

    def branch(self) -> Kept:
        """Return a branch."""
        return Kept(self)

    def made(self, make: Callable[[], T], *parts: object) -> T:
        """Return what is made from some parts, made now or before."""
        key = tuple(map(id, parts))
        found = self._made.get(key) or self._known(key)
        if found is None:
            found = self._made[key] = (parts, make())
        known: T = found[1]
        return known

    def _known(self, key: Hashable) -> tuple[object, Any] | None:
        found = self._made.get(key)
        return self._trunk._known(key) if found is None and self._trunk else found  # noqa: SLF001
