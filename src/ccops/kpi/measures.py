"""The ways of measuring: what each comes to in tallies, unit, carrier and bounds."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from ccops.frozen import frozen
from ccops.kpi.conditions import conjuncts, implies
from ccops.kpi.definitions import Aggregate
from ccops.kpi.tallies import (
    SECOND,
    Tally,
    TallyKind,
    counted,
    greatest,
    shared,
    spread,
    summed,
)
from ccops.rules import Node
from ccops.rules.expressions import Negation
from ccops.values import EXACT, WHOLE, Bounds, Carrier, Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ccops.kpi.checking import FormulaChecker
    from ccops.kpi.indicators import PercentileRule, RatioRule, ShareTotalRule
    from ccops.messages import Text

_PERCENT: Final = 100
_ZERO: Final = Fraction(0)
_ONE: Final = Fraction(1)


@frozen(kw_only=True)
class Measure:
    """What one way of measuring comes to, before groups and the declared unit are looked at."""

    aggregate: Aggregate
    top: Tally
    samples: Tally
    unit: Unit
    carrier: Carrier
    bounds: Bounds
    base: Tally | None = None
    at: Fraction = _ONE


Conditions = tuple[Node, ...]


def measure_of(checker: FormulaChecker, measure: str, where: Conditions) -> Measure | None:
    """Return what one of ``MEASURES`` comes to in a rule, or ``None`` where it was refused."""
    return _MAKERS[measure](checker, getattr(checker.rule, measure), where)


def _total(checker: FormulaChecker, text: Text, where: Conditions) -> Measure | None:
    value = checker.value(text)
    if value is None:
        return None
    top = summed(value, where)
    low = _ZERO if value.bounds.is_non_negative else None
    high = _ZERO if (-value.bounds).is_non_negative else None
    return Measure(
        aggregate=Aggregate.TOTAL,
        top=top,
        samples=counted(where),
        unit=value.type.unit,
        carrier=Carrier(top.scale),
        bounds=Bounds(low, high),
    )


def _count(checker: FormulaChecker, text: Text, where: Conditions) -> Measure | None:
    test = checker.flag(text)
    if test is None:
        return None
    top = counted((*where, *conjuncts(test)))
    return Measure(
        aggregate=Aggregate.COUNT,
        top=top,
        samples=top,
        unit=Unit.COUNT,
        carrier=WHOLE,
        bounds=Bounds(_ZERO),
    )


def _mean(checker: FormulaChecker, text: Text, where: Conditions) -> Measure | None:
    value = checker.value(text)
    unit = None if value is None else checker.quotient(value.type.unit)
    if value is None or unit is None:
        return None
    base = counted(where)
    return Measure(
        aggregate=Aggregate.MEAN,
        top=summed(value, where),
        base=base,
        samples=base,
        unit=unit,
        carrier=EXACT,
        bounds=value.bounds,
    )


def _maximum(checker: FormulaChecker, text: Text, where: Conditions) -> Measure | None:
    value = checker.value(text)
    return None if value is None else _extreme(Aggregate.MAXIMUM, value, value.bounds, where)


def _minimum(checker: FormulaChecker, text: Text, where: Conditions) -> Measure | None:
    """A least value is the greatest of the values with the other sign."""
    value = checker.value(text)
    if value is None:
        return None
    turned = Negation(
        type=value.type, operand=value, bounds=-value.bounds, may_miss=value.may_miss
    )
    return _extreme(Aggregate.MINIMUM, turned, value.bounds, where)


def _extreme(aggregate: Aggregate, value: Node, bounds: Bounds, where: Conditions) -> Measure:
    top = greatest(value, where)
    return Measure(
        aggregate=aggregate,
        top=top,
        samples=counted(where),
        unit=value.type.unit,
        carrier=Carrier(top.scale),
        bounds=bounds,
    )


def _percentile(
    checker: FormulaChecker, rule: PercentileRule, where: Conditions
) -> Measure | None:
    value = checker.value(rule.of)
    at = _part(rule.at)
    if at is None:
        checker.refuse("indicator-percentile", rule.of.span)
    if value is None or at is None:
        return None
    top = spread(value, where)
    return Measure(
        aggregate=Aggregate.PERCENTILE,
        top=top,
        samples=counted(where),
        unit=value.type.unit,
        carrier=Carrier(top.scale),
        bounds=_floored(value.bounds, top),
        at=at,
    )


def _part(at: Scalar) -> Fraction | None:
    """Return which part of the rows a percentile asks for: 95 and 95% are the same."""
    if at.unit not in (Unit.NUMBER, Unit.RATIO):
        return None
    part = at.number if at.unit is Unit.RATIO else at.number / _PERCENT
    return part if 0 < part <= 1 else None


def _floored(bounds: Bounds, tally: Tally) -> Bounds:
    if tally.step is None or bounds.low is None:
        return bounds
    return Bounds(Fraction(bounds.low // SECOND * SECOND), bounds.high)


def _ratio(checker: FormulaChecker, rule: RatioRule, where: Conditions) -> Measure | None:
    above, below = _side(checker, rule.of, where), _side(checker, rule.over, where)
    if above is None or below is None:
        return None
    unit = checker.quotient(above.unit, below.unit)
    if unit is None:
        return None
    counts = above.tally.kind is below.tally.kind is TallyKind.COUNT
    is_part = counts and implies(above.tally.conditions, below.tally.conditions)
    non_negative = above.bounds.is_non_negative and below.bounds.is_non_negative
    return Measure(
        aggregate=Aggregate.RATIO,
        top=above.tally,
        base=below.tally,
        samples=below.tally if below.tally.kind is TallyKind.COUNT else counted(where),
        unit=unit,
        carrier=EXACT,
        bounds=Bounds(_ZERO if non_negative else None, _ONE if is_part else None),
    )


@frozen(kw_only=True)
class _Side:
    """One side of a ratio."""

    tally: Tally
    unit: Unit
    bounds: Bounds


def _side(checker: FormulaChecker, text: Text, where: Conditions) -> _Side | None:
    node = checker.checked(text)
    if node is None:
        return None
    if node.type.unit is Unit.FLAG:
        tally = counted((*where, *conjuncts(node)))
        return _Side(tally=tally, unit=Unit.COUNT, bounds=Bounds(_ZERO))
    value = checker.whole(node, text)
    if value is None:
        return None
    return _Side(tally=summed(value, where), unit=value.type.unit, bounds=value.bounds)


def _share_total(
    checker: FormulaChecker, rule: ShareTotalRule, where: Conditions
) -> Measure | None:
    value, over = checker.value(rule.of), checker.value(rule.over)
    if value is None or over is None:
        return None
    unit = checker.quotient(value.type.unit, over.type.unit)
    if unit is None:
        return None
    non_negative = value.bounds.is_non_negative and over.bounds.is_non_negative
    return Measure(
        aggregate=Aggregate.SHARE_TOTAL,
        top=shared(value, over, where),
        samples=counted(where),
        unit=unit,
        carrier=EXACT,
        bounds=Bounds(_ZERO if non_negative else None),
    )


_MAKERS: Final[Mapping[str, Callable[[FormulaChecker, Any, Conditions], Measure | None]]] = {
    "total": _total,
    "count": _count,
    "mean": _mean,
    "maximum": _maximum,
    "minimum": _minimum,
    "ratio": _ratio,
    "percentile": _percentile,
    "share_total": _share_total,
}
#: The keys of a rule that say how it is measured; one of them is given.
MEASURES: Final = tuple(_MAKERS)
