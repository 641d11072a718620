"""The catalog of functions: every entry is documented, and its example is true."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.messages import Text
from ccops.rules import FUNCTIONS, Formula, Name, WhenMissing, check_formula
from ccops.rules.months import months_between
from ccops.values import Missing, Type, Unit, carrier_of, decode, encode, parse_scalar

if TYPE_CHECKING:
    from ccops.rules import Example, Function
    from ccops.values import Cell, PublicValue

DAYS = st.dates(dt.date(1999, 1, 1), dt.date(2100, 12, 31))


def come_to(example: Example) -> PublicValue | Missing:
    scope = {
        name: Name(name=name, type=Type(unit), carrier=carrier_of(Type(unit)), optional=True)
        for name, unit, _ in example.given
    }
    node, problems = check_formula(Text(example.formula), scope=scope)
    assert node is not None, problems
    formula = Formula(node=node)
    row = {
        name: encode(value, scope[name].type, scope[name].carrier) if value else Missing.NO_RECORDS
        for name, _, value in example.given
    }
    cell = formula.at(row)
    return cell if isinstance(cell, Missing) else decode(cell, node.type, formula.carrier)


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda each: each.name)
def test_the_example_of_a_function_comes_to_what_it_says(function: Function) -> None:
    assert function.example is not None
    wanted = parse_scalar(function.example.result)
    assert wanted is not None
    assert f"{function.name}(" in function.example.formula

    assert come_to(function.example) == wanted.value


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda each: each.name)
def test_a_function_says_what_it_is_for_in_both_languages(function: Function) -> None:
    assert function.signature.startswith(f"{function.name}(")
    assert " -> " in function.signature
    assert function.label.zh
    assert function.label.en


STRICT = {"min": "min(x, y)", "max": "max(y, x)", "abs": "abs(x)", "clamp": "clamp(y, 0, x)"}


@pytest.mark.parametrize("text", STRICT.values())
def test_a_function_that_is_missing_with_its_argument_is(text: str) -> None:
    name = text.partition("(")[0]
    counts = Type(Unit.COUNT)
    scope = {each: Name(name=each, type=counts, carrier=carrier_of(counts)) for each in "xy"}
    node, problems = check_formula(Text(text), scope=scope)
    assert node is not None, problems

    assert FUNCTIONS[name].when_missing is WhenMissing.IS_MISSING
    row: dict[str, Cell | Missing] = {"x": Missing.NO_HISTORY, "y": 3}
    assert Formula(node=node).at(row) is Missing.NO_HISTORY


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2026-01-15", "2026-01-15", 0),
        ("2026-01-15", "2026-02-14", 0),
        ("2026-01-15", "2026-02-15", 1),
        ("2026-01-31", "2026-02-27", 0),
        ("2026-01-31", "2026-02-28", 1),
        ("2024-01-31", "2024-02-28", 0),
        ("2024-01-31", "2024-02-29", 1),
        ("2024-02-29", "2025-02-28", 12),
        ("2026-01-31", "2026-03-30", 1),
        ("2026-03-31", "2026-04-30", 1),
        ("2025-12-31", "2026-01-01", 0),
        ("2026-02-15", "2026-01-15", -1),
        ("2026-02-14", "2026-01-15", 0),
        ("0001-01-01", "9999-12-31", 119_987),
        ("2026-01-31", "9999-12-31", 95_687),
    ],
)
def test_months_are_counted_when_they_are_full(start: str, end: str, months: int) -> None:
    assert months_between(dt.date.fromisoformat(start), dt.date.fromisoformat(end)) == months


@given(DAYS, DAYS)
def test_a_month_more_is_never_full_before_the_day_it_is(start: dt.date, end: dt.date) -> None:
    months = months_between(start, end)

    assert months == -months_between(end, start)
    if end < dt.date(2100, 12, 31) and end >= start:
        assert 0 <= months_between(start, end + dt.timedelta(days=1)) - months <= 1
