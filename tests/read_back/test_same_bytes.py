"""The same report has the same bytes in every form, whichever process writes it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

_FORMS: Final = ("pdf", "pdf-a", "docx", "xlsx", "html", "md", "json", "text")
#: Writes statements and a page with charts, and prints what became of each.
_WRITES: Final = """
import hashlib, json, sys
from tests.reports.papers import chart, document, pages
from tests.reports.test_read_back import _settled
from tests import loaded
from ccops.reports import RENDERERS, Report
center = loaded.center()
statement = center.report("statement", _settled(center), locale="en")
drawn = Report(document=document(chart(), title="chart"), renderers=statement.renderers)
many = Report(document=pages(*map(str, range(30))), renderers=statement.renderers)
made = {
    f"{name} {form}": hashlib.sha256(report.rendered(form)).hexdigest()
    for name, report in (("statement", statement), ("chart", drawn), ("many", many))
    for form in sys.argv[1:]
}
print(json.dumps(made))
"""


def _written(seed: int) -> dict[str, Any]:
    environment = {
        **os.environ,
        "PYTHONHASHSEED": str(seed),
        "TZ": f"UTC{seed}",
        "PYTHONPATH": os.pathsep.join(
            [str(Path.cwd()), *filter(None, [os.environ.get("PYTHONPATH")])]
        ),
    }
    done = subprocess.run(
        [sys.executable, "-c", _WRITES, *_FORMS],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.slow
def test_processes_write_the_same_bytes() -> None:
    first = _written(1)

    assert len(first) == 3 * len(_FORMS)
    assert _written(2) == first
