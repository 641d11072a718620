"""Checking arithmetic: what may be added, multiplied and divided, and what may come out."""

from __future__ import annotations

import ast
import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from ccops.rules.expressions import Arithmetic, Constant, Negation, Node, Reference
from ccops.values import NUMERIC, Bounds, Scalar, Type, Unit, combine, comparable

if TYPE_CHECKING:
    from ccops.rules.checker import Checker

_OPERATORS: Final = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}

#: Between the first and the last day there is.
_MOST_DAYS: Final = Fraction((dt.date.max - dt.date.min).days)
_NOTHING: Final = Bounds(Fraction(0), Fraction(0))
_DAYS_APART: Final = Bounds(-_MOST_DAYS, _MOST_DAYS)


def negated(checker: Checker, tree: ast.UnaryOp, operand: Node) -> Node | None:
    """Return the number with the other sign; of a literal, the other literal."""
    if operand.type.unit not in NUMERIC:
        checker.refuse("unit-clash", tree, left="-", operator="-", right=operand.type)
        return None
    if isinstance(operand, Constant) and not operand.name and isinstance(operand.value, Fraction):
        return attrs.evolve(operand, value=-operand.value, bounds=-operand.bounds)
    return Negation(
        type=operand.type,
        operand=operand,
        bounds=-operand.bounds,
        may_miss=operand.may_miss,
        span=checker.place(tree),
    )


def calculated(
    checker: Checker, tree: ast.BinOp, operands: tuple[Node, Node], if_zero: Scalar | None
) -> Node | None:
    """Return the checked sum, difference, product or quotient of two operands.

    ``if_zero`` is the value of a quotient over zero; without it that value is missing.
    """
    left, right = operands
    operator = _OPERATORS[type(tree.op)]
    unit = combine(operator, left.type.unit, right.type.unit)
    if unit is None or not left.type.accords_with(right.type):
        checker.refuse("unit-clash", tree, left=left.type, operator=operator, right=right.type)
        return None
    node = Arithmetic(
        type=_type(unit, left, right),
        operator=operator,
        left=left,
        right=right,
        bounds=_bounds(operator, left, right),
        may_miss=left.may_miss or right.may_miss,
        safe=operator != "/" or _is_never_zero(right),
        span=checker.place(tree),
    )
    return node if node.safe else _maybe_over_zero(checker, tree, node, if_zero)


def _type(unit: Unit, left: Node, right: Node) -> Type:
    """Return the type of a result, which most often is that of one of the operands."""
    found = Type(unit, currency=_currency(unit, left, right))
    return next((each.type for each in (left, right) if each.type == found), found)


def _currency(unit: Unit, left: Node, right: Node) -> str:
    """Return the currency of an amount, which is that of the amounts it comes from."""
    return (left.type.currency or right.type.currency) if unit in (Unit.MONEY, Unit.RATE) else ""


def _is_never_zero(divisor: Node) -> bool:
    proven = isinstance(divisor, Reference) and divisor.never_zero
    return proven or divisor.bounds.excludes_zero


def _maybe_over_zero(
    checker: Checker, tree: ast.BinOp, node: Arithmetic, if_zero: Scalar | None
) -> Node | None:
    if node.right.bounds == _NOTHING:
        checker.refuse("divided-by-zero", tree.right)
        return None
    if if_zero is None:
        return attrs.evolve(node, may_miss=True)
    if not comparable(node.type.unit, if_zero.unit):
        clash = {"left": node.type, "operator": "if_zero", "right": if_zero.unit.value}
        checker.refuse("unit-clash", tree, **clash)
        return None
    number = if_zero.number
    bounds = node.bounds.union(Bounds(number, number))
    return attrs.evolve(node, if_zero=number, safe=True, bounds=bounds)


def _bounds(operator: str, left: Node, right: Node) -> Bounds:
    if left.type.unit is Unit.DATE:
        return _DAYS_APART
    match operator:
        case "+":
            return left.bounds + right.bounds
        case "-":
            return left.bounds - right.bounds
        case "*":
            return left.bounds * right.bounds
        case _:
            return left.bounds.divided_by(right.bounds)
