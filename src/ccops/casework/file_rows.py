"""Rows of the files about casework, made into records: instants, customers, wrong cells.

What every such file has in common: its instants are on the center's clock and come one after the
other, a customer is never kept, and no cell of words holds somebody's number.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, cast

import attrs

from ccops.facts import RowColumn, read_row, row_error, row_reference
from ccops.frozen import frozen
from ccops.kpi import RecordKind, Records
from ccops.kpi.row_records import rows_once
from ccops.kpi.told_cells import never_named, telling
from ccops.values import Missing, Unit, encode
from ccops.values.local_clock import recorded_instant
from ccops.values.working_hours import local_day

if TYPE_CHECKING:
    from ccops.kpi.records import RecordColumn
    from ccops.messages import Diagnostic
    from ccops.values import Cell

Row = Mapping[str, object]
Read = tuple[Records, tuple["Diagnostic", ...]]
#: Seven digits in a row, whatever stands between them, are somebody's number.
_NUMBER: Final = re.compile(r"(?:\d[ .()/-]{0,2}){7,}")


@frozen(kw_only=True)
class FileShape:
    """How a file is read: its kind, its columns, its instants in order, its words.

    ``once`` are the columns by which a row is told from another, those of ``also`` may be empty;
    ``twice`` is the code of a double. Every later instant is not before the first of
    ``instants``, on whose day the record counts; of a file without any that is the day in the
    column ``day``. ``words`` may not hold a number. ``told_by`` names, for columns of the kind of
    which it matters whether the file tells of them at all, the column of the file that does.
    """

    table: str
    kind: RecordKind
    columns: Mapping[str, RowColumn]
    once: tuple[str, ...]
    twice: str
    also: tuple[str, ...] = ()
    instants: tuple[str, ...] = ()
    day: str = ""
    words: tuple[str, ...] = ()
    told_by: Mapping[str, str] = attrs.field(factory=dict[str, str])


@frozen(kw_only=True)
class FileRow:
    """One sound row: its cells by column, its instants in ms of UTC, and its local day."""

    row: Row
    cells: Mapping[str, Any]
    at: Mapping[str, int]
    day: dt.date
    reference: str

    def get(self, name: str) -> Any:  # noqa: ANN401 - whatever the column holds
        """Return a cell, ``None`` where the row has none."""
        return self.cells.get(name)

    def since(self, first: str, last: str) -> int | None:
        """Return the time from one instant to another, ``None`` where one is not known."""
        if first not in self.at or last not in self.at:
            return None
        return self.at[last] - self.at[first]


Make = Callable[[FileRow], Mapping[str, object]]
Check = Callable[[FileRow], Iterable["Diagnostic"]]


def read_file(
    rows: Iterable[Row], shape: FileShape, make: Make, *, zone: dt.tzinfo, check: Check | None
) -> Read:
    """Return the records of rows and everything that is wrong with them.

    ``make`` gives the columns of the kind that are not cells of the file under the same name,
    ``check`` what else is wrong with a row. A wrong row makes no record. An empty cell says that
    there is none (``NO_RECORDS``); of a column of ``shape.told_by`` that no row has nobody knows
    (``NOT_MEASURED``), nor of what a flag tells of.
    """
    kept, twice = rows_once(rows, shape.twice, shape.once, also=shape.also)
    findings: list[Diagnostic] = [*twice]
    customers = dict[str, str]()
    untold, told_of = never_named(shape.kind, kept, shape.told_by), telling(shape.kind)
    cells = [(each.name, _cell_of(each, untold)) for each in shape.kind.columns]
    made: list[tuple[Cell | Missing, ...]] = []
    for number, row in enumerate(kept, 1):
        values = read_row(row, shape.columns, table=shape.table, findings=findings)
        if values is None:
            continue
        read = _file_row(row, values, shape, zone, number)
        if not isinstance(read, FileRow):
            findings.extend(read)
            continue
        found = tuple(check(read)) if check else ()
        findings.extend(found)
        if not found:
            own = {"day": read.day, shape.kind.reference: read.reference, **make(read)}
            own["customer_ref"] = _numbered(read.get("customer"), shape.table, customers)
            told = {**read.cells, **own}
            made.append(told_of(cell(told.get(name)) for name, cell in cells))
    return Records.of_rows(shape.kind, made), tuple(findings)


def _file_row(
    row: Row, values: dict[str, object], shape: FileShape, zone: dt.tzinfo, number: int
) -> FileRow | list[Diagnostic]:
    """Return a row with its instants, or what is wrong with it."""
    at, found = _instants(row, values, shape, zone)
    found.extend(
        row_error("casework-number", row, table=shape.table, column=name)
        for name in shape.words
        if _NUMBER.search(str(values.get(name, "")))
    )
    if found:
        return found
    day = values[shape.day] if shape.day else local_day(at[shape.instants[0]], zone)
    reference = row_reference(row, shape.table, number)
    return FileRow(row=row, cells=values, at=at, day=cast("dt.date", day), reference=reference)


def _instants(
    row: Row, values: Mapping[str, object], shape: FileShape, zone: dt.tzinfo
) -> tuple[dict[str, int], list[Diagnostic]]:
    who = str(values[shape.once[0]])
    at: dict[str, int] = {}
    found: list[Diagnostic] = []
    for name in shape.instants:
        moment = values.get(name)
        if not isinstance(moment, dt.datetime):
            continue
        instant = recorded_instant(moment, zone)
        first = shape.instants[0]
        if instant is None:
            found.append(row_error("casework-unclear", row, id=who, column=name, at=moment))
        elif instant < at.get(first, instant):
            found.append(row_error("casework-backwards", row, id=who, column=name, first=first))
        else:
            at[name] = instant
    return at, found


def _cell_of(column: RecordColumn, untold: frozenset[str]) -> Callable[[object], Cell | Missing]:
    type_, carrier = column.type, column.carrier
    is_time, is_untold = type_.unit is Unit.DURATION, column.name in untold

    def cell(value: object) -> Cell | Missing:
        if is_untold:
            return Missing.NOT_MEASURED
        if value is None:
            return Missing.NO_RECORDS
        if is_time and isinstance(value, int):
            return value  # times are read in ms
        return encode(value, type_, carrier)

    return cell


def _numbered(customer: object, table: str, known: dict[str, str]) -> str | None:
    """Return the number of a customer among those of a file: the first is number 1."""
    if customer is None:
        return None
    return known.setdefault(str(customer), f"{table}:{len(known) + 1}")
