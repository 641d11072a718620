"""Frozen: classes of values whose comparing and showing is not written out class by class.

attrs writes such methods for every class as text and compiles it. A pack is opened with some
hundreds of classes, most of which nobody compares or prints, and a sixth of the time went into
that. Here the methods are the same few lines for all, over the fields of each class; everything
else is attrs, and type checkers see nothing but attrs.
"""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable


def _frozen(maybe_class: type[Any] | None = None, /, **options: Any) -> Any:  # noqa: ANN401
    """Make a class as ``attrs.frozen`` does, with the same options.

    A field may be left out of comparing and of showing; neither is done by a key of its own.
    """
    if maybe_class is None:
        return partial(_frozen, **options)
    own, by_value = maybe_class.__dict__, options.get("eq", True) and "cache_hash" not in options
    compares = by_value and "__eq__" not in own
    shows = options.pop("repr", True) and "__repr__" not in own
    if compares:
        options["eq"] = False
    made: Any = attrs.frozen(maybe_class, repr=False, **options)
    if compares:
        made.__eq__, made.__hash__ = _comparing(made)
    if shows:
        made.__repr__ = _shown
    return made


if TYPE_CHECKING:
    from attrs import frozen
else:
    frozen = _frozen
__all__ = ["frozen"]


def _comparing(
    made: type[Any],
) -> tuple[Callable[[object, object], bool], Callable[[object], int]]:
    """Return how two instances of a class are equal, and how one is hashed."""
    names = [each.name for each in attrs.fields(made) if each.eq]
    values: Callable[[object], object] = attrgetter(*names) if names else type

    def is_equal(self: object, other: object) -> bool:
        return values(self) == values(other) if type(other) is type(self) else NotImplemented

    def hashed(self: object) -> int:
        return hash(values(self))

    return is_equal, hashed


@recursive_repr()
def _shown(self: Any) -> str:  # noqa: ANN401 - an instance of any class
    """Show an instance as a call that makes it."""
    shown = (each.name for each in attrs.fields(type(self)) if each.repr)
    values = ", ".join(f"{name}={getattr(self, name, attrs.NOTHING)!r}" for name in shown)
    return f"{type(self).__qualname__.rsplit('>.', 1)[-1]}({values})"
