"""Columns of records that stand in lists as they were handed in."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

from ccops.learning.list_values import ListValue
from ccops.values import Missing, Unit, fraction_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.kpi import RecordColumn, RecordKind
    from ccops.messages import Label, Text
    from ccops.values import Cell


def shown_heads(
    kind: RecordKind, names: Iterable[Text], subject: tuple[str, str]
) -> dict[str, Label]:
    """Return what the columns of a kind are called by name, that of the subject by its group."""
    group, column = subject
    listed = {each.value: kind.column(each.value).label for each in names}
    return {group: kind.column(column).label, **listed}


def shown_cells(
    kind: RecordKind, row: Mapping[str, Cell | Missing], names: Iterable[Text]
) -> dict[str, object]:
    """Return the cells of a row as lists hold them: dates, flags, words, exact values."""
    return {each.value: _shown(kind.column(each.value), row[each.value]) for each in names}


def _shown(column: RecordColumn, cell: Cell | Missing) -> object:
    if isinstance(cell, Missing):
        return cell
    match column.type.unit:
        case Unit.WORD:
            return str(cell)
        case Unit.FLAG:
            return bool(cell)
        case Unit.DATE:
            return dt.date.fromordinal(int(str(cell)))
        case _:
            return ListValue(Fraction(fraction_of(cell, column.carrier)), column.type.unit)
