"""Plans: names found in the right population, and every definition that is wrong told."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import attrs
import pytest

from ccops.messages import Label, Origin, Severity, Text
from ccops.plan import (
    EVERYBODY,
    Definition,
    Gathering,
    IfNone,
    Key,
    MembersFigure,
    PayLine,
    Plan,
    RankFigure,
    TotalFigure,
)
from ccops.rules.places import PlacesRounding
from ccops.rules.ranks import Barred, Ties, Unknown
from ccops.testing.plans import a_fact, a_figure, a_plan, a_population, a_settlement
from ccops.values import NOT_APPLICABLE, Money, Rounding, RoundingMode, Unit

CENTS = Rounding(scale=100, mode=RoundingMode.HALF_UP)
SCORE = a_fact("score", Unit.POINTS, range="[0..100]", step=Fraction(1, 100))
CALLS = a_fact("calls", Unit.COUNT, range="[0..100000]")
ORDERS = a_fact("orders", Unit.COUNT, range="[0..100000]")
PAY = a_fact("pay", Unit.MONEY, range="[CNY 0..CNY 9000]")
BONUS_RATE = a_fact("rate", Unit.RATIO, optional=True)
VIP = a_fact("vip", Unit.FLAG)
LINE = a_fact("line", Unit.WORD, words=("phone", "mail", "chat"))
FACTS = (SCORE, CALLS, ORDERS, PAY, BONUS_RATE, VIP, LINE)
AGENTS = a_population("agents", "role == 'agent'")
LEADS = a_population("leads", "role == 'lead'")


def points(name: str, formula: str, *, of: str = EVERYBODY, range: str = "") -> Definition:  # noqa: A002 - the word of the pack
    return a_figure(name, formula, of=of, unit=Unit.POINTS, rounding=CENTS, range=range)


def a_rank(name: str, *order: str, of: str = EVERYBODY, scope: str | None = None) -> RankFigure:
    return RankFigure(
        name=name,
        population=Text(of),
        order=tuple(Text(each) for each in order),
        ties=Ties.SHARE_BEST,
        unknown=Unknown.OUTSIDE,
        barred=Barred.KEEP_PLACE,
        places=PlacesRounding.EXACT,
        scope=Text(scope) if scope else None,
    )


def a_mean(name: str, figure: str, *, of: str, readers: str) -> MembersFigure:
    return MembersFigure(
        name=name,
        population=Text(readers),
        gathering=Gathering.MEAN,
        figure=Text(figure),
        of=Text(of),
        over="team",
        if_none=IfNone.MISSING,
        rounding=CENTS,
    )


def a_line(figure: str) -> PayLine:
    return PayLine(figure=figure, code="B01", label=Label(), origin=Origin())


def plan_of(*figures: Definition, **more: Any) -> Plan:
    return a_plan(*figures, **{"facts": FACTS, "populations": (AGENTS, LEADS), **more})


def findings(plan: Plan) -> list[tuple[str, dict[str, str]]]:
    return [(each.code, dict(each.args)) for each in plan.diagnostics]


def codes(plan: Plan) -> list[str]:
    return [each.code for each in plan.diagnostics]


# -- names and populations ----------------------------------------------------------------------


def test_a_figure_is_read_by_everybody_inside_its_population() -> None:
    old_hands = a_population("old_hands", "calls > 10", within="agents")
    plan = plan_of(
        points("base", "score", of="agents"),
        points("twice", "2 * base", of="old_hands"),
        populations=(AGENTS, LEADS, old_hands),
    )

    settlement = a_settlement(
        plan, {"E1": {"score": "40.25", "calls": 11}, "E2": {"score": "30", "calls": 10}}
    )

    assert codes(plan) == []
    assert str(settlement.value("E1", "twice")) == "80.50"
    assert settlement.value("E2", "twice") is NOT_APPLICABLE


def test_a_population_without_a_condition_is_the_one_around_it() -> None:
    plan = plan_of(
        points("base", "score", of="staff"),
        populations=(a_population("staff", within="agents"), AGENTS),
    )

    assert codes(plan) == []
    assert str(a_settlement(plan, {"E1": {"score": "7"}}).value("E1", "base")) == "7.00"


def test_a_population_may_read_a_figure_of_the_population_around_it() -> None:
    plan = plan_of(
        points("base", "score"),
        points("shown", "base", of="good"),
        populations=(a_population("good", "base >= 60"),),
    )

    settlement = a_settlement(plan, {"E1": {"score": "60"}, "E2": {"score": "59.99"}})

    assert str(settlement.value("E1", "shown")) == "60.00"
    assert settlement.value("E2", "shown") is NOT_APPLICABLE


def test_a_name_that_only_some_have_is_told_as_such() -> None:
    plan = plan_of(points("base", "score", of="agents"), points("twice", "2 * base"))

    assert findings(plan) == [("not-for-all", {"name": "base", "population": EVERYBODY})]


def test_a_typo_does_not_become_a_new_variable() -> None:
    """Regression: odoo#4363, where a misspelt name in a rule quietly was something new."""
    plan = plan_of(points("base", "scroe"))

    assert findings(plan) == [("unknown-name", {"name": "scroe", "near": "score"})]


