"""Careers: who goes up or down from when, and in words what others still lack."""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.career import (
    CareerRules,
    Careers,
    ExitRule,
    LadderRule,
    LevelRule,
    NeedRule,
    Outcome,
    PayFrom,
    Proposal,
    Standing,
    TrialOutcome,
)
from ccops.messages import LOCALES, Label, Text
from ccops.plan import EVERYBODY
from ccops.settlement.lists.careers import careers_of
from ccops.settlement.words.career_words import careers_text, need_text
from ccops.testing.builders import an_employee
from ccops.testing.plans import a_fact, a_month, a_plan
from ccops.values import Unit
from tests.laws import tried

if TYPE_CHECKING:
    from ccops.messages import Locale
    from ccops.settlement import Closing

FACTS = (
    attrs.evolve(
        a_fact("score", Unit.POINTS, range="[0..100]", step=Fraction(1, 100)),
        label=Label(zh="月度得分", en="monthly score"),
    ),
    attrs.evolve(
        a_fact("complaints", Unit.COUNT, range="[0..100]"),
        label=Label(zh="有效投诉", en="valid complaints"),
    ),
    attrs.evolve(a_fact("certified", Unit.FLAG), label=Label(zh="持证上岗", en="certificate")),
    a_fact("level_since", Unit.DATE),
)
PARAMETERS = {"mark": "85", "half_year": "183", "least": "3"}


def a_need(name: str, formula: str, zh: str = "", en: str = "") -> NeedRule:
    return NeedRule(name=name, label=Label(zh=zh or name, en=en or name), is_=Text(formula))


def a_level(name: str, zh: str, *entry: NeedRule, **more: Any) -> LevelRule:
    return LevelRule(name=name, label=Label(zh=zh, en=name), entry=entry, **more)


JUNIOR = a_level("junior", "初级")
SENIOR = a_level(
    "senior",
    "高级",
    a_need("months", "streak(score >= mark) >= 3", "连续达标", "months running"),
    a_need("complaints", "complaints <= 2", "投诉", "complaints"),
    a_need("certified", "certified", "证书", "certificate"),
    keep=(a_need("score", "score >= 75", "得分", "score"),),
    exit=(
        ExitRule(
            name="grave",
            label=Label(zh="严重违规", en="grave"),
            if_=Text("complaints >= 9"),
            outcome=Outcome.REVIEW,
        ),
    ),
)


def a_ladder(**more: Any) -> LadderRule:
    return LadderRule(
        **{
            "name": "grade",
            "label": Label(zh="等级", en="grades"),
            "population": Text(EVERYBODY),
            "levels": (JUNIOR, SENIOR),
            **more,
        }
    )


def careers(
    ladder: LadderRule,
    *months: dict[str, object],
    level: str | None = "junior",
    first: int = 8,
) -> list[Careers]:
    """Return the careers of one person's months, from a month of 2026 on."""
    plan = a_plan(facts=FACTS, parameters=PARAMETERS, policies=(ladder,))
    assert plan.diagnostics == ()
    found: list[Careers] = []
    before: Closing | None = None
    for number, own in enumerate(months, start=first):
        usual: dict[str, object] = {"score": 90, "complaints": 0, "certified": True}
        usual |= {"level_since": dt.date(2026, 1, 1), **own}
        employee = attrs.evolve(an_employee("E1"), level=level)
        month = a_month(plan, [employee], period=f"2026-{number:02}", closing=before)
        rules = attrs.evolve(month.rules, careers=CareerRules(ladders=(ladder,)))
        month = attrs.evolve(month, rules=rules)
        settlement = month.settle(month.facts({"E1": usual}))
        before = settlement.closing
        found.append(careers_of(settlement, month.employees, month.assignments))
    return found


def standing(made: Careers) -> Standing:
    (review,) = made.ladders
    (found,) = review.standings
    return found


def lacks(made: Careers, locale: Locale) -> list[str]:
    return [need_text(each, locale=locale) for each in standing(made).lacks]


# -- what is still missing ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "english", "chinese"),
    [
        (
            ({"score": 84}, {}),
            ["senior: months running: 2 more months with monthly score at least 85"],
            ["高级：连续达标：还需 2 个月（月度得分达到 85）"],
        ),
        (
            ({"score": 84}, {}, {}),
            ["senior: months running: one more month with monthly score at least 85"],
            ["高级：连续达标：还需 1 个月（月度得分达到 85）"],
        ),
        (({"score": 84}, {}, {}, {}), [], []),
        (
            ({"score": 84}, {}, {}, {"complaints": 4}),
            ["senior: complaints: valid complaints at most 2; now 4, 2 over"],
            ["高级：投诉：有效投诉不超过 2；现为 4，超出 2"],
        ),
        (
            ({"score": 84}, {}, {}, {"certified": False}),
            ["senior: certificate: not yet so"],
            ["高级：证书：持证上岗：尚未满足"],
        ),
    ],
    ids=["two-months", "one-month", "nothing", "complaints", "certificate"],
)
def test_what_is_missing_is_told_in_both_languages(
    months: tuple[dict[str, object], ...], english: list[str], chinese: list[str]
) -> None:
    last = careers(a_ladder(), *months)[-1]

    assert lacks(last, "en") == english
    assert lacks(last, "zh_CN") == chinese


def test_a_value_nobody_knows_is_told_with_its_reason() -> None:
    (made,) = careers(a_ladder(), {"score": 90})

    (months,) = standing(made).lacks
    assert months.gaps[0].kind.value == "unknown_months"
    told = need_text(months, locale="en")
    assert "months with monthly score at least 85: missing: no earlier periods" in told
    assert standing(made).proposal is not Proposal.PROMOTE


