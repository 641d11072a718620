"""Hours systems: what is approved on a day, and shifts that name one that is not there."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from ccops.messages import Text
from ccops.values import Scalar, Unit
from ccops.worktime import (
    HoursCycle,
    HoursSystem,
    HoursSystemRule,
    ShiftRule,
    check_hours_systems,
)

LAST_DAY = dt.date(2026, 12, 31)
APPROVED = HoursSystemRule(
    name="floor",
    kind=HoursSystem.COMPREHENSIVE,
    cycle=HoursCycle.QUARTER,
    approval=Text("A-0042"),
    valid_until=LAST_DAY,
)


def a_night(system: str | None) -> ShiftRule:
    return ShiftRule(
        name="W",
        starts=Text("20:30"),
        ends=Text("08:30+1"),
        counted=Scalar(Unit.DURATION, Fraction(12 * 3_600_000)),
        hours_system=None if system is None else Text(system),
    )


@pytest.mark.parametrize(
    ("day", "expected"),
    [(LAST_DAY, True), (LAST_DAY + dt.timedelta(days=1), False)],
    ids=["last-day", "day-after"],
)
def test_an_approval_holds_to_its_last_day(day: dt.date, *, expected: bool) -> None:
    assert APPROVED.is_approved(day) is expected


def test_standard_hours_need_no_approval_and_have_none() -> None:
    assert not HoursSystemRule(name="office", kind=HoursSystem.STANDARD).is_approved(LAST_DAY)


def test_comprehensive_hours_without_a_cycle_are_refused() -> None:
    (found,) = check_hours_systems(
        [HoursSystemRule(name="floor", kind=HoursSystem.COMPREHENSIVE)], []
    )

    assert found.code == "hours-cycle-missing"


def test_a_shift_names_an_hours_system_that_is_there() -> None:
    assert check_hours_systems([APPROVED], [a_night("floor"), a_night(None)]) == ()

    (found,) = check_hours_systems([APPROVED], [a_night("flor")])

    assert (found.code, found.args["nearest"]) == ("unknown-hours-system", "floor")