def test_a_name_whose_own_definition_is_refused_is_not_told_again() -> None:
    plan = plan_of(points("base", "scroe"), points("twice", "base + base"))

    assert codes(plan) == ["unknown-name"]


def test_one_name_may_have_a_definition_in_each_of_two_populations() -> None:
    plan = plan_of(
        points("total", "score", of="agents"),
        points("total", "score / 2", of="leads"),
    )

    settlement = a_settlement(plan, {"E1": {"score": "80"}})

    assert codes(plan) == []
    assert {Key("total", "agents"), Key("total", "leads")} <= set(plan.figures)
    assert str(settlement.value("E1", "total")) == "80.00"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("role == 'agent'", "role == 'lead'"),
        ("role == 'agent'", "role in ('lead', 'manager')"),
        ("role == 'agent'", "role != 'agent'"),
        ("role == 'agent'", "not role == 'agent'"),
        ("role in ('agent', 'lead')", "not role in ('agent', 'lead', 'manager')"),
        ("role == 'agent' or role == 'lead'", "role == 'manager'"),
        ("vip", "not vip"),
        ("vip and calls > 3", "calls > 5 and not vip"),
        ("calls <= 10", "calls >= 11"),
        ("calls == 3", "calls == 4"),
        ("calls >= 1 and calls <= 5", "calls >= 6 and calls <= 9"),
        ("line == 'phone' and vip", "line == 'mail'"),
        ("1 <= calls <= 5", "6 <= calls"),
        ("not calls > 5", "calls > 5"),
        ("not (calls < 3 or calls > 5)", "calls > 5"),
        ("not (role == 'agent' or vip)", "role == 'agent'"),
        ("not not vip", "not vip"),
        ("vip == yes", "vip == no"),
        ("vip != yes", "vip"),
        ("role == 'agent' and vip or role == 'agent' and calls > 3", "role == 'lead'"),
        ("calls >= 1 and calls >= 6", "calls <= 5"),
        ("pay < CNY_500", "pay >= CNY_500"),
    ],
)
def test_populations_are_proven_to_share_nobody(one: str, other: str) -> None:
    plan = plan_of(
        points("total", "score", of="first"),
        points("total", "score / 2", of="second"),
        populations=(a_population("first", one), a_population("second", other)),
        parameters={"CNY_500": "CNY 500"},
    )

    assert codes(plan) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("role == 'agent'", "role in ('agent', 'lead')"),
        ("role == 'agent'", "vip"),
        ("role != 'agent'", "role != 'lead'"),
        ("vip", "vip and calls > 3"),
        ("calls <= 10", "calls >= 10"),
        ("vip or calls > 3", "not vip"),
        ("calls > orders", "calls < orders"),
        ("not (vip and calls > 3)", "vip"),
        ("not (role == 'agent' and calls > orders)", "role == 'agent'"),
        ("role == 'agent' or calls > 3", "role == 'lead'"),
        ("not calls != 3", "calls <= 3"),
        ("calls != 3", "calls == 4"),
    ],
)
def test_populations_not_proven_apart_are_refused(one: str, other: str) -> None:
    plan = plan_of(
        points("total", "score", of="first"),
        points("total", "score / 2", of="second"),
        populations=(a_population("first", one), a_population("second", other)),
    )

    assert findings(plan) == [
        ("populations-overlap", {"name": "total", "one": "first", "other": "second"})
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [("calls < 10", "calls >= 10"), ("score <= 59.99", "score > 59.99")],
)
def test_bounds_that_only_touch_share_nobody(one: str, other: str) -> None:
    plan = plan_of(
        points("total", "score", of="first"),
        points("total", "score / 2", of="second"),
        populations=(a_population("first", one), a_population("second", other)),
    )

    assert codes(plan) == []


def test_a_population_inside_one_that_is_apart_is_apart_too() -> None:
    plan = plan_of(
        points("total", "score", of="busy"),
        points("total", "score / 2", of="leads"),
        populations=(AGENTS, LEADS, a_population("busy", "calls > 3", within="agents")),
    )

    assert codes(plan) == []


