from __future__ import annotations

from fractions import Fraction

import pytest

from ccops.facts import FactRule, FactSource, declare, employee_facts
from ccops.messages import Label, Origin, Span, Text
from ccops.values import EXACT, WHOLE, Bounds, Carrier, Type, Unit

ORIGIN = Origin(source="S1-08")


def a_rule(
    unit: Unit,
    *,
    range_: str = "",
    step: str = "",
    words: tuple[str, ...] | None = None,
    optional: bool = False,
) -> FactRule:
    return FactRule(
        name="conduct",
        unit=unit,
        label=Label(zh="综合工作表现", en="conduct"),
        optional=optional,
        range=Text(range_, Span("facts.yaml", 4, 10)) if range_ else None,
        step=Fraction(step) if step else None,
        words=None if words is None else tuple(Text(each) for each in words),
        origin=ORIGIN,
    )


@pytest.mark.parametrize(
    ("rule", "carrier", "bounds"),
    [
        (a_rule(Unit.POINTS, range_="[0..100]", step="0.01"), Carrier(100), "[0..100]"),
        (a_rule(Unit.POINTS), EXACT, "[..]"),
        (a_rule(Unit.COUNT, range_="[0..]"), WHOLE, "[0..]"),
        (a_rule(Unit.MONEY, range_="[CNY 0..CNY 500]"), Carrier(100), "[0..500]"),
        (a_rule(Unit.RATIO, range_="[0%..100%]", step="0.001"), Carrier(1_000), "[0..1]"),
    ],
)
def test_a_fact_lies_as_its_unit_and_step_say(
    rule: FactRule, carrier: Carrier, bounds: str
) -> None:
    found, problems = declare(rule, currency="CNY")

    assert not problems
    assert found.carrier == carrier
    assert str(found.bounds) == bounds
    assert found.source is FactSource.GIVEN
    assert (found.label.zh, found.origin) == ("综合工作表现", ORIGIN)


def test_the_words_of_a_fact_are_its_type() -> None:
    found, _ = declare(a_rule(Unit.WORD, words=("fault", "no_fault")), currency="CNY")

    assert found.type == Type(Unit.WORD, frozenset({"fault", "no_fault"}))


def test_a_wrong_range_is_a_finding_at_its_place() -> None:
    found, problems = declare(a_rule(Unit.POINTS, range_="[100..0]"), currency="CNY")

    assert [(each.code, str(each.span)) for each in problems] == [
        ("range-wrong", "facts.yaml:4:10")
    ]
    assert found.bounds == Bounds()


def test_a_fact_stands_for_its_value_in_formulas() -> None:
    declaration, _ = declare(
        a_rule(Unit.POINTS, range_="[0..100]", step="1", optional=True), currency="CNY"
    )

    name = declaration.as_name

    assert (name.name, name.type, name.carrier) == ("conduct", Type(Unit.POINTS), WHOLE)
    assert name.optional
    assert name.constant is None
    assert name.bounds == declaration.bounds


def test_every_employee_has_facts_of_his_own() -> None:
    found = {each.name: each for each in employee_facts(roles=frozenset({"agent", "team_lead"}))}

    assert found["role"].type.words == frozenset({"agent", "team_lead"})
    assert found["hired_on"].type.unit is Unit.DATE
    assert not found["hired_on"].optional
    assert {name for name, each in found.items() if each.optional} >= {
        "probation_until",
        "notice_from",
        "ended_on",
        "end_reason",
    }
    assert found["employed_days"].bounds.is_non_negative
    assert {each.source for each in found.values()} == {FactSource.EMPLOYEE}
