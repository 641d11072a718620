"""A checked tree written as a formula again, for people: a part of one in a message."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from ccops.rules.expressions import (
    Absolute,
    Arithmetic,
    Call,
    Coalesce,
    Comparison,
    Conditional,
    Constant,
    Extreme,
    Known,
    Logic,
    Negation,
    Node,
    Not,
    Reference,
)
from ccops.values import decimal_digits, decimal_of

if TYPE_CHECKING:
    from fractions import Fraction

#: How strongly an operator binds; calls and names bind most.
_CHOICE, _OR, _AND, _NOT, _COMPARED, _SUM, _PRODUCT, _SIGN, _ATOM = range(9)
_BINDS: Final = {
    "or": _OR, "and": _AND, "+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT,
}  # fmt: skip


def written(node: Node) -> str:
    """Return a tree as a formula; ``clamp`` and chains appear as what they were checked as."""
    return _written(node)[0]


def _written(node: Node) -> tuple[str, int]:
    match node:
        case Constant():
            return _constant(node)
        case Reference():
            return node.name, _ATOM
        case Negation():
            return f"-{_inside(node.operand, _SIGN)}", _SIGN
        case Not():
            return f"not {_inside(node.operand, _NOT)}", _NOT
        case Conditional():
            then, test = _inside(node.then, _OR), _inside(node.test, _OR)
            return f"{then} if {test} else {_inside(node.otherwise, _CHOICE)}", _CHOICE
        case Logic(parts=(only,)):  # a list of one behind ``in``
            return _written(only)
        case Arithmetic() | Comparison() | Logic():
            return _joined(node)
        case _:
            return _call(node), _ATOM


def _joined(node: Arithmetic | Comparison | Logic) -> tuple[str, int]:
    binds = _BINDS.get(node.operator, _COMPARED)
    parts = node.parts if isinstance(node, Logic) else (node.left, node.right)
    first, *rest = parts
    least = binds + (binds == _COMPARED)  # a comparison of a comparison is no chain
    texts = [_inside(first, least), *(_inside(each, binds + 1) for each in rest)]
    return f" {node.operator} ".join(texts), binds


def _call(node: Node) -> str:
    match node:
        case Absolute():
            return f"abs({written(node.operand)})"
        case Known():
            return f"known({node.operand.name})"
        case Coalesce():
            name, parts = "coalesce", node.parts
        case Extreme():
            name, parts = "min" if node.operator == "<=" else "max", node.parts
        case Call():
            name, parts = node.function.name, node.parts
        case _:
            raise AssertionError(type(node).__name__)
    return f"{name}({', '.join(map(written, parts))})"


def _inside(node: Node, least: int) -> str:
    text, binds = _written(node)
    return text if binds >= least else f"({text})"


def _constant(node: Constant) -> tuple[str, int]:
    if node.name:
        return node.name, _ATOM
    match node.value:
        case bool():
            return "yes" if node.value else "no", _ATOM
        case str():
            return repr(node.value), _ATOM
        case dt.date():
            return node.value.isoformat(), _ATOM
        case number:
            return _number(number)


def _number(number: Fraction) -> tuple[str, int]:
    digits = decimal_digits(number)
    if digits is None:
        return f"{number.numerator} / {number.denominator}", _PRODUCT
    return f"{decimal_of(number, digits):f}", _SIGN if number < 0 else _ATOM
