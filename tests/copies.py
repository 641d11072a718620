"""What another process would get of a thing."""

from __future__ import annotations

import pickle
from typing import TypeVar

T = TypeVar("T")


def pickled(thing: T) -> T:
    """Return a thing as it comes out of a pickle of it."""
    found: T = pickle.loads(pickle.dumps(thing))  # noqa: S301 - our own bytes
    return found
