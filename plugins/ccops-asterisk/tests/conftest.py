"""What the tests of the adapter share: a log of lines, and a reading of it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from ccops_asterisk import QueueLogAdapter

from ccops.adapters import Intake, ReadOptions, Source

Read = Callable[..., Intake]


@pytest.fixture
def read() -> Read:
    """Return a function that reads lines; options are those of a center in Shanghai."""

    def reading(*lines: str, name: str = "queue_log", **options: Any) -> Intake:
        given = {"zone": "Asia/Shanghai", "quarantine_limit": Fraction(1), **options}
        return QueueLogAdapter().read([Source(name=name, lines=lines)], ReadOptions(**given))

    return reading
