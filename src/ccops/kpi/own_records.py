"""Records of a kind a plugin brings: rows with a column for each column of the kind."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs

from ccops.facts import (
    RowColumn,
    count_column,
    day_column,
    flag_column,
    hours_column,
    money_column,
    text_column,
    word_column,
)
from ccops.kpi.row_records import number_column, records_of_rows
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.kpi.records import RecordColumn, RecordKind, Records
    from ccops.messages import Diagnostic


def own_records(
    kind: RecordKind,
    rows: Iterable[Mapping[str, object]],
    *,
    zone: dt.tzinfo,
    currency: str = "",
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the records of rows that have the columns of a kind, and what is wrong with them.

    A duration is written as hours (``7.5``, ``90 min``), ``currency`` is what a bare amount is in.
    """
    columns = {each.name: _reader(kind, each, currency) for each in filled_columns(kind)}
    return records_of_rows(kind, rows, columns, zone=zone)


def _duration(cell: object) -> dt.timedelta:
    milliseconds = hours_column().read(cell)
    return dt.timedelta(milliseconds=int(str(milliseconds)))


def filled_columns(kind: RecordKind) -> tuple[RecordColumn, ...]:
    """Return the columns a row fills: not where it was read, nor what tells of another column."""
    return tuple(each for each in kind.columns if each.name != kind.reference and not each.tells)


def _reader(kind: RecordKind, column: RecordColumn, currency: str) -> RowColumn:
    required = not column.optional
    match column.type.unit:
        case Unit.WORD if column.type.words:
            return word_column(column.type.words, required=required)
        case Unit.WORD:
            return text_column(required=required)
        case Unit.DATE:
            return day_column(required=required)
        case Unit.FLAG:
            return flag_column(required=required)
        case Unit.COUNT:
            return count_column(required=required)
        case Unit.DURATION:
            return attrs.evolve(hours_column(required=required), read=_duration)
        case Unit.MONEY:
            return money_column(currency, required=required)
        case _:
            return number_column(kind, column.name, required=required)
