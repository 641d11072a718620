"""The command line as a test runs it: in this process, or in one of its own.

In this process the centers of ``ccops demo`` are called less: verbs read its months again and
again. A whole one runs in ``tests/test_packaging.py``.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from ccops.cli import main
from ccops.testing.sample_centers import SAMPLE_CENTERS
from tests.called_less import CALLED_LESS

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., "Ran"]


@attrs.frozen
class Ran:
    """What one run of the command line printed, and its exit code."""

    code: object
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on standard output."""
        found: dict[str, Any] = json.loads(self.out)
        return found


def _run(*words: str | Path, locale: str = "en") -> Ran:
    """Run a verb where the test runs: what it imports is there, and its packs are warm."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patched, redirect_stdout(out), redirect_stderr(err):
        patched.setenv("CCOPS_LOCALE", locale)
        for name, center in CALLED_LESS.items():
            patched.setitem(SAMPLE_CENTERS, name, center)
        patched.setattr(sys, "argv", ["ccops", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            main()
    return Ran(left.value.code, out.getvalue(), err.getvalue())


def _run_apart(*words: str | Path, locale: str = "en", folder: Path | None = None) -> Ran:
    """Run a verb in a process of its own, as a terminal does."""
    command = [sys.executable, "-m", "ccops", *map(str, words)]
    environment = {**os.environ, "CCOPS_LOCALE": locale}
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=folder, env=environment
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def run() -> Run:
    """Run a verb."""
    return _run


@pytest.fixture(scope="session")
def run_apart() -> Run:
    """Run a verb in a process of its own."""
    return _run_apart


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the demo has been run."""
    folder = tmp_path_factory.mktemp("demo")
    ran = _run("demo", "-o", folder, "--also", "en", "--json")
    assert ran.code == 0, ran.err
    return folder


@pytest.fixture(scope="session")
def outsourced_demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ran, Path]:
    """The demo of an outsourced center, and the folder it was written to."""
    folder = tmp_path_factory.mktemp("outsourced")
    return _run("demo", "--pack", "outsourced", "-o", folder, "--locale", "en", "--json"), folder
