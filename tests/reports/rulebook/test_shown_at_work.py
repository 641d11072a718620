"""Every rule is shown at work, by what the engine comes to, or the book says why it is not."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pytest

from ccops.messages import has_message
from ccops.reports import Table
from ccops.reports.rulebook.counted_examples import CountedExample
from ccops.reports.rulebook.line_examples import LineExample
from ccops.reports.rulebook.unworked import NO_CASE
from ccops.scorecards.scales import SCORE_SCALE
from ccops.settlement import write_value
from ccops.values import Missing
from tests.reports.rulebook.books import book, entries, section

if TYPE_CHECKING:
    from ccops.reports.rulebook.worked import Shown

_REFS: Final = ("telecom-7x24", "insurance-hotline", "outsourced")


def _shown(ref: str, section_name: str, name: str) -> Shown:
    return book(ref).worked.shown[section_name, name]


@pytest.mark.parametrize("ref", _REFS)
def test_every_rule_is_shown_at_work_or_says_why_not(ref: str) -> None:
    for rule in book(ref).rules:
        shown = book(ref).worked.shown[rule.key]
        said = [shown.is_own, shown.nobodys, bool(shown.within), bool(shown.reason)]

        assert said.count(True) == 1, rule.key
        assert shown.reason != NO_CASE, rule.key
        assert not shown.reason or has_message(f"report-{shown.reason}")


@pytest.mark.parametrize("ref", _REFS)
def test_a_line_ends_with_what_the_engine_comes_to(ref: str) -> None:
    teller = entries(ref).teller
    tried = 0
    for rule in book(ref).rules:
        shown = book(ref).worked.shown[rule.key]
        if isinstance(shown.line, LineExample):
            line = shown.line
            value = line.settlement.value(line.subject, line.figure)
            unit = line.settlement.unit_of(line.figure)
            if not isinstance(value, str | Missing):
                told = write_value(value, unit, locale=teller.words.locale)
                assert told.split("…")[0] in shown.told(teller), rule.key
                tried += 1
        elif isinstance(shown.line, CountedExample):
            assert shown.line.counting <= shown.line.rows, rule.key
            tried += 1

    assert tried > 200


@pytest.mark.parametrize("ref", _REFS)
def test_what_is_at_work_elsewhere_names_rules_with_examples_of_their_own(ref: str) -> None:
    numbers = {rule.number: rule.key for rule in book(ref).rules}
    for shown in book(ref).worked.shown.values():
        for number in shown.within:
            assert book(ref).worked.shown[numbers[number]].is_own


def test_an_hours_account_shows_what_a_month_comes_to() -> None:
    shown = _shown("telecom-7x24", "hours_accounts", "hours")

    assert shown.account is not None
    hours = shown.account.hours
    assert hours["hours_counted"] - hours["hours_standard"] == hours["hours_balance"]


def test_a_form_shows_an_evaluation_with_its_score() -> None:
    shown = _shown("insurance-hotline", "scorecards", "call_form")
    made = next(
        part
        for part in section("insurance-hotline", "scorecards").parts
        if isinstance(part, Table) and part.id == "example-call_form-seen"
    )

    assert shown.form is not None
    score = Decimal(shown.form.scored.points) / SCORE_SCALE
    assert Decimal(made.foot[0][2].text) == score
    assert len(made.rows) == len(shown.form.scored.evaluation.items)


@pytest.mark.parametrize("ref", _REFS)
def test_the_ladder_of_discipline_shows_one_action_after_the_other(ref: str) -> None:
    shown = _shown(ref, "discipline_ladders", "discipline")

    assert shown.violations is not None
    assert len({each.action for each in shown.violations.violations if each.action}) > 2


@pytest.mark.parametrize("ref", _REFS)
def test_every_conduct_says_what_followed(ref: str) -> None:
    for rule in book(ref).rules:
        if rule.card.section == "conducts":
            violation = book(ref).worked.shown[rule.key].violation

            assert violation is not None, rule.key
            assert violation.action is not None


def test_a_line_nobody_has_under_the_readings_says_so() -> None:
    shown = _shown("telecom-7x24", "hours_lines", "overtime_allowance")

    assert shown.nobodys
    assert shown.told(entries("telecom-7x24", "en").teller) == (
        "Under the readings taken nobody has this line."
    )


def test_a_section_says_why_its_rules_have_no_example() -> None:
    duties = section("telecom-7x24", "duties", "en")

    assert duties.note.startswith("These rules say what is done")
