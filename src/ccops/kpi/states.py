"""States: what a group of rows comes to, kept so that two halves of it can be put together.

A state is one list of cells: sums first, then maxima, then histograms. Sums add up, maxima
take the greater, histograms add up value by value; so days merge into any period, in any order.
Ratios, means and percentiles never merge: they are made of a state, last of all.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from ccops.frozen import frozen
from ccops.kpi.merging import all_of, merge_of
from ccops.kpi.tallies import Tally, TallyKind, lacking

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ccops.kpi.definitions import Indicator
    from ccops.kpi.keys import Key

#: The cells of one state: whole numbers, then dictionaries of whole numbers.
Cells = list[Any]

#: What a maximum of no rows holds: less than any 64-bit number that is one.
NOTHING: Final = -(1 << 63)

_ADDED: Final = frozenset({TallyKind.COUNT, TallyKind.SUM, TallyKind.LACKING})
_SPREAD: Final = frozenset({TallyKind.HISTOGRAM, TallyKind.SHARES})


@frozen(kw_only=True)
class Layout:
    """Which tally lies where in a state; each tally once, however many indicators need it."""

    sums: tuple[Tally, ...]
    maxima: tuple[Tally, ...]
    spreads: tuple[Tally, ...]

    @classmethod
    def of(cls, indicators: Iterable[Indicator]) -> Layout:
        """Return the layout for some indicators, in the order in which they need tallies."""
        found = dict.fromkeys(tally for each in indicators for tally in each.tallies)
        every = [*found, *(lacking(each) for each in found if each.may_lack)]
        return cls(
            sums=tuple(each for each in every if each.kind in _ADDED),
            maxima=tuple(each for each in every if each.kind is TallyKind.MAXIMUM),
            spreads=tuple(each for each in every if each.kind in _SPREAD),
        )

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """The tallies in the order of the cells."""
        return (*self.sums, *self.maxima, *self.spreads)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What the cells are, as texts: two states merge when these are the same."""
        return tuple(each.key for each in self.tallies)

    @cached_property
    def slots(self) -> Mapping[str, int]:
        """The place of each tally's cell, by its key."""
        return {key: place for place, key in enumerate(self.keys)}

    def lacking_slot(self, tally: Tally) -> int | None:
        """Return where the rows are counted that do not say what a tally needs."""
        return self.slots.get(lacking(tally).key)

    def blank(self) -> Cells:
        """Return the cells of no rows."""
        spreads: list[dict[int, int]] = [{} for _ in self.spreads]
        return [*[0] * len(self.sums), *[NOTHING] * len(self.maxima), *spreads]

    def merged(self, left: Cells, right: Cells) -> Cells:
        """Return the cells of two groups of rows taken together; neither is changed."""
        return self.all_merged({(): left}, {(): right})[()]

    def all_merged(
        self, ours: Mapping[Key, Cells], others: Mapping[Key, Cells]
    ) -> dict[Key, Cells]:
        """Return the cells of many groups of rows taken together; those of neither are changed.

        A group that only one of both has stands as it is.
        """
        states = dict(ours)
        merge_of(len(self.sums), len(self.maxima), len(self.spreads))(states, others)
        return states

    def together(self, groups: Sequence[Cells]) -> Cells:
        """Return the cells of many groups of rows, all taken together; none is changed."""
        columns = list(zip(*groups, strict=True))
        numbers, greatest, spreads = self._sections
        return [
            *map(sum, columns[: greatest.start]),
            *map(max, columns[greatest.start : numbers]),
            *map(all_of, columns[numbers : spreads.stop]),
        ]

    @cached_property
    def _sections(self) -> tuple[int, range, range]:
        """How many cells are numbers, and the slots of the maxima and of the spreads."""
        first, second = len(self.sums), len(self.sums) + len(self.maxima)
        return second, range(first, second), range(second, second + len(self.spreads))


@frozen
class State:
    """What one group of rows comes to under a layout."""

    layout: Layout
    cells: Cells

    @classmethod
    def empty(cls, layout: Layout) -> State:
        """Return the state of no rows."""
        return cls(layout, layout.blank())

    def merged(self, other: State) -> State:
        """Return the state of both groups of rows together.

        Raises ``ValueError`` where the two were measured under different definitions.
        """
        check_same_keys(self.layout.keys, other.layout.keys)
        return State(self.layout, self.layout.merged(self.cells, other.cells))

    def cell(self, tally: Tally) -> Any:  # noqa: ANN401 - a number or a histogram, as the tally is
        """Return one tally. Raises ``KeyError`` for one the layout has not."""
        return self.cells[self.layout.slots[tally.key]]

    def to_dict(self) -> dict[str, object]:
        """Return the state as plain JSON data."""
        return {"tallies": list(self.layout.keys), "cells": plain_cells(self.cells)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], layout: Layout) -> State:
        """Return a stored state.

        Raises ``ValueError`` where it was stored under other definitions than ``layout``.
        """
        check_same_keys(layout.keys, data["tallies"])
        return cls(layout, cells_of_plain(data["cells"]))


def check_same_keys(wanted: Sequence[str], found: Sequence[str]) -> None:
    """Raise ``ValueError`` where two lists of tallies differ, naming what only one has."""
    if list(wanted) != list(found):
        differing = ", ".join(sorted(set(wanted) ^ set(found))) or "their order"
        raise ValueError(f"the states were measured under different definitions: {differing}")


def plain_cells(cells: Cells) -> list[object]:
    """Return cells as JSON data: a histogram becomes sorted pairs."""
    return [
        [list(pair) for pair in sorted(each.items())] if isinstance(each, dict) else each
        for each in cells
    ]


def cells_of_plain(data: Iterable[Any]) -> Cells:
    """Return the cells of JSON data."""
    return [dict(map(tuple, each)) if isinstance(each, list) else each for each in data]
