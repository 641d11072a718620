"""Starting: imports in fresh processes, opening a center, loading packs, one formula."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import time
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import pytest

from bench.collector import Taken, collecting
from bench.figures import MILLI, measured, shortest, tell, tell_value
from bench.grown import write_grown
from bench.part import PART, decide, edit, write_part
from bench.people import PACK
from bench.sizes import Size
from ccops.hooks import gather
from ccops.messages import Text
from ccops.rulepack import Readings, check, find_folder, load
from ccops.rulepack.loading import forget
from ccops.rules import Formula, Name, check_formula
from ccops.values import Bounds, Rounding, RoundingMode, Type, Unit, carrier_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture

    from ccops.rulepack import Catalog, Pack

_ROUNDS = 7


def _of_children() -> float:
    """Return the processor time of the processes started so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


#: Processor time, whatever else the machine does: of this process, and of those it starts.
_BUSY: Final = pytest.mark.benchmark(timer=time.process_time)
_FRESH: Final = pytest.mark.benchmark(timer=_of_children)
#: A pack of 62 figures is loaded and checked under every reading in a quarter of a second.
_SIZED: Final = 0.25 / 62
#: How many questions such a pack asks.
_ASKED: Final = 26
#: How much longer a rule may take in a large pack than in a small one, but for the collector.
_STEADY: Final = 1.2
#: How many rules a pack has as it grows.
_GROWING: Final = (100, 500, 1_000, 4_000)


def _run(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)


def _quickest(code: str) -> float:
    found = []
    for _ in range(_ROUNDS):
        start = _of_children()
        _run(code)
        found.append(_of_children() - start)
    return min(found)


def _in_a_fresh_process(benchmark: BenchmarkFixture, code: str) -> float:
    """Return how many milliseconds code takes beyond a bare Python, run just before it."""
    bare = _quickest("pass")
    measured(benchmark, lambda: _run(code), rounds=_ROUNDS)
    return (shortest(benchmark) - bare) * MILLI


@_FRESH
def test_import(benchmark: BenchmarkFixture) -> None:
    more = _in_a_fresh_process(benchmark, "import ccops")
    tell_value(benchmark, "import ccops, beyond bare Python", more, unit="ms", bar=40)


@_FRESH
def test_import_center(benchmark: BenchmarkFixture) -> None:
    more = _in_a_fresh_process(benchmark, "from ccops import Center")
    tell_value(benchmark, "from ccops import Center, beyond bare Python", more, unit="ms", bar=150)


@_FRESH
def test_open(benchmark: BenchmarkFixture) -> None:
    code = f"from ccops import Center; Center.open({PACK!r})"
    measured(benchmark, lambda: _run(code), rounds=_ROUNDS)
    tell(benchmark, f"Center.open({PACK}), fresh process", unit="ms", scale=MILLI, bar=500)


@_FRESH
def test_open_with_plugins(benchmark: BenchmarkFixture) -> None:
    code = f"from ccops import Center; Center.open({PACK!r}, plugins='installed')"
    installed = len(gather("installed").infos) - 1
    measured(benchmark, lambda: _run(code), rounds=_ROUNDS)
    said = f"the same with what is installed, plugins: {installed}"
    tell(benchmark, said, unit="ms", scale=MILLI, bar=500)