# -- days -----------------------------------------------------------------------------------------

READY: tuple[dict[str, object], ...] = ({"score": 84}, {}, {}, {})  # August to November 2026


def test_a_promotion_without_a_trial_is_paid_from_the_next_period_on() -> None:
    found = standing(careers(a_ladder(), *READY)[-1])

    assert (found.proposal, found.target) == (Proposal.PROMOTE, "senior")
    assert (found.trial_from, found.pay_from) == (None, dt.date(2026, 12, 1))


@pytest.mark.parametrize(
    ("pay_from", "day"),
    [
        (PayFrom.AFTER_TRIAL, dt.date(2027, 1, 1)),
        (PayFrom.TRIAL_START, dt.date(2026, 12, 1)),
    ],
    ids=["after-the-trial", "from-its-start"],
)
def test_a_trial_has_its_days_before_it_begins_and_when_it_ends(
    pay_from: PayFrom, day: dt.date
) -> None:
    ladder = a_ladder(trial=Text("1 period"), pay_from=pay_from)
    *_, proposed, tried = careers(ladder, *READY, {})

    days = (dt.date(2026, 12, 1), dt.date(2026, 12, 31))
    assert (standing(proposed).trial_from, standing(proposed).trial_until) == days
    assert (standing(tried).trial_from, standing(tried).trial_until) == days
    assert standing(tried).trial is TrialOutcome.PASSED
    assert [standing(each).pay_from for each in (proposed, tried)] == [day, day]


def test_a_failed_trial_moves_no_pay_and_says_what_failed() -> None:
    *_, tried = careers(a_ladder(trial=Text("1 period")), *READY, {"score": 74})

    found = standing(tried)
    assert (found.trial, found.pay_from) == (TrialOutcome.FAILED, None)
    assert [each.code for each in found.reasons] == ["score", "on_trial"]
    assert "74" in careers_text(tried, locale="en", names={})


def test_pay_moves_on_the_first_day_of_a_step_down() -> None:
    (made,) = careers(a_ladder(agreed=Text("§4")), {"score": 74}, level="senior")

    found = standing(made)
    assert (found.proposal, found.target) == (Proposal.DEMOTE, "junior")
    assert found.pay_from == dt.date(2026, 9, 1)
    text = careers_text(made, locale="zh_CN", names={"E1": "林静"})
    assert "E1 林静：高级 → 初级，建议降一级" in text
    assert "降薪的约定依据：§4" in text


def test_a_review_names_the_next_one() -> None:
    ladder = a_ladder(every=Text("6 periods"), anchor=Text("2026-01"))

    (made,) = careers(ladder, {"score": 84})

    (review,) = made.ladders
    assert (review.is_due, review.next_review) == (False, "2026-12")
    assert standing(made).proposal is None
    assert standing(made).lacks  # what is missing is known all the time


def test_a_person_must_decide_where_no_rule_may() -> None:
    (made,) = careers(a_ladder(), {"complaints": 9}, level="senior")

    assert standing(made).proposal is Proposal.REVIEW
    assert "a person must decide" in careers_text(made, locale="en", names={})


@pytest.mark.parametrize("locale", LOCALES)
def test_every_line_has_words_in_every_language(locale: Locale) -> None:
    ladder = a_ladder(trial=Text("1 period"))
    for made in careers(ladder, *READY, {"score": 70}, {}, first=5):
        text = careers_text(made, locale=locale, names={})
        assert "careers-" not in text
        assert "gap-" not in text
        assert "{" not in text


def test_careers_are_plain_json_data() -> None:
    made = careers(a_ladder(), *READY)[1]

    data = json.loads(json.dumps(made.to_dict()))

    (person,) = data["ladders"]["grade"]["people"]
    assert person["proposal"] == "hold"
    (lacking,) = person["lacks"]
    assert lacking["gaps"][0]["more"] == 2
    (bound,) = lacking["gaps"][0]["bounds"]
    assert (bound["operator"], bound["limit"]["value"]) == (">=", [85, 1])


# -- laws -----------------------------------------------------------------------------------------


def more_months(made: Careers) -> int:
    return sum(gap.more for need in standing(made).lacks for gap in need.gaps)


@tried(25)
@given(scores=st.lists(st.integers(80, 90), min_size=1, max_size=6))
def test_after_the_months_that_are_missing_and_no_sooner_the_level_is_open(
    scores: list[int],
) -> None:
    rows: list[dict[str, object]] = [{"score": each} for each in scores]
    good: list[dict[str, object]] = [{"score": 85}] * 3
    start: tuple[dict[str, object], ...] = ({"score": 0}, *rows)
    missing = more_months(careers(a_ladder(), *start, first=1)[-1])

    later = careers(a_ladder(), *start, *good, first=1)[len(start) - 1 :]
    proposals = [standing(each).proposal for each in later]

    assert proposals[missing] is Proposal.PROMOTE
    assert Proposal.PROMOTE not in proposals[:missing]


@tried(40)
@given(complaints=st.integers(0, 100))
def test_what_is_short_is_what_would_do(complaints: int) -> None:
    months: list[dict[str, object]] = [{}] * 3
    last = careers(a_ladder(), {"score": 0}, *months, {"complaints": complaints}, first=1)[-1]

    shorts = [gap.short for need in standing(last).lacks for gap in need.gaps]

    assert shorts == ([Fraction(complaints - 2)] if complaints > 2 else [])
