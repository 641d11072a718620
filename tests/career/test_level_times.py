"""The time to the next level: the median of those who got there, or nothing where they are few."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.career import LadderRule, LevelRule, LevelTime, level_times
from ccops.facts import Assignment, AssignmentKind
from ccops.messages import Label, Text
from ccops.plan import EVERYBODY
from ccops.testing.builders import an_employee
from tests.laws import tried

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.facts import Employee

LADDER = LadderRule(
    name="grade",
    label=Label(en="grades"),
    population=Text(EVERYBODY),
    levels=tuple(LevelRule(name=each, label=Label(en=each)) for each in ("junior", "senior")),
)
START = dt.date(2024, 1, 1)
ON = dt.date(2026, 10, 31)


def a_person(
    name: str, *levels: tuple[str, int], ended: int | None = None
) -> tuple[Employee, list[Assignment]]:
    """Return somebody with levels, each from so many days after the start on."""
    ended_on = None if ended is None else START + dt.timedelta(days=ended)
    employee = attrs.evolve(an_employee(name), hired_on=START, ended_on=ended_on)
    return employee, [
        Assignment(
            employee_id=name,
            what=AssignmentKind.LEVEL,
            value=level,
            first=START + dt.timedelta(days=day),
        )
        for level, day in levels
    ]


def times(
    *people: tuple[Employee, list[Assignment]], on: dt.date = ON, least: int = 3
) -> LevelTime:
    employees = [each for each, _ in people]
    assignments = [each for _, own in people for each in own]
    (found,) = level_times(LADDER, employees, assignments, on=on, least=least)
    return found


def promoted_after(*days: int) -> list[tuple[Employee, list[Assignment]]]:
    return [
        a_person(f"E{number}", ("junior", 0), ("senior", each)) for number, each in enumerate(days)
    ]


def test_the_median_is_that_of_those_who_got_there() -> None:
    waiting = a_person("W1", ("junior", 900))
    long_waiting = a_person("W2", ("junior", 0))

    found = times(*promoted_after(100, 200, 150), waiting, long_waiting)

    assert found.median == 150
    assert (found.reached, found.waiting, found.beyond) == (3, 2, 1)


def test_of_an_even_number_it_is_the_mean_of_the_two_in_the_middle() -> None:
    assert times(*promoted_after(100, 200, 150, 151)).median == Fraction(301, 2)


def test_too_few_say_nothing() -> None:
    found = times(*promoted_after(100, 200))

    assert (found.median, found.reached, found.least) == (None, 2, 3)


def test_who_left_the_level_otherwise_is_no_part_of_it() -> None:
    left = a_person("L1", ("junior", 0), ended=50)

    found = times(*promoted_after(100, 200, 150), left)

    assert found.median == 150
    assert (found.left, found.waiting) == (1, 0)


def test_a_stay_whose_first_day_nobody_dated_is_left_out() -> None:
    employee, _ = a_person("U1")
    undated = attrs.evolve(employee, level="junior")

    assert times((undated, []), *promoted_after(1, 2, 3)).waiting == 0


def test_what_lies_ahead_is_not_known_yet() -> None:
    found = times(*promoted_after(100, 200, 300), on=START + dt.timedelta(days=150), least=1)

    assert found.median == 100
    assert (found.reached, found.waiting, found.beyond) == (1, 2, 2)


def test_a_median_of_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        times(least=0)


@tried(40)
@given(days=st.lists(st.integers(1, 900), min_size=1, max_size=12))
def test_the_median_does_not_depend_on_the_order(days: Sequence[int]) -> None:
    found = times(*promoted_after(*days), least=1)
    again = times(*promoted_after(*reversed(days)), least=1)

    assert found.median == again.median == Fraction(median(map(Fraction, days)))
