"""The grid of a table: every column cut into segments within which no cell changes its mind.

A set of rows is one whole number with a bit for each row, so that a step of the analysis is an
exclusive or. A column's segments stand in order; those that hold no value (between 84.99 and 85
where the step is 0.01) are left out, which is how seams close.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.messages import worded
from ccops.rules.cells import CellTest, Words
from ccops.rules.columns import (
    CellValue,
    TableColumn,
    write_interval,
    write_share,
    write_value,
)
from ccops.rules.intervals import Cut, Interval, after, before, easy_number, is_finite
from ccops.rules.outcomes import bits
from ccops.rules.tables import Table
from ccops.values import Missing, Unit, decimal_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: How many looks at a row an analysis may take before it says "not checked".
MOST_WORK: Final = 1_000_000
_DURATIONS: Final = (3_600_000, 60_000, 1_000, 1)
_PERCENT_DIGITS: Final = 2
#: How far behind a limit of shares a point is taken: one place among fifty people.
_JUST_BEHIND: Final = Fraction(2, 100)

#: A stretch of numbers, one word or flag, all other words, or missing.
Segment = Interval | Words | Missing


@frozen
class Stretch:
    """Neighboring segments of one column, from ``first`` up to ``stop``, and the rows there."""

    first: int
    stop: int
    rows: int


#: A box: a stretch of every column.
Box = tuple[Stretch, ...]
#: One value of every column.
Point = tuple[CellValue, ...]


class TooMuchWorkError(Exception):
    """The analysis was given up; the table is not checked."""


class Budget:
    """Counts the work of one analysis down."""

    def __init__(self, work: int) -> None:
        self._left = work

    def spend(self, work: int) -> None:
        """Use up work. Raises ``TooMuchWorkError`` where none is left."""
        self._left -= work
        if self._left < 0:
            raise TooMuchWorkError


@frozen(kw_only=True)
class Axis:
    """One column: its segments, and for each row the runs (first, stop) it lets through.

    ``seams`` are the segments finer than anything written in the column.
    """

    column: TableColumn
    segments: tuple[Segment, ...]
    runs: tuple[tuple[tuple[int, int], ...], ...]
    seams: frozenset[int] = frozenset()

    def stretches(self, rows: int, budget: Budget) -> list[Stretch]:
        """Return the column cut where a row among ``rows`` begins or ends to hold."""
        runs = [(row, self.runs[row]) for row in bits(rows)]
        # a cell with a long list has many runs; each is a look at its row
        budget.spend(sum(map(len, (each for _, each in runs))))
        toggles: dict[int, int] = {}
        for row, ends in runs:
            for end in itertools.chain.from_iterable(ends):
                toggles[end] = toggles.get(end, 0) ^ (1 << row)
        found, at, active = [], 0, 0
        for end in sorted(end for end, changed in toggles.items() if changed):
            if end > at:
                found.append(Stretch(at, end, active))
            at, active = end, active ^ toggles[end]
        if at < len(self.segments):
            found.append(Stretch(at, len(self.segments), active))
        budget.spend(len(found))
        return found

    def rows_by_segment(self, rows: int, budget: Budget) -> list[int]:
        """Return which of the rows hold in each segment."""
        by_segment: list[int] = []
        for stretch in self.stretches(rows, budget):
            by_segment.extend([stretch.rows] * (stretch.stop - stretch.first))
        return by_segment

    def is_seam(self, stretch: Stretch) -> bool:
        """Say whether a stretch is nothing but a seam."""
        return stretch.stop - stretch.first == 1 and stretch.first in self.seams

    def sample(self, stretch: Stretch) -> CellValue:
        """Return a value of a stretch that people read easily."""
        first = self.segments[stretch.first]
        if isinstance(first, Interval) and self.column.share:
            return _easy_share(self._interval(stretch))
        if isinstance(first, Interval):
            return easy_number(self._interval(stretch), self.column.grid)
        if isinstance(first, Missing):
            return first
        return _other_word(first) if first.except_ else next(iter(first.listed))

    def written(self, stretch: Stretch) -> str:
        """Return a stretch as a cell would say it."""
        segments = self.segments[stretch.first : stretch.stop]
        if isinstance(segments[0], Interval):
            texts = [write_interval(self._interval(stretch), self.column)]
        else:
            texts = [
                _write_words(each, self.column) for each in segments if isinstance(each, Words)
            ]
        if isinstance(segments[-1], Missing):
            texts.append("missing")
        return ", ".join(texts)

    def _interval(self, stretch: Stretch) -> Interval:
        numbers = [
            each
            for each in self.segments[stretch.first : stretch.stop]
            if isinstance(each, Interval)
        ]
        return Interval(numbers[0].start, numbers[-1].stop)


@frozen(kw_only=True)
class Grid:
    """A table with all its columns cut into segments."""

    table: Table
    axes: tuple[Axis, ...]
    all_rows: int

    def point(self, box: Box) -> Point:
        """Return an easy point of a box."""
        return tuple(axis.sample(stretch) for axis, stretch in zip(self.axes, box, strict=True))

    def name_of(self, column: TableColumn) -> str:
        """Return what a sentence calls a column: its name, or that it is a share of a rank."""
        if column.share is None:
            return column.name
        shares = sum(axis.column.share is not None for axis in self.axes)
        return (
            worded("word-rank-share")
            if shares == 1
            else f"{worded('word-rank-share')} ({column.name})"
        )

    def write_point(self, point: Point) -> str:
        """Return a point as text: ``score 90, rank share 12 %``."""
        pairs = zip(self.axes, point, strict=True)
        return ", ".join(f"{self.name_of(a.column)} {_in_sentence(v, a.column)}" for a, v in pairs)

    def write_box(self, box: Box) -> str:
        """Return a box as text: ``score [85..100], rank share (10%..100%]``."""
        pairs = zip(self.axes, box, strict=True)
        return ", ".join(f"{self.name_of(a.column)} {a.written(each)}" for a, each in pairs)


def _in_sentence(value: CellValue, column: TableColumn) -> str:
    if column.share and isinstance(value, Fraction):
        return write_share(value)
    return write_value(value, column)


def _easy_share(interval: Interval) -> Fraction:
    """Return a share just behind the limit people ask about: 12 % where 10 % was missed."""
    start = interval.start
    share = start[1] + _JUST_BEHIND
    is_inside = interval.start <= before(share) and after(share) <= interval.stop
    if is_finite(start) and start[1] > 0 and is_inside:
        return share
    return easy_number(interval)


def grid_of(table: Table) -> Grid:
    """Cut the columns of a table into segments."""
    axes = tuple(_axis(table, index) for index in range(len(table.columns)))
    return Grid(table=table, axes=axes, all_rows=(1 << len(table.rows)) - 1)


def _axis(table: Table, index: int) -> Axis:
    column = table.columns[index]
    written = [row.tests[index] for row in table.rows]
    # the same cell in many rows is looked at once; shares that add up differ by their row
    keys = [each.text if column.quotas is None else at for at, each in enumerate(written)]
    by_key = dict(zip(keys, written, strict=True))
    tests = list(by_key.values())
    segments = _number_segments(tests, column) if column.is_ordered else _words(tests, column)
    if column.may_miss:
        segments = [*segments, Missing.NOT_MEASURED]
    places = _places(segments)
    runs = {key: tuple(_runs(test, segments, places)) for key, test in by_key.items()}
    return Axis(
        column=column,
        segments=tuple(segments),
        runs=tuple(map(runs.__getitem__, keys)),
        seams=frozenset(_seams(tests, segments, column)),
    )


def _number_segments(tests: Sequence[CellTest], column: TableColumn) -> list[Segment]:
    domain, grid = column.domain, column.grid
    ends = {cut for each in _intervals(tests) for cut in (each.start, each.stop)}
    inner = sorted(cut for cut in ends if domain.start < cut < domain.stop)
    cuts = [domain.start, *inner, domain.stop]
    found = [Interval(*ends) for ends in pairwise(cuts)]
    return [each for each in found if grid is None or each.has_multiple(grid)]


def _words(tests: Sequence[CellTest], column: TableColumn) -> list[Segment]:
    if column.unit is Unit.FLAG:
        return [Words(frozenset({False})), Words(frozenset({True}))]
    known = column.type.words
    written = (each.values.listed for each in tests if isinstance(each.values, Words))
    named = frozenset[str | bool]().union(*written) if known is None else known
    singles: list[Segment] = [Words(frozenset({word})) for word in sorted(named, key=str)]
    return singles if known is not None else [*singles, Words(named, except_=True)]


@frozen
class _Places:
    """Where segments stand: the starts of intervals in order, and each word or start by itself."""

    starts: tuple[Cut, ...]
    of: Mapping[Cut | str | bool, int]

    def first_from(self, cut: Cut) -> int:
        """Return the first segment that starts at a cut or behind it."""
        found = self.of.get(cut)
        return bisect_left(self.starts, cut) if found is None else found


def _places(segments: Sequence[Segment]) -> _Places:
    starts = tuple(each.start for each in segments if isinstance(each, Interval))
    of: dict[Cut | str | bool, int] = {start: at for at, start in enumerate(starts)}
    for at, segment in enumerate(segments):
        if isinstance(segment, Words) and not segment.except_:
            of.update(dict.fromkeys(segment.listed, at))
    return _Places(starts, of)


def _runs(
    test: CellTest, segments: Sequence[Segment], places: _Places
) -> Iterator[tuple[int, int]]:
    there = len(segments) - isinstance(segments[-1], Missing) if segments else 0
    if isinstance(test.values, Words):
        yield from _word_runs(test.values, places, there)
    elif test.values is not None:
        for each in test.values:
            first, stop = places.first_from(each.start), places.first_from(each.stop)
            if first < stop:
                yield first, stop
    elif there:
        yield 0, there
    if test.missing and there < len(segments):
        yield there, there + 1


def _word_runs(words: Words, places: _Places, there: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of words a cell lets through; all other words stand behind the named."""
    listed = sorted(places.of[word] for word in words.listed if word in places.of)
    if words.except_:
        ends = pairwise([-1, *listed, there])
        yield from ((first + 1, stop) for first, stop in ends if first + 1 < stop)
    else:
        yield from ((at, at + 1) for at in listed)


