from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

EXAMPLES: Final = Path(__file__).parents[1] / "examples"
SCRIPTS: Final = sorted(EXAMPLES.glob("[0-9][0-9]_*.py"))
MOST_LINES: Final = 60
_PLACE = re.compile(r"\.yaml:\d+:\d+")


def _without_places(text: str) -> str:
    """Return a text without lines and columns of rule packs: those move, the rule does not."""
    return _PLACE.sub(".yaml", text)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda each: each.stem)
def test_example_prints_what_is_written_beside_it(script: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", script], capture_output=True, text=True, encoding="utf-8",
        check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    expected = script.with_suffix(".out").read_text(encoding="utf-8")
    assert _without_places(done.stdout) == _without_places(expected)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda each: each.stem)
def test_example_is_short(script: Path) -> None:
    assert len(script.read_text(encoding="utf-8").splitlines()) < MOST_LINES


def test_every_example_is_listed_with_its_first_line() -> None:
    listed = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    for script in SCRIPTS:
        first = script.read_text(encoding="utf-8").splitlines()[0].strip('"')
        assert f"[{script.name}]({script.name})" in listed, script.name
        assert first.rstrip(".") in listed, first
