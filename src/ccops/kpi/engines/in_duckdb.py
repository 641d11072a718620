"""The engine of DuckDB (extra ``duckdb``): records, Parquet files, Arrow, pandas, polars."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, Final

from ccops.errors import MissingExtraError
from ccops.frozen import frozen
from ccops.kpi.elsewhere import Elsewhere
from ccops.kpi.engines.loading import loaded_columns
from ccops.kpi.engines.sessions import Figures, Held, quoted
from ccops.kpi.engines.sql import SqlEngine
from ccops.kpi.engines.value_sql import is_decimal
from ccops.rules import SqlDialect

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from duckdb import DuckDBPyConnection, DuckDBPyRelation

    from ccops.kpi.engines.state_sql import Rows
    from ccops.kpi.engines.value_sql import ValuesSql
    from ccops.kpi.records import Records

_SOURCE: Final = "ccops_rows"
_WHOLE: Final = frozenset({
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT",
    "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
})  # fmt: skip
#: What Parquet files keep of each column: its cells, and their ends; and whether some do not.
_KEPT: Final = """
SELECT
    path_in_schema,
    CAST(SUM(num_values - stats_null_count) AS BIGINT),
    COUNT(*) - COUNT(stats_null_count),
    MIN(TRY_CAST(stats_min_value AS BIGINT)),
    MAX(TRY_CAST(stats_max_value AS BIGINT)),
    COUNT(*) FILTER (
        num_values > stats_null_count
        AND (TRY_CAST(stats_min_value AS BIGINT) IS NULL
            OR TRY_CAST(stats_max_value AS BIGINT) IS NULL)
    )
FROM parquet_metadata({files})
WHERE path_in_schema IN ({names})
GROUP BY path_in_schema
"""
_UNSAID: Final = (0, 1, None, None, 1)
#: How many cells of records are handed over at once.
_BATCH: Final = 500_000


@frozen
class _DuckSession:
    """A table of a connection of our own, or a relation of the host's, as ``asked``."""

    asked: Any
    types: dict[str, str]
    files: str = ""
    source: str = _SOURCE
    dialect: SqlDialect = SqlDialect.DUCKDB

    @classmethod
    def of(cls, asked: DuckDBPyConnection | DuckDBPyRelation, *, files: str = "") -> _DuckSession:
        """Return the session of what holds the table; ``files`` are those it lies in, as SQL."""
        described = _asked(asked, f"DESCRIBE {_SOURCE}")
        return cls(asked, {row[0]: row[1] for row in described}, files)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table."""
        return tuple(self.types)

    def other(self, column: str, held: Held) -> str:
        """Return what a column holds instead."""
        found = self.types[column]
        match held:
            case Held.WHOLE:
                fits = found in _WHOLE
            case Held.TEXT:
                fits = found == "VARCHAR" or found.startswith("ENUM")
            case _:
                fits = found == "BOOLEAN"
        return "" if fits else found

    def kept(self, columns: Sequence[tuple[str, Held]]) -> Mapping[str, Figures] | None:
        """Return what Parquet files say of their columns; ``None`` where one does not say it."""
        if not self.files:
            return None
        ((rows,),) = self.rows(f"SELECT SUM(num_rows) FROM parquet_file_metadata({self.files})")  # noqa: S608
        names = ", ".join(_text(name) for name, _ in columns) or "NULL"
        query = _KEPT.format(files=self.files, names=names)
        told: dict[str, Any] = {name: figures for name, *figures in self.rows(query)}
        found = {}
        for name, held in columns:
            cells, unsaid, low, high, endless = told.get(name, _UNSAID)
            if unsaid or (held is Held.WHOLE and endless):
                return None
            ends = (low, high) if held is Held.WHOLE and low is not None else None
            found[name] = Figures(rows=rows or 0, cells=cells, ends=ends)
        return found

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query. Raises ``OverflowError`` for what passes 64 bits."""
        import duckdb

        try:
            return _asked(self.asked, query)
        except (duckdb.OutOfRangeException, duckdb.ConversionException) as error:
            raise OverflowError(str(error)) from error


def _text(text: str) -> str:
    """Return a text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def _asked(asked: Any, query: str) -> list[tuple[Any, ...]]:  # noqa: ANN401 - one of two
    """Return the rows of a query to a connection, or to the relation that is its table."""
    if hasattr(asked, "query") and hasattr(asked, "types"):
        return list(asked.query(_SOURCE, query).fetchall())
    return list(asked.execute(query).fetchall())


@frozen
class DuckdbEngine(SqlEngine):
    """Folds records in memory, Parquet files, and what DuckDB reads where it lies."""

    name: ClassVar[str] = "duckdb"
    natively: ClassVar[bool] = True

    @contextmanager
    def opened(self, records: Records, names: Sequence[str]) -> Iterator[_DuckSession]:
        """Open records for queries about some columns of their kind.

        Raises ``MissingExtraError`` without the extra ``duckdb``.
        """
        try:
            import duckdb
        except ImportError as error:
            raise MissingExtraError("duckdb") from error
        if isinstance(records, Elsewhere) and isinstance(records.held, duckdb.DuckDBPyRelation):
            yield _DuckSession.of(records.held)
            return
        with closing(duckdb.connect()) as connection:
            files = ""
            if isinstance(records, Elsewhere):
                files = _view(connection, records)
            else:
                try:
                    _load(connection, records, names)
                except duckdb.ConversionException as error:
                    raise OverflowError(str(error)) from error
            yield _DuckSession.of(connection, files=files)

    def tallies(self, values: ValuesSql, rows: Rows) -> str:
        """Return the query for tallies and percentiles by group, in one reading where it can."""
        if all(is_decimal(at) for _, at in values.marks):
            return values.tallies_by_quantile(rows)
        return values.tallies(rows)


DUCKDB: Final = DuckdbEngine()


def _view(connection: DuckDBPyConnection, table: Elsewhere) -> str:
    """Make a table known on a connection; return the files it lies in, as SQL."""
    import duckdb

    if isinstance(table.held, tuple):
        files = f"[{', '.join(map(_text, table.held))}]"
        read = f"SELECT * FROM read_parquet({files}, union_by_name = true)"  # noqa: S608
        try:
            connection.execute(f"CREATE VIEW {_SOURCE} AS {read}")
        except duckdb.IOException as error:
            raise FileNotFoundError(str(error)) from error
        except duckdb.InvalidInputException as error:
            raise ValueError(str(error)) from error
        return files
    try:
        connection.register(_SOURCE, table.held)
    except duckdb.InvalidInputException as error:
        held = type(table.held).__qualname__
        told = f"duckdb reads Parquet files, relations, Arrow, pandas and polars, not {held}"
        raise TypeError(told) from error
    return ""


def _load(connection: DuckDBPyConnection, records: Records, names: Sequence[str]) -> None:
    columns = loaded_columns(records, names)
    if not columns:  # rows are counted by the column every kind has
        columns = loaded_columns(records, [records.kind.reference])
    declared = ", ".join(f"{quoted(each.name)} {each.held.value}" for each in columns)
    connection.execute(f"CREATE TABLE {_SOURCE} ({declared})")
    lists = ", ".join(
        f"unnest(${number}::{each.held.value}[])" for number, each in enumerate(columns, 1)
    )
    step = max(_BATCH // len(columns), 1)
    for start in range(0, len(columns[0].cells), step):
        cells = [each.cells[start : start + step] for each in columns]
        connection.execute(f"INSERT INTO {_SOURCE} SELECT {lists}", cells)
