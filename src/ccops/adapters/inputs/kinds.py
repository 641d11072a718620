"""The input file of a record kind a plugin brings: a column for each of its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.adapters.inputs.columns import CellKind, InputColumn, InputFile
from ccops.kpi.own_records import filled_columns
from ccops.messages import LOCALES, Label
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.kpi import RecordColumn, RecordKind

_KINDS: Final[Mapping[Unit, CellKind]] = {
    Unit.DATE: CellKind.DAY,
    Unit.FLAG: CellKind.FLAG,
    Unit.COUNT: CellKind.COUNT,
    Unit.DURATION: CellKind.HOURS,
    Unit.MONEY: CellKind.MONEY,
    Unit.WORD: CellKind.TEXT,
}


def file_of_kind(kind: RecordKind) -> InputFile:
    """Return the file in which records of a kind are handed in.

    Its headers are the names of the columns, or what people call them in any language.
    """
    columns = filled_columns(kind)
    return InputFile(
        name=kind.name,
        columns={each.name: _column(each, kind.subject) for each in columns},
        headers={
            each.label.in_locale(locale): each.name
            for each in columns
            for locale in LOCALES
            if each.label != Label()
        },
    )


def _column(column: RecordColumn, subject: str | None) -> InputColumn:
    cells = _KINDS.get(column.type.unit, CellKind.NUMBER)
    return InputColumn(
        kind=CellKind.WORD if column.type.words else cells,
        required=not column.optional,
        words=column.type.words or frozenset(),
        is_employee=column.name == subject,
    )
