"""The months that a demo shows have the figures of a center that somebody would believe."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import ccops_asterisk
import pytest

from ccops.center import Center
from ccops.cli.demo_months import PERIOD, SEED
from ccops.cli.inputs import read_month
from ccops.cli.reading import Calls
from ccops.testing.sample_centers import SAMPLE_CENTERS
from ccops.testing.sample_files import CallsAs, write_month

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ccops.kpi import Value

#: In percent, at the least and at the most.
RANGES: Final = {
    "occupancy": (70, 85),
    "utilization": (55, 75),
    "shrinkage": (25, 35),
    "schedule_adherence": (88, 96),
    "rating_invitation": (80, 95),
    "connection_rate": (90, 97),
    "abandonment_rate": (3, 8),
}
#: Where service levels are few calls' alone, they are those of a contract.
SERVICE_LEVEL: Final = (70, 90)


@cache
def measured(pack: str) -> tuple[Mapping[str, Value], Sequence[Value]]:
    """Return what the month of a demo came to, and its service level day by day."""
    center = Center.open(pack, plugins=[ccops_asterisk])
    made = SAMPLE_CENTERS[pack].make_after(SEED, period=PERIOD)
    with TemporaryDirectory() as folder:
        write_month(made, Path(folder), calls=CallsAs.QUEUE_LOG)
        found = read_month(center, PERIOD, Path(folder), Calls(adapter=made.adapter))
    whole: dict[str, Value] = {
        name: each.value(name, key)
        for each in center.kpi(found.records)
        for key in each.keys
        for name in each.indicators
    }
    days = [
        each.value("service_level", key)
        for each in center.kpi(found.records, by=("day",))
        if "service_level" in each.indicators
        for key in each.keys
    ]
    return whole, days


def percent(value: Value) -> Fraction:
    assert isinstance(value, tuple)
    return 100 * Fraction(*value)


@pytest.mark.parametrize("pack", SAMPLE_CENTERS)
@pytest.mark.parametrize("indicator", RANGES)
def test_share_is_one_a_center_has(pack: str, indicator: str) -> None:
    least, most = RANGES[indicator]

    assert least <= percent(measured(pack)[0][indicator]) <= most


@pytest.mark.parametrize("pack", SAMPLE_CENTERS)
def test_work_after_a_call_takes_half_a_minute(pack: str) -> None:
    whole, _ = measured(pack)
    seconds, answered = whole["wrap_up_time"], whole["answered"]

    assert isinstance(seconds, int)
    assert isinstance(answered, int)
    assert 20_000 <= Fraction(seconds, answered) <= 60_000


@pytest.mark.parametrize("pack", ["telecom-7x24", "insurance-hotline"])
def test_service_level_is_good_on_most_days_and_bad_on_some(pack: str) -> None:
    whole, days = measured(pack)
    least, most = SERVICE_LEVEL
    by_day = [percent(each) for each in days]

    assert least <= percent(whole["service_level"]) <= most
    assert sum(each >= least for each in by_day) * 4 >= len(by_day) * 3
    assert min(by_day) < 75 < max(by_day)
