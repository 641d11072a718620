"""Twelve months, each going on from the one before; July is put right in September, once."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

import ccops
from ccops.cli.inputs import earlier_periods, read_month
from ccops.cli.reading import Calls
from ccops.testing.sample_calls_table import TABLE_ADAPTER
from ccops.testing.sample_files import CallsAs, write_month
from ccops.testing.sample_year import make_months

WHO = "001080"
NIGHT = re.compile(rf"({WHO},2026-07-1\d) 08:[34]\d:\d\d(,out)")  # the end of one of his
center = ccops.Center.open("telecom-7x24")
done: dict[str, Any] = {}


def settle(folder: Path, closing: Any, **more: Any) -> Any:  # noqa: ANN401 - short, not typed
    """Settle the month of an input folder after a closing, or from the folder's own opening."""
    found = read_month(center, folder.name, folder, Calls(adapter=TABLE_ADAPTER))
    found = found.starting_from(closing or earlier_periods(found, None, None))
    return found.month.settle(found.facts(), **more)


def differences(root: Path) -> list[Any]:
    """Settle July once more, and August, which goes on from it; return what that changes."""
    july, august = done["2026-07"], done["2026-08"]
    new = settle(root / "2026-07", july.before, revision=2, supersedes=july.digest)
    newer = settle(root / "2026-08", new.closing, revision=2, supersedes=august.digest)
    return [new.diff(july, later=[august]), newer.diff(august)]


with tempfile.TemporaryDirectory() as name:
    root, closing, corrections, right = Path(name), None, [], ""
    for month in make_months(2026, first="2026-01", count=12):
        write_month(month, root / month.period, calls=CallsAs.TABLE)
        punches = root / "2026-07" / "punches.csv"
        if month.period == "2026-07":  # the terminal says that he left at one o'clock at night
            right = punches.read_text(encoding="utf-8")
            punches.write_text(NIGHT.sub(r"\1 01:00:00\2", right, count=1), encoding="utf-8")
        if month.period == "2026-09":  # he did not
            punches.write_text(right, encoding="utf-8")
            corrections = differences(root)
            closing = corrections[-1].after.closing
            print(corrections[0].text("en"))
        settlement = settle(root / month.period, closing, corrections=corrections)
        done[month.period], closing, corrections = settlement, settlement.closing, []
        told = [f"{x.employee_id} {x.amount} for {x.corrects_period}" for x in settlement.lines()
                if x.corrects_period]  # fmt: skip
        print(month.period, sum(line.amount for line in settlement.lines()), *told)
page = str(center.report("statement", done["2026-09"], locale="en", subjects=[WHO]).render("md"))
print(*(each for each in page.splitlines() if each.startswith("| ")), sep="\n")
why = re.findall(r"because this was put right: .*", page)
print(page.count("\n- **"), "lines explained;", *why)
