"""Building totals: the sum of lines; a line somebody does not have adds nothing."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ccops.plan.steps import FigureStep, Key, TotalStep
from ccops.values import Bounds, Type, Unit, carrier_of

if TYPE_CHECKING:
    from ccops.plan.definitions import TotalFigure
    from ccops.plan.scope import Building


def build_total(rule: TotalFigure, building: Building) -> TotalStep | None:
    """Return the compiled total, or ``None`` after noting what is wrong with it."""
    parts: list[FigureStep] = []
    for text in rule.adds:
        found = building.steps_of(text.value)
        if not found and text.value not in building.definitions.by_name:
            building.report_unknown(text.value, text.span, rule.population.value)
        for step in found:
            if not _adds_up(step):
                building.refuse(
                    "unit-clash", text.span, left="money", operator="+", right=step.type
                )
        parts.extend(step for step in found if _adds_up(step))
    if len({step.key.name for step in parts}) < len(rule.adds):
        return None
    bounds = Bounds(Fraction(0)) if _never_negative(parts) else Bounds()
    type_ = Type(Unit.MONEY)
    return TotalStep(
        rule=rule,
        key=Key(rule.name, rule.population.value),
        type=type_,
        carrier=carrier_of(type_, currency=building.currency),
        bounds=bounds,
        optional=any(step.optional for step in parts),
        readings={},
        parts=tuple(step.key for step in parts),
    )


def _adds_up(step: FigureStep) -> bool:
    """Say whether a figure is money of the pay currency."""
    return step.type.unit is Unit.MONEY and not step.type.currency


def _never_negative(parts: list[FigureStep]) -> bool:
    return bool(parts) and all(step.bounds.is_non_negative for step in parts)
