"""Settle a month from plain dicts: a host that knows its facts hands in no records."""

from __future__ import annotations

import csv
from pathlib import Path

import ccops

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    """Return a table as dicts; a host would take them from its own database."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


center = ccops.Center.open("telecom-7x24")
month = center.month("2026-10", employees=rows("employees.csv"), decisions={"award_themes": []})
month = month.starting_from(month.opening([]))  # the first month: nothing is still to be paid
settlement = month.settle(month.facts({row.pop("employee_id"): row for row in rows("facts.csv")}))

for employee in ("E001", "E002", "E003", "E011", "E020"):
    score = settlement.value(employee, "monthly_score")
    bonus = settlement.value(employee, "monthly_bonus")
    codes = [each.code for each in settlement.reasons(employee, "monthly_bonus")]
    print(employee, score, bonus, *codes)
print("final" if settlement.is_final else "provisional")
