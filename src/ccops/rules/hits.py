"""Which rows of a table are hit: as source for the bulk run, and walked for an explanation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.rules.cells import CellTest, Words
from ccops.rules.columns import CellValue, TableColumn
from ccops.rules.intervals import AFTER_ALL, Interval, after, first_whole, is_finite, last_whole
from ccops.rules.places import Place, Share, beyond_source, places_of, times, within_source
from ccops.values import Carrier, Missing

if TYPE_CHECKING:
    from ccops.rules.tables import Table, TableRow

#: A value a table is asked about; in a share column a place, or a share itself.
TableValue = CellValue | Place | dt.date
#: What generated source calls the class of missing values, and adding up.
MISSING_NAME: Final = "M"
SUM_NAME: Final = "S"


@frozen(kw_only=True)
class Variable:
    """What generated source calls the value of a column, and how the value lies there.

    A share column has two variables, whole numbers: ``name`` the place, ``size`` the ranked.
    """

    name: str
    carrier: Carrier
    size: str = ""

    def __attrs_post_init__(self) -> None:
        for name in (self.name, self.size or self.name):
            if not (name.isascii() and name.isidentifier()):
                raise ValueError(f"{name!r} is no variable name")


@frozen(kw_only=True)
class TableSource:
    """Python source of one expression, and the names it needs beside the variables."""

    source: str
    names: Mapping[str, object]


@frozen(kw_only=True)
class Refusal:
    """A row that was not hit, and the first cell that refused it. Rows count from 0."""

    row: int
    column: str
    cell: str


def table_source(table: Table, variables: Sequence[Variable], *, prefix: str = "w") -> TableSource:
    """Return source whose value is what a row of facts hits.

    Where one row decides, that is its index, ``len(rows)`` where none holds; otherwise the set
    of the rows that hold, as a whole number with a bit for each.

    Numbers stand in it as whole numbers; words are names (``prefix`` and a number), so that no
    text of a pack becomes source. Missing values come only to columns whose cells ask for them.
    """
    writer = _Writer(table, prefix)
    conditions = [
        " and ".join(filter(None, (writer.condition(*each) for each in _tests(row, variables))))
        for row in table.rows
    ]
    source = _one_row(table, conditions) if table.takes_one_row else _all_rows(conditions)
    if not table.takes_one_row:
        writer.names[SUM_NAME] = sum
    return TableSource(source=source, names=MappingProxyType(writer.names))


def _tests(
    row: TableRow, variables: Sequence[Variable]
) -> Iterator[tuple[int, CellTest, Variable]]:
    pairs = zip(row.tests, variables, strict=True)
    return ((column, test, variable) for column, (test, variable) in enumerate(pairs))


def _one_row(table: Table, conditions: Sequence[str]) -> str:
    """Return source that asks the rows in order; the first that holds decides."""
    # one flat chain, which the compiler takes at any length; row numbers from 1 are true
    chosen = [" and ".join(filter(None, (conditions[row], str(row + 1)))) for row in table.order]
    return f"(({' or '.join([*chosen, str(len(table.rows) + 1)])}) - 1)"


def _all_rows(conditions: Sequence[str]) -> str:
    """Return source that asks every row; a row that does not hold adds no bit."""
    held = (
        " and ".join(filter(None, (condition, f"{1 << row:#x}")))
        for row, condition in enumerate(conditions)
    )
    return f"{SUM_NAME}(({', '.join(held)},))"


def hit_row(table: Table, values: Sequence[TableValue]) -> int:
    """Return the index of the row that decides, ``len(rows)`` for none.

    Raises ``ValueError`` for a table under whose policy all rows that hold count.
    """
    if not table.takes_one_row:
        raise ValueError(f"hit: {table.hit.value} has no one row")
    asked = (row for row in table.order if refusal(table, row, values) is None)
    return next(asked, len(table.rows))


def rows_hit(table: Table, values: Sequence[TableValue]) -> int:
    """Return the set of rows that hold, whatever the policy."""
    held = (row for row in range(len(table.rows)) if refusal(table, row, values) is None)
    return sum(1 << row for row in held)


def refusal(table: Table, row: int, values: Sequence[TableValue]) -> Refusal | None:
    """Return the first cell that refuses a row, ``None`` where it holds."""
    cells = zip(table.columns, table.rows[row].tests, values, strict=True)
    refused = next((each for each in cells if not _holds(*each)), None)
    if refused is None:
        return None
    column, test, _ = refused
    return Refusal(row=row, column=column.name, cell=test.text)


def explain_row(table: Table, values: Sequence[TableValue]) -> tuple[Refusal, ...]:
    """Return the rows refused, each with the first cell that refused it, as they are asked.

    Where one row decides, those asked before it; otherwise all that do not hold.
    """
    refusals = []
    for row in table.order:
        refused = refusal(table, row, values)
        if refused is not None:
            refusals.append(refused)
        elif table.takes_one_row:
            break
    return tuple(refusals)


def rows_without_places(table: Table, *, size: int) -> tuple[int, ...]:
    """Return the rows whose shares of so many ranked people come to no place at all."""
    return tuple(
        index
        for index, row in enumerate(table.rows)
        if any(
            column.share and _is_without_places(test, column.share, size)
            for column, test in zip(table.columns, row.tests, strict=True)
        )
    )


def _is_without_places(test: CellTest, share: Share, size: int) -> bool:
    if not isinstance(test.values, tuple) or test.missing:
        return False
    return not any(
        _holds_place(each, Place(place, size), share)
        for each in test.values
        for place in _edge_places(each, share, size)
    )


def _edge_places(interval: Interval, share: Share, size: int) -> tuple[int, ...]:
    """Return the first place of a band: if that is not in it, none is."""
    start = interval.start
    first = places_of(start[1], size, share) + 1 if is_finite(start) and start[1] > 0 else 1
    return (first,) if first <= size else ()


def _holds(column: TableColumn, test: CellTest, value: TableValue) -> bool:
    if isinstance(value, dt.date):
        return test.holds(Fraction(value.toordinal()))
    if not isinstance(value, Place):
        return test.holds(value)
    if column.share is None:
        return test.holds(Fraction(value.place))
    if not isinstance(test.values, tuple):
        return test.values is None
    return any(_holds_place(each, value, column.share) for each in test.values)


def _holds_place(interval: Interval, value: Place, share: Share) -> bool:
    low, high = share_ends(interval)
    if low is not None and value.place <= places_of(low, value.size, share):
        return False
    return high is None or value.place <= places_of(high, value.size, share)


def share_ends(interval: Interval) -> tuple[Fraction | None, Fraction | None]:
    """Return the shares a band lies between; from 0 and up to 100 % are no limits."""
    start, stop = interval.start, interval.stop
    low = start[1] if is_finite(start) and start[1] > 0 else None
    is_limit = is_finite(stop) and stop < after(Fraction(1))
    return low, stop[1] if is_limit else None


class _Writer:
    """Writes the conditions of one table and collects the names they need."""

    def __init__(self, table: Table, prefix: str) -> None:
        self._table = table
        self._prefix = prefix
        self._words: dict[frozenset[str | bool], str] = {}
        self.names: dict[str, object] = {}

    def condition(self, column: int, test: CellTest, variable: Variable) -> str:
        """Return the condition of a cell, an empty text where everything is let through."""
        if test.values is None and test.missing:
            return ""
        there = "" if test.values is None else self._value(column, test, variable)
        if not self._table.asks_missing(column):
            return there
        self.names[MISSING_NAME] = Missing
        is_missing = f"{variable.name}.__class__ is {MISSING_NAME}"
        if test.missing:
            return f"({is_missing} or {there})" if test.values else is_missing
        known = f"{variable.name}.__class__ is not {MISSING_NAME}"
        return f"{known} and {there}" if there else known

    def _value(self, column: int, test: CellTest, variable: Variable) -> str:
        if isinstance(test.values, Words):
            return self._word(test.values, variable)
        share = self._table.columns[column].share
        parts = [
            _share(each, variable, share) if share else _number(each, variable)
            for each in test.values or ()
        ]
        if len(parts) == 1:
            return parts[0]
        return f"({' or '.join(parts)})" if parts else "False"

    def _word(self, words: Words, variable: Variable) -> str:
        if words.listed <= {True, False}:
            allowed = [flag for flag in (True, False) if words.holds(flag)]
            if len(allowed) == 1:
                return variable.name if allowed[0] else f"not {variable.name}"
            return str(bool(allowed))
        name = self._words.setdefault(words.listed, f"{self._prefix}{len(self._words)}")
        self.names[name] = words.listed
        return f"{variable.name} {'not in' if words.except_ else 'in'} {name}"


def _share(interval: Interval, variable: Variable, share: Share) -> str:
    low, high = share_ends(interval)
    parts = []
    if low is not None:
        parts.append(beyond_source(variable.name, variable.size, low, share))
    if high is not None:
        parts.append(within_source(variable.name, variable.size, high, share))
    return _both(parts)


def _number(interval: Interval, variable: Variable) -> str:
    scale = variable.carrier.scale
    if scale is None:
        return _exact(interval, variable.name)
    step = Fraction(1, scale)
    low = first_whole(interval.start, step) if is_finite(interval.start) else None
    high = last_whole(interval.stop, step) if is_finite(interval.stop) else None
    if low is not None and high is not None:
        if low >= high:
            return f"{variable.name} == {low}" if low == high else "False"
        return f"{low} <= {variable.name} <= {high}"
    if low is not None:
        return f"{variable.name} >= {low}"
    return "True" if high is None else f"{variable.name} <= {high}"


def _exact(interval: Interval, name: str) -> str:
    start, stop = interval.start, interval.stop
    if start[:2] == stop[:2] and is_finite(start):
        return _product(name, "==", start[1])
    parts = []
    if is_finite(start):
        parts.append(_product(name, ">" if start[2] else ">=", start[1]))
    if stop != AFTER_ALL:
        parts.append(_product(name, "<=" if stop[2] else "<", stop[1]))
    return _both(parts)


def _product(name: str, sign: str, number: Fraction) -> str:
    """Return a comparison of a pair (numerator, denominator) by multiplying crosswise."""
    left = times(f"{name}[0]", number.denominator)
    return f"{left} {sign} {times(f'{name}[1]', number.numerator)}"


def _both(parts: Sequence[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    return f"({' and '.join(parts)})" if parts else "True"
