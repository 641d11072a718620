"""Records put where engines read them: in a database, in a Parquet file."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

import duckdb

from ccops.kpi.engines.loading import LoadedColumn, loaded_columns
from ccops.kpi.engines.sessions import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ccops.kpi import Records


def table_columns(records: Records) -> tuple[LoadedColumn, ...]:
    """Return all columns of records as a table holds them."""
    return loaded_columns(records, records.kind.names)


def python_columns(records: Records) -> dict[str, Sequence[Any]]:
    """Return the same by name."""
    return {each.name: each.cells for each in table_columns(records)}


def fill(connection: Any, records: Records, *, table: str = "visits") -> None:
    """Make a table of records on a connection of sqlite3 or DuckDB."""
    columns = table_columns(records)
    declared = ", ".join(f"{quoted(each.name)} {each.held.value}" for each in columns)
    connection.execute(f"CREATE TABLE {table} ({declared})")
    places = ", ".join("?" * len(columns))
    rows = list(zip(*(each.cells for each in columns), strict=True))
    if rows:
        connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)  # noqa: S608


def parquet_of(records: Records, path: Path) -> Path:
    """Write records as a Parquet file."""
    with closing(duckdb.connect()) as connection:
        fill(connection, records)
        connection.execute(f"COPY visits TO '{path}' (FORMAT parquet)")
    return path
