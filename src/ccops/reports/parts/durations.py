"""Durations in tables and charts: one form for what is compared, and a head that names it."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import DurationForm, clock_form, form_named, format_duration, hours_form
from ccops.reports.document.tables import ColumnKind, duration_of
from ccops.reports.parts.scales import half_up

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ccops.reports.document.tables import Cell, Column, Table
    from ccops.reports.document.words import Words

_SECOND: Final = 1_000


@attrs.frozen(kw_only=True)
class Limit:
    """A limit in the head of a column of durations: its sign, and its milliseconds."""

    sign: str
    size: Fraction


#: Where nothing in the heads of a table is a limit.
_NO_LIMITS: Final[Mapping[str, Limit | None]] = MappingProxyType({})


def rounded_duration(milliseconds: Fraction, *, locale: str) -> str:
    """Return a duration to the whole second, with its units; none is no seconds.

    >>> rounded_duration(Fraction(83_500), locale="en"), rounded_duration(Fraction(0), locale="en")
    ('1m 24s', '0s')
    """
    return format_duration(_in_seconds(milliseconds), locale=locale, beside=[_SECOND])


def _in_seconds(milliseconds: Fraction) -> Fraction:
    """Return a duration rounded to the second, in milliseconds."""
    return Fraction(half_up(milliseconds / _SECOND, 0)) * _SECOND


def cut_duration(milliseconds: Fraction, *, locale: str) -> str:
    """Return a duration without an end as an explanation tells about what it is.

    >>> cut_duration(Fraction(602_915, 3), locale="en")
    '3m 20.971s'
    """
    return format_duration(int(milliseconds), locale=locale)


def with_clocks(
    table: Table, words: Words, *, limits: Mapping[str, Limit | None] = _NO_LIMITS
) -> Table:
    """Return a table of indicators with each column of durations as one kind of clock.

    ``limits``, by the id of their column, are written as the durations below them are.
    """
    return _in_one_form(table, words, _in_seconds, clock_form, limits)


def with_hours(table: Table, words: Words) -> Table:
    """Return a table of working hours with each column of durations as hours and minutes."""
    return _in_one_form(table, words, lambda each: each, hours_form, _NO_LIMITS)


def _in_one_form(
    table: Table,
    words: Words,
    shown: Callable[[Fraction], Fraction],
    form_of: Callable[[Sequence[Fraction]], DurationForm],
    limits: Mapping[str, Limit | None],
) -> Table:
    forms: dict[int, DurationForm] = {}
    for at, column in enumerate(table.columns):
        if column.kind is ColumnKind.DURATION:
            cells = (row[at] for row in (*table.rows, *table.foot))
            found = [shown(size) for size in map(duration_of, cells) if size is not None]
            own = limits.get(column.id)
            forms[at] = form_of(found if own is None else [*found, own.size])
    if not forms:
        return table

    def written(at: int, cell: Cell) -> Cell:
        size = duration_of(cell) if at in forms else None
        if size is None:
            return cell
        text = format_duration(shown(size), locale=words.locale, form=forms[at])
        return attrs.evolve(cell, text=text)

    def in_form(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(written(at, cell) for at, cell in enumerate(row))

    return attrs.evolve(
        table,
        columns=tuple(
            _head(x, forms[at], limits.get(x.id), words) if at in forms else x
            for at, x in enumerate(table.columns)
        ),
        rows=tuple(map(in_form, table.rows)),
        foot=tuple(map(in_form, table.foot)),
    )


def _head(column: Column, form: DurationForm, limit: Limit | None, words: Words) -> Column:
    """Return a column whose title names the form of what stands below, and of its limit."""
    called = column.title
    if limit is not None:
        size = format_duration(limit.size, locale=words.locale, form=form)
        called = f"{called} {limit.sign} {size}"
    title = form_named(called, form, locale=words.locale)
    return attrs.evolve(column, title=title, called=called, form=form)
