"""A generated month of the bundled telecom pack, read from its folder and settled once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ccops.cli.inputs import InputMonth, earlier_periods, read_month
from ccops.cli.reading import Calls
from ccops.testing.sample_files import write_month
from ccops.testing.sample_month import make_month
from tests import loaded

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.center import Center
    from ccops.settlement import Settlement

SEED = 11


@pytest.fixture(scope="session")
def center() -> Center:
    return loaded.center(plugins="installed")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("month")
    write_month(make_month(SEED, seats=12), written)
    return written


@pytest.fixture(scope="session")
def handed_in(center: Center, folder: Path) -> InputMonth:
    found = read_month(center, "2026-10", folder, Calls(adapter="asterisk-queue-log"))
    return found.starting_from(earlier_periods(found, None, None))


@pytest.fixture(scope="session")
def settlement(handed_in: InputMonth) -> Settlement:
    return handed_in.month.settle(handed_in.facts())
