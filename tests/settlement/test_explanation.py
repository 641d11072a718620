"""Explanations: the same value as the bulk run, down to the clause, in every language."""

from __future__ import annotations

import json
import pickle
import re
from typing import TYPE_CHECKING

import pytest

from ccops.errors import NoLineError, UnknownNameError
from ccops.messages import LOCALES, Locale
from ccops.settlement.plain_data.encoding import plain_cell
from ccops.values import NOT_APPLICABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.center import Center
    from ccops.plan import Trace
    from ccops.settlement import Settlement

#: A key of the catalogs that stayed a key, or an argument nobody filled in.
UNTOLD = re.compile(r"\b(explain|missing|rounding|no-line)-?[a-z]*-[a-z-]+\b|\{\w+\}")


def _names(settlement: Settlement) -> list[str]:
    return sorted({key.name for key in settlement.results.plan.figures})


def _traced(settlement: Settlement) -> Iterator[tuple[str, str, Trace]]:
    for employee in settlement.employees:
        for name in _names(settlement):
            if settlement.value(employee, name) is not NOT_APPLICABLE:
                yield employee, name, settlement.trace(employee, name)


def _people(settlement: Settlement) -> list[str]:
    """Return somebody of each kind: paid, barred, unranked, missing, an agent and a lead."""
    found: dict[object, str] = {}
    for employee in settlement.employees:
        role = settlement.value(employee, "role")
        for bonus in ("monthly_bonus", "lead_bonus"):
            codes = tuple(each.code for each in settlement.reasons(employee, bonus))
            found.setdefault((role, bonus, codes, settlement.value(employee, bonus)), employee)
    return sorted(set(found.values()))


def _nodes(trace: Trace) -> Iterator[Trace]:
    yield trace
    for each in trace.inputs:
        yield from _nodes(each)


def test_the_trace_of_every_figure_ends_at_the_bulk_value(settlement: Settlement) -> None:
    checked = 0
    for employee, name, trace in _traced(settlement):
        column = settlement.results.column_at(name, settlement.row_of(employee))
        assert column is not None
        assert trace.value.cell == column.at(settlement.row_of(employee)), (employee, name)
        checked += 1

    assert checked > len(settlement.employees) * 10


@pytest.mark.parametrize(
    ("locale", "told"),
    [("en", "refused by monthly rank (month_rank)"), ("zh_CN", "因 月度名次 (month_rank) 不符")],
)
def test_a_row_is_refused_by_what_its_column_reads(
    settlement: Settlement, locale: Locale, told: str
) -> None:
    """A column has an id of its own; people know the figure that it reads."""
    explained = (
        str(settlement.explain(employee, "monthly_bonus", locale=locale))
        for employee in settlement.employees
        if settlement.value(employee, "monthly_bonus") is not NOT_APPLICABLE
    )
    assert any(told in each for each in explained)


def test_what_is_recomputed_is_the_bulk_value(settlement: Settlement) -> None:
    """The unrounded value, the terms and the row hit come from evaluating the cell again."""
    for employee, name, trace in _traced(settlement):
        cell = trace.value.cell
        if trace.unrounded is not None and trace.rounding is None:
            shown = plain_cell(
                trace.unrounded.cell, trace.unrounded.type.unit, trace.unrounded.carrier
            )
            assert shown == plain_cell(cell, trace.value.type.unit, trace.value.carrier) or (
                trace.value.carrier != trace.unrounded.carrier
            ), (employee, name)
        if trace.table:
            assert sum(row.hit for row in trace.table) <= 1
        if trace.place is not None and trace.place.place is not None:
            assert trace.place.place == cell
            assert trace.place.place <= trace.place.size


def test_every_input_of_a_trace_is_the_bulk_value_too(settlement: Settlement) -> None:
    for employee in _people(settlement):
        for node in _nodes(settlement.trace(employee, "handed_to_payroll")):
            if node.kind == "none":
                continue
            row = settlement.row_of(settlement.employees[node.row])
            column = settlement.results.column_at(node.name, row)
            if column is not None:
                assert column.at(row) == node.value.cell


