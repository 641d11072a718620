"""How many people a warning names: some of them, where there are many; its count is of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages import listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.messages import Listed

#: How many are named at most.
MOST_NAMED: Final = 10


def first_of(found: Sequence[str]) -> Listed:
    """Return the first people or groups of a list as text, and a sign that there are more.

    >>> first_of(["E1", "E2"])
    'E1, E2'
    """
    return listed((*found[:MOST_NAMED], *["…"] * (len(found) > MOST_NAMED)))
