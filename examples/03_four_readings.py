"""One bonus table, four readings: how much each pays, and to whom it makes a difference."""

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
people = rows("employees.csv")
given = {row.pop("employee_id"): row for row in rows("facts.csv")}
question = center.pack.choices["bonus_reading"]
print(question.asks.en)

shown = ("E002", "E004", "E008", "E012")
for reading in question.readings:
    month = center.with_choices(bonus_reading=reading).month(
        "2026-10", employees=people, decisions={"award_themes": []}
    )
    settlement = month.settle(month.facts(given))
    bonuses = [settlement.value(each, "monthly_bonus") for each in settlement.employees]
    total = sum(each.amount for each in bonuses if isinstance(each, ccops.Money))
    amounts = "  ".join(f"{each} {settlement.value(each, 'monthly_bonus')}" for each in shown)
    print(f"{reading:10} {amounts}  all {total}")
