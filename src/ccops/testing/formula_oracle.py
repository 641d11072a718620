"""A second evaluator of formulas, over fractions and by other hands' rules.

It knows nothing of the checker, of carriers or of lowered source: it reads a tree as a manual
would be read, so that what the rule language makes of the same text can be held against it.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ccops.rules import Scope

Value = Fraction | bool | str | dt.date
Known = Value | Missing


@attrs.frozen
class Leaf:
    """A name, or a literal with its value."""

    text: str
    value: Value | None = None


@attrs.frozen
class Branch:
    """An operator or a function over others; ``signs`` are the operators between them."""

    kind: str
    parts: tuple[Leaf | Branch, ...]
    signs: tuple[str, ...] = ()


Tree = Leaf | Branch


def write_formula(tree: Tree) -> str:
    """Return a tree as the text of a formula."""
    if isinstance(tree, Leaf):
        return tree.text
    parts = [write_formula(each) for each in tree.parts]
    match tree.kind:
        case "minus" | "not":
            return f"({'-' if tree.kind == 'minus' else 'not '}{parts[0]})"
        case "if":
            return f"({parts[1]} if {parts[0]} else {parts[2]})"
        case "in":
            return f"({parts[0]} {tree.signs[0]} ({', '.join(parts[1:])},))"
        case "and" | "or" | "chain" | "bin":
            rest = (f" {sign} {part}" for sign, part in zip(tree.signs, parts[1:], strict=True))
            return f"({parts[0]}{''.join(rest)})"
        case _:
            return f"{tree.kind}({', '.join(parts)})"


def evaluated(
    tree: Tree, row: Mapping[str, Known], *, scope: Scope, if_zero: Fraction | None = None
) -> Known:
    """Return what a tree comes to for a row of values by name.

    ``scope`` gives the parameters, ``if_zero`` what stands for a quotient over zero.
    """
    if isinstance(tree, Leaf):
        return _named(tree.text, row, scope) if tree.value is None else tree.value
    parts = [evaluated(part, row, scope=scope, if_zero=if_zero) for part in tree.parts]
    match tree.kind:
        case "known":
            return not isinstance(parts[0], Missing)
        case "coalesce":
            return next((each for each in parts if not isinstance(each, Missing)), parts[0])
        case "if":
            which = 0 if isinstance(parts[0], Missing) else 1 if parts[0] else 2
            return parts[which]
        case "and" | "or":
            return _deciding(tree.kind, parts)
        case "in":
            pairs = (_strict(_equal, [parts[0], each]) for each in parts[1:])
            found = _deciding("or", list(pairs))
            return (found is (tree.signs[0] == "in")) if isinstance(found, bool) else found
        case "chain":
            signs = zip(tree.signs, parts, parts[1:], strict=False)
            return _deciding("and", [_strict(_HOLDS[sign], [x, y]) for sign, x, y in signs])
        case _:
            return _strict(_OPERATIONS[(*tree.signs, tree.kind)[0]], parts, if_zero)


def _named(name: str, row: Mapping[str, Known], scope: Scope) -> Known:
    constant = scope[name].constant
    return row[name] if constant is None else constant.value


def _strict(
    operation: Callable[[Sequence[Any]], Value | None],
    parts: Sequence[Known],
    instead: Fraction | None = None,
) -> Known:
    """Return the result, or the first missing part, or what stands for a quotient over zero."""
    for each in parts:
        if isinstance(each, Missing):
            return each
    found = operation(parts)
    if found is None:
        return Missing.ZERO_BASE if instead is None else instead
    return found


def _deciding(kind: str, parts: Sequence[Known]) -> Known:
    for value in parts:
        if isinstance(value, Missing) or value is (kind == "or"):
            return value
    return kind == "and"


def _equal(pair: Sequence[Any]) -> bool:
    return bool(pair[0] == pair[1])


def _difference(left: Any, right: Any) -> Fraction:  # noqa: ANN401 - numbers or dates
    difference = left - right
    return Fraction(difference.days if isinstance(difference, dt.timedelta) else difference)


def _full_months(start: dt.date, end: dt.date) -> Fraction:
    """Return the months that are full, found by going on month by month."""
    if end < start:
        return -_full_months(end, start)
    months = 0
    while _month_later(start, months + 1) <= end:
        months += 1
    return Fraction(months)


def _month_later(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = dt.date(year + month // 11, (month + 1) % 12 + 1, 1)
    last = (following - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last))


_HOLDS: Final[Mapping[str, Callable[[Sequence[Any]], bool]]] = {
    "==": _equal,
    "!=": lambda pair: bool(pair[0] != pair[1]),
    "<": lambda pair: bool(pair[0] < pair[1]),
    "<=": lambda pair: bool(pair[0] <= pair[1]),
    ">": lambda pair: bool(pair[0] > pair[1]),
    ">=": lambda pair: bool(pair[0] >= pair[1]),
}
_OPERATIONS: Final[Mapping[str, Callable[[Sequence[Any]], Value | None]]] = {
    "not": lambda parts: parts[0] is False,
    "minus": lambda parts: Fraction(-parts[0]),
    "abs": lambda parts: max(parts[0], -parts[0]),
    "min": min,
    "max": max,
    "clamp": lambda parts: min(max(parts[0], parts[1]), parts[2]),
    "months_between": lambda parts: _full_months(*parts),
    "+": lambda parts: Fraction(parts[0] + parts[1]),
    "-": lambda parts: _difference(*parts),
    "*": lambda parts: Fraction(parts[0] * parts[1]),
    "/": lambda parts: Fraction(parts[0] / parts[1]) if parts[1] else None,
}
