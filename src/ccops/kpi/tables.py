"""Tables: records of one kind that lie elsewhere, in files, in memory or in a database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import attrs

from ccops.kpi.records import RecordKind, Records

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.values import PeriodDays


@attrs.frozen(kw_only=True, eq=False)
class Table:
    """Records of one kind as a table that an engine reads; nothing is read before it measures.

    A column of the kind is a column of its name: text for words, whole numbers of at most 64
    bits for durations and instants (milliseconds), counts and dates (days from 0001-01-01), whole
    numbers of the column's step for points and ratios, flags as such; a number without a step is
    two columns, ``NAME_numerator`` and ``NAME_denominator``. A cell that is missing is NULL, for
    the reason that a text column ``NAME__why`` holds, or ``not_measured`` without one. Columns in
    which nothing looks need not be there.

    ``held`` is what holds the rows: paths, an object, a connection with the ``name`` of a table.
    ``days`` are the first and the last day (ordinals) of the rows that count.
    """

    kind: RecordKind
    held: Any
    name: str = ""
    days: tuple[int, int] | None = None

    @classmethod
    def parquet(cls, kind: RecordKind, paths: str | Path | Iterable[str | Path]) -> Self:
        """Return the table in Parquet files; a path may be a pattern (``visits/*.parquet``)."""
        listed = [paths] if isinstance(paths, str | Path) else list(paths)
        return cls(kind=kind, held=tuple(str(each) for each in listed))

    @classmethod
    def of(cls, kind: RecordKind, held: object) -> Self:
        """Return the table in a DuckDB relation or an Arrow, pandas, polars or Spark object."""
        return cls(kind=kind, held=held)

    @classmethod
    def on(cls, kind: RecordKind, connection: object, name: str) -> Self:
        """Return a table of a database on the host's connection (sqlite3, ClickHouse) or session.

        The connection stays the host's: nothing is written, and it is not closed.
        """
        return cls(kind=kind, held=connection, name=name)

    def within(self, days: PeriodDays) -> Self:
        """Return the rows whose day belongs to a period; one without a day belongs to none."""
        first, last = days.first.toordinal(), days.last.toordinal()
        if self.days is not None:
            first, last = max(first, self.days[0]), min(last, self.days[1])
        return attrs.evolve(self, days=(first, last))


#: What an engine measures.
AnyRecords = Records | Table
