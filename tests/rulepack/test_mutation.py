"""Mutation: which steps a rule can be moved by, and whether a case would notice."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from ccops.rulepack import load
from ccops.rulepack.cases import CaseRunner, read_cases
from ccops.rulepack.proving import Mutation, Outcome, measure_coverage, mutate
from ccops.rulepack.proving.formula_edits import edits_of, nudged_key
from ccops.rulepack.proving.nudges import (
    neighbor_scales,
    nudged_cell,
    nudged_constant,
    nudged_text,
    nudged_whole,
    other_flag,
    other_words,
)
from ccops.rules.columns import TableColumn
from ccops.rules.places import PlacesRounding, Share
from ccops.rules.ranks import Ties
from ccops.values import Bounds, RoundingMode, Type, Unit

if TYPE_CHECKING:
    from tests.rulepack.conftest import Shelf

RULES = """\
parameters:
  cost: {unit: points, values: {2026-01-01: 1.5}, source: M-02}
figures:
  total:
    for: agents
    is: {by: weighing, plain: score - cost, doubled: score - 2 * cost}
    unit: points
    round: {to: 1, mode: half_up}
    source: M-02
bonuses:
  bonus:
    label: bonus
    for: agents
    payroll_code: B01
    columns: [{score: score, step: 0.01}]
    table: {hit: first, rows: [['>= 60', CNY 100]], otherwise: CNY 0}
    source: M-03
choices:
  weighing:
    asks: what does it cost
    readings: {plain: one point, doubled: two points}
    chosen: plain
    by: pack authors
    on: 2026-01-01
    source: M-02
