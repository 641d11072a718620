"""States as SQL: one query for the numbers of each group, one for each spread.

The dialect is small: ``SUM``, ``MAX`` and ``COUNT`` over ``CASE``, ``GROUP BY``, integer division
of what is not negative. Every engine agrees what it comes to.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ccops.errors import DataError
from ccops.frozen import frozen
from ccops.kpi.engines.sessions import HeldColumn, quoted
from ccops.kpi.engines.tally_sql import TallyPrinter, TallySql, refuse_functions
from ccops.kpi.states import Layout
from ccops.kpi.tallies import TallyKind, lacking
from ccops.rules.sql_integers import MOST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.kpi.tallies import Tally
    from ccops.rules import SqlColumn, SqlDialect


@frozen(kw_only=True)
class Rows:
    """The rows that count and their groups: what stands after ``FROM`` and in ``GROUP BY``.

    ``day`` is the column of the local day, ``days`` the first and the last that count.
    """

    source: str
    groups: tuple[HeldColumn, ...]
    day: str = ""
    days: tuple[int, int] | None = None

    @property
    def group_columns(self) -> tuple[str, ...]:
        """The columns of the table that say to which group a row belongs."""
        return tuple(quoted(name) for each in self.groups for name in each.read)

    @property
    def aliases(self) -> tuple[str, ...]:
        """What they are called in a query."""
        return tuple(f"g_{number}" for number, _ in enumerate(self.group_columns))

    def called(self, groups: Sequence[str]) -> tuple[str, ...]:
        """Return what they are called by the names of the groups."""
        return tuple(
            group + name[len(each.column.name) :]
            for group, each in zip(groups, self.groups, strict=True)
            for name in each.read
        )

    @property
    def keyed(self) -> tuple[str, ...]:
        """The columns with what they are called, as they are selected."""
        pairs = zip(self.group_columns, self.aliases, strict=True)
        return tuple(f"{column} AS {alias}" for column, alias in pairs)

    def chosen(self, *tests: str) -> str:
        """Return what follows the columns of a query over the rows in which tests hold."""
        if self.days is not None:
            first, last = self.days
            tests = (f"{quoted(self.day)} BETWEEN {first} AND {last}", *tests)
        asked = " AND ".join(each for each in tests if each)
        return f"FROM {self.source}" + (f" WHERE {asked}" if asked else "")

    def grouped(self, selected: Sequence[str], *, by: Sequence[str], tail: str) -> str:
        """Return a query by groups; of all rows together where there are none."""
        group = f" GROUP BY {', '.join(by)}" if by else ""
        return f"SELECT {', '.join(selected)} {tail}{group}"


@frozen(kw_only=True)
class LayoutSql:
    """The tallies of a layout as SQL, by their keys; ``lacked`` by those of what they lack."""

    layout: Layout
    printed: Mapping[str, TallySql]
    lacked: Mapping[str, TallySql]
    printer: TallyPrinter
    natively: bool = False

    @classmethod
    def of(
        cls,
        layout: Layout,
        columns: Mapping[str, SqlColumn],
        *,
        dialect: SqlDialect,
        without_functions: str = "",
        natively: bool = False,
    ) -> LayoutSql:
        """Return a layout in a dialect. Raises ``DataError`` with all that has no SQL.

        ``without_functions`` is the name of an engine in whose SQL functions have no text;
        ``natively`` it is written for DuckDB and no other engine.
        """
        if without_functions:
            refuse_functions(layout.tallies, engine=without_functions)
        printer = TallyPrinter(dialect, columns)
        asked = [each for each in layout.tallies if each.kind is not TallyKind.LACKING]
        printed = {each.key: printer.printed(each) for each in asked}
        if printer.problems:
            raise DataError(printer.problems)
        lacked = {lacking(each).key: printed[each.key] for each in asked}
        return cls(
            layout=layout, printed=printed, lacked=lacked, printer=printer, natively=natively
        )

    def check_sums(self, rows: int) -> None:
        """Raise ``OverflowError`` where the sum of so many rows may pass 64 bits.

        For engines that go on with a wrong number; their quotients are of scaled sums.
        """
        scale = max((each.scale for each in self.layout.tallies), default=1)
        for sql in self.printed.values():
            if sql.value is not None:
                most = max(abs(sql.value.low), abs(sql.value.high))
                if rows * most * scale > MOST:
                    raise OverflowError(f"{rows} rows of up to {most}")

    def number(self, tally: Tally) -> str:
        """Return the aggregate of a count, a sum or a maximum; ``NULL`` of no such row."""
        if tally.kind is TallyKind.LACKING:
            lacked = self.lacked[tally.key]
            if self.natively and lacked.lacks:
                return self._count(lacked.lacks)
            return "0" if lacked.lacking == "0" else f"SUM({lacked.lacking})"
        sql = self.printed[tally.key]
        if sql.value is None:
            return self._count(sql.test.code) if sql.test.code else "COUNT(*)"
        value = self.printer.alone(sql.value)
        if tally.kind is TallyKind.MAXIMUM:
            return f"MAX({sql.chosen(value)})"
        return f"SUM({sql.chosen(value, '0')})"

    def _count(self, test: str) -> str:
        """Return how many rows a test holds in; it is NULL where that is not known."""
        if self.natively:  # quicker than a sum
            return f"COUNT_IF({test})"
        return f"SUM(CAST({test} AS INTEGER))"

    def cell(self, tally: Tally) -> str:
        """Return the cell of a number of 64 bits: the sum of no rows is 0."""
        if tally.kind is TallyKind.MAXIMUM:
            return self.number(tally)
        return f"COALESCE(CAST({self.number(tally)} AS BIGINT), 0)"

    def numbers_query(self, rows: Rows) -> str:
        """Return the query for sums and maxima: the group, then the cells in order."""
        numbers = (*self.layout.sums, *self.layout.maxima)
        cells = [f"{self.cell(each)} AS t_{slot}" for slot, each in enumerate(numbers)]
        selected = [*rows.keyed, *cells] or ["COUNT(*) AS t_0"]
        query = rows.grouped(selected, by=rows.group_columns, tail=rows.chosen())
        return f"{query} ORDER BY {', '.join(rows.aliases)}" if rows.aliases else query

    def spread_query(self, tally: Tally, rows: Rows) -> str:
        """Return the query for one spread: the group, the value or denominator, what it counts."""
        sql = self.printed[tally.key]
        spread, counted, there = self._spread(sql)
        asked = [*rows.keyed, *spread]
        inner = f"SELECT {', '.join(asked)} {rows.chosen(sql.test.code)}"
        by = [*rows.aliases, "y"]
        selected = [*by, f"CAST({counted} AS BIGINT) AS n"]
        return rows.grouped(selected, by=by, tail=f"FROM ({inner}) AS spread_rows WHERE {there}")

    def _spread(self, sql: TallySql) -> tuple[list[str], str, str]:
        if sql.mark is not None:
            return [f"{self.printer.alone(sql.mark)} AS y"], "COUNT(*)", "y IS NOT NULL"
        over, value = sql.over, sql.value
        parts = [
            f"{self.printer.alone(each)} AS {name}"
            for each, name in ((over, "y"), (value, "x"))
            if each is not None
        ]
        return parts, "SUM(x)", "y IS NOT NULL AND x IS NOT NULL"
