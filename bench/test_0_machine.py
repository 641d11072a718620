"""The machine: what an equal loop takes again and again, to read the other figures by."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from bench.figures import MILLI, measured, tell, tell_value

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

_LOOPS: Final = 40


def _loop() -> float:
    start = time.perf_counter()
    total = 0
    for number in range(1_000_000):
        total += number & 7
    return time.perf_counter() - start


def test_machine(benchmark: BenchmarkFixture) -> None:
    times = sorted(_loop() for _ in range(_LOOPS))
    measured(benchmark, _loop, rounds=_LOOPS)
    tell(benchmark, "this machine: a loop of 1,000,000 additions", unit="ms", scale=MILLI)
    spread = times[_LOOPS // 2] / times[0]
    tell_value(
        benchmark, "this machine: usual loop beside the quickest (1: quiet)", spread, unit="×"
    )
