"""The rows that were traced last: one cell leads to another, and a person is told of again."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Hashable

    from ccops.plan.steps import Key
    from ccops.plan.traces import Trace

#: So many rows are kept that together they name about this many people: a mean over everybody
#: holds everybody.
_NAMED: Final = 40_000
#: So few are kept where not everybody's fit: who is gone through in turn is not met again, and
#: what is dropped soon is never looked through by the garbage collector.
_FEW: Final = 8


class TracedRows:
    """What is known of rows that were traced, the last of them, of a sheet of so many people.

    ``traces`` are the cells of a row that were traced, ``told`` is what was made of them, to be
    asked and added to.
    """

    def __init__(self, people: int) -> None:
        fitting = max(1, _NAMED // max(1, people))
        kept = fitting if fitting >= people else min(fitting, _FEW)
        self.traces = lru_cache(maxsize=kept)(_nothing_traced)
        self.told = lru_cache(maxsize=kept)(_nothing_told)


def _nothing_traced(_row: int) -> dict[Key | str, Trace]:
    return {}


def _nothing_told(_row: int) -> dict[Hashable, Any]:
    return {}
