from __future__ import annotations

import itertools

import pytest

from ccops.values import NUMERIC, Type, Unit, combine, comparable

MONEY, DURATION, POINTS = Unit.MONEY, Unit.DURATION, Unit.POINTS
COUNT, RATIO, QUANTITY = Unit.COUNT, Unit.RATIO, Unit.QUANTITY
RATE, NUMBER, DATE = Unit.RATE, Unit.NUMBER, Unit.DATE
SCALED = (MONEY, DURATION, POINTS, QUANTITY, RATE)
OPERATORS = ("+", "-", "*", "/")

Row = tuple[str, Unit, Unit, Unit]

#: The table, row by row; a row of ``both`` holds in either order.
SAME: list[Row] = [
    (sign, unit, unit, unit) for sign in "+-" for unit in (*SCALED, COUNT, RATIO, NUMBER)
]
SCALING: list[Row] = [
    ("*", factor, unit, unit) for factor in (COUNT, RATIO, NUMBER) for unit in SCALED
]
SHARING: list[Row] = [
    ("/", unit, divisor, unit) for unit in SCALED for divisor in (NUMBER, COUNT, RATIO)
]
LIKE_BY_LIKE: list[Row] = [("/", unit, unit, RATIO) for unit in SCALED]
BOTH: list[Row] = [
    *SCALING,
    ("*", RATE, DURATION, MONEY),
    ("*", QUANTITY, MONEY, MONEY),
    ("*", QUANTITY, DURATION, DURATION),
    ("*", COUNT, COUNT, COUNT),
    ("*", COUNT, NUMBER, COUNT),
    ("*", COUNT, RATIO, QUANTITY),
    ("*", RATIO, RATIO, RATIO),
    ("*", RATIO, NUMBER, RATIO),
    ("*", NUMBER, NUMBER, NUMBER),
    *((sign, unit, NUMBER, unit) for sign in "+-" for unit in (POINTS, COUNT, RATIO)),
]
ONE_WAY: list[Row] = [
    *SAME,
    *SHARING,
    *LIKE_BY_LIKE,
    ("/", MONEY, DURATION, RATE),
    ("/", MONEY, QUANTITY, MONEY),
    ("/", COUNT, COUNT, RATIO),
    ("/", COUNT, NUMBER, RATIO),
    ("/", RATIO, RATIO, RATIO),
    ("/", RATIO, NUMBER, RATIO),
    ("/", NUMBER, RATIO, RATIO),
    ("/", NUMBER, NUMBER, NUMBER),
    ("-", DATE, DATE, COUNT),
]
TURNED = [(sign, right, left, unit) for sign, left, right, unit in BOTH]
EVERY = list(dict.fromkeys([*ONE_WAY, *BOTH, *TURNED]))


def _name(row: Row) -> str:
    sign, left, right, unit = row
    return f"{left.value} {sign} {right.value} = {unit.value}"


@pytest.mark.parametrize(("operator", "left", "right", "unit"), EVERY, ids=map(_name, EVERY))
def test_what_comes_of_two_units(operator: str, left: Unit, right: Unit, unit: Unit) -> None:
    assert combine(operator, left, right) is unit


def test_every_other_pair_is_refused() -> None:
    listed = {row[:3] for row in EVERY}

    found = {
        (operator, left, right)
        for operator, left, right in itertools.product(OPERATORS, Unit, Unit)
        if combine(operator, left, right) is not None
    }

    assert found == listed


@pytest.mark.parametrize(
    ("operator", "left", "right"),
    [
        ("+", MONEY, NUMBER),
        ("+", MONEY, DURATION),
        ("*", MONEY, MONEY),
        ("*", DURATION, DURATION),
        ("/", NUMBER, MONEY),
        ("/", DURATION, MONEY),
        ("+", DATE, COUNT),
        ("+", DATE, DATE),
        ("+", QUANTITY, NUMBER),
        ("*", Unit.FLAG, COUNT),
        ("+", Unit.WORD, Unit.WORD),
    ],
)
def test_what_makes_no_sense_has_no_row(operator: str, left: Unit, right: Unit) -> None:
    assert combine(operator, left, right) is None


@pytest.mark.parametrize("unit", list(Unit))
def test_like_compares_with_like(unit: Unit) -> None:
    assert comparable(unit, unit)


@pytest.mark.parametrize("unit", [POINTS, COUNT, QUANTITY, RATIO])
def test_near_numbers_compare_with_numbers(unit: Unit) -> None:
    assert comparable(unit, NUMBER)
    assert comparable(NUMBER, unit)


@pytest.mark.parametrize("unit", [MONEY, DURATION, RATE, DATE, Unit.FLAG, Unit.WORD])
def test_amounts_and_durations_never_compare_with_numbers(unit: Unit) -> None:
    assert not comparable(unit, NUMBER)
    assert not comparable(NUMBER, unit)


@pytest.mark.parametrize(
    ("left", "right"),
    [(a, b) for a, b in itertools.permutations(Unit, 2) if NUMBER not in (a, b)],
)
def test_unlike_units_do_not_compare(left: Unit, right: Unit) -> None:
    assert not comparable(left, right)


def test_a_type_is_called_by_its_unit() -> None:
    assert str(Type(Unit.WORD, frozenset({"agent"}))) == "word"
    assert not {Unit.FLAG, Unit.WORD, Unit.DATE} & NUMERIC
