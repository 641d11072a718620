"""How many people a warning names: some of them, where there are many; its count is of all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

#: How many are named at most.
MOST_NAMED: Final = 10


def first_of(listed: Sequence[str]) -> str:
    """Return the first people or groups of a list as text, and a sign that there are more.

    >>> first_of(["E1", "E2"])
    'E1, E2'
    """
    return ", ".join(listed[:MOST_NAMED]) + ", …" * (len(listed) > MOST_NAMED)
