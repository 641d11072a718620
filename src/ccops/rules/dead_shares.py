"""Shares of a rank that come to no place: ``place / size <= 10%`` holds of nobody among nine."""

from __future__ import annotations

import operator
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from ccops.rules.expressions import (
    Arithmetic,
    Comparison,
    Constant,
    Logic,
    Negation,
    Node,
    Reference,
    children,
    references,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_ARITHMETIC: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
_COMPARED: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def dead_shares(node: Node, place: str, size: str, ranked: int) -> Iterator[Comparison]:
    """Yield the comparisons of a place with the size of its rank that hold at no place of it.

    ``place`` and ``size`` are their names, ``ranked`` how many are ranked. Where the formula
    itself says from how many on it counts (``size >= 20 and …``), nothing is told of fewer.
    """
    ends = ({place: 1, size: ranked}, {place: ranked, size: ranked})
    if isinstance(node, Logic) and node.operator == "and" and _says_so(node, size, ends[0]):
        return
    if isinstance(node, Comparison):
        if _names(node) == {place, size} and not any(_holds(node, each) for each in ends):
            yield node
        return
    for each in children(node):
        yield from dead_shares(each, place, size, ranked)


def _says_so(node: Logic, size: str, values: Mapping[str, int]) -> bool:
    """Say whether a part of a conjunction leaves out ranks of this size by their size alone."""
    sizes = (x for x in node.parts if isinstance(x, Comparison) and _names(x) == {size})
    return not all(_holds(each, values) for each in sizes)


def _names(node: Node) -> set[str]:
    return {each.name for each in references(node)}


def _holds(node: Comparison, values: Mapping[str, int]) -> bool:
    """Say whether a comparison holds; one that cannot be worked out might."""
    left, right = (_value(each, values) for each in (node.left, node.right))
    if left is None or right is None:
        return True
    return _COMPARED[node.operator](left, right)


def _value(node: Node, values: Mapping[str, int]) -> Fraction | None:
    match node:
        case Constant(value=Fraction() as number):
            return number
        case Reference():
            known = values.get(node.name)
            return None if known is None else Fraction(known)
        case Negation():
            inner = _value(node.operand, values)
            return None if inner is None else -inner
        case Arithmetic():
            return _worked(node, values)
        case _:
            return None


def _worked(node: Arithmetic, values: Mapping[str, int]) -> Fraction | None:
    left, right = (_value(each, values) for each in (node.left, node.right))
    if left is None or right is None or (node.operator == "/" and not right):
        return None
    found: Fraction = _ARITHMETIC[node.operator](left, right)
    return found
