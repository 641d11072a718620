"""Rows of input files made into records: the cells of a kind, read with every problem at once."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from ccops.facts import RowColumn, read_rows, row_error, row_reference
from ccops.kpi.records import Records
from ccops.kpi.told_cells import never_named, telling
from ccops.values import Cell, Missing, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ccops.kpi.records import RecordColumn, RecordKind
    from ccops.messages import Diagnostic


def records_of_rows(
    kind: RecordKind,
    rows: Iterable[Mapping[str, object]],
    columns: Mapping[str, RowColumn],
    *,
    zone: dt.tzinfo,
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the records of rows with some columns, and what is wrong with the rows.

    The day of a record is the one its row says in the column of the day, where rows have that;
    else the local day of ``at``, or that of ``date`` or ``from``. A column of the kind that the
    rows have not is missing: ``not_measured`` where a flag tells of it and no row has it.
    """
    rows = tuple(rows)
    untold, told = never_named(kind, rows, {}), telling(kind)
    findings: list[Diagnostic] = []
    found: list[tuple[Cell | Missing, ...]] = []
    cells = [(each.name, _cell_of(each, untold)) for each in kind.columns]
    says_day = kind.day in columns
    read = read_rows(rows, columns, table=kind.name, findings=findings)
    for number, (row, values) in enumerate(read, 1):
        if values is None:
            continue
        if not says_day:
            values[kind.day] = _local_day(_moment_of(values), zone)
        values[kind.reference] = row_reference(row, kind.name, number)
        found.append(told([cell(values.get(name)) for name, cell in cells]))
    return Records.of_rows(kind, found), tuple(findings)


def rows_once(
    rows: Iterable[Mapping[str, object]],
    code: str,
    names: Sequence[str],
    *,
    also: Sequence[str] = (),
) -> tuple[tuple[Mapping[str, object], ...], tuple[Diagnostic, ...]]:
    """Return the rows, and an error for each that is another's double in some columns.

    The first column is told as ``id``, a second as ``employee``. A row without one of ``names``
    is nobody's double; the columns ``also`` may be empty and still tell rows apart.
    """
    listed = tuple(rows)
    seen: set[tuple[str, ...]] = set()
    found: list[Diagnostic] = []
    for row in listed:
        key = tuple(_told(row.get(name)) for name in names)
        whole = (*key, *(_told(row.get(name)) for name in also))
        if whole in seen and all(key):
            told = dict(zip(("id", "employee"), key, strict=False))
            found.append(row_error(code, row, **told))
        seen.add(whole)
    return listed, tuple(found)


def _told(cell: object) -> str:
    return "" if cell is None else str(cell)


def number_column(kind: RecordKind, name: str, *, required: bool = True) -> RowColumn:
    """Return the reader of a column of numbers, none finer than the column keeps."""
    column = kind.column(name)
    wanted = f"number, step {column.step or 1}"
    return RowColumn(_number_reader(column), wanted, required=required)


def _cell_of(column: RecordColumn, untold: frozenset[str]) -> Callable[[object], Cell | Missing]:
    """Return what makes cells of the values of a column; a text that comes again is known."""
    type_, carrier = column.type, column.carrier
    texts: dict[object, Cell] = {}
    empty = Missing.NOT_MEASURED if column.name in untold else Missing.NO_RECORDS

    def cell(value: object) -> Cell | Missing:
        if value is None:
            return empty
        if not isinstance(value, str):
            return encode(value, type_, carrier)
        if value not in texts:
            texts[value] = encode(value, type_, carrier)
        return texts[value]

    return cell


def _number_reader(column: RecordColumn) -> Callable[[object], object]:
    known: set[str] = set()

    def read(cell: object) -> object:
        if isinstance(cell, str) and cell in known:
            return cell
        if not isinstance(cell, str | int | Decimal) or isinstance(cell, bool):
            raise ValueError(cell)  # noqa: TRY004 - a wrong cell is a finding, whatever it is
        number = encode(cell, column.type, column.carrier)
        if not isinstance(number, int) or number < 0:
            raise ValueError(cell)
        if isinstance(cell, str):
            known.add(cell)
        return cell

    return read


def _moment_of(values: Mapping[str, object]) -> object:
    for name in ("at", "date", "from"):
        if name in values:
            return values[name]
    return None


def _local_day(moment: object, zone: dt.tzinfo) -> dt.date | None:
    if isinstance(moment, dt.datetime):
        return moment.astimezone(zone).date() if moment.tzinfo else moment.date()
    return moment if isinstance(moment, dt.date) else None
