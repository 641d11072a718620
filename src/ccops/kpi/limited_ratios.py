"""Ratios of rows up to a limit, made of histograms: another limit is asked of the same states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ccops.frozen import frozen
from ccops.kpi.tallies import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


@frozen(kw_only=True)
class Part:
    """Rows on one side of such a ratio: those of a count, or those of a histogram up to a limit.

    ``limit`` is a value as the histogram's are, in whole steps of it; rows at exactly the limit
    are among them where it is ``inclusive``. Rows that are ``taken_off`` count below nothing.
    """

    tally: Tally
    limit: int | None = None
    inclusive: bool = True
    taken_off: bool = False

    def __attrs_post_init__(self) -> None:
        if self.limit is not None and self.limit % (self.tally.step or 1):
            raise ValueError("a stored histogram knows whole steps alone")

    def rows(self, cell: Any) -> int:  # noqa: ANN401 - a number or a histogram, as the tally is
        """Return how many rows a state has of it."""
        found: int = cell if self.limit is None else self._up_to(self.limit, cell)
        return -found if self.taken_off else found

    def _up_to(self, limit: int, histogram: Mapping[int, int]) -> int:
        step = self.tally.step
        last = limit if step is None else 2 * (limit // step)
        last -= not self.inclusive
        return sum(rows for value, rows in histogram.items() if value <= last)


@frozen(kw_only=True)
class LimitedRatio:
    """What stands above and below the line; ``beside`` it tallies are kept to be told with it."""

    above: tuple[Part, ...]
    below: tuple[Part, ...]
    beside: tuple[Tally, ...] = ()

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """What is kept beside it, and everything it is made of."""
        return (*self.beside, *(each.tally for each in (*self.above, *self.below)))

    def sides(self, slots: Mapping[str, int]) -> Callable[[Sequence[Any]], tuple[int, int]]:
        """Return what counts both sides in the cells of a state whose tallies lie in ``slots``."""
        above, below = ([(each, slots[each.tally.key]) for each in side] for side in self._both)

        def counts(cells: Sequence[Any]) -> tuple[int, int]:
            top, base = (
                sum(each.rows(cells[slot]) for each, slot in side) for side in (above, below)
            )
            return top, base

        return counts

    @property
    def _both(self) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
        return self.above, self.below
