"""A Frappe job: doctype rows in, Additional Salary documents out, a second run adds nothing."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import ccops

DATA = Path(__file__).parent / "data"
Row = dict[str, object]
TYPES = {"Full-time": "full_time", "Part-time": "part_time", "Intern": "intern"}


def table(name: str) -> list[dict[str, str]]:
    """Return a table as dicts."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# What frappe.get_all("Employee", filters={"status": "Active"}, fields=[...]) returns: dicts with
# dates as dates, and None where there is nothing.
employees: list[Row] = [
    {"name": f"HR-EMP-{number:05}", "employee_number": each["employee_id"],
     "department": f"{each['team']} - HL", "employment_type": "Full-time",
     "date_of_joining": dt.date.fromisoformat(each["hired_on"])}
    for number, each in enumerate(table("employees.csv"), start=1)
]  # fmt: skip


def settle(rows: list[Row], given: dict[str, dict[str, str]]) -> ccops.Settlement:
    """Settle a month; frappe.enqueue(..., queue="long", job_id=...) runs it once at a time."""
    center = ccops.Center.open("telecom-7x24")
    people = [
        {"employee_id": each["employee_number"], "role": "agent",
         "hired_on": each["date_of_joining"],
         "employment_type": TYPES[str(each["employment_type"])],
         "team": str(each["department"]).removesuffix(" - HL")}
        for each in rows
    ]  # fmt: skip
    month = center.month("2026-10", employees=people, decisions={"award_themes": []})
    month = month.starting_from(month.opening([]))
    return month.settle(month.facts(given))


done = settle(employees, {row.pop("employee_id"): row for row in table("facts.csv")})
names = {each["employee_number"]: each["name"] for each in employees}  # ids of Employee there
made = ccops.Center.open("telecom-7x24").export(
    done, DATA / "payroll-frappe.yaml", approved=done.digest
)
there: set[object] = set()  # frappe.get_all("Additional Salary", pluck="ccops_line_id")
for run in ("first", "second"):
    rows = [dict(zip(made.tables[0].headers, each, strict=True)) for each in made.tables[0].rows]
    new = [each for each in rows if each["line_id"] not in there]
    documents = [{"doctype": "Additional Salary", **each, "employee": names[each["employee"]]}
                 for each in new]  # fmt: skip
    there.update(each["line_id"] for each in new)  # frappe.get_doc(each).insert() does it
    print(run, len(documents), *documents[2:3])
