"""Service level six ways, from one sample of calls: 81 %, or 86 %, or 83 %."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import ccops
from ccops.adapters import CSV_MAP, ReadOptions, Source
from ccops.kpi import measure
from ccops.values import Missing

DATA = Path(__file__).parent / "data"
COLUMN_MAP = {
    "record": "visit",
    "columns": {
        "contact_id": "call",
        "queue": "queue",
        "outcome": "outcome",
        "entered_at": {"from": "entered", "unit": "epoch_s"},
        "wait": {"from": "wait", "unit": "s"},
    },
    "answered_without_agent": "exclude_counted",
}


def calls() -> tuple[str, ...]:
    """Return one line a call: waits.csv says how many calls waited how long."""
    lines = ["call,queue,outcome,entered,wait"]
    with (DATA / "waits.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for _ in range(int(row["calls"])):
                entered = 1_791_760_000 + 60 * len(lines)
                lines.append(f"{len(lines)},main,{row['outcome']},{entered},{row['wait_s']}")
    return tuple(lines)


center = ccops.Center.open(DATA / "service-level")
options = ReadOptions(zone=center.pack.zone, column_map=COLUMN_MAP)
intake = CSV_MAP.read([Source(name="calls", lines=calls())], options)
measured = measure(intake["queue_visit"], center.pack.check_assembly().indicators)

print(f"{len(intake['queue_visit'])} calls")
for name, indicator in measured.indicators.items():
    value = measured.value(name, ())
    if not isinstance(value, Missing | int):
        share = Decimal(value[0]) / Decimal(value[1])
        print(f"{100 * share:.2f} %  {indicator.label.en}")