@_BUSY
def test_load_and_check(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    catalog = gather().catalog
    folder = tmp_path / PACK
    shutil.copytree(find_folder(PACK, catalog), folder)
    size = Size.of(load(folder, catalog, readings=Readings.TAKEN))
    _tell_loads(benchmark, PACK, lambda: load(folder, catalog), folder)
    _tell_by_figure(benchmark, size)


@_BUSY
def test_load_and_check_a_part(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    catalog = gather().catalog
    write_part(tmp_path, load(PACK, catalog, readings=Readings.TAKEN), PART)
    size = Size.of(load(tmp_path, catalog, readings=Readings.TAKEN))
    said = f"{PART[1]} of it with all behind"
    _tell_loads(benchmark, said, lambda: load(tmp_path, catalog), tmp_path, size=size)
    _tell_by_figure(benchmark, size)


@_BUSY
def test_load_and_check_a_part_with_fewer_questions(
    benchmark: BenchmarkFixture, tmp_path: Path
) -> None:
    """Measure a pack of the size that the bar of 250 ms is for: 62 figures and 26 questions."""
    catalog = gather().catalog
    write_part(tmp_path, load(PACK, catalog, readings=Readings.TAKEN), PART)
    decide(tmp_path, load(tmp_path, catalog, readings=Readings.LATER), _ASKED)
    size = Size.of(load(tmp_path, catalog, readings=Readings.TAKEN))
    assert size.questions == _ASKED
    said = f"the same with {_ASKED} questions"
    _tell_loads(benchmark, said, lambda: load(tmp_path, catalog), tmp_path, size=size)
    _tell_by_figure(benchmark, size)


def _tell_loads(
    benchmark: BenchmarkFixture,
    what: str,
    load_and_check: Callable[[], Pack],
    folder: Path,
    *,
    size: Size | None = None,
) -> None:
    """Tell what a pack takes whose modules are imported, under every reading of every question.

    At first nothing of its files, nor of its parent's, was ever read; then one file was edited
    since the last load. Both times all of it is checked. At last nothing was edited.
    """
    bar = None if size is None else _SIZED * size.figures
    first = _quickest_load(load_and_check, before=forget)
    load_and_check()
    measured(benchmark, load_and_check, rounds=7, before=lambda: edit(folder))
    said = f"load and check {what}, every reading"
    in_ms = None if bar is None else bar * MILLI
    tell_value(benchmark, f"{said}: at first", first * MILLI, unit="ms", bar=in_ms)
    tell(benchmark, f"{said}: warm, one file edited", unit="ms", scale=MILLI, bar=in_ms)
    same = _quickest_load(load_and_check)
    tell_value(benchmark, f"{said}: warm, nothing edited", same * MILLI, unit="ms")


def _quickest_load(
    load_and_check: Callable[[], Pack], *, before: Callable[[], None] = lambda: None
) -> float:
    found = []
    for _ in range(_ROUNDS):
        before()
        start = time.process_time()
        load_and_check()
        found.append(time.process_time() - start)
    return min(found)


def _tell_by_figure(benchmark: BenchmarkFixture, size: Size) -> None:
    each = shortest(benchmark) / size.figures
    tell_value(benchmark, f"a figure of it ({size})", each * MILLI, unit="ms", bar=_SIZED * MILLI)


@_BUSY
def test_formula(benchmark: BenchmarkFixture) -> None:
    ratio, points = Type(Unit.RATIO), Type(Unit.POINTS)
    bounds = Bounds(Fraction(0), Fraction(100))
    scope = {
        name: Name(name=name, type=type_, carrier=carrier_of(type_), bounds=bounds)
        for name, type_ in (("weight", ratio), ("calls", points), ("work", points))
    }
    text = Text("weight * calls + (1 - weight) * work if calls > 60 else min(calls, work)")
    rounding = Rounding(scale=100, mode=RoundingMode.HALF_UP)

    def compile_formula() -> None:
        node, problems = check_formula(text, scope=scope)
        assert node is not None, problems
        formula = Formula(node=node, rounding=rounding)
        assert callable(formula.careful)
        assert callable(formula.quick)

    measured(benchmark, compile_formula, rounds=50, iterations=10, warm_up=1)
    tell(benchmark, "one formula: check and compile", unit="ms", scale=MILLI, bar=0.5)


@_BUSY
def test_thousand_rules(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    catalog = gather().catalog
    write_grown(tmp_path, rules=1_000)
    pack, problems = check(tmp_path, catalog)
    assert pack is not None, problems[:3]
    measured(benchmark, lambda: check(tmp_path, catalog), rounds=3, before=forget)
    tell(benchmark, "load and check a pack of 1,000 rules, at first", unit="s", scale=1, bar=1.5)


@_BUSY
def test_a_rule_as_a_pack_grows(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    """Measure a rule of packs of four sizes: its time must not grow with the pack.

    What Python's garbage collector takes of it does: the more there is, the more it looks
    through. It is told apart, so that nothing else that grows hides behind it.
    """
    catalog = gather().catalog
    each = {}
    for rules in _GROWING:
        folder = tmp_path / f"{rules}"
        folder.mkdir()
        write_grown(folder, rules=rules)
        each[rules] = _quickest_check(folder, catalog).over(rules)
    measured(benchmark, lambda: check(folder, catalog), rounds=1, before=forget)
    for rules, taken in each.items():
        what = f"load and check a rule, in a pack of {rules:,}"
        tell_value(benchmark, what, taken.whole * MILLI, unit="ms")
        tell_value(benchmark, f"{what}: the collector", taken.collector * MILLI, unit="ms")
    first, last = each[_GROWING[0]], each[_GROWING[-1]]
    said = f"a rule in a pack of {_GROWING[-1]:,} beside one in a pack of {_GROWING[0]:,}"
    tell_value(benchmark, said, last.whole / first.whole, unit="", bar=1.5)
    tell_value(
        benchmark, f"{said}, collector apart", last.apart / first.apart, unit="", bar=_STEADY
    )


def _quickest_check(folder: Path, catalog: Catalog) -> Taken:
    found = []
    for _ in range(3):
        forget()
        with collecting() as collector:
            start = time.process_time()
            check(folder, catalog)
            whole = time.process_time() - start
        found.append(Taken(whole=whole, collector=sum(collector)))
    return min(found, key=lambda each: each.whole)
