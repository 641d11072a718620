"""From a state to a value: exact, or missing with the reason.

A total or count of no rows is 0. A ratio over nothing is missing with ``zero_base``, whether
or not there were rows (GC-82); a mean, percentile, maximum or minimum of no rows with
``no_records``. Where any counted row does not say what is needed, the value is missing with
``not_measured``, never a value of the rest; with fewer rows than ``at_least``, with
``too_few_samples``. Asked in this order: ``not_measured``, nothing below the line, too few.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import accumulate
from math import ceil
from typing import Final

from ccops.kpi.definitions import Aggregate, Indicator
from ccops.kpi.states import NOTHING, Cells, Layout, State
from ccops.kpi.tallies import counted
from ccops.values import Missing, reduced

#: A fixed cell, an exact pair, or why there is neither.
Value = int | tuple[int, int] | Missing
#: Reads one indicator out of the cells of a state.
Reader = Callable[[Cells], Value]


def evaluate(indicator: Indicator, state: State) -> Value:
    """Return an indicator's value, in the indicator's carrier."""
    return reader(indicator, state.layout)(state.cells)


def reader(indicator: Indicator, layout: Layout) -> Reader:
    """Return what reads an indicator out of states of a layout; made once, run for each group.

    Raises ``KeyError`` where the layout does not hold the indicator's tallies.
    """
    read = _READERS[indicator.aggregate](indicator, layout)
    lacking = [layout.lacking_slot(each) for each in indicator.tallies]
    asked = tuple(slot for slot in lacking if slot is not None)
    samples = None if indicator.samples is None else layout.slots[indicator.samples.key]
    at_least = indicator.at_least
    if not asked and samples is None:
        return read

    def careful(cells: Cells) -> Value:
        if any(cells[slot] for slot in asked):
            return Missing.NOT_MEASURED
        value = read(cells)
        if samples is None or value.__class__ is Missing or cells[samples] >= at_least:
            return value
        return Missing.TOO_FEW_SAMPLES

    return careful


def _sum_reader(indicator: Indicator, layout: Layout) -> Reader:
    slot = layout.slots[indicator.top.key]

    def read(cells: Cells) -> Value:
        total: int = cells[slot]
        return total

    return read


def _quotient_reader(indicator: Indicator, layout: Layout) -> Reader:
    below_the_line = indicator.base or counted(())
    top, base = layout.slots[indicator.top.key], layout.slots[below_the_line.key]
    up, down = below_the_line.scale, indicator.top.scale
    of_nothing = Missing.NO_RECORDS if indicator.aggregate is Aggregate.MEAN else Missing.ZERO_BASE

    def read(cells: Cells) -> Value:
        below = cells[base]
        return reduced(cells[top] * up, below * down) if below else of_nothing

    return read


def _limited_reader(indicator: Indicator, layout: Layout) -> Reader:
    if indicator.limited is None:
        raise ValueError(f"{indicator.name} says no limit")
    sides, at_least = indicator.limited.sides(layout.slots), indicator.at_least

    def read(cells: Cells) -> Value:
        above, below = sides(cells)
        if not below:
            return Missing.ZERO_BASE
        return reduced(above, below) if below >= at_least else Missing.TOO_FEW_SAMPLES

    return read


def _extreme_reader(indicator: Indicator, layout: Layout) -> Reader:
    slot = layout.slots[indicator.top.key]
    sign = -1 if indicator.aggregate is Aggregate.MINIMUM else 1

    def read(cells: Cells) -> Value:
        found: int = cells[slot]
        return Missing.NO_RECORDS if found == NOTHING else sign * found

    return read


def _percentile_reader(indicator: Indicator, layout: Layout) -> Reader:
    slot, at, step = layout.slots[indicator.top.key], indicator.at, indicator.top.step

    def read(cells: Cells) -> Value:
        histogram: Mapping[int, int] = cells[slot]
        if not histogram:
            return Missing.NO_RECORDS
        found = nearest_rank(histogram, at)
        return found if step is None else found // 2 * step

    return read


def nearest_rank(histogram: Mapping[int, int], at: Fraction) -> int:
    """Return the least value that a part ``at`` of the rows does not exceed.

    >>> nearest_rank({1: 90, 5: 6, 9: 4}, Fraction(95, 100))
    5
    """
    values = sorted(histogram)
    ranks = list(accumulate(histogram[value] for value in values))
    return values[bisect_left(ranks, ceil(at * ranks[-1]))]


def _share_reader(indicator: Indicator, layout: Layout) -> Reader:
    slot = layout.slots[indicator.top.key]
    up, down = indicator.top.over_scale, indicator.top.scale

    def read(cells: Cells) -> Value:
        shares: Mapping[int, int] = cells[slot]
        if 0 in shares:
            return Missing.ZERO_BASE
        total = sum((Fraction(part * up, whole * down) for whole, part in shares.items()), _ZERO)
        return total.numerator, total.denominator

    return read


_ZERO: Final = Fraction(0)
_READERS: Final[Mapping[Aggregate, Callable[[Indicator, Layout], Reader]]] = {
    Aggregate.TOTAL: _sum_reader,
    Aggregate.COUNT: _sum_reader,
    Aggregate.RATIO: _quotient_reader,
    Aggregate.LIMITED_RATIO: _limited_reader,
    Aggregate.MEAN: _quotient_reader,
    Aggregate.PERCENTILE: _percentile_reader,
    Aggregate.MAXIMUM: _extreme_reader,
    Aggregate.MINIMUM: _extreme_reader,
    Aggregate.SHARE_TOTAL: _share_reader,
}


def rows_at_most(indicator: Indicator, state: State, threshold: int) -> int | Missing:
    """Return how many rows of a stored percentile do not exceed a threshold.

    The threshold is a cell as the value is; of a duration, whole seconds in milliseconds. Exact:
    20.4 s is not within 20 s. Raises ``ValueError`` where the state cannot tell.
    """
    return _rows(indicator, state, lambda mark, value: value <= mark, threshold)


def rows_below(indicator: Indicator, state: State, threshold: int) -> int | Missing:
    """Return how many rows of a stored percentile stay under a threshold, as ``rows_at_most``."""
    return _rows(indicator, state, lambda mark, value: value < mark, threshold)


def share_at_most(indicator: Indicator, state: State, threshold: int) -> Value:
    """Return which share of the rows of a stored percentile does not exceed a threshold."""
    return _share(indicator, state, rows_at_most(indicator, state, threshold))


def share_below(indicator: Indicator, state: State, threshold: int) -> Value:
    """Return which share of the rows of a stored percentile stays under a threshold."""
    return _share(indicator, state, rows_below(indicator, state, threshold))


def _rows(
    indicator: Indicator, state: State, is_counted: Callable[[int, int], bool], threshold: int
) -> int | Missing:
    histogram = _histogram(indicator, state)
    if isinstance(histogram, Missing):
        return histogram
    mark = threshold
    step = indicator.top.step
    if step is not None:
        steps, rest = divmod(threshold, step)
        if rest:
            raise ValueError("a stored state knows whole seconds; measure again for other limits")
        mark = 2 * steps
    return sum(rows for value, rows in histogram.items() if is_counted(mark, value))


def _histogram(indicator: Indicator, state: State) -> Mapping[int, int] | Missing:
    if indicator.aggregate is not Aggregate.PERCENTILE:
        raise ValueError(f"{indicator.name} is no percentile: its state holds no histogram")
    slot = state.layout.lacking_slot(indicator.top)
    if slot is not None and state.cells[slot]:
        return Missing.NOT_MEASURED
    histogram: Mapping[int, int] = state.cell(indicator.top)
    return histogram


def _share(indicator: Indicator, state: State, rows: int | Missing) -> Value:
    if isinstance(rows, Missing):
        return rows
    every = sum(state.cell(indicator.top).values())
    return reduced(rows, every) if every else Missing.ZERO_BASE
