"""How long a table takes to be analyzed. Runs after the settlement; nothing is kept between."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from bench.figures import MILLI, measured, tell
from bench.tables import crossed_bands, scattered_bands
from ccops.rules.gaps import analyze_table
from ccops.rules.monotone import Better, check_monotone
from ccops.rules.tables import HitPolicy

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

#: The bars are of processor time, whatever else the machine does.
pytestmark = pytest.mark.benchmark(timer=time.process_time)
#: Columns, bands a column, rows, and what an analysis may take in milliseconds.
SIZES = ((3, 10, 1_000, 200), (5, 4, 300, 200))


@pytest.mark.parametrize("hit", [HitPolicy.UNIQUE, HitPolicy.FIRST], ids=lambda each: each.value)
@pytest.mark.parametrize(("columns", "bands", "rows", "bar"), SIZES)
def test_a_table_is_analyzed(
    benchmark: BenchmarkFixture, hit: HitPolicy, columns: int, bands: int, rows: int, bar: int
) -> None:
    """Measure gaps, overlaps, seams and idle rows of one table."""
    table = crossed_bands(columns=columns, bands=bands, rows=rows, hit=hit)
    found = measured(benchmark, lambda: analyze_table(table), rounds=5, warm_up=1)
    assert found.is_complete
    what = f"analyze a table of {rows:,} rows × {columns} columns, {hit.value}"
    tell(benchmark, what, unit="ms", scale=MILLI, bar=bar)


@pytest.mark.parametrize(("columns", "rows"), [(3, 1_000), (5, 300)])
def test_a_table_of_scattered_rows_is_analyzed(
    benchmark: BenchmarkFixture, columns: int, rows: int
) -> None:
    """Measure the analysis of rows that overlap anyhow, each cell of its own."""
    table = scattered_bands(columns=columns, rows=rows, hit=HitPolicy.FIRST)
    found = measured(benchmark, lambda: analyze_table(table), rounds=5, warm_up=1)
    assert found.is_complete
    what = f"analyze a table of {rows:,} scattered rows × {columns} columns"
    tell(benchmark, what, unit="ms", scale=MILLI, bar=200)


@pytest.mark.parametrize(("columns", "bands", "rows", "bar"), SIZES)
def test_better_work_is_proven_never_to_pay_less(
    benchmark: BenchmarkFixture, columns: int, bands: int, rows: int, bar: int
) -> None:
    """Measure the proof over every column of one table."""
    table = crossed_bands(columns=columns, bands=bands, rows=rows, hit=HitPolicy.FIRST)
    better = {each.name: Better.HIGHER for each in table.columns}
    measured(benchmark, lambda: check_monotone(table, better=better), rounds=5, warm_up=1)
    what = f"prove order over {rows:,} rows × {columns} columns"
    tell(benchmark, what, unit="ms", scale=MILLI, bar=bar)
