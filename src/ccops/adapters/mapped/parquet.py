"""Tables in Parquet as cells in texts (extra ``duckdb``), so that a column map reads them as CSV.

A null is an empty text, a number its digits, a date ``2026-10-12``, a time ``08:30:00``, a flag
``true`` or ``false``. A timestamp is read as its map says: as local time, as UTC, or with the
zone that it has; one that the map says nothing of is refused, and so is a list or a blob.
"""

from __future__ import annotations

import enum
import re
from typing import TYPE_CHECKING, Final

from ccops.adapters.mapped.adapter import MapAdapter
from ccops.adapters.mapped.cell_rows import CellRow, check_columns
from ccops.adapters.mapped.column_map import LOCAL_FORMAT, Clock
from ccops.adapters.protocol.sources import place_span
from ccops.errors import ReadError
from ccops.kpi.engines.parquet_files import parquet_files, unreadable_as
from ccops.messages import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.adapters.mapped.column_map import ColumnMap
    from ccops.adapters.protocol.sources import Source


class _Holds(enum.Enum):
    """What a column holds, as far as reading it goes."""

    PLAIN = "plain"
    LOCAL = "timestamps without a zone"
    ZONED = "timestamps with a zone"
    OTHER = "other"


_PLAIN: Final = re.compile(
    r"VARCHAR|UUID|ENUM\(.*\)|BOOLEAN|DATE|TIME|U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?"
    r"|DECIMAL\(.*\)|FLOAT|DOUBLE",
    re.DOTALL,
)
_LOCAL: Final = re.compile(r"TIMESTAMP(?:_(?:S|MS|NS))?")
_ZONED: Final = "TIMESTAMP WITH TIME ZONE"
#: Which timestamps a clock can be asked of.
_WANTED: Final[Mapping[Clock | None, _Holds]] = {
    None: _Holds.PLAIN,
    Clock.LOCAL: _Holds.LOCAL,
    Clock.UTC: _Holds.LOCAL,
    Clock.ZONED: _Holds.ZONED,
}


def parquet_cells(source: Source, mapping: ColumnMap) -> Iterator[CellRow]:
    """Yield the rows of a table in Parquet; a row's number is its place in the table, from 1.

    Raises ``ReadError`` where the file is no such table, a column is not there or holds something
    else than the map says, and ``MissingExtraError`` without the extra.
    """
    failed = ReadError((Diagnostic(code="table-unreadable", args={"file": source.name}),))
    if source.path is None:
        raise failed
    with parquet_files() as tables, unreadable_as(failed):
        types = tables.columns(source.path)
        names = list(types)
        check_columns(names, mapping, source)
        clocks = _clocks(mapping)
        _check_types(types, clocks, mapping, source)
        asked = [_as_text(name, types[name], clocks.get(name)) for name in names]
        number = 0
        for rows in tables.select(source.path, asked):
            for row in rows:
                number += 1
                yield CellRow(
                    number=number,
                    text=",".join(row),
                    cells=dict(zip(names, row, strict=True)),
                    is_blank=not any(row),
                )


def _clocks(mapping: ColumnMap) -> dict[str, Clock]:
    return {
        each.column: each.clock for each in mapping.instants.values() if each.clock is not None
    }


def _check_types(
    types: Mapping[str, str], clocks: Mapping[str, Clock], mapping: ColumnMap, source: Source
) -> None:
    found = [
        Diagnostic(
            code="map-column-type",
            span=place_span(source.name, 1),
            args={
                "column": name,
                "type": types[name],
                "allowed": ", ".join(_allowed(types[name])),
            },
        )
        for name in sorted(mapping.columns)
        if _holds(types[name]) is not _WANTED[clocks.get(name)]
    ]
    if found:
        raise ReadError(tuple(found))


def _allowed(type_: str) -> list[str]:
    """Return the units in which a map may ask for a column of timestamps."""
    holds = _holds(type_)
    if holds in (_Holds.PLAIN, _Holds.OTHER):
        return []
    return [clock.value for clock, wanted in _WANTED.items() if clock and wanted is holds]


def _holds(type_: str) -> _Holds:
    if type_ == _ZONED:
        return _Holds.ZONED
    if _LOCAL.fullmatch(type_):
        return _Holds.LOCAL
    return _Holds.PLAIN if _PLAIN.fullmatch(type_) else _Holds.OTHER


def _as_text(name: str, type_: str, clock: Clock | None) -> str:
    """Return the SQL of a column as text; timestamps as the map's clock says."""
    column = '"' + name.replace('"', '""') + '"'
    plain = f"CAST({column} AS VARCHAR)"
    holds = _holds(type_)
    if holds is _Holds.LOCAL and clock is Clock.LOCAL:
        told = f"strftime(CAST({column} AS TIMESTAMP), '{LOCAL_FORMAT}')"
    elif holds in (_Holds.LOCAL, _Holds.ZONED):
        instant = column if holds is _Holds.ZONED else f"CAST({column} AS TIMESTAMP)"
        told = f"CAST(epoch_ms({instant}) AS VARCHAR)"
    else:
        return f"COALESCE({plain}, '')"
    return (
        f"CASE WHEN {column} IS NULL THEN '' WHEN isfinite({column}) THEN {told} ELSE {plain} END"
    )


#: Tables in Parquet, as the library reads them.
PARQUET_MAP: Final = MapAdapter(
    name="parquet-map",
    description="Parquet tables of contacts, by a column map",
    cells=parquet_cells,
)
