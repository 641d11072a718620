"""Shares become places in whole numbers; what is computed and what is generated agree."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.rules.places import (
    PlacesRounding,
    Share,
    beyond_source,
    places,
    places_of,
    within_source,
)

TENTH = Fraction(1, 10)
SHARES = st.fractions(min_value=0, max_value=1, max_denominator=200)
RULES = st.builds(
    Share,
    rounding=st.sampled_from(PlacesRounding),
    at_least=st.integers(min_value=0, max_value=3),
)


def evaluated(source: str, names: dict[str, object]) -> object:
    return eval(source, names)  # noqa: S307 - source generated here


@pytest.mark.parametrize(
    ("case", "share", "size", "rounding", "at_least", "expected"),
    [
        ("GC-13 exact", TENTH, 25, PlacesRounding.EXACT, 0, 2),
        ("GC-13 ceil", TENTH, 25, PlacesRounding.CEIL, 0, 3),
        ("GC-13 half up", TENTH, 25, PlacesRounding.HALF_UP, 0, 3),
        ("GC-14 nobody of nine", TENTH, 9, PlacesRounding.EXACT, 0, 0),
        ("GC-14 at least one", TENTH, 9, PlacesRounding.EXACT, 1, 1),
        ("included: 2 of 20", TENTH, 20, PlacesRounding.EXACT, 0, 2),
        ("35 % of 20", Fraction(35, 100), 20, PlacesRounding.EXACT, 0, 7),
        ("nobody is ranked", TENTH, 0, PlacesRounding.CEIL, 1, 0),
        ("never more than there are", TENTH, 2, PlacesRounding.EXACT, 3, 2),
    ],
)
def test_a_share_covers_so_many_places(
    case: str, share: Fraction, size: int, rounding: PlacesRounding, at_least: int, expected: int
) -> None:
    assert places(share, size, rounding=rounding, at_least=at_least) == expected, case


@given(share=SHARES, rule=RULES, size=st.integers(1, 300), data=st.data())
def test_generated_source_says_the_same_as_places(
    share: Fraction, rule: Share, size: int, data: st.DataObject
) -> None:
    place = data.draw(st.integers(1, size))
    covered = places_of(share, size, rule)
    names: dict[str, object] = {"p": place, "n": size}
    assert evaluated(within_source("p", "n", share, rule), names) is (place <= covered)
    assert evaluated(beyond_source("p", "n", share, rule), names) is (place > covered)


@given(share=SHARES, more=SHARES, rule=RULES, size=st.integers(0, 300))
def test_a_greater_share_never_covers_fewer_places(
    share: Fraction, more: Fraction, rule: Share, size: int
) -> None:
    low, high = sorted((share, more))
    assert places_of(low, size, rule) <= places_of(high, size, rule) <= size


def test_a_negative_least_number_of_places_is_refused() -> None:
    with pytest.raises(ValueError, match="at_least"):
        Share(rounding=PlacesRounding.EXACT, at_least=-1)
