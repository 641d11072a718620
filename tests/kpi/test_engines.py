"""Engines agree: whatever measures, the states are the same whole numbers."""

from __future__ import annotations

import datetime as dt
import pickle
import sqlite3
from contextlib import closing
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from hypothesis import given

from ccops.errors import DataError
from ccops.kpi import ENGINES, Measured, Records, Table, measure
from ccops.kpi.engines import value_sql
from ccops.kpi.engines.sessions import Held
from ccops.kpi.evaluation import nearest_rank
from ccops.messages import LOCALES
from ccops.values import Missing, PeriodDays
from tests.engine_records import (
    GROUPINGS,
    VISIT,
    asked_indicators,
    seeded_records,
    state_hash,
    visit_records,
)
from tests.engine_tables import fill, parquet_of, python_columns, table_columns
from tests.laws import tried

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from ccops.kpi import Key

INDICATORS = asked_indicators()
SQL = ("sqlite3", "duckdb")


def states(measured: Measured) -> list[dict[Key, Any]]:
    return [dict(each.states) for each in measured.folds]


def agree(records: Records, reference: Records, engine: str) -> None:
    for by in GROUPINGS:
        found = measure(records, INDICATORS, by=by, engine=ENGINES[engine])
        wanted = measure(reference, INDICATORS, by=by)
        assert states(found) == states(wanted), by
        assert state_hash(found) == state_hash(wanted)


@pytest.mark.parametrize("engine", SQL)
def test_sql_comes_to_the_states_of_the_python_engine(engine: str) -> None:
    agree(seeded_records(1_000), seeded_records(1_000), engine)


@tried(25)
@given(records=visit_records())
def test_sqlite_agrees_with_python_over_any_records(records: Records) -> None:
    agree(records, records, "sqlite3")


@tried(15)
@given(records=visit_records())
def test_duckdb_agrees_with_python_over_any_records(records: Records) -> None:
    agree(records, records, "duckdb")


# -- where tables lie ---------------------------------------------------------------------------


def in_parquet(records: Records, folder: Path) -> Table:
    return Table.parquet(VISIT, parquet_of(records, folder / "visit.parquet"))


def in_parquet_that_says_nothing(records: Records, folder: Path) -> Table:
    """Return a file that keeps no figures about its columns."""
    import pyarrow as pa
    from pyarrow import parquet

    path = folder / "visit.parquet"
    parquet.write_table(pa.table(python_columns(records)), path, write_statistics=False)
    return Table.parquet(VISIT, path)


def in_days_of_parquet(records: Records, folder: Path) -> Table:
    """Return two files; in one of them a cell is missing for another reason, and it says so."""
    half = len(records) // 2
    for number, part in enumerate((slice(0, half), slice(half, None))):
        cells = {name: column[part] for name, column in records.columns.items()}
        if number:
            cells["happy"] = [
                Missing.NOT_MEASURED if isinstance(cell, Missing) else cell
                for cell in cells["happy"]
            ]
        parquet_of(Records(kind=VISIT, columns=cells), folder / f"{number}.parquet")
    return Table.parquet(VISIT, str(folder / "*.parquet"))


def in_a_relation(records: Records, folder: Path) -> Table:

    path = parquet_of(records, folder / "visit.parquet")
    return Table.of(VISIT, duckdb.connect().sql(f"SELECT * FROM '{path}'"))  # noqa: S608


def in_arrow(records: Records, folder: Path) -> Table:
    import pyarrow as pa

    del folder
    return Table.of(VISIT, pa.table(python_columns(records)))


def in_pandas(records: Records, folder: Path) -> Table:
    import pandas as pd

    del folder
    types = {Held.WHOLE: "Int64", Held.TEXT: "string", Held.FLAG: "boolean"}
    made = {
        each.name: pd.array(each.cells, dtype=types[each.held]) for each in table_columns(records)
    }
    return Table.of(VISIT, pd.DataFrame(made))


def in_polars(records: Records, folder: Path) -> Table:
    import polars as pl

    del folder
    return Table.of(VISIT, pl.DataFrame(python_columns(records)))


def in_lazy_polars(records: Records, folder: Path) -> Table:
    import polars as pl

    del folder
    return Table.of(VISIT, pl.LazyFrame(python_columns(records)))


@pytest.mark.parametrize(
    "made",
    [
        in_parquet,
        in_parquet_that_says_nothing,
        in_a_relation,
        in_arrow,
        in_pandas,
        in_polars,
        in_lazy_polars,
    ],
)
def test_duckdb_reads_tables_where_they_lie(
    made: Callable[[Records, Path], Table], tmp_path: Path
) -> None:
    records = seeded_records(300)

    agree(made(records, tmp_path), records, "duckdb")