@pytest.mark.parametrize("locale", LOCALES)
def test_every_word_of_an_explanation_is_there(settlement: Settlement, locale: Locale) -> None:
    for employee in _people(settlement):
        for name in _names(settlement):
            if settlement.value(employee, name) is NOT_APPLICABLE:
                continue
            text = str(settlement.explain(employee, name, locale=locale))
            assert UNTOLD.search(text) is None, text


def test_the_languages_say_the_same_in_other_words(settlement: Settlement) -> None:
    employee = _people(settlement)[0]

    english = settlement.explain(employee, "handed_to_payroll", locale="en")
    chinese = settlement.explain(employee, "handed_to_payroll", locale="zh_CN")

    assert len(english.lines()) == len(chinese.lines())
    assert str(english) != str(chinese)
    assert re.search("[\u4e00-\u9fff]", str(chinese))
    assert re.search("[\u4e00-\u9fff]", str(english)) is None
    assert english.to_dict() == chinese.to_dict()


def test_an_explanation_speaks_the_language_of_the_pack_by_itself(settlement: Settlement) -> None:
    employee = settlement.employees[0]

    assert str(settlement.explain(employee, "role")) == str(
        settlement.explain(employee, "role", locale="zh_CN")
    )


def test_an_explanation_of_a_bonus_ends_at_the_clause_and_the_sources(
    settlement: Settlement,
) -> None:
    someone = next(
        each.employee_id for each in settlement.lines() if each.pay_code == "B01" and each.amount
    )

    nodes = list(_nodes(settlement.trace(someone, "monthly_bonus")))
    text = str(settlement.explain(someone, "monthly_bonus", locale="en"))

    sources = {node.name: node.origin.source for node in nodes if node.origin.source}
    assert sources["monthly_bonus"] == sources["month_rank"] == "S1-09"
    assert sources["monthly_score"] == "S1-07"
    assert {node.kind for node in nodes if not node.inputs} <= {"fact", "measured", "row"}
    assert "S1-09" in text
    assert "bonus.yaml" in text
    assert "bonus_reading" in text
    assert "as printed [printed]" in text


@pytest.mark.parametrize("figure", ["handed_to_payroll", "monthly_bonus", "month_rank"])
def test_an_explanation_is_plain_json(settlement: Settlement, figure: str) -> None:
    for employee in _people(settlement):
        if settlement.value(employee, figure) is NOT_APPLICABLE:
            continue
        data = settlement.explain(employee, figure).to_dict()
        assert json.loads(json.dumps(data)) == data
        assert data["schema"] == "ccops.explanation/1"
        assert data["trace"]["name"] == figure


def test_neighbors_of_a_place_stand_next_to_it(settlement: Settlement) -> None:
    ranked = [
        each
        for each in settlement.employees
        if isinstance(settlement.value(each, "month_rank"), int)
    ]
    for employee in ranked:
        place = settlement.trace(employee, "month_rank").place
        assert place is not None
        own = settlement.value(employee, "month_rank")
        for row in place.ahead:
            assert settlement.value(settlement.employees[row], "month_rank") < own  # type: ignore[operator] # places
        for row in place.behind:
            assert settlement.value(settlement.employees[row], "month_rank") > own  # type: ignore[operator] # places


def test_a_line_somebody_does_not_have_cannot_be_explained(settlement: Settlement) -> None:
    lead = next(
        each for each in settlement.employees if settlement.value(each, "role") == "team_lead"
    )

    with pytest.raises(UnknownNameError):
        settlement.explain(lead, "monthly_bonus")
    with pytest.raises(UnknownNameError, match="monthly_bonus"):
        settlement.explain(lead, "monthly_bonsu")
    with pytest.raises(UnknownNameError, match=settlement.employees[0]):
        settlement.explain(f"{settlement.employees[0]}0", "monthly_bonus")


