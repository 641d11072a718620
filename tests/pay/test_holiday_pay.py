"""Holiday pay: what is worked on statutory days, under every way a manual can be read."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.messages import Label, Origin, Text
from ccops.pay import HolidayPayMode, HolidayPayPolicy, HolidayPayUnit
from ccops.plan import EVERYBODY, Plan, Surroundings
from ccops.testing.plans import a_fact, a_plan, a_settlement
from ccops.values import Missing, Money, Rounding, RoundingMode, Unit
from tests.laws import tried

if TYPE_CHECKING:
    from collections.abc import Mapping

HOUR_MS: Final = 3_600_000
FACTS: Final = (
    a_fact("hours", Unit.DURATION, range="[0 h..300 h]"),
    a_fact("dates", Unit.COUNT, range="[0..31]"),
    a_fact("basic", Unit.MONEY, range="[CNY 0..CNY 100000]"),
    a_fact("least", Unit.MONEY, range="[CNY 0..CNY 100000]"),
)
PARAMETERS: Final = {"three": "300%", "pay_days": "21.75 d", "day_hours": "8 h"}
POLICY: Final = HolidayPayPolicy(
    name="holiday",
    label=Label(zh="节假日工资", en="holiday pay"),
    population=Text(EVERYBODY),
    mode=HolidayPayMode.ON_TOP,
    unit=HolidayPayUnit.COUNTED_HOURS,
    hours=Text("hours"),
    dates=Text("dates"),
    multiple=Text("three"),
    base=Text("basic"),
    floor=Text("none"),
    divisor=Text("pay_days"),
    day_hours=Text("day_hours"),
    rounding=Rounding(scale=100, mode=RoundingMode.HALF_UP),
    payroll_code=Text("H01"),
    origin=Origin(source="S1-28"),
)


def a_holiday_plan(**more: Any) -> Plan:
    plan = a_plan(facts=FACTS, parameters=PARAMETERS, policies=(attrs.evolve(POLICY, **more),))
    assert [each.code for each in plan.diagnostics] == []
    return plan


def paid(given: Mapping[str, object], **more: Any) -> object:
    found = a_settlement(a_holiday_plan(**more), {"A": given}).value("A", "holiday")
    return str(found.amount) if isinstance(found, Money) else found


GC_48: Final = {"basic": "3480", "hours": "11 h", "dates": 1}


@pytest.mark.parametrize(
    ("mode", "unit", "amount"),
    [
        (HolidayPayMode.ON_TOP, HolidayPayUnit.COUNTED_HOURS, "660.00"),
        (HolidayPayMode.TOTAL_THREE, HolidayPayUnit.COUNTED_HOURS, "440.00"),
        (HolidayPayMode.CREDIT_AND_TWO, HolidayPayUnit.COUNTED_HOURS, "440.00"),
        (HolidayPayMode.ON_TOP, HolidayPayUnit.DAY, "480.00"),
        (HolidayPayMode.TOTAL_THREE, HolidayPayUnit.DAY, "320.00"),
        (HolidayPayMode.CREDIT_AND_TWO, HolidayPayUnit.DAY, "320.00"),
    ],
)
def test_gc_48_the_day_is_worth_three(
    mode: HolidayPayMode, unit: HolidayPayUnit, amount: str
) -> None:
    assert paid(GC_48, mode=mode, unit=unit) == amount


def test_only_one_way_credits_the_hours_to_the_account() -> None:
    assert [each.value for each in HolidayPayMode if each.credits_hours] == ["credit_and_two"]


@pytest.mark.parametrize(("hours", "amount"), [("8.5 h", "510.00"), ("3.5 h", "210.00")])
def test_gc_49a_and_145_hours_on_the_day_itself_are_paid(hours: str, amount: str) -> None:
    assert paid({**GC_48, "hours": hours}) == amount


def test_gc_127_the_base_is_not_under_its_floor() -> None:
    given = {"basic": "2400", "least": "2600", "hours": "11 h"}

    assert paid(given, floor=Text("least")) == "493.10"
    assert paid(given) == "455.17"
    assert paid({**given, "basic": "3480"}, floor=Text("least")) == "660.00"


def test_nothing_is_rounded_before_the_line() -> None:
    """3 x 0.2298... x 1/3 of an hour: rounding the hourly wage first would pay 0.23."""
    assert paid({"basic": "40", "hours": "20 min"}) == "0.23"
    assert paid({"basic": "100", "hours": "1 min"}) == "0.03"  # 0.0287


@pytest.mark.parametrize("unit", HolidayPayUnit)
def test_who_did_not_work_on_a_holiday_needs_no_base(unit: HolidayPayUnit) -> None:
    assert paid({"hours": "0 h", "dates": 0}, unit=unit, floor=Text("least")) == "0.00"


@pytest.mark.parametrize(
    ("given", "floor"),
    [
        ({"hours": "1 h", "basic": "3480"}, "least"),
        ({"hours": "1 h", "least": "2600"}, "least"),
        ({"basic": "3480", "least": "2600"}, "least"),
        ({"hours": "1 h"}, "none"),
    ],
    ids=["floor", "base", "hours", "no-floor"],
)
def test_what_is_not_known_is_not_paid_as_nothing(given: dict[str, object], floor: str) -> None:
    assert paid(given, floor=Text(floor)) is Missing.NOT_MEASURED


def test_the_line_says_what_it_pays() -> None:
    (line,) = a_settlement(a_holiday_plan(), {"A": GC_48}).lines()
    (by_day,) = a_settlement(a_holiday_plan(unit=HolidayPayUnit.DAY), {"A": GC_48}).lines()

    assert (line.pay_code, line.unit, line.rate) == ("H01", "duration", "")
    assert (by_day.quantity, by_day.unit) == ("1", "count")


def test_a_policy_adds_its_base_and_its_line() -> None:
    around = Surroundings(eligibility={}, currency="CNY")

    assert [each.name for each in POLICY.figures(around)] == ["holiday_base", "holiday"]
    assert POLICY.check(around) == ()


def test_the_explanation_names_base_multiple_and_hours() -> None:
    plan = a_holiday_plan(floor=Text("least"))
    settlement = a_settlement(plan, {"A": {**GC_48, "least": "2600"}})

    for locale in ("zh_CN", "en"):
        words = str(settlement.explain("A", "holiday", locale=locale))
        for part in ("300", "21.75", "660", "3,480", "2,600"):
            assert part in words, (locale, part, words)


def test_a_name_nobody_gives_is_told() -> None:
    policy = attrs.evolve(POLICY, floor=Text("nothing_known"))

    plan = a_plan(facts=FACTS, parameters=PARAMETERS, policies=(policy,))

    assert "unknown-name" in [each.code for each in plan.diagnostics]


@tried(60)
@given(st.integers(0, 1_000_000), st.integers(0, 12 * HOUR_MS), st.integers(0, 12 * HOUR_MS))
def test_one_line_pays_what_the_exact_wage_comes_to(fen: int, one: int, other: int) -> None:
    """Odoo and others round each hour or day first; here two shifts are one line."""
    hours = f"{one + other} ms"
    amount = paid({"basic": f"{fen // 100}.{fen % 100:02}", "hours": hours})

    exact = 3 * Fraction(fen) / Fraction("21.75") / 8 * Fraction(one + other, HOUR_MS)
    whole = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    assert amount == f"{whole // 100}.{whole % 100:02}"


@tried(40)
@given(st.integers(1, 1_000_000), st.integers(1, 24 * HOUR_MS), st.sampled_from(HolidayPayUnit))
def test_on_top_never_pays_less_than_any_other_way(
    fen: int, worked: int, unit: HolidayPayUnit
) -> None:
    given = {"basic": f"{fen // 100}.{fen % 100:02}", "hours": f"{worked} ms", "dates": 1}

    on_top, *others = (Fraction(str(paid(given, mode=mode, unit=unit))) for mode in HolidayPayMode)

    assert all(each <= on_top for each in others)
    assert len(set(others)) == 1
