"""A week of a real call center, against figures that two other programs computed.

The records are not the project's to hand on: the tests are skipped where they are absent.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ccops.adapters import CSV_MAP, ReadOptions
from ccops.kpi import Indicator, Key, Measured, Records, facts_of, measure
from ccops.rulepack import read_mapping
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "technion"
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason=f"the Technion week is not at {FOLDER}"
)
MAP = Path(__file__).parents[1] / "data" / "bank_week_map.yaml"
ZONE = "Asia/Jerusalem"
#: The truth file writes rates and means with six decimals.
WRITTEN = Fraction(1, 10**6)


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    return dict(json.loads((FOLDER / "week1.truth.json").read_text("utf-8"), parse_float=Fraction))


def by_map() -> Records:
    """The week as a table of calls, read by a column map."""
    mapping, problems = read_mapping(MAP)
    assert not problems
    options = ReadOptions(zone=ZONE, column_map=mapping)
    return CSV_MAP.read([FOLDER / "week1.tsv"], options=options)["queue_visit"]


def by_log() -> Records:
    """The same week as the log of a queue."""
    asterisk = pytest.importorskip("ccops_asterisk", reason="the plugin is not installed")
    options = ReadOptions(zone=ZONE, agent_pattern="Agent/*")
    intake = asterisk.QueueLogAdapter().read([FOLDER / "week1.queue_log"], options=options)
    records: Records = intake["queue_visit"]
    return records


@pytest.fixture(scope="module", params=[by_map, by_log], ids=["csv-map", "queue-log"])
def visits(request: pytest.FixtureRequest) -> Records:
    read: Callable[[], Records] = request.param
    return read()


def values(measured: Measured, key: Key) -> dict[str, Any]:
    return {name: measured.value(name, key) for name in measured.indicators}


def assert_written(pair: tuple[int, int], written: Fraction) -> None:
    """The exact pair, rounded as the truth file rounds, is what the truth file says."""
    assert abs(Fraction(*pair) - written) <= WRITTEN / 2


def assert_totals(found: dict[str, Any], told: dict[str, Any]) -> None:
    assert found["offered"] == told["offered"]
    assert found["answered"] == told["answered"]
    assert found["abandoned"] == told["abandoned"]
    assert found["within_20s"] == told["within"]
    assert found["longest_answered_wait"] == 1_000 * told["max_wait"]
    assert_written(found["service_level_f1"], told["SL_aban_ok"])
    assert_written(found["service_level_f2"], told["SL_answered"])
    assert_written(found["service_level_f3"], told["SL_offered"])
    assert_written(found["service_level_f4"], told["SL_excl_short_ab"])
    assert_written(found["abandonment_rate"], told["abandon_rate"])
    for mean, name in (("asa", "ASA"), ("att", "AHT"), ("abandoned_wait", "mean_wait_aband")):
        numerator, denominator = found[mean]
        assert_written((numerator, 1_000 * denominator), told[name])


def test_the_week_as_a_whole(
    visits: Records, visit_indicators: tuple[Indicator, ...], truth: dict[str, Any]
) -> None:
    found = values(measure(visits, visit_indicators), ())
    assert_totals(found, truth["B_answered_is_named_server"])
    assert found["aht"] is Missing.NOT_MEASURED  # the source has no after-call work


@pytest.mark.parametrize(
    ("source", "rate"),
    [
        pytest.param(by_map, Missing.NOT_MEASURED, id="csv-map"),
        pytest.param(by_log, (0, 1), id="log"),
    ],
)
def test_only_the_log_tells_that_nobody_was_handed_on(
    source: Callable[[], Records], rate: object, visit_indicators: tuple[Indicator, ...]
) -> None:
    assert values(measure(source(), visit_indicators), ())["transfer_rate"] == rate


def test_short_abandons_are_left_out_or_served_as_agreed(
    visits: Records, visit_indicators: tuple[Indicator, ...], truth: dict[str, Any]
) -> None:
    found = values(measure(visits, visit_indicators), ())
    short = truth["B_short5"]
    assert_written(found["service_level_f3_short"], short["SL_offered"])
    every = truth["B_answered_is_named_server"]
    served = every["within"] + every["abandoned"] - short["abandoned"]
    assert Fraction(*found["service_level_f5"]) == Fraction(served, every["offered"])


@pytest.mark.parametrize("queue", ["PS", "NW", "NE", "PE", "TT", "IN"])
def test_each_queue(
    visits: Records,
    visit_indicators: tuple[Indicator, ...],
    truth: dict[str, Any],
    queue: str,
) -> None:
    measured = measure(visits, visit_indicators, by=("queue",))
    assert_totals(values(measured, queue), truth[f"type_{queue}"])


def test_each_day(
    visits: Records, visit_indicators: tuple[Indicator, ...], truth: dict[str, Any]
) -> None:
    measured = measure(visits, visit_indicators, by=("day",))
    found = {
        f"{dt.date.fromordinal(key):%y%m%d}": measured.value("offered", key)
        for key in measured.keys
        if isinstance(key, int)
    }
    assert found == truth["per_day_offered_B"]


def test_each_hour_of_the_clock(
    visits: Records, visit_indicators: tuple[Indicator, ...], truth: dict[str, Any]
) -> None:
    by_day = measure(visits, visit_indicators, by=("contact_hour", "contact_day"))
    measured = by_day.regrouped(("contact_hour",))
    assert {str(key) for key in measured.keys} == set(truth["hour_of_day_B"])
    for hour, told in truth["hour_of_day_B"].items():
        found = values(measured, int(hour))
        assert {
            "offered": found["offered"],
            "answered": found["answered"],
            "abandoned": found["abandoned"],
            "within20": found["within_20s"],
            "talk": found["talked"] // 1_000,
            "wait": found["waited"] // 1_000,
        } == told


def test_each_agent(
    visits: Records, visit_indicators: tuple[Indicator, ...], truth: dict[str, Any]
) -> None:
    facts = facts_of(measure(visits, visit_indicators, by=("agent",)))
    told = truth["per_agent_B"]
    assert facts["answered"] == {name: agent["n"] for name, agent in told.items()}
    assert facts["talked"] == {name: 1_000 * agent["talk"] for name, agent in told.items()}
    assert set(facts["aht"].values()) == {Missing.NOT_MEASURED}


def test_percentiles_of_every_queue_and_half_hour(
    visits: Records, visit_indicators: tuple[Indicator, ...]
) -> None:
    waits: dict[Any, list[int]] = defaultdict(list)
    columns = [visits.columns[name] for name in ("queue", "arrival_half_hour", "outcome", "wait")]
    for queue, half_hour, outcome, wait in zip(*columns, strict=True):
        if outcome == "answered" and isinstance(wait, int):
            waits[queue, half_hour].append(wait)
    measured = measure(visits, visit_indicators, by=("queue", "half_hour"))
    for key, listed in waits.items():
        rank = -(-95 * len(listed) // 100)
        assert measured.value("wait_p95", key) == sorted(listed)[rank - 1]
