"""What a month costs under each reading of a question."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import ccops
from ccops.messages import LOCALES
from ccops.settlement import measured_alike
from tests import loaded

if TYPE_CHECKING:
    from ccops import CenterMonth

DATA = Path(__file__).parents[2] / "examples" / "data"
CHOICES = ["bonus_reading", "score_rounding", "award_unfilled", "places_at_least"]
#: Questions about what is measured, not about what is paid for it.
MEASURED = ["absence_unit", "shift_attribution", "period_of_absence_bar", "period_of_bonus"]
Given = dict[str, dict[str, Any]]


def rows(name: str) -> list[dict[str, Any]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def given() -> Given:
    return {row.pop("employee_id"): row for row in rows("facts.csv")}


@pytest.fixture(scope="module")
def month() -> CenterMonth:
    center = loaded.center()
    decided = {"award_themes": [{"id": "accuracy_theme", "winners": 2, "amount": "CNY 200"}]}
    made = center.month("2026-10", employees=rows("employees.csv"), decisions=decided)
    return made.starting_from(made.opening([]))


@pytest.mark.parametrize("choice", CHOICES)
def test_it_is_what_settling_under_each_reading_gives(
    month: CenterMonth, given: Given, choice: str
) -> None:
    costs = month.costs(choice, given=given)

    base = month.settle(month.facts(given))
    lines = [each.figure for each in base.results.plan.lines]
    for cost in costs.readings:
        other = month.under(**{choice: cost.reading})
        settlement = other.settle(other.facts(given))
        paid = sum((each.amount for each in settlement.lines()), start=Decimal(0))
        moved = tuple(
            who
            for who in settlement.employees
            if [base.value(who, each) for each in lines]
            != [settlement.value(who, each) for each in lines]
        )
        assert cost.total.amount == paid == sum(each.amount for each in cost.by_code.values())
        assert cost.difference is not None
        assert cost.difference.amount == paid - costs.of(costs.taken).total.amount
        assert cost.moved == moved
        assert cost.is_final == settlement.is_final


def test_the_reading_taken_differs_from_itself_in_nothing(
    month: CenterMonth, given: Given
) -> None:
    taken = month.under(bonus_reading="slices").costs("bonus_reading", given=given)

    assert taken.taken == "slices"
    assert (str(taken.of("slices").difference), taken.of("slices").moved) == ("CNY 0.00", ())
    assert str(taken.of("printed").difference) == "CNY -1400.00"


def test_an_open_question_differs_from_nothing(month: CenterMonth, given: Given) -> None:
    costs = month.costs("bonus_reading", given=given, against="")

    assert costs.taken == ""
    assert [(each.difference, each.moved) for each in costs.readings] == [(None, ())] * 4
    assert "nobody has taken a reading" in costs.text("en")


def test_what_is_not_known_yet_is_counted_and_added_to_nothing(month: CenterMonth) -> None:
    costs = month.costs("bonus_reading", given={"E001": {"basic_pay_due": "CNY 100"}})

    printed = costs.of("printed")
    assert printed.by_code["A01"].amount == 100
    assert printed.unknown >= 19
    assert not printed.is_final
    assert f"under printed {printed.unknown} amounts are not known" in costs.text("en")


def test_nobody_costs_nothing(month: CenterMonth) -> None:
    empty = month.center.month("2026-10", employees=[], decisions={"award_themes": "none"})

    costs = empty.costs("bonus_reading")

    assert {str(each.total) for each in costs.readings} == {"CNY 0.00"}
    assert costs.text("zh_CN")


@pytest.mark.parametrize("locale", LOCALES)
def test_every_reading_stands_in_the_words(month: CenterMonth, given: Given, locale: str) -> None:
    costs = month.costs("bonus_reading", given=given)

    text = costs.text(locale)
    assert all(each.reading in text for each in costs.readings)
    assert "costs-" not in text
    assert [each["reading"] for each in costs.to_dict()["readings"]] == list(
        month.center.pack.choices["bonus_reading"].readings
    )


def test_unknown_names_say_what_was_meant(month: CenterMonth) -> None:
    with pytest.raises(ccops.UnknownNameError, match="bonus_reading"):
        month.costs("bonus_raeding")
    with pytest.raises(ccops.UnknownNameError):
        month.costs("bonus_reading").text("fr")


@pytest.mark.parametrize("choice", CHOICES)
def test_records_that_were_read_cost_what_their_sources_do(
    month: CenterMonth, choice: str
) -> None:
    done = {"employee_id": "E001", "date": "2026-10-09", "kind": "work_order"}
    exam = {"exam_id": "X1", "employee_id": "E001", "at": "2026-10-13", "kind": "monthly"}
    sources = [
        ccops.source("activity", [{**done, "handled": "15", "errors": "1"}]),
        ccops.source("exams", [{**exam, "score": "80", "max": "100"}]),
    ]

    read = month.costs(choice, *sources, read=month.records(*sources))

    assert read.to_dict() == month.costs(choice, *sources).to_dict()


@pytest.mark.parametrize("choice", CHOICES)
def test_readings_that_pay_otherwise_measure_alike(month: CenterMonth, choice: str) -> None:
    rules = month.month.rules
    others = [month.under(**{choice: each}) for each in month.center.pack.choices[choice].readings]

    assert all(measured_alike(rules, each.month.rules) for each in others)


@pytest.mark.parametrize("choice", MEASURED)
def test_readings_that_measure_otherwise_are_measured_apart(
    month: CenterMonth, choice: str
) -> None:
    taken = month.center.pack.readings[choice]
    readings = month.center.pack.choices[choice].readings
    others = [month.under(**{choice: each}) for each in readings if each != taken]

    assert others
    assert not any(measured_alike(month.month.rules, each.month.rules) for each in others)


@pytest.mark.parametrize("choice", [*CHOICES, *MEASURED])
def test_a_month_of_records_costs_what_measuring_it_under_each_reading_gives(
    month: CenterMonth, choice: str
) -> None:
    """Measured once for many readings or for each, it comes to the same."""
    done = {"date": "2026-10-09", "kind": "work_order", "errors": "0"}
    rows = [{**done, "employee_id": f"E00{n}", "handled": f"{n}0"} for n in range(1, 4)]
    sources = [ccops.source("activity", rows)]

    costs = month.costs(choice, *sources)
    known = month.costs(choice, *sources, measured=month.measure(*sources))
    assert known.to_dict() == costs.to_dict()
    for cost in costs.readings:
        other = month.under(**{choice: cost.reading})
        settlement = other.settle(other.measure(*sources))
        paid = sum((each.amount for each in settlement.lines()), start=Decimal(0))
        assert cost.total.amount == paid
