"""A wrong pack does not load: every finding at once, at its place, with a hint."""

from __future__ import annotations

from pathlib import Path

import ccops

FOLDER = Path(__file__).parent / "data" / "broken"

try:
    ccops.load_pack(FOLDER)
except ccops.RulePackError as error:
    print(f"{len(error.diagnostics)} findings")
    for each in error.diagnostics:
        print(each.render("en"))
    print()
    print(error.diagnostics[0].render("zh_CN"))

# The same without an exception, as data for an editor or a form.
_, findings = ccops.check_pack(FOLDER)
print([(each.code, each.severity.value, each.span.line if each.span else 0) for each in findings])
