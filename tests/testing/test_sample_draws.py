"""Draws of a sample month: the numbers of Python's own source, so that a seed keeps its month."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.testing.sample_draws import Chance, Weights

_SEEDS = st.integers(0, 2**32)


@given(_SEEDS, st.lists(st.tuples(st.integers(-50, 50), st.integers(1, 5_000)), max_size=20))
def test_the_numbers_drawn_are_those_of_python(seed: int, spans: list[tuple[int, int]]) -> None:
    chance, usual = Chance(seed), random.Random(seed)

    for first, count in spans:
        assert chance.randrange(first, first + count) == usual.randrange(first, first + count)
        assert chance.randrange(count) == usual.randrange(count)
        assert chance.randrange(0, 3 * count, 3) == usual.randrange(0, 3 * count, 3)


def test_nothing_is_drawn_of_nothing() -> None:
    with pytest.raises(ValueError, match="empty range"):
        Chance(1).randrange(4, 4)


@given(_SEEDS, st.lists(st.integers(0, 9), min_size=1, max_size=6).filter(any))
def test_a_weight_of_nothing_is_never_drawn(seed: int, weights: list[int]) -> None:
    chance = Chance(seed)
    drawn = {Weights(*weights).drawn(chance) for _ in range(50)}

    assert all(weights[each] for each in drawn)
