"""Groups: the figures of 2,500 teams and of the center, with their past, and explanations.

Order of calls: ``run_plan`` for the employees (not timed), ``run_groups`` with the past of the
groups, ``Settlement.of`` with one explanation of a team and one of the center; a tenth of the
people first, then all of them. Times are those of the process, the best of several.
"""

from __future__ import annotations

import gc
import time
from functools import partial
from typing import TYPE_CHECKING, Final

import pytest

from bench.figures import MICRO, MILLI, measured, tell_value
from bench.people import GROUP, month, rules
from ccops.plan import run_groups
from ccops.settlement.carried.group_past import group_histories

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_benchmark.fixture import BenchmarkFixture

    from ccops.settlement import Settlement

_SIZES: Final = (5_000, 50_000)
_ROUNDS: Final = 5
#: Seconds an employee by size, to compare the sizes of one run.
_EACH: Final[dict[int, float]] = {}


def _shortest(work: Callable[[], object]) -> float:
    """Return the least time of the process that some work takes."""
    found = []
    for _ in range(_ROUNDS):
        gc.collect()
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def _explained(settled: Settlement, kind: str, group: str) -> str:
    """Return an explanation that nothing of an earlier one is kept for."""
    return str(settled.of(kind).explain(group, "attrition", locale="en"))


@pytest.mark.parametrize("size", _SIZES)
def test_groups(benchmark: BenchmarkFixture, size: int) -> None:
    made, facts = month(size)
    settled = made.settle(facts)
    closing = measured(benchmark, lambda: settled.closing, rounds=1)
    facts = settled.results.facts

    def work() -> object:
        histories = group_histories(closing, facts, rules())
        return run_groups(rules().groups, settled.results, histories)

    seconds = _shortest(work)

    teams = len(settled.of("team").employees)
    figures = sum(len(each.figures) for each in settled.groups.values())
    named = f"{size:,} employees in {teams:,} teams, {figures} figures of groups"
    tell_value(benchmark, f"groups: {named}", seconds / size * MICRO, unit="µs an employee")
    team = settled.of("team").employees[teams // 2]
    for kind, group in (("team", team), ("center", "center")):
        told = _shortest(partial(_explained, settled, kind, group))
        tell_value(benchmark, f"    explain attrition of a {kind}", told * MILLI, unit="ms")
    _EACH[size] = seconds / size
    if size == _SIZES[-1] and len(_EACH) == len(_SIZES):
        ratio = _EACH[size] / _EACH[_SIZES[0]]
        tell_value(
            benchmark,
            f"groups: an employee of {size:,} beside one of {_SIZES[0]:,}, teams of {GROUP}",
            ratio,
            unit="×",
            bar=1.5,
        )
