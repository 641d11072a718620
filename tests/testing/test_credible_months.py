"""The months that a demo shows have the figures of a center that somebody would believe."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import ccops_asterisk
import pytest

from ccops.casework.order_courses import course_records, orders_of
from ccops.center import Center
from ccops.cli.demo_months import PERIOD, SEED
from ccops.cli.inputs import read_month
from ccops.cli.reading import Calls
from ccops.testing.sample_centers import SAMPLE_CENTERS
from ccops.testing.sample_files import CallsAs, write_month
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ccops.kpi import Records, Value

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
#: The same, of packs that have the indicator.
OWN_RANGES: Final = {"qa_error_rate": (1, 10), "handover_on_time": (75, 100)}
#: Shares that may well be nothing in a month: no fatal error, nobody rang for nothing.
MAY_BE_NOTHING: Final = frozenset(
    {"fatal_rate", "complaint_validity", "outbound_drop_rate", "notice_sick"}
)
#: Of a hundred orders: at the least so many.
OF_ORDERS: Final = {"promised": 80, "registered": 90, "closed": 85, "visited": 75}
#: Where service levels are few calls' alone, they are those of a contract.
SERVICE_LEVEL: Final = (70, 90)


@cache
def handed_in(pack: str) -> tuple[Center, Mapping[str, Records]]:
    """Return the center of a demo, and the records of its month."""
    center = Center.open(pack, plugins=[ccops_asterisk])
    made = SAMPLE_CENTERS[pack].make_after(SEED, period=PERIOD)
    with TemporaryDirectory() as folder:
        write_month(made, Path(folder), calls=CallsAs.QUEUE_LOG)
        found = read_month(center, PERIOD, Path(folder), Calls(adapter=made.adapter))
    return center, found.records


@cache
def measured(pack: str) -> tuple[Mapping[str, Value], Sequence[Value]]:
    """Return what the month of a demo came to, and its service level day by day."""
    center, records = handed_in(pack)
    whole: dict[str, Value] = {
        name: each.value(name, key)
        for each in center.kpi(records)
        for key in each.keys
        for name in each.indicators
    }
    days = [
        each.value("service_level", key)
        for each in center.kpi(records, by=("day",))
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


@pytest.mark.parametrize("pack", ["outsourced", "insurance-hotline"])
@pytest.mark.parametrize("indicator", OWN_RANGES)
def test_share_of_some_packs_is_one_a_center_has(pack: str, indicator: str) -> None:
    least, most = OWN_RANGES[indicator]

    assert least <= percent(measured(pack)[0][indicator]) <= most


@pytest.mark.parametrize("pack", SAMPLE_CENTERS)
def test_what_no_file_tells_is_missing_and_not_nothing(pack: str) -> None:
    whole, _ = measured(pack)

    assert whole["contact_registration"] is Missing.NOT_MEASURED
    assert "issues" not in whole  # of no caller is it known who he is


@pytest.mark.parametrize("pack", SAMPLE_CENTERS)
def test_no_share_is_nothing_that_a_center_has_some_of(pack: str) -> None:
    whole, _ = measured(pack)
    shares = {name: each for name, each in whole.items() if isinstance(each, tuple) and each[1]}

    assert {name for name, (part, _) in shares.items() if not part} <= MAY_BE_NOTHING


@pytest.mark.parametrize("pack", SAMPLE_CENTERS)
def test_a_third_of_the_calls_have_a_topic_and_they_are_of_several(pack: str) -> None:
    center, records = handed_in(pack)
    whole, _ = measured(pack)
    told, answered = whole["topic_contacts"], whole["answered"]

    assert isinstance(told, int)
    assert isinstance(answered, int)
    assert 25 <= Fraction(100 * told, answered) <= 40
    (by_topic,) = (
        each for each in center.kpi(records, by=("topic",)) if "topic_contacts" in each.indicators
    )
    assert len(by_topic.keys) >= 4


@pytest.mark.parametrize("pack", ["outsourced", "insurance-hotline"])
def test_most_orders_are_promised_settled_and_visited(pack: str) -> None:
    orders, _ = orders_of(handed_in(pack)[1], ())
    made = course_records(orders)
    courses = [made.row(number) for number in range(len(made))]
    closed = [each for each in courses if each["state"] == "closed"]
    found = {
        "promised": sum(each["promised"] is True for each in courses),
        "registered": sum(each["registered"] is True for each in courses),
        "closed": len(closed),
        "visited": sum(each["visited"] is True for each in closed),
    }

    assert {
        name: count >= Fraction(OF_ORDERS[name], 100) * len(courses)
        for name, count in found.items()
    } == dict.fromkeys(OF_ORDERS, True)


@pytest.mark.parametrize("pack", ["telecom-7x24", "insurance-hotline"])
def test_service_level_is_good_on_most_days_and_bad_on_some(pack: str) -> None:
    whole, days = measured(pack)
    least, most = SERVICE_LEVEL
    by_day = [percent(each) for each in days]

    assert least <= percent(whole["service_level"]) <= most
    assert sum(each >= least for each in by_day) * 4 >= len(by_day) * 3
    assert min(by_day) < 75 < max(by_day)
