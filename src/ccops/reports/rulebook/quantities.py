"""Quantities: what an indicator counts or adds up, said as people say it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from ccops.kpi import IndicatorRule, RatioRule
from ccops.messages import Text
from ccops.rules.parsing import parse_formula
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.kpi import RecordKind
    from ccops.reports.rulebook.telling import Teller

_ALL: Final = frozenset({"yes", "true"})
_CONDITIONS: Final = (ast.Compare, ast.BoolOp)
#: The keys under which a formula is counted, or added up, by the class it stands in.
_COUNTED: Final[Mapping[type, frozenset[str]]] = {
    IndicatorRule: frozenset({"count"}),
    RatioRule: frozenset({"of", "over"}),
}


def is_quantity(rule_class: type, key: str) -> bool:
    """Say whether a key holds what is counted where it holds, or else added up."""
    return key in _COUNTED.get(rule_class, ())


def told_quantity(teller: Teller, formula: str) -> str:
    """Return how many rows hold a condition, or the sum of a value over them."""
    kind = teller.names.kinds.get(teller.over)
    rows = teller.words.label(kind.label) if kind is not None else ""
    if formula in _ALL:
        return teller.words.say("book-number-of-all", rows=rows)
    where = _summed_where(teller, formula)
    if where:
        return where
    told = teller.formulas.told(formula)
    key = "number" if _is_condition(formula, kind) else "sum"
    return teller.words.say(f"book-{key}-of", told=told)


def _summed_where(teller: Teller, formula: str) -> str:
    """Return the sum of a value over the rows that a condition takes; nothing of the others."""
    tree = parse_formula(Text(formula))[0]
    if not isinstance(tree, ast.IfExp) or not _is_nothing(teller, tree.orelse):
        return ""
    told, where = (teller.formulas.told(ast.unparse(each)) for each in (tree.body, tree.test))
    return teller.words.say("book-sum-where", told=told, where=where)


def _is_nothing(teller: Teller, node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return node.value == 0
    return isinstance(node, ast.Name) and node.id in teller.nothing


def _is_condition(formula: str, kind: RecordKind | None) -> bool:
    tree = parse_formula(Text(formula))[0]
    if isinstance(tree, ast.UnaryOp):
        return isinstance(tree.op, ast.Not)
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name):
        return tree.func.id == "known"
    if isinstance(tree, ast.Name):
        column = kind.scope.get(tree.id) if kind is not None else None
        return column is not None and column.type.unit is Unit.FLAG
    return isinstance(tree, _CONDITIONS)
