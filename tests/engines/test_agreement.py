"""Every engine comes to the same states: one hash of whole numbers, over the same records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from ccops.errors import DataError
from ccops.kpi import CLICKHOUSE, DUCKDB, SPARK, SQLITE, Engine, Measured, Records, Table, measure
from tests.engine_records import (
    GROUPINGS,
    VISIT,
    asked_indicators,
    seeded_records,
    state_hash,
)
from tests.engine_tables import parquet_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ccops.kpi.records import Records

Agreement = list[tuple[str, int, str]]
COUNT: Final = 2_000
BY: Final = ("queue", "half_hour", "outcome")
#: As many histograms and shares as there are kinds of them: Spark takes seconds for each.
FEW: Final = asked_indicators((
    "answered", "happy_ones", "handled", "counted_talk", "worst", "within", "asa", "wait_p95",
    "missed",
))  # fmt: skip


@pytest.fixture(scope="module")
def records() -> Records:
    return seeded_records(COUNT)


@pytest.fixture(scope="module")
def reference(records: Records) -> Measured:
    return measure(records, asked_indicators(), by=BY)


@pytest.fixture(scope="module")
def in_clickhouse(clickhouse: Any, records: Records, tmp_path_factory: Any) -> Table:
    path = parquet_of(records, tmp_path_factory.mktemp("parquet") / "visits.parquet")
    columns = f"SELECT * FROM file('{path}')"  # noqa: S608 - a path of the test
    clickhouse.query(f"CREATE TABLE calls.visits ENGINE = MergeTree ORDER BY tuple() AS {columns}")
    return Table.on(VISIT, clickhouse, "calls.visits")


@pytest.fixture(scope="module")
def in_spark(spark: Any, records: Records, tmp_path_factory: Any) -> Table:
    path = parquet_of(records, tmp_path_factory.mktemp("parquet") / "visits.parquet")
    return Table.of(VISIT, spark.read.parquet(str(path)))


def told(agreement: Agreement, engine: str, measured: Measured) -> str:
    found = state_hash(measured)
    agreement.append((engine, len(measured.keys), found))
    return found


def states_agree(
    agreement: Agreement, records: Records, reference: Measured, engine: Engine, name: str
) -> None:
    found = measure(records, list(reference.indicators.values()), by=BY, engine=engine)
    assert told(agreement, name, found) == state_hash(reference)


def values_agree(
    table: Table, records: Records, engine: Engine, indicators: Sequence[Any], by: tuple[str, ...]
) -> None:
    found = measure(table, indicators, by=by, engine=engine)
    wanted = measure(records, indicators, by=by)
    assert set(found.keys) == set(wanted.keys)
    for each in indicators:
        assert found.column(each.name, wanted.keys) == wanted.column(each.name, wanted.keys)


def test_python_sqlite_and_duckdb_agree(
    agreement: Agreement, records: Records, reference: Measured, tmp_path: Path
) -> None:
    told(agreement, "python", reference)
    states_agree(agreement, records, reference, SQLITE, "sqlite3")
    table = Table.parquet(VISIT, parquet_of(records, tmp_path / "visits.parquet"))
    states_agree(agreement, table, reference, DUCKDB, "duckdb")


def test_spark_agrees(
    agreement: Agreement, in_spark: Table, reference: Measured, records: Records
) -> None:
    states_agree(agreement, in_spark, reference, SPARK, "spark")
    values_agree(in_spark, records, SPARK, FEW, ("skill", "day"))
    values_agree(in_spark, records, SPARK, FEW, ())


def test_clickhouse_agrees(
    agreement: Agreement, in_clickhouse: Table, reference: Measured, records: Records
) -> None:
    states_agree(agreement, in_clickhouse, reference, CLICKHOUSE, "clickhouse")
    for by in GROUPINGS:
        values_agree(in_clickhouse, records, CLICKHOUSE, asked_indicators(), by)


# -- what a host gets ---------------------------------------------------------------------------


def test_spark_gives_values_as_a_data_frame(spark: Any, in_spark: Table, records: Records) -> None:
    indicators = asked_indicators(("answered", "within", "wait_p95"))

    frame = SPARK.frame(in_spark, indicators, by=("queue",))

    assert frame.columns == [
        "queue", "answered", "within_numerator", "within_denominator", "within__why",
        "wait_p95", "wait_p95__why",
    ]  # fmt: skip
    wanted = measure(records, indicators, by=("queue",))
    found = {row.queue: row for row in frame.collect()}
    assert set(found) == set(wanted.keys)
    for key, row in found.items():
        assert row.answered == wanted.value("answered", key)
        assert row.wait_p95 == wanted.value("wait_p95", key)
    assert not [each.name for each in spark.catalog.listTables() if "ccops" in each.name]


def test_spark_reads_a_table_of_a_session_by_its_name(spark: Any, in_spark: Table) -> None:
    in_spark.held.createOrReplaceTempView("visits")
    indicators = asked_indicators(("offered",))

    found = measure(Table.on(VISIT, spark, "visits"), indicators, engine=SPARK)

    assert found.value("offered", ()) == COUNT


def test_a_sum_that_clickhouse_would_wrap_is_refused(clickhouse: Any) -> None:
    clickhouse.query(
        "CREATE TABLE calls.long ENGINE = Memory AS "
        "SELECT toInt64(4611686018427387904) AS wait, 'a' AS queue FROM numbers(3)"
    )
    indicators = asked_indicators((), waited={"total": "wait"})

    with pytest.raises(DataError) as refused:
        measure(Table.on(VISIT, clickhouse, "calls.long"), indicators, engine=CLICKHOUSE)

    assert [each.code for each in refused.value.diagnostics] == ["tally-too-large"]
