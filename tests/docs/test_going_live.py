"""The tutorial on going live is followed to the letter: its commands print what it shows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ROOT / "docs" / "tutorial" / "going-live.md"
_BLOCK: Final = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_MARK: Final = "---- after block"

pytestmark = pytest.mark.slow


def _blocks() -> list[tuple[str, str]]:
    """Return each block of commands with the text the page shows after it, empty for none."""
    found: list[tuple[str, str]] = []
    for language, text in _BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if language == "sh":
            found.append((text, ""))
        elif language == "text":
            found[-1] = (found[-1][0], text)
    return found


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Run all blocks in one shell, as a reader does; return what each printed."""
    if not (shell := shutil.which("bash")):
        pytest.skip("there is no bash")
    folder = tmp_path_factory.mktemp("live")
    (folder / "bin").mkdir()
    verb = folder / "bin" / "ccops"
    run = f"exec '{sys.executable}' -c 'from ccops.cli import main; main()' \"$@\""
    verb.write_text(f"#!/bin/sh\n{run}\n", encoding="utf-8")
    verb.chmod(0o755)
    script = "".join(f"{commands}echo '{_MARK}'\n" for commands, _ in _blocks())
    done = subprocess.run(
        [shell, "-e", "-c", f"{{ {script} }} 2>&1"],
        cwd=folder,
        env={
            **os.environ,
            "CHECKOUT": str(ROOT),
            "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    return done.stdout.split(f"{_MARK}\n")


def test_each_block_prints_the_lines_that_the_page_shows(printed: list[str]) -> None:
    absent = [
        line
        for (_, shown), output in zip(_blocks(), printed, strict=False)
        for line in shown.splitlines()
        if line.strip() not in output
    ]

    assert absent == []


def test_the_page_has_a_block_for_every_step() -> None:
    commands = " ".join(text for text, _ in _blocks())

    verbs = ("settle", "explain", "assess", "publish", "approve", "report", "export")
    assert [each for each in verbs if f"ccops {each} " not in commands] == []