def test_days_in_files_of_their_own_are_one_table(tmp_path: Path) -> None:
    records = seeded_records(300)
    table = in_days_of_parquet(records, tmp_path)

    found = measure(table, INDICATORS, by=("agent", "day"), engine=ENGINES["duckdb"])

    assert states(found) == states(measure(records, INDICATORS, by=("agent", "day")))


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.row_factory = sqlite3.Row  # the host's own, which is no business of ours
        fill(connection, seeded_records(300))
        yield connection


def test_sqlite_reads_a_table_on_a_connection_of_the_host(database: sqlite3.Connection) -> None:
    agree(Table.on(VISIT, database, "visits"), seeded_records(300), "sqlite3")

    assert database.row_factory is sqlite3.Row


def test_the_python_engine_reads_tables_too(database: sqlite3.Connection, tmp_path: Path) -> None:
    records = seeded_records(300)

    agree(Table.on(VISIT, database, "visits"), records, "python")
    agree(in_parquet(records, tmp_path), records, "python")


@pytest.mark.parametrize("engine", ["python", *SQL])
def test_a_table_is_measured_within_a_period(
    engine: str, database: sqlite3.Connection, tmp_path: Path
) -> None:
    records = seeded_records(300)
    held = {"sqlite3": lambda: Table.on(VISIT, database, "visits")}
    table = held.get(engine, lambda: in_parquet(records, tmp_path))()
    day = PeriodDays(dt.date(2026, 10, 4), dt.date(2026, 10, 31))

    found = measure(
        table.within(day), INDICATORS, by=("queue", "half_hour", "outcome"), engine=ENGINES[engine]
    )

    wanted = measure(records.within(day), INDICATORS, by=("queue", "half_hour", "outcome"))
    assert states(found) == states(wanted)
    assert 0 < len(found.keys) < len(measure(records, INDICATORS, by=found.by).keys)


# -- what is refused ----------------------------------------------------------------------------


def refusal(table: Records, engine: str, *names: str, **more: Any) -> dict[str, Any]:
    with pytest.raises(DataError) as refused:
        measure(table, asked_indicators(names, **more), engine=ENGINES[engine])
    (found,) = refused.value.diagnostics
    assert len({found.text(locale) for locale in LOCALES}) == len(LOCALES)
    return {"code": found.code, **found.args}


def changed(records: Records, **columns: Sequence[Any]) -> Records:
    return Records(kind=records.kind, columns={**records.columns, **columns})


ROWS = seeded_records(3)


@pytest.mark.parametrize("engine", SQL)
def test_a_column_that_is_never_missing_must_be_there_in_every_row(engine: str) -> None:
    records = changed(ROWS, wait=[1, Missing.NO_RECORDS, 3])

    found = refusal(records, engine, "asa")

    assert found == {
        "code": "record-cell-missing", "kind": "visit", "column": "wait", "at": "f:1",
    }  # fmt: skip


def test_a_table_says_where_a_cell_is_missing(database: sqlite3.Connection) -> None:
    database.execute("UPDATE visits SET wait = NULL WHERE ref = 'f:7'")

    found = refusal(Table.on(VISIT, database, "visits"), "sqlite3", "asa")

    assert (found["code"], found["at"]) == ("record-cell-missing", "f:7")


@pytest.mark.parametrize("engine", SQL)
def test_a_duration_below_zero_is_refused(engine: str) -> None:
    found = refusal(changed(ROWS, wait=[1, -5, 3]), engine, "asa")

    assert (found["code"], found["cell"], found["range"]) == ("table-cell-outside", "-5", "0..")


@pytest.mark.parametrize("engine", SQL)
@pytest.mark.parametrize("waits", [[1, 2**63, 3], [2**63 - 1, 2**62, 2**62]], ids=["cell", "sum"])
def test_what_passes_64_bits_is_refused(engine: str, waits: Sequence[int]) -> None:
    found = refusal(changed(ROWS, wait=waits), engine, waited={"total": "wait"})

    assert found == {"code": "tally-too-large", "kind": "visit", "engine": engine}


@pytest.mark.parametrize("engine", SQL)
def test_a_formula_that_may_pass_64_bits_is_refused_by_name(engine: str) -> None:
    records = changed(ROWS, wait=[2**62, 1, 1], shift=[2**62 + 1, 1, 1])

    found = refusal(records, engine, both={"total": "wait + shift"})

    assert found["code"] == "sql-too-large"


def test_a_table_without_a_column_says_what_is_near() -> None:
    import polars as pl

    made = pl.DataFrame(python_columns(ROWS)).rename({"wait": "waits"})

    found = refusal(Table.of(VISIT, made), "duckdb", "asa")

    assert found == {
        "code": "table-no-column", "kind": "visit", "column": "wait", "near": "waits",
    }  # fmt: skip