def test_a_population_and_one_inside_it_overlap() -> None:
    plan = plan_of(
        points("total", "score", of="agents"),
        points("total", "score / 2", of="busy"),
        populations=(AGENTS, a_population("busy", "calls > 3", within="agents")),
    )

    assert "populations-overlap" in codes(plan)


def test_a_figure_defined_twice_for_the_same_population_overlaps() -> None:
    assert "populations-overlap" in codes(plan_of(points("a", "score"), points("a", "score / 2")))


# -- what else is wrong -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figure", "code", "named"),
    [
        (points("a", "score", of="agnets"), "unknown-population", {"near": "agents"}),
        (a_figure("a", "score + pay"), "unit-clash", {}),
        (
            a_figure("a", "pay", unit=Unit.POINTS, rounding=CENTS),
            "unit-declared",
            {"found": "money"},
        ),
        (a_figure("a", "score / 3", unit=Unit.POINTS), "rounding-missing", {"unit": "points"}),
        (a_figure("a", "pay / 3", unit=Unit.MONEY), "rounding-missing", {"unit": "money"}),
        (points("a", "2 * score", range="[0..100]"), "range-not-proven", {"high": "200"}),
        (points("a", "score - 1", range="[0..100]"), "range-not-proven", {"low": "-1"}),
        (points("a", "score", range="[0.."), "range-wrong", {}),
        (a_rank("r"), "rank-without-order", {"name": "r"}),
        (a_rank("r", "score upward"), "rank-key-wrong", {"text": "score upward"}),
        (a_rank("r", "scor desc"), "unknown-name", {"near": "score"}),
        (a_rank("r", "line desc"), "rank-key-no-order", {"unit": "word"}),
        (a_rank("r", "period_end desc"), "rank-key-no-order", {"name": "period_end"}),
        (a_rank("r", "score desc", scope="teem"), "unknown-name", {"near": "team"}),
        (a_rank("r", "score desc", scope="score"), "rank-scope-no-group", {"unit": "points"}),
        (a_rank("r", "score"), "rank-key-direction", {"text": "score"}),
        (a_rank("r", "score desc", "score asc"), "rank-key-twice", {"text": "score"}),
        (a_mean("m", "line", of="agents", readers="leads"), "not-a-number", {"unit": "word"}),
        (a_mean("m", "scoer", of="agents", readers="leads"), "unknown-name", {"near": "score"}),
        (
            attrs.evolve(a_mean("m", "score", of="agents", readers="leads"), over="tem"),
            "unknown-group",
            {"near": "team"},
        ),
        (
            a_mean("m", "score", of="agnts", readers="leads"),
            "unknown-population",
            {"near": "agents"},
        ),
    ],
)
def test_a_wrong_definition_is_told(figure: Definition, code: str, named: dict[str, str]) -> None:
    found = findings(plan_of(figure))

    assert [each for each, _ in found] == [code]
    assert named.items() <= found[0][1].items()


def test_money_that_is_only_handed_on_needs_no_rounding() -> None:
    assert codes(plan_of(a_figure("a", "pay + pay", unit=Unit.MONEY))) == []


def test_points_declared_unrounded_stay_exact() -> None:
    exact = attrs.evolve(a_figure("a", "score / 3", unit=Unit.POINTS), unrounded=True)

    settlement = a_settlement(plan_of(exact), {"E1": {"score": "100"}})

    assert settlement.value("E1", "a") == Fraction(100, 3)


def test_all_findings_come_at_once_and_in_the_same_order() -> None:
    wrong = (points("a", "scoer"), points("b", "calls + pay"), points("c", "score", of="agnets"))
    first, second = plan_of(*wrong), plan_of(*reversed(wrong))

    assert sorted(codes(first)) == ["unit-clash", "unknown-name", "unknown-population"]
    assert first.diagnostics == second.diagnostics


def test_a_pay_line_must_never_be_missing() -> None:
    plan = plan_of(
        a_figure("extra", "pay * rate", unit=Unit.MONEY, rounding=CENTS), lines=[a_line("extra")]
    )

    assert codes(plan) == ["pay-line-may-be-missing"]


def test_a_pay_line_says_what_a_missing_input_comes_to() -> None:
    formula = "pay * coalesce(rate, 0)"
    plan = plan_of(
        a_figure("extra", formula, unit=Unit.MONEY, rounding=CENTS), lines=[a_line("extra")]
    )

    settlement = a_settlement(plan, {"E1": {"pay": "CNY 500"}})

    assert codes(plan) == []
    assert settlement.value("E1", "extra") == Money("CNY", "0.00")


