"""Calls in Parquet files, measured by DuckDB where they lie, and the query printed for Trino."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import ccops
from ccops.adapters import ReadOptions
from ccops.contacts import QUEUE_VISIT
from ccops.kpi import DUCKDB, Table, measure, print_values

LOG = Path(__file__).parent / "data" / "queue_log"

center = ccops.Center.open("telecom-7x24", plugins="installed")
every = {each.name: each for each in center.pack.check_assembly().indicators}
chosen = [every["offered"], every["service_level"], every["wait_p95"]]

with TemporaryDirectory() as folder:
    kept = Path(folder) / "records"
    options = ReadOptions(zone=center.pack.zone, agent_pattern="PJSIP/*")
    center.store.write([LOG], kept, adapter="asterisk-queue-log", options=options)
    print("files:", ", ".join(sorted(each.name for each in (kept / "queue_visit").iterdir())))

    # A table stands where records do: no row of it comes into memory, only what is asked for.
    visits = Table.parquet(QUEUE_VISIT, kept / "queue_visit" / "*.parquet")
    measured = measure(visits, chosen, by=("queue", "day"), engine=DUCKDB)
    by_rows = measure(center.store.read(kept)["queue_visit"], chosen, by=("queue", "day"))

for key in sorted(measured.keys, key=str)[:3]:
    print(key, {name: measured.value(name, key) for name in measured.indicators})
print("the python engine agrees:", all(
    measured.column(name, by_rows.keys) == by_rows.column(name, by_rows.keys)
    for name in measured.indicators
))  # fmt: skip

# What another engine is to be asked: from the same definition, for a table of the same columns.
offered = [every["offered"]]
print(print_values(QUEUE_VISIT, offered, table="calls.visits", dialect="trino", by=("queue",)))
