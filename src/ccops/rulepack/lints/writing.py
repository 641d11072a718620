"""Conditions as they are told: short, in the signs of a formula."""

from __future__ import annotations

from fractions import Fraction

from ccops.rules.expressions import (
    Comparison,
    Constant,
    Known,
    Logic,
    Negation,
    Node,
    Not,
    Reference,
)
from ccops.values import decimal_digits, decimal_of

#: What stands for a part that is too long to be told.
REST = "…"


def written(node: Node, *, depth: int = 2) -> str:
    """Return a condition or value as a formula, its inner parts left out below a depth."""
    match node:
        case Reference():
            return node.name
        case Constant():
            return node.name or _literal(node.value)
        case Known():
            return f"known({node.operand.name})"
        case _:
            return _composed(node, depth - 1) if depth else REST


def _composed(node: Node, depth: int) -> str:
    match node:
        case Comparison():
            left, right = (written(each, depth=depth) for each in (node.left, node.right))
            return f"{left} {node.operator} {right}"
        case Logic():
            return f" {node.operator} ".join(written(each, depth=depth) for each in node.parts)
        case Not():
            return f"not {written(node.operand, depth=depth)}"
        case Negation():
            return f"-{written(node.operand, depth=depth)}"
        case _:
            return REST


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Fraction):
        digits = decimal_digits(value)
        return str(value if digits is None else decimal_of(value, digits))
    return f"'{value}'" if isinstance(value, str) else str(value)
