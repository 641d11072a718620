"""Which conditions are decided before any data: by ranges, and by what is asked around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Final

from ccops.plan.populations import Constraint, constraints_of
from ccops.rules.expressions import Comparison, Logic, Node, Not, references
from ccops.values import NUMERIC, Bounds

Demands = Mapping[str, Constraint]
_NOT: Final[Mapping[bool | None, bool | None]] = {True: False, False: True, None: None}
_TURNED: Final = {">": "<", ">=": "<="}


def verdict(node: Node) -> bool | None:
    """Return what a condition is wherever it is asked, or ``None`` where data decide.

    Constants do not count: a rule that says ``yes``, or compares two parameters, means it.
    """
    match node:
        case Comparison():
            return _compared(node) if references(node) else None
        case Not():
            return _NOT[verdict(node.operand)]
        case Logic(operator="and"):
            return _all(node.parts)
        case Logic():
            return _NOT[_all(tuple(map(_denied, node.parts)))]
        case _:
            return None


def _all(parts: Sequence[Node]) -> bool | None:
    answers = {verdict(each) for each in parts}
    if False in answers or contradicts(map(constraints_of, parts)):
        return False
    return True if answers == {True} else None


def contradicts(demands: Iterable[Demands]) -> bool:
    """Say whether two of several demands cannot both be met."""
    return any(
        one[name].excludes(other[name])
        for one, other in combinations(list(demands), 2)
        for name in one.keys() & other.keys()
    )


def _denied(node: Node) -> Node:
    return Not(type=node.type, operand=node)


def _compared(node: Comparison) -> bool | None:
    """Return what a comparison of numbers is by the bounds of its sides."""
    if node.left.type.unit not in NUMERIC:
        return None
    left, right, operator = node.left.bounds, node.right.bounds, node.operator
    if operator in _TURNED:
        left, right, operator = right, left, _TURNED[operator]
    match operator:
        case "<":
            return _below(left, right, touching=False)
        case "<=":
            return _below(left, right, touching=True)
        case _:
            apart = _below(left, right, touching=False) or _below(right, left, touching=False)
            return operator == "!=" if apart else None


def _below(left: Bounds, right: Bounds, *, touching: bool) -> bool | None:
    """Say whether ``left`` lies below ``right`` whatever their values, or never does."""
    if left.high is not None and right.low is not None:
        is_below = left.high <= right.low if touching else left.high < right.low
        if is_below:
            return True
    if left.low is not None and right.high is not None:
        is_above = left.low > right.high if touching else left.low >= right.high
        if is_above:
            return False
    return None
