"""Indicators as the text of queries: what the host asks by itself comes to the same."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

import duckdb
import pytest
import sqlglot

from ccops.errors import DataError, UnknownNameError
from ccops.kpi import measure, print_states, print_values
from ccops.kpi.engines.dialects import WRITTEN, written_for
from ccops.messages import LOCALES
from ccops.values import Missing, PeriodDays, reduced
from tests.engine_records import ASKED, VISIT, asked_indicators, seeded_records
from tests.engine_tables import fill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: What a text that nobody looked at the rows for can be: an exact column has no known end.
PLAIN = tuple(name for name in ASKED if name not in ("able", "missed"))
CONNECTIONS: Final[dict[str, Callable[[], Any]]] = {
    "sqlite": lambda: sqlite3.connect(":memory:"),
    "duckdb": duckdb.connect,
}


@pytest.fixture(params=CONNECTIONS)
def database(request: pytest.FixtureRequest) -> Iterator[tuple[str, Any]]:
    with closing(CONNECTIONS[request.param]()) as connection:
        fill(connection, seeded_records(400))
        yield request.param, connection


def named_rows(connection: Any, query: str) -> list[dict[str, Any]]:
    cursor = connection.execute(query)
    names = [each[0] for each in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def value_of(row: dict[str, Any], name: str) -> Any:
    cell = row.get(name, row.get(f"{name}_numerator"))
    if cell is None:
        return Missing(row.get(f"{name}__why") or "not_measured")
    below = row.get(f"{name}_denominator")
    return cell if below is None else reduced(cell, below)


def test_a_printed_query_gives_the_values_of_the_engine(database: tuple[str, Any]) -> None:
    dialect, connection = database
    indicators = asked_indicators(PLAIN)

    text = print_values(VISIT, indicators, table="visits", dialect=dialect, by=("queue", "day"))

    wanted = measure(seeded_records(400), indicators, by=("queue", "day"))
    rows = named_rows(connection, text)
    assert {(row["queue"], row["day"]) for row in rows} == set(wanted.keys)
    for row in rows:
        for name in PLAIN:
            assert value_of(row, name) == wanted.value(name, (row["queue"], row["day"])), name


def test_printed_queries_give_the_states_of_the_engine(database: tuple[str, Any]) -> None:
    dialect, connection = database
    indicators = asked_indicators(("offered", "longest", "wait_p95"))
    days = PeriodDays(dt.date(2026, 10, 1), dt.date(2026, 10, 31))

    text = print_states(
        VISIT, indicators, table="main.visits", dialect=dialect, by=("queue",), days=days
    )

    (fold,) = measure(seeded_records(400).within(days), indicators, by=("queue",)).folds
    numbers = connection.execute(text.numbers).fetchall()
    assert {row[0]: list(row[1:]) for row in numbers} == {
        key: cells[:-1] for key, cells in fold.states.items()
    }
    (spread,) = text.spreads
    found: dict[Any, dict[int, int]] = {key: {} for key in fold.states}
    for key, value, count in connection.execute(spread).fetchall():
        found[key][value] = count
    assert found == {key: cells[-1] for key, cells in fold.states.items()}


@pytest.mark.parametrize("dialect", WRITTEN)
def test_queries_for_other_engines_are_read_back_by_their_own_rules(dialect: str) -> None:
    indicators = asked_indicators(PLAIN)
    text = print_values(VISIT, indicators, table="calls.visits", dialect=dialect, by=("agent",))

    again = sqlglot.parse_one(text, read=dialect).sql(dialect=dialect)

    assert sqlglot.parse_one(again, read=dialect) == sqlglot.parse_one(text, read=dialect)
    assert "DOUBLE" not in text.upper()
    assert "FLOAT" not in text.upper()
    states = print_states(VISIT, indicators, table="visits", dialect=dialect)
    assert len(states.spreads) == len(states.layout.spreads) == 3


def test_whole_division_is_never_one_of_floats() -> None:
    query = "SELECT CAST(a AS BIGINT) // 1000 AS x FROM t"

    found = {each: written_for(query, each) for each in WRITTEN}

    assert found == {
        "spark": "SELECT CAST(a AS BIGINT) DIV 1000 AS x FROM t",
        "clickhouse": "SELECT intDiv(CAST(a AS Nullable(Int64)), 1000) AS x FROM t",
        "trino": "SELECT CAST(a AS BIGINT) / 1000 AS x FROM t",
    }


def test_only_the_common_dialect_is_written_for_others() -> None:
    with pytest.raises(ValueError, match="not of the common dialect: PercentileCont"):
        written_for("SELECT quantile_cont(a, 0.5) FROM t", "spark")


def refused(**more: Any) -> tuple[str, dict[str, Any]]:
    fields = {"indicators": asked_indicators(("offered",)), "dialect": "spark", **more}
    indicators = fields.pop("indicators")
    with pytest.raises(DataError) as error:
        print_values(VISIT, indicators, table="visits", **fields)
    (found,) = error.value.diagnostics
    assert all(found.text(locale) != found.code for locale in LOCALES)
    return found.code, dict(found.args)


def test_what_has_no_text_is_refused_by_name() -> None:
    shares = asked_indicators(("missed",))
    exact = asked_indicators(("able",))

    assert refused(indicators=shares) == ("sql-of-states", {"name": "missed"})
    assert refused(indicators=exact)[0] == "sql-no-denominator"
    assert refused(by=("nobody",))[0] == "indicator-not-by"
    with pytest.raises(UnknownNameError, match="there is no dialect 'sparc'"):
        print_values(VISIT, asked_indicators(("offered",)), table="visits", dialect="sparc")
