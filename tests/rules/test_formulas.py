"""Formulas against the second evaluator of :mod:`ccops.testing`, and by hand."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, assume, given
from hypothesis import strategies as st

from ccops.messages import Text
from ccops.rules import Formula, check_formula
from ccops.testing.formula_names import EVERY_UNIT
from ccops.testing.formula_oracle import Known, Tree, evaluated, write_formula
from ccops.testing.formulas import cell_of, formulas, roundings, rows
from ccops.values import (
    EXACT,
    NUMERIC,
    WHOLE,
    Carrier,
    Cell,
    Missing,
    Rounding,
    RoundingMode,
    Scalar,
    Type,
    Unit,
    encode,
    fraction_of,
)
from tests.laws import tried

if TYPE_CHECKING:
    from collections.abc import Mapping

SCOPE: Final = EVERY_UNIT
NUMBER, FLAG, DATE = Unit.NUMBER, Unit.FLAG, Unit.DATE
#: What a formula by chance may be refused for.
REFUSED: Final = frozenset({"divided-by-zero", "unit-clash", "clamp-upside-down"})
COMPLETE_ROWS: Final = rows(SCOPE, missing=False)
ROWS: Final = rows(SCOPE)
ROUNDINGS: Final = st.none() | roundings()
FORMULAS: Final = formulas(SCOPE)


def _checked(tree: Tree, if_zero: Fraction | None, rounding: Rounding | None) -> Formula:
    scalar = None if if_zero is None else Scalar(NUMBER, if_zero)
    node, problems = check_formula(Text(write_formula(tree)), scope=SCOPE, if_zero=scalar)
    assume({each.code for each in problems} <= REFUSED)
    assume(node is not None)
    assert node is not None
    numeric = node.type.unit in NUMERIC
    return Formula(node=node, rounding=rounding if numeric else None)


def _shown(formula: Formula, cell: Cell | Missing) -> Known:
    if isinstance(cell, Missing):
        return cell
    if formula.node.type.unit in NUMERIC:
        return fraction_of(cell, formula.carrier)
    if formula.node.type.unit is DATE:
        assert isinstance(cell, int)
        return dt.date.fromordinal(cell)
    assert isinstance(cell, bool | str)
    return cell


def _expected(
    tree: Tree, row: Mapping[str, Known], if_zero: Fraction | None, rounding: Rounding | None
) -> Known:
    value = evaluated(tree, row, scope=SCOPE, if_zero=if_zero)
    if rounding is not None and isinstance(value, Fraction):
        return rounding.apply(value)
    return value


@tried(120)
@given(FORMULAS, ROWS, ROUNDINGS, st.none() | st.just(Fraction(0)) | st.just(Fraction(5, 2)))
def test_a_formula_comes_to_what_the_second_evaluator_says(
    tree: Tree,
    row: Mapping[str, Known],
    rounding: Rounding | None,
    if_zero: Fraction | None,
) -> None:
    formula = _checked(tree, if_zero, rounding)
    expected = _expected(tree, row, if_zero, formula.rounding)

    cell = formula.at({name: cell_of(row[name], SCOPE[name]) for name in formula.inputs})

    assert _shown(formula, cell) == expected


@tried(80)
@given(FORMULAS, COMPLETE_ROWS, ROUNDINGS)
def test_the_quick_way_comes_to_the_same_where_nothing_is_missing(
    tree: Tree, row: Mapping[str, Known], rounding: Rounding | None
) -> None:
    formula = _checked(tree, None, rounding)
    cells = [cell_of(row[name], SCOPE[name]) for name in formula.inputs]

    quick, careful = formula.quick(*cells), formula.careful(*cells)

    assert quick == careful
    assert _shown(formula, quick) == _expected(tree, row, None, formula.rounding)


@tried(80)
@given(FORMULAS, ROWS, ROUNDINGS)
def test_the_bounds_hold_what_comes_out(
    tree: Tree, row: Mapping[str, Known], rounding: Rounding | None
) -> None:
    formula = _checked(tree, None, rounding)
    value = evaluated(tree, row, scope=SCOPE)
    assume(isinstance(value, Fraction))
    assert isinstance(value, Fraction)

    assert formula.node.bounds.holds(value)
    rounded = value if formula.rounding is None else formula.rounding.apply(value)
    assert formula.bounds.holds(rounded)


@tried(80, suppress_health_check=[HealthCheck.filter_too_much])
@given(FORMULAS, ROWS, st.none() | st.just(Fraction(0)))
def test_what_is_never_missing_has_a_value_whenever_its_required_inputs_are_there(
    tree: Tree, row: Mapping[str, Known], if_zero: Fraction | None
) -> None:
    formula = _checked(tree, if_zero, None)
    assume(not formula.node.may_miss)
    given = (not isinstance(row[name], Missing) for name in formula.inputs)
    optional = (SCOPE[name].optional for name in formula.inputs)
    assume(all(each or may_lack for each, may_lack in zip(given, optional, strict=True)))

    assert not isinstance(evaluated(tree, row, scope=SCOPE, if_zero=if_zero), Missing)


# -- by hand ------------------------------------------------------------------------------------


def run(text: str, **values: object) -> Known:
    node, problems = check_formula(Text(text), scope=SCOPE)
    assert node is not None, problems
    formula = Formula(node=node)
    row = {name: _given(name, values[name]) for name in formula.inputs}
    return _shown(formula, formula.at(row))


def _given(name: str, value: object) -> Cell | Missing:
    if isinstance(value, Missing):
        return value
    return encode(value, SCOPE[name].type, SCOPE[name].carrier)


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("score * 0.3", {"score": "88.5"}, Fraction("26.55")),
        ("0.1 + 0.2 == 0.3", {}, True),
        ("calls * cap / quota", {"calls": 3}, Fraction(1500, 7)),
        ("-score", {"score": 5}, Fraction(-5)),
        ("score - -5", {"score": 5}, Fraction(10)),
        ("change / -2", {"change": 5}, Fraction(-5, 2)),
        ("score / (1 / (1 + 1))", {"score": 5}, Fraction(10)),
        ("basic_pay / quota", {"basic_pay": "3480.00"}, Fraction(3_480, 7)),
        ("hourly * talk", {"hourly": "CNY 30/h", "talk": "2 h"}, Fraction(60)),
        ("period_end - hired_on", {"hired_on": "2026-10-01"}, Fraction(30)),
        ("hired_on <= period_end", {"hired_on": "2026-10-31"}, True),
        ("60 <= score < 70", {"score": 70}, False),
        ("role in ('agent', '值班长')", {"role": "值班长"}, True),
        ("role not in ('agent', '值班长')", {"role": "agent"}, False),
        ("'lead' if calls > 3 else 'agent'", {"calls": 4}, "lead"),
        (
            "min(score, 60)",
            {"score": 88},
            Fraction(60),
        ),
        ("max(change, 0)", {"change": -4}, Fraction(0)),
    ],
)
def test_what_a_formula_comes_to(text: str, values: Mapping[str, object], expected: Known) -> None:
    assert run(text, **values) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("adjustment + cap * rate", Missing.NO_RECORDS),
        ("rate * cap + adjustment", Missing.NO_HISTORY),
        ("adjustment / calls", Missing.NO_RECORDS),
        ("calls / change", Missing.ZERO_BASE),
        ("rate / growth", Missing.NO_HISTORY),
        ("growth / rate", Missing.NO_HISTORY),
        ("coalesce(adjustment, rate * cap)", Missing.NO_RECORDS),
        ("min(rate, growth, calls / change)", Missing.NO_HISTORY),
        ("trained and rate > 0", Missing.NOT_MEASURED),
        ("on_probation and trained", False),
        ("not on_probation or trained", True),
        ("score if trained else raw_score", Missing.NOT_MEASURED),
        ("known(rate) and rate > 0", False),
        ("rate in (1, 2)", Missing.NO_HISTORY),
    ],
)
def test_the_first_reason_in_written_order_travels(text: str, expected: Known) -> None:
    found = run(
        text,
        adjustment=Missing.NO_RECORDS,
        rate=Missing.NO_HISTORY,
        trained=Missing.NOT_MEASURED,
        raw_score=Missing.NOT_EMPLOYED,
        on_probation=False,
        growth=0,
        calls=0,
        change=0,
        score=1,
    )

    assert found is expected


def test_a_missing_dividend_is_not_made_good_by_if_zero() -> None:
    zero = Scalar(NUMBER, Fraction(0))
    node, _ = check_formula(Text("calls / change"), scope=SCOPE, if_zero=zero)
    assert node is not None
    formula = Formula(node=node)

    assert formula.at({"calls": Missing.NO_RECORDS, "change": 0}) is Missing.NO_RECORDS
    assert fraction_of(formula.careful(3, 0), formula.carrier) == 0
    assert fraction_of(formula.careful(3, -2), formula.carrier) == Fraction(-3, 2)


@pytest.mark.parametrize(
    ("text", "carrier"),
    [
        ("score", Carrier(100)),
        ("score * 0.3", Carrier(1_000)),
        ("score / 3", Carrier(300)),
        ("score / -3", Carrier(300)),
        ("calls * cap", WHOLE),
        ("calls / quota", Carrier(7)),
        ("calls / change", EXACT),
        ("rate * 2", EXACT),
        ("coalesce(nights, calls * growth)", Carrier(1_000)),
        ("coalesce(growth, rate)", EXACT),
        ("score if trained else score * 0.5", Carrier(200)),
        ("trained", WHOLE),
        ("'agent'", WHOLE),
    ],
)
def test_a_formula_says_how_its_results_lie(text: str, carrier: Carrier) -> None:
    node, problems = check_formula(Text(text), scope=SCOPE)
    assert node is not None, problems

    assert Formula(node=node).carrier == carrier
    assert Formula(node=node, rounding=Rounding(scale=100, mode=RoundingMode.UP)).carrier == (
        Carrier(100)
    )


@pytest.mark.parametrize("mode", list(RoundingMode))
@pytest.mark.parametrize("change", [-7, -5, -1, 0, 1, 5, 7])
def test_ties_are_rounded_as_declared_also_below_zero(change: int, mode: RoundingMode) -> None:
    node, _ = check_formula(Text("change / 2"), scope=SCOPE)
    assert node is not None
    rounding = Rounding(scale=1, mode=mode)

    formula = Formula(node=node, rounding=rounding)

    assert formula.careful(change) == formula.quick(change)
    assert formula.quick(change) == rounding.units(Fraction(change, 2))
    assert fraction_of(formula.unrounded.quick(change), Carrier(2)) == Fraction(change, 2)


def test_a_column_is_run_through_in_one_go() -> None:
    node, _ = check_formula(Text("coalesce(rate, 0) * score"), scope=SCOPE)
    assert node is not None
    formula = Formula(node=node, rounding=Rounding(scale=100, mode=RoundingMode.HALF_UP))

    careful = formula.column([[(1, 3), Missing.NO_RECORDS], [10_000, 9_000]], quick=False)
    quick = formula.column([[(1, 3), (1, 2)], [10_000, 9_000]], quick=True)

    assert careful == [3_333, 0]
    assert quick == [3_333, 4_500]


# -- other people's bugs ------------------------------------------------------------------------


def test_odoo_4363_a_typo_is_no_new_variable() -> None:
    node, problems = check_formula(Text("basic_pya * 2"), scope=SCOPE)

    assert node is None
    assert [(each.code, each.args["near"]) for each in problems] == [("unknown-name", "basic_pay")]


def test_odoo_11420_a_rate_of_zero_is_zero_and_not_a_hundred() -> None:
    assert run("basic_pay * rate", basic_pay="3480.00", rate="0%") == 0
    assert run("coalesce(rate, 1)", rate="0%") == 0


@pytest.mark.parametrize("first", ["100", "0"])
def test_hrms_3255_and_erpnext_31521_a_formula_keeps_no_value_from_the_row_before(
    first: str,
) -> None:
    node, _ = check_formula(Text("(score if trained else 0) / 2"), scope=SCOPE)
    assert node is not None
    formula = Formula(node=node)

    alone = formula.careful(8_800, True)
    formula.careful(encode(first, Type(Unit.POINTS), Carrier(100)), False)

    assert formula.careful(8_800, True) == alone
    assert formula.careful(8_800, Missing.NOT_MEASURED) is Missing.NOT_MEASURED
