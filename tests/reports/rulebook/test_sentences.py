"""Rules read as sentences: no heads inside them, nothing unsaid, each thing by its own name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from ccops.reports import Facts, Table
from tests.reports.rulebook.books import PACKS, document, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.reports import Document

#: A head with its value inside a sentence: ``; The greatest value that counts: 110%``.
_HEAD: Final = re.compile(
    r"[;,(:] (?:A|An|Exact|How|On|The|What|Whose|Whom|With|For|Given)\b[^;,.]*:"
)


def _sentences(made: Document) -> Iterator[tuple[str, str]]:
    """Yield what each rule, and each rule inside a rule, is called and says."""
    for part in parts_of(made):
        columns = [each.id for each in part.columns] if isinstance(part, Table) else []
        if isinstance(part, Table) and "told" in columns:
            at = columns.index("told")
            yield from ((row[0].text, row[at].text) for row in part.rows)


@pytest.mark.parametrize("ref", PACKS)
def test_no_head_stands_inside_a_sentence(ref: str) -> None:
    told = list(_sentences(document(ref, "en")))

    assert told
    assert [each for each in told if _HEAD.search(each[1])] == []


@pytest.mark.parametrize("locale", ["en", "zh_CN", "zh_TW"])
@pytest.mark.parametrize("ref", PACKS)
def test_no_rule_says_nothing(ref: str, locale: str) -> None:
    assert [name for name, says in _sentences(document(ref, locale)) if not says] == []


def test_a_sum_of_some_rows_says_of_which() -> None:
    told = dict(_sentences(document("insurance-hotline", "en")))
    occupancy = next(says for name, says in told.items() if name.endswith(" Occupancy"))

    assert "the sum of how long it lasted where state is “in a contact” or " in occupancy
    assert "no time" not in occupancy


def test_items_named_alike_in_two_forms_are_called_by_their_own_names() -> None:
    made = document("insurance-hotline", "en")
    forms = [part for part in parts_of(made) if isinstance(part, Table) and part.foot]
    told = {row[0].text: row[-1].text for part in forms for row in part.foot}

    assert (
        "accuracy of the information base" in told["monthly score of an information coordinator"]
    )
    assert "QA accuracy" not in told["monthly score of an information coordinator"]
    assert "QA accuracy" in told["monthly score of a QA trainer"]
    assert "monitoring done" in told["monthly score of a QA trainer"]


@pytest.mark.parametrize("ref", PACKS)
def test_an_item_stands_once_in_the_example_of_its_form(ref: str) -> None:
    scored = [
        [row[0].text for row in part.rows]
        for part in parts_of(document(ref, "en"))
        if isinstance(part, Table) and {"item", "seen"} <= {each.id for each in part.columns}
    ]

    assert [each for each in scored if len(set(each)) < len(each)] == []


def test_a_term_of_a_sum_is_told_as_it_is_worked_out() -> None:
    """Not as the product of whatever it names."""
    told = [
        cell.text
        for part in parts_of(document("outsourced", "en"))
        if isinstance(part, Table)
        for row in part.rows
        for cell in row
    ]

    first = "the lowest of (amount sold; where band 2 begins) × rate of band 1 = CN¥500.00"
    assert any(first in each for each in told)
    assert not any("amount sold × where band 2 begins" in each for each in told)


@pytest.mark.parametrize("ref", PACKS)
def test_a_limit_without_days_is_no_day(ref: str) -> None:
    told = dict(_sentences(document(ref, "en")))

    assert not any("complaint rate (1 day)" in each for each in told.values())
    assert not any("given as days" in each for each in told.values())


@pytest.mark.parametrize("ref", PACKS)
def test_a_need_and_that_it_is_not_met_are_not_called_the_same(ref: str) -> None:
    examples = [
        [row[0].text for row in part.rows if row[1].text in ("yes", "no")]
        for part in parts_of(document(ref, "en"))
        if isinstance(part, Table) and {"what", "how"} <= {each.id for each in part.columns}
    ]

    assert [each for each in examples if len(set(each)) < len(each)] == []


def test_a_formula_names_the_figure_where_another_rule_has_its_name() -> None:
    told = "".join(
        fact.value.text
        for part in parts_of(document("telecom-7x24", "en"))
        if isinstance(part, Facts)
        for fact in part.facts
    )

    assert "2 × leavers ÷ (headcount before + headcount after)" in told
    assert "2 × settling leavers" not in told
