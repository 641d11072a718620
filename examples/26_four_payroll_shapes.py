"""Payroll lines handed on in four shapes, and each file read back to the same total."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import ccops

DATA = Path(__file__).parent / "data"


def rows(path: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    """Return a table as dicts."""
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


center = ccops.Center.open("telecom-7x24")
people = rows(DATA / "employees.csv")
month = center.month("2026-10", employees=people, decisions={"award_themes": []})
month = month.starting_from(month.opening([]))  # the first month: nothing is still to be paid
given = {row.pop("employee_id"): row for row in rows(DATA / "facts.csv")}
settlement = month.settle(month.facts(given))

lines = settlement.lines()
whole = sum(each.amount for each in lines)
print(f"settled: {len({each.employee_id for each in lines})} people, {whole}")

# The map of each shape, and under which headers that file has whose row it is and the amount.
SHAPES = {
    "long": ({"shape": "long", "encoding": "utf-8"}, "employee_id", "amount"),
    "wide": (DATA / "payroll.yaml", "工号", "应发项目合计"),
    "frappe": (DATA / "payroll-frappe.yaml", "employee", "amount"),
    "odoo": (DATA / "payroll-odoo.yaml", "employee_id", "amount"),
}
with TemporaryDirectory() as folder:
    for shape, (how, who, amount) in SHAPES.items():
        # The digest of what was approved: any other settlement is refused.
        made = center.export(settlement, how, employees=people, approved=settlement.digest)
        path = made.write(Path(folder) / f"{shape}.csv")[0]  # control totals may lie beside
        read = [each for each in rows(path, made.encoding) if each[who] in given]
        total = sum(Decimal(each[amount]) for each in read)
        print(f"{shape}: {len({each[who] for each in read})} people in {len(read)} rows, {total}")
