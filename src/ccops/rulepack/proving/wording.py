"""Wording: parts of a checked formula written as a pack would write them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.rules import (
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
    children,
)
from ccops.values import decimal_digits, decimal_of

if TYPE_CHECKING:
    import datetime as dt

_LONGEST: Final = 80
#: Parts that need no brackets.
_WHOLE: Final = (Constant, Reference, Known, Coalesce, Extreme, Absolute, Call)


def written(node: Node) -> str:
    """Return a part of a formula as text, cut where it is long."""
    text = _written(node)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _written(node: Node) -> str:
    match node:
        case Constant():
            return node.name or _constant(node.value)
        case Reference():
            return node.name
        case Arithmetic() | Comparison():
            return f"{_inner(node.left)} {node.operator} {_inner(node.right)}"
        case Logic():
            return f" {node.operator} ".join(map(_inner, node.parts))
        case Conditional():
            return f"{_inner(node.then)} if {_inner(node.test)} else {_inner(node.otherwise)}"
        case _:
            return _marked(node)


def _marked(node: Node) -> str:
    """Return a part that has a sign or a name before what it is about."""
    match node:
        case Negation():
            return f"-{_inner(node.operand)}"
        case Not():
            return f"not {_inner(node.operand)}"
        case Known():
            return f"known({node.operand.name})"
        case Coalesce():
            name = "coalesce"
        case Extreme():
            name = "min" if node.operator == "<=" else "max"
        case Absolute():
            name = "abs"
        case Call():
            name = node.function.name
        case _:
            name = ""
    listed = ", ".join(map(_written, children(node)))
    return f"{name}({listed})" if name else listed


def _inner(node: Node) -> str:
    text = _written(node)
    is_whole = isinstance(
        node, Constant | Reference | Known | Coalesce | Extreme | Absolute | Call
    )
    return text if is_whole else f"({text})"


def _constant(value: Fraction | bool | str | dt.date) -> str:  # noqa: FBT001 - any constant
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return f"'{value}'"
    digits = decimal_digits(value) if isinstance(value, Fraction) else None
    if isinstance(value, Fraction) and digits is not None:
        return f"{decimal_of(value, digits):f}"
    return str(value)
