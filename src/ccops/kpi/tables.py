"""Tables: records of one kind in a table that the host has somewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Self

from ccops.frozen import frozen
from ccops.kpi.elsewhere import Elsewhere
from ccops.kpi.engines.reading import records_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.kpi.records import RecordKind, Records


@frozen(kw_only=True, eq=False)
class Table(Elsewhere):
    """Records of one kind as a table that an engine reads; nothing is read before it measures.

    A column of the kind is a column of its name: text for words, whole numbers of at most 64
    bits for durations and instants (milliseconds), counts and dates (days from 0001-01-01), whole
    numbers of the column's step for points and ratios, flags as such; a number without a step is
    two columns, ``NAME_numerator`` and ``NAME_denominator``. A cell that is missing is NULL, for
    the reason that a text column ``NAME__why`` holds, or ``not_measured`` without one. A column
    that nothing asks for need not be there.

    It stands where records do. What goes through rows rather than measuring (evidence, accounts,
    who came again) reads all of them into memory.
    """

    @classmethod
    def parquet(cls, kind: RecordKind, paths: str | Path | Iterable[str | Path]) -> Self:
        """Return the table in Parquet files; a path may be a pattern (``visits/*.parquet``).

        What reads it raises ``FileNotFoundError`` where there is none, and ``ValueError`` for a
        file that is none.
        """
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

    def in_memory(self) -> Records:
        """Return the same records, read."""
        return records_of(self)
