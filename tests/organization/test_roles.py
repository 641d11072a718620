from __future__ import annotations

import pytest

from ccops.messages import Origin, Span, Text
from ccops.organization import RoleRule, check_roles, reporting_line
from ccops.rules import pack_fields


def a_role(name: str, *bosses: str, channels: tuple[str, ...] = ()) -> RoleRule:
    span = Span("organization.yaml", 4, 20)
    return RoleRule(
        name=name,
        reports_to=tuple(Text(each, span) for each in bosses),
        channels=tuple(Text(each) for each in channels),
        origin=Origin(source="S1-01"),
    )


TELECOM = (
    a_role("center_manager"),
    a_role("qa_trainer", "center_manager"),
    a_role("team_lead", "center_manager"),
    a_role("agent", "team_lead", channels=("phone", "mail_fax", "sms_chat")),
)


def test_the_roles_of_the_manual_have_sound_lines() -> None:
    assert check_roles(TELECOM) == ()
    assert reporting_line("agent", TELECOM) == ("team_lead", "center_manager")
    assert reporting_line("center_manager", TELECOM) == ()


def test_an_unknown_role_names_the_nearest() -> None:
    (found,) = check_roles([*TELECOM, a_role("shift_supervisor", "center_manger")])

    assert found.code == "unknown-role"
    assert found.args["nearest"] == "center_manager"
    assert found.span == Span("organization.yaml", 4, 20)


def test_two_bosses_break_the_unity_of_command() -> None:
    (found,) = check_roles([*TELECOM, a_role("clerk", "team_lead", "qa_trainer")])

    assert (found.code, found.args["bosses"]) == ("two-bosses", "team_lead, qa_trainer")


@pytest.mark.parametrize(
    ("roles", "line"),
    [
        ([a_role("a", "a")], "a → a"),
        ([a_role("b", "a"), a_role("a", "b")], "a → b → a"),
        (
            [a_role("x", "a"), a_role("a", "b"), a_role("b", "c"), a_role("c", "a")],
            "a → b → c → a",
        ),
    ],
)
def test_a_line_that_leads_back_is_one_finding(roles: list[RoleRule], line: str) -> None:
    (found,) = check_roles(roles)

    assert (found.code, found.args["line"]) == ("reporting-loop", line)


def test_a_loop_has_no_reporting_line() -> None:
    roles = [a_role("x", "a"), a_role("a", "b"), a_role("b", "a")]

    with pytest.raises(ValueError, match="leads back"):
        reporting_line("x", roles)


def test_findings_have_words_in_every_language() -> None:
    roles = [a_role("a", "b", "c"), a_role("b", "a")]

    for each in check_roles(roles):
        assert len({each.text("en"), each.text("zh_CN"), each.text("zh_TW")}) == 3
        assert "{" not in each.text("en")


def test_a_role_is_written_in_these_words() -> None:
    assert list(pack_fields(RoleRule)) == [
        "label",
        "reports_to",
        "functional_to",
        "channels",
        "headcount",
        "leads_team",
        "stood_in_by",
        "department",
    ]
