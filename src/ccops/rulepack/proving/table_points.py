"""The points of a decision table: each row taken, and each limit of a cell met and just missed."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from ccops.plan import UNRANKED, TableStep
from ccops.rulepack.proving.points import Point, PointKind
from ccops.rules.cells import Words
from ccops.rules.columns import CellValue, write_value
from ccops.rules.intervals import Cut, Interval, before, first_whole, is_finite
from ccops.rules.places import places_of
from ccops.rules.tables import HitPolicy
from ccops.values import Cell, Missing, fraction_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.messages import Span
    from ccops.rules.cells import CellTest
    from ccops.rules.columns import TableColumn
    from ccops.values import Carrier

_ROW: Final = PointKind.ROW
_EDGE: Final = PointKind.EDGE


@attrs.frozen(kw_only=True)
class PlaceCell:
    """A cell of a column of shares: a place among so many."""

    place: int
    size: int


#: What a row of a table is asked with, column by column.
Asked = CellValue | PlaceCell


@attrs.frozen(kw_only=True)
class _Limit:
    """One limit of a numeric cell: ``inside`` and ``outside`` are the values next to it.

    ``None`` is any value on that side, where the column has no step. In a column of shares both
    are the share itself.
    """

    row: int
    column: int
    cut: Cut
    is_start: bool
    inside: Fraction | None
    outside: Fraction | None


@attrs.define(eq=False)
class TableProbe:
    """Knows the points of one table, and which of them a row of cells hits."""

    step: TableStep
    _limits: tuple[_Limit, ...] = attrs.field(init=False)
    _hits: dict[tuple[object, ...], frozenset[Point]] = attrs.field(factory=dict, init=False)
    points: frozenset[Point] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._limits = tuple(self._found_limits())
        self.points = frozenset(self._all())

    # -- what a row of cells hits -----------------------------------------------------------

    def hit(self, asked: Sequence[Asked], rows: Sequence[int]) -> frozenset[Point]:
        """Return the points hit by somebody with these cells, for whom these rows were taken.

        A row is counted from 0; the one after the last is ``otherwise``, -1 the unranked.
        """
        key = (*asked, *rows)
        found = self._hits.get(key)
        if found is None:
            count = len(self.step.table.rows)
            listed = {self._row(each) for each in rows if each <= count}
            if UNRANKED not in rows:
                listed |= set(self._edges(asked, rows))
                listed |= {word for row in rows for word in self._words_met(asked, row)}
            found = self._hits[key] = frozenset(listed) & self.points
        return found

    def _edges(self, asked: Sequence[Asked], rows: Sequence[int]) -> Iterator[Point]:
        for limit in self._limits:
            inside, outside = self._sides(limit, asked[limit.column])
            if inside and limit.row in rows:
                yield self._met(limit)
            elif outside and self._decides(limit, asked, rows):
                yield self._missed(limit)

    def _sides(self, limit: _Limit, value: Asked) -> tuple[bool, bool]:
        """Say whether a value stands next to a limit, inside and outside of it."""
        column = self.step.table.columns[limit.column]
        if isinstance(value, PlaceCell):
            last = places_of(limit.cut[1], value.size, column.share) if column.share else 0
            ends = (value.place == last, value.place == last + 1)
            return ends[::-1] if limit.is_start else ends
        if not isinstance(value, Fraction):
            return False, False
        beyond = before(value) < limit.cut if limit.is_start else before(value) >= limit.cut
        inside = not beyond if limit.inside is None else value == limit.inside
        outside = beyond if limit.outside is None else value == limit.outside
        return inside, outside

    def _decides(self, limit: _Limit, asked: Sequence[Asked], rows: Sequence[int]) -> bool:
        """Say whether only the cell of this limit keeps its row from being taken."""
        table = self.step.table
        if table.hit is HitPolicy.FIRST and any(row < limit.row for row in rows):
            return False
        return all(
            number == limit.column or self._holds(test, table.columns[number], asked[number])
            for number, test in enumerate(table.rows[limit.row].tests)
        )

    @staticmethod
    def _holds(test: CellTest, column: TableColumn, value: Asked) -> bool:
        if not isinstance(value, PlaceCell):
            return test.holds(value)
        if test.values is None or isinstance(test.values, Words) or column.share is None:
            return True
        share = column.share

        def counted(cut: Cut) -> int:
            return places_of(cut[1], value.size, share)

        return any(
            (not is_finite(each.start) or value.place > counted(each.start))
            and (not is_finite(each.stop) or value.place <= counted(each.stop))
            for each in test.values
        )

    def _words_met(self, asked: Sequence[Asked], row: int) -> Iterator[Point]:
        if 0 <= row < len(self.step.table.rows):
            for number, test in enumerate(self.step.table.rows[row].tests):
                yield self._word(row, number, test, asked[number])

    # -- all points -------------------------------------------------------------------------

    def _all(self) -> Iterator[Point]:
        table = self.step.table
        yield from map(self._row, range(len(table.rows)))
        if table.otherwise is not None:
            yield self._row(len(table.rows))
        if self.step.rule.unranked is not None:
            yield self._row(UNRANKED)
        for number, row in enumerate(table.rows):
            for column, test in enumerate(row.tests):
                listed = test.values.listed if isinstance(test.values, Words) else ()
                many = len(listed) > 1 and not (
                    isinstance(test.values, Words) and test.values.except_
                )
                for word in sorted(listed, key=str) if many else ():
                    yield self._word(number, column, test, word)
        for limit in self._limits:
            if self._is_free(limit, inside=True):
                yield self._met(limit)
            if self._is_free(limit, inside=False):
                yield self._missed(limit)

    def _found_limits(self) -> Iterator[_Limit]:
        for number, row in enumerate(self.step.table.rows):
            for column, test in enumerate(row.tests):
                for interval in test.values if isinstance(test.values, tuple) else ():
                    for is_start in (True, False):
                        limit = self._limit(number, column, interval, is_start=is_start)
                        if limit is not None:
                            yield limit

    def _limit(
        self, row: int, number: int, interval: Interval, *, is_start: bool
    ) -> _Limit | None:
        """Return a limit of a cell, or ``None`` where no value lies beyond it."""
        column = self.step.table.columns[number]
        cut = interval.start if is_start else interval.stop
        domain = column.domain
        if not is_finite(cut) or not domain.start < cut < domain.stop:
            return None
        below, above = _next_to(cut, column)
        inside, outside = (above, below) if is_start else (below, above)
        return _Limit(
            row=row, column=number, cut=cut, is_start=is_start, inside=inside, outside=outside
        )

    def _is_free(self, limit: _Limit, *, inside: bool) -> bool:
        """Say whether no earlier row takes all that this row could take on a side of a limit."""
        table = self.step.table
        if table.hit is not HitPolicy.FIRST:
            return True
        own, above = table.rows[limit.row].tests, inside is limit.is_start
        return not any(
            all(
                _lets_through(test, limit.cut, above=above)
                if number == limit.column
                else _contains(test, own[number])
                for number, test in enumerate(earlier.tests)
            )
            for earlier in table.rows[: limit.row]
        )

    # -- words ------------------------------------------------------------------------------

    def _span(self, row: int) -> Span | None:
        table = self.step.table
        return table.rows[row].span if 0 <= row < len(table.rows) else table.span

    def _row(self, row: int) -> Point:
        count = len(self.step.table.rows)
        words = "point-row" if 0 <= row < count else "point-otherwise"
        if row == UNRANKED:
            words = "point-unranked"
        return self._point(_ROW, words, row, (("row", self._row_text(row)),))

    def _row_text(self, row: int) -> str:
        tests = self.step.table.rows[row].tests if 0 <= row < len(self.step.table.rows) else ()
        return " | ".join(test.text for test in tests)

    def _met(self, limit: _Limit) -> Point:
        if self.step.table.columns[limit.column].share:
            place = "point-first-place-met" if limit.is_start else "point-last-place-met"
            return self._edge(limit, place, limit.cut[1])
        if limit.inside is None:
            return self._edge(limit, "point-edge-within", limit.cut[1])
        return self._edge(limit, "point-edge-met", limit.inside)

    def _missed(self, limit: _Limit) -> Point:
        if self.step.table.columns[limit.column].share:
            place = "point-last-place-missed" if limit.is_start else "point-first-place-missed"
            return self._edge(limit, place, limit.cut[1])
        if limit.outside is None:
            return self._edge(limit, "point-edge-beyond", limit.cut[1])
        return self._edge(limit, "point-edge-missed", limit.outside)

    def _edge(self, limit: _Limit, words: str, value: Fraction) -> Point:
        column = self.step.table.columns[limit.column]
        args = (
            ("column", column.name),
            ("value", write_value(value, column)),
            ("row", self._row_text(limit.row)),
            ("cell", self.step.table.rows[limit.row].tests[limit.column].text),
        )
        return self._point(_EDGE, words, limit.row, args)

    def _word(self, row: int, number: int, test: CellTest, word: Asked) -> Point:
        column = self.step.table.columns[number]
        shown = "" if isinstance(word, PlaceCell) else write_value(word, column)
        args = (("column", column.name), ("value", shown), ("cell", test.text))
        return self._point(_EDGE, "point-word", row, args)

    def _point(
        self, kind: PointKind, words: str, row: int, args: tuple[tuple[str, str], ...]
    ) -> Point:
        rule, span = self.step.rule, self._span(row)
        name = rule.policy or rule.name
        if rule.table_of and row != UNRANKED:
            name = rule.table_of  # rows taken over are proven where they are written, once
        elif rule.table_of:
            span = rule.origin.span
        return Point(kind=kind, rule=name, words=words, span=span, args=args)


def asked_value(cell: Cell | Missing, carrier: Carrier) -> CellValue:
    """Return a cell of a column as the tests of a table see it."""
    return cell if isinstance(cell, Missing | str | bool) else fraction_of(cell, carrier)


def _next_to(cut: Cut, column: TableColumn) -> tuple[Fraction | None, Fraction | None]:
    """Return the values just below and just above a cut; ``None`` is any on that side."""
    if column.share:
        return cut[1], cut[1]
    grid = column.grid
    if grid is None:
        return (cut[1], None) if cut[2] else (None, cut[1])
    above = first_whole(cut, grid) * grid
    return above - grid, above


def _contains(outer: CellTest, inner: CellTest) -> bool:
    """Say whether a cell lets through all that another does."""
    if outer.values is None:
        return outer.missing or not inner.missing
    if isinstance(outer.values, Words) or isinstance(inner.values, Words):
        return outer.values == inner.values
    if inner.values is None:
        return False
    return all(
        any(big.start <= small.start and small.stop <= big.stop for big in outer.values)
        for small in inner.values
    )


def _lets_through(test: CellTest, cut: Cut, *, above: bool) -> bool:
    """Say whether a cell lets through what lies next to a cut, above or below it."""
    if test.values is None:
        return True
    if isinstance(test.values, Words):
        return False
    if above:
        return any(each.start <= cut < each.stop for each in test.values)
    return any(each.start < cut <= each.stop for each in test.values)
