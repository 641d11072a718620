"""Indicators as the text of queries, for an engine that the host asks by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.errors import UnknownNameError
from ccops.kpi.engines.dialects import WRITTEN, written_for
from ccops.kpi.engines.sessions import Held, HeldColumn, quoted
from ccops.kpi.engines.state_sql import LayoutSql, Rows
from ccops.kpi.engines.value_sql import ValuesSql, group_columns, refuse_shares
from ccops.kpi.states import Layout
from ccops.messages import nearest
from ccops.rules import SqlColumn, SqlDialect

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ccops.kpi.definitions import Indicator
    from ccops.kpi.records import RecordKind
    from ccops.values import PeriodDays

#: What a printed query takes for granted: no whole number in the table is further from 0. In
#: milliseconds that is the year 6429, and a duration of 4,459 years.
CELL_MOST: Final = 2**47
_OWN: Final = {each.value: each for each in SqlDialect}
#: The dialects that queries are printed in.
DIALECTS: Final = (*_OWN, *WRITTEN)


@attrs.frozen(kw_only=True)
class StateText:
    """The queries for the states of some indicators by group.

    ``numbers`` gives the groups, then the sums and maxima in the order of the layout; each of
    ``spreads``, one histogram or set of shares in that order, gives the groups, a value (``y``)
    and its count or sum (``n``).
    """

    layout: Layout
    numbers: str
    spreads: tuple[str, ...]


def print_states(
    kind: RecordKind,
    indicators: Sequence[Indicator],
    *,
    table: str,
    dialect: str,
    by: Sequence[str] = (),
    days: PeriodDays | None = None,
) -> StateText:
    """Return the queries for the states of indicators over a table of records of a kind.

    ``table`` is its name, dots part those of its schema. The table is one as ``Table`` says,
    without columns ``__why``, and what ``CELL_MOST`` says. Raises ``DataError`` for what has no
    SQL, ``UnknownNameError`` for a dialect that is none of ``DIALECTS``, and ``ValueError`` where
    the groups of two indicators lie in different columns.
    """
    printed, rows, _ = _printed(kind, indicators, table=table, dialect=dialect, by=by, days=days)
    spreads = [printed.spread_query(each, rows) for each in printed.layout.spreads]
    texts = _written([printed.numbers_query(rows), *spreads], dialect)
    return StateText(layout=printed.layout, numbers=texts[0], spreads=tuple(texts[1:]))


def print_values(
    kind: RecordKind,
    indicators: Sequence[Indicator],
    *,
    table: str,
    dialect: str,
    by: Sequence[str] = (),
    days: PeriodDays | None = None,
) -> str:
    """Return the one query for the values of indicators over a table of records of a kind.

    A value is a whole number in the indicator's carrier, or two columns; it is NULL where it is
    missing, and ``NAME__why`` says the reason unless that is ``not_measured``. Raises as
    ``print_states``, and ``DataError`` for a sum of shares, which is made of its states.
    """
    refuse_shares(indicators)
    printed, rows, names = _printed(
        kind, indicators, table=table, dialect=dialect, by=by, days=days
    )
    values = ValuesSql.of(indicators, printed)
    return _written([values.query(rows, names, values.tallies(rows))], dialect)[0]


def _printed(
    kind: RecordKind,
    indicators: Sequence[Indicator],
    *,
    table: str,
    dialect: str,
    by: Sequence[str],
    days: PeriodDays | None,
) -> tuple[LayoutSql, Rows, tuple[str, ...]]:
    if dialect not in DIALECTS:
        raise UnknownNameError("dialect", dialect, nearest(dialect, DIALECTS))
    columns = group_columns(indicators, by)
    layout = Layout.of(indicators)
    printed = LayoutSql.of(
        layout,
        _assumed(kind, (name for each in layout.tallies for name in each.columns)),
        dialect=_OWN.get(dialect, SqlDialect.DUCKDB),
        without_functions="" if dialect in _OWN else dialect,
    )
    rows = Rows(
        source=".".join(quoted(part) for part in table.split(".")),
        groups=tuple(HeldColumn(kind.column(name)) for name in columns if name),
        day=kind.day,
        days=None if days is None else (days.first.toordinal(), days.last.toordinal()),
    )
    named = [group for group, name in zip(by, columns, strict=True) if name]
    return printed, rows, rows.called(named)


def _assumed(kind: RecordKind, names: Iterable[str]) -> dict[str, SqlColumn]:
    """Return what is taken for granted of columns nobody looked at."""
    found = {}
    for name in dict.fromkeys(names):
        held = HeldColumn(kind.column(name))
        first, *below = held.names
        found[name] = SqlColumn(
            value=quoted(first),
            denominator=quoted(below[0]) if below else "",
            never_null=not held.column.optional,
            ends=(-CELL_MOST, CELL_MOST) if Held.by(held.column) is Held.WHOLE else None,
        )
    return found


def _written(queries: Sequence[str], dialect: str) -> list[str]:
    if dialect in _OWN:
        return list(queries)
    return [written_for(each, dialect) for each in queries]
