from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.values import Bounds

ENDS = st.none() | st.fractions(-100, 100, max_denominator=20)
NUMBERS = st.fractions(-100, 100, max_denominator=20)


@st.composite
def bounds_with_a_value(draw: st.DrawFn) -> tuple[Bounds, Fraction]:
    value = draw(NUMBERS)
    below, above = draw(ENDS), draw(ENDS)
    low = None if below is None else value - abs(below)
    high = None if above is None else value + abs(above)
    return Bounds(low, high), value


PAIRS = bounds_with_a_value()


@given(PAIRS, PAIRS)
def test_what_is_calculated_from_inside_stays_inside(
    left: tuple[Bounds, Fraction], right: tuple[Bounds, Fraction]
) -> None:
    (one, x), (other, y) = left, right

    assert (one + other).holds(x + y)
    assert (one - other).holds(x - y)
    assert (one * other).holds(x * y)
    assert (-one).holds(-x)
    assert abs(one).holds(abs(x))
    assert one.union(other).holds(x)
    assert one.union(other).holds(y)
    if y:
        assert one.divided_by(other).holds(x / y)


@given(PAIRS)
def test_what_the_bounds_say_of_zero_is_true(pair: tuple[Bounds, Fraction]) -> None:
    bounds, value = pair

    assert value >= 0 or not bounds.is_non_negative
    assert value != 0 or not bounds.excludes_zero


@pytest.mark.parametrize(
    ("low", "high", "value", "inside"),
    [
        (0, 100, 0, True),
        (0, 100, 100, True),
        (0, 100, -1, False),
        (0, 100, 101, False),
        (None, 0, -(10**9), True),
        (0, None, 10**9, True),
        (None, None, 0, True),
    ],
)
def test_both_ends_belong_to_the_bounds(
    low: int | None, high: int | None, value: int, inside: bool
) -> None:
    ends = [None if end is None else Fraction(end) for end in (low, high)]

    assert Bounds(*ends).holds(Fraction(value)) is inside


@pytest.mark.parametrize(
    ("dividend", "divisor", "expected"),
    [
        ("[0..100]", "[2..4]", "[0..50]"),
        ("[-8..8]", "[2..4]", "[-4..4]"),
        ("[0..100]", "[0..4]", "[0..]"),
        ("[0..100]", "[1..]", "[0..100]"),
        ("[-1..1]", "[1..]", "[-1..1]"),
        ("[1..2]", "[-4..-2]", "[-1..-1/4]"),
        ("[0..2]", "[..-2]", "[-1..0]"),
        ("[1..]", "[..-2]", "[..0]"),
        ("[-1..1]", "[0..]", "[..]"),
    ],
)
def test_a_quotient_is_bounded_where_the_divisor_stays_off_zero(
    dividend: str, divisor: str, expected: str
) -> None:
    assert str(_bounds(dividend).divided_by(_bounds(divisor))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("[1..2]", True), ("[-2..-1]", True), ("[0..2]", False), ("[..]", False), ("[-2..]", False)],
)
def test_zero_is_excluded_only_where_it_is_outside(text: str, expected: bool) -> None:
    assert _bounds(text).excludes_zero is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("[0..]", "[2..3]", "[0..]"),
        ("[-1..]", "[2..3]", "[-3..]"),
        ("[..1]", "[2..3]", "[..3]"),
        ("[..0]", "[0..]", "[..0]"),
        ("[..-1]", "[..-2]", "[2..]"),
        ("[-1..]", "[-1..]", "[..]"),
        ("[..]", "[0..0]", "[0..0]"),
    ],
)
def test_a_product_with_an_open_side_is_open_where_it_must_be(
    one: str, other: str, expected: str
) -> None:
    assert str(_bounds(one) * _bounds(other)) == expected
    assert str(_bounds(other) * _bounds(one)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("[2..3]", "[2..3]"), ("[-3..-2]", "[2..3]"), ("[-3..2]", "[0..3]"), ("[..2]", "[0..]")],
)
def test_a_size_has_the_bounds_of_both_signs(text: str, expected: str) -> None:
    assert str(abs(_bounds(text))) == expected


def test_what_lies_in_both_is_narrower_and_nothing_lies_where_nothing_can() -> None:
    assert str(_bounds("[0..]").both(_bounds("[..3]"))) == "[0..3]"
    assert str(_bounds("[0..2]").both(_bounds("[5..6]"))) == "[0..2]"


def _bounds(text: str) -> Bounds:
    low, high = text.strip("[]").split("..")
    return Bounds(Fraction(low) if low else None, Fraction(high) if high else None)
