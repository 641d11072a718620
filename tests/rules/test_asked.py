"""Missing inputs that a row does not ask for: they have no say in what it comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given

from ccops.messages import Text
from ccops.rules import Formula, check_formula
from ccops.rules.asked import unasked_at
from ccops.testing.formula_names import EVERY_UNIT
from ccops.testing.formula_oracle import Known, Tree, write_formula
from ccops.testing.formulas import cell_of, formulas, rows
from ccops.values import Missing
from tests.laws import tried

if TYPE_CHECKING:
    from collections.abc import Mapping

SCOPE: Final = EVERY_UNIT
GONE: Final = Missing.NOT_MEASURED


@pytest.mark.parametrize(
    ("text", "values", "unasked"),
    [
        (
            "basic_pay if calls > 3 else adjustment",
            {"basic_pay": 1, "calls": 4, "adjustment": GONE},
            {"adjustment"},
        ),
        (
            "basic_pay if calls > 3 else adjustment",
            {"basic_pay": GONE, "calls": 4, "adjustment": 1},
            set(),
        ),
        (
            "basic_pay if calls > 3 else adjustment",
            {"basic_pay": GONE, "calls": GONE, "adjustment": 1},
            {"basic_pay"},
        ),
        ("coalesce(adjustment, basic_pay)", {"adjustment": 1, "basic_pay": GONE}, {"basic_pay"}),
        ("coalesce(adjustment, basic_pay)", {"adjustment": GONE, "basic_pay": 1}, set()),
        (
            "adjustment if known(adjustment) else basic_pay",
            {"adjustment": GONE, "basic_pay": 1},
            set(),
        ),
        ("basic_pay + adjustment", {"basic_pay": GONE, "adjustment": 1}, set()),
        ("basic_pay + adjustment", {"basic_pay": 1, "adjustment": 1}, set()),
    ],
)
def test_a_branch_that_is_not_taken_asks_for_nothing(
    text: str, values: Mapping[str, int | Missing], unasked: set[str]
) -> None:
    node, problems = check_formula(Text(text), scope=SCOPE)
    assert node is not None, problems

    assert unasked_at(Formula(node=node), values) == unasked


@tried(150)
@given(formulas(SCOPE), rows(SCOPE), rows(SCOPE, missing=False))
def test_what_is_not_asked_for_may_be_anything(
    tree: Tree, row: Mapping[str, Known], other: Mapping[str, Known]
) -> None:
    node, _ = check_formula(Text(write_formula(tree)), scope=SCOPE)
    if node is None:
        return  # the units clash
    formula = Formula(node=node)
    cells = {name: cell_of(row[name], SCOPE[name]) for name in formula.inputs}
    found = unasked_at(formula, cells)

    known = {name: cell_of(other[name], SCOPE[name]) for name in found}

    assert formula.at({**cells, **known}) == formula.at(cells)
