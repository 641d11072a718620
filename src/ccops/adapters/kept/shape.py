"""How a kind of records lies in a table: its columns, and the reasons of cells that are missing.

A column has its own name; words are texts, flags booleans, everything else whole numbers (dates
as ordinals, points and ratios as their carrier says). A missing cell is null; a reason other
than ``not_measured`` stands in a column of its own, ``wait__why``. ``ROW`` numbers the rows in
the order in which they were read.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from ccops.kpi.engines.parquet_files import TEXT, WHOLE_NUMBER, type_of
from ccops.values import Cell, Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ccops.kpi import RecordColumn, RecordKind, Records

ROW: Final = "__row"
_WHY: Final = "__why"
_USUAL: Final = Missing.NOT_MEASURED
_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_quoted = json.encoder.encode_basestring


def why_name(column: str) -> str:
    """Return the column in which it stands why a cell is missing."""
    return f"{column}{_WHY}"


def schema_of(kind: RecordKind) -> dict[str, Any]:
    """Return what a table of a kind depends on, as plain data; labels and groups are no part.

    Raises ``ValueError`` for a column of exact ratios, which no table holds.
    """
    for each in kind.columns:
        if each.carrier.is_exact:
            raise ValueError(f"{kind.name}.{each.name} has no step: exact ratios are not kept")
    return {
        "day": kind.day,
        "reference": kind.reference,
        "columns": [
            [each.name, each.type.unit.value, each.carrier.scale, each.optional]
            for each in kind.columns
        ],
    }


def table_columns(kind: RecordKind, reasons: Iterable[str]) -> dict[str, str]:
    """Return the columns of a table and their types; ``reasons`` are columns that have some."""
    asked = frozenset(reasons)
    own = {each.name: type_of(each.type.unit) for each in kind.columns}
    why = {why_name(each.name): TEXT for each in kind.columns if each.name in asked}
    return {**own, **why, ROW: WHOLE_NUMBER}


#: A record as JSON: its day, what it says, and where it was read. The two are kept apart so that
#: what a day says does not change with the lines it stands on.
RecordLine = tuple[int | None, str, str]


def line_text(body: str, reference: str, row: int | None = None) -> str:
    """Return a record as one line; with the number of its ``row`` where it is asked for."""
    if row is None:
        return f"{body[:-1]},{reference}}}\n"
    return f'{body[:-1]},{reference},"{ROW}":{row}}}\n'


def lines_of(records: Records) -> tuple[Iterator[RecordLine], frozenset[str]]:
    """Return records as lines, and the columns that have reasons of their own."""
    kind = records.kind
    names = [name for name in kind.names if name != kind.reference]
    plain = [_nulled(records.columns[name], kind.column(name)) for name in names]
    reasons = _reasons(records)
    lines = _lines(names, plain, records, reasons)
    return lines, frozenset(name for found in reasons.values() for name in found)


def _lines(
    names: Sequence[str],
    plain: Sequence[Sequence[Any]],
    records: Records,
    reasons: Mapping[int, Mapping[str, str]],
) -> Iterator[RecordLine]:
    kind = records.kind
    day = names.index(kind.day)
    references_of: Any = list(records.columns[kind.reference])
    head = f"{_quoted(kind.reference)}:"
    for row, cells in enumerate(zip(*plain, strict=True)):
        told = dict(zip(names, cells))  # noqa: B905 - as many as names, and quicker without
        if row in reasons:
            told |= {why_name(name): why for name, why in reasons[row].items()}
        yield cells[day], _encoded(told), f"{head}{_quoted(references_of[row])}"


def _nulled(cells: Sequence[Cell | Missing], column: RecordColumn) -> Sequence[Any]:
    if not column.optional:
        return cells
    return [None if cell.__class__ is Missing else cell for cell in cells]


def _reasons(records: Records) -> dict[int, dict[str, str]]:
    """Return by row the reasons of missing cells, where they are not the usual one."""
    found: dict[int, dict[str, str]] = {}
    for column in records.kind.columns:
        if not column.optional:
            continue
        for row, cell in enumerate(records.columns[column.name]):
            if cell.__class__ is Missing and cell is not _USUAL:
                found.setdefault(row, {})[column.name] = cell.value
    return found


def cell_of(value: Any, why: Any) -> Cell | Missing:  # noqa: ANN401 - as a table holds them
    """Return a cell of a table as records hold it. Raises ``ValueError`` for no known reason."""
    if value is not None:
        found: Cell = value
        return found
    return _USUAL if why is None else Missing(why)
