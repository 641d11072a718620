from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., "Ran"]


class Ran:
    """What one run of the command line printed, and its exit code."""

    def __init__(self, done: subprocess.CompletedProcess[str]) -> None:
        self.code = done.returncode
        self.out = done.stdout
        self.err = done.stderr

    @property
    def json(self) -> dict[str, Any]:
        """The one object on standard output."""
        found: dict[str, Any] = json.loads(self.out)
        return found


def _run(*words: str | Path, locale: str = "en") -> Ran:
    import os

    command = [sys.executable, "-c", "from ccops.cli import main; main()", *map(str, words)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "CCOPS_LOCALE": locale},
    )
    return Ran(done)


@pytest.fixture(scope="session")
def run() -> Run:
    """Run a verb in a process of its own."""
    return _run


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the demo has been run."""
    folder = tmp_path_factory.mktemp("demo")
    ran = _run("demo", "-o", folder, "--json")
    assert ran.code == 0, ran.err
    return folder
