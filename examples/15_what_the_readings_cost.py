"""What a month costs under each reading of a question, by pay code, and how many people move."""

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
month = center.month("2026-10", employees=people, decisions={"award_themes": []})
month = month.starting_from(month.opening([]))  # the first month: nothing is still to be paid

costs = month.costs("bonus_reading", given=given)
print(costs.text("en"))
print()
print(costs.text("zh_CN"))
slices = costs.of("slices")
print()
print(slices.difference, slices.by_code["B01"], slices.moved[:3])
