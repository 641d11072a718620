"""Calls that are over, of which contacts are made."""

from __future__ import annotations

from array import array
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.adapters import add_numbers
from ccops_asterisk import open_calls as part
from ccops_asterisk.raw_rows import Columns, RawRows

if TYPE_CHECKING:
    from collections.abc import Callable

    from ccops_asterisk.open_calls import Left

#: The parts of a call that its contact is made of.
OVER: Final = (
    part.CONTACT_ID, part.DIALED, part.CUSTOMER, part.VISITS, part.SEGMENTS, part.ENDED_BY,
    part.STARTED, part.LAST, part.PLACE,
)  # fmt: skip
_over: Final = itemgetter(*OVER)
_OVER_LIKE: Final = _over(part.UNANSWERED_LIKE)


@attrs.frozen(kw_only=True)
class TakenOver:
    """Calls that are over, in order: which are rows of ``ended``, which of ``others``."""

    places: array[int]
    ended: Columns
    others: Columns

    def column(self, at: int) -> Callable[[], Any]:
        """Return what makes the column of a part of ``OVER``."""

        def make() -> Any:  # noqa: ANN401 - an array, or a list of cells
            ended, others, width = self.ended[OVER[at]], self.others[at], part.ENDED_PARTS
            cells = (
                ended[each // width] if each >= 0 else others[~each // len(OVER)]
                for each in self.places
            )
            return array("q", cells) if isinstance(others, array) else list(cells)

        return make


class OverCalls:
    """Takes calls that are over: as a position among the rows of ended calls, or as they are.

    Most calls are over an hour after they ended, and nothing happened since: their row tells all,
    and nothing need be copied of it.
    """

    def __init__(self) -> None:
        self.waiting: list[Left | int] = []
        #: Positions among the rows of ended calls; below nothing, the complement of one in others.
        self._places = array("q")
        self._others = RawRows(_OVER_LIKE)

    def fold(self) -> None:
        """Gather what is waiting."""
        others, waiting = self._others, self.waiting
        rows: Any = waiting  # of which no call is left
        for at, each in enumerate(waiting):
            if not isinstance(each, int):
                rows[at] = ~(others.base + len(others.rows))
                others.rows += _over(each)
        add_numbers(self._places, rows)
        waiting.clear()
        others.fold()

    def take(self, ended: Columns) -> TakenOver:
        """Return the calls taken since the last time; ``ended`` are the columns of that time."""
        self.fold()
        places, self._places = self._places, array("q")
        return TakenOver(places=places, ended=ended, others=self._others.take())
