"""A center's own letterhead on every report: a folder of templates, brought by a plugin."""

from __future__ import annotations

import csv
import re
import tempfile
from pathlib import Path

import ccops
from ccops.reports import write_each

DATA = Path(__file__).parent / "data"


class BlueSky:
    """The plugin of one center; an installed one is a module with the same function."""

    @ccops.hookimpl
    def ccops_templates(self) -> list[Path]:
        """Return the folders whose templates are taken first."""
        return [DATA / "letterhead"]


def rows(name: str) -> list[dict[str, str]]:
    """Return a table as dicts; a host would take them from its own database."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


center = ccops.Center.open("telecom-7x24", plugins=[BlueSky()])
month = center.month("2026-10", employees=rows("employees.csv"), decisions={"award_themes": []})
month = month.starting_from(month.opening([]))
settlement = month.settle(month.facts({row.pop("employee_id"): row for row in rows("facts.csv")}))

report = center.report("statement", settlement, locale="zh_CN", subjects=["E001", "E002"])
page = str(report.render("html"))
print(re.findall(r'<p class="overline">([^<]*Center[^<]*)</p>', page)[0])
print("as PDF twice the same bytes:", report.render("pdf") == report.render("pdf"))
with tempfile.TemporaryDirectory() as folder:
    files = write_each(
        report, Path(folder), "pdf", password={"E001": "a", "E002": "b"}.__getitem__
    )
    print(*(path.name for path in files))
