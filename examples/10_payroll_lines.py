"""Payroll lines as CSV. A line keeps its id, so importing it twice does not pay it twice."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import ccops

DATA = Path(__file__).parent / "data"
COLUMNS = ("employee_id", "pay_code", "amount", "currency", "quantity", "rate", "pay_period",
           "attendance_from", "attendance_to", "line_id")  # fmt: skip


def rows(name: str) -> list[dict[str, str]]:
    """Return a table as dicts; a host would take them from its own database."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


center = ccops.Center.open("telecom-7x24")
month = center.month("2026-10", employees=rows("employees.csv"), decisions={"award_themes": []})
month = month.starting_from(month.opening([]))  # the first month: nothing is still to be paid
settlement = month.settle(month.facts({row.pop("employee_id"): row for row in rows("facts.csv")}))

table = csv.writer(sys.stdout, lineterminator="\n")
table.writerow(COLUMNS)
for line in settlement.lines():
    if line.employee_id <= "E003":
        table.writerow(getattr(line, name) for name in COLUMNS)

# A control row: how many lines, and what they come to.
lines = settlement.lines()
print(len(lines), "lines,", sum(line.amount for line in lines), lines[0].currency)
