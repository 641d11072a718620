"""A payroll file as a map asks for it: a row an employee, Chinese headers, control rows."""

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
settlement = month.settle(month.facts(given))

try:
    center.export(settlement, DATA / "payroll.yaml", employees=people)
except ccops.SettlementError as error:
    print(error)

wide = center.export(settlement, DATA / "payroll.yaml", employees=people, release="draft")
lines = wide.to_bytes(wide.tables[0]).decode("gb18030").splitlines()
print(*lines[:3], "...", *lines[-2:], sep="\n")

for name in ("payroll-frappe.yaml", "payroll-odoo.yaml"):
    made = center.export(settlement, DATA / name, release="draft", locale="en")
    print("", *made.to_bytes(made.tables[0]).decode().splitlines()[:3], sep="\n")

# The old sheet of the same month, with one bonus it paid otherwise.
old = [
    {"employee_id": each.employee_id, "月度奖金": each.amount}
    for each in settlement.lines()
    if each.pay_code == "B01"
]
old[1]["月度奖金"] = "500.00"
print("", *center.compare(settlement, paid=old).text("zh_CN").splitlines()[:5], sep="\n")
