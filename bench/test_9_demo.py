"""``ccops demo`` of each pack, in a fresh process each: two months, and every report of the last.

The work is shared out among the processors, so that what is told is the time that passes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, Final

import pytest

from bench.figures import measured, tell
from ccops.testing.sample_centers import SAMPLE_CENTERS

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture

pytestmark = pytest.mark.benchmark(timer=time.perf_counter)
_ROUNDS: Final = 3
_SECONDS: Final = 10.0


@pytest.mark.parametrize("pack", SAMPLE_CENTERS)
def test_the_demo_of_a_pack(benchmark: BenchmarkFixture, pack: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ccops", "demo"]
    asked = [*command, "--pack", pack, "-o", str(tmp_path / "demo")]
    # Compiled by the first round, as an installed ccops is by what installs it.
    compiled = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path / "compiled")}
    compiled.pop("PYTHONDONTWRITEBYTECODE", None)

    work = partial(subprocess.run, asked, check=True, capture_output=True, env=compiled)
    measured(benchmark, work, rounds=_ROUNDS)

    assert (tmp_path / "demo" / "index.html").is_file()
    tell(benchmark, f"ccops demo --pack {pack}", unit="s", scale=1.0, bar=_SECONDS)
