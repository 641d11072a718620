"""The functions a formula may call: a fixed list, each with its signature."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Final

import attrs

from ccops.rules.checker import FLAG, Checker
from ccops.rules.expressions import Coalesce, Comparison, Conditional, Known, Node, Reference
from ccops.values import NUMERIC, Bounds, Type


@attrs.frozen(kw_only=True)
class Function:
    """One function: its signature for people, how many arguments, and what it becomes."""

    signature: str
    least: int
    most: int
    build: Callable[[Checker, tuple[Node, ...], ast.Call], Node | None]


def _known(checker: Checker, arguments: tuple[Node, ...], tree: ast.Call) -> Node | None:
    (operand,) = arguments
    if not isinstance(operand, Reference):
        checker.refuse("known-needs-name", tree)
        return None
    return Known(type=FLAG, operand=operand, span=checker.place(tree))


def _coalesce(checker: Checker, arguments: tuple[Node, ...], tree: ast.Call) -> Node | None:
    type_ = checker.common_type(arguments, tree)
    bounds = arguments[0].bounds
    for each in arguments[1:]:
        bounds = bounds.union(each.bounds)
    if type_ is None:
        return None
    return Coalesce(
        type=type_,
        parts=arguments,
        bounds=bounds,
        may_miss=all(each.may_miss for each in arguments),
        span=checker.place(tree),
    )


def _extreme(
    operator: str, bounds_of: Callable[[Bounds, Bounds], Bounds]
) -> Callable[[Checker, tuple[Node, ...], ast.Call], Node | None]:
    def build(checker: Checker, arguments: tuple[Node, ...], tree: ast.Call) -> Node | None:
        type_ = checker.common_type(arguments, tree)
        if type_ is None:
            return None
        if type_.unit not in NUMERIC:
            checker.refuse("not-a-number", tree, unit=type_)
            return None
        best = _best_of(operator, arguments, type_, bounds_of)
        return attrs.evolve(best, span=checker.place(tree))

    return build


def _best_of(
    operator: str,
    nodes: tuple[Node, ...],
    type_: Type,
    bounds_of: Callable[[Bounds, Bounds], Bounds],
) -> Node:
    """Return the better of both halves: each choice repeats its two sides, so few in a row."""
    if len(nodes) == 1:
        return nodes[0]
    half = len(nodes) // 2
    left = _best_of(operator, nodes[:half], type_, bounds_of)
    right = _best_of(operator, nodes[half:], type_, bounds_of)
    return _better_of(operator, left, right, type_, bounds_of(left.bounds, right.bounds))


def _better_of(operator: str, left: Node, right: Node, type_: Type, bounds: Bounds) -> Node:
    may_miss = left.may_miss or right.may_miss
    test = Comparison(type=FLAG, operator=operator, left=left, right=right, may_miss=may_miss)
    return Conditional(
        type=type_, test=test, then=left, otherwise=right, bounds=bounds, may_miss=may_miss
    )


def _least(left: Bounds, right: Bounds) -> Bounds:
    low = None if left.low is None or right.low is None else min(left.low, right.low)
    highs = [each for each in (left.high, right.high) if each is not None]
    return Bounds(low, min(highs) if highs else None)


def _greatest(left: Bounds, right: Bounds) -> Bounds:
    return -_least(-left, -right)


_ANY: Final = 20

FUNCTIONS: Final[Mapping[str, Function]] = {
    "known": Function(signature="known(name)", least=1, most=1, build=_known),
    "coalesce": Function(
        signature="coalesce(value, value, ...)", least=2, most=_ANY, build=_coalesce
    ),
    "min": Function(
        signature="min(value, value, ...)", least=2, most=_ANY, build=_extreme("<=", _least)
    ),
    "max": Function(
        signature="max(value, value, ...)", least=2, most=_ANY, build=_extreme(">=", _greatest)
    ),
}
