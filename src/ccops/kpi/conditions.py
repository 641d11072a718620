"""Conditions: what must all hold, and whether some imply others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.kpi.tallies import canonical
from ccops.rules import Node, constants
from ccops.rules.expressions import Comparison, Constant, Logic, Reference
from ccops.values import Type, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence


#: How many parts of a condition are asked one inside the other; Python nests no deeper than 100.
_DEEPEST: Final = 30


def conjuncts(node: Node) -> tuple[Node, ...]:
    """Return the parts of a condition that must all hold, in written order; none of ``yes``.

    Of a very long condition the last part holds all that is left.
    """
    parts = _parts(node)
    if len(parts) <= _DEEPEST:
        return parts
    rest = parts[_DEEPEST - 1 :]
    may_miss = any(each.may_miss for each in rest)
    last = Logic(type=Type(Unit.FLAG), operator="and", parts=rest, may_miss=may_miss)
    return (*parts[: _DEEPEST - 1], last)


def _parts(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Logic) and node.operator == "and":
        return tuple(each for part in node.parts for each in _parts(part))
    if isinstance(node, Constant) and node.value is True and not constants(node):
        return ()
    return (node,)


def implies(given: Sequence[Node], wanted: Sequence[Node]) -> bool:
    """Say whether rows in which ``given`` holds surely are rows in which ``wanted`` does.

    A proof by form: the same condition, one alternative of an ``or``, every alternative of one,
    or a word that differs from another. ``False`` says only that none was found.
    """
    return all(_implies_one(given, each) for each in wanted)


def _implies_one(given: Sequence[Node], wanted: Node) -> bool:
    text = canonical(wanted)
    if any(canonical(each) == text for each in given):
        return True
    if isinstance(wanted, Logic):
        proven = [_implies_one(given, part) for part in wanted.parts]
        if any(proven) if wanted.operator == "or" else all(proven):
            return True
    if any(_is_another_word(each, wanted) for each in given):
        return True
    return any(_every_alternative_implies(each, wanted) for each in given)


def _every_alternative_implies(given: Node, wanted: Node) -> bool:
    if not isinstance(given, Logic) or given.operator != "or":
        return False
    return all(_implies_one(conjuncts(part), wanted) for part in given.parts)


def _is_another_word(given: Node, wanted: Node) -> bool:
    one, other = compared_word(given, "=="), compared_word(wanted, "!=")
    return one is not None and other is not None and one[0] == other[0] and one[1] != other[1]


def compared_word(node: Node, operator: str) -> tuple[str, str] | None:
    """Return the column and the word of a comparison with a word, or ``None``."""
    match node:
        case Comparison(left=Reference(name=name), right=Constant(value=str(word))):
            return (name, word) if node.operator == operator else None
        case _:
            return None
