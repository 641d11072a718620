"""Tables read into memory, for what needs the rows themselves."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final

from ccops.kpi.elsewhere import Elsewhere
from ccops.kpi.engines.in_clickhouse import CLICKHOUSE
from ccops.kpi.engines.in_duckdb import DUCKDB
from ccops.kpi.engines.in_spark import SPARK
from ccops.kpi.engines.in_sqlite import SQLITE
from ccops.kpi.engines.looking import held_columns
from ccops.kpi.engines.sessions import quoted
from ccops.kpi.engines.state_sql import Rows
from ccops.kpi.records import Records
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ccops.kpi.engines.sql import SqlEngine
    from ccops.values import Cell

#: The column that numbers the rows in the order in which they were read, where a table has it.
ROW: Final = "__row"


def records_of(table: Records, names: Iterable[str] | None = None) -> Records:
    """Return the rows of a table as records; records are returned as they are.

    With ``names``, those columns alone are read, and cells of others are missing. Raises
    ``DataError`` for a column that is not there or holds something else.
    """
    if not isinstance(table, Elsewhere):
        return table
    kind = table.kind
    wanted = tuple(dict.fromkeys(kind.names if names is None else names))
    read = (*wanted, kind.day) if table.days is not None else wanted
    with _engine_of(table).opened(table, read) as session:
        held = list(held_columns(session, kind, read).values())[: len(wanted)]
        rows = Rows(source=session.source, groups=(), day=kind.day, days=table.days)
        selected = ", ".join(quoted(name) for each in held for name in each.read)
        order = f" ORDER BY {quoted(ROW)}" if ROW in session.columns else ""
        found = session.rows(f"SELECT {selected or '1'} {rows.chosen()}{order}")
    columns: dict[str, Sequence[Cell | Missing]] = {}
    place = 0
    for each in held:
        columns[each.column.name] = each.cells(found, place)
        place += len(each.read)
    unread: Sequence[Cell | Missing] = (Missing.NOT_MEASURED,) * len(found)
    return Records(kind=kind, columns={**dict.fromkeys(kind.names, unread), **columns})


def day_ends(records: Records) -> tuple[int, int] | None:
    """Return the first and the last day (ordinals) on which records lie, or ``None``.

    Raises ``DataError`` for a table without the column of the day.
    """
    kind = records.kind
    if not isinstance(records, Elsewhere):
        days = [day for day in records.columns[kind.day] if isinstance(day, int)]
        return (min(days), max(days)) if days else None
    with _engine_of(records).opened(records, (kind.day,)) as session:
        held_columns(session, kind, (kind.day,))
        rows = Rows(source=session.source, groups=(), day=kind.day, days=records.days)
        day = quoted(kind.day)
        ((first, last),) = session.rows(f"SELECT MIN({day}), MAX({day}) {rows.chosen()}")
    return None if first is None else (first, last)


def _engine_of(table: Elsewhere) -> SqlEngine:
    """Return the engine that reads what holds a table."""
    held = table.held
    if isinstance(held, sqlite3.Connection):
        return SQLITE
    if hasattr(held, "createOrReplaceTempView") or hasattr(held, "createDataFrame"):
        return SPARK
    return CLICKHOUSE if table.name else DUCKDB
