"""Ladders: which level is proposed for whom, what is still missing, and ways that lead nowhere."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from ccops.career import (
    ExitRule,
    LadderRule,
    LevelRule,
    NeedRule,
    Outcome,
    check_ladder,
    ways_down,
    ways_up,
)
from ccops.messages import Label, Text
from ccops.plan import EVERYBODY, ParameterRule, Surroundings
from ccops.rules import pack_fields
from ccops.testing.builders import an_employee
from ccops.testing.plans import a_fact, a_plan, a_settlement
from ccops.values import Missing, Unit

if TYPE_CHECKING:
    from ccops.facts import Employee
    from ccops.settlement import Settlement

POINTS: dict[str, Any] = {"range": "[0..100]", "step": Fraction(1, 100)}
FACTS = (
    a_fact("exam", Unit.POINTS, **POINTS),
    a_fact("mean_score", Unit.POINTS, **POINTS),
    a_fact("valid_complaints", Unit.COUNT, range="[0..100]"),
    a_fact("points_place", Unit.RATIO),
    a_fact("breaches", Unit.COUNT, range="[0..100]"),
    a_fact("level_since", Unit.DATE),
)
PARAMETERS = {"half_year": "183", "year": "365"}


def a_need(name: str, formula: str) -> NeedRule:
    return NeedRule(name=name, label=Label(en=name), is_=Text(formula))


def an_exit(name: str, formula: str, outcome: Outcome = Outcome.DEMOTE) -> ExitRule:
    return ExitRule(name=name, label=Label(en=name), if_=Text(formula), outcome=outcome)


def a_level(name: str, *entry: NeedRule, **more: Any) -> LevelRule:
    return LevelRule(name=name, label=Label(en=name), entry=entry, **more)


def a_ladder(*levels: LevelRule, **more: Any) -> LadderRule:
    return LadderRule(
        name="grade",
        label=Label(en="grades"),
        population=Text(EVERYBODY),
        levels=levels,
        **more,
    )


JUNIOR = a_level("junior")
INTERMEDIATE = a_level(
    "intermediate",
    a_need("exam", "exam >= 80"),
    a_need("mean", "mean_score >= 80"),
    keep=(a_need("mean", "mean_score >= 75"),),
)
SENIOR = a_level(
    "senior",
    a_need("exam", "exam >= 85"),
    a_need("complaints", "valid_complaints <= 2"),
    a_need("top_tenth", "points_place <= 0.10"),
    exit=(
        an_exit("bottom", "points_place > 0.95"),
        an_exit("breaches", "breaches >= 3", Outcome.STAND_BY),
        an_exit("grave", "breaches >= 9", Outcome.REVIEW),
    ),
)
LADDER = a_ladder(JUNIOR, INTERMEDIATE, SENIOR)
GIVEN = {
    "exam": 90,
    "mean_score": 90,
    "valid_complaints": 0,
    "points_place": "0.05",
    "breaches": 0,
}


def at_level(employee: str, level: str | None) -> Employee:
    return attrs.evolve(an_employee(employee), level=level)


def settled(
    ladder: LadderRule, people: dict[str, tuple[str | None, dict[str, Any]]]
) -> Settlement:
    plan = a_plan(facts=FACTS, parameters=PARAMETERS, policies=(ladder,))
    assert plan.diagnostics == ()
    given = {each: {**GIVEN, **values} for each, (_, values) in people.items()}
    employees = [at_level(each, level) for each, (level, _) in people.items()]
    return a_settlement(plan, given, employees=employees)


def proposed(settlement: Settlement, employee: str) -> tuple[object, object, list[str]]:
    reasons = settlement.reasons(employee, "grade_proposal")
    return (
        settlement.value(employee, "grade_proposal"),
        settlement.value(employee, "grade_target"),
        [each.code for each in reasons],
    )


# -- proposals ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "values", "expected"),
    [
        ("junior", {}, ("promote", "intermediate", [])),
        ("junior", {"exam": 80, "mean_score": 80}, ("promote", "intermediate", [])),
        ("junior", {"exam": "79.99"}, ("hold", "junior", ["exam"])),
        ("junior", {"exam": 0, "mean_score": 0}, ("hold", "junior", ["exam", "mean"])),
        ("intermediate", {}, ("promote", "senior", [])),
        ("intermediate", {"mean_score": 75, "exam": 84}, ("hold", "intermediate", ["exam"])),
        ("intermediate", {"mean_score": "74.99"}, ("demote", "junior", ["mean"])),
        ("senior", {}, ("hold", "senior", [])),
        ("senior", {"points_place": "0.96"}, ("demote", "intermediate", ["bottom"])),
        ("senior", {"breaches": 3}, ("stand_by", "senior", ["breaches"])),
        ("senior", {"breaches": 9}, ("review", "senior", ["breaches", "grave"])),
    ],
)
def test_a_ladder_proposes_one_step_at_a_time(
    level: str, values: dict[str, Any], expected: tuple[object, ...]
) -> None:
    settlement = settled(LADDER, {"E1": (level, values)})

    assert proposed(settlement, "E1") == expected


@pytest.mark.parametrize(
    ("complaints", "place", "expected"),
    [
        (2, "0.10", ("promote", "senior", [])),
        (3, "0.10", ("hold", "intermediate", ["complaints"])),
    ],
    ids=["allowed", "three-complaints"],
)
def test_gc_58_half_year_rank_and_complaints(
    complaints: int, place: str, expected: tuple[object, ...]
) -> None:
    values = {"valid_complaints": complaints, "points_place": place}

    settlement = settled(LADDER, {"E1": ("intermediate", values)})

    assert proposed(settlement, "E1") == expected


def test_gc_58_the_bottom_of_the_half_year_is_demoted() -> None:
    settlement = settled(LADDER, {"E1": ("senior", {"points_place": "0.97"})})

    assert proposed(settlement, "E1") == ("demote", "intermediate", ["bottom"])


def test_who_falls_is_not_promoted_although_the_next_level_is_open() -> None:
    level = attrs.evolve(INTERMEDIATE, exit=(an_exit("breaches", "breaches >= 1"),))

    settlement = settled(
        a_ladder(JUNIOR, level, SENIOR), {"E1": ("intermediate", {"breaches": 1})}
    )

    assert proposed(settlement, "E1") == ("demote", "junior", ["breaches"])


def test_a_level_that_is_not_on_the_ladder_is_held_and_told() -> None:
    settlement = settled(LADDER, {"E1": ("expert", {})})

    assert proposed(settlement, "E1") == ("hold", "expert", ["off_ladder"])


def test_without_a_level_there_is_no_proposal() -> None:
    settlement = settled(LADDER, {"E1": (None, {})})

    assert settlement.value("E1", "grade_proposal") is Missing.NO_RECORDS


def test_what_a_level_not_in_question_asks_for_may_be_missing() -> None:
    plan = a_plan(facts=FACTS, parameters=PARAMETERS, policies=(LADDER,))
    given = {"E1": {"exam": 90, "mean_score": 90}}  # nothing of what the senior level reads

    settlement = a_settlement(plan, given, employees=[at_level("E1", "junior")])

    assert proposed(settlement, "E1") == ("promote", "intermediate", [])


def test_two_ways_up_take_the_first_whose_needs_hold() -> None:
    lead = a_level("lead", a_need("breaches", "breaches == 0"))
    expert = a_level("expert", a_need("exam", "exam >= 95"))
    fork = a_level("senior", a_need("exam", "exam >= 85"), to=(Text("expert"), Text("lead")))
    ladder = a_ladder(JUNIOR, fork, attrs.evolve(expert, to=()), attrs.evolve(lead, to=()))

    settlement = settled(
        ladder,
        {"E1": ("senior", {"exam": 96}), "E2": ("senior", {}), "E3": ("senior", {"breaches": 1})},
    )

    assert proposed(settlement, "E1")[:2] == ("promote", "expert")
    assert proposed(settlement, "E2")[:2] == ("promote", "lead")
    assert proposed(settlement, "E3") == ("hold", "senior", ["exam", "breaches"])


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (dt.date(2026, 5, 1), ("promote", "intermediate", [])),  # 183 days to 31 October
        (dt.date(2026, 5, 2), ("hold", "junior", ["least_time"])),
    ],
    ids=["on-the-day", "a-day-short"],
)
def test_days_in_the_level_before_count_to_the_end_of_the_period(
    since: dt.date, expected: tuple[object, ...]
) -> None:
    level = attrs.evolve(INTERMEDIATE, least_time=Text("half_year"))
    ladder = a_ladder(JUNIOR, level, since=Text("level_since"))

    settlement = settled(ladder, {"E1": ("junior", {"level_since": since})})

    assert proposed(settlement, "E1") == expected


def test_a_proposal_explains_itself_by_what_is_missing() -> None:
    settlement = settled(LADDER, {"E1": ("junior", {"exam": 70})})

    told = str(settlement.explain("E1", "grade_proposal", locale="en"))

    assert "intermediate: exam" in told


# -- what is wrong ------------------------------------------------------------------------------


def codes(ladder: LadderRule) -> list[str]:
    return [each.code for each in check_ladder(ladder)]


def to(*names: str) -> tuple[Text, ...]:
    return tuple(map(Text, names))


TOP = a_level("top", a_need("exam", "exam >= 99"), keep=(a_need("mean", "mean_score > 1"),))


def test_a_sound_ladder_has_no_finding() -> None:
    assert check_ladder(LADDER) == ()


def test_written_order_is_the_way_up_and_back_down() -> None:
    assert ways_up(LADDER) == {
        "junior": ("intermediate",),
        "intermediate": ("senior",),
        "senior": (),
    }
    assert ways_down(LADDER) == {"intermediate": "junior", "senior": "intermediate"}


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ((), ["ladder-empty"]),
        ((a_level("a", to=to("c")), a_level("b")), ["unknown-level"]),
        ((a_level("a", down=Text("x")), TOP), ["unknown-level"]),
        ((a_level("a", to=to("a")), TOP), ["ladder-cycle"]),
        ((a_level("a"), a_level("b", a_need("e", "exam > 1"), to=to("a"))), ["ladder-cycle"]),
        (
            (a_level("a", to=to("top")), a_level("b"), attrs.evolve(TOP, down=Text("a"))),
            ["level-unreachable"],
        ),
        ((a_level("a"), a_level("b", a_need("e", "exam > 1"))), ["level-without-exit"]),
        (
            (JUNIOR, a_level("b", a_need("e", "exam  >=  99")), TOP),
            ["levels-same-entry"],
        ),
        ((a_level("a", keep=(a_need("m", "mean_score > 1"),)), TOP), ["level-down-unstated"]),
        ((JUNIOR, attrs.evolve(TOP, down=Text("top"))), ["level-down-sideways"]),
        ((JUNIOR, attrs.evolve(TOP, least_time=Text("year"))), ["ladder-since-missing"]),
    ],
    ids=[
        "no-level",
        "unknown-above",
        "unknown-below",
        "circle-of-one",
        "circle-of-two",
        "unreachable",
        "no-way-out",
        "same-needs",
        "no-level-below",
        "below-itself",
        "days-uncounted",
    ],
)
def test_a_ladder_that_leads_nowhere_is_told(
    levels: tuple[LevelRule, ...], expected: list[str]
) -> None:
    assert codes(a_ladder(*levels)) == expected


def test_a_circle_of_ways_up_is_one_finding_with_its_chain() -> None:
    levels = (a_level("a"), a_level("b", to=to("c")), a_level("c", to=to("b")))

    found = check_ladder(a_ladder(*levels))

    assert [each.args.get("chain") for each in found if each.code == "ladder-cycle"] == [
        "b → c → b"
    ]


def test_a_need_that_is_no_condition_is_refused_where_it_stands() -> None:
    level = a_level("senior", a_need("exam", "exam >= "))

    plan = a_plan(facts=FACTS, policies=(a_ladder(JUNIOR, level),))

    assert {each.code for each in plan.diagnostics} == {"formula-syntax"}


def test_post_pay_names_a_parameter() -> None:
    level = attrs.evolve(TOP, post_pay=Text("pay_of_topp"))
    known = ParameterRule(name="pay_of_top", unit=Unit.MONEY, values=())
    around = Surroundings(eligibility={}, currency="CNY", parameters={"pay_of_top": known})

    (found,) = a_ladder(JUNIOR, level).check(around)

    assert (found.code, found.args["near"]) == ("unknown-name", "pay_of_top")


def test_a_ladder_is_written_in_these_words() -> None:
    assert list(pack_fields(LadderRule)) == [
        "label",
        "for",
        "level",
        "since",
        "agreed",
        "trial",
        "pay_from",
        "paid_for",
        "round",
        "every",
        "anchor",
        "least_history",
        "levels",
        "posts",
    ]
    assert list(pack_fields(LevelRule)) == [
        "label",
        "to",
        "down",
        "entry",
        "keep",
        "exit",
        "trial",
        "reserve",
        "least_time",
        "post_pay",
        "probation",
    ]
