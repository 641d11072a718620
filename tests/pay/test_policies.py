"""Pay policies written in Python, without a pack: what they add, check and come to."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.messages import Label, Origin, Severity, Text
from ccops.pay import (
    AllowancePolicy,
    BasicPayPolicy,
    BonusPolicy,
    StatementPolicy,
    TableRule,
    UnrankedRule,
)
from ccops.plan import (
    EVERYBODY,
    ConditionRule,
    EligibilityRule,
    Plan,
    Policy,
    RankFigure,
    Surroundings,
)
from ccops.rules import ColumnRule, pack_fields
from ccops.rules.places import PlacesRounding
from ccops.rules.ranks import Barred, Ties, Unknown
from ccops.rules.tables import HitPolicy
from ccops.testing.plans import a_fact, a_figure, a_plan, a_population, a_settlement
from ccops.values import NOT_APPLICABLE, Missing, Money, Rounding, RoundingMode, Unit
from ccops.worktime import HoursLinePolicy

if TYPE_CHECKING:
    from ccops.settlement import Settlement

CENTS = Rounding(scale=100, mode=RoundingMode.HALF_UP)
CLAUSE = Origin(source="S1-09")
FACTS = (
    a_fact("score", Unit.POINTS, range="[0..100]", step=Fraction(1, 100)),
    a_fact("absent", Unit.FLAG),
    a_fact("nights", Unit.COUNT, range="[0..31]"),
    a_fact("hours", Unit.DURATION, range="[0 h..300 h]"),
    a_fact("basic", Unit.MONEY, range="[CNY 0..CNY 100000]"),
    a_fact("star", Unit.MONEY, range="[CNY 0..CNY 100000]"),
    a_fact("award", Unit.MONEY, range="[CNY 0..CNY 100000]"),
    a_fact("holiday", Unit.MONEY, range="[CNY 0..CNY 100000]"),
)
EXCLUSIONS = EligibilityRule(
    name="exclusions",
    codes=(
        ConditionRule(
            name="absent_3_days",
            label=Label(zh="缺勤", en="absent"),
            if_=Text("absent"),
            origin=Origin(source="S1-11"),
        ),
    ),
    origin=Origin(),
)
RANK = RankFigure(
    name="place",
    population=Text(EVERYBODY),
    order=(Text("score desc"),),
    ties=Ties.SHARE_BEST,
    unknown=Unknown.OUTSIDE,
    barred=Barred.KEEP_PLACE,
    places=PlacesRounding.EXACT,
)
PRINTED = (
    (">= 85", "<= 10%", "CNY 500"),
    (">= 80", "<= 10%", "CNY 400"),
    (">= 75", "<= 35%", "CNY 300"),
    (">= 70", "<= 45%", "CNY 200"),
    (">= 60", "-", "CNY 100"),
)
LITERAL = (
    ("[85..100]", "<= 10%", "CNY 500"),
    ("[80..85)", "<= 10%", "CNY 400"),
    ("[0..80)", "-", "CNY 100"),
)
BONUS = BonusPolicy(
    name="bonus",
    label=Label(zh="月度奖金", en="monthly bonus"),
    population=Text(EVERYBODY),
    eligibility=Text("exclusions"),
    unranked=UnrankedRule(pays=Text("CNY 0"), code=Text("not_ranked"), origin=Origin()),
    columns=(
        ColumnRule(name="score", reads=Text("score"), step=Fraction(1, 100)),
        ColumnRule(name="place", reads=Text("place"), places_of=Text("place")),
    ),
    better={"score": Text("higher"), "place": Text("lower")},
    table=TableRule(
        hit=HitPolicy.FIRST,
        rows=tuple(tuple(map(Text, row)) for row in PRINTED),
        otherwise=Text("CNY 0"),
        origin=Origin(),
    ),
    payroll_code=Text("B01"),
    counts_in=(Text("overtime_base"),),
    origin=CLAUSE,
)
NIGHTS = AllowancePolicy(
    name="night",
    label=Label(en="night allowance"),
    population=Text(EVERYBODY),
    per=Text("nights"),
    amount=Text("night_rate"),
    payroll_code=Text("C01"),
    origin=Origin(source="S1-24"),
)


def a_given_line(name: str, code: str) -> BasicPayPolicy:
    return BasicPayPolicy(
        name=f"{name}_pay",
        label=Label(en=name),
        population=Text(EVERYBODY),
        amount=Text(name),
        payroll_code=Text(code),
        origin=Origin(source="S1-06"),
    )


def a_statement(*names: str) -> StatementPolicy:
    return StatementPolicy(
        name="total",
        label=Label(en="total"),
        population=Text(EVERYBODY),
        adds=tuple(map(Text, names)),
        origin=Origin(source="S1-06"),
    )


def plan_of(*policies: Policy, **more: Any) -> Plan:
    settings = {
        "facts": FACTS,
        "eligibility": (EXCLUSIONS,),
        "parameters": {"night_rate": "CNY 10"},
        "policies": policies,
    }
    return a_plan(RANK, **{**settings, **more})


def codes(plan: Plan) -> list[str]:
    told = (each for each in plan.diagnostics if each.severity is not Severity.INFO)
    return [each.code for each in told]


def pool(*scores: str) -> dict[str, dict[str, object]]:
    return {
        f"P{number:02}": {"score": score, "absent": False}
        for number, score in enumerate(scores, start=1)
    }


def paid(settlement: Settlement, figure: str = "bonus") -> list[int]:
    found = [settlement.value(each, figure) for each in settlement.employees]
    return [each.minor // 100 for each in found if isinstance(each, Money)]


GC_06 = [
    "92",
    "86",
    "85.50",
    "84.99",
    "82",
    "79.99",
    "78",
    "77",
    "76",
    "75",
    "74.99",
    "74",
    "72",
    "70",
    "69.99",
    "68",
    "65",
    "60",
    "59.99",
    "55",
]


# -- bonus --------------------------------------------------------------------------------------


def test_a_policy_with_a_line_shares_its_fields_with_all_others() -> None:
    for policy in (AllowancePolicy, BasicPayPolicy, BonusPolicy, HoursLinePolicy):
        words = list(pack_fields(policy))

        assert words[:2] == ["label", "for"]
        assert words[-3:] == ["payroll_code", "taxable", "counts_in"]


def test_the_printed_table_pays_row_by_row() -> None:
    """GC-06: 500 500, 300 for places 3 to 7, 200 for 8 and 9, 100 down to 60 points."""
    settlement = a_settlement(plan_of(BONUS), pool(*GC_06))

    assert paid(settlement) == [500, 500] + [300] * 5 + [200, 200] + [100] * 9 + [0, 0]
    assert sum(paid(settlement)) == 3_800


def test_a_bonus_adds_its_table_and_itself() -> None:
    around = Surroundings(eligibility={"exclusions": EXCLUSIONS}, currency="CNY")

    assert [each.name for each in BONUS.figures(around)] == ["bonus_by_table", "bonus"]
    assert [(each.figure, each.code) for each in BONUS.lines()] == [("bonus", "B01")]


def test_the_barred_are_paid_nothing_and_told_why() -> None:
    people = pool("92", "86")
    people["P01"]["absent"] = True

    settlement = a_settlement(plan_of(BONUS), people)

    assert settlement.value("P01", "bonus") == Money("CNY", "0.00")
    assert settlement.value("P01", "bonus_by_table") == Money("CNY", "100.00")
    (reason,) = settlement.reasons("P01", "bonus")
    assert (reason.code, reason.origin.source) == ("absent_3_days", "S1-11")


def test_without_eligibility_the_bonus_is_what_the_table_pays() -> None:
    people = pool("92")
    people["P01"]["absent"] = True

    settlement = a_settlement(plan_of(attrs.evolve(BONUS, eligibility=None)), people)

    assert paid(settlement) == [100]


def test_an_unknown_eligibility_group_names_the_nearest() -> None:
    policy = attrs.evolve(BONUS, eligibility=Text("exclusoins"))
    around = Surroundings(eligibility={"exclusions": EXCLUSIONS}, currency="CNY")

    (finding,) = policy.check(around)

    assert finding.code == "unknown-eligibility"
    assert finding.args["near"] == "exclusions"
    assert BONUS.check(around) == ()


def test_who_is_unranked_gets_what_the_rule_says_with_its_code() -> None:
    ranked = a_population("ranked", "nights > 0")
    rank = attrs.evolve(RANK, population=Text("ranked"))
    plan = a_plan(
        rank, facts=FACTS, eligibility=(EXCLUSIONS,), policies=(BONUS,), populations=(ranked,)
    )
    people = pool("90", "90")
    people["P01"]["nights"], people["P02"]["nights"] = 1, 0

    settlement = a_settlement(plan, people)

    assert codes(plan) == []
    assert paid(settlement) == [100, 0]
    assert [each.code for each in settlement.reasons("P02", "bonus")] == ["not_ranked"]


def test_better_work_is_never_paid_less_or_the_plan_is_refused() -> None:
    table = attrs.evolve(BONUS.table, rows=tuple(tuple(map(Text, row)) for row in LITERAL))

    plan = plan_of(attrs.evolve(BONUS, table=table))

    assert codes(plan) == ["not-monotone"]


def test_a_bonus_has_a_line_for_its_population_only() -> None:
    night = a_population("night", "nights > 0")
    policy = attrs.evolve(BONUS, population=Text("night"), eligibility=None)
    people = pool("92", "86")
    people["P01"]["nights"], people["P02"]["nights"] = 1, 0

    settlement = a_settlement(plan_of(policy, populations=(night,)), people)

    assert settlement.value("P02", "bonus") is NOT_APPLICABLE
    assert [each.employee_id for each in settlement.lines()] == ["P01"]


# -- allowances and given lines -----------------------------------------------------------------


def test_an_allowance_pays_its_rate_for_each() -> None:
    settlement = a_settlement(plan_of(NIGHTS), {"A": {"nights": 5}})

    (line,) = settlement.lines()

    assert settlement.value("A", "night") == Money("CNY", "50.00")
    assert (line.quantity, line.unit, line.rate) == ("5", "count", "10.00")
    assert line.amount == Decimal("50.00")


def test_an_allowance_by_the_hour_is_rounded_as_declared() -> None:
    hourly = attrs.evolve(NIGHTS, per=Text("hours"), amount=Text("hour_rate"), rounding=CENTS)
    plan = plan_of(hourly, parameters={"hour_rate": "CNY 19.99 / h"})

    settlement = a_settlement(plan, {"A": {"hours": "20 min"}})

    assert codes(plan) == []
    assert settlement.value("A", "night") == Money("CNY", "6.66")


def test_a_given_line_hands_the_amount_on() -> None:
    settlement = a_settlement(plan_of(a_given_line("basic", "A01")), {"A": {"basic": "3480.00"}})

    (line,) = settlement.lines()

    assert (line.pay_code, line.amount, line.currency) == ("A01", Decimal("3480.00"), "CNY")
    assert (line.quantity, line.unit, line.rate) == ("", "", "")


@pytest.mark.parametrize(
    ("hours", "quantity"),
    [
        ("8 h", "8:00:00"),
        ("8.25 h", "8:15:00"),
        ("40 h", "40:00:00"),
        ("0 s", "0:00:00"),
        ("36 s", "0:00:36"),
        ("20 min", "0:20:00"),
    ],
)
def test_a_quantity_of_time_is_told_to_the_second(hours: str, quantity: str) -> None:
    plan = plan_of(a_given_line("basic", "A01"))
    counted = tuple(attrs.evolve(each, quantity="hours") for each in plan.lines)

    given = {"A": {"basic": "3480.00", "hours": hours}}
    (line,) = a_settlement(attrs.evolve(plan, lines=counted), given).lines()

    assert (line.quantity, line.unit) == (quantity, "duration")


def test_a_quantity_that_is_not_known_says_why() -> None:
    plan = plan_of(a_given_line("basic", "A01"))
    counted = tuple(attrs.evolve(each, quantity="hours") for each in plan.lines)

    given = {"A": {"basic": "3480.00"}, "B": {"basic": "3480.00", "hours": "20 min"}}
    settlement = a_settlement(attrs.evolve(plan, lines=counted), given)

    line, other = settlement.lines()
    assert (bool(other.quantity), other.quantity_missing) == (True, "")
    missing = settlement.value("A", "hours")
    assert isinstance(missing, Missing)
    assert (line.amount, line.quantity) == (Decimal("3480.00"), "")
    assert (line.unit, line.quantity_missing) == ("duration", missing.value)


def test_an_amount_nobody_handed_in_is_missing_and_no_line() -> None:
    settlement = a_settlement(plan_of(a_given_line("basic", "A01")), {"A": {}})

    assert settlement.value("A", "basic_pay") is Missing.NOT_MEASURED
    assert settlement.lines() == ()


# -- statement ----------------------------------------------------------------------------------

PARTS = ("basic", "star", "award", "holiday")


def _everything() -> Plan:
    given = [a_given_line(name, f"A{number:02}") for number, name in enumerate(PARTS, start=1)]
    names = [*(each.name for each in given), "bonus", "night"]
    return plan_of(*given, BONUS, NIGHTS, a_statement(*names))


def test_a_statement_adds_its_lines() -> None:
    """GC-49b: 3,480 + 300 + 500 + 100 + 50 + 660 = 5,090."""
    people = pool("92", *["50"] * 9)
    people["P01"].update(basic="3480", star="300", award="100", nights=5, holiday="660")

    settlement = a_settlement(_everything(), people)

    assert settlement.value("P01", "total") == Money("CNY", "5090.00")
    mine = [each for each in settlement.lines() if each.employee_id == "P01"]
    assert [each.pay_code for each in mine] == ["A01", "A02", "A03", "A04", "B01", "C01"]
    assert sum(each.amount for each in mine) == Decimal("5090.00")


MONEY = st.integers(0, 10_000_000).map(lambda cents: f"{Decimal(cents).scaleb(-2):f}")


@given(st.lists(st.tuples(MONEY, MONEY, MONEY, MONEY, st.integers(0, 31)), max_size=4))
def test_lines_add_up_to_the_printed_total(rows: list[tuple[str, str, str, str, int]]) -> None:
    """Regression: odoo#8834 and hrms#5138, where the lines did not add up to the total."""
    people = pool(*["88"] * len(rows))
    for own, row in zip(people.values(), rows, strict=True):
        own.update(zip((*PARTS, "nights"), row, strict=True))

    settlement = a_settlement(_everything(), people)

    for employee in settlement.employees:
        total = settlement.value(employee, "total")
        own_lines = [each.amount for each in settlement.lines() if each.employee_id == employee]
        assert isinstance(total, Money)
        assert total.amount == sum(own_lines)


def test_amounts_are_whole_cents_when_they_are_added() -> None:
    """Regression: hrms#5138, where thirds were added and the sum was rounded."""
    thirds = [
        a_figure(name, f"basic / {parts}", unit=Unit.MONEY, rounding=CENTS)
        for name, parts in (("one", 3), ("two", 3), ("three", 3))
    ]
    plan = a_plan(*thirds, facts=FACTS, policies=(a_statement("one", "two", "three"),))

    settlement = a_settlement(plan, {"A": {"basic": "100"}})

    assert settlement.value("A", "one") == Money("CNY", "33.33")
    assert settlement.value("A", "total") == Money("CNY", "99.99")