def _seams(
    tests: Sequence[CellTest], segments: Sequence[Segment], column: TableColumn
) -> Iterator[int]:
    """Yield the segments between two written numbers that hold none as coarse as these."""
    finest = _finest(tests, column)
    if finest is None:
        return
    for number, segment in enumerate(segments[1:-1], 1):
        between = isinstance(segment, Interval) and isinstance(segments[number + 1], Interval)
        if not between or not isinstance(segment, Interval):
            continue
        if segment.is_open and not segment.has_multiple(finest):
            yield number


def _finest(tests: Sequence[CellTest], column: TableColumn) -> Fraction | None:
    """Return the coarsest step that writes every number of a column, ``None`` for none."""
    cuts = (cut for each in _intervals(tests) for cut in (each.start, each.stop))
    numbers = [cut[1] for cut in cuts if is_finite(cut)]
    if column.unit is Unit.DURATION:
        fits = (s for s in _DURATIONS if all((n / s).denominator == 1 for n in numbers))
        return Fraction(next(fits, 1))
    digits = [decimal_digits(number) for number in numbers]
    least = _PERCENT_DIGITS if column.unit is Unit.RATIO else 0
    known = [each for each in digits if each is not None]
    if len(known) < len(digits):
        return None
    return Fraction(1, 10 ** max([least, *known]))


def _intervals(tests: Iterable[CellTest]) -> Iterator[Interval]:
    for test in tests:
        if isinstance(test.values, tuple):
            yield from test.values


def _other_word(segment: Words) -> str:
    word = "other"
    while word in segment.listed:
        word += "_"
    return word


def _write_words(segment: Words, column: TableColumn) -> str:
    words = ", ".join(sorted(write_value(word, column) for word in segment.listed))
    return f"not({words})" if segment.except_ else words
