"""The structure of a center: spans that fit nobody, roles outside it, who audits whom."""

from __future__ import annotations

from typing import Any

import pytest

from ccops.messages import Label, Text
from ccops.organization import (
    DutyRule,
    RoleRule,
    SpanRule,
    check_duties,
    check_roles,
    check_structure,
)
from ccops.rules import pack_fields


def a_role(name: str, *bosses: str, **more: Any) -> RoleRule:
    return RoleRule(name=name, reports_to=tuple(map(Text, bosses)), **more)


def a_duty(role: str, *, to: tuple[str, ...] = (), audits: tuple[str, ...] = ()) -> DutyRule:
    return DutyRule(
        name="duty",
        label=Label(en="duty"),
        role=Text(role),
        to=tuple(map(Text, to)),
        audits=tuple(map(Text, audits)),
    )


def a_center(*, leads: int | None, agents: int | None, span: SpanRule) -> tuple[RoleRule, ...]:
    return (
        a_role("manager"),
        a_role("lead", "manager", span=span, headcount=leads),
        a_role("agent", "lead", headcount=agents),
    )


def codes(*roles: RoleRule, duties: tuple[DutyRule, ...] = ()) -> list[str]:
    return [each.code for each in check_structure(roles, duties)]


TWELVE_TO_FOURTEEN = SpanRule(min=12, max=14)
ONE_TO_TWENTY = SpanRule(max=20)


@pytest.mark.parametrize(
    ("leads", "agents", "span", "expected"),
    [
        (None, 25, TWELVE_TO_FOURTEEN, []),
        (None, 29, TWELVE_TO_FOURTEEN, ["span-impossible"]),
        (None, 30, TWELVE_TO_FOURTEEN, ["span-impossible"]),
        (None, 36, TWELVE_TO_FOURTEEN, []),
        (None, 71, TWELVE_TO_FOURTEEN, ["span-impossible"]),
        (3, 36, TWELVE_TO_FOURTEEN, []),
        (3, 42, TWELVE_TO_FOURTEEN, []),
        (3, 43, TWELVE_TO_FOURTEEN, ["span-impossible"]),
        (3, 35, TWELVE_TO_FOURTEEN, ["span-impossible"]),
        (25, 500, ONE_TO_TWENTY, []),
        (24, 500, ONE_TO_TWENTY, ["span-impossible"]),
        (3, None, TWELVE_TO_FOURTEEN, []),
        (0, 0, ONE_TO_TWENTY, []),
    ],
)
def test_headcounts_must_fit_the_span(
    leads: int | None, agents: int | None, span: SpanRule, expected: list[str]
) -> None:
    assert codes(*a_center(leads=leads, agents=agents, span=span)) == expected


def test_a_span_that_does_not_fit_names_the_nearest_number_of_leads() -> None:
    (found,) = check_structure(a_center(leads=None, agents=29, span=TWELVE_TO_FOURTEEN))

    assert (found.args["members"], found.args["nearest"]) == ("29", "2")


@pytest.mark.parametrize("span", [SpanRule(min=14, max=12), SpanRule(min=0, max=3)])
def test_a_span_with_its_ends_exchanged_or_of_nobody_is_refused(span: SpanRule) -> None:
    assert codes(*a_center(leads=1, agents=13, span=span)) == ["span-backwards"]


def test_a_span_of_somebody_who_leads_nobody_is_told() -> None:
    roles = (a_role("manager"), a_role("clerk", "manager", span=ONE_TO_TWENTY))

    assert codes(*roles) == ["span-without-reports"]


def test_a_role_outside_every_line_is_told_and_a_role_alone_is_not() -> None:
    assert codes(a_role("manager"), a_role("agent", "manager"), a_role("cook")) == ["role-outside"]
    assert codes(a_role("manager")) == []


@pytest.mark.parametrize(
    ("superior", "expected"),
    [("lead", ["auditor-below-audited"]), ("agent", ["auditor-below-audited"]), ("manager", [])],
)
def test_who_audits_does_not_answer_to_those_he_audits(superior: str, expected: list[str]) -> None:
    roles = (
        a_role("manager"),
        a_role("lead", "manager"),
        a_role("agent", "lead"),
        a_role("qa_trainer", superior),
    )

    assert codes(*roles, duties=(a_duty("qa_trainer", audits=("agent",)),)) == expected


def test_the_head_of_a_small_center_may_stand_above_the_audited_and_the_auditor() -> None:
    roles = (a_role("manager"), a_role("agent", "manager"), a_role("qa_trainer", "manager"))

    assert codes(*roles, duties=(a_duty("qa_trainer", audits=("agent",)),)) == []


def test_functional_lines_may_be_many_and_may_cross() -> None:
    roles = (
        a_role("manager"),
        a_role("lead", "manager", functional_to=(Text("qa_trainer"),)),
        a_role("qa_trainer", "manager", functional_to=(Text("lead"), Text("manager"))),
    )

    assert check_roles(roles) == ()


def test_a_functional_line_to_an_unknown_role_is_told() -> None:
    (found,) = check_roles(
        (a_role("manager", functional_to=(Text("directr"),)), a_role("director"))
    )

    assert (found.code, found.args["nearest"]) == ("unknown-role", "director")


def test_every_role_a_duty_names_is_declared() -> None:
    duty = a_duty("qa_trainr", to=("lead", "boss"), audits=("agnet",))

    found = check_duties([duty], {"qa_trainer", "lead", "agent"})

    assert [(each.code, each.args["role"]) for each in found] == [
        ("unknown-role", "qa_trainr"),
        ("unknown-role", "boss"),
        ("unknown-role", "agnet"),
    ]


def test_a_duty_is_written_in_these_words() -> None:
    assert list(pack_fields(DutyRule)) == ["label", "role", "to", "audits"]
