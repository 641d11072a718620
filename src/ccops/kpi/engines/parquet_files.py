"""Tables in Parquet files, by DuckDB (extra ``duckdb``): written from lines of JSON, read as rows.

DuckDB runs on one thread and keeps the order of rows, so that the same rows make the same bytes.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from ccops.errors import MissingExtraError
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import duckdb

_FETCHED: Final = 20_000
_COMPRESSION: Final = "zstd"
TEXT: Final = "VARCHAR"
WHOLE_NUMBER: Final = "BIGINT"
SPREAD: Final = "MAP(BIGINT, BIGINT)"
#: What a column of a unit is in a table; all others are whole numbers.
_TYPES: Final[Mapping[Unit, str]] = {Unit.WORD: TEXT, Unit.FLAG: "BOOLEAN"}


def type_of(unit: Unit) -> str:
    """Return the type of the column that cells of a unit lie in."""
    return _TYPES.get(unit, WHOLE_NUMBER)


def duckdb_or_refuse() -> Any:  # noqa: ANN401 - the module, which may not be there
    """Return the module DuckDB. Raises ``MissingExtraError`` where it is not installed."""
    try:
        import duckdb
    except ImportError as problem:
        raise MissingExtraError("duckdb") from problem
    return duckdb


@contextmanager
def parquet_files() -> Iterator[ParquetFiles]:
    """Open what writes and reads tables; it is closed when the work is done."""
    connection = duckdb_or_refuse().connect(":memory:", config={"threads": "1"})
    try:
        yield ParquetFiles(connection)
    finally:
        connection.close()


@contextmanager
def unreadable_as(error: Exception) -> Iterator[None]:
    """Raise an error of the caller's where a file is no table, or is damaged.

    The words of DuckDB are left out: they may quote what stands in a cell.
    """
    try:
        yield
    except duckdb_or_refuse().Error:
        raise error from None


class ParquetFiles:
    """Writes tables to Parquet and reads them, file by file."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._run = connection.execute

    def write(self, lines: Path, columns: Mapping[str, str], into: Path) -> None:
        """Write lines of JSON objects as a table with some columns, each with its type.

        What an object does not name is NULL. The rows keep their order.
        """
        listed = ", ".join(f"{_quoted(name)}: '{type_}'" for name, type_ in columns.items())
        read = f"read_json({_quoted(lines)}, format='newline_delimited', columns={{{listed}}})"
        options = f"FORMAT parquet, COMPRESSION {_COMPRESSION}"
        self._run(f"COPY (SELECT * FROM {read}) TO {_quoted(into)} ({options})")  # noqa: S608

    def columns(self, file: Path) -> dict[str, str]:
        """Return the columns of a table and their types."""
        found = self._run(f"DESCRIBE SELECT * FROM read_parquet({_quoted(file)})")  # noqa: S608
        return {str(name): str(type_) for name, type_, *_ in found.fetchall()}

    def rows(self, file: Path, names: Sequence[str]) -> Iterator[list[tuple[Any, ...]]]:
        """Yield the cells of some columns, many rows at a time, in the order of the table."""
        return self.select(file, [f'"{name}"' for name in names])

    def select(self, file: Path, asked: Sequence[str]) -> Iterator[list[tuple[Any, ...]]]:
        """Yield what expressions over the columns come to, as ``rows`` does."""
        table = f"read_parquet({_quoted(file)})"
        found = self._run(f"SELECT {', '.join(asked)} FROM {table}")  # noqa: S608 - not input
        while rows := found.fetchmany(_FETCHED):
            yield rows


def _quoted(text: object) -> str:
    """Return a text as SQL writes it."""
    written = str(text).replace("'", "''")
    return f"'{written}'"
