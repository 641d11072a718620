"""Tables read into memory, for what needs the rows themselves."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from ccops.kpi.engines.in_duckdb import DUCKDB
from ccops.kpi.engines.in_sqlite import SQLITE
from ccops.kpi.engines.looking import held_columns
from ccops.kpi.engines.sessions import quoted
from ccops.kpi.engines.state_sql import Rows
from ccops.kpi.records import Records
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ccops.kpi.tables import AnyRecords
    from ccops.values import Cell


def records_of(table: AnyRecords, names: Iterable[str] | None = None) -> Records:
    """Return the rows of a table as records; records are returned as they are.

    With ``names``, those columns alone are read, and cells of others are missing. Raises
    ``DataError`` for a column that is not there or holds something else.
    """
    if isinstance(table, Records):
        return table
    kind = table.kind
    wanted = tuple(dict.fromkeys(kind.names if names is None else names))
    engine = SQLITE if isinstance(table.held, sqlite3.Connection) else DUCKDB
    read = (*wanted, kind.day) if table.days is not None else wanted
    with engine.opened(table, read) as session:
        held = list(held_columns(session, kind, read).values())[: len(wanted)]
        rows = Rows(source=session.source, groups=(), day=kind.day, days=table.days)
        selected = ", ".join(quoted(name) for each in held for name in each.read)
        found = session.rows(f"SELECT {selected or '1'} {rows.chosen()}")
    columns: dict[str, Sequence[Cell | Missing]] = {}
    place = 0
    for each in held:
        part = slice(place, place + len(each.read))
        columns[each.column.name] = [each.cell(row[part]) for row in found]
        place = part.stop
    unread: Sequence[Cell | Missing] = (Missing.NOT_MEASURED,) * len(found)
    return Records(kind=kind, columns={**dict.fromkeys(kind.names, unread), **columns})
