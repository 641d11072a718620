"""Libraries that draw with threads of their own: a process forked from one that drew cannot."""

from __future__ import annotations

import os
from functools import cache

from ccops.errors import ForkedError


def draws_here(maker: str) -> None:
    """Say that a library is about to draw in this process.

    Raises ``ForkedError`` where it drew before in a process that this one was forked from: its
    threads are not in the copy, and it would wait for them without end.
    """
    if _drew_first_in(maker) != os.getpid():
        raise ForkedError(maker)


@cache
def _drew_first_in(_maker: str) -> int:
    """Return the process that asked first; a forked one inherits the answer."""
    return os.getpid()
