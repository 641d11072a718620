"""Values out of DuckDB are exact, whatever files say of themselves and whatever holds a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from ccops.kpi import ENGINES, Records, Table, measure
from ccops.values import Missing
from tests.engine_records import VISIT, asked_indicators, seeded_records
from tests.engine_tables import parquet_of

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.values import Cell


def test_engines_agree_over_files_that_say_nothing(tmp_path: Path) -> None:
    records = seeded_records(200)
    path = parquet_of(records, tmp_path / "1.parquet")
    pq.write_table(pq.read_table(path), tmp_path / "2.parquet", write_statistics=False)
    table = Table.parquet(VISIT, tmp_path / "2.parquet")
    asked = asked_indicators()

    found = measure(table, asked, by=("queue",), engine=ENGINES["duckdb"])

    wanted = measure(records, asked, by=("queue",))
    assert [dict(each.states) for each in found.folds] == [
        dict(each.states) for each in wanted.folds
    ]


# -- values -------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ["sqlite3", "duckdb"])
def test_a_quotient_may_have_less_than_nothing_below_it(engine: str) -> None:
    records = seeded_records(300)
    asked = asked_indicators((), odd={"ratio": ("wait - shift", "shift - wait - wait")})

    found = measure(records, asked, by=("queue",), engine=ENGINES[engine])

    wanted = measure(records, asked, by=("queue",))
    values = wanted.column("odd", wanted.keys)
    assert found.column("odd", wanted.keys) == values
    assert any(isinstance(each, tuple) for each in values)


@pytest.mark.parametrize("wait", [2**31 - 1, 2**31, 2**31 * 1_000, 2**53 + 1, 2**62])
def test_a_percentile_is_exact_whatever_holds_it(wait: int) -> None:
    cells = {**seeded_records(4).columns, "wait": [wait, 1, wait - 1, wait]}
    records = Records(kind=VISIT, columns=cells)
    asked = asked_indicators(
        (), p50={"percentile": ("wait", "50")}, p95={"percentile": ("wait", "95")}
    )

    found = measure(records, asked, engine=ENGINES["duckdb"])

    for name in ("p50", "p95"):
        assert found.value(name, ()) == measure(records, asked).value(name, ())


def test_what_a_condition_proves_to_be_there_is_not_asked_again() -> None:
    (longest,) = asked_indicators((), longest={"maximum": "talk", "where": "known(talk)"})
    (other,) = asked_indicators((), longest={"maximum": "talk"})

    assert not longest.top.may_lack
    assert other.top.may_lack
    talks: list[Cell | Missing] = [5, Missing.NOT_MEASURED, 9]
    records = Records(kind=VISIT, columns={**seeded_records(3).columns, "talk": talks})
    assert measure(records, [longest]).value("longest", ()) == 9
    assert measure(records, [other]).value("longest", ()) is Missing.NOT_MEASURED
