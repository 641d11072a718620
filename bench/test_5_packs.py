"""How long a pack at the limit of its size takes to be loaded and checked, by what fills it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from bench.figures import measured, tell
from bench.packs import SHAPES, write_pack
from ccops.hooks import gather
from ccops.rulepack import check

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture

    from ccops.rulepack import Catalog

#: Processor time, whatever else the machine does.
pytestmark = pytest.mark.benchmark(timer=time.process_time)


@pytest.mark.parametrize(("what", "written", "number"), SHAPES, ids=lambda each: str(each)[:40])
def test_a_large_pack_is_checked(
    benchmark: BenchmarkFixture,
    tmp_path: Path,
    what: str,
    written: Callable[[int], str],
    number: int,
) -> None:
    """Measure a whole check, and those of a half and a quarter of the pack.

    What takes longer than linear time has a cap, and says so.
    """
    catalog = gather(()).catalog
    parts = (written(number // 4), written(number // 2))
    quarter, half = (f"{_seconds(tmp_path, each, catalog):.2f} s" for each in parts)
    size = write_pack(tmp_path, written(number))
    measured(benchmark, lambda: check(tmp_path, catalog), rounds=1)
    name = (
        f"load and check {number:,} {what} ({size / 1e6:.2f} MB; a quarter {quarter}, half {half})"
    )
    tell(benchmark, name, unit="s", scale=1)


def _seconds(folder: Path, rules: str, catalog: Catalog) -> float:
    write_pack(folder, rules)
    start = time.process_time()
    check(folder, catalog)
    return time.process_time() - start
