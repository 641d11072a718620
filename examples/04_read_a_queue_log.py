"""Read a queue log and print the indicators of a pack, by queue."""

from __future__ import annotations

from pathlib import Path

import ccops
from ccops.adapters import ReadOptions
from ccops.kpi import measure
from ccops.settlement import write_value
from ccops.values import Missing, decode

LOG = Path(__file__).parent / "data" / "queue_log"

center = ccops.Center.open("telecom-7x24", plugins="installed")
options = ReadOptions(zone=center.pack.zone, agent_pattern="PJSIP/*")
intake = center.read([LOG], adapter="asterisk-queue-log", options=options)
report = intake.report
print(f"rows {report.rows_in}: accepted {report.accepted}, quarantined {report.quarantined}")

names = ("offered", "answered", "abandoned", "service_level", "speed_of_answer", "wait_p95")
every = {each.name: each for each in center.pack.check_assembly().indicators}
measured = measure(intake["queue_visit"], [every[name] for name in names], by=["queue"])

for queue in measured.keys:
    print(queue)
    for name, indicator in measured.indicators.items():
        cell = measured.value(name, queue)
        if isinstance(cell, Missing):
            print(f"  {indicator.label.en}: missing ({cell.value})")
            continue
        value = decode(cell, indicator.type, indicator.carrier)
        print(f"  {indicator.label.en}: {write_value(value, indicator.type.unit, locale='en')}")