@pytest.mark.parametrize(
    ("locale", "begin", "has"),
    [
        ("en", "{lead} has no monthly bonus (monthly_bonus) in 2026-10; the lines are: ", ", "),
        ("zh_CN", "{lead} 在 2026-10 没有月度奖金 (monthly_bonus)；现有各项：", "、"),
        ("zh_TW", "{lead} 在 2026-10 沒有月度獎金 (monthly_bonus)；現有各項：", "、"),
    ],
)
def test_a_line_somebody_has_not_is_told_with_those_he_has(
    settlement: Settlement, locale: Locale, begin: str, has: str
) -> None:
    lead = next(
        each for each in settlement.employees if settlement.value(each, "role") == "team_lead"
    )

    with pytest.raises(NoLineError) as caught:
        settlement.explain(lead, "monthly_bonus")

    found = caught.value
    told = found.text(locale)
    assert told.startswith(begin.format(lead=lead))
    assert "(lead_bonus)" + has in told
    assert {"basic_pay", "lead_bonus"} <= dict(found.lines).keys()
    assert "monthly_bonus" not in dict(found.lines)
    assert str(pickle.loads(pickle.dumps(found))) == str(found) == found.text("en")  # noqa: S301 - our own bytes


def test_an_explanation_of_a_place_names_the_neighbors_with_their_places(
    settlement: Settlement,
) -> None:
    ids = settlement.employees
    told: set[str] = set()
    for employee in ids:
        if not isinstance(settlement.value(employee, "month_rank"), int):
            continue
        trace = settlement.trace(employee, "month_rank")
        text = str(settlement.explain(employee, "month_rank", locale="en"))
        assert trace.place is not None
        for word, rows in (("ahead", trace.place.ahead), ("behind", trace.place.behind)):
            listed = [f"{ids[row]} ({settlement.value(ids[row], 'month_rank')})" for row in rows]
            line = f"just {word}, with their places: {', '.join(listed)}"
            assert (line in text) is bool(rows)
            told.update([word] if rows else [])

    assert told == {"ahead", "behind"}


@pytest.mark.parametrize("part", ["month_rank_size", "month_rank_tied"])
def test_a_part_of_a_rank_is_explained_by_the_rank(settlement: Settlement, part: str) -> None:
    employee = next(
        each
        for each in settlement.employees
        if isinstance(settlement.value(each, "month_rank"), int)
    )

    trace = settlement.trace(employee, part)

    assert trace.name == "month_rank"
    assert trace.place is not None
    parts = {"month_rank_size": trace.place.size, "month_rank_tied": trace.place.tied}
    assert settlement.value(employee, part) == parts[part]
    assert str(settlement.explain(employee, part)) == str(
        settlement.explain(employee, "month_rank")
    )


def test_a_part_of_a_rank_of_others_cannot_be_explained(settlement: Settlement) -> None:
    lead = next(
        each for each in settlement.employees if settlement.value(each, "role") == "team_lead"
    )

    with pytest.raises(UnknownNameError):
        settlement.explain(lead, "month_rank_size")


def test_an_unknown_locale_names_the_nearest(settlement: Settlement, center: Center) -> None:
    employee = settlement.employees[0]

    with pytest.raises(UnknownNameError, match="zh_CN"):
        settlement.explain(employee, "role", locale="zh_CM")
    with pytest.raises(UnknownNameError, match="fr"):
        settlement.explain(employee, "role", locale="fr")
    with pytest.raises(UnknownNameError, match="fr"):
        center.report("statement", settlement, locale="fr")


@pytest.mark.parametrize(
    ("locale", "ranked"),
    [
        ("en", "ranked by monthly score (monthly_score) highest first, "),
        ("zh_CN", "排序依据：月度得分 (monthly_score) 由高到低、"),
    ],
)
def test_what_people_are_ranked_by_and_what_is_assumed_is_told_in_words(
    settlement: Settlement, locale: Locale, ranked: str
) -> None:
    told = [
        line
        for employee in _people(settlement)
        for name in ("monthly_bonus", "handed_to_payroll")
        if settlement.value(employee, name) is not NOT_APPLICABLE
        for line in settlement.explain(employee, name, locale=locale).lines()
    ]

    assert any(ranked in line for line in told)
    assert not [line for line in told if re.search(r"\b(asc|desc)\b", line)]
    if locale == "zh_CN":
        assert not [line for line in told if "assumed" in line]
