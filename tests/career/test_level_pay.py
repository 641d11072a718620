"""What levels are paid: over the days of each, and of a trial as the ladder says."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.career import LadderRule, LevelRule, NeedRule, PayFrom
from ccops.facts import AssignmentKind
from ccops.messages import Label, Text
from ccops.plan import EVERYBODY
from ccops.testing.builders import an_assignment, an_employee
from ccops.testing.plans import a_fact, a_month, a_plan
from ccops.values import Money, Rounding, RoundingMode, Unit
from tests.laws import tried

if TYPE_CHECKING:
    from ccops.settlement import Settlement

EXAM = a_fact("exam", Unit.POINTS, range="[0..100]", step=Fraction(1, 100))
SHARES = {"junior_pay": "100%", "senior_pay": "135%"}
AMOUNTS = {"junior_pay": "CNY 1000", "senior_pay": "CNY 1350"}
SHARE = {"junior": Fraction(1), "senior": Fraction(27, 20)}


def a_ladder(**more: Any) -> LadderRule:
    need = NeedRule(name="exam", label=Label(en="exam"), is_=Text("exam >= 85"))
    levels = (
        LevelRule(name="junior", label=Label(en="junior"), post_pay=Text("junior_pay")),
        LevelRule(
            name="senior", label=Label(en="senior"), entry=(need,), post_pay=Text("senior_pay")
        ),
    )
    told = {"name": "grade", "label": Label(en="grades"), "population": Text(EVERYBODY)}
    return LadderRule(**{**told, "levels": levels, **more})


def settled(
    ladder: LadderRule, changes: dict[int, str], *, parameters: Any = SHARES, level: str = "junior"
) -> Settlement:
    """Return October of somebody whose level changes on days of it."""
    plan = a_plan(facts=(EXAM,), parameters=parameters, policies=(ladder,))
    assert plan.diagnostics == ()
    month = a_month(plan, [attrs.evolve(an_employee("E1"), level=level)])
    dated = tuple(
        an_assignment("E1", AssignmentKind.LEVEL, each, first=dt.date(2026, 10, day))
        for day, each in changes.items()
    )
    month = attrs.evolve(month, assignments=dated)
    return month.settle(month.facts({"E1": {"exam": 90}}))


@tried(15)
@given(changes=st.dictionaries(st.integers(1, 31), st.sampled_from(["junior", "senior"])))
def test_a_period_is_paid_by_the_days_of_each_level(changes: dict[int, str]) -> None:
    held = [
        next((changes[x] for x in range(day, 0, -1) if x in changes), "junior")
        for day in range(1, 32)
    ]

    found = settled(a_ladder(), changes)

    paid = sum(SHARE[each] for each in held) / 31
    assert found.value("E1", "grade_level_pay") == paid
    assert found.value("E1", "grade_post_pay") == paid


def test_a_level_of_no_ladder_is_paid_nothing_by_it() -> None:
    assert settled(a_ladder(), {}, level="guest").value("E1", "grade_post_pay") == 0


def test_days_in_a_level_of_no_ladder_are_left_out() -> None:
    found = settled(a_ladder(), {11: "senior"}, level="guest")

    assert found.value("E1", "grade_post_pay") == SHARE["senior"]


def test_amounts_are_paid_by_days_too_and_rounded_once() -> None:
    ladder = a_ladder(rounding=Rounding(scale=100, mode=RoundingMode.HALF_UP))

    found = settled(ladder, {21: "senior"}, parameters=AMOUNTS)

    assert found.value("E1", "grade_post_pay") == Money.from_minor("CNY", 112_419)


@pytest.mark.parametrize(
    ("pay_from", "expected"),
    [(PayFrom.AFTER_TRIAL, [1, 1]), (PayFrom.TRIAL_START, [1, SHARE["senior"]])],
)
def test_a_trial_is_paid_as_the_ladder_says(pay_from: PayFrom, expected: list[Fraction]) -> None:
    ladder = a_ladder(trial=Text("1 period"), pay_from=pay_from)
    plan = a_plan(facts=(EXAM,), parameters=SHARES, policies=(ladder,))
    paid, before = [], None
    for period in ("2026-09", "2026-10"):
        employee = attrs.evolve(an_employee("E1"), level="junior")
        month = a_month(plan, [employee], period=period, closing=before)
        found = month.settle(month.facts({"E1": {"exam": 90}}))
        before = found.closing
        paid.append(found.value("E1", "grade_post_pay"))

    assert paid == expected


def test_without_the_pay_of_every_level_nothing_is_paid_by_it() -> None:
    first, second = a_ladder().levels
    ladder = a_ladder(levels=(attrs.evolve(first, post_pay=None), second))

    assert ladder.given_facts("CNY") == ()
    plan = a_plan(facts=(EXAM,), parameters=SHARES, policies=(ladder,))
    assert plan.steps_of("grade_post_pay") == ()
