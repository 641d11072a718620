"""Checking comparisons: like with like, chains, membership in a list, words of one list."""

from __future__ import annotations

import ast
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from ccops.messages import nearest
from ccops.rules.checker import FLAG
from ccops.rules.expressions import Comparison, Constant, Logic, Node, Not, words_written
from ccops.values import Unit, comparable

if TYPE_CHECKING:
    from ccops.rules.checker import Checker
    from ccops.rules.narrowing import Proven

_SIGNS: Final = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
    ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
_MEMBERSHIP: Final = frozenset({"in", "not in"})
_SAME_ONLY: Final = frozenset({Unit.FLAG, Unit.WORD})

#: A checked operand, or the checked list behind ``in``.
_Operand = Node | tuple[Node, ...]


def compared(checker: Checker, tree: ast.Compare, known: Proven) -> Node | None:
    """Return the checked comparisons of a chain; ``a < b < c`` asks both.

    Each operand is checked once, however many comparisons it takes part in.
    """
    signs = [_SIGNS[type(operator)] for operator in tree.ops]
    trees = [tree.left, *tree.comparators]
    operands = [checker.check(tree.left, known)] + [
        _listed(checker, each, known) if sign in _MEMBERSHIP else checker.check(each, known)
        for sign, each in zip(signs, tree.comparators, strict=True)
    ]
    parts = [
        None if left is None or right is None else _part(checker, sign, (left, right), places)
        for sign, (left, right), places in zip(
            signs, pairwise(operands), pairwise(trees), strict=True
        )
    ]
    checked = tuple(part for part in parts if part is not None)
    if len(checked) < len(parts):
        return None
    return checked[0] if len(checked) == 1 else _logic("and", checked)


def _listed(checker: Checker, tree: ast.expr, known: Proven) -> tuple[Node, ...] | None:
    """Return the checked values of the list behind ``in``."""
    if not isinstance(tree, ast.Tuple) or not tree.elts:
        checker.refuse("in-needs-list", tree)
        return None
    found = [checker.check(each, known) for each in tree.elts]
    checked = tuple(each for each in found if each is not None)
    return checked if len(checked) == len(found) else None


def _part(
    checker: Checker,
    sign: str,
    operands: tuple[_Operand, _Operand],
    places: tuple[ast.expr, ast.expr],
) -> Node | None:
    left, right = operands
    if isinstance(left, tuple):
        checker.refuse("formula-not-allowed", places[0], what=ast.unparse(places[0])[:60])
        return None
    if not isinstance(right, tuple):
        return _comparison(checker, sign, (left, right), places)
    elements = places[1].elts if isinstance(places[1], ast.Tuple) else []
    found = _membership(checker, (left, right), (places[0], elements))
    if found is None or sign == "in":
        return found
    return Not(type=FLAG, operand=found, may_miss=found.may_miss)


def _membership(
    checker: Checker,
    operands: tuple[Node, tuple[Node, ...]],
    places: tuple[ast.expr, list[ast.expr]],
) -> Node | None:
    left, values = operands
    parts = [
        _comparison(checker, "==", (left, value), (places[0], place))
        for value, place in zip(values, places[1], strict=True)
    ]
    checked = tuple(part for part in parts if part is not None)
    return _logic("or", checked) if len(checked) == len(parts) else None


def _comparison(
    checker: Checker, sign: str, operands: tuple[Node, Node], places: tuple[ast.expr, ast.expr]
) -> Node | None:
    left, right = operands
    same_only = left.type.unit in _SAME_ONLY and sign not in ("==", "!=")
    is_alike = comparable(left.type.unit, right.type.unit) and left.type.accords_with(right.type)
    if not is_alike or same_only:
        checker.refuse("unit-clash", places[1], left=left.type, operator=sign, right=right.type)
        return None
    if not _words_agree(checker, operands, places):
        return None
    return Comparison(
        type=FLAG,
        operator=sign,
        left=left,
        right=right,
        may_miss=left.may_miss or right.may_miss,
        span=checker.place(places[0]),
    )


def _words_agree(
    checker: Checker, operands: tuple[Node, Node], places: tuple[ast.expr, ast.expr]
) -> bool:
    """Say whether every word written on one side may be what the other side is.

    A choice of words may hold one that another word is not: ``'a' if x else 'b'`` is ``'a'``.
    """
    for one, other, at in zip(operands, operands[::-1], places, strict=True):
        words = other.type.words
        if words is None or (words_written(other) and not isinstance(one, Constant)):
            continue
        for word in words_written(one):
            if word not in words:
                checker.refuse("unknown-word", at, word=word, near=nearest(word, words) or "-")
                return False
    return True


def _logic(operator: str, parts: tuple[Node, ...]) -> Logic:
    may_miss = any(part.may_miss for part in parts)
    return Logic(type=FLAG, operator=operator, parts=parts, may_miss=may_miss)
