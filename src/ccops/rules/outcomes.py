"""Outcomes: what the rows of a table that hold together come to under its hit policy.

A set of rows is one whole number with a bit for each row.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Final, assert_never

from ccops.rules.tables import Collect, HitPolicy, Table
from ccops.values import Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

#: What stands between the words of a list.
SEPARATOR: Final = ", "

Outcome = tuple[Scalar, ...]


def bits(rows: int) -> Iterator[int]:
    """Yield the rows of a set, lowest first."""
    while rows:
        lowest = rows & -rows
        yield lowest.bit_length() - 1
        rows ^= lowest


def first_of(rows: int) -> int:
    """Return the topmost row of a set, -1 for the empty one."""
    return (rows & -rows).bit_length() - 1


def deciding(table: Table, rows: int) -> tuple[int, ...]:
    """Return the rows of a set that its outcome comes from, none of an empty set.

    Where one row decides it is that row; the least and the greatest come from every row that
    gives them; sums, counts and lists from all.
    """
    if not rows:
        return ()
    if table.hit is HitPolicy.PRIORITY:
        return (min(bits(rows), key=table.turns.__getitem__),)
    if table.takes_one_row:
        return (first_of(rows),)
    if table.collect in (Collect.MIN, Collect.MAX):
        given = _collected(table, rows)
        pairs = ((row, zip(table.rows[row].outputs, given, strict=True)) for row in bits(rows))
        return tuple(row for row, both in pairs if any(one == other for one, other in both))
    return tuple(bits(rows))


def outcome(table: Table, rows: int) -> Outcome | None:
    """Return what a set of rows gives; the empty one gives ``otherwise``, ``None`` without it."""
    if not rows:
        return table.otherwise
    if table.takes_one_row:
        return table.rows[deciding(table, rows)[0]].outputs
    if table.collect is Collect.COUNT:
        return (Scalar(Unit.COUNT, Fraction(rows.bit_count())),)
    return _collected(table, rows)


def sort_key(scalar: Scalar) -> Fraction:
    """Return a number, date or flag as a number that sorts; raises ``TypeError`` for a word."""
    if isinstance(scalar.value, bool):
        return Fraction(scalar.value)
    if isinstance(scalar.value, dt.date):
        return Fraction(scalar.value.toordinal())
    return scalar.number


def _collected(table: Table, rows: int) -> Outcome:
    """Return the outputs of all rows put together, each output by itself."""
    ordered = [row for row in table.order if rows >> row & 1]
    columns = zip(*(table.rows[row].outputs for row in ordered), strict=True)
    together = _way(table)
    return tuple(together(column) for column in columns)


def _way(table: Table) -> Callable[[Sequence[Scalar]], Scalar]:
    match table.collect:
        case None:
            return _words
        case Collect.SUM:
            return _sum
        case Collect.MIN:
            return lambda scalars: min(scalars, key=sort_key)
        case Collect.MAX:
            return lambda scalars: max(scalars, key=sort_key)
        case Collect.LIST | Collect.COUNT:
            return lambda scalars: _words(dict.fromkeys(scalars))
        case _:
            assert_never(table.collect)


def _sum(scalars: Sequence[Scalar]) -> Scalar:
    first = scalars[0]
    total = sum((each.number for each in scalars), Fraction(0))
    return Scalar(first.unit, total, first.currency)


def _words(scalars: Iterable[Scalar]) -> Scalar:
    return Scalar(Unit.WORD, SEPARATOR.join(str(each.value) for each in scalars))
