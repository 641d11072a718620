"""Cells of input files: brought to one way of writing, then checked."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from ccops.adapters.inputs.columns import CellKind
from ccops.adapters.inputs.learning_words import YES_NO
from ccops.adapters.inputs.words import word_aliases
from ccops.facts import (
    RowColumn,
    count_column,
    day_column,
    flag_column,
    hours_column,
    instant_column,
    moment_column,
    money_column,
    number_column,
    text_column,
    word_column,
)
from ccops.values import Unit, parse_scalar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.adapters.inputs.columns import InputColumn
    from ccops.adapters.inputs.grid import GridCell
    from ccops.adapters.inputs.settings import FileSettings


def cell_text(name: str, column: InputColumn, cell: GridCell, settings: FileSettings) -> str:
    """Return a cell in the one way of writing: ISO days and times, English words.

    A cell that is not written as stated is left as it is; the check names it.
    """
    if isinstance(cell, dt.datetime):
        is_day = column.kind is not CellKind.INSTANT and cell.time() == dt.time()
        return cell.date().isoformat() if is_day else cell.isoformat(sep=" ")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if column.kind is CellKind.WORD:
        return word_aliases(name).get(cell, cell)
    if column.kind is CellKind.FLAG:
        return word_aliases(name).get(cell) or YES_NO.get(cell, cell)
    if column.kind is CellKind.DAY:
        return _day(cell, settings) or cell
    if column.kind is CellKind.INSTANT:
        return _instant(cell, settings) or cell
    if column.kind is CellKind.MOMENT:
        return _instant(cell, settings) or _day(cell, settings) or cell
    return cell


def cell_check(column: InputColumn, currency: str) -> RowColumn:
    """Return what checks the cells of a column; its ``read`` raises ``ValueError``."""
    if column.kind is CellKind.WORD:
        return word_column(column.words)
    if column.kind is CellKind.MONEY and currency:
        return money_column(currency)
    return _CHECKS[column.kind]


def _any_money(cell: object) -> object:
    """Check an amount whose currency is not known yet."""
    found = parse_scalar(str(cell))
    if found is None or found.unit not in (Unit.MONEY, Unit.NUMBER):
        raise ValueError(cell)
    return cell


def _day(text: str, settings: FileSettings) -> str | None:
    found = _parsed(text, settings.date_format)
    return found.date().isoformat() if found else None


def _instant(text: str, settings: FileSettings) -> str | None:
    found = _parsed(text, settings.datetime_format)
    return found.isoformat(sep=" ") if found else None


def _parsed(text: str, pattern: str) -> dt.datetime | None:
    if not pattern:
        return None
    try:
        return dt.datetime.strptime(text, pattern)  # noqa: DTZ007 - the center's own clock
    except ValueError:
        return None


_CHECKS: Final[Mapping[CellKind, RowColumn]] = {
    CellKind.TEXT: text_column(),
    CellKind.DAY: day_column(),
    CellKind.INSTANT: instant_column(),
    CellKind.MOMENT: moment_column(),
    CellKind.HOURS: hours_column(),
    CellKind.NUMBER: number_column(),
    CellKind.COUNT: count_column(),
    CellKind.MONEY: RowColumn(_any_money, "CNY 3480.00"),
    CellKind.FLAG: flag_column(),
}
