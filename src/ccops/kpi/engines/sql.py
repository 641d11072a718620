"""What engines that run SQL have in common: a session, a few queries, states."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

import attrs

from ccops.errors import DataError
from ccops.frozen import frozen
from ccops.kpi.elsewhere import Elsewhere
from ccops.kpi.engines.group_keys import key_reader, keys_of
from ccops.kpi.engines.looking import held_columns, looked_at
from ccops.kpi.engines.presence import whole_columns
from ccops.kpi.engines.state_sql import LayoutSql, Rows
from ccops.kpi.engines.value_sql import ValuesSql, group_columns, has_sql, refuse_shares
from ccops.kpi.evaluated import Evaluated, column_of_values
from ccops.kpi.evaluation import evaluate, reader
from ccops.kpi.states import NOTHING, Layout, State
from ccops.messages import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from ccops.kpi.definitions import Indicator
    from ccops.kpi.engines.sessions import Session
    from ccops.kpi.evaluation import Value
    from ccops.kpi.keys import Key
    from ccops.kpi.records import Records
    from ccops.kpi.states import Cells


@frozen
class SqlEngine(ABC):
    """Folds records and tables by SQL."""

    #: What the engine is asked for by.
    name: ClassVar[str]
    #: Whether typed functions may bring SQL of their own, and a sum of too much is an error.
    own_functions: ClassVar[bool] = True
    says_overflow: ClassVar[bool] = True
    #: Whether it is DuckDB, whose SQL may say what the others have no word for.
    natively: ClassVar[bool] = False

    @abstractmethod
    def opened(self, records: Records, names: Sequence[str]) -> AbstractContextManager[Session]:
        """Open records for queries about some columns of their kind."""

    def fold(
        self, records: Records, layout: Layout, columns: Sequence[str]
    ) -> Mapping[Key, Cells]:
        """Return the states by group, as ``Engine.fold``."""
        with self._asked(records, layout, columns) as (session, sql, rows):
            return _states(session, sql, rows)

    def evaluate(
        self, records: Records, indicators: Sequence[Indicator], columns: Sequence[str]
    ) -> Evaluated:
        """Return the values by group, as ``EvaluatingEngine.evaluate``.

        What has no SQL, such as a sum of shares, is made of its states.
        """
        asked = [each for each in indicators if has_sql(each)]
        others = [each for each in indicators if not has_sql(each)]
        evaluated = None
        if asked:
            with self._asked(records, Layout.of(asked), columns) as (session, sql, rows):
                made = ValuesSql.of(asked, sql)
                found = session.rows(made.query(rows, rows.aliases, self.tallies(made, rows)))
            evaluated = _evaluated(found, made, rows)
            if not others:
                return evaluated
        layout = Layout.of(others)
        return _with_states(evaluated, others, layout, self.fold(records, layout, columns))

    @contextmanager
    def asked_for_values(
        self, records: Records, indicators: Sequence[Indicator], by: Sequence[str]
    ) -> Iterator[tuple[Session, str]]:
        """Open records; give the session and the query for values by group, as one would ask it.

        Groups without a column are left out. Raises as ``group_columns`` and ``refuse_shares``.
        """
        columns = group_columns(indicators, by)
        refuse_shares(indicators)
        real = [name for name in columns if name]
        with self._asked(records, Layout.of(indicators), real) as (session, sql, rows):
            made = ValuesSql.of(indicators, sql)
            named = [group for group, name in zip(by, columns, strict=True) if name]
            yield session, made.query(rows, rows.called(named), self.tallies(made, rows))

    def tallies(self, values: ValuesSql, rows: Rows) -> str:
        """Return the query for tallies and percentiles by group."""
        return values.tallies(rows)

    @contextmanager
    def _asked(
        self, records: Records, layout: Layout, columns: Sequence[str]
    ) -> Iterator[tuple[Session, LayoutSql, Rows]]:
        """Open records and look at them; give what is needed to ask for a layout by columns."""
        kind = records.kind
        read = tuple(dict.fromkeys(name for each in layout.tallies for name in each.columns))
        days = None
        if isinstance(records, Elsewhere):
            days = records.days
        else:
            whole_columns(records, read)
        needed = (*columns, *read, *((kind.day,) if days is not None else ()))
        try:
            with self.opened(records, tuple(dict.fromkeys(needed))) as session:
                groups = held_columns(session, kind, columns)
                found = looked_at(session, kind, read)
                sql = LayoutSql.of(
                    layout,
                    found.columns,
                    dialect=session.dialect,
                    without_functions="" if self.own_functions else self.name,
                    natively=self.natively,
                )
                if not self.says_overflow:
                    sql.check_sums(found.rows)
                rows = Rows(
                    source=session.source,
                    groups=tuple(groups[name] for name in columns),
                    day=kind.day,
                    days=days,
                )
                yield session, sql, rows
        except OverflowError as error:
            told = {"kind": kind.name, "engine": self.name}
            raise DataError((Diagnostic(code="tally-too-large", args=told),)) from error


def _states(session: Session, sql: LayoutSql, rows: Rows) -> dict[Key, Cells]:
    layout = sql.layout
    split = key_reader(rows.groups)
    first_maximum, count = len(layout.sums), len(layout.sums) + len(layout.maxima)
    states: dict[Key, Cells] = {}
    for row in session.rows(sql.numbers_query(rows)):
        key, cells = split(row)
        states[key] = _cells(cells[:count], first_maximum, len(layout.spreads))
    for number, tally in enumerate(layout.spreads):
        slot = count + number
        for row in session.rows(sql.spread_query(tally, rows)):
            key, (value, cell) = split(row)
            states[key][slot][value] = cell
    return states


def _evaluated(found: Sequence[tuple[Any, ...]], made: ValuesSql, rows: Rows) -> Evaluated:
    columns: dict[str, Sequence[Value]] = {}
    place = len(rows.aliases)
    for each in made.columns:
        value, place = place, place + 1
        below, place = (place, place + 1) if each.denominator else (None, place)
        why, place = (place, place + 1) if each.why else (None, place)
        columns[each.indicator.name] = column_of_values(
            found, value, below, why, is_reduced=each.is_reduced
        )
    places = dict(zip(keys_of(found, rows.groups), range(len(found)), strict=True))
    nothing = {each.name: _of_nothing(each) for each in made.indicators}
    return Evaluated(places=places, columns=columns, nothing=nothing)


def _of_nothing(indicator: Indicator) -> Value:
    return evaluate(indicator, State.empty(Layout.of([indicator])))


def _with_states(
    evaluated: Evaluated | None,
    indicators: Sequence[Indicator],
    layout: Layout,
    states: Mapping[Key, Cells],
) -> Evaluated:
    """Return values with those of indicators that are made of their states."""
    if evaluated is None:
        places = {key: place for place, key in enumerate(states)}
        evaluated = Evaluated(places=places, columns={}, nothing={})
    blank = layout.blank()
    cells = [states.get(key, blank) for key in evaluated.places]
    columns = dict(evaluated.columns)
    for each in indicators:
        columns[each.name] = [*map(reader(each, layout), cells)]
    nothing = {each.name: _of_nothing(each) for each in indicators}
    return attrs.evolve(evaluated, columns=columns, nothing={**evaluated.nothing, **nothing})


def _cells(numbers: Iterable[Any], first_maximum: int, spreads: int) -> Cells:
    cells: Cells = list(numbers)
    cells[first_maximum:] = [NOTHING if cell is None else cell for cell in cells[first_maximum:]]
    cells += [{} for _ in range(spreads)]
    return cells
