"""A payroll file: one row an employee, Chinese headers, staff numbers as text, control rows."""

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
month = center.month("2026-10", employees=people)
settlement = month.settle(month.facts({row.pop("employee_id"): row for row in rows("facts.csv")}))

payroll = {
    "shape": "wide",
    "columns": {
        "employee_id": "工号",
        "name": "姓名",
        "basic_pay": "基本工资",
        "monthly_bonus": "月度奖金",
        "night_allowance": "夜班津贴",
        "nights_worked": "夜班次数",
        "total": "应发合计",
    },
    "leave_out": ["B02"],
}
try:
    center.export(settlement, payroll, employees=people)
except ccops.SettlementError as error:
    print(error.diagnostics[0].text("en"))

draft = center.export(settlement, payroll, employees=people, release="draft")
lines = draft.to_bytes(draft.tables[0]).decode("utf-8-sig").splitlines()
print(*lines[:4], "...", *lines[-2:], sep="\n")

# The old sheet of the same month, with one bonus it paid otherwise.
old = [
    {"employee_id": each.employee_id, each.pay_code: each.amount}
    for each in settlement.lines()
    if each.pay_code == "B01"
]
old[1]["B01"] = "500.00"
print(center.compare(settlement, paid=old).text("en").splitlines()[1])
