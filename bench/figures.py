"""What a benchmark tells the table: a figure, how it follows from the time, and its bar."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_benchmark.fixture import BenchmarkFixture

T = TypeVar("T")

MICRO: Final = 1e6
MILLI: Final = 1e3


def measured(
    benchmark: BenchmarkFixture,
    work: Callable[[], T],
    *,
    rounds: int,
    iterations: int = 1,
    warm_up: int = 0,
) -> T:
    """Run some work so many times under the benchmark and return what it made."""
    untyped: Any = benchmark
    found: T = untyped.pedantic(work, rounds=rounds, iterations=iterations, warmup_rounds=warm_up)
    return found


def shortest(benchmark: BenchmarkFixture) -> float:
    """Return the shortest time of the benchmark in seconds."""
    untyped: Any = benchmark
    return float(untyped.stats.stats.min)


def tell(
    benchmark: BenchmarkFixture, what: str, *, unit: str, scale: float, bar: float | None = None
) -> None:
    """Tell a figure that is the shortest time of the benchmark times ``scale``."""
    told = {"what": what, "unit": unit, "scale": scale, "bar": bar}
    benchmark.extra_info.setdefault("figures", []).append(told)


def tell_value(
    benchmark: BenchmarkFixture, what: str, value: float, *, unit: str, bar: float | None = None
) -> None:
    """Tell a figure that was worked out in the benchmark itself: a ratio, a size."""
    told = {"what": what, "unit": unit, "value": value, "bar": bar}
    benchmark.extra_info.setdefault("figures", []).append(told)


def tell_least(
    benchmark: BenchmarkFixture, what: str, value: float, *, unit: str, bar: float
) -> None:
    """Tell a figure that should be at least its bar."""
    told = {"what": what, "unit": unit, "value": value, "bar": bar, "at_least": True}
    benchmark.extra_info.setdefault("figures", []).append(told)


def kept_bytes(make: Callable[[], Any]) -> tuple[int, int]:
    """Return how many bytes what is made keeps, and how many there were at most."""
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    kept = make()
    after, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return after - before, most - before
