"""A committed week of 5,000 calls over a clock change, against figures that SQL computed."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from ccops.adapters import ReadOptions
from ccops.kpi import Indicator, Key, Measured, Records, measure
from ccops.values import Missing

WEEK = Path(__file__).parents[1] / "data" / "synthetic_week"


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    return dict(json.loads((WEEK / "truth.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def visits() -> Records:
    from ccops_asterisk import QueueLogAdapter

    options = ReadOptions(zone="America/New_York")
    intake = QueueLogAdapter().read([WEEK / "queue_log"], options=options)
    records: Records = intake["queue_visit"]
    return records


def figures(measured: Measured, key: Key) -> dict[str, Any]:
    """What the truth file tells of a group, out of the indicators."""

    def seconds(name: str) -> int | None:
        value = measured.value(name, key)
        return None if isinstance(value, Missing) else int(str(value)) // 1_000

    counted = ("answered", "abandoned", "transfers")
    return {
        **{name: measured.value(name, key) for name in counted},
        "offered": measured.value("entered", key),
        "within_20": measured.value("within_20s", key),
        "talk": seconds("talk_known"),
        "wait": seconds("waited"),
        "longest_wait": seconds("longest_answered_wait"),
        "p95_wait": seconds("wait_p95"),
    }


def test_the_week_as_a_whole(
    visits: Records, visit_indicators: tuple[Indicator, ...], truth: dict[str, Any]
) -> None:
    assert figures(measure(visits, visit_indicators), ()) == truth["totals"]


@pytest.mark.parametrize("group", ["queue", "half_hour"])
def test_each_group(
    visits: Records,
    visit_indicators: tuple[Indicator, ...],
    truth: dict[str, Any],
    group: str,
) -> None:
    measured = measure(visits, visit_indicators, by=(group,))

    found = {str(key): figures(measured, key) for key in measured.keys}
    assert found == truth[group]


def test_each_day(
    visits: Records, visit_indicators: tuple[Indicator, ...], truth: dict[str, Any]
) -> None:
    measured = measure(visits, visit_indicators, by=("day",))

    found = {
        dt.date.fromordinal(int(str(key))).isoformat(): figures(measured, key)
        for key in measured.keys
    }
    assert found == truth["day"]


def test_each_agent(
    visits: Records, visit_indicators: tuple[Indicator, ...], truth: dict[str, Any]
) -> None:
    measured = measure(visits, visit_indicators, by=("agent",))

    for agent, each in truth["agent"].items():
        assert figures(measured, agent)["answered"] == each["answered"]
        assert figures(measured, agent)["talk"] == each["talk"]
        assert figures(measured, agent)["p95_wait"] == each["p95_wait"]
