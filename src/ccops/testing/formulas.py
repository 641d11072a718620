"""Hypothesis strategies for formulas: typed formulas by chance, rows for them, roundings.

They prove that whatever runs formulas (an engine, a printer of another dialect) comes to what
:mod:`ccops.testing.formula_oracle` says::

    @given(formulas(scope), rows(scope))
    def test_agrees(tree, row):
        expected = evaluated(tree, row, scope=scope)
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from ccops.testing.formula_oracle import Branch, Known, Leaf, Tree
from ccops.values import NUMERIC, Cell, Missing, Rounding, RoundingMode, Unit, combine, encode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.rules import Name, Scope

_LITERALS: Final = ("0", "1", "2", "3", "7", "0.1", "0.5", "12.25", "100")
_COMPARABLE: Final = (*sorted(NUMERIC, key=lambda each: each.value), Unit.DATE)
_PLAIN: Final = (Unit.FLAG, Unit.WORD, Unit.DATE)
_SIGNS: Final = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
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


def formulas(scope: Scope, *, unit: Unit | None = None, depth: int = 3) -> st.SearchStrategy[Tree]:
    """Return formulas over the names of a scope, of a unit or of any that has a name there.

    Every unit that is wanted needs a name in the scope. Some formulas are refused by the checker
    (a divisor that is always zero, ends of ``clamp`` upside down): leave those out.
    """
    if unit is not None:
        return _trees(scope, unit, depth)
    units = {each.type.unit for each in scope.values()} | {Unit.FLAG}
    return st.sampled_from(sorted(units, key=lambda each: each.value)).flatmap(
        lambda each: _trees(scope, each, depth)
    )


def rows(scope: Scope, *, missing: bool = True) -> st.SearchStrategy[Mapping[str, Known]]:
    """Return rows of values for the columns of a scope, within the bounds they declare.

    Numbers without a bound come out within a thousand; each value may be missing.
    """
    columns = [each for each in scope.values() if each.constant is None]
    return st.fixed_dictionaries(
        {
            each.name: values(each) | st.sampled_from(Missing) if missing else values(each)
            for each in columns
        }
    )


def roundings() -> st.SearchStrategy[Rounding]:
    """Return roundings to whole numbers, tenths and hundredths in every mode."""
    return st.builds(
        Rounding, scale=st.sampled_from([1, 10, 100]), mode=st.sampled_from(RoundingMode)
    )


def cell_of(value: Known, name: Name) -> Cell | Missing:
    """Return the cell of a column for a value, as an engine keeps it."""
    if isinstance(value, Missing):
        return value
    if isinstance(value, Fraction) and name.type.unit is Unit.DURATION:
        return value.numerator
    return encode(value, name.type, name.carrier)


def values(name: Name) -> st.SearchStrategy[Known]:
    """Return values that a column can hold."""
    match name.type.unit:
        case Unit.FLAG:
            return st.booleans()
        case Unit.WORD:
            return st.sampled_from(sorted(name.type.words or {"a", "b"}))
        case Unit.DATE:
            return st.dates(dt.date(2026, 1, 20), dt.date(2026, 11, 10))
        case _:
            return _numbers(name)


def _numbers(name: Name) -> st.SearchStrategy[Fraction]:
    low = -1_000 if name.bounds.low is None else int(name.bounds.low)
    high = 1_000 if name.bounds.high is None else int(name.bounds.high)
    ends = [Fraction(each) for each in (low, 0, high) if low <= each <= high]
    if name.carrier.scale is None:
        return st.sampled_from(ends) | st.fractions(low, high, max_denominator=12)
    scale = name.carrier.scale
    steps = st.integers(low * scale, high * scale)
    return st.sampled_from(ends) | steps.map(lambda units: Fraction(units, scale))


# -- trees --------------------------------------------------------------------------------------


def _leaves(scope: Scope, unit: Unit) -> list[Tree]:
    if unit is Unit.NUMBER:
        return [Leaf(text, Fraction(text)) for text in _LITERALS]
    found: list[Tree] = [Leaf(each.name) for each in scope.values() if each.type.unit is unit]
    if unit is Unit.FLAG:
        found += [Leaf("yes", value=True), Leaf("no", value=False)]
    if unit is Unit.WORD:
        found += [Leaf(f"'{word}'", word) for word in _words(scope)]
    return found


def _words(scope: Scope) -> list[str]:
    listed = (each.type.words or frozenset() for each in scope.values())
    return sorted(frozenset[str]().union(*listed))


@st.composite
def _trees(draw: st.DrawFn, scope: Scope, unit: Unit, depth: int) -> Tree:
    if unit is Unit.FLAG and depth:
        return draw(_conditions(scope, depth - 1))
    leaves = _leaves(scope, unit)
    if depth == 0 or draw(st.integers(0, 5)) == 0:
        return draw(st.sampled_from(leaves))
    kind = draw(st.sampled_from(_KINDS if unit in NUMERIC else _PLAIN_KINDS))
    match kind:
        case "if":
            test = draw(_trees(scope, Unit.FLAG, depth - 1))
            return Branch("if", (test, *draw(_several(scope, unit, depth - 1, of=2))))
        case "minus" | "abs":
            return Branch(kind, draw(_several(scope, unit, depth - 1, of=1)))
        case "clamp":
            return Branch(kind, draw(_several(scope, unit, depth - 1, of=3)))
        case "made":
            return draw(_calculated(scope, unit, depth - 1))
        case _ if kind == "coalesce" or unit is not Unit.WORD:
            return Branch(kind, draw(_several(scope, unit, depth - 1)))
        case _:
            return draw(st.sampled_from(leaves))


_KINDS: Final = ("if", "coalesce", "minus", "abs", "min", "max", "clamp", *["made"] * 4)
_PLAIN_KINDS: Final = ("if", "coalesce", "min", "max")


@st.composite
def _calculated(draw: st.DrawFn, scope: Scope, unit: Unit, depth: int) -> Tree:
    if unit is Unit.COUNT and _leaves(scope, Unit.DATE) and draw(st.integers(0, 4)) == 0:
        return Branch("months_between", draw(_several(scope, Unit.DATE, depth, of=2)))
    ways = [each for each in _MADE_OF[unit] if _leaves(scope, each[1]) and _leaves(scope, each[2])]
    sign, left, right = draw(st.sampled_from(ways))
    parts = (draw(_trees(scope, left, depth)), draw(_trees(scope, right, depth)))
    return Branch("bin", parts, (sign,))


def _several(
    scope: Scope, unit: Unit, depth: int, *, of: int = 0
) -> st.SearchStrategy[tuple[Tree, ...]]:
    least, most = (of, of) if of else (2, 4)
    return st.lists(_trees(scope, unit, depth), min_size=least, max_size=most).map(tuple)


@st.composite
def _conditions(draw: st.DrawFn, scope: Scope, depth: int) -> Tree:
    kind = draw(st.sampled_from(_CONDITIONS))
    match kind:
        case "and" | "or":
            parts = draw(_several(scope, Unit.FLAG, depth))
            return Branch(kind, parts, (kind,) * (len(parts) - 1))
        case "not":
            return Branch(kind, draw(_several(scope, Unit.FLAG, depth, of=1)))
        case "known":
            names = [each.name for each in scope.values() if each.constant is None]
            return Branch(kind, (Leaf(draw(st.sampled_from(names))),))
        case "chain":
            parts = draw(_several(scope, draw(_units(scope, _COMPARABLE)), depth))
            return Branch(kind, parts, tuple(draw(_SIGNS) for _ in parts[1:]))
        case "in":
            unit = draw(_units(scope, (*_COMPARABLE, Unit.WORD)))
            return Branch(
                kind,
                draw(_several(scope, unit, depth)),
                (draw(st.sampled_from(["in", "not in"])),),
            )
        case "same":
            unit = draw(_units(scope, (Unit.FLAG, Unit.WORD)))
            sign = draw(st.sampled_from(["==", "!="]))
            return Branch("chain", draw(_several(scope, unit, depth, of=2)), (sign,))
        case "leaf":
            return draw(st.sampled_from(_leaves(scope, Unit.FLAG)))
        case _:
            return Branch("if", draw(_several(scope, Unit.FLAG, depth, of=3)))


_CONDITIONS: Final = (
    "and", "or", "not", "known", "chain", "chain", "in", "same", "if", "leaf",
)  # fmt: skip


def _units(scope: Scope, among: tuple[Unit, ...]) -> st.SearchStrategy[Unit]:
    """Return the units that formulas over a scope can begin from."""
    return st.sampled_from([each for each in among if _leaves(scope, each)])
