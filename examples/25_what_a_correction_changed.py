"""What a correction changed: who, by how much, why; then paid by the next month, once."""

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
decided: dict[str, list[str]] = {"award_themes": []}
given = {row.pop("employee_id"): row for row in rows("facts.csv")}
october = center.month("2026-10", employees=people, decisions=decided)
october = october.starting_from(october.opening([]))  # the first month
paid = october.settle(october.facts(given))

# In November somebody finds that a call of E007 was scored wrongly. Nothing is edited: the month
# is settled again, as its second revision, and held against the first.
right = {**given, "E007": {**given["E007"], "call_evaluation": "100"}}
again = october.settle(october.facts(right), revision=2, supersedes=paid.digest)
difference = again.diff(paid)
print(difference.text("en"))

november = center.month("2026-11", employees=people, decisions=decided, closing=again.closing)
settled = november.settle(november.facts(given), corrections=[difference])
for line in settled.lines():
    if line.corrects_period:
        print(line.employee_id, line.pay_code, line.amount, "for", line.corrects_period)
