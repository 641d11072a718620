"""Trials, reserve lists and posts: what comes between being ready and having the level."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from ccops.career import LadderRule, LevelRule, NeedRule, PayFrom, PostRule
from ccops.messages import Label, Text
from ccops.plan import EVERYBODY, Surroundings
from ccops.testing.builders import an_employee
from ccops.testing.plans import a_fact, a_plan, a_settlement
from ccops.values import NOT_APPLICABLE, Unit

if TYPE_CHECKING:
    from ccops.settlement import Settlement

FACTS = (
    a_fact("exam", Unit.POINTS, range="[0..100]", step=Fraction(1, 100)),
    a_fact("open_posts", Unit.COUNT, range="[0..100]"),
)


def a_need(name: str, formula: str) -> NeedRule:
    return NeedRule(name=name, label=Label(en=name), is_=Text(formula))


def a_level(name: str, *entry: NeedRule, **more: Any) -> LevelRule:
    return LevelRule(name=name, label=Label(en=name), entry=entry, **more)


JUNIOR = a_level("junior")
SENIOR = a_level(
    "senior",
    a_need("exam", "exam >= 85"),
    a_need("open_post", "open_posts > 0"),
    keep=(a_need("exam", "exam >= 75"),),
    reserve=(Text("open_post"),),
)
GUIDE = PostRule(
    name="guide",
    label=Label(en="guide"),
    levels=(Text("senior"),),
    entry=(a_need("exam", "exam >= 90"),),
)


def a_ladder(**more: Any) -> LadderRule:
    return LadderRule(
        **{
            "name": "grade",
            "label": Label(en="grades"),
            "population": Text(EVERYBODY),
            "levels": (JUNIOR, SENIOR),
            "trial": Text("1 period"),
            **more,
        }
    )


def months(ladder: LadderRule, *exams: int | str, first: int = 1) -> list[Settlement]:
    """Return a junior's months from one of 2026 on, one after the other."""
    plan = a_plan(facts=FACTS, policies=(ladder,))
    assert plan.diagnostics == ()
    found: list[Settlement] = []
    for number, exam in enumerate(exams, start=first):
        found.append(
            a_settlement(
                plan,
                {"E1": {"exam": exam, "open_posts": 1}},
                employees=[attrs.evolve(an_employee("E1"), level="junior")],
                period=f"2026-{number:02}",
                closing=found[-1].closing if found else None,
            )
        )
    return found


def told(settlement: Settlement, *names: str) -> list[object]:
    return [settlement.value("E1", f"grade_{name}") for name in names]


def test_a_promotion_is_tried_in_the_period_after_it_is_proposed() -> None:
    first, second = months(a_ladder(), 90, 80)

    assert told(first, "proposal", "trial", "trial_outcome") == ["promote", 0, "no_trial"]
    assert told(second, "trial", "trial_level", "trial_outcome") == [1, "senior", "passed"]


def test_a_trial_that_does_not_hold_at_its_end_is_failed_with_its_reason() -> None:
    _, second, third = months(a_ladder(), 90, 74, 90)

    assert told(second, "trial_outcome") == ["failed"]
    assert [each.code for each in second.reasons("E1", "grade_trial_outcome")] == ["exam"]
    assert told(third, "trial", "trial_level", "proposal") == [0, "junior", "promote"]


def test_nobody_is_promoted_again_while_on_trial() -> None:
    _, second = months(a_ladder(), 90, 90)

    assert told(second, "proposal", "senior_ready", "on_trial") == ["hold", False, True]
    assert [each.code for each in second.reasons("E1", "grade_proposal")] == ["on_trial"]


def test_a_longer_trial_runs_until_its_last_period() -> None:
    listed = months(a_ladder(trial=Text("3 periods")), 90, 10, 10, 75, 70)

    assert [told(each, "trial", "trial_outcome") for each in listed] == [
        [0, "no_trial"],
        [1, "running"],
        [2, "running"],
        [3, "passed"],
        [0, "no_trial"],
    ]


@pytest.mark.parametrize(
    ("pay_from", "expected"),
    [(PayFrom.AFTER_TRIAL, "junior"), (PayFrom.TRIAL_START, "senior")],
    ids=["after-the-trial", "from-its-start"],
)
def test_the_level_paid_during_a_trial_is_the_one_agreed(pay_from: PayFrom, expected: str) -> None:
    first, second = months(a_ladder(pay_from=pay_from), 90, 90)

    assert told(first, "paid") == ["junior"]
    assert told(second, "paid") == [expected]


def test_a_trial_follows_a_half_yearly_review() -> None:
    ladder = a_ladder(every=Text("6 periods"), anchor=Text("2026-01"))

    listed = months(ladder, 90, 90, 90, first=5)

    assert [told(each, "trial") for each in listed] == [[0], [0], [1]]
    assert told(listed[1], "proposal") == ["promote"]
    assert told(listed[2], "proposal") == [NOT_APPLICABLE]


def test_who_lacks_but_an_open_post_is_on_the_reserve_list() -> None:
    plan = a_plan(facts=FACTS, policies=(a_ladder(),))
    given = {"E1": {"exam": 85, "open_posts": 0}, "E2": {"exam": 84, "open_posts": 0}}
    employees = [attrs.evolve(an_employee(each), level="junior") for each in given]

    settlement = a_settlement(plan, given, employees=employees)

    assert [settlement.value(each, "grade_senior_reserve") for each in given] == [True, False]
    assert [settlement.value(each, "grade_proposal") for each in given] == ["hold", "hold"]


@pytest.mark.parametrize(
    ("level", "exam", "may", "codes"),
    [
        ("senior", 90, True, []),
        ("senior", 89, False, ["exam"]),
        ("junior", 99, False, []),
    ],
    ids=["may", "exam-lacks", "level-lacks"],
)
def test_a_post_is_taken_from_the_levels_it_names(
    level: str, exam: int, may: bool, codes: list[str]
) -> None:
    plan = a_plan(facts=FACTS, policies=(a_ladder(posts=(GUIDE,)),))
    employees = [attrs.evolve(an_employee("E1"), level=level)]

    settlement = a_settlement(plan, {"E1": {"exam": exam, "open_posts": 0}}, employees=employees)

    assert settlement.value("E1", "grade_post_guide") is may
    assert [each.code for each in settlement.reasons("E1", "grade_post_guide")] == codes


@pytest.mark.parametrize(
    ("ladder", "code"),
    [
        (a_ladder(trial=Text("a month")), "trial-wrong"),
        (a_ladder(trial=Text("13 periods")), "trial-wrong"),
        (a_ladder(posts=(attrs.evolve(GUIDE, levels=(Text("seniro"),)),)), "unknown-level"),
        (
            a_ladder(levels=(JUNIOR, attrs.evolve(SENIOR, reserve=(Text("exams"),)))),
            "unknown-need",
        ),
    ],
    ids=["no-length", "too-long", "post-of-no-level", "reserve-of-no-need"],
)
def test_what_names_nothing_is_told(ladder: LadderRule, code: str) -> None:
    around = Surroundings(eligibility={}, currency="CNY", parameters={})

    assert [each.code for each in ladder.check(around)] == [code]
