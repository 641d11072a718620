"""Facts that follow from dated assignments: as of a day, of the most days, or a share of days."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.facts import (
    AsOf,
    AssignedKind,
    AssignedRule,
    AssignmentKind,
    FactRule,
    FactSource,
    assigned_cell,
    declare,
    employed_states,
)
from ccops.messages import LOCALES, Origin, Span, Text
from ccops.testing.builders import an_assignment, an_employee
from ccops.values import Missing, PeriodDays, Unit

OCTOBER = PeriodDays(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
ROLES = frozenset({"agent", "team_lead"})
AGENT = AssignedRule(of=AssignedKind.ROLE, among=(Text("agent"),))
LEAD = AssignedRule(of=AssignedKind.ROLE, among=(Text("team_lead"),))


def a_rule(as_of: AsOf, of: AssignedKind = AssignedKind.ROLE) -> AssignedRule:
    return AssignedRule(of=of, as_of=as_of)


def found(rule: AssignedRule, *changes: tuple[int, str]) -> object:
    """Return a fact of an agent whose role changes on some days of October."""
    employee = an_employee("E1")
    own = [
        an_assignment("E1", AssignmentKind.ROLE, role, first=dt.date(2026, 10, day))
        for day, role in changes
    ]
    stretches = employed_states(employee, own, OCTOBER) if own else ()
    state = stretches[-1][1] if stretches else employee
    return assigned_cell(rule, state, stretches, absent=Missing.NO_RECORDS)


@pytest.mark.parametrize(
    ("as_of", "changes", "expected"),
    [
        (AsOf.START, [(20, "team_lead")], "agent"),
        (AsOf.END, [(20, "team_lead")], "team_lead"),
        (AsOf.MAJORITY, [(20, "team_lead")], "agent"),
        (AsOf.MAJORITY, [(16, "team_lead")], "team_lead"),
        (AsOf.MAJORITY, [(11, "team_lead"), (21, "agent")], "agent"),
        (AsOf.MAJORITY, [(1, "agent"), (16, "team_lead"), (31, "qa_trainer")], "team_lead"),
        (AsOf.START, [], "agent"),
        (AsOf.MAJORITY, [], "agent"),
    ],
    ids=["start", "end", "19-of-31", "15-of-31", "in-two-parts", "equal-the-later", "none", "all"],
)
def test_a_period_takes_the_role_of_a_day_or_of_the_most_days(
    as_of: AsOf, changes: list[tuple[int, str]], expected: str
) -> None:
    assert found(a_rule(as_of), *changes) == expected


def test_gc_92_a_role_has_its_share_of_the_days() -> None:
    assert found(AGENT, (20, "team_lead")) == (19, 31)
    assert found(LEAD, (20, "team_lead")) == (12, 31)
    assert found(AGENT) == (1, 1)
    assert found(LEAD) == (0, 1)


@given(days=st.lists(st.tuples(st.integers(1, 31), st.sampled_from(sorted(ROLES))), max_size=6))
def test_the_shares_of_all_roles_are_the_whole(days: list[tuple[int, str]]) -> None:
    changes = dict(days)

    shares = [found(rule, *changes.items()) for rule in (AGENT, LEAD)]

    assert sum(Fraction(*each) for each in shares if isinstance(each, tuple)) == 1
    longest = found(a_rule(AsOf.MAJORITY), *changes.items())
    most = shares[0 if longest == "agent" else 1]
    assert isinstance(most, tuple)
    assert Fraction(*most) >= Fraction(1, 2)


def test_a_level_nobody_has_is_absent() -> None:
    assert found(a_rule(AsOf.MAJORITY, AssignedKind.LEVEL)) is Missing.NO_RECORDS


def test_a_declared_one_is_of_the_employee_and_one_of_the_roles() -> None:
    rule = FactRule(name="main", unit=Unit.WORD, assigned=a_rule(AsOf.MAJORITY))

    declaration, problems = declare(rule, currency="CNY", roles=ROLES)

    assert problems == ()
    assert declaration.source is FactSource.EMPLOYEE
    assert declaration.type.words == ROLES


@pytest.mark.parametrize(
    ("rule", "unit", "code"),
    [
        (AssignedRule(of=AssignedKind.ROLE), Unit.RATIO, "assigned-one-way"),
        (
            AssignedRule(of=AssignedKind.TEAM, as_of=AsOf.END, among=(Text("A"),)),
            Unit.WORD,
            "assigned-one-way",
        ),
        (
            AssignedRule(of=AssignedKind.LEVEL, as_of=AsOf.END, since=True),
            Unit.DATE,
            "assigned-one-way",
        ),
        (AGENT, Unit.WORD, "assigned-unit"),
        (AssignedRule(of=AssignedKind.LEVEL, since=True), Unit.WORD, "assigned-unit"),
        (a_rule(AsOf.END), Unit.RATIO, "assigned-unit"),
        (AssignedRule(of=AssignedKind.ROLE, among=(Text("agnet"),)), Unit.RATIO, "unknown-role"),
    ],
    ids=[
        "neither",
        "both",
        "two",
        "share-as-word",
        "day-as-word",
        "word-as-ratio",
        "unknown-role",
    ],
)
def test_a_wrong_one_is_told(rule: AssignedRule, unit: Unit, code: str) -> None:
    place = Span("facts.yaml", 3, 5)
    written = FactRule(name="main", unit=unit, assigned=rule, origin=Origin(span=place))

    _, problems = declare(written, currency="CNY", roles=ROLES)

    assert [each.code for each in problems] == [code]
    assert all("{" not in problems[0].text(locale) for locale in LOCALES)
