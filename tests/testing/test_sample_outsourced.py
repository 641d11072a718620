"""The month of the outsourced sample center: the same for a seed, and worth looking at."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from ccops.testing.sample_outsourced import make_outsourced_month

if TYPE_CHECKING:
    from ccops.testing.sample_month import SampleMonth


@pytest.fixture(scope="module")
def month() -> SampleMonth:
    return make_outsourced_month(7)


def test_the_same_seed_makes_the_same_month(month: SampleMonth) -> None:
    again = make_outsourced_month(7)

    assert again.tables == month.tables
    assert again.queue_log == month.queue_log
    assert make_outsourced_month(8).tables != month.tables


def test_calls_are_of_the_clients_queues(month: SampleMonth) -> None:
    assert {each.queue for each in month.visits} == {"bank_hotline", "travel_hotline"}
    queues = {line.split("|")[2] for line in month.queue_log.lines if line.count("|") > 4}
    assert queues <= {"bank_hotline", "travel_hotline", "NONE"}


def test_some_agents_are_dispatched_by_each_of_two_employers(month: SampleMonth) -> None:
    table = month.table("employees")
    employers = Counter(
        dict(zip(table.columns, row, strict=True))["employer"] for row in table.rows
    )

    assert len(employers) == 3
    assert min(employers.values()) > 2


def test_sales_follow_attempts_that_succeeded_and_some_come_back(month: SampleMonth) -> None:
    dials, sales = month.table("dials"), month.table("sales")
    won = {row[0].replace("D", "S") for row in dials.rows if row[6] == "yes"}
    first = month.days.performance.first.isoformat()
    returned = [row for row in sales.rows if row[6]]

    assert {row[0] for row in sales.rows if row[2] >= first} <= won
    assert {row[2] < first for row in returned} == {True, False}
    assert len({row[3] for row in dials.rows}) == len(dials.rows)  # nobody is approached twice