def test_a_pay_line_of_no_figure_is_told() -> None:
    plan = plan_of(a_figure("extra", "pay", unit=Unit.MONEY), lines=[a_line("exrta")])

    assert findings(plan) == [("unknown-figure", {"name": "exrta", "near": "extra"})]


def test_a_name_cannot_be_a_figure_and_a_fact() -> None:
    plan = plan_of(points("score", "calls * 1"))

    assert ("name-twice", {"name": "score", "other": "fact"}) in findings(plan)


def test_a_name_cannot_be_a_figure_and_a_parameter() -> None:
    plan = plan_of(points("limit", "score"), parameters={"limit": "3"})

    assert ("name-twice", {"name": "limit", "other": "parameter"}) in findings(plan)


def test_a_name_cannot_be_a_fact_and_a_parameter() -> None:
    plan = plan_of(parameters={"score": "3"})

    assert findings(plan) == [("name-twice", {"name": "score", "other": "parameter"})]


@pytest.mark.parametrize("word", ["previous", "streak", "min"])
def test_a_name_cannot_be_a_figure_and_a_function_or_window(word: str) -> None:
    plan = plan_of(points(word, "score"))

    assert findings(plan) == [("name-twice", {"name": word, "other": "function"})]


def test_a_total_adds_money_only() -> None:
    total = TotalFigure(name="sum", population=Text(EVERYBODY), adds=(Text("base"),))

    assert codes(plan_of(points("base", "score"), total)) == ["unit-clash"]


def test_a_total_of_an_unknown_line_names_the_nearest() -> None:
    total = TotalFigure(name="sum", population=Text(EVERYBODY), adds=(Text("bonsu"),))
    plan = plan_of(a_figure("bonus", "pay", unit=Unit.MONEY), total)

    assert findings(plan) == [("unknown-name", {"name": "bonsu", "near": "bonus"})]


@pytest.mark.parametrize(
    ("condition", "code"),
    [("calls", "not-a-flag"), ("cals > 3", "unknown-name"), ("calls >", "formula-syntax")],
)
def test_a_wrong_condition_of_a_population_is_told(condition: str, code: str) -> None:
    plan = plan_of(populations=(a_population("busy", condition),))

    assert codes(plan) == [code]


def test_a_population_in_an_unknown_one_is_told() -> None:
    plan = plan_of(populations=(AGENTS, a_population("busy", "calls > 3", within="agnets")))

    assert findings(plan) == [("unknown-population", {"name": "agnets", "near": "agents"})]


# -- circles ------------------------------------------------------------------------------------


def test_two_figures_in_a_circle_are_told_once() -> None:
    plan = plan_of(points("a", "b"), points("b", "a"), points("c", "a"))

    assert findings(plan) == [("cycle", {"chain": "a → b → a"})]


def test_a_figure_that_reads_itself_is_a_circle() -> None:
    assert findings(plan_of(points("a", "a"))) == [("cycle", {"chain": "a → a"})]


def test_a_circle_through_a_population_is_told() -> None:
    good = a_population("good", "base >= 60", within="agents")
    plan = plan_of(
        points("top", "score", of="good"),
        a_mean("base", "top", of="good", readers="agents"),
        populations=(AGENTS, good),
    )

    assert "cycle" in codes(plan)
    assert "good" in findings(plan)[0][1]["chain"]


def test_a_circle_through_a_rank_is_told() -> None:
    plan = plan_of(a_rank("place", "a desc"), points("a", "score + place"))

    assert findings(plan) == [("cycle", {"chain": "place → a → place"})]


def test_populations_within_each_other_are_a_circle() -> None:
    plan = plan_of(
        populations=(
            a_population("a", "vip", within="b"),
            a_population("b", "vip", within="a"),
        )
    )

    assert set(codes(plan)) == {"cycle"}


def test_a_lead_reads_the_scores_of_his_members_without_a_circle() -> None:
    plan = plan_of(
        points("total", "score", of="agents"),
        points("total", "team_mean", of="leads"),
        a_mean("team_mean", "total", of="agents", readers="leads"),
    )

    assert codes(plan) == []


# -- severity -----------------------------------------------------------------------------------


def test_every_finding_of_a_plan_is_an_error() -> None:
    plan = plan_of(points("a", "scoer"), points("b", "score", of="nobody"))

    assert {each.severity for each in plan.diagnostics} == {Severity.ERROR}
