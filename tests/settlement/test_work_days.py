"""On which days somebody works: by his shifts, and by the calendar where these say nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from ccops.kpi import Records
from ccops.settlement.measured.work_days import work_days
from ccops.values import Cell, Missing, PeriodDays
from ccops.worktime import WORKED_SHIFT, calendar_handed_in

OCTOBER = PeriodDays(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
SHIFTS = (
    ("L", 4, 8),  # a Sunday
    ("L", 5, 8),
    ("L", 6, 0),  # missed as a whole
    ("M", 7, None),  # rostered, no punches: it is taken as worked
)


def a_center(*rows: tuple[str, int, int | None]) -> dict[str, Records]:
    made = [tuple(_cell(each.name, *row) for each in WORKED_SHIFT.columns) for row in rows]
    return {WORKED_SHIFT.name: Records.of_rows(WORKED_SHIFT, made)}


def _cell(column: str, who: str, day: int, hours: int | None) -> Cell | Missing:
    match column:
        case "employee_id":
            return who
        case "work_date":
            return dt.date(2026, 10, day).toordinal()
        case "shift":
            return "E"
        case "worked" if hours is not None:
            return hours * 3_600_000
        case _:
            return Missing.NOT_MEASURED


@pytest.mark.parametrize(
    ("who", "day", "works"),
    [
        ("L", 4, True),
        ("L", 5, True),
        ("L", 6, False),
        ("L", 7, False),  # somebody else has a shift, he is off
        ("L", 8, True),  # nobody has one: the calendar says Thursday
        ("L", 10, False),
        ("M", 7, True),
        ("H", 5, True),  # he has no shift in them at all
        ("H", 4, False),
    ],
)
def test_who_works_when(who: str, day: int, works: bool) -> None:
    made = work_days(a_center(*SHIFTS), {}, calendar_handed_in({}))

    assert made.works_on(who, dt.date(2026, 10, day)) is works


def test_shifts_missed_as_a_whole_were_not_worked() -> None:
    made = work_days(a_center(*SHIFTS), {}, calendar_handed_in({})).worked(OCTOBER)

    assert made is not None
    assert [each.label for each in made] == ["2026-10-04/E", "2026-10-05/E", "2026-10-07/E"]


def test_without_shifts_the_calendar_says_it() -> None:
    made = work_days({}, {}, calendar_handed_in({}))

    assert made.worked(OCTOBER) is None
    assert made.works_on("L", dt.date(2026, 10, 5))
    assert not made.works_on("L", dt.date(2026, 10, 4))
