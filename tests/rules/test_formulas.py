"""Formulas against a second evaluator, written over fractions and by other hands' rules."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ccops.messages import Text
from ccops.rules import Formula, Name, check_formula
from ccops.values import (
    EXACT,
    NUMERIC,
    WHOLE,
    Bounds,
    Carrier,
    Cell,
    Missing,
    Rounding,
    RoundingMode,
    Scalar,
    Type,
    Unit,
    combine,
    encode,
    fraction_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

MONEY, DURATION, POINTS = Unit.MONEY, Unit.DURATION, Unit.POINTS
COUNT, RATIO, QUANTITY = Unit.COUNT, Unit.RATIO, Unit.QUANTITY
RATE, NUMBER, FLAG = Unit.RATE, Unit.NUMBER, Unit.FLAG
WORD, DATE = Unit.WORD, Unit.DATE
WORDS: Final = ("agent", "team_lead", "值班长")

Value = Fraction | bool | str | dt.date
Known = Value | Missing


def _column(
    name: str,
    unit: Unit,
    carrier: Carrier,
    low: int | None = None,
    high: int | None = None,
    *,
    optional: bool = True,
) -> Name:
    bounds = Bounds(
        None if low is None else Fraction(low), None if high is None else Fraction(high)
    )
    words = frozenset(WORDS) if unit is WORD else None
    return Name(
        name=name, type=Type(unit, words), carrier=carrier, bounds=bounds, optional=optional
    )


def _parameter(name: str, unit: Unit, value: Value) -> Name:
    scalar = Scalar(unit, value)
    return Name(name=name, type=Type(unit), carrier=EXACT, constant=scalar)


COLUMNS: Final = (
    _column("basic_pay", MONEY, Carrier(100), 0, optional=False),
    _column("adjustment", MONEY, Carrier(100)),
    _column("talk", DURATION, WHOLE, 0),
    _column("drift", DURATION, WHOLE, -5_000, 5_000),
    _column("score", POINTS, Carrier(100), 0, 100, optional=False),
    _column("raw_score", POINTS, EXACT),
    _column("calls", COUNT, WHOLE, 0),
    _column("change", COUNT, WHOLE, optional=False),
    _column("rate", RATIO, EXACT, 0, 1),
    _column("growth", RATIO, Carrier(1_000), -2, 2),
    _column("nights", QUANTITY, Carrier(2), 0, 31),
    _column("days", QUANTITY, EXACT),
    _column("hourly", RATE, EXACT, 0),
    _column("trained", FLAG, WHOLE),
    _column("on_probation", FLAG, WHOLE, optional=False),
    _column("role", WORD, WHOLE),
    _column("hired_on", DATE, WHOLE, optional=False),
    _column("left_on", DATE, WHOLE),
)
PARAMETERS: Final = (
    _parameter("cap", MONEY, Fraction(500)),
    _parameter("target", DURATION, Fraction(150_000)),
    _parameter("pass_mark", POINTS, Fraction("59.995")),
    _parameter("quota", COUNT, Fraction(7)),
    _parameter("weight", RATIO, Fraction(-1, 3)),
    _parameter("full_month", QUANTITY, Fraction("21.75")),
    _parameter("period_end", DATE, dt.date(2026, 10, 31)),
)
SCOPE: Final = {each.name: each for each in (*COLUMNS, *PARAMETERS)}


# -- the second evaluator -----------------------------------------------------------------------


@attrs.frozen
class Leaf:
    """A name, or a literal with its value."""

    text: str
    value: Value | None = None


@attrs.frozen
class Call:
    """An operator or a function over others; ``text`` has a place for each."""

    kind: str
    parts: tuple[Leaf | Call, ...]
    signs: tuple[str, ...] = ()


Tree = Leaf | Call


def written(tree: Tree) -> str:
    if isinstance(tree, Leaf):
        return tree.text
    parts = [written(each) for each in tree.parts]
    match tree.kind:
        case "minus" | "not":
            return f"({'-' if tree.kind == 'minus' else 'not '}{parts[0]})"
        case "if":
            return f"({parts[1]} if {parts[0]} else {parts[2]})"
        case "in":
            return f"({parts[0]} {tree.signs[0]} ({', '.join(parts[1:])},))"
        case "known" | "coalesce" | "min" | "max":
            return f"{tree.kind}({', '.join(parts)})"
        case _:
            rest = (f" {sign} {part}" for sign, part in zip(tree.signs, parts[1:], strict=True))
            return f"({parts[0]}{''.join(rest)})"


def evaluated(tree: Tree, row: Mapping[str, Known], if_zero: Fraction | None) -> Known:
    if isinstance(tree, Leaf):
        return _named(tree.text, row) if tree.value is None else tree.value
    parts = [evaluated(part, row, if_zero) for part in tree.parts]
    match tree.kind:
        case "known":
            return not isinstance(parts[0], Missing)
        case "coalesce":
            return next((each for each in parts if not isinstance(each, Missing)), parts[0])
        case "if":
            which = 0 if isinstance(parts[0], Missing) else 1 if parts[0] else 2
            return parts[which]
        case "and" | "or":
            return _decided(tree.kind, parts)
        case "in":
            pairs = (_strict(_equal, [parts[0], each]) for each in parts[1:])
            found = _decided("or", list(pairs))
            return (found is (tree.signs[0] == "in")) if isinstance(found, bool) else found
        case "chain":
            signs = zip(tree.signs, parts, parts[1:], strict=False)
            return _decided("and", [_strict(_HOLDS[sign], [x, y]) for sign, x, y in signs])
        case _:
            return _strict(_OPERATIONS[(*tree.signs, tree.kind)[0]], parts, if_zero)


def _named(name: str, row: Mapping[str, Known]) -> Known:
    constant = SCOPE[name].constant
    return row[name] if constant is None else constant.value


def _strict(
    operation: Callable[[Sequence[Any]], Value | None],
    parts: Sequence[Known],
    instead: Fraction | None = None,
) -> Known:
    """Return the result, or the first missing part, or what stands for a quotient over zero."""
    for each in parts:
        if isinstance(each, Missing):
            return each
    found = operation(parts)
    if found is None:
        return Missing.ZERO_BASE if instead is None else instead
    return found


def _decided(kind: str, parts: Sequence[Known]) -> Known:
    for value in parts:
        if isinstance(value, Missing) or value is (kind == "or"):
            return value
    return kind == "and"


def _equal(pair: Sequence[Any]) -> bool:
    return bool(pair[0] == pair[1])


_HOLDS: Final[Mapping[str, Callable[[Sequence[Any]], bool]]] = {
    "==": _equal,
    "!=": lambda pair: bool(pair[0] != pair[1]),
    "<": lambda pair: bool(pair[0] < pair[1]),
    "<=": lambda pair: bool(pair[0] <= pair[1]),
    ">": lambda pair: bool(pair[0] > pair[1]),
    ">=": lambda pair: bool(pair[0] >= pair[1]),
}
_OPERATIONS: Final[Mapping[str, Callable[[Sequence[Any]], Value | None]]] = {
    "not": lambda parts: parts[0] is False,
    "minus": lambda parts: Fraction(-parts[0]),
    "min": min,
    "max": max,
    "+": lambda parts: Fraction(parts[0] + parts[1]),
    "-": lambda parts: _difference(*parts),
    "*": lambda parts: Fraction(parts[0] * parts[1]),
    "/": lambda parts: Fraction(parts[0] / parts[1]) if parts[1] else None,
}


def _difference(left: Any, right: Any) -> Fraction:
    difference = left - right
    return Fraction(difference.days if isinstance(difference, dt.timedelta) else difference)


# -- formulas by chance -------------------------------------------------------------------------

_LITERALS: Final = ("0", "1", "2", "3", "7", "0.1", "0.5", "12.25", "100")
_COMPARABLE: Final = (MONEY, DURATION, POINTS, COUNT, RATIO, QUANTITY, RATE, NUMBER, DATE)
_MADE_OF: Final = {
    unit: [
        (sign, left, right)
        for sign in "+-*/"
        for left in Unit
        for right in Unit
        if combine(sign, left, right) is unit
    ]
    for unit in Unit
}


def leaves(unit: Unit) -> st.SearchStrategy[Tree]:
    if unit is NUMBER:
        return st.sampled_from(_LITERALS).map(lambda text: Leaf(text, Fraction(text)))
    names = [Leaf(name) for name, each in SCOPE.items() if each.type.unit is unit]
    if unit is FLAG:
        names += [Leaf("yes", value=True), Leaf("no", value=False)]
    if unit is WORD:
        names += [Leaf(f"'{word}'", word) for word in WORDS]
    return st.sampled_from(names)


@st.composite
def trees(draw: st.DrawFn, unit: Unit, depth: int = 3) -> Tree:
    if depth == 0 or draw(st.integers(0, 5)) == 0:
        return draw(leaves(unit))
    if unit is FLAG:
        return draw(conditions(depth - 1))
    chosen = draw(st.integers(0, 9))
    if chosen < 2:
        parts = (draw(trees(FLAG, depth - 1)), *(draw(trees(unit, depth - 1)) for _ in "ab"))
        return Call("if", parts)
    if chosen < 4:
        return Call("coalesce", draw(several(unit, depth - 1)))
    if unit not in NUMERIC:
        return draw(leaves(unit))
    if chosen == 4:
        return Call("minus", (draw(trees(unit, depth - 1)),))
    if chosen < 6:
        return Call(draw(st.sampled_from(["min", "max"])), draw(several(unit, depth - 1)))
    sign, left, right = draw(st.sampled_from(_MADE_OF[unit]))
    return Call("bin", (draw(trees(left, depth - 1)), draw(trees(right, depth - 1))), (sign,))


def several(unit: Unit, depth: int) -> st.SearchStrategy[tuple[Tree, ...]]:
    return st.lists(trees(unit, depth), min_size=2, max_size=4).map(tuple)


@st.composite
def conditions(draw: st.DrawFn, depth: int) -> Tree:
    kind = draw(
        st.sampled_from(["and", "or", "not", "known", "chain", "chain", "in", "same", "if"])
    )
    match kind:
        case "and" | "or":
            parts = draw(several(FLAG, depth))
            return Call(kind, parts, (kind,) * (len(parts) - 1))
        case "not":
            return Call(kind, (draw(trees(FLAG, depth)),))
        case "known":
            return Call(kind, (Leaf(draw(st.sampled_from([each.name for each in COLUMNS]))),))
        case "chain":
            unit = draw(st.sampled_from(_COMPARABLE))
            size = draw(st.integers(1, 3))
            parts = tuple(draw(trees(unit, depth)) for _ in range(size + 1))
            signs = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
            return Call("chain", parts, tuple(draw(signs) for _ in range(size)))
        case "in":
            unit = draw(st.sampled_from([*_COMPARABLE, WORD]))
            return Call(
                "in", draw(several(unit, depth)), (draw(st.sampled_from(["in", "not in"])),)
            )
        case "same":
            unit = draw(st.sampled_from([FLAG, WORD]))
            pair = (draw(trees(unit, depth)), draw(trees(unit, depth)))
            return Call("chain", pair, (draw(st.sampled_from(["==", "!="])),))
        case _:
            parts = tuple(draw(trees(FLAG, depth)) for _ in range(3))
            return Call("if", parts)


def _numbers(name: Name) -> st.SearchStrategy[Fraction]:
    low = -1_000 if name.bounds.low is None else int(name.bounds.low)
    high = 1_000 if name.bounds.high is None else int(name.bounds.high)
    if name.carrier.scale is None:
        return st.fractions(low, high, max_denominator=12)
    scale = name.carrier.scale
    return st.integers(low * scale, high * scale).map(lambda units: Fraction(units, scale))


def _values(name: Name) -> st.SearchStrategy[Known]:
    match name.type.unit:
        case Unit.FLAG:
            found: st.SearchStrategy[Known] = st.booleans()
        case Unit.WORD:
            found = st.sampled_from(WORDS)
        case Unit.DATE:
            found = st.dates(dt.date(2026, 9, 20), dt.date(2026, 11, 10))
        case _:
            found = st.just(Fraction(0)) | _numbers(name)
    return found


COMPLETE_ROWS: Final = st.fixed_dictionaries({each.name: _values(each) for each in COLUMNS})
ROWS: Final = st.fixed_dictionaries(
    {each.name: _values(each) | st.sampled_from(Missing) for each in COLUMNS}
)
ROUNDINGS: Final = st.none() | st.builds(
    Rounding, scale=st.sampled_from([1, 10, 100]), mode=st.sampled_from(RoundingMode)
)
FORMULAS: Final = st.sampled_from([*NUMERIC - {NUMBER}, FLAG, WORD, DATE]).flatmap(trees)


def _checked(tree: Tree, if_zero: Fraction | None, rounding: Rounding | None) -> Formula:
    scalar = None if if_zero is None else Scalar(NUMBER, if_zero)
    node, problems = check_formula(Text(written(tree)), scope=SCOPE, if_zero=scalar)
    assume({each.code for each in problems} <= {"divided-by-zero", "unit-clash"})
    assume(node is not None)
    assert node is not None
    numeric = node.type.unit in NUMERIC
    return Formula(node=node, rounding=rounding if numeric else None)


def _cell(name: str, value: Known) -> Cell | Missing:
    if isinstance(value, Missing):
        return value
    wanted = SCOPE[name]
    if isinstance(value, Fraction) and wanted.type.unit is DURATION:
        return value.numerator
    return encode(value, wanted.type, wanted.carrier)


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
    value = evaluated(tree, row, if_zero)
    if rounding is not None and isinstance(value, Fraction):
        return rounding.apply(value)
    return value


@settings(max_examples=300, deadline=None)
@given(FORMULAS, ROWS, ROUNDINGS, st.none() | st.just(Fraction(0)) | st.just(Fraction(5, 2)))
def test_a_formula_comes_to_what_the_second_evaluator_says(
    tree: Tree,
    row: Mapping[str, Known],
    rounding: Rounding | None,
    if_zero: Fraction | None,
) -> None:
    formula = _checked(tree, if_zero, rounding)
    expected = _expected(tree, row, if_zero, formula.rounding)

    cell = formula.at({name: _cell(name, row[name]) for name in formula.inputs})

    assert _shown(formula, cell) == expected


@settings(max_examples=200, deadline=None)
@given(FORMULAS, COMPLETE_ROWS, ROUNDINGS)
def test_the_quick_way_comes_to_the_same_where_nothing_is_missing(
    tree: Tree, row: Mapping[str, Known], rounding: Rounding | None
) -> None:
    formula = _checked(tree, None, rounding)
    cells = [_cell(name, row[name]) for name in formula.inputs]

    quick, careful = formula.quick(*cells), formula.careful(*cells)

    assert quick == careful
    assert _shown(formula, quick) == _expected(tree, row, None, formula.rounding)


@settings(max_examples=200, deadline=None)
@given(FORMULAS, ROWS, ROUNDINGS)
def test_the_bounds_hold_what_comes_out(
    tree: Tree, row: Mapping[str, Known], rounding: Rounding | None
) -> None:
    formula = _checked(tree, None, rounding)
    value = evaluated(tree, row, None)
    assume(isinstance(value, Fraction))
    assert isinstance(value, Fraction)

    assert formula.node.bounds.holds(value)
    rounded = value if formula.rounding is None else formula.rounding.apply(value)
    assert formula.bounds.holds(rounded)


@settings(max_examples=200, deadline=None)
@given(FORMULAS, ROWS, st.none() | st.just(Fraction(0)))
def test_what_is_never_missing_has_a_value_whenever_its_required_inputs_are_there(
    tree: Tree, row: Mapping[str, Known], if_zero: Fraction | None
) -> None:
    formula = _checked(tree, if_zero, None)
    assume(not formula.node.may_miss)
    given = (not isinstance(row[name], Missing) for name in formula.inputs)
    optional = (SCOPE[name].optional for name in formula.inputs)
    assume(all(each or may_lack for each, may_lack in zip(given, optional, strict=True)))

    assert not isinstance(evaluated(tree, row, if_zero), Missing)


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
    formula.careful(encode(first, Type(POINTS), Carrier(100)), False)

    assert formula.careful(8_800, True) == alone
    assert formula.careful(8_800, Missing.NOT_MEASURED) is Missing.NOT_MEASURED
