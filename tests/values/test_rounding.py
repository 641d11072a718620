from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.values import Rounding, RoundingMode, rounded_quotient

HALF_UP, HALF_EVEN = RoundingMode.HALF_UP, RoundingMode.HALF_EVEN
DOWN, UP = RoundingMode.DOWN, RoundingMode.UP
NUMERATORS = st.integers(-(10**30), 10**30)
DENOMINATORS = st.integers(1, 10**12)


def nearest(value: Fraction, mode: RoundingMode) -> int:
    """Round by the words of the mode, on the exact fraction."""
    size = abs(value)
    below, above = math.floor(size), math.ceil(size)
    halfway = size - below == Fraction(1, 2)
    closest = below if size - below < Fraction(1, 2) else above
    chosen = {
        HALF_UP: above if halfway else closest,
        HALF_EVEN: (below if below % 2 == 0 else above) if halfway else closest,
        DOWN: below,
        UP: above,
    }[mode]
    return chosen if value >= 0 else -chosen


@pytest.mark.parametrize(
    ("value", "half_up", "half_even", "down", "up"),
    [
        ("0", 0, 0, 0, 0),
        ("0.4", 0, 0, 0, 1),
        ("0.5", 1, 0, 0, 1),
        ("0.6", 1, 1, 0, 1),
        ("1.5", 2, 2, 1, 2),
        ("2.5", 3, 2, 2, 3),
        ("-0.4", 0, 0, 0, -1),
        ("-0.5", -1, 0, 0, -1),
        ("-1.5", -2, -2, -1, -2),
        ("-2.5", -3, -2, -2, -3),
        ("7", 7, 7, 7, 7),
    ],
)
def test_the_modes(value: str, half_up: int, half_even: int, down: int, up: int) -> None:
    number = Fraction(value)
    expected = {HALF_UP: half_up, HALF_EVEN: half_even, DOWN: down, UP: up}

    found = {
        mode: rounded_quotient(number.numerator, number.denominator, mode) for mode in RoundingMode
    }

    assert found == expected


@given(NUMERATORS, DENOMINATORS, st.sampled_from(RoundingMode))
def test_a_quotient_is_rounded_as_its_mode_says(
    numerator: int, denominator: int, mode: RoundingMode
) -> None:
    assert rounded_quotient(numerator, denominator, mode) == nearest(
        Fraction(numerator, denominator), mode
    )


@given(st.integers(-(10**20), 10**20), st.sampled_from(RoundingMode))
def test_ties(whole: int, mode: RoundingMode) -> None:
    tie = Fraction(2 * whole + 1, 2)

    assert rounded_quotient(tie.numerator, 2, mode) == nearest(tie, mode)


@given(NUMERATORS, DENOMINATORS, st.sampled_from(RoundingMode))
def test_a_value_and_its_negative_round_alike(
    numerator: int, denominator: int, mode: RoundingMode
) -> None:
    mirrored = rounded_quotient(-numerator, denominator, mode)

    assert mirrored == -rounded_quotient(numerator, denominator, mode)


@given(st.fractions(), st.sampled_from([1, 2, 10, 100]), st.sampled_from(RoundingMode))
def test_rounding_moves_by_less_than_a_unit_and_only_once(
    value: Fraction, scale: int, mode: RoundingMode
) -> None:
    rounding = Rounding(scale=scale, mode=mode)

    rounded = rounding.apply(value)

    assert abs(rounded - value) < Fraction(1, scale)
    assert rounding.apply(rounded) == rounded
    assert rounded == Fraction(rounding.units(value), scale)


def test_a_score_on_the_edge_is_rounded_up() -> None:
    assert Rounding(scale=100, mode=HALF_UP).units(Fraction("84.995")) == 8_500


def test_a_rounding_to_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="must be >= 1"):
        Rounding(scale=0, mode=HALF_UP)