def test_floats_are_no_durations() -> None:
    import pandas as pd

    made = pd.DataFrame({**python_columns(ROWS), "wait": [1.0, 2.0, 3.0]})

    found = refusal(Table.of(VISIT, made), "duckdb", "asa")

    assert (found["code"], found["held"], found["wanted"]) == (
        "table-column-type", "DOUBLE", "BIGINT",
    )  # fmt: skip


def test_sqlite_looks_at_the_type_of_every_cell(database: sqlite3.Connection) -> None:
    database.execute("UPDATE visits SET wait = 'long' WHERE ref = 'f:7'")

    found = refusal(Table.on(VISIT, database, "visits"), "sqlite3", "asa")

    assert (found["code"], found["held"]) == ("table-column-type", "text")


def test_an_engine_says_what_it_reads(database: sqlite3.Connection) -> None:
    with pytest.raises(TypeError, match="sqlite3 reads records and tables on its connections"):
        measure(Table.parquet(VISIT, "x.parquet"), INDICATORS, engine=ENGINES["sqlite3"])
    with pytest.raises(TypeError, match="duckdb reads Parquet files, relations"):
        measure(Table.on(VISIT, database, "visits"), INDICATORS, engine=ENGINES["duckdb"])
    with pytest.raises(ValueError, match="no table 'calls'"):
        measure(Table.on(VISIT, database, "calls"), INDICATORS, engine=ENGINES["sqlite3"])


# -- values -------------------------------------------------------------------------------------


def agree_in_values(records: Records, reference: Records, engine: str) -> None:
    for by in GROUPINGS:
        found = measure(records, INDICATORS, by=by, engine=ENGINES[engine])
        wanted = measure(reference, INDICATORS, by=by)
        assert set(found.keys) == set(wanted.keys)
        keys = [*wanted.keys, ("no", "such", "group")]
        for each in INDICATORS:
            assert found.column(each.name, keys) == wanted.column(each.name, keys), (by, each.name)


@pytest.mark.parametrize("engine", SQL)
def test_values_are_made_by_the_engine_and_are_those_of_the_states(engine: str) -> None:
    records = seeded_records(1_000)

    agree_in_values(records, records, engine)


@tried(15)
@given(records=visit_records())
def test_sqlite_makes_the_values_of_python_over_any_records(records: Records) -> None:
    agree_in_values(records, records, "sqlite3")


@tried(10)
@given(records=visit_records())
def test_duckdb_makes_the_values_of_python_over_any_records(records: Records) -> None:
    agree_in_values(records, records, "duckdb")


@pytest.mark.parametrize("at", ["7", "29", "33.3", "50", "57", "95", "99.9", "100"])
def test_the_quantile_of_duckdb_is_the_nearest_rank_at_any_number_of_rows(at: str) -> None:
    part = Fraction(at) / 100
    (asked,) = asked_indicators((), p={"percentile": ("wait", at)})
    written = value_sql.decimal(part)
    query = f"SELECT quantile_disc(n, {written}) FROM range(1, ? + 1) AS t(n)"  # noqa: S608
    with closing(duckdb.connect()) as connection:
        for count in (*range(1, 203), 1_000, 9_999, 10_000):
            ((found,),) = connection.execute(query, [count]).fetchall()
            assert found == nearest_rank(dict.fromkeys(range(1, count + 1), 1), asked.at), count


def test_what_sql_cannot_make_is_made_of_states() -> None:
    records = seeded_records(200)
    indicators = asked_indicators(
        ("missed", "wait_p95"), odd={"percentile": ("wait", "33.33333333")}
    )
    only = asked_indicators((), odd={"percentile": ("wait", "33.33333333")})

    for asked in (indicators, only):
        wanted = measure(records, asked, by=("queue",))
        for engine in SQL:
            found = measure(records, asked, by=("queue",), engine=ENGINES[engine])
            for each in asked:
                assert found.column(each.name, wanted.keys) == wanted.column(
                    each.name, wanted.keys
                )


def test_states_of_an_engine_that_made_values_are_there_when_asked_for(tmp_path: Path) -> None:
    records = seeded_records(200)
    table = in_parquet(records, tmp_path)
    found = measure(table, INDICATORS, by=("queue", "day"), engine=ENGINES["duckdb"])
    wanted = measure(records, INDICATORS, by=("queue", "day"))

    kept = pickle.loads(pickle.dumps(found))  # noqa: S301 - our own

    for each in (found, kept):
        assert state_hash(each.regrouped(("queue",))) == state_hash(wanted.regrouped(("queue",)))
        assert state_hash(each.merged(wanted)) == state_hash(wanted.merged(wanted))
