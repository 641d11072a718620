"""Mainland China, pay and careers: fines, last places, demotion, leave (CN-10, 12, 13, 15)."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

import attrs

from ccops.career import Outcome, ways_down
from ccops.career.graph import falls
from ccops.rulepack.lints.careers import exits_by_place, ladders, post_pay
from ccops.rulepack.lints.jurisdiction import is_cn
from ccops.rulepack.lints.lint import Found, Lint
from ccops.rulepack.lints.pay import fines_with_amounts
from ccops.rulepack.lints.shown import shown
from ccops.rules.parsing import parse_formula

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.messages import Text
    from ccops.rulepack.lints.lint import Checked

#: Flags of a leave day that no protected kind has; the catalog of leave kinds is checked for it.
_NEVER_PROTECTED: Final = frozenset({"counts_as_absence", "bars_full_attendance"})


def fines(checked: Checked) -> Iterator[Found]:
    """Yield the pay lines that fine staff in money (CN-10)."""
    for found, written in fines_with_amounts(checked) if is_cn(checked) else ():
        yield attrs.evolve(found, span=written)


def last_place_ends_employment(checked: Checked) -> Iterator[Found]:
    """Yield the conditions that lead from a place to the end of employment (CN-12)."""
    for _, level, each, _ in exits_by_place(checked) if is_cn(checked) else ():
        if each.outcome is Outcome.REVIEW:
            yield Found(each.origin.span, {"level": level.name, "code": each.name})


def cuts_without_agreement(checked: Checked) -> Iterator[Found]:
    """Yield the steps down that cut pay where it is not said to be agreed (CN-13)."""
    for ladder in ladders(checked) if is_cn(checked) else ():
        levels = {level.name: level for level in ladder.levels}
        for name, below in ways_down(ladder).items():
            pay, less = post_pay(checked, levels[name]), post_pay(checked, levels[below])
            if ladder.agreed or not falls(levels[name]) or pay is None or less is None:
                continue
            if pay.unit is less.unit and less.number < pay.number:
                cut = attrs.evolve(pay, value=pay.number - less.number)
                told = {"ladder": ladder.name, "level": name, "below": below}
                yield Found(levels[name].origin.span, {**told, "amount": shown(cut)})


def protected_leave_counts(checked: Checked) -> Iterator[Found]:
    """Yield the indicators over leave that count protected days, where pay reads them (CN-15)."""
    if not is_cn(checked):
        return
    kinds = checked.section("leave_kinds")
    harmless = frozenset(kind.name for kind in kinds if not kind.protected)
    lines = {line.figure for _, line in checked.own_lines}
    for rule in checked.section("indicators"):
        if rule.over.value != "leave_day" or _leaves_out(rule.where, harmless):
            continue
        line = next((each for each in sorted(lines) if rule.name in checked.behind(each)), None)
        if line is not None:
            yield Found(rule.origin.span, {"indicator": rule.name, "line": line})


def _leaves_out(where: Text | None, harmless: frozenset[str]) -> bool:
    """Say whether a condition on leave days is proven to leave out every protected one."""
    tree = parse_formula(where)[0] if where is not None else None
    return tree is not None and _excludes(tree, harmless)


def _excludes(tree: ast.expr, harmless: frozenset[str]) -> bool:
    match tree:
        case ast.BoolOp(op=ast.And(), values=parts):
            return any(_excludes(part, harmless) for part in parts)
        case ast.BoolOp(op=ast.Or(), values=parts):
            return all(_excludes(part, harmless) for part in parts)
        case ast.UnaryOp(op=ast.Not(), operand=ast.Name(id="protected")):
            return True
        case ast.Name(id=name):
            return name in _NEVER_PROTECTED
        case ast.Compare(left=ast.Name(id="kind"), ops=[ast.Eq()], comparators=[kind]):
            return _are_words(harmless, kind)
        case ast.Compare(left=ast.Name(id="kind"), ops=[ast.In()], comparators=[kinds]):
            return _are_words(harmless, *(kinds.elts if isinstance(kinds, ast.Tuple) else [kinds]))
        case _:
            return False


def _are_words(words: frozenset[str], *trees: ast.expr) -> bool:
    return all(isinstance(each, ast.Constant) and each.value in words for each in trees)


LINTS: Final = (
    Lint(code="cn-10", finds=fines),
    Lint(code="cn-12", finds=last_place_ends_employment),
    Lint(code="cn-13", finds=cuts_without_agreement),
    Lint(code="cn-15", finds=protected_leave_counts),
)
