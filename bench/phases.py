"""Settling and closing a month by phase, in processor time: ``python -m bench.phases SIZE...``.

The phases: the past of everybody from the closing before, the plan of the employees, the plans
of teams and center, the manifest with its digests, the rest of settling; then the digest of the
settlement and the rest of its closing.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from functools import wraps
from typing import TYPE_CHECKING, Any, Final
from unittest import mock

import attrs

from bench.figures import MICRO
from bench.people import month
from ccops.settlement.settled import settlement as settled
from ccops.settlement.whole import month as settling

if TYPE_CHECKING:
    from collections.abc import Callable

    from ccops.facts import Facts
    from ccops.settlement import Month

#: What is timed apart, and what it is called.
_PARTS: Final = (
    (settling, "history_of", "the past"),
    (settling, "run_plan", "the plan"),
    (settling, "run_groups", "teams and center"),
    (settling, "manifest_of", "the manifest"),
    (settled, "settlement_digest", "the digest of the settlement"),
)
_TIMES: Final = 3


@attrs.frozen(kw_only=True)
class Phases:
    """How long a settlement and its closing took, and how much they hold."""

    seconds: float
    phases: Mapping[str, float]
    cells: int
    figures: int
    all_figures: int


def phases_of(made: Month, facts: Facts) -> Phases:
    """Settle a month and close it."""
    phases: dict[str, float] = {}
    gc.collect()
    with ExitStack() as stack:
        for module, name, label in _PARTS:
            timed = _timed(getattr(module, name), label, phases)
            stack.enter_context(mock.patch.object(module, name, timed))
        start = time.process_time()
        settlement = made.settle(facts)
        middle = time.process_time()
        assert settlement.closing.employees
        end = time.process_time()
    digest = phases.pop("the digest of the settlement")
    phases["the rest of settling"] = middle - start - sum(phases.values())
    phases["the digest of the settlement"] = digest
    phases["the rest of the closing"] = end - middle - digest
    own = settlement.results.figures
    groups = [each.figures for each in settlement.groups.values()]
    columns = [*own.values(), *(column for each in groups for column in each.values())]
    return Phases(
        seconds=end - start,
        phases=phases,
        cells=sum(len(each.column) for each in columns),
        figures=len(own),
        all_figures=len(columns),
    )


def _timed(work: Callable[..., Any], label: str, phases: dict[str, float]) -> Callable[..., Any]:
    @wraps(work)
    def run(*args: Any, **options: Any) -> Any:
        start = time.process_time()
        found = work(*args, **options)
        phases[label] = phases.get(label, 0) + time.process_time() - start
        return found

    return run


def main(sizes: list[int]) -> None:
    """Print the shortest of some runs of each size."""
    for size in sizes:
        made, facts = month(size)
        runs = [phases_of(made, facts) for _ in range(_TIMES)]
        best = min(runs, key=lambda each: each.seconds)
        print(
            f"{size:,} employees, {best.figures} figures, {best.all_figures} with those of teams"
            f" and center: {best.cells:,} cells, {best.cells / size:.1f} an employee"
        )
        for name, seconds in {**best.phases, "all": best.seconds}.items():
            print(f"  {name:<30} {seconds:8.3f} s {seconds / best.cells * MICRO:8.4f} µs a cell")


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [50_000])
