"""Formulas of a spreadsheet: whole numbers all the way, or none at all."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from ccops.messages import Text
from ccops.rules import Formula, Name, check_formula
from ccops.rules.sheet_printing import SheetName
from ccops.rules.sheets import SheetCell, divides_by_parameter, may_share, over, print_sheet
from ccops.values import EXACT, WHOLE, Bounds, Carrier, Rounding, RoundingMode, Scalar, Type, Unit

if TYPE_CHECKING:
    from ccops.rules import Constant

CENT = Rounding(scale=100, mode=RoundingMode.HALF_UP)
WEIGHT = Name(
    name="weight",
    type=Type(Unit.RATIO),
    carrier=EXACT,
    constant=Scalar(Unit.RATIO, Fraction(3, 10)),
)


def _name(name: str, unit: Unit, carrier: Carrier, low: int | None = 0) -> Name:
    bounds = Bounds(None if low is None else Fraction(low), Fraction(100))
    return Name(name=name, type=Type(unit), carrier=carrier, bounds=bounds)


SCOPE = {
    each.name: each
    for each in (
        _name("score", Unit.POINTS, Carrier(100)),
        _name("share", Unit.RATIO, EXACT),
        _name("count", Unit.COUNT, WHOLE),
        _name("gain", Unit.POINTS, Carrier(100), low=-100),
        Name(name="absent", type=Type(Unit.FLAG), carrier=WHOLE),
        Name(name="role", type=Type(Unit.WORD), carrier=WHOLE),
        WEIGHT,
    )
}
CELLS = {
    "score": SheetCell(at="$A1", unit=Unit.POINTS, up=100, ends=(0, 10_000)),
    "share": SheetCell(at="$B1", unit=Unit.RATIO, below="$C1", most=100, ends=(0, 100)),
    "count": SheetCell(at="$D1", unit=Unit.COUNT, ends=(0, 50)),
    "gain": SheetCell(at="$E1", unit=Unit.POINTS, up=100, ends=(-10_000, 10_000)),
    "absent": SheetCell(at="$F1", unit=Unit.FLAG),
    "role": SheetCell(at="$G1", unit=Unit.WORD),
}


def _formula(text: str, rounding: Rounding | None = None) -> Formula:
    node, problems = check_formula(Text(text), scope=SCOPE)
    assert node is not None, problems
    return Formula(node=node, rounding=rounding)


def _named(constant: Constant) -> SheetName | None:
    if constant.name != "weight":
        return None
    return SheetName(code="ROUND(weight*100,0)", below=100, ends=(0, 100))


def _printed(text: str, rounding: Rounding | None = None, *, up: int = 1, slack: int = 1) -> str:
    columns = {name: each.column(slack) for name, each in CELLS.items()}
    found, problem = print_sheet(_formula(text, rounding), columns, _named, up=up, as_pair=False)
    return found.value if found is not None else problem


@pytest.mark.parametrize(
    ("text", "rounding", "up", "sheet"),
    [
        ("score * 2", None, 50, "(ROUND($A1*100,0) * 2)/100"),
        ("weight * score", CENT, 100,
         "INT(((2 * (ROUND(weight*100,0) * ROUND($A1*100,0))) + 100)/200)/100"),
        ("score if absent else score * 2", CENT, 100,
         "IF(($F1+0=1),ROUND($A1*100,0),(ROUND($A1*100,0) * 2))/100"),
        ("role == 'agent' and score >= 60", None, 1,
         'IF(IF(EXACT(IF($G1="–",NA(),$G1),"agent"),(ROUND($A1*100,0) >= 6000),FALSE),1,0)'),
        ("known(score)", None, 1, "IF(NOT(ISERROR(ROUND($A1*100,0))),1,0)"),
        ("coalesce(score, gain)", CENT, 100, "IFERROR(ROUND($A1*100,0),ROUND($E1*100,0))/100"),
    ],
)  # fmt: skip
def test_a_formula_counts_in_whole_numbers(
    text: str, rounding: Rounding | None, up: int, sheet: str
) -> None:
    found = _printed(text, rounding, up=up)

    assert found.replace("(($F1+0)=1)", "($F1+0=1)") == sheet


def test_of_pairs_the_number_above_and_the_one_below_are_of_the_same_value() -> None:
    """A value that lacks one addend has a denominator all the same: it must not be taken."""
    columns = {name: each.column(1) for name, each in CELLS.items()}
    formula = _formula("coalesce(share + score / gain, share)")

    found, _ = print_sheet(formula, columns, _named, up=1, as_pair=True)

    assert found is not None
    asked = [
        each[each.index("ISERROR(") :].split(")),(")[0] for each in (found.value, found.below)
    ]
    assert asked[0] == asked[1]


def test_a_negative_number_is_rounded_away_from_zero() -> None:
    found = _printed("gain / 3", CENT, up=100)

    assert "ABS(" in found
    assert "IF(ROUND($E1*100,0) < 0,-1,1)" in found


def test_a_quotient_over_nothing_is_missing() -> None:
    assert "NA()" in _printed("score / count", CENT, up=100)


def test_what_a_sheet_cannot_count_exactly_is_refused() -> None:
    assert _printed("share * share * share * share", CENT, slack=1) != "sql-too-large"
    assert _printed("share * share * share * share", CENT, slack=100) == "sql-too-large"


def test_a_function_that_sheets_have_not_is_refused() -> None:
    assert _printed("enough_samples(score, count, count)", CENT) == "sql-no-function"


def test_a_word_with_quotes_stays_a_word() -> None:
    assert '"a ""b"""' in _printed("role == 'a \"b\"'")


def test_a_column_that_divides_by_a_parameter_may_become_finer() -> None:
    assert divides_by_parameter(_formula("score / weight"), {"weight"})
    assert not divides_by_parameter(_formula("score / weight", CENT), {"weight"})
    assert not divides_by_parameter(_formula("score / 4"), {"weight"})


def test_one_denominator_serves_only_what_every_row_needs() -> None:
    assert may_share(_formula("share + share * weight"))
    assert not may_share(_formula("share if absent else share"))


def test_a_whole_number_of_one_stands_alone() -> None:
    assert (over("A1", 1), over("A1", 100)) == ("A1", "A1/100")


def test_a_formula_too_deep_for_a_sheet_is_refused() -> None:
    deep = " and ".join(["absent"] * 70)

    assert _printed(deep) == "sql-too-long"
