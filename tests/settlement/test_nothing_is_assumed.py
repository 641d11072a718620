"""What is missing, foreign or contradictory stops a month or leaves it provisional."""

from __future__ import annotations

import pytest

import ccops
from ccops import Center, CenterMonth, DataError
from ccops.facts import given_facts
from ccops.settlement import Closing
from ccops.testing.builders import a_roster_row, an_employee_row
from ccops.values import Missing
from tests import loaded
from tests.quiet import USUAL

EVERYTHING = {**USUAL, "call_evaluation": "90", "discipline": "90", "nights_worked": 5}


@pytest.fixture(scope="module")
def center() -> Center:
    return loaded.center()


def a_month(center: Center, *employees: str, period: str = "2026-10") -> CenterMonth:
    people = [an_employee_row(each) for each in employees]
    month = center.month(period, employees=people, decisions={"award_themes": []})
    return month.starting_from(month.opening([]))


def test_with_every_input_a_month_is_final(center: Center) -> None:
    month = a_month(center, "E1")

    settlement = month.settle(month.facts({"E1": EVERYTHING}))

    assert settlement.is_final


@pytest.mark.parametrize("fact", ["basic_pay_due", "nights_worked", "holiday_hours", "absence"])
def test_a_missing_input_behind_a_pay_line_makes_it_provisional(center: Center, fact: str) -> None:
    month = a_month(center, "E1", "E2")
    some = {name: value for name, value in EVERYTHING.items() if name != fact}

    settlement = month.settle(month.facts({"E1": some, "E2": EVERYTHING}))

    waiting = {each for blocked in settlement.provisional.values() for each in blocked.employees}
    assert not settlement.is_final
    assert waiting == {"E1"}
    assert settlement.is_provisional("handed_to_payroll", settlement.row_of("E1"))
    assert not settlement.is_provisional("handed_to_payroll", settlement.row_of("E2"))


def test_facts_of_another_month_are_refused(center: Center) -> None:
    october = a_month(center, "E1").facts({"E1": EVERYTHING})

    with pytest.raises(DataError, match="facts-other-month"):
        a_month(center, "E1", period="2026-11").settle(october)


def test_facts_of_other_people_are_refused(center: Center) -> None:
    facts = a_month(center, "E1").facts({"E1": EVERYTHING})

    with pytest.raises(DataError, match="facts-other-month"):
        a_month(center, "E2").settle(facts)


def test_a_closing_of_the_same_period_is_refused(center: Center) -> None:
    month = center.month(
        "2026-10",
        employees=[an_employee_row("E1")],
        decisions={"award_themes": []},
        closing=Closing(period="2026-10", pack_id=center.pack.id, currency="CNY"),
    )

    with pytest.raises(DataError, match="closing-not-before"):
        month.settle(month.facts({"E1": EVERYTHING}))


def test_a_role_the_pack_does_not_know_is_refused(center: Center) -> None:
    month = center.month(
        "2026-10", employees=[an_employee_row("E1", role="agnt")], decisions={"award_themes": []}
    )

    with pytest.raises(DataError, match="agnt"):
        month.facts()


def test_without_a_channel_nobody_is_first_of_one_by_channel(center: Center) -> None:
    month = a_month(center.with_choices(pool_scope="channel"), "E1")

    settlement = month.settle(month.facts({"E1": EVERYTHING}))

    assert settlement.value("E1", "month_rank") is Missing.NOT_MEASURED
    assert not settlement.is_final


def test_a_row_that_is_none_is_refused(center: Center) -> None:
    rows = [an_employee_row("E1"), None]

    with pytest.raises(TypeError, match="None"):
        center.month("2026-10", employees=rows)  # type: ignore[arg-type] # the mistake is the test


def test_rows_of_a_stranger_are_refused(center: Center) -> None:
    with pytest.raises(DataError, match="E9"):
        a_month(center, "E1").measure(ccops.source("roster", [a_roster_row("E9")]))


def test_a_shift_after_the_end_of_employment_is_refused(center: Center) -> None:
    row = an_employee_row("E1", ended_on="2026-10-05", end_reason="resignation")
    month = center.month("2026-10", employees=[row], decisions={"award_themes": []})

    with pytest.raises(DataError, match="2026-10-12"):
        month.measure(ccops.source("roster", [a_roster_row("E1", work_date="2026-10-12")]))


def test_a_fact_given_twice_with_two_values_is_a_finding() -> None:
    rows = [
        {"employee_id": "001", "basic_pay_due": "CNY 5000"},
        {"employee_id": "001", "basic_pay_due": "CNY 9999"},
    ]

    _, problems = given_facts(rows)

    assert [each.code for each in problems] == ["fact-twice"]


def test_a_ruling_shows_in_manifest_and_explanation(center: Center) -> None:
    some = {name: value for name, value in EVERYTHING.items() if name != "discipline"}
    ruling = {
        "employee_id": "E1",
        "fact": "discipline",
        "ruling": "zero",
        "by": "D01",
        "because": "lost",
    }
    decisions = {"award_themes": [], "rulings": [ruling]}
    month = center.month("2026-10", employees=[an_employee_row("E1")], decisions=decisions)

    settlement = month.settle(month.facts({"E1": some}))

    assert settlement.manifest.rulings_digest
    assert "D01" in str(settlement.explain("E1", "monthly_score", locale="en"))


def test_a_ruling_on_what_is_there_is_refused(center: Center) -> None:
    ruling = {
        "employee_id": "E1",
        "fact": "discipline",
        "ruling": "exclude",
        "by": "D01",
        "because": "?",
    }
    decisions = {"award_themes": [], "rulings": [ruling]}
    month = center.month("2026-10", employees=[an_employee_row("E1")], decisions=decisions)

    with pytest.raises(DataError, match="ruling-not-needed"):
        month.settle(month.facts({"E1": EVERYTHING}))
