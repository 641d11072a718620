"""A bonus table copied as printed: who falls through it, and where better work pays less."""

from __future__ import annotations

from pathlib import Path

import ccops

FOLDER = Path(__file__).parent / "data" / "as-printed"

_, findings = ccops.check_pack(FOLDER)
for each in findings:
    if each.severity.value == "error":
        print(f"{each.code}: {each.text('en')}")

# The same for whoever wrote the manual.
gap = next(each for each in findings if each.code == "table-gap")
print(gap.text("zh_CN"))
