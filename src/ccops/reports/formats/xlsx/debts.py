"""Hours of which some are a debt, as decimal numbers: a spreadsheet shows no time below 0.

Excel fills such a cell with ``#`` whatever its format; a number of hours shows its sign in every
spreadsheet, and adds up. All hours of the workbook are written so: its rows add up, and what
stands on one sheet is looked up on another.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import DurationForm, format_number, message
from ccops.reports.document.model import ColumnKind, Table
from ccops.reports.document.tables import duration_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from ccops.messages import Locale
    from ccops.reports.document.model import Cell, Column, Document, Section

_HOUR: Final = 3_600_000
_DIGITS: Final = 2


def with_debts_as_numbers(document: Document, locale: Locale) -> Document:
    """Return a document in which hours stand in decimals, if some of them are below 0."""
    tables = [x for each in document.sections for x in each.parts if isinstance(x, Table)]
    debts = {each.id for each in tables if _has_debts(each)}
    if not debts:
        return document
    found = debts | {each.id for each in tables if _is_of_hours(each)}
    sections = (_section(each, found, locale) for each in document.sections)
    return attrs.evolve(document, sections=tuple(sections))


def _section(section: Section, tables: Collection[str], locale: Locale) -> Section:
    parts = (
        _in_decimals(each, locale) if isinstance(each, Table) and each.id in tables else each
        for each in section.parts
    )
    return attrs.evolve(section, parts=tuple(parts))


def _has_debts(table: Table) -> bool:
    places = [at for at, each in enumerate(table.columns) if each.kind is ColumnKind.DURATION]
    return any(
        (duration_of(row[at]) or 0) < 0 for row in (*table.rows, *table.foot) for at in places
    )


def _is_of_hours(table: Table) -> bool:
    """Say whether a table has durations, all of them hours and minutes."""
    forms = {each.form for each in table.columns if each.kind is ColumnKind.DURATION}
    return forms == {DurationForm.HOURS}


def _in_decimals(table: Table, locale: Locale) -> Table:
    def row(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(
            _hours(cell, locale) if column.kind is ColumnKind.DURATION else cell
            for cell, column in zip(cells, table.columns, strict=True)
        )

    return attrs.evolve(
        table,
        columns=tuple(_head(each, locale) for each in table.columns),
        rows=tuple(map(row, table.rows)),
        foot=tuple(map(row, table.foot)),
    )


def _head(column: Column, locale: Locale) -> Column:
    if column.kind is not ColumnKind.DURATION:
        return column
    called = column.called or column.title
    title = message("duration-in-decimals", {"name": called}, locale=locale)
    return attrs.evolve(column, title=title, kind=ColumnKind.NUMBER, form=None)


def _hours(cell: Cell, locale: Locale) -> Cell:
    size = duration_of(cell)
    if size is None:
        return cell
    hours = size / _HOUR
    shown = Decimal(round(hours * 10**_DIGITS)).scaleb(-_DIGITS)
    text = format_number(shown, locale=locale)
    return attrs.evolve(cell, text=text, value=hours)
