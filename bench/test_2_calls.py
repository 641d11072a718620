"""Calls: the python engine beside a loop written by hand, merging, reading a queue log.

Order of calls: the engine, then the loop by hand over the same records, in one run; the reader,
then the loop that only splits the lines of the same log.
"""

from __future__ import annotations

import gc
import time
from typing import TYPE_CHECKING, Any, Final

import pytest

from bench.calls import (
    CALL,
    GROUPS,
    counted_by_hand,
    indicators,
    queue_log,
    records,
    split_only,
)
from bench.figures import (
    MICRO,
    Holds,
    kept_bytes,
    measured,
    shortest,
    tell,
    tell_value,
)
from ccops.adapters import ReadOptions
from ccops.hooks import gather
from ccops.kpi import Measured, Records, measure

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture

_CALLS: Final = 1_000_000
_EVENTS: Final = 600_000
_BY: Final = ("queue", "half_hour")


@pytest.fixture(scope="module")
def million() -> Records:
    return records(_CALLS)


def _quickest(work: Callable[[], Any], rounds: int = 2) -> float:
    found = []
    for _ in range(rounds):
        gc.collect()
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


@pytest.mark.parametrize(("histogram", "bar"), [(False, 0.8), (True, 1.0)])
def test_python_engine(
    benchmark: BenchmarkFixture, million: Records, histogram: bool, bar: float
) -> None:
    asked = indicators(histogram=histogram)
    named = "12 tallies and the wait histogram" if histogram else "12 tallies"

    found = measured(benchmark, lambda: measure(million, asked, by=_BY), rounds=3)

    tell(
        benchmark,
        f"python engine, {_CALLS:,} calls, {named}, {len(found.keys):,} groups",
        unit="µs a call",
        scale=MICRO / _CALLS,
        bar=bar,
    )
    by_hand = _quickest(lambda: counted_by_hand(million, histogram=histogram))
    tell_value(
        benchmark,
        f"the same beside a loop by hand, {named}",
        shortest(benchmark) / by_hand,
        unit="×",
        bar=1.25,
    )
    assert len(found.keys) <= GROUPS


@pytest.mark.parametrize("histogram", [False, True])
def test_merging(benchmark: BenchmarkFixture, million: Records, histogram: bool) -> None:
    asked = indicators(histogram=histogram)
    half = _CALLS // 2
    parts = [
        Records(kind=CALL, columns={name: cells[part] for name, cells in million.columns.items()})
        for part in (slice(0, half), slice(half, None))
    ]
    one, other = (measure(each, asked, by=("queue",)) for each in parts)
    both = measure(million, asked, by=_BY)
    entries = _entries(both)

    if histogram:
        measured(benchmark, lambda: both.regrouped(("queue",)), rounds=3)
        told = "merging 30,000 states into 20, with histograms"
    else:
        measured(benchmark, lambda: both.merged(both), rounds=3)
        told = "merging 30,000 states with as many"
    tell(
        benchmark, f"{told}, {entries:,} entries", unit="ns an entry", scale=1e9 / entries, bar=100
    )
    assert one.merged(other).keys


def _entries(measured: Measured) -> int:
    """Return how many numbers the states hold: a cell, or a value of a histogram."""
    return sum(
        len(cell) if isinstance(cell, dict) else 1
        for fold in measured.folds
        for cells in fold.states.values()
        for cell in cells
    )


@pytest.mark.parametrize("signs", [True, False])
def test_queue_log(benchmark: BenchmarkFixture, tmp_path: Path, signs: bool) -> None:
    adapter = gather("installed").adapters["asterisk-queue-log"]
    options = ReadOptions(zone="Asia/Shanghai", agent_pattern="Agent/*", pseudonym_key=b"bench")
    named = "agents sign on" if signs else "nobody signs on"
    text = queue_log(_EVENTS, signs=signs)
    events = text.count("\n")
    path = tmp_path / "queue_log"
    path.write_text(text, encoding="utf-8")

    intake = measured(benchmark, lambda: adapter.read([path], options), rounds=3)

    assert intake.report.rows_in == events
    seconds = shortest(benchmark)
    tell_value(
        benchmark, f"queue_log, {events:,} events, {named}", events / seconds,
        unit="events/s", bar=300_000, holds=Holds.AT_LEAST,
    )  # fmt: skip
    splitting = _quickest(lambda: split_only(path.read_text(encoding="utf-8")), rounds=3)
    tell_value(
        benchmark,
        f"the same beside a loop that only splits, {named}",
        seconds / splitting,
        unit="×",
        bar=10,
    )


def test_queue_log_memory(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    adapter = gather("installed").adapters["asterisk-queue-log"]
    options = ReadOptions(zone="Asia/Shanghai", agent_pattern="Agent/*", pseudonym_key=b"bench")
    text = queue_log(_EVENTS // 6, signs=True)
    path = tmp_path / "queue_log"
    path.write_text(text, encoding="utf-8")

    _, most = measured(
        benchmark, lambda: kept_bytes(lambda: adapter.read([path], options)), rounds=1
    )

    each = most / text.count("\n")
    tell_value(benchmark, "queue_log, memory at most", each, unit="B an event", bar=500)
