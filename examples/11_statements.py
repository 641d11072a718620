"""Statements as one self-contained HTML file: a page for each employee, with every reason."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import ccops

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    """Return a table as dicts; a host would take them from its own database."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


center = ccops.Center.open("telecom-7x24")
people = rows("employees.csv")
month = center.month("2026-10", employees=people, decisions={"award_themes": []})
month = month.starting_from(month.opening([]))  # the first month: nothing is still to be paid
settlement = month.settle(month.facts({row.pop("employee_id"): row for row in rows("facts.csv")}))
names = {row["employee_id"]: row["name"] for row in people}

with tempfile.TemporaryDirectory() as folder:
    for locale in ("zh_CN", "en"):
        report = center.report("statement", settlement, locale=locale, names=names)
        page = report.write(Path(folder) / f"statements-{locale}.html")
        text = page.read_text(encoding="utf-8")
        outside = "http://" in text or "https://" in text
        print(page.name, len(report.document.sections), "statements", "links out:", outside)

# One person's own statement, as Markdown, up to its first table.
own = center.report("statement", settlement, locale="en", names=names, subjects=["E003"])
print("\n".join(str(own.render("md")).splitlines()[:12]))
