"""The monthly report of a center of 500: measured from its visits, and written as a page."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

import pytest

from bench.figures import measured, tell
from bench.people import PERIOD, SEED, month
from ccops.center import Center
from ccops.contacts import QUEUE_VISIT
from ccops.contacts.local_time import LocalClock
from ccops.kpi import RecordColumn, Records
from ccops.reports import OPERATIONS, operations_of
from ccops.reports.formats.html import HTML
from ccops.values import Missing, Unit

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

#: Processor time, whatever else the machine does.
pytestmark = pytest.mark.benchmark(timer=time.process_time)
_AGENTS: Final = 500
#: What 500 agents are offered in a month of a busy hotline.
_VISITS: Final = 300_000
_ZONE: Final = "Asia/Shanghai"
_FIRST: Final = 1_790_784_000  # 2026-10-01 00:00 there
_MONTH: Final = 31 * 86_400
_STAMPS: Final = ("arrival", "contact", "answer", "end")
_NOTHING: Final = {Unit.WORD: "", Unit.FLAG: False}


def visits(number: int) -> Records:
    """Return so many visits of the period; nine of ten are answered, most within 20 s."""
    drawn = random.Random(SEED)
    clock = LocalClock(ZoneInfo(_ZONE))
    read = [clock.read(_FIRST + drawn.randrange(_MONTH)) for _ in range(number)]
    parts = dict(zip(("day", "half_hour", "hour"), zip(*read, strict=True), strict=True))
    columns: dict[str, Any] = {x.name: [_nothing(x)] * number for x in QUEUE_VISIT.columns}
    columns |= {f"{stem}_{part}": list(cells) for stem in _STAMPS for part, cells in parts.items()}
    columns["outcome"] = drawn.choices(("answered", "abandoned"), (9, 1), k=number)
    columns["wait"] = [drawn.randrange(40_000) for _ in range(number)]
    columns["queue"] = drawn.choices(("sales", "service"), k=number)
    columns["completed"] = [True] * number
    return Records(kind=QUEUE_VISIT, columns=columns)


def _nothing(column: RecordColumn) -> object:
    """A cell of a column that a visit says nothing of."""
    return Missing.NO_RECORDS if column.optional else _NOTHING.get(column.type.unit, 0)


def test_the_monthly_report_of_a_center(benchmark: BenchmarkFixture) -> None:
    made, facts = month(_AGENTS)
    settlement = made.settle(facts)
    records = {QUEUE_VISIT.name: visits(_VISITS)}
    contracts = Center.open(settlement.rules.identity.id).pack.rules.section("contracts")

    def page() -> str:
        operations = operations_of(made, records, settlement=settlement, contracts=contracts)
        return HTML.render(OPERATIONS.build(operations, locale="zh_CN", names={}))

    written = measured(benchmark, page, rounds=3)

    tell(
        benchmark,
        f"monthly report of {_AGENTS} agents, {_VISITS:,} visits, as HTML",
        unit="s",
        scale=1,
        bar=3,
    )
    assert PERIOD in written
    assert f"{_VISITS:,}" in written
