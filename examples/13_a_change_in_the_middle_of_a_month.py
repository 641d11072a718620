"""A rate that changes in the middle of a month: each night is paid by the rate of its own day."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import ccops

PACK = """
pack: {id: north, version: 1, extends: telecom-7x24, zone: Asia/Shanghai, currency: CNY,
       locale: en, effective: 2022-10-01, jurisdiction: none, default_calendar: attendance}
parameters:
  night_rate:
    label: {zh: 夜班津贴标准, en: night rate}
    override: true
    because: agreed with the staff on 2026-10-20
    unit: money
    values: {2022-10-01: CNY 10, 2026-11-01: CNY 15}
    period_rule: split                 # the attendance period runs from the 26th to the 25th
    source: notice 12 of 2026
answers:                               # what the manual leaves open, and north decides
  bonus_reading: {takes: slices, by: Li Min, on: 2026-01-05}
"""
FIRST_NIGHT = dt.date(2026, 10, 26)
NIGHTS = [FIRST_NIGHT + dt.timedelta(days=day) for day in range(15)]

with tempfile.TemporaryDirectory() as place:
    folder = Path(place) / "north"
    folder.mkdir()
    (folder / "pack.yaml").write_text(PACK, encoding="utf-8")
    center = ccops.Center.open(folder)

employee = {
    "employee_id": "E017",
    "employment_type": "full_time",
    "role": "agent",
    "team": "A",
    "hired_on": "2024-01-01",
}
roster = [
    {"employee_id": "E017", "work_date": night.isoformat(), "shift": "W", "kind": "final"}
    for night in NIGHTS
]
month = center.month(
    "2026-11", employees=[employee], decisions={"standard_days": "22", "award_themes": []}
)
settlement = month.settle(month.measure(ccops.source("roster", roster)))
print("\n".join(settlement.explain("E017", "night_allowance", locale="en").lines()[1:8]))

before, after = (center.pack.at(dt.date(2026, month, day)) for month, day in ((10, 31), (11, 1)))
print("the same rules on both days:", before.digest == after.digest)
