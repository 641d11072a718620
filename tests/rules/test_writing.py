"""A checked tree written as a formula again is the same tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import assume, given

from ccops.messages import Text
from ccops.rules import Constant, Node, check_formula, every_node
from ccops.rules.writing import written
from ccops.testing.formula_names import EVERY_UNIT
from ccops.testing.formula_oracle import Tree, write_formula
from ccops.testing.formulas import formulas
from tests.laws import tried

if TYPE_CHECKING:
    from collections.abc import Iterable


def checked(text: str) -> Node | None:
    return check_formula(Text(text), scope=EVERY_UNIT)[0]


@pytest.mark.parametrize(
    "text",
    [
        "score + 3 * (calls - 1) * score",
        "calls - (change - 1)",
        "-(change + 1) / calls",
        "0.1 + -0.5",
        "not (trained and on_probation) or trained",
        "(trained or on_probation) and not trained",
        "score if calls > 3 else 0 if trained else 1",
        "(1 if trained else 2) if on_probation else 3",
        "min(score, 60, abs(raw_score))",
        "coalesce(rate, weight, 0)",
        "known(rate) and rate > 0.5",
        "role == '值班长'",
        "months_between(hired_on, period_end)",
        "(calls > 3) == trained",
        "yes",
    ],
)
def test_a_formula_is_written_as_one_would(text: str) -> None:
    node = checked(text)
    assert node is not None

    assert written(node) == text


def test_an_amount_without_an_end_in_decimals_is_written_as_a_quotient() -> None:
    node = checked("weight * 2")
    assert node is not None
    literals = (attrs.evolve(each, name="") for each in _constants(node))

    assert [written(each) for each in literals] == ["-1 / 3", "2"]


def _constants(node: Node) -> Iterable[Constant]:
    return (each for each in every_node(node) if isinstance(each, Constant))


@tried(60)
@given(formulas(EVERY_UNIT, depth=2))
def test_what_is_written_is_checked_as_much_the_same(tree: Tree) -> None:
    node = checked(write_formula(tree))
    assume(node is not None)
    assert node is not None

    again = checked(written(node))

    assert again is not None
    assert (written(again), again.type) == (written(node), node.type)
    low, high = node.bounds.low, node.bounds.high  # a chain spelled out may narrow once more
    assert low is None or (again.bounds.low is not None and again.bounds.low >= low)
    assert high is None or (again.bounds.high is not None and again.bounds.high <= high)
