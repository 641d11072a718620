"""Sales and promised calls as files hand them in, and whose project records are."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

import ccops
from ccops.errors import DataError
from ccops.projects import callback_records, sale_records, sale_return_records
from ccops.values import Missing
from tests.projects.conftest import a_month, an_employee

if TYPE_CHECKING:
    from collections.abc import Mapping

ZONE = ZoneInfo("Asia/Shanghai")
END = dt.date(2026, 10, 31)
SALE: Mapping[str, str] = {
    "sale_id": "S1",
    "employee_id": "E1",
    "date": "2026-10-05",
    "campaign": "broadband",
    "amount": "1200.50",
    "recorded": "yes",
}
CALL: Mapping[str, str] = {
    "callback_id": "C1",
    "employee_id": "E1",
    "at": "2026-10-05T20:00",
    "state": "done",
    "done_at": "2026-10-06T08:00",
}


def test_a_sale_that_came_back_is_counted_on_the_day_it_did() -> None:
    sales, found = sale_records(
        [SALE, {**SALE, "sale_id": "S2", "returned_on": "2026-11-04"}], zone=ZONE, currency="CNY"
    )
    returns = sale_return_records(sales)

    assert found == ()
    assert sales.columns["amount"] == [120050, 120050]
    assert returns.columns["sale_id"] == ["S2"]
    assert returns.columns["days_after"] == [30]
    assert returns.columns["day"] == [dt.date(2026, 11, 4).toordinal()]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([SALE, SALE], "sale-twice"),
        ([{**SALE, "returned_on": "2026-10-04"}], "sale-returned-early"),
        ([{**SALE, "amount": ""}], "value-absent"),
    ],
)
def test_wrong_sales_are_told(rows: list[Mapping[str, str]], code: str) -> None:
    _, found = sale_records(rows, zone=ZONE, currency="CNY")

    assert code in {each.code for each in found}


def test_a_callback_waits_as_long_as_the_clock_went_on() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    night = {**CALL, "at": "2026-10-24T20:00", "done_at": "2026-10-25T08:00"}

    assert callback_records([CALL], zone=ZONE, until=END)[0].columns["waited"] == [12 * 3_600_000]
    assert callback_records([night], zone=berlin, until=END)[0].columns["waited"] == [
        13 * 3_600_000
    ]


@pytest.mark.parametrize(
    ("asked", "zone", "hours"),
    [
        ("2026-10-31T12:00", "Asia/Shanghai", 12),
        ("2026-10-24T12:00", "Europe/Berlin", 7 * 24 + 12 + 1),  # the clocks go back that night
        ("2026-11-01T00:00", "Asia/Shanghai", None),
    ],
)
def test_a_callback_is_open_until_the_period_ends(
    asked: str, zone: str, hours: int | None
) -> None:
    row = {"callback_id": "C1", "at": asked, "state": "open"}
    records, found = callback_records(
        [row, {**CALL, "callback_id": "C2"}], zone=ZoneInfo(zone), until=END
    )

    open_for = Missing.NO_RECORDS if hours is None else hours * 3_600_000
    assert found == ()
    assert records.columns["open_for"] == [open_for, Missing.NO_RECORDS]


def test_a_promise_nobody_kept_counts_against_him() -> None:
    """At midnight one has been open for twelve hours and a minute, the other for just twelve."""
    late = {"callback_id": "C2", "employee_id": "E1", "at": "2026-10-31T11:59", "state": "open"}
    due = {**late, "callback_id": "C3", "at": "2026-10-31T12:00"}
    month = a_month()
    kept, owed, both = (
        month.measure(ccops.source("callbacks", rows)).employees.columns["callback_rate"].at(0)
        for rows in ([CALL], [due], [CALL, late, due])
    )

    assert (kept, both) == ((1, 1), (1, 2))
    assert isinstance(owed, Missing)


def test_an_open_callback_has_waited_for_nobody_knows_how_long() -> None:
    still = {name: cell for name, cell in CALL.items() if name != "done_at"}
    records, found = callback_records([{**still, "state": "open"}], zone=ZONE, until=END)

    assert found == ()
    assert records.columns["waited"] == [Missing.NO_RECORDS]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"state": "open"}, "callback-state"),
        ({"done_at": ""}, "callback-state"),
        ({"done_at": "2026-10-05T19:59"}, "callback-early"),
        ({"at": ""}, "value-absent"),
    ],
)
def test_wrong_callbacks_are_told(changed: Mapping[str, str], code: str) -> None:
    _, found = callback_records([{**CALL, **changed}], zone=ZONE, until=END)

    assert [each.code for each in found] == [code]


def test_a_time_the_clocks_show_twice_is_refused() -> None:
    twice = {**CALL, "at": "2026-10-25T02:30", "done_at": "2026-10-25T12:00"}
    _, found = callback_records([twice], zone=ZoneInfo("Europe/Berlin"), until=END)

    assert [each.code for each in found] == ["callback-unclear"]


def test_the_same_callback_does_not_stand_twice() -> None:
    _, found = callback_records([CALL, CALL], zone=ZONE, until=END)

    assert "callback-twice" in {each.code for each in found}


def test_a_sale_of_a_stranger_stops_the_month() -> None:
    with pytest.raises(DataError):
        a_month().records(ccops.source("sales", [{**SALE, "employee_id": "E9"}]))


def test_records_are_of_the_project_of_their_campaign_or_else_of_their_person() -> None:
    assigned = [
        {"employee_id": "E1", "what": "project", "value": "bank", "from": "2026-01-01"},
        {"employee_id": "E2", "what": "project", "value": "bank", "from": "2026-01-01"},
        {"employee_id": "E2", "what": "project", "value": "travel", "from": "2026-10-10"},
    ]
    people = (an_employee("E1"), an_employee("E2"))
    month = a_month("2026-10", *people, assignments=assigned)
    ratings = [
        {"employee_id": who, "at": f"2026-10-{day:02d}T10:00", "invited": "yes", "score": "5"}
        for who, day in (("E1", 5), ("E2", 5), ("E2", 15))
    ]
    sales = [{**SALE, "employee_id": "E1"}]
    facts = month.measure(ccops.source("ratings", ratings), ccops.source("sales", sales))
    found = month.settle(facts).of("project")

    assert found.value("bank", "ratings_given") == 2  # the third is of somebody in two projects
    assert found.value("broadband", "sales_made") == 1
    assert found.value("bank", "sales_made") == 0
