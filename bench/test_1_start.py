"""Starting: imports in fresh processes, opening a center, loading packs, one formula."""

from __future__ import annotations

import subprocess
import sys
import time
from fractions import Fraction
from typing import TYPE_CHECKING

from bench.figures import MILLI, measured, shortest, tell, tell_value
from bench.people import PACK
from ccops.hooks import gather
from ccops.messages import Text
from ccops.rulepack import check, load
from ccops.rules import Formula, Name, check_formula
from ccops.values import Bounds, Rounding, RoundingMode, Type, Unit, carrier_of

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture

_ROUNDS = 7


def _run(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True)


def _quickest(code: str) -> float:
    found = []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        _run(code)
        found.append(time.perf_counter() - start)
    return min(found)


def _in_a_fresh_process(benchmark: BenchmarkFixture, code: str) -> float:
    """Return how many milliseconds code takes beyond a bare Python, run just before it."""
    bare = _quickest("pass")
    measured(benchmark, lambda: _run(code), rounds=_ROUNDS)
    return (shortest(benchmark) - bare) * MILLI


def test_import(benchmark: BenchmarkFixture) -> None:
    more = _in_a_fresh_process(benchmark, "import ccops")
    tell_value(benchmark, "import ccops, beyond bare Python", more, unit="ms", bar=40)


def test_import_center(benchmark: BenchmarkFixture) -> None:
    more = _in_a_fresh_process(benchmark, "from ccops import Center")
    tell_value(benchmark, "from ccops import Center, beyond bare Python", more, unit="ms", bar=150)


def test_open(benchmark: BenchmarkFixture) -> None:
    code = f"from ccops import Center; Center.open({PACK!r})"
    measured(benchmark, lambda: _run(code), rounds=_ROUNDS)
    tell(benchmark, f"Center.open({PACK}), fresh process", unit="ms", scale=MILLI, bar=500)


def test_load_and_check(benchmark: BenchmarkFixture) -> None:
    catalog = gather().catalog
    measured(benchmark, lambda: load(PACK, catalog), rounds=5, warm_up=1)
    tell(benchmark, f"load and check {PACK}, every reading, warm", unit="ms", scale=MILLI, bar=250)


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


def test_thousand_rules(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    catalog = gather().catalog
    _write_pack(tmp_path, rules=1_000)
    pack, problems = check(tmp_path, catalog)
    assert pack is not None, problems[:3]
    measured(benchmark, lambda: check(tmp_path, catalog), rounds=3)
    tell(benchmark, "load and check a pack of 1,000 rules", unit="s", scale=1, bar=1.5)


def _write_pack(folder: Path, *, rules: int) -> None:
    """Write a pack of row figures, every tenth a table, each of which reads the one before."""
    (folder / "pack.yaml").write_text(_PACK, encoding="utf-8")
    (folder / "facts.yaml").write_text(_FACTS, encoding="utf-8")
    for part in range(0, rules, 100):
        figures = "".join(_figure(number) for number in range(part, part + 100))
        path = folder / f"figures-{part:04}.yaml"
        path.write_text(f"figures:\n{figures}", encoding="utf-8")


def _figure(number: int) -> str:
    before = f"figure_{number - 1}" if number % 10 else "score"
    return f"""\
  figure_{number}:
    for: employees
    label: {{zh: 指标 {number}, en: figure {number}}}
    unit: points
    is: 0.5 * {before} + 0.5 * score if score >= {number % 100} else {before}
    range: '[0..100]'
    round: {{to: 0.01, mode: half_up}}
    source: B-{number}
"""


_PACK = """\
pack:
  id: thousand-rules
  version: 1
  zone: Asia/Shanghai
  currency: CNY
  locale: en
  effective: 2022-10-01
  jurisdiction: cn
  default_calendar: attendance
  label: {zh: 一千条规则, en: a thousand rules}
calendars:
  attendance: {label: {zh: 自然月, en: calendar month}}
roles:
  agent: {label: {zh: 座席, en: agent}, source: B-0}
"""
_FACTS = """\
facts:
  score: {label: {zh: 得分, en: score}, unit: points, range: '[0..100]', step: 0.01}
"""
