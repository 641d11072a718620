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


def a_center(*, leads: int | None, agents: int | None) -> tuple[RoleRule, ...]:
    return (
        a_role("manager"),
        a_role("lead", "manager", headcount=leads),
        a_role("agent", "lead", headcount=agents),
    )


def a_span(lead: str = "lead", *of: str, **limits: Any) -> SpanRule:
    named = tuple(map(Text, of))
    return SpanRule(name="span", label=Label(en="span"), lead=Text(lead), of=named, **limits)


def codes(
    *roles: RoleRule, duties: tuple[DutyRule, ...] = (), spans: tuple[SpanRule, ...] = ()
) -> list[str]:
    return [each.code for each in check_structure(roles, duties, spans)]


TWELVE_TO_FOURTEEN = a_span(min=12, max=14)
UP_TO_TWENTY = a_span(max=20)
ONE_TO_TWENTY = a_span(ratio=20)


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
        (24, 500, ONE_TO_TWENTY, ["span-leads-planned"]),
        (2, 36, TWELVE_TO_FOURTEEN, ["span-leads-planned"]),
        (3, None, TWELVE_TO_FOURTEEN, []),
        (0, 0, ONE_TO_TWENTY, []),
    ],
)
def test_headcounts_must_fit_the_span(
    leads: int | None, agents: int | None, span: SpanRule, expected: list[str]
) -> None:
    assert codes(*a_center(leads=leads, agents=agents), spans=(span,)) == expected


@pytest.mark.parametrize(
    ("agents", "sizes"), [(29, "28, 36"), (30, "28, 36"), (71, "70, 72"), (7, "12")]
)
def test_gc_62_headcounts_that_cannot_be_led_name_the_nearest_that_can(
    agents: int, sizes: str
) -> None:
    (found,) = check_structure(a_center(leads=3, agents=agents), spans=(TWELVE_TO_FOURTEEN,))

    assert (found.code, found.args["sizes"]) == ("span-impossible", sizes)
    assert sizes in found.text("en")


def test_gc_63_leads_planned_that_are_too_few_name_how_many_are_wanted() -> None:
    (found,) = check_structure(a_center(leads=25, agents=510), spans=(ONE_TO_TWENTY,))

    assert (found.args["leads"], found.args["needed"]) == ("25", "26")


@pytest.mark.parametrize(
    "span",
    [
        a_span(min=14, max=12),
        a_span(min=0, max=3),
        a_span(),
        a_span(ratio=0),
        a_span(ratio=20, max=20),
        a_span(ratio=20, min=2),
    ],
)
def test_a_span_that_is_no_range_and_no_ratio_is_refused(span: SpanRule) -> None:
    assert codes(*a_center(leads=1, agents=13), spans=(span,)) == ["span-backwards"]


def test_a_span_names_roles_that_are_there() -> None:
    spans = (a_span("led", max=3), a_span("lead", "agnt", max=3))

    assert codes(*a_center(leads=1, agents=3), spans=spans) == ["unknown-role"] * 2


def test_a_span_counts_the_roles_it_names() -> None:
    roles = (*a_center(leads=1, agents=30), a_role("trainee", "lead", headcount=13))

    assert codes(*roles, spans=(a_span("lead", "trainee", min=12, max=14),)) == []
    assert codes(*roles, spans=(a_span(min=12, max=14),)) == ["span-impossible"]


def test_a_span_of_somebody_who_leads_nobody_is_told() -> None:
    roles = (a_role("manager"), a_role("lead", "manager"))

    assert codes(*roles, spans=(UP_TO_TWENTY,)) == ["span-without-reports"]


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
    keys = ["label", "role", "to", "audits", "every", "shown_by"]
    assert list(pack_fields(DutyRule)) == keys
