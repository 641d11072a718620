"""Conditions called always true or never true are so for every value their names can have."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.messages import Text
from ccops.rulepack.lints.deciding import verdict
from ccops.rules import Formula, Name, check_formula
from ccops.values import Bounds, Type, Unit, carrier_of
from tests.laws import tried

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ccops.values import Cell

LEAST, MOST = 0, 4
#: Two whole numbers between 0 and 4, and a word of three.
NAMES: Final = {
    **{
        name: Name(
            name=name,
            type=Type(Unit.COUNT),
            carrier=carrier_of(Type(Unit.COUNT), currency=""),
            bounds=Bounds(Fraction(LEAST), Fraction(MOST)),
        )
        for name in ("a", "b")
    },
    "w": Name(
        name="w",
        type=Type(Unit.WORD, frozenset({"x", "y", "z"})),
        carrier=carrier_of(Type(Unit.WORD), currency=""),
    ),
}
_NUMBERS: Final = range(LEAST - 1, MOST + 2)


def comparisons() -> st.SearchStrategy[str]:
    numbers = st.builds(
        "{} {} {}".format,
        st.sampled_from(["a", "b", "a + b", "a - b"]),
        st.sampled_from(["<", "<=", ">", ">=", "==", "!="]),
        st.one_of(st.sampled_from(_NUMBERS).map(str), st.sampled_from(["a", "b"])),
    )
    words = st.builds("w {} '{}'".format, st.sampled_from(["==", "!="]), st.sampled_from("xyz"))
    return st.one_of(numbers, words)


def conditions() -> st.SearchStrategy[str]:
    return st.recursive(
        comparisons(),
        lambda inner: st.one_of(
            st.builds("({}) and ({})".format, inner, inner),
            st.builds("({}) or ({})".format, inner, inner),
            st.builds("not ({})".format, inner),
        ),
        max_leaves=5,
    )


@tried(60)
@given(conditions())
def test_what_is_decided_is_so_whatever_the_data(text: str) -> None:
    node, problems = check_formula(Text(text), scope=NAMES)
    assert node is not None, problems
    answer = verdict(node)
    if answer is None:
        return

    formula = Formula(node=node)
    possible: Mapping[str, Sequence[Cell]] = {
        "a": range(LEAST, MOST + 1),
        "b": range(LEAST, MOST + 1),
        "w": "xyz",
    }
    choices = product(*(possible[name] for name in formula.inputs))
    found = {formula.at(dict(zip(formula.inputs, each, strict=True))) for each in choices}

    assert found == {answer}


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("a <= 4", True),
        ("a >= 0", True),
        ("a > 4", False),
        ("a < 0", False),
        ("a == 5", False),
        ("a != 5", True),
        ("5 > a", True),
        ("0 <= a <= 4", True),
        ("a in (5, 6)", False),
        ("a <= 3", None),
        ("a < 4", None),
        ("a == 4", None),
        ("w == 'x' and w == 'y'", False),
        ("w != 'x' or w != 'y'", True),
        ("w != 'x' and w != 'y'", None),
        ("a < 2 and a > 2", False),
        ("a <= 2 and a >= 2", None),
        ("not a > 4", True),
        ("yes", None),
        ("1 < 2", None),
    ],
)
def test_edges(text: str, answer: bool | None) -> None:
    node, _ = check_formula(Text(text), scope=NAMES)

    assert node is not None
    assert verdict(node) is answer