"""
DEFAULTS = (
    "defaults: {role: agent, team: T, employment_type: full_time, hired_on: 2020-01-01, "
    "score: 70}\n"
)
LIMITS = (
    "given: {score: 60}, expect: {bonus: CNY 100}",
    "given: {score: 59.99}, expect: {bonus: CNY 0}",
)


def mutation(shelf: Shelf, *cases: str, rules: str = RULES) -> Mutation:
    listed = "".join(
        f"  C-{number}: {{period: 2026-10, because: so it is, source: M-01, {case}}}\n"
        for number, case in enumerate(cases, 1)
    )
    shelf.pack(rules, cases=f"{DEFAULTS}cases:\n{listed or '  {}'}")
    pack = load("sample", shelf.catalog)
    found, problems = read_cases(pack)
    assert problems == ()
    runner = CaseRunner(pack)
    results = [runner.run(each) for each in found]
    assert all(each.passed for each in results), results
    return mutate(runner, found, measure_coverage(runner, found))


def survivors(found: Mutation, rule: str = "") -> list[tuple[str, str]]:
    return [(each.old, each.new) for each in found.survivors if not rule or each.rule == rule]


# -- mutants ------------------------------------------------------------------------------------


def test_without_cases_every_change_survives(shelf: Shelf) -> None:
    found = mutation(shelf)

    assert found.score == 0
    assert survivors(found) == [
        ("==", "!="), ("1.5", "1.4"), ("1.5", "1.6"),
        ("-", "+"), ("-", "+"), ("2", "1"), ("2", "3"),
        ("1", "0.1"), ("half_up", "half_even"), ("half_up", "up"),
        (">= 60", ">= 59.99"), (">= 60", ">= 60.01"), ("CNY 100", "CNY 101"),
        ("CNY 100", "CNY 99"), ("CNY 0", "CNY 1"),
    ]  # fmt: skip


def test_cases_on_both_sides_of_a_limit_notice_its_steps(shelf: Shelf) -> None:
    found = mutation(shelf, *LIMITS)

    assert survivors(found, "bonus") == []


def test_one_case_in_the_middle_of_a_band_notices_only_its_amount(shelf: Shelf) -> None:
    found = mutation(shelf, "expect: {bonus: CNY 100}")

    assert survivors(found, "bonus") == [
        (">= 60", ">= 59.99"), (">= 60", ">= 60.01"), ("CNY 0", "CNY 1")
    ]  # fmt: skip


def test_a_change_within_a_reading_is_noticed_only_by_cases_under_it(shelf: Shelf) -> None:
    plain = mutation(shelf, "expect: {total: 69}")
    both = mutation(
        shelf, "expect: {total: 69}", "choose: {weighing: doubled}, expect: {total: 67}"
    )

    assert ("2", "3") in survivors(plain)
    assert ("2", "3") not in survivors(both)
    killed = {each.mutant.new: each.by for each in both.results if each.mutant.old == "2"}
    assert killed == {"3": "C-2", "1": "C-2"}


def test_a_parameter_is_noticed_where_its_step_changes_what_comes_out(shelf: Shelf) -> None:
    found = mutation(shelf, "given: {score: 70.04}, expect: {total: 69}")

    assert survivors(found, "cost") == [("1.5", "1.4")]

    found = mutation(shelf, "expect: {total: 69}", "given: {score: 69.99}, expect: {total: 68}")

    assert survivors(found, "cost") == []


def test_a_change_the_checker_refuses_is_noticed(shelf: Shelf) -> None:
    rules = RULES.replace(
        "{hit: first, rows: [['>= 60', CNY 100]], otherwise: CNY 0}",
        "{hit: unique, rows: [['[60..100]', CNY 100], ['< 60', CNY 0]]}",
    )
    found = mutation(shelf, rules=rules)

    refused = {
        (each.mutant.old, each.mutant.new)
        for each in found.results
        if each.outcome is Outcome.REFUSED and each.mutant.rule == "bonus"
    }
    assert refused == {
        ("[60..100]", "[60.01..100]"), ("[60..100]", "[59.99..100]"), ("[60..100]", "[60..99.99]"),
        ("< 60", "< 60.01"), ("< 60", "< 59.99"),
    }  # fmt: skip


def test_a_change_that_leaves_the_plan_as_it_is_is_no_mutant(shelf: Shelf) -> None:
    ranked = RULES + (
        "ranks:\n  rank: {among: agents, order: [total desc], scope: center, ties: share_best,"
        " unknown: outside, barred: leave, places: {rounding: exact, at_least: 0}, source: M-04}\n"
    )
    taxed = RULES.replace("payroll_code: B01", "payroll_code: B01\n    taxable: no")

    words = [each.old for each in mutation(shelf, rules=ranked).survivors]

    assert "exact" not in words  # no table asks for shares of this rank
    assert {"total desc", "share_best"} <= set(words)
    assert len(mutation(shelf, rules=taxed).results) == len(mutation(shelf).results)


def test_the_same_cases_come_to_the_same_mutants(shelf: Shelf) -> None:
    assert mutation(shelf, *LIMITS) == mutation(shelf, *LIMITS)


def test_the_forms_of_evaluations_are_reached_and_changed_too(shelf: Shelf) -> None:
    rules = RULES + (
        "indicators:\n  heard: {over: evaluation, mean: score, better: higher, by: [employee],"
        " source: M-06}\n"
        "scorecards:\n  call_form:\n    {label: form, start: 100, floor: 0,"
        " items: {L1: {label: opening, deduct: 5}}, round: {to: 0.01, mode: half_up},"
        " source: M-06}\n"
    )
    seen = "evaluations: [{employee_id: subject, form: call_form, items: {L1: 2}}]"

    assert ("5", "6") in survivors(mutation(shelf, rules=rules), "call_form")
    noticed = mutation(shelf, f"{seen}, expect: {{heard: 90}}", rules=rules)
    assert survivors(noticed, "call_form") == [
        ("0", "1"), ("0.01", "0.1"), ("half_up", "half_even"), ("half_up", "up")
    ]  # fmt: skip


# -- steps --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("CNY 500", ["CNY 501", "CNY 499"]),
        ("CNY 0.50", ["CNY 1.50"]),
        ("CNY 0", ["CNY 1"]),
        ("30%", ["31%", "29%"]),
        ("2.5%", ["2.6%", "2.4%"]),
        ("150 s", ["151 s", "149 s"]),
        ("3 d", ["4 d", "2 d"]),
        ("CNY 30/h", ["CNY 31/h", "CNY 29/h"]),
        ("-2", ["-1", "-3"]),
        ("85.00", ["85.01", "84.99"]),
        ("agent", []),
        ("2026-10-01", []),
        ("", []),
    ],
)
def test_a_constant_moves_by_one_in_its_last_digit(text: str, moved: list[str]) -> None:
    assert list(nudged_constant(text)) == moved


def _column(unit: Unit, **more: Any) -> TableColumn:
    return TableColumn(name="c", type=Type(unit), currency="CNY", **more)


SCORE = _column(Unit.POINTS, bounds=Bounds(Fraction(0), Fraction(100)), step=Fraction(1, 100))
OPEN = _column(Unit.POINTS, bounds=Bounds(Fraction(0), Fraction(100)))
SHARE = _column(Unit.COUNT, share=Share(rounding=PlacesRounding.EXACT))


@pytest.mark.parametrize(
    ("cell", "column", "moved"),
    [
        (">= 85", SCORE, [">= 85.01", ">= 84.99"]),
        ("[80..85)", SCORE, ["[80.01..85)", "[79.99..85)", "[80..85.01)", "[80..84.99)"]),
        ("[85..100]", SCORE, ["[85.01..100]", "[84.99..100]", "[85..99.99]"]),
        (">= 85", OPEN, [">= 86", ">= 84", "> 85"]),
        ("[80..85)", OPEN,
         ["[81..85)", "[79..85)", "[80..86)", "[80..84)", "(80..85)", "[80..85]"]),
        ("<= 10%", SHARE, ["<= 11%", "<= 9%"]),
        ("<= 100%", SHARE, ["<= 101%", "<= 99%"]),
        ("3", _column(Unit.COUNT), ["4", "2"]),
        (">= CNY 500", _column(Unit.MONEY), [">= CNY 500.01", ">= CNY 499.99"]),
        ("<= 150 s", _column(Unit.DURATION), ["<= 151 s", "<= 149 s"]),
        ("-", SCORE, []),
        ("'agent'", _column(Unit.WORD), []),
        ("yes", _column(Unit.FLAG), []),
    ],
)  # fmt: skip
def test_a_limit_moves_by_one_step_of_its_column(
    cell: str, column: TableColumn, moved: list[str]
) -> None:
    assert list(nudged_cell(cell, column)) == moved


@pytest.mark.parametrize(
    ("formula", "edited"),
    [
        ("late > 2", ["late >= 2", "late > 3", "late > 1"]),
        ("a and not b", ["a or not b", "a and  b"]),
        ("a - b", ["a + b"]),
        ("-a", []),
        ("a * -1", ["a * -2", "a * -0"]),
        ("kind == 'sick'", ["kind != 'sick'"]),
        ("role in ('a', 'b')", []),
        ("yes", ["no"]),
        ("工龄 >= 0.5", ["工龄 > 0.5", "工龄 >= 0.6", "工龄 >= 0.4"]),
        ("'open", []),
        ("", []),
    ],
)
def test_a_formula_changes_in_one_thing_at_a_time(formula: str, edited: list[str]) -> None:
    assert [each.text for each in edits_of(formula)] == edited


def test_an_edit_knows_where_it_is() -> None:
    assert [(each.at, each.old, each.new) for each in edits_of("a and b > 1")] == [
        (2, "and", "or"), (8, ">", ">="), (10, "1", "2"), (10, "1", "0")
    ]  # fmt: skip


def test_words_flags_and_directions_have_a_neighbor() -> None:
    assert list(other_words("half_up", RoundingMode)) == ["half_even", "up"]
    assert list(other_words("down", RoundingMode)) == ["half_even"]
    assert list(other_words("dense", Ties)) == ["share_best"]
    assert list(other_words("none of them", Ties)) == []
    assert list(other_flag("yes")) == ["no"]
    assert list(other_flag("maybe")) == []
    assert list(nudged_key("total desc")) == ["total asc"]
    assert list(nudged_key("total")) == []
    assert list(nudged_whole("25")) == ["26", "24"]
    assert list(nudged_whole("-1")) == []
    assert list(nudged_text("CNY 5")) == ["CNY 6", "CNY 4"]
    assert list(nudged_text("0.00%")) == []
    assert list(nudged_text("B01")) == []


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("3 periods", ["4 periods", "2 periods"]),
        ("1 period", ["2 periods"]),
        ("2026-01", ["2026-02", "2025-12"]),
        ("never", []),
        ("2026-13", []),
    ],
)
def test_a_number_of_periods_and_a_period_move_by_one(text: str, moved: list[str]) -> None:
    assert list(nudged_text(text)) == moved


def test_a_rounding_has_a_digit_less_and_a_digit_more() -> None:
    assert list(neighbor_scales("0.01")) == ["0.1", "0.001"]
    assert list(neighbor_scales("1")) == ["10", "0.1"]
    assert list(neighbor_scales("none")) == []


def test_a_key_over_several_periods_is_changed_as_a_formula_is() -> None:
    assert list(nudged_key("mean_last(score, 3, at_least=2) desc")) == [
        "mean_last(score, 3, at_least=2) asc",
        "mean_last(score, 4, at_least=2) desc",
        "mean_last(score, 2, at_least=2) desc",
        "mean_last(score, 3, at_least=3) desc",
        "mean_last(score, 3, at_least=1) desc",
    ]
