"""Contacts gathered from rows: what a row costs, in one batch and in many, and what it leaves."""

from __future__ import annotations

import json
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from ccops_amazon_connect import ContactRecordsAdapter

from bench.figures import kept_bytes, measured, shortest, tell_value
from ccops.adapters import ReadOptions, Source
from ccops.adapters.gathered.told import ToldRows

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture

#: Processor time, whatever else the machine does.
pytestmark = pytest.mark.benchmark(timer=time.process_time)
_RECORDS = 40_000
_MICRO = 1e6
_TOLD = 100_000
_NEVER, _ALWAYS = -1, 1 << 62


def _instant(second: int) -> str:
    day, rest = divmod(second, 86_400)
    return f"2026-10-{day + 1:02}T{rest // 3_600:02}:{rest // 60 % 60:02}:{rest % 60:02}Z"


def _record(number: int) -> str:
    begun = number * 20
    record = {
        "ContactId": f"c{number}",
        "Channel": "VOICE",
        "InitiationMethod": "INBOUND",
        "InitiationTimestamp": _instant(begun),
        "DisconnectTimestamp": _instant(begun + 200),
        "LastUpdateTimestamp": _instant(begun + 240),
        "DisconnectReason": "CUSTOMER_DISCONNECT",
        "Queue": {
            "Name": "service",
            "EnqueueTimestamp": _instant(begun + 5),
            "DequeueTimestamp": _instant(begun + 20),
            "Duration": 15,
        },
        "Agent": {
            "Username": f"a{number % 50}",
            "ConnectedToAgentTimestamp": _instant(begun + 20),
            "AgentInteractionDuration": 180,
            "CustomerHoldDuration": 0,
            "AfterContactWorkDuration": 40,
        },
    }
    return json.dumps(record)


def _read(source: Source, batch_rows: int) -> Counter[str]:
    """Read all batches; return what they hold, and what became of the rows."""
    options = ReadOptions(zone="Asia/Shanghai", batch_rows=batch_rows)
    found: Counter[str] = Counter()
    for batch in ContactRecordsAdapter().read_batches([source], options):
        found.update({"batches": 1, **batch.report.fates()})
        found.update({name: len(records) for name, records in batch.records.items()})
    return found


@pytest.mark.parametrize("batch_rows", [_RECORDS, _RECORDS // 4, 1_000])
def test_gathered(benchmark: BenchmarkFixture, batch_rows: int) -> None:
    source = Source(name="records", lines=tuple(map(_record, range(_RECORDS))))
    found = measured(benchmark, lambda: _read(source, batch_rows), rounds=3)
    told = ("rows_in", "accepted", "contact", "queue_visit", "handle_segment")
    assert {name: found[name] for name in told} == dict.fromkeys(told, _RECORDS)
    assert found["batches"] >= _RECORDS // batch_rows
    each = shortest(benchmark) / _RECORDS * _MICRO
    said = f"a contact record gathered, {_RECORDS:,} in batches of {batch_rows:,}"
    tell_value(benchmark, said, each, unit="µs")


def _remembered(old_ms: int) -> ToldRows:
    """Remember so many contacts of a row each; what was told before ``old_ms`` is old."""
    told = ToldRows()
    for number in range(_TOLD):
        rows = {f"contact-record:{number:08}": number}
        told.add((f"{number:08}-contact",), (number, rows), old_ms=old_ms)
    return told


@pytest.mark.parametrize(("named", "old_ms"), [("by name", _NEVER), ("packed, as old", _ALWAYS)])
def test_remembered(benchmark: BenchmarkFixture, named: str, old_ms: int) -> None:
    kept, _ = measured(benchmark, lambda: kept_bytes(lambda: _remembered(old_ms)), rounds=1)

    said = f"a contact that was told, remembered {named}, {_TOLD:,} of them"
    tell_value(benchmark, said, kept / _TOLD, unit="B")
