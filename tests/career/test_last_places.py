"""Last places: training on stand-by after two months running, and never an end (domain 4.5)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.career import LastPlaceRule, LastPlaceStage
from ccops.messages import Label, Text
from ccops.plan import EVERYBODY, Surroundings
from ccops.plan.definitions import RankFigure
from ccops.rules import Shape, pack_fields
from ccops.rules.places import PlacesRounding
from ccops.rules.ranks import Barred, Ties, Unknown
from ccops.testing.plans import a_fact, a_plan, a_settlement
from ccops.values import Unit
from tests.laws import tried

if TYPE_CHECKING:
    from ccops.settlement import Closing, Settlement

POINTS: dict[str, Any] = {"range": "[0..100]", "step": Fraction(1, 100)}
FACTS = (
    a_fact("score", Unit.POINTS, **POINTS),
    a_fact("standby_exam", Unit.POINTS, optional=True, **POINTS),
    a_fact("other_post_agreed", Unit.FLAG, optional=True),
)
PARAMETERS = {"bottom": "5%", "least": "20", "months": "2", "days": "7", "mark": "80"}
RANK = RankFigure(
    name="month_rank",
    population=Text(EVERYBODY),
    order=(Text("score desc"),),
    ties=Ties.SHARE_BEST,
    unknown=Unknown.OUTSIDE,
    barred=Barred.KEEP_PLACE,
    places=PlacesRounding.EXACT,
)


def a_rule(**more: Any) -> LastPlaceRule:
    names = {
        "rank": "month_rank",
        "share": "bottom",
        "least_size": "least",
        "months": "months",
        "training_days": "days",
        "exam": "standby_exam",
        "passed_from": "mark",
        "agreed": "other_post_agreed",
        **more,
    }
    return LastPlaceRule(
        name="bottom_rule",
        label=Label(zh="末位", en="last places"),
        population=Text(EVERYBODY),
        **cast("dict[str, Any]", {key: Text(value) for key, value in names.items()}),
    )


PLAN = a_plan(RANK, facts=FACTS, parameters=PARAMETERS, policies=(a_rule(),))


def month(
    number: int, size: int, before: Closing | None, last: int = 1, **own: object
) -> Settlement:
    """Return a month of so many people; ``last`` is who is last, E1 by the number."""
    scores: dict[str, dict[str, object]] = {
        f"E{each}": {"score": 100 - each} for each in range(1, size + 1)
    }
    scores[f"E{last}"] = {"score": 0}
    scores["E1"] = {**scores["E1"], **own}
    return a_settlement(PLAN, scores, period=f"2026-{number:02}", closing=before)


def stages(*months: tuple[int, dict[str, object]], size: int = 20) -> list[object]:
    found: list[object] = []
    before: Closing | None = None
    for number, (last, own) in enumerate(months, start=1):
        settled = month(number, size, before, last, **own)
        before = settled.closing
        found.append(settled.value("E1", "bottom_rule_stage"))
    return found


LAST: tuple[int, dict[str, object]] = (1, {})
OTHER: tuple[int, dict[str, object]] = (20, {})


def sat(points: object, **more: object) -> tuple[int, dict[str, object]]:
    return 20, {"standby_exam": points, **more}


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        ((LAST, OTHER, LAST), ["watched", "clear", "watched"]),
        ((LAST, LAST), ["watched", "stand_by"]),
        ((LAST, LAST, sat(80)), ["watched", "stand_by", "back"]),
        ((LAST, LAST, sat(80), LAST), ["watched", "stand_by", "back", "watched"]),
        ((LAST, LAST, OTHER, sat(80)), ["watched", "stand_by", "exam_due", "back"]),
        ((LAST, LAST, sat(79), sat(80)), ["watched", "stand_by", "second_training", "back"]),
        (
            (LAST, LAST, sat(79), sat(79), sat(79)),
            ["watched", "stand_by", "second_training", "to_agree", "to_agree"],
        ),
        (
            (LAST, LAST, sat(79, other_post_agreed=True), OTHER),
            ["watched", "stand_by", "other_post", "clear"],
        ),
        ((LAST, LAST, LAST), ["watched", "stand_by", "exam_due"]),
    ],
    ids=[
        "not-running",
        "two-running",
        "passed",
        "counted-anew",
        "exam-later",
        "second-training",
        "to-agree",
        "agreed",
        "places-in-training-do-not-count",
    ],
)
def test_what_follows_from_last_places(
    months: tuple[tuple[int, dict[str, object]], ...], expected: list[str]
) -> None:
    assert stages(*months) == expected


@pytest.mark.parametrize(("size", "stage"), [(19, "clear"), (20, "watched")])
def test_a_last_place_counts_among_twenty(size: int, stage: str) -> None:
    assert stages(LAST, size=size) == [stage]


def test_two_who_share_the_last_place_of_twenty_are_not_last() -> None:
    scores: dict[str, dict[str, object]] = {f"E{n}": {"score": 100 - n} for n in range(1, 19)}
    scores |= {"E19": {"score": 0}, "E20": {"score": 0}}

    settled = a_settlement(PLAN, scores)

    assert [settled.value(each, "bottom_rule_last") for each in ("E19", "E20")] == [False, False]


@tried(30)
@given(size=st.integers(1, 60))
def test_never_more_than_the_share_of_the_places_is_last(size: int) -> None:
    settled = month(1, size, None)

    last = [each for each in settled.employees if settled.value(each, "bottom_rule_last")]
    assert len(last) == (size * 5 // 100 if size >= 20 else 0)


def test_no_word_of_a_last_place_is_the_end_of_employment() -> None:
    words = {each.value for each in LastPlaceStage}

    assert not words & {"exit", "end", "dismiss", "terminate"}
    assert not [
        name for name, (_, spec) in pack_fields(LastPlaceRule).items() if spec.shape is Shape.WORD
    ]


def test_a_parameter_nobody_declared_is_told() -> None:
    around = Surroundings(eligibility={}, currency="CNY", parameters={})
    found = attrs.evolve(a_rule(), months=Text("monhts")).check(around)

    assert {each.code for each in found} == {"unknown-name"}
