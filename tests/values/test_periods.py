from __future__ import annotations

import calendar
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.values import Calendar, Period, PeriodDays

ATTENDANCE = Calendar(id="attendance", cutoff_day=25)
PERFORMANCE = Calendar(id="performance")
CUTOFFS = st.none() | st.integers(1, 31)
DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31))


@pytest.mark.parametrize(
    ("cutoff", "label", "first", "last"),
    [
        (None, "2026-10", "2026-10-01", "2026-10-31"),
        (None, "2026-02", "2026-02-01", "2026-02-28"),
        (None, "2024-02", "2024-02-01", "2024-02-29"),
        (25, "2026-10", "2026-09-26", "2026-10-25"),
        (25, "2026-01", "2025-12-26", "2026-01-25"),
        (29, "2026-02", "2026-01-30", "2026-02-28"),
        (29, "2026-03", "2026-03-01", "2026-03-29"),
        (29, "2024-02", "2024-01-30", "2024-02-29"),
        (29, "2024-03", "2024-03-01", "2024-03-29"),
        (30, "2026-03", "2026-03-01", "2026-03-30"),
        (31, "2026-04", "2026-04-01", "2026-04-30"),
        (31, "2026-05", "2026-05-01", "2026-05-31"),
        (1, "2026-01", "2025-12-02", "2026-01-01"),
    ],
)
def test_the_days_of_a_period(cutoff: int | None, label: str, first: str, last: str) -> None:
    found = Calendar(id="any", cutoff_day=cutoff).days(label)

    assert (found.first, found.last) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert type(found.first) is type(found.last) is dt.date


def test_one_settlement_has_the_days_of_two_calendars() -> None:
    # GC-49d: cut-off 25, settlement 2026-10
    october = Period.of("2026-10", (ATTENDANCE, PERFORMANCE))

    assert october.days("attendance") == PeriodDays(dt.date(2026, 9, 26), dt.date(2026, 10, 25))
    assert october.days("performance") == PeriodDays(dt.date(2026, 10, 1), dt.date(2026, 10, 31))


@pytest.mark.parametrize(
    ("starts", "attendance", "performance"),
    [
        ("2026-10-25", "2026-10", "2026-10"),
        ("2026-10-26", "2026-11", "2026-10"),
        ("2026-10-31", "2026-11", "2026-10"),
        ("2026-11-01", "2026-11", "2026-11"),
        ("2026-12-26", "2027-01", "2026-12"),
    ],
)
def test_a_shift_belongs_to_the_period_of_the_day_it_starts(
    starts: str, attendance: str, performance: str
) -> None:
    # GC-49d: the night shifts of 25 and 31 October
    day = dt.date.fromisoformat(starts)

    assert ATTENDANCE.label_of(day) == attendance
    assert PERFORMANCE.label_of(day) == performance


@given(CUTOFFS, DAYS)
def test_every_day_belongs_to_exactly_one_period(cutoff: int | None, day: dt.date) -> None:
    found = Calendar(id="any", cutoff_day=cutoff)
    label = found.label_of(day)
    days = found.days(label)

    assert days.holds(day)
    assert found.label_of(days.first) == found.label_of(days.last) == label
    assert found.label_of(days.last + dt.timedelta(days=1)) > label
    assert found.label_of(days.first - dt.timedelta(days=1)) < label
    assert days.days == (days.last - days.first).days + 1


def test_a_period_knows_the_one_before() -> None:
    assert Period.of("2026-01", (PERFORMANCE,)).previous == "2025-12"
    assert PERFORMANCE.days("2024-02").days == calendar.monthrange(2024, 2)[1]
    assert not PERFORMANCE.days("2024-02").holds(dt.date(2024, 3, 1))


@pytest.mark.parametrize(
    "label", ["", "2026", "2026-13", "2026-00", "2026-1", "26-10", "２０２６-10"]
)
def test_a_label_is_a_year_and_a_month(label: str) -> None:
    with pytest.raises(ValueError, match="YYYY-MM"):
        PERFORMANCE.days(label)


@pytest.mark.parametrize("cutoff", [0, 32, -1])
def test_a_cutoff_is_a_day_of_a_month(cutoff: int) -> None:
    with pytest.raises(ValueError, match="1 to 31"):
        Calendar(id="any", cutoff_day=cutoff)


def test_a_calendar_the_pack_has_not_is_refused() -> None:
    with pytest.raises(KeyError):
        Period.of("2026-10", (PERFORMANCE,)).days("attendance")
