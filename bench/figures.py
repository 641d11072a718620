"""What a benchmark tells the table: a figure, how it follows from the time, and its bar."""

from __future__ import annotations

import enum
import tracemalloc
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_benchmark.fixture import BenchmarkFixture

T = TypeVar("T")

MICRO: Final = 1e6
MILLI: Final = 1e3


class Holds(enum.Enum):
    """On which side of its bar a figure has to be."""

    AT_MOST = "≤"
    AT_LEAST = "≥"


@attrs.frozen(kw_only=True)
class Figure:
    """What was measured, in which unit, and the bar it is held against, if any."""

    what: str
    value: float
    unit: str
    bar: float | None
    holds: Holds

    @property
    def ratio(self) -> float | None:
        """The figure beside its bar: up to 1 where it may be at most that, else from 1 on."""
        return None if self.bar is None else self.value / self.bar

    @property
    def verdict(self) -> str:
        """Say whether the bar holds, and on which side it is missed."""
        if self.bar is None:
            return ""
        if self.holds is Holds.AT_MOST:
            return "ok" if self.value <= self.bar else "over"
        return "ok" if self.value >= self.bar else "under"

    def to_dict(self) -> dict[str, object]:
        """Return the figure as the JSON of a benchmark run keeps it."""
        return {**attrs.asdict(self), "holds": self.holds.name.lower(), "ratio": self.ratio}


#: The figures of this run, in the order told.
TOLD: Final[list[Figure]] = []


def measured(
    benchmark: BenchmarkFixture,
    work: Callable[[], T],
    *,
    rounds: int,
    iterations: int = 1,
    warm_up: int = 0,
    before: Callable[[], None] | None = None,
) -> T:
    """Run some work so many times under the benchmark and return what it made.

    What is done ``before`` each round is not measured; with it a round is one iteration.
    """
    untyped: Any = benchmark
    found: T = untyped.pedantic(
        work, setup=before, rounds=rounds, iterations=iterations, warmup_rounds=warm_up
    )
    return found


def shortest(benchmark: BenchmarkFixture) -> float:
    """Return the shortest time of the benchmark in seconds."""
    untyped: Any = benchmark
    return float(untyped.stats.stats.min)


def tell(
    benchmark: BenchmarkFixture, what: str, *, unit: str, scale: float, bar: float | None = None
) -> None:
    """Tell a figure that is the shortest time of the benchmark times ``scale``."""
    tell_value(benchmark, what, shortest(benchmark) * scale, unit=unit, bar=bar)


def tell_value(
    benchmark: BenchmarkFixture,
    what: str,
    value: float,
    *,
    unit: str,
    bar: float | None = None,
    holds: Holds = Holds.AT_MOST,
) -> None:
    """Tell a figure worked out in the benchmark itself, a ratio or a size; ``bar`` bounds it."""
    told = Figure(what=what, value=value, unit=unit, bar=bar, holds=holds)
    TOLD.append(told)
    benchmark.extra_info.setdefault("figures", []).append(told.to_dict())


def kept_bytes(make: Callable[[], Any]) -> tuple[int, int]:
    """Return how many bytes what is made keeps, and how many there were at most."""
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    kept = make()
    after, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return after - before, most - before
