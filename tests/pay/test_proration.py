"""Basic pay of a part of a month: the seven methods, worked and by law (domain 2.20, S1-06)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.messages import Label, Origin, Text
from ccops.pay import BasicPayPolicy, PayChange, Proration, ProrationRule
from ccops.plan import EVERYBODY, Plan
from ccops.testing.builders import an_employee
from ccops.testing.plans import a_fact, a_plan, a_settlement
from ccops.values import Missing, Money, Rounding, RoundingMode, Unit
from tests.laws import tried

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ccops.facts import Employee

FACTS: Final = (
    a_fact("due", Unit.MONEY, range="[CNY 0..CNY 100000]"),
    a_fact("at_work", Unit.DURATION, range="[0 h..400 h]"),
    a_fact("here_paid_days", Unit.QUANTITY, range="[0..31]", step=Fraction(1)),
    a_fact("here_period_days", Unit.QUANTITY, range="[1..31]", step=Fraction(1)),
    a_fact("here_calendar_days", Unit.COUNT, range="[1..31]"),
    a_fact("here_wage", Unit.MONEY, range="[CNY 0..CNY 100000]"),
    a_fact("here_wage_sum", Unit.MONEY, range="[CNY 0..CNY 3100000]"),
    a_fact("here_wage_days", Unit.QUANTITY, range="[1..31]", step=Fraction(1)),
)
PARAMETERS: Final = {"pay_days": "21.75 d", "day_hours": "8 h", "standard": "22 d"}
DIVISOR: Final = Fraction("21.75")
POLICY: Final = BasicPayPolicy(
    name="basic",
    label=Label(zh="基本工资", en="basic pay"),
    population=Text(EVERYBODY),
    amount=Text("due"),
    rounding=Rounding(scale=100, mode=RoundingMode.HALF_UP),
    payroll_code=Text("A01"),
    origin=Origin(source="S1-06"),
)
#: October 2026, the period of these months.
MONTH: Final = tuple(dt.date(2026, 10, day) for day in range(1, 32))
FIRST, LAST = MONTH[0], MONTH[-1]
#: Methods under which two parts of a month are worth the whole.
SHARING: Final = (Proration.CALENDAR_DAYS, Proration.WORKDAYS_OF_MONTH)
#: Methods that read the paid days somebody is employed on.
BY_PAID_DAYS: Final = (
    Proration.PAID_DAYS,
    Proration.MISSED_DAYS,
    Proration.AUTO,
    Proration.WORKDAYS_OF_MONTH,
)
METHODS: Final = tuple(each for each in Proration if each is not Proration.HOST)


def a_pay_plan(method: Proration, change: PayChange = PayChange.BY_DAYS) -> Plan:
    """Return a plan of basic pay under a method."""
    rule = ProrationRule(
        method=method,
        change=change,
        days=Text("here"),
        divisor=Text("pay_days"),
        hours=Text("at_work"),
        standard_days=Text("standard"),
        standard_day=Text("day_hours"),
        origin=Origin(),
    )
    policy = attrs.evolve(POLICY, proration=rule)
    plan = a_plan(facts=FACTS, parameters=PARAMETERS, policies=(policy,))
    assert [each.code for each in plan.diagnostics] == []
    return plan


PLANS: Final = {each: a_pay_plan(each) for each in Proration}


def facts_of(wage: int, paid: int, whole: int, *, hours: Fraction = Fraction(0)) -> dict[str, str]:
    """Return what is known of somebody with ``wage`` cents a month in a month of 31 days."""
    minutes = round(hours * 60)
    return {
        "at_work": f"{minutes} min",
        "here_paid_days": str(paid),
        "here_period_days": str(whole),
        "here_calendar_days": str(len(MONTH)),
        "here_wage": cents(wage),
        "here_wage_sum": cents(wage * max(paid, 1)),
        "here_wage_days": str(max(paid, 1)),
    }


def cents(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02}"


def half_up(amount: Fraction) -> int:
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator)


def amount_of(value: object) -> int:
    assert isinstance(value, Money)
    return value.minor


def paid_to(
    method: Proration,
    people: Mapping[str, tuple[Employee, Mapping[str, str]]],
    *,
    plan: Plan | None = None,
) -> dict[str, int]:
    """Return what people are paid, in cents."""
    settled = a_settlement(
        plan or PLANS[method],
        {name: given for name, (_, given) in people.items()},
        employees=[each for each, _ in people.values()],
    )
    return {name: amount_of(settled.value(name, "basic")) for name in people}


# ---- worked: 4,350 a month, a month of 22 paid days, 200 a day (GC-90, GC-91) ----


@pytest.mark.parametrize(
    ("method", "eight", "twenty", "whole"),
    [
        (Proration.PAID_DAYS, "1600.00", "4000.00", "4350.00"),
        (Proration.MISSED_DAYS, "1550.00", "3950.00", "4350.00"),
        (Proration.AUTO, "1600.00", "3950.00", "4350.00"),
        (Proration.CALENDAR_DAYS, "1543.55", "4069.35", "4350.00"),
        (Proration.WORKDAYS_OF_MONTH, "1581.82", "3954.55", "4350.00"),
        (Proration.HOURS_OF_STANDARD, "1631.25", "3806.25", "4350.00"),
    ],
)
def test_gc_90_and_91_joiners_by_each_method(
    method: Proration, eight: str, twenty: str, whole: str
) -> None:
    people = {
        "EIGHT": (
            an_employee("EIGHT", hired_on=dt.date(2026, 10, 21)),
            facts_of(435_000, 8, 22, hours=Fraction(66)),
        ),
        "TWENTY": (
            an_employee("TWENTY", hired_on=dt.date(2026, 10, 3)),
            facts_of(435_000, 20, 22, hours=Fraction(154)),
        ),
        "WHOLE": (an_employee("WHOLE"), facts_of(435_000, 22, 22, hours=Fraction(100))),
    }

    found = paid_to(method, people)

    assert [cents(each) for each in found.values()] == [eight, twenty, whole]


def test_the_host_says_what_is_due_and_a_whole_month_without_is_the_wage() -> None:
    joined = an_employee("JOINED", hired_on=dt.date(2026, 10, 21))
    given = facts_of(435_000, 8, 22)
    settled = a_settlement(
        PLANS[Proration.HOST],
        {
            "JOINED": {**given, "due": "1700.00"},
            "UNSAID": given,
            "WHOLE": facts_of(435_000, 22, 22),
        },
        employees=[joined, attrs.evolve(joined, employee_id="UNSAID"), an_employee("WHOLE")],
    )

    assert settled.value("JOINED", "basic") == Money("CNY", Decimal(1700))
    assert settled.value("UNSAID", "basic") is Missing.NOT_MEASURED
    assert settled.value("WHOLE", "basic") == Money("CNY", Decimal(4350))


@pytest.mark.parametrize(
    ("change", "amount"), [(PayChange.BY_DAYS, "3915.00"), (PayChange.PERIOD_END, "4350.00")]
)
@pytest.mark.parametrize("method", METHODS)
def test_gc_135_a_raise_from_the_twelfth_of_22_days_on(
    method: Proration, change: PayChange, amount: str
) -> None:
    given = facts_of(435_000, 22, 22)
    given["here_wage_sum"] = cents(348_000 * 11 + 435_000 * 11)

    found = paid_to(method, {"A": (an_employee("A"), given)}, plan=a_pay_plan(method, change))

    assert cents(found["A"]) == amount


def test_a_part_is_rounded_once_half_up() -> None:
    # 1 of 8 days of 0.04 is half a cent, and 1 of 8 of 0.03 is less
    people = {
        "HALF": (an_employee("HALF"), facts_of(4, 1, 8)),
        "LESS": (an_employee("LESS"), facts_of(3, 1, 8)),
    }

    assert paid_to(Proration.WORKDAYS_OF_MONTH, people) == {"HALF": 1, "LESS": 0}


def test_at_half_of_a_month_of_23_paid_days_auto_pays_a_day_more_less() -> None:
    # the method as it stands: 11 days by paid days are 11 daily wages, 12 by missed days 10.75
    people = {
        "ELEVEN": (an_employee("ELEVEN"), facts_of(435_000, 11, 23)),
        "TWELVE": (an_employee("TWELVE"), facts_of(435_000, 12, 23)),
    }

    assert paid_to(Proration.AUTO, people) == {"ELEVEN": 220_000, "TWELVE": 215_000}


# ---- laws: everybody who joins on some day of a month, and everybody who leaves on some ----

wages: Final = st.integers(min_value=0, max_value=5_000_000)
paid_days: Final = st.lists(st.booleans(), min_size=31, max_size=31).filter(any)


def joiners(wage: int, paid: Sequence[bool]) -> dict[str, tuple[Employee, Mapping[str, str]]]:
    """Return somebody who joins on each day; his hours are those of the paid days from then on."""
    return {
        f"J{at:02}": (
            an_employee(f"J{at:02}", hired_on=day),
            facts_of(wage, sum(paid[at:]), sum(paid), hours=Fraction(8 * sum(paid[at:]))),
        )
        for at, day in enumerate(MONTH)
    }


def leavers(wage: int, paid: Sequence[bool]) -> dict[str, tuple[Employee, Mapping[str, str]]]:
    """Return somebody who leaves on each day."""
    return {
        f"L{at:02}": (
            an_employee(f"L{at:02}", ended_on=day),
            facts_of(wage, sum(paid[: at + 1]), sum(paid)),
        )
        for at, day in enumerate(MONTH)
    }


@pytest.mark.parametrize("method", METHODS)
@tried(15)
@given(wage=wages, paid=paid_days)
def test_a_joiner_on_the_first_is_paid_the_whole_month(
    method: Proration, wage: int, paid: list[bool]
) -> None:
    assert paid_to(method, joiners(wage, paid))["J00"] == wage


@pytest.mark.parametrize("method", METHODS)
@tried(15)
@given(wage=wages, paid=paid_days)
def test_nobody_is_paid_more_than_the_month_or_less_than_nothing(
    method: Proration, wage: int, paid: list[bool]
) -> None:
    found = paid_to(method, {**joiners(wage, paid), **leavers(wage, paid)})

    assert all(0 <= each <= wage for each in found.values())


@pytest.mark.parametrize("method", METHODS)
@tried(15)
@given(wage=wages, paid=paid_days)
def test_who_is_there_longer_is_never_paid_less(
    method: Proration, wage: int, paid: list[bool]
) -> None:
    if method is Proration.AUTO and sum(paid) > DIVISOR + 1:
        return  # the seam at half of a long month, worked above
    joined = list(paid_to(method, joiners(wage, paid)).values())
    if method is Proration.HOURS_OF_STANDARD:
        joined = joined[1:]  # the hours of a whole month do not matter

    assert joined == sorted(joined, reverse=True)


@pytest.mark.parametrize("method", BY_PAID_DAYS)
@tried(15)
@given(wage=wages, whole=st.integers(min_value=1, max_value=31))
def test_without_a_paid_day_nothing_is_due(method: Proration, wage: int, whole: int) -> None:
    joined = an_employee("A", hired_on=LAST)

    assert paid_to(method, {"A": (joined, facts_of(wage, 0, whole))}) == {"A": 0}


def test_without_hours_nothing_is_due_by_hours() -> None:
    joined = an_employee("A", hired_on=LAST)

    found = paid_to(Proration.HOURS_OF_STANDARD, {"A": (joined, facts_of(435_000, 1, 22))})

    assert found == {"A": 0}


@pytest.mark.parametrize("method", SHARING)
@tried(15)
@given(wage=wages, paid=paid_days)
def test_a_leaver_and_his_successor_are_paid_the_month_to_a_cent(
    method: Proration, wage: int, paid: list[bool]
) -> None:
    found = paid_to(method, {**joiners(wage, paid), **leavers(wage, paid)})

    for at in range(1, len(MONTH)):
        both = found[f"L{at - 1:02}"] + found[f"J{at:02}"]
        assert abs(both - wage) <= 1  # each line is rounded once


@tried(25)
@given(wage=wages, paid=paid_days)
def test_paid_days_and_missed_days_are_daily_wages(wage: int, paid: list[bool]) -> None:
    people = joiners(wage, paid)
    by_paid, by_missed = (
        paid_to(each, people) for each in (Proration.PAID_DAYS, Proration.MISSED_DAYS)
    )
    whole = sum(paid)

    for at, name in enumerate(people):
        days = sum(paid[at:])
        part = Fraction(1) if days == whole else min(Fraction(1), days / DIVISOR)
        rest = max(Fraction(0), 1 - (whole - days) / DIVISOR) if days else Fraction(0)
        assert by_paid[name] == half_up(wage * part)
        assert by_missed[name] == half_up(wage * rest)


@tried(25)
@given(wage=wages, paid=paid_days)
def test_auto_is_one_of_the_two_by_half_of_the_paid_days(wage: int, paid: list[bool]) -> None:
    people = joiners(wage, paid)
    by_paid, by_missed, auto = (
        paid_to(each, people)
        for each in (Proration.PAID_DAYS, Proration.MISSED_DAYS, Proration.AUTO)
    )

    for at, name in enumerate(people):
        is_short = sum(paid[at:]) * 2 < sum(paid)
        assert auto[name] == (by_paid if is_short else by_missed)[name]
