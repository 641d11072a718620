"""The floor report: teams against their targets and goals, the same numbers in every form."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from ccops.messages import LOCALES
from ccops.reports import Document, Paragraph, Table
from ccops.settlement import Settlement, source
from ccops.testing.builders import an_employee_row
from ccops.values import Missing
from tests import loaded

if TYPE_CHECKING:
    from ccops.center import Center

DECISIONS: dict[str, object] = {"standard_days": "22", "award_themes": []}


@pytest.fixture(scope="module")
def telecom() -> Center:
    return loaded.center()


@pytest.fixture(scope="module")
def march(telecom: Center) -> Settlement:
    people = [
        an_employee_row("L1", team="A", role="team_lead"),
        an_employee_row("A1", team="A", level="intermediate"),
        an_employee_row("A2", team="A", level="junior"),
        an_employee_row("B1", team="B", level="junior", hired_on="2026-01-05"),
    ]
    month = telecom.month("2026-03", employees=people, decisions=DECISIONS)
    events = [
        {"event_id": "1", "employee_id": "A1", "at": "2026-03-03", "kind": "complaint"},
        {"event_id": "2", "employee_id": "A2", "at": "2026-03-03", "kind": "complaint",
         "valid": "yes"},
    ]  # fmt: skip
    ratings = [
        {"employee_id": "A1", "at": "2026-03-03", "invited": "yes", "score": score}
        for score in ("5", "5", "1")
    ]
    return month.settle(month.measure(source("events", events), source("ratings", ratings)))


def built(center: Center, settlement: Settlement, locale: str = "en") -> Document:
    return center.report("floor", settlement, locale=locale).document


def table(document: Document, id_: str) -> Table:
    parts = (part for section in document.sections for part in section.parts)
    return next(each for each in parts if isinstance(each, Table) and each.id == id_)


def rows(found: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in found.rows]


def test_a_goal_stands_with_the_center_and_every_team(telecom: Center, march: Settlement) -> None:
    found = rows(table(built(telecom, march), "graded_in_march"))

    assert found == [
        ["Center", "3", "1", "33.33%", "≥ 50%", "missed"],
        ["Team A", "2", "1", "50.00%", "≥ 50%", "met"],
        ["Team B", "1", "0", "0.00%", "≥ 50%", "missed"],
    ]


def test_it_names_by_number_who_is_not_there_and_nobody_else(
    telecom: Center, march: Settlement
) -> None:
    document = built(telecom, march)
    parts = (part for section in document.sections for part in section.parts)
    said = [each.text for each in parts if isinstance(each, Paragraph)]

    assert said == ["Not there yet, 2: A2; B1"] * 2  # of March, and of the review each month


def test_of_people_it_says_how_many(telecom: Center, march: Settlement) -> None:
    found = rows(table(built(telecom, march), "people-table"))

    by_target = {(row[0], row[1]): row[2:] for row in found}
    assert by_target["Target of satisfaction", "Agents"] == ["≥ 98.8%", "0", "1", "0", "2"]
    assert by_target["No complaint", "Veterans"] == ["≤ 0", "0", "1", "1", "0"]


def test_a_value_nobody_knows_is_neither_met_nor_missed(
    telecom: Center, march: Settlement
) -> None:
    first = table(built(telecom, march), "floor-table").rows[0]

    assert first[1].text == "–"
    assert isinstance(first[1].value, Missing)
    assert first[1].note == ""


def test_cells_keep_the_exact_value(telecom: Center, march: Settlement) -> None:
    center_row = table(built(telecom, march), "graded_in_march").rows[0]

    assert center_row[3].value == Fraction(1, 3)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_it_is_written_in_every_form_and_language(
    telecom: Center, march: Settlement, locale: str, form: str
) -> None:
    written = telecom.report("floor", march, locale=locale).render(form)

    text = written.decode() if isinstance(written, bytes) else written
    assert "report-" not in text
    assert "33.33" in text
