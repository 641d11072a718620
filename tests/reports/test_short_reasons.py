"""Lines that come to nothing: each says in a few words what decided, and no more than is so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ccops.reports import Facts, SignatureBlock, Table, Unfolding
from tests.read_back import months

if TYPE_CHECKING:
    from ccops.reports import Section
    from ccops.reports.document.model import Step
    from tests.reports.conftest import Settle, Statement


def _tables(section: Section) -> list[Table]:
    return [part for part in section.parts if isinstance(part, Table)]


def _reasons(section: Section) -> dict[str, str]:
    nothing = _tables(section)[1]
    return {row[0].text: row[2].text for row in nothing.rows}


@pytest.mark.parametrize(
    ("facts", "line", "reason"),
    [
        ({"absent_days": 3}, "Monthly bonus", "absent for three days"),
        ({"nights": 0}, "Night allowance", "nights: 0"),
        ({"score": "59"}, "Monthly bonus", "score: 59.00; the table asks for score ≥ 60"),
    ],
)
def test_a_line_of_nothing_says_what_decided(
    settle: Settle, statement: Statement, facts: dict[str, object], line: str, reason: str
) -> None:
    (section,) = statement(settle({"E1": facts})).document.sections

    assert _reasons(section)[line] == reason


def test_lines_of_nothing_stand_apart_from_those_that_pay(
    settle: Settle, statement: Statement
) -> None:
    (section,) = statement(settle({"E1": {"absent_days": 3, "nights": 0}})).document.sections
    paid, nothing = _tables(section)

    assert [row[0].text for row in paid.rows] == ["Basic pay"]
    assert [row[0].text for row in nothing.rows] == ["Monthly bonus", "Night allowance"]
    assert [row[-1].text for row in nothing.rows] == ["0.00", "0.00"]


def test_nothing_of_nothing_is_no_table(settle: Settle, statement: Statement) -> None:
    (section,) = statement(settle({"E1": {}})).document.sections

    assert len(_tables(section)) == 1


def test_a_figure_is_explained_once_on_a_page_and_then_pointed_to() -> None:
    reports = months.shown("telecom-7x24").reports("en")

    for section in reports["statement"].document.sections:
        told = [
            each.notes
            for part in section.parts
            if isinstance(part, Unfolding)
            for each in _steps(part.step)
            if each.label in {"Monthly score", "monthly score"}
        ]
        full = [notes for notes in told if not any("explained above" in x for x in notes)]
        assert len(full) <= 1


def _steps(step: Step) -> list[Step]:
    inner = [each for below in step.steps for each in _steps(below)]
    return [step, *inner]


def test_readings_stand_once_at_the_end_behind_the_signatures_and_by_number() -> None:
    reports = months.shown("telecom-7x24").reports("zh_CN")

    for section in reports["statement"].document.sections:
        *before, last = section.annexed
        assert isinstance(last, Facts)
        assert last.title == "手册未写明之处所采用的读法"
        signed = next(at for at, x in enumerate(before) if isinstance(x, SignatureBlock))
        assert all(isinstance(each, Unfolding) for each in before[signed + 1 :])
        numbers = {each.label.partition(".")[0] for each in last.facts}
        named = {
            number
            for part in before[signed + 1 :]
            if isinstance(part, Unfolding)
            for note in part.step.notes
            if note.startswith("手册未写明之处")
            for number in note.partition("第 ")[2].removesuffix(" 项").split("、")
        }
        assert named == numbers
