"""A process forked from one that drew is refused what would hang; one that did not, draws."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
SCRIPT: Final = """
import os, signal, sys
from ccops.errors import ForkedError
from ccops.reports import Drawing, PdfRenderer
from tests.reports.papers import chart, document

DRAW = {
    "pdf": lambda: PdfRenderer().render(document()),
    "chart": lambda: Drawing.for_locale("en").svg(chart()),
    "nothing": lambda: None,
}


def forked(draw):
    child = os.fork()
    if not child:
        signal.alarm(60)  # a drawing that hangs is ended, and prints nothing
        try:
            draw()
        except ForkedError as error:
            print(error.maker, "refused", flush=True)
        else:
            print("drawn", flush=True)
        os._exit(0)
    os.waitpid(child, 0)


here, there = sys.argv[1:]
DRAW[here]()
forked(DRAW[there])
DRAW[here]()
"""


@pytest.mark.parametrize(
    ("here", "there", "printed"),
    [
        ("nothing", "pdf", "drawn"),
        ("nothing", "chart", "drawn"),
        ("pdf", "pdf", "typst refused"),
        ("chart", "chart", "vl-convert refused"),
        ("pdf", "chart", "drawn"),
    ],
)
def test_what_was_drawn_before_a_fork_is_not_drawn_after_it(
    tmp_path: Path, here: str, there: str, printed: str
) -> None:
    script = tmp_path / "host.py"
    script.write_text(SCRIPT, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, script, here, there],
        env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert (done.returncode, done.stdout) == (0, f"{printed}\n")
