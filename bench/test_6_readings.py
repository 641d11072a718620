"""Readings: what the check of a pack costs under the first one, and under each further one."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import attrs
import pytest

from bench.figures import MILLI, measured, shortest, tell_value
from bench.people import PACK
from ccops.hooks import gather
from ccops.rulepack import load
from ccops.rulepack.assembly.shared_memo import SharedMemo
from ccops.rulepack.lints import Reach
from ccops.rulepack.loading import forget
from ccops.rulepack.readings import Readings
from ccops.rulepack.whole_checks import Look

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_benchmark.fixture import BenchmarkFixture

    from ccops.rulepack import Pack

#: Processor time, whatever else the machine does.
pytestmark = pytest.mark.benchmark(timer=time.process_time)
_ROUNDS = 6
#: So many of all readings are checked from nothing, for the ratio.
_EACH = 10


def _further(pack: Pack) -> list[tuple[str, str]]:
    named = ((name, each) for name, choice in pack.choices.items() for each in choice.readings)
    return [(name, reading) for name, reading in named if reading != pack.readings[name]]


def _check(look: Look, pack: Pack, readings: list[tuple[str, str]]) -> None:
    for name, reading in readings:
        other, _ = pack.branch().reread({name: reading})
        assert other is not None
        look.at(other, look.of_rules(other))


def _check_from_nothing(pack: Pack, readings: list[tuple[str, str]]) -> None:
    for name, reading in readings:
        other, _ = pack.branch().reread({name: reading})
        assert other is not None
        fresh, look = attrs.evolve(other, memo=SharedMemo()), Look()
        look.at(fresh, look.of_rules(fresh), Reach.PACK)


def test_first_and_further_readings(benchmark: BenchmarkFixture) -> None:
    """Measure after one load: reading its files and the taken readings, then each further one."""
    catalog = gather().catalog
    taken = load(PACK, catalog, readings=Readings.TAKEN)
    plan, further = taken.check_assembly().plan, _further(taken)
    first = _quickest(lambda: load(PACK, catalog, readings=Readings.TAKEN), before=forget)
    look = Look()
    look.at(taken, look.of_rules(taken), Reach.PACK)
    measured(benchmark, lambda: _check(look, taken, further), rounds=_ROUNDS)
    each = shortest(benchmark) / len(further)
    alone = _quickest(lambda: _check_from_nothing(taken, further[::_EACH])) / len(further[::_EACH])
    said = f"{PACK}, {taken.rules.count} rules, {len(plan.steps)} steps, {len(further)} readings"
    tell_value(benchmark, f"{said}: load as taken, at first", first * MILLI, unit="ms")
    per_hundred = first * MILLI * 100 / taken.rules.count
    tell_value(benchmark, "load as taken, for 100 rules", per_hundred, unit="ms", bar=150)
    tell_value(benchmark, "each further reading", each * MILLI, unit="ms")
    tell_value(
        benchmark, "a further reading against it from nothing", each / alone, unit="", bar=0.1
    )


def _quickest(work: Callable[[], object], *, before: Callable[[], None] = lambda: None) -> float:
    found = []
    for _ in range(_ROUNDS):
        before()
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)
