"""Explain an amount, in English and in Chinese, down to the clause of the manual."""

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

for locale in ("en", "zh_CN"):
    print(settlement.explain("E003", "night_allowance", locale=locale))
    print()

# The same as data: the row of the bonus table that applied, and what refused the rows above it.
for row in settlement.trace("E003", "monthly_bonus_by_table").table:
    print(" | ".join(row.cells), "applies" if row.hit else f"refused by {row.refused_by}")
    if row.hit:
        break
