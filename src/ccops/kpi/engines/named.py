"""The engines by the names they are asked for by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.errors import UnknownNameError
from ccops.kpi.engines.in_clickhouse import CLICKHOUSE
from ccops.kpi.engines.in_duckdb import DUCKDB
from ccops.kpi.engines.in_spark import SPARK
from ccops.kpi.engines.in_sqlite import SQLITE
from ccops.kpi.engines.python import PYTHON
from ccops.messages import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.kpi.engines import Engine

#: What measures, by the name it is asked for by.
ENGINES: Final[Mapping[str, Engine]] = {
    "python": PYTHON,
    SQLITE.name: SQLITE,
    DUCKDB.name: DUCKDB,
    SPARK.name: SPARK,
    CLICKHOUSE.name: CLICKHOUSE,
}


def engine_named(name: str) -> Engine:
    """Return an engine. Raises ``UnknownNameError`` with the nearest name for one not there."""
    found = ENGINES.get(name)
    if found is None:
        raise UnknownNameError("engine", name, nearest(name, ENGINES))
    return found
