"""A cell lets through exactly what it says; anything else gets a finding at its place."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from ccops.messages import LOCALES, Diagnostic, Span, Text
from ccops.rules.cells import CellTest, parse_cell
from ccops.rules.columns import CellValue, TableColumn, write_interval, write_value
from ccops.rules.intervals import Interval
from ccops.rules.places import PlacesRounding, Share
from ccops.values import Missing, Type, Unit

SPAN = Span("pay.yaml", 14, 9)
ROLES = frozenset({"agent", "lead", "trainer, senior"})
POINTS = TableColumn(name="score", type=Type(Unit.POINTS), may_miss=True)
MONEY = TableColumn(name="sales", type=Type(Unit.MONEY), currency="CNY")
WAIT = TableColumn(name="wait", type=Type(Unit.DURATION))
ABSENCE = TableColumn(name="absence", type=Type(Unit.QUANTITY))
RATIO = TableColumn(name="accuracy", type=Type(Unit.RATIO))
ROLE = TableColumn(name="role", type=Type(Unit.WORD, ROLES), may_miss=True)
TOPIC = TableColumn(name="topic", type=Type(Unit.WORD))
FLAG = TableColumn(name="new_staff", type=Type(Unit.FLAG))
HIRED = TableColumn(name="hired", type=Type(Unit.DATE))
PLACE = TableColumn(
    name="place", type=Type(Unit.COUNT), share=Share(rounding=PlacesRounding.EXACT)
)


def read(cell: str, column: TableColumn) -> CellTest:
    test, problems = parse_cell(Text(cell, SPAN), column)
    assert test is not None, problems
    assert problems == ()
    return test


def refused(cell: str, column: TableColumn) -> Diagnostic:
    test, problems = parse_cell(Text(cell, SPAN), column)
    assert test is None
    (problem,) = problems
    return problem


def day(text: str) -> Fraction:
    return Fraction(dt.date.fromisoformat(text).toordinal())


@pytest.mark.parametrize(
    ("cell", "column", "inside", "outside"),
    [
        (">= 85", POINTS, ("85", "100"), ("84.99",)),
        ("> 60", POINTS, ("60.01",), ("60",)),
        ("< 60", POINTS, ("59.99",), ("60",)),
        ("<= 60", POINTS, ("60",), ("60.01",)),
        ("== 60", POINTS, ("60",), ("60.01", "59.99")),
        ("60", POINTS, ("60",), ("61",)),
        ("!= 60", POINTS, ("61", "59"), ("60",)),
        ("[80..85)", POINTS, ("80", "84.99"), ("79.99", "85")),
        ("(80..85]", POINTS, ("80.01", "85"), ("80",)),
        ("[80 .. 85]", POINTS, ("80", "85"), ("85.01",)),
        ("(..5]", POINTS, ("-3", "5"), ("5.01",)),
        ("[5..)", POINTS, ("5", "9000"), ("4.99",)),
        ("[84.5..85.5)", POINTS, ("84.5", "85.49"), ("85.5",)),
        ("60, 70, >= 90", POINTS, ("60", "70", "95"), ("65", "89")),
        ("not([80..85))", POINTS, ("79", "85"), ("80", "84.99")),
        ("not(60, 70)", POINTS, ("65",), ("60", "70")),
        (">= CNY 1000", MONEY, ("1000",), ("999.99",)),
        ("<= 150 s", WAIT, ("150000",), ("150001",)),
        (">= 3 d", ABSENCE, ("3",), ("2.5",)),
        (">= 3", ABSENCE, ("3",), ("2.5",)),
        ("< 98%", RATIO, ("0.9799",), ("0.98",)),
        ("< 0.98", RATIO, ("0.9799",), ("0.98",)),
        ("<= 1/3", RATIO, ("1/3",), ("0.34",)),
        ("<= 10%", PLACE, ("0.1",), ("0.11",)),
        ("(10%..20%]", PLACE, ("0.2", "0.11"), ("0.1",)),
        ("[0..10%]", PLACE, ("0.1",), ("0.2",)),
        ("not(<= 10%)", PLACE, ("0.11",), ("0.1",)),
    ],
)
def test_a_numeric_cell_lets_through_what_it_says(
    cell: str, column: TableColumn, inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    test = read(cell, column)
    assert all(test.holds(Fraction(each)) for each in inside)
    assert not any(test.holds(Fraction(each)) for each in outside)
    assert not test.holds(Missing.NO_RECORDS)


@pytest.mark.parametrize(
    ("cell", "column", "inside", "outside"),
    [
        ("agent", ROLE, ("agent",), ("lead",)),
        ("'agent', 'lead'", ROLE, ("agent", "lead"), ("trainer, senior",)),
        ("agent, lead", ROLE, ("agent", "lead"), ("trainer, senior",)),
        ("'trainer, senior'", ROLE, ("trainer, senior",), ("agent",)),
        ('"agent"', ROLE, ("agent",), ("lead",)),
        ("not('agent')", ROLE, ("lead",), ("agent",)),
        ("!= agent", ROLE, ("lead",), ("agent",)),
        ("== agent", ROLE, ("agent",), ("lead",)),
        ("!= agent, != lead", ROLE, ("agent", "lead"), ()),
        ("!= agent, agent", ROLE, ("agent", "lead"), ()),
        ("agent, not", TOPIC, ("agent", "not"), ("order",)),
        ("not(!= agent)", ROLE, ("agent",), ("lead",)),
        ("态度, 业务", TOPIC, ("态度", "业务"), ("其他",)),
        ("yes", FLAG, (True,), (False,)),
        ("no", FLAG, (False,), (True,)),
        ("not(yes)", FLAG, (False,), (True,)),
        ("yes, no", FLAG, (True, False), ()),
    ],
)
def test_a_cell_of_words_or_flags_lets_through_what_it_says(
    cell: str, column: TableColumn, inside: tuple[CellValue, ...], outside: tuple[CellValue, ...]
) -> None:
    test = read(cell, column)
    assert all(test.holds(each) for each in inside)
    assert not any(test.holds(each) for each in outside)
    assert not test.holds(Missing.NO_RECORDS)


def test_dates_compare_as_days() -> None:
    test = read("[2026-09-26..2026-10-25]", HIRED)
    assert test.holds(day("2026-10-25"))
    assert not test.holds(day("2026-10-26"))


@pytest.mark.parametrize(
    ("cell", "column", "missing", "there", "asks"),
    [
        ("-", POINTS, True, True, False),
        ("missing", POINTS, True, False, True),
        ("missing, >= 50", POINTS, True, True, True),
        ("missing, < 50", POINTS, True, False, True),
        ("not(missing)", POINTS, False, True, True),
        ("not(missing, < 50)", POINTS, False, True, False),
        ("not(< 50)", POINTS, False, True, False),
    ],
)
def test_a_missing_value_passes_only_where_a_cell_says_so(
    cell: str, column: TableColumn, *, missing: bool, there: bool, asks: bool
) -> None:
    test = read(cell, column)
    assert test.holds(Missing.NOT_MEASURED) is missing
    assert test.holds(Fraction(60)) is there
    assert test.asks_missing is asks


def test_a_word_column_may_speak_of_missing_too() -> None:
    test = read("missing, lead", ROLE)
    assert test.holds(Missing.NO_HISTORY)
    assert test.holds("lead")
    assert not test.holds("agent")
    assert not read("missing", ROLE).holds("agent")


@pytest.mark.parametrize(
    ("cell", "column", "code"),
    [
        ("", POINTS, "cell-not-understood"),
        (">=", POINTS, "cell-not-understood"),
        ("=> 85", POINTS, "cell-not-understood"),
        ("= 85", POINTS, "cell-not-understood"),
        ("85 - 90", POINTS, "cell-not-understood"),
        ("[80, 85)", POINTS, "cell-not-understood"),
        ("[80...85)", POINTS, "cell-not-understood"),
        ("[x..85)", POINTS, "cell-not-understood"),
        ("[80..x)", POINTS, "cell-not-understood"),
        ("60, ,70", POINTS, "cell-not-understood"),
        ("60,", POINTS, "cell-not-understood"),
        ("not()", POINTS, "cell-not-understood"),
        ("not(-)", POINTS, "cell-not-understood"),
        ("1" * 2_000, POINTS, "cell-not-understood"),
        ("'agent", ROLE, "cell-not-understood"),
        ("''", ROLE, "cell-not-understood"),
        ("[agent..lead]", ROLE, "cell-not-understood"),
        ("甲，乙", TOPIC, "cell-not-understood"),
        ("甲、乙", TOPIC, "cell-not-understood"),
        ("≠ 甲", TOPIC, "cell-not-understood"),
        ("not（甲）", TOPIC, "cell-not-understood"),
        ("“甲”", TOPIC, "cell-not-understood"),
        ("agent，lead", ROLE, "cell-not-understood"),
        ("maybe", FLAG, "cell-not-understood"),
        ("__import__('os')", TOPIC, "cell-not-understood"),
        ("1,000", POINTS, "cell-thousands-comma"),
        (">= CNY 10,000", MONEY, "cell-thousands-comma"),
        (">= 85%", POINTS, "cell-unit-clash"),
        (">= 1000", MONEY, "cell-unit-clash"),
        (">= USD 1000", MONEY, "cell-unit-clash"),
        ("<= 150", WAIT, "cell-unit-clash"),
        (">= 72 h", ABSENCE, "cell-unit-clash"),
        ("5", FLAG, "cell-unit-clash"),
        ("agnet", ROLE, "cell-unknown-word"),
        (">= agent", ROLE, "cell-no-order"),
        ("[85..80)", POINTS, "cell-empty"),
        ("(80..80)", POINTS, "cell-empty"),
        ("missing", FLAG, "cell-never-missing"),
        ("<= 110%", PLACE, "quotas-over-100"),
        ("<= 10", PLACE, "quotas-over-100"),
        ("> -10%", PLACE, "quotas-over-100"),
        ("< 10%", PLACE, "share-cell-end"),
        (">= 10%", PLACE, "share-cell-end"),
        ("[10%..20%]", PLACE, "share-cell-end"),
        ("10%", PLACE, "share-cell-end"),
    ],
)
def test_a_wrong_cell_gets_a_finding_at_its_place(
    cell: str, column: TableColumn, code: str
) -> None:
    problem = refused(cell, column)
    assert problem.code == code
    assert problem.span == SPAN
    assert problem.args["column"] == column.name
    assert all("{" not in problem.render(locale) for locale in LOCALES)


def test_a_unit_clash_names_both_units() -> None:
    problem = refused(">= USD 1000", MONEY)
    assert dict(problem.args) == {
        "cell": ">= USD 1000",
        "column": "sales",
        "constant": "USD 1000",
        "wanted": "money CNY",
        "found": "money USD",
    }


def test_a_word_with_full_width_signs_stands_in_quotes_or_is_known() -> None:
    assert read("'客服（夜班）'", TOPIC).holds("客服（夜班）")
    known = TableColumn(name="role", type=Type(Unit.WORD, frozenset({"客服（夜班）"})))
    assert read("客服（夜班）", known).holds("客服（夜班）")


def test_an_unknown_word_names_the_nearest() -> None:
    assert refused("agnet", ROLE).args["near"] == "agent"
    assert refused("zzz", ROLE).args["near"] == "agent, lead, trainer, senior"


@pytest.mark.parametrize(
    ("cell", "column", "written"),
    [
        ("[80..85)", POINTS, "[80..85)"),
        ("(80..84.99]", POINTS, "(80..84.99]"),
        ("60", POINTS, "60"),
        (">= 85", POINTS, ">= 85"),
        ("> 85", POINTS, "> 85"),
        ("<= 1/3", RATIO, "<= 1/3"),
        ("< 12.5%", RATIO, "< 12.5%"),
        (">= CNY 1000", MONEY, ">= CNY 1000"),
        ("[90 s..2 min]", WAIT, "[90 s..2 min]"),
        (">= 11 h", WAIT, ">= 11 h"),
        ("<= 7 ms", WAIT, "<= 7 ms"),
        ("> 0 s", WAIT, "> 0 s"),
        (">= 3 d", ABSENCE, ">= 3 d"),
        (">= 2026-10-01", HIRED, ">= 2026-10-01"),
    ],
)
def test_an_interval_is_written_as_its_cell(cell: str, column: TableColumn, written: str) -> None:
    values = read(cell, column).values
    assert isinstance(values, tuple)
    assert write_interval(values[0], column) == written


def test_values_are_written_as_packs_write_them() -> None:
    rate = TableColumn(name="base", type=Type(Unit.RATE), currency="CNY")
    assert write_value(Fraction(30, 3_600_000), rate) == "CNY 30/h"
    assert write_value(Missing.NO_RECORDS, POINTS) == "missing"
    assert write_value(True, FLAG) == "yes"
    assert write_value(False, FLAG) == "no"
    assert write_value("agent", ROLE) == "agent"
    assert write_interval(Interval(), POINTS) == "-"


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("≥ 85", "'>= 85'"),
        ("=> 85", "'>= 85'"),
        (">= ８５", "'>= 85'"),
        ("‘>= 85’", "'>= 85'"),
        ("【80..85）", "'[80..85)'"),
        ("eighty", "-, >= 85, < 60"),
    ],
)
def test_a_cell_typed_in_another_way_is_offered_as_it_should_be(text: str, instead: str) -> None:
    _, (found,) = parse_cell(Text(text), POINTS)

    assert found.code == "cell-not-understood"
    assert found.hint().startswith(f"write {instead}")
