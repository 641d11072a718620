"""Returned sales that take nothing back: out of every month listed, or of who is not paid."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import attrs
import pytest

from ccops.messages import LOCALES, Severity
from ccops.projects import sale_records, sale_return_records
from ccops.projects.return_limit import months_reached
from tests.projects.conftest import a_month, an_employee

if TYPE_CHECKING:
    from ccops.center import CenterMonth
    from ccops.kpi import Records
    from ccops.messages import Diagnostic
    from ccops.settlement import Settlement

SELLER = an_employee("S1", "telesales_agent")
LEAD = an_employee("L1", "team_lead")
USUAL = {"basic_pay_due": "3000", "local_minimum_wage": "2000"}


def returned(who: str, sold_on: str, on: str) -> Records:
    row = {
        "sale_id": f"{who}-{sold_on}", "employee_id": who, "date": sold_on,
        "campaign": "broadband", "amount": "500", "recorded": "yes", "returned_on": on,
    }  # fmt: skip
    return sale_return_records(
        sale_records([row], zone=ZoneInfo("Asia/Shanghai"), currency="CNY")[0]
    )


def october() -> CenterMonth:
    month = a_month("2026-10", SELLER, LEAD)
    return month.starting_from(month.opening([]))


def measured(month: CenterMonth, returns: Records) -> tuple[Diagnostic, ...]:
    return month.month.measure({returns.kind.name: returns}).diagnostics


def told(found: tuple[Diagnostic, ...]) -> list[tuple[str, str]]:
    return [(x.code, x.args["listed"]) for x in found if x.code.startswith("returns-")]


def settled(**facts: object) -> Settlement:
    month = october()
    return month.settle(month.facts({"S1": USUAL, "L1": {**USUAL, **facts}}))


def test_a_return_of_somebody_who_left_is_told_with_what_stays_open() -> None:
    found = measured(october(), returned("GONE", "2026-09-20", "2026-10-05"))

    assert told(found) == [("returns-open", "GONE-2026-09-20 (GONE, CNY 500.00)")]
    (warned,) = [x for x in found if x.code == "returns-open"]
    assert warned.severity is Severity.WARNING
    for locale in LOCALES:
        assert "500.00" in warned.text(locale)
        assert "{" not in warned.text(locale)


def test_a_return_that_is_counted_or_comes_too_late_is_not_told() -> None:
    month = october()

    assert told(measured(month, returned("S1", "2026-09-20", "2026-10-05"))) == []
    assert told(measured(month, returned("S1", "2026-07-20", "2026-10-10"))) == []
    assert told(measured(month, returned("GONE", "2026-07-20", "2026-10-10"))) == []


def test_a_return_in_time_that_no_month_counts_is_told() -> None:
    month = october()
    rules = attrs.evolve(month.month.rules, return_days={"sales_commission": 90})
    longer = attrs.evolve(month, month=attrs.evolve(month.month, rules=rules))

    found = measured(longer, returned("S1", "2026-07-20", "2026-10-10"))

    assert told(found) == [("returns-uncounted", "S1-2026-07-20 (S1, CNY 500.00)")]
    assert not any("{" in x.text(locale) for x in found for locale in LOCALES)


def test_a_return_of_somebody_in_another_post_now_is_told_at_settling() -> None:
    found = settled(returned_of_last_month="500", returned_of_month="20.50")

    assert told(found.diagnostics) == [("returns-open", "L1 (CNY 520.50)")]
    assert told(settled(returned_of_last_month="0").diagnostics) == []


@pytest.mark.parametrize("days", [*range(125), 400, 800])
def test_the_months_a_return_may_reach_are_those_of_the_calendar(days: int) -> None:
    first = dt.date(2025, 1, 1)
    starts = [first + dt.timedelta(days=each) for each in range(365)]
    ends = [each + dt.timedelta(days=days) for each in starts]
    months = [
        12 * (end.year - start.year) + end.month - start.month
        for start, end in zip(starts, ends, strict=True)
    ]

    assert months_reached(days) == max(months)
