"""States merged over days make a month: percentiles and shares are worked out last."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import ccops
from ccops.adapters import ReadOptions
from ccops.kpi import Measured, Records, measure
from ccops.values import PeriodDays

LOG = Path(__file__).parent / "data" / "queue_log"

center = ccops.Center.open("telecom-7x24", plugins="installed")
options = ReadOptions(zone=center.pack.zone, agent_pattern="PJSIP/*")
visits = center.read([LOG], adapter="asterisk-queue-log", options=options)["queue_visit"]
every = {each.name: each for each in center.pack.check_assembly().indicators}
chosen = [every["offered"], every["service_level"], every["wait_p95"]]


def show(name: str, measured: Measured) -> None:
    """Print the three indicators over everything measured."""
    share = measured.value("service_level", ())
    wait = measured.value("wait_p95", ())
    print(f"{name:9} offered {measured.value('offered', ())}, in time {share}, p95 {wait} ms")


def day(number: int) -> Records:
    """Return the visits of one day of October 2026."""
    date = dt.date(2026, 10, number)
    return visits.within(PeriodDays(date, date))


# Each night a host measures the day and keeps the state, as plain JSON.
kept = [json.dumps(measure(day(number), chosen).to_dict()) for number in (12, 13, 14)]

days = [Measured.from_dict(json.loads(text), chosen) for text in kept]
for number, each in zip((12, 13, 14), days, strict=True):
    show(f"day {number}", each)
together = days[0].merged(days[1]).merged(days[2])
show("together", together)
show("at once", measure(visits, chosen))
