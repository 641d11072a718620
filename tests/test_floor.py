"""The floor of the telecom pack at the size of its manual: ratings by the thousand, a staff."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import pytest

from ccops.kpi import Records
from ccops.messages import Text
from ccops.organization import RATING
from ccops.reports import shown_indicator
from ccops.testing.builders import an_employee_row
from ccops.values import Cell, Missing
from tests import loaded

if TYPE_CHECKING:
    from ccops.center import Center
    from ccops.settlement import Settlement

DECISIONS: dict[str, object] = {"standard_days": "22", "award_themes": []}


@pytest.fixture(scope="module")
def telecom() -> Center:
    return loaded.center()


def ratings(days: dict[str, tuple[int, int]]) -> Records:
    """Return ratings of one agent: on each day so many satisfied and so many others."""
    rows: list[tuple[Cell | Missing, ...]] = []
    for day, (satisfied, others) in days.items():
        ordinal = dt.date.fromisoformat(day).toordinal()
        for score, count in ((500, satisfied), (300, others)):
            absent = Missing.NO_RECORDS
            cells = (absent, "E1", ordinal, True, score, True, absent, absent, "test:1")
            rows.extend([cells] * count)
    return Records.of_rows(RATING, rows)


def rated(center: Center, days: dict[str, tuple[int, int]]) -> Settlement:
    month = center.month("2026-10", employees=[an_employee_row("E1")], decisions=DECISIONS)
    return month.settle(month.measure(ratings(days)))


def test_gc_78_a_rate_that_prints_as_the_target_misses_it(telecom: Center) -> None:
    settlement = rated(telecom, {"2026-10-15": (795, 10)})

    assert settlement.value("E1", "satisfaction_rate") == Fraction(795, 805)
    assert settlement.value("E1", "satisfaction") is False


def test_gc_124_the_period_of_call_indicators_decides(telecom: Center) -> None:
    days = {"2026-09-30": (495, 5), "2026-10-10": (490, 10), "2026-10-31": (500, 0)}

    by_month = rated(telecom, days)
    by_attendance = rated(telecom.with_choices(period_of_kpi="attendance"), days)

    assert by_month.value("E1", "satisfaction_rate") == Fraction(990, 1000)
    assert by_month.value("E1", "satisfaction") is True
    assert by_attendance.value("E1", "satisfaction_rate") == Fraction(985, 1000)
    assert by_attendance.value("E1", "satisfaction") is False


def test_gc_79_attrition_is_leavers_over_the_mean_headcount(telecom: Center) -> None:
    stayed = [an_employee_row(f"S{n:03}") for n in range(92)]
    left = [
        an_employee_row(f"L{n}", ended_on="2026-10-10", end_reason="resignation") for n in range(6)
    ]
    joined = [an_employee_row(f"N{n}", hired_on="2026-10-05") for n in range(10)]
    month = telecom.month("2026-10", employees=[*stayed, *left, *joined], decisions=DECISIONS)

    center = month.settle(month.facts()).of("center")

    assert center.value("center", "headcount_before") == 98
    assert center.value("center", "headcount_after") == 102
    assert center.value("center", "attrition") == Fraction(6, 100)
    assert center.value("center", "leavers_resignation") == 6


@pytest.mark.parametrize(("display", "shown"), [("0.00%", "98.76%"), ("0.0%", "98.8%")])
def test_gc_78_what_prints_as_the_target_is_shown_by_its_display_alone(
    display: str, shown: str
) -> None:
    (rate,) = (
        each for each in loaded.pack("base").check_assembly().indicators
        if each.name == "rating_response"
    )  # fmt: skip
    rate = attrs.evolve(rate, display=Text(display))

    assert shown_indicator(rate, Fraction(795, 805), locale="en") == shown
