"""Rank and bonus: a place among how many, shared by whom, and what the table pays for it."""

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
given: dict[str, dict[str, object]] = {
    str(row.pop("employee_id")): {**row} for row in rows("facts.csv")
}
given["E005"] = {**given["E004"]}  # two who did the same
given["E003"]["notice_unpermitted"] = 1  # absent while he is leaving; he keeps his place
settlement = month.settle(month.facts(given))

for employee in settlement.employees[:9]:
    rank = settlement.trace(employee, "month_rank").place
    if rank is None:
        continue
    score, bonus = (
        settlement.value(employee, each) for each in ("monthly_score", "monthly_bonus")
    )
    table = settlement.trace(employee, "monthly_bonus_by_table").table
    row = next(" | ".join(each.cells) for each in table if each.hit)
    why = [each.code for each in settlement.reasons(employee, "monthly_bonus")]
    shared = f", shared by {rank.tied}" if rank.tied > 1 else ""
    print(f"{employee} {score}: place {rank.place} of {rank.size}{shared}: {row}: {bonus}", *why)
