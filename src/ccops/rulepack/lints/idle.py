"""Parts of a formula that never do anything: a spare value, a rounding, a question."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.messages import Severity
from ccops.plan import RowStep
from ccops.rulepack.lints.formulas import inside
from ccops.rulepack.lints.lint import Found, Lint
from ccops.rulepack.lints.writing import written
from ccops.rules import Formula
from ccops.rules.expressions import Arithmetic
from ccops.values import decimal_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.rulepack.lints.lint import Checked

#: The scale of exact values: no rounding is as fine.
_ANY_SCALE: Final = 10**30
_DIGITS: Final = {10**digits: digits for digits in range(13)}


def spare_value(checked: Checked) -> Iterator[Found]:
    """Yield the values of ``coalesce`` behind one that misses only for want of an input."""
    for looked in checked.looked:
        for first, spare in looked.spares:
            yield Found(spare.span, {"value": written(spare), "first": written(first)})


def known_anyway(checked: Checked) -> Iterator[Found]:
    """Yield each ``known`` of a value that is always there."""
    for looked in checked.looked:
        for each in looked.known:
            yield Found(each.span, {"name": each.operand.name})


def if_zero_idle(checked: Checked) -> Iterator[Found]:
    """Yield each ``if_zero`` of a rule that never divides by zero."""
    for step in _rows(checked):
        text = step.rule.if_zero
        if text is not None and not checked.memo.once(step, _may_divide_by_zero):
            yield Found(text.span, {"name": step.key.name})


def rounding_idle(checked: Checked) -> Iterator[Found]:
    """Yield each rounding to finer steps than the value has anyway."""
    for step in _rows(checked):
        rounding = step.rule.rounding
        scale = checked.memo.once(step, _scale) if rounding is not None else 1
        if rounding is not None and scale < rounding.scale and rounding.scale % scale == 0:
            told = {"name": step.key.name, "to": _step(rounding.scale), "has": _step(scale)}
            yield Found(step.rule.origin.span, told)


def _rows(checked: Checked) -> Iterator[RowStep]:
    """Yield the figures whose formula the pack itself writes."""
    return (each for each in checked.steps(RowStep) if each.rule.named_at is None)


def _may_divide_by_zero(step: RowStep) -> bool:
    listed = (each for each in inside(step.formula.node) if isinstance(each, Arithmetic))
    return any(each.if_zero is not None for each in listed)


def _scale(step: RowStep) -> int:
    """Return into how many parts of one a value falls before it is rounded."""
    carrier = Formula(node=step.formula.node).carrier
    return carrier.scale or _ANY_SCALE


def _step(scale: int) -> str:
    digits = _DIGITS.get(scale)
    return f"1/{scale}" if digits is None else str(decimal_of(Fraction(1, scale), digits))


LINTS: Final = (
    Lint(code="coalesce-of-required", finds=spare_value),
    Lint(code="known-idle", finds=known_anyway),
    Lint(code="if-zero-idle", finds=if_zero_idle),
    Lint(code="rounding-idle", finds=rounding_idle, severity=Severity.INFO),
)
