"""Settling: from a sheet of facts, from CSV files, its JSON, one explanation, its memory.

Order of calls: ``Month.settle`` from a sheet of facts and the closing of the month before, then
``Settlement.closing``, in processor time by phase as ``bench/phases.py`` tells them apart; the
sizes one after the other, from small to large; then ``Settlement.to_json``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs
import pytest

from bench.figures import MICRO, MILLI, kept_bytes, measured, tell, tell_value
from bench.people import GROUP, PERIOD, month, rules, write_inputs
from bench.phases import phases_of
from ccops.facts import packed
from ccops.values import Carrier, Type, Unit

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

    from ccops.settlement import Settlement

T = TypeVar("T")

_SIZES: Final = (1_000, 10_000, 50_000, 100_000, 400_000)
_MANY: Final = 100_000
_FEW: Final = 20_000
_FILES: Final = Path(__file__).with_name("csv_to_json.py")
#: Seconds an employee by size, to compare the sizes of one run.
_EACH: Final[dict[int, float]] = {}


@cache
def _settled() -> Settlement:
    made, facts = month(_MANY)
    return made.settle(facts)


@pytest.mark.parametrize("size", _SIZES)
def test_settle(benchmark: BenchmarkFixture, size: int) -> None:
    made, facts = month(size)
    rounds = 3 if size <= _MANY else 1
    found = min((phases_of(made, facts) for _ in range(rounds)), key=attrgetter("seconds"))
    measured(benchmark, lambda: made.settle(facts).closing, rounds=rounds)

    named = (
        f"{size:,} employees, {found.figures} figures (with those of teams and center "
        f"{found.all_figures}), {found.cells:,} cells"
    )
    bar = 0.2 if size == _MANY else None
    each = found.seconds / found.cells * MICRO
    tell_value(benchmark, f"settle and closing: {named}, CPU", each, unit="µs a cell", bar=bar)
    for name, seconds in found.phases.items():
        tell_value(benchmark, f"    {name}", seconds / found.cells * MICRO, unit="µs a cell")
    tell(benchmark, "    on the clock", unit="µs a cell", scale=MICRO / found.cells)
    _EACH[size] = found.seconds / size
    if {50_000, 400_000} <= _EACH.keys() and size == _SIZES[-1]:
        ratio = _EACH[400_000] / _EACH[50_000]
        tell_value(
            benchmark,
            "settle and closing: an employee of 400,000 beside one of 50,000",
            ratio,
            unit="×",
            bar=1.5,
        )


def test_json(benchmark: BenchmarkFixture) -> None:
    settled = _settled()
    found = measured(benchmark, settled.to_json, rounds=2)
    tell(
        benchmark,
        f"canonical JSON of {_MANY:,} employees, {len(found) / 1e6:.0f} MB",
        unit="s",
        scale=1,
        bar=2,
    )


@pytest.mark.parametrize(
    ("figure", "number"), [("monthly_bonus", 2 * GROUP + 1), ("lead_bonus", 2 * GROUP)]
)
def test_explain(benchmark: BenchmarkFixture, figure: str, number: int) -> None:
    settled = _settled()
    ids = settled.employees

    def explain() -> str:
        return str(settled.explain(ids[number], figure, locale="en"))

    measured(benchmark, explain, rounds=5, warm_up=1)
    tell(
        benchmark, f"explain one {figure} of {_MANY:,}, neighbors included", unit="ms",
        scale=MILLI, bar=5,
    )  # fmt: skip


def test_memory(benchmark: BenchmarkFixture) -> None:
    made, facts = month(_FEW)
    made.settle(facts)

    def settle() -> tuple[object, Settlement]:
        sheet = attrs.evolve(
            facts.employees,
            columns={
                name: packed(each.type, each.carrier, list(each.sequence()))
                for name, each in facts.employees.columns.items()
            },
        )
        own = attrs.evolve(facts, employees=sheet)
        return own, made.settle(own)

    kept, _ = measured(benchmark, lambda: kept_bytes(settle), rounds=1)

    columns = len(facts.employees.columns) + len(rules().plan.figures)
    tell_value(
        benchmark,
        f"settlement with its facts, {columns} columns",
        kept / _FEW,
        unit="B an employee",
        bar=4_000,
    )
    money, cells = Type(Unit.MONEY), list(range(_FEW))
    one, _ = kept_bytes(lambda: packed(money, Carrier(100), cells))
    tell_value(benchmark, "a further fixed column", one / _FEW, unit="B a cell", bar=16)


def test_files(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    write_inputs(tmp_path, _MANY)
    command = [sys.executable, str(_FILES), str(tmp_path), PERIOD]

    def run() -> dict[str, Any]:
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return dict(json.loads(done.stdout))

    found = measured(benchmark, run, rounds=1)

    tell_value(
        benchmark,
        f"from CSV files to canonical JSON, {_MANY:,} employees",
        found["seconds"],
        unit="s",
        bar=10,
    )
    for name, seconds in found["parts"].items():
        tell_value(benchmark, f"    {name}", seconds, unit="s")
    tell_value(benchmark, "    memory at most", found["megabytes"], unit="MB", bar=1_200)
