"""The engine of Python's own SQLite: records, and tables on a connection of the host."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, Final

from ccops.frozen import frozen
from ccops.kpi.elsewhere import Elsewhere
from ccops.kpi.engines.loading import loaded_columns
from ccops.kpi.engines.sessions import Held, quoted
from ccops.kpi.engines.sql import SqlEngine
from ccops.rules import SqlDialect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.kpi.records import Records

_TYPES: Final = {Held.WHOLE: "integer", Held.TEXT: "text", Held.FLAG: "integer"}
_LOADED: Final = "ccops_rows"


@frozen
class _SqliteSession:
    """A table of a database."""

    connection: sqlite3.Connection
    source: str
    columns: tuple[str, ...]
    dialect: SqlDialect = SqlDialect.SQLITE

    def other(self, column: str, held: Held) -> str:
        """Return what a column holds instead; SQLite keeps a type for each cell."""
        name = quoted(column)
        wrong = f"typeof({name}) NOT IN ('{_TYPES[held]}', 'null')"
        if held is Held.FLAG:
            wrong += f" OR {name} NOT IN (0, 1)"
        query = f"SELECT typeof({name}) FROM {self.source} WHERE {wrong} LIMIT 1"  # noqa: S608
        return "".join(kind for (kind,) in self.rows(query))

    def kept(self, columns: Sequence[tuple[str, Held]]) -> None:
        """Return nothing: the rows themselves are asked."""

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query. Raises ``OverflowError`` for a sum of more than 64 bits."""
        cursor = self.connection.cursor()
        cursor.row_factory = None
        try:
            found: list[tuple[Any, ...]] = cursor.execute(query).fetchall()
        except sqlite3.OperationalError as error:
            if str(error) == "integer overflow":
                raise OverflowError(str(error)) from error
            raise
        finally:
            cursor.close()
        return found


@frozen
class SqliteEngine(SqlEngine):
    """Folds records held in memory, and tables on a connection of ``sqlite3``."""

    name: ClassVar[str] = "sqlite3"

    @contextmanager
    def opened(self, records: Records, names: Sequence[str]) -> Iterator[_SqliteSession]:
        """Open records for queries about some columns of their kind."""
        if not isinstance(records, Elsewhere):
            with closing(sqlite3.connect(":memory:")) as connection:
                yield _loaded(connection, records, names)
        elif isinstance(records.held, sqlite3.Connection):
            yield _on(records.held, records.name)
        else:
            held = type(records.held).__qualname__
            raise TypeError(f"sqlite3 reads records and tables on its connections, not {held}")


SQLITE: Final = SqliteEngine()


def _on(connection: sqlite3.Connection, name: str) -> _SqliteSession:
    cursor = connection.cursor()
    cursor.row_factory = None
    columns = [row[1] for row in cursor.execute(f"PRAGMA table_info({quoted(name)})")]
    cursor.close()
    if not columns:
        raise ValueError(f"the database has no table {name!r}")
    return _SqliteSession(connection, quoted(name), tuple(columns))


def _loaded(
    connection: sqlite3.Connection, records: Records, names: Sequence[str]
) -> _SqliteSession:
    columns = loaded_columns(records, names)
    if not columns:  # rows are counted by the column every kind has
        columns = loaded_columns(records, [records.kind.reference])
    declared = ", ".join(f"{quoted(each.name)} {_TYPES[each.held].upper()}" for each in columns)
    connection.execute(f"CREATE TABLE {_LOADED} ({declared})")
    places = ", ".join("?" * len(columns))
    connection.executemany(
        f"INSERT INTO {_LOADED} VALUES ({places})",  # noqa: S608
        zip(*(each.cells for each in columns), strict=True),
    )
    return _SqliteSession(connection, _LOADED, tuple(each.name for each in columns))
