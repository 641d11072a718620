"""Durations in tables and charts: one form for what is compared, and a head that names it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import DurationForm, clock_form, form_named, format_duration, hours_form
from ccops.reports.document.tables import ColumnKind
from ccops.reports.parts.scales import half_up

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ccops.reports.document.tables import Cell, Table
    from ccops.reports.document.words import Words

_SECOND: Final = 1_000
_MICROSECOND: Final = dt.timedelta(microseconds=1)


def clock_text(milliseconds: Fraction, *, locale: str, form: DurationForm | None = None) -> str:
    """Return a duration to the whole second; by itself ``m:ss``, from an hour on with units.

    >>> clock_text(Fraction(83_500), locale="en"), clock_text(Fraction(3_600_000), locale="en")
    ('1:24', '1h')
    """
    whole = _in_seconds(milliseconds)
    if form is None:
        is_short = clock_form([whole]) is DurationForm.MINUTES
        form = DurationForm.MINUTES if is_short else DurationForm.UNITS
    return format_duration(whole, locale=locale, form=form)


def _in_seconds(milliseconds: Fraction) -> Fraction:
    """Return a duration rounded to the second, in milliseconds."""
    return Fraction(half_up(milliseconds / _SECOND, 0)) * _SECOND


def with_clocks(table: Table, words: Words) -> Table:
    """Return a table of indicators with each column of durations as one kind of clock."""
    return _in_one_form(table, words, _in_seconds, clock_form)


def with_hours(table: Table, words: Words) -> Table:
    """Return a table of working hours with each column of durations as hours and minutes."""
    return _in_one_form(table, words, lambda each: each, hours_form)


def _in_one_form(
    table: Table,
    words: Words,
    shown: Callable[[Fraction], Fraction],
    form_of: Callable[[Sequence[Fraction]], DurationForm],
) -> Table:
    forms: dict[int, DurationForm] = {}
    for at, column in enumerate(table.columns):
        if column.kind is ColumnKind.DURATION:
            cells = (row[at] for row in (*table.rows, *table.foot))
            found = [shown(size) for size in map(duration_of, cells) if size is not None]
            forms[at] = form_of(found)
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
            attrs.evolve(x, title=form_named(x.title, forms[at], locale=words.locale))
            if at in forms
            else x
            for at, x in enumerate(table.columns)
        ),
        rows=tuple(map(in_form, table.rows)),
        foot=tuple(map(in_form, table.foot)),
    )


def duration_of(cell: Cell) -> Fraction | None:
    """Return the milliseconds that a cell of a column of durations holds."""
    match cell.value:
        case dt.timedelta():
            return Fraction(cell.value // _MICROSECOND, 1_000)
        case bool():
            return None
        case int() | Decimal() | Fraction():
            return Fraction(cell.value)
        case _:
            return None
