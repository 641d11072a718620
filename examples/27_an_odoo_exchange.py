"""An Odoo-style exchange: what ``read`` gives goes in, what ``create`` takes comes out."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Literal, cast

import ccops

DATA = Path(__file__).parent / "data"
TYPES = {"employee": "full_time", "student": "intern", "contractor": "dispatched"}
Row = dict[str, object]
Many2one = tuple[int, str] | Literal[False]


def text(value: object) -> str:
    """Return a char or a date of Odoo, which says False where there is nothing."""
    return "" if value is False else str(value)


def employee(row: Row) -> Row:
    """Return one employee; a many2one is ``[id, name]``, and the badge is the staff number."""
    team = cast("Many2one", row["department_id"])
    return {
        "employee_id": text(row["barcode"]),
        "employment_type": TYPES[text(row["employee_type"])],
        "role": "agent",
        "team": text(team and team[1]),
        "hired_on": text(row["contract_date_start"]),
    }


# What env["hr.employee"].search_read(domain, fields) returns, here made of a table.
with (DATA / "employees.csv").open(encoding="utf-8", newline="") as file:
    read: list[Row] = [
        {"id": 40 + number, "barcode": each["employee_id"], "employee_type": "employee",
         "department_id": [7, each["team"]],
         "contract_date_start": each["hired_on"] or False}
        for number, each in enumerate(csv.DictReader(file))
    ]  # fmt: skip
with (DATA / "facts.csv").open(encoding="utf-8", newline="") as file:
    given = {row.pop("employee_id"): row for row in csv.DictReader(file)}

center = ccops.Center.open("telecom-7x24")
month = center.month("2026-10", employees=map(employee, read), decisions={"award_themes": []})
month = month.starting_from(month.opening([]))  # the first month: nothing is still to be paid
settlement = month.settle(month.facts(given))

# What env["hr.payslip.input"].create(vals_list) takes, under the external id of each record. The
# line id makes it: whoever finds it in ir.model.data writes there, and nothing is paid twice.
slips = {text(row["barcode"]): 900 + number for number, row in enumerate(read)}
made = center.export(settlement, DATA / "payroll-odoo.yaml", approved=settlement.digest)
records: dict[str, Row] = {}
for row in made.tables[0].rows:
    line = dict(zip(made.tables[0].headers, map(text, row), strict=True))
    vals = {name: line[name] for name in ("name", "code", "amount")}
    records[f"ccops.{line['line_id']}"] = {"payslip_id": slips[line["employee_id"]], **vals}
print(len(records), *list(records.items())[:3], sep="\n")
