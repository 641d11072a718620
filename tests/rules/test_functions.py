"""The catalog of functions: every entry is documented, and its example is true."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.messages import Text
from ccops.rules import FUNCTIONS, Formula, Name, WhenMissing, check_formula
from ccops.rules.months import months_between
from ccops.rules.started import started
from ccops.values import (
    NUMERIC,
    Bounds,
    Missing,
    Type,
    Unit,
    carrier_of,
    decode,
    encode,
    parse_scalar,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.rules import Example, Function, Node
    from ccops.values import Cell, PublicValue

DURATIONS = st.integers(0, 10**12)
DAYS = st.dates(dt.date(1999, 1, 1), dt.date(2100, 12, 31))


def ranged(unit: Unit) -> Bounds:
    """Return what a name of a unit lies within: some functions take nothing below it."""
    return Bounds(Fraction(1)) if unit in NUMERIC else Bounds()


def come_to(example: Example) -> PublicValue | Missing:
    scope = {
        name: Name(
            name=name,
            type=Type(unit),
            carrier=carrier_of(Type(unit)),
            bounds=ranged(unit),
            optional=True,
        )
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


# -- signatures ---------------------------------------------------------------------------------

UNITS: Final = tuple(each for each in Unit if each is not Unit.NUMBER)
#: What the words of a signature stand for; any other word is what the first argument is.
TAKES: Final = {
    "name": frozenset(UNITS),
    "value": frozenset(UNITS),
    "number": NUMERIC & frozenset(UNITS),
    "number or date": (NUMERIC & frozenset(UNITS)) | {Unit.DATE},
}
SIGNED: Final = re.compile(r"(\w+)\((.*)\) -> ([\w ]+)")


def signed(function: Function) -> tuple[list[str], str]:
    """Return the arguments of a function and its result, as its signature says them."""
    found = SIGNED.fullmatch(function.signature)
    assert found is not None
    assert found[1] == function.name
    return found[2].split(", "), found[3]


def unit_in(argument: str) -> Unit:
    """Return the unit of an argument as a signature says it: ``time: duration [0..]``."""
    return Unit(argument.split(": ")[1].split(" ", maxsplit=1)[0])


def called_with(function: Function, units: Sequence[Unit]) -> tuple[Node | None, list[str]]:
    """Return the checked call of a function with names of some units, and the findings."""
    types = {f"x{number}": Type(unit) for number, unit in enumerate(units)}
    scope = {
        name: Name(
            name=name,
            type=type_,
            carrier=carrier_of(type_, currency="CNY"),
            bounds=ranged(type_.unit),
        )
        for name, type_ in types.items()
    }
    node, problems = check_formula(Text(f"{function.name}({', '.join(scope)})"), scope=scope)
    return node, [each.code for each in problems]


def units_of(function: Function, unit: Unit) -> list[Unit]:
    """Return the units of as few arguments as it takes; one unit where any will do."""
    arguments = [each for each in signed(function)[0] if each != "..."]
    return [unit_in(each) if ": " in each else unit for each in arguments]


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda each: each.name)
def test_a_signature_says_how_many_arguments_there_are(function: Function) -> None:
    arguments, _ = signed(function)
    named = [each for each in arguments if each != "..."]

    assert len(named) == function.least
    assert (arguments[-1] == "...") is (function.most > function.least)
    units = units_of(function, Unit.COUNT)
    assert called_with(function, units)[1] == []
    assert called_with(function, units[:-1])[1] == ["wrong-arguments"]
    too_many = [*units, *[units[-1]] * (function.most - function.least + 1)]
    assert called_with(function, too_many)[1] == ["wrong-arguments"]


@pytest.mark.parametrize("unit", UNITS, ids=lambda each: each.value)
@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda each: each.name)
def test_a_signature_says_which_units_are_taken_and_what_comes_out(
    function: Function, unit: Unit
) -> None:
    (first, *_), result = signed(function)
    units = units_of(function, unit)

    node, problems = called_with(function, [unit, *units[1:]])

    takes = {unit_in(first)} if ": " in first else TAKES[first]
    assert (node is not None) is (unit in takes), problems
    if node is not None:
        assert node.type.unit is (unit if result == "the same" else Unit(result))


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=lambda each: each.name)
def test_a_function_does_with_a_missing_argument_what_it_says(function: Function) -> None:
    node, _ = called_with(function, units_of(function, Unit.COUNT))
    assert node is not None
    formula = Formula(node=node)
    there: dict[str, Cell | Missing] = dict.fromkeys(formula.inputs, 739_000)
    first, *rest = formula.inputs
    lost = {**dict.fromkeys(rest, Missing.NO_HISTORY), first: Missing.NO_RECORDS}

    match function.when_missing:
        case WhenMissing.ASKS:
            assert (formula.at(there), formula.at(lost)) == (True, False)
        case WhenMissing.TAKES_NEXT:
            assert formula.at({**there, first: Missing.NO_RECORDS}) == 739_000
            assert formula.at(lost) is Missing.NO_RECORDS
        case WhenMissing.IS_MISSING:
            for name in formula.inputs:
                assert formula.at({**there, name: Missing.ZERO_BASE}) is Missing.ZERO_BASE
            assert formula.at(lost) is Missing.NO_RECORDS


# -- months ----------------------------------------------------------------------------------


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


@given(DURATIONS, st.integers(1, 10**8))
def test_what_has_started_covers_a_time_and_no_more_than_one_stretch_beyond(
    time: int, each: int
) -> None:
    found = started(Fraction(time), Fraction(each))

    assert found * each >= time
    assert found == 0 or (found - 1) * each < time
