"""How warnings about many people name them: the first few of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

#: How many people a finding names.
_MOST_NAMED: Final = 10


def named(found: Sequence[tuple[str, str]]) -> str:
    """Return the first of those a finding is about, each with what is told of him.

    >>> named([("E1", "40 h"), ("E2", "37 h")])
    'E1 40 h, E2 37 h'
    """
    shown = [f"{who} {what}" for who, what in found[:_MOST_NAMED]]
    more = ["…"] if len(found) > _MOST_NAMED else []
    return listed((*shown, *more))
