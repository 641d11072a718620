"""Times that a clock shows once, twice or never."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from ccops.adapters import LocalTimes

_FORMAT = "%Y-%m-%d %H:%M:%S"


@pytest.mark.parametrize(
    ("written", "code", "instants"),
    [
        ("2026-10-07 10:00:00", "", (1_791_381_600_000,)),
        ("2026-11-01 01:30:00", "time-ambiguous", (1_793_511_000_000, 1_793_514_600_000)),
        ("2026-11-01 03:30:00", "", (1_793_521_800_000,)),
        ("2026-03-08 02:30:00", "time-skipped", (1_772_955_000_000,)),
    ],
)
def test_a_time_says_every_instant_it_may_be(
    written: str, code: str, instants: tuple[int, ...]
) -> None:
    found = LocalTimes(ZoneInfo("America/New_York")).both(written, _FORMAT)
    assert (found.code, found.candidates) == (code, instants)
    assert found.ms == instants[0]
