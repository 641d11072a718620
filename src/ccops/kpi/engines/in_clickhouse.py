"""The engine of ClickHouse: tables on a connection of the host's (DB-API), or a chDB session."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, Final

from ccops.frozen import frozen
from ccops.kpi.elsewhere import Elsewhere
from ccops.kpi.engines.dialects import written_for
from ccops.kpi.engines.sessions import Held, quoted
from ccops.kpi.engines.sql import SqlEngine
from ccops.rules import SqlDialect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.kpi.records import Records

_OUTSIDE: Final = re.compile(r"^(?:LowCardinality|Nullable)\((.*)\)$")
_WHOLE: Final = frozenset({
    "Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64",
})  # fmt: skip
_JSON: Final = "JSONCompactEachRow"
_PLAIN: Final = " SETTINGS output_format_json_quote_64bit_integers = 0"


@frozen
class _ClickhouseSession:
    """A table of a server, or of the engine in the process."""

    connection: Any
    source: str
    types: dict[str, str]
    dialect: SqlDialect = SqlDialect.DUCKDB

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
                fits = found == "String" or found.startswith("Enum")
            case _:
                fits = found == "Bool"
        return "" if fits else found

    def kept(self, columns: Sequence[tuple[str, Held]]) -> None:
        """Return nothing: the rows themselves are asked."""

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return _asked(self.connection, written_for(query, "clickhouse"))


@frozen
class ClickhouseEngine(SqlEngine):
    """Folds tables of ClickHouse where they lie."""

    name: ClassVar[str] = "clickhouse"
    own_functions: ClassVar[bool] = False
    says_overflow: ClassVar[bool] = False

    @contextmanager
    def opened(self, records: Records, names: Sequence[str]) -> Iterator[_ClickhouseSession]:
        """Open records for queries about some columns of their kind."""
        del names
        held = records.held if isinstance(records, Elsewhere) else records
        if not isinstance(records, Elsewhere) or not records.name or not _answers(held):
            told = f"clickhouse reads tables on its connections, not {type(held).__qualname__}"
            raise TypeError(told)
        source = ".".join(quoted(part) for part in records.name.split("."))
        described = _asked(held, f"DESCRIBE TABLE {source}")
        types = {row[0]: _inner(row[1]) for row in described}
        yield _ClickhouseSession(held, source, types)


CLICKHOUSE: Final = ClickhouseEngine()


def _inner(type_name: str) -> str:
    """Return a type without what says that it may be NULL, or how it is kept."""
    found = _OUTSIDE.match(type_name)
    return type_name if found is None else _inner(found.group(1))


def _answers(held: object) -> bool:
    return hasattr(held, "cursor") or hasattr(held, "query")


def _asked(connection: Any, query: str) -> list[tuple[Any, ...]]:  # noqa: ANN401 - the host's
    if not hasattr(connection, "cursor"):
        told = str(connection.query(query + _PLAIN, _JSON))
        return [tuple(json.loads(line)) for line in told.splitlines()]
    cursor = connection.cursor()
    try:
        cursor.execute(query)
        return list(map(tuple, cursor.fetchall()))
    finally:
        cursor.close()
