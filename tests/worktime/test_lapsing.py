"""The last day on which comp time may be used (S1-27, domain 2.10)."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from ccops.testing.hours import a_lot, hours_terms
from ccops.values import Calendar
from ccops.worktime.lapsing import ENDLESS, LapseRule, months_later

WHOLE_MONTHS = Calendar(id="attendance")


@pytest.mark.parametrize(
    ("dated", "last"),
    [
        ("2025-08-31", "2026-02-28"),
        ("2023-08-31", "2024-02-29"),
        ("2025-01-25", "2025-07-25"),
        ("2025-12-31", "2026-06-30"),
    ],
    ids=["GC-43", "GC-43-leap", "plain", "thirty-days"],
)
def test_six_months_clamp_to_the_end_of_a_shorter_month(dated: str, last: str) -> None:
    assert months_later(dt.date.fromisoformat(dated), 6) == dt.date.fromisoformat(last)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("6 months", dt.date(2025, 7, 25)),
        ("6 periods", dt.date(2025, 7, 25)),
        ("180 days", dt.date(2025, 7, 24)),
        ("1 period", dt.date(2025, 2, 25)),
        ("never", ENDLESS),
    ],
)
def test_the_last_day_of_a_lot_follows_from_its_date(text: str, last: dt.date) -> None:
    rule = LapseRule.parse(text)

    assert rule is not None
    assert hours_terms("2025-07", lapse=rule).last_day(a_lot("2025-01", 8)) == last


@pytest.mark.parametrize("text", ["", "6", "months", "0 months", "6 weeks", "9999 days"])
def test_anything_else_is_no_lapse_rule(text: str) -> None:
    assert LapseRule.parse(text) is None


def test_a_lot_of_a_calendar_month_is_dated_on_its_last_day() -> None:
    terms = hours_terms("2025-09", cut_by=WHOLE_MONTHS)

    assert terms.last_day(a_lot("2025-08", 8)) == dt.date(2026, 2, 28)


def test_the_days_a_lot_says_go_before_the_rule() -> None:
    lot = a_lot("2025-01", 8)
    terms = hours_terms("2025-03")
    day = dt.date(2025, 1, 10)

    assert terms.last_day(attrs.evolve(lot, dated=day.toordinal())) == dt.date(2025, 7, 10)
    assert terms.last_day(attrs.evolve(lot, until=day.toordinal())) == day
