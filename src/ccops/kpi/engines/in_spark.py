"""The engine of Spark (extra ``spark``): DataFrames, and tables of a session of the host's."""

from __future__ import annotations

import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, Final

from ccops.frozen import frozen
from ccops.kpi.elsewhere import Elsewhere
from ccops.kpi.engines.dialects import written_for
from ccops.kpi.engines.sessions import Held
from ccops.kpi.engines.sql import SqlEngine
from ccops.rules import SqlDialect

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.kpi.definitions import Indicator
    from ccops.kpi.records import Records

_TYPES: Final = {
    Held.WHOLE: frozenset({"tinyint", "smallint", "int", "bigint"}),
    Held.TEXT: frozenset({"string"}),
    Held.FLAG: frozenset({"boolean"}),
}


@frozen
class _SparkSession:
    """A view of a DataFrame, for as long as queries are put to it."""

    spark: Any
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
        fits = found in _TYPES[held] or (held is Held.TEXT and found.startswith("varchar"))
        return "" if fits else found

    def kept(self, columns: Sequence[tuple[str, Held]]) -> None:
        """Return nothing: the rows themselves are asked."""

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return [tuple(row) for row in self.spark.sql(written_for(query, "spark")).collect()]


@frozen
class SparkEngine(SqlEngine):
    """Folds DataFrames and tables of a SparkSession where they lie.

    What is called by its name in a session is read as it lies; nothing is written but a view for
    the time of a query.
    """

    name: ClassVar[str] = "spark"
    own_functions: ClassVar[bool] = False
    says_overflow: ClassVar[bool] = False

    @contextmanager
    def opened(self, records: Records, names: Sequence[str]) -> Iterator[_SparkSession]:
        """Open records for queries about some columns of their kind."""
        del names
        frame = _frame_of(records)
        view = f"ccops_rows_{uuid.uuid4().hex}"
        frame.createOrReplaceTempView(view)
        try:
            yield _SparkSession(frame.sparkSession, view, dict(frame.dtypes))
        finally:
            frame.sparkSession.catalog.dropTempView(view)

    def frame(
        self, table: Elsewhere, indicators: Sequence[Indicator], *, by: Sequence[str] = ()
    ) -> Any:  # noqa: ANN401 - a DataFrame of Spark
        """Return the values by group as a DataFrame of Spark, which fetches nothing.

        Its columns are the groups, then each indicator: see ``value_sql``. Raises as ``fold``,
        and ``DataError`` for what is no value of SQL, a sum of shares.
        """
        with self.asked_for_values(table, indicators, by) as (_, query):
            return _frame_of(table).sparkSession.sql(written_for(query, "spark"))


SPARK: Final = SparkEngine()


def _frame_of(records: Records) -> Any:  # noqa: ANN401 - a DataFrame of Spark
    held = records.held if isinstance(records, Elsewhere) else records
    if isinstance(records, Elsewhere):
        if hasattr(held, "createOrReplaceTempView"):
            return held
        if records.name and hasattr(held, "table"):
            return held.table(records.name)
    raise TypeError(f"spark reads its DataFrames and tables of a session, not {_called(held)}")


def _called(held: object) -> str:
    return type(held).__qualname__
