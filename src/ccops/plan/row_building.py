"""Building row figures: a formula over one row, rounded once as declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.messages import worded
from ccops.plan.scope import Building, constant_name
from ccops.plan.steps import Key, RowStep
from ccops.rules import Formula, Node, Scope, check_formula
from ccops.rules.ranges import parse_range
from ccops.values import Bounds, Rounding, RoundingMode, Unit, minor_scale, parse_scalar

if TYPE_CHECKING:
    from ccops.plan.definitions import RowFigure
    from ccops.values import Type

_NEEDS_ROUNDING = frozenset({Unit.MONEY, Unit.POINTS})


def build_row(rule: RowFigure, building: Building) -> RowStep | None:
    """Return the compiled row figure, or ``None`` after noting what is wrong with it."""
    population = rule.population.value
    if_zero = parse_scalar(rule.if_zero.value) if rule.if_zero else None
    if rule.if_zero is not None and if_zero is None:
        building.refuse(
            "constant-wrong",
            rule.if_zero.span,
            text=rule.if_zero.value,
            instead=worded("word-constant-forms"),
            unit="number",
        )
    node, problems = check_formula(
        rule.formula,
        scope=_scope(rule, building.scope(population), building.currency),
        if_zero=if_zero,
        functions=building.functions,
    )
    building.report(problems, rule.formula, population, rule.named_at)
    if node is None or not _unit_agrees(rule, node, building):
        return None
    formula = _rounded(rule, node, building)
    if formula is None:
        return None
    type_ = attrs.evolve(node.type, unit=rule.unit) if rule.unit else node.type
    if rule.name in building.lines and type_.currency:
        building.refuse("pay-line-currency", rule.formula.span, name=rule.name, found=type_)
    if rule.name in building.lines and node.may_miss:
        building.refuse("pay-line-may-be-missing", rule.formula.span, name=rule.name)
    return RowStep(
        rule=rule,
        key=Key(rule.name, population),
        type=type_,
        carrier=formula.carrier,
        bounds=_declared_bounds(rule, formula, type_, building),
        optional=node.may_miss,
        formula=formula,
        readings=building.readings(formula.inputs, population)
        | building.readings((each.flag for each in rule.reasons), population),
    )


def _scope(rule: RowFigure, around: Scope, currency: str) -> Scope:
    """Return what names stand for in a formula that may have constants of its own."""
    own = {
        name: constant_name(name, scalar, paid_in=currency)
        for name, scalar in rule.constants.items()
    }
    return {**around, **own} if own else around


def _unit_agrees(rule: RowFigure, node: Node, building: Building) -> bool:
    if rule.unit is None or node.type.unit is rule.unit:
        return True
    near_numbers = {Unit.NUMBER: {Unit.POINTS, Unit.RATIO, Unit.COUNT, Unit.QUANTITY}}
    if rule.unit in near_numbers.get(node.type.unit, set()):
        return True
    building.refuse("unit-declared", rule.formula.span, declared=rule.unit.value, found=node.type)
    return False


def _rounded(rule: RowFigure, node: Node, building: Building) -> Formula | None:
    unit = rule.unit or node.type.unit
    formula = Formula(node=node, rounding=rule.rounding)
    if rule.rounding is not None or unit not in _NEEDS_ROUNDING:
        return formula
    if unit is Unit.MONEY:
        return _whole_minor_units(rule, formula, building)
    if rule.unrounded:
        return formula
    building.refuse("rounding-missing", rule.formula.span, name=rule.name, unit=unit.value)
    return None


def _whole_minor_units(rule: RowFigure, formula: Formula, building: Building) -> Formula | None:
    """Return a formula that only hands amounts on; they are whole minor units as they are."""
    minor = minor_scale(formula.node.type.currency or building.currency)
    scale = formula.carrier.scale
    if scale is None or minor % scale:
        building.refuse("rounding-missing", rule.formula.span, name=rule.name, unit="money")
        return None
    exact = Rounding(scale=minor, mode=RoundingMode.HALF_UP)
    return Formula(node=formula.node, rounding=exact)


def _declared_bounds(rule: RowFigure, formula: Formula, type_: Type, building: Building) -> Bounds:
    if rule.range is None:
        return formula.bounds
    declared, problems = parse_range(rule.range, unit=type_.unit)
    building.problems.extend(problems)
    found = formula.bounds
    low = declared.low is None or (found.low is not None and found.low >= declared.low)
    high = declared.high is None or (found.high is not None and found.high <= declared.high)
    doubtful = building.is_unsound(formula.inputs, rule.population.value)
    if not problems and not (low and high) and not doubtful:
        building.refuse(
            "range-not-proven",
            rule.range.span,
            declared=rule.range.value,
            low=found.low if found.low is not None else "-",
            high=found.high if found.high is not None else "-",
        )
    return declared
