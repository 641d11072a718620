"""Pay that rewards the wrong thing: talk time without quality, and fines in money."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.messages import Severity, worded
from ccops.plan import RowStep, TableStep
from ccops.rulepack.lints.lint import Found, Lint
from ccops.rulepack.lints.shown import shown
from ccops.rulepack.lints.upstream import Theme
from ccops.rules.expressions import Arithmetic, Constant, Negation, Node, children
from ccops.values import Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.messages import Span
    from ccops.plan import FigureStep
    from ccops.rulepack.lints.lint import Checked


def talk_time_unguarded(checked: Checked) -> Iterator[Found]:
    """Yield the policies that pay by talk or handle time, one way or the other, and by no quality.

    An indicator says which way is good; a fact of the host has no direction of its own.
    """
    themes, timed = checked.themes, checked.timed
    paid = checked.following(timed) if timed else frozenset[str]()
    for policy, line in checked.own_lines:
        if line.figure not in paid:
            continue
        names = checked.behind(line.figure)
        talk = [name for name in names if name in timed]
        if talk and not any(Theme.QUALITY in themes.get(name, ()) for name in names):
            told = {"policy": policy.name, "figure": talk[0], "way": worded(timed[talk[0]])}
            yield Found(policy.origin.span, told)


def money_fines(checked: Checked) -> Iterator[Found]:
    """Yield the pay lines that take money away for violations, or a fixed amount for absence."""
    for found, _ in fines_with_amounts(checked):
        yield found


def fines_with_amounts(checked: Checked) -> Iterator[tuple[Found, Span | None]]:
    """Yield the fines in money, each with the place where its amounts are written."""
    for policy, line in checked.own_lines:
        steps = checked.steps_of(line.figure)
        least = _least(steps, checked)
        if least is None and not any(checked.memo.once(each, _subtracts) for each in steps):
            continue
        names = checked.behind(line.figure)
        figure = checked.about(Theme.DISCIPLINE, line.figure)
        if not figure and least is not None:
            figure = checked.about(Theme.ABSENCE, line.figure)
        if figure:
            told = {"line": policy.name, "figure": figure, "least": least or "-"}
            tables = (step for name in names for step in checked.steps_of(name))
            written = (each.rule.span for each in tables if isinstance(each, TableStep))
            yield Found(policy.origin.span, told), next(written, policy.origin.span)


def _least(steps: tuple[FigureStep, ...], checked: Checked) -> str | None:
    """Return the lowest fixed amount below zero that figures of money give, as words."""
    currency = checked.head.currency.value
    lows = [low for step in steps if (low := checked.memo.once(step, _low)) is not None]
    return shown(Scalar(Unit.MONEY, min(lows), currency)) if lows else None


def _low(step: FigureStep) -> Fraction | None:
    """Return the lowest amount below zero a figure is bound by, or has written in it."""
    amounts = (step.bounds.low, *_negative_amounts(step))
    return min((each for each in amounts if each is not None and each < 0), default=None)


def _negative_amounts(step: FigureStep) -> Iterator[Fraction]:
    for node in _nodes(step.formula.node) if isinstance(step, RowStep) else ():
        match node:
            case Constant(value=Fraction() as amount) if node.type.unit is Unit.MONEY:
                yield from [amount] if amount < 0 else ()
            case _:
                pass


def _subtracts(step: FigureStep) -> bool:
    """Say whether a figure may be below zero because something is taken from nothing."""
    if not isinstance(step, RowStep) or step.bounds.is_non_negative:
        return False
    return any(
        isinstance(node, Negation) or (isinstance(node, Arithmetic) and node.operator == "-")
        for node in _nodes(step.formula.node)
    )


def _nodes(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(children(current))


LINTS: Final = (
    Lint(code="talk-time-unguarded", finds=talk_time_unguarded),
    Lint(code="money-fine", finds=money_fines, severity=Severity.ERROR, may_stand=True),
)
