"""From indicators as written to compiled ones: formulas checked, tallies made, units derived."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ccops.kpi.checking import FormulaChecker
from ccops.kpi.conditions import conjuncts
from ccops.kpi.definitions import Indicator
from ccops.kpi.measures import MEASURES, Conditions, Measure, measure_of
from ccops.messages import Diagnostic, nearest
from ccops.rules import FUNCTIONS
from ccops.values import Type, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.kpi.by_day import DayConstant
    from ccops.kpi.indicators import IndicatorRule
    from ccops.kpi.records import RecordKind
    from ccops.rules import Function, Scope

_NONE: Final[Mapping[str, DayConstant]] = MappingProxyType({})
#: Units a derived one may be declared as.
_MAY_BE: Final[Mapping[Unit, frozenset[Unit]]] = {
    Unit.RATIO: frozenset({Unit.QUANTITY}),
    Unit.COUNT: frozenset({Unit.QUANTITY}),
    Unit.NUMBER: frozenset({Unit.COUNT, Unit.POINTS, Unit.RATIO, Unit.QUANTITY}),
}


def compile_indicators(
    rules: Iterable[IndicatorRule],
    kinds: Mapping[str, RecordKind],
    parameters: Scope,
    *,
    by_day: Mapping[str, DayConstant] = _NONE,
    functions: Mapping[str, Function] = FUNCTIONS,
) -> tuple[tuple[Indicator, ...], tuple[Diagnostic, ...]]:
    """Return the indicators of a pack, and every finding about those that cannot be measured.

    ``kinds`` are the record kinds by name, ``parameters`` the constants formulas may name
    beside the columns, ``by_day`` those of which each record takes the value of its own day,
    ``functions`` are those they may call.
    """
    indicators: list[Indicator] = []
    problems: list[Diagnostic] = []
    for rule in rules:
        kind = kinds.get(rule.over.value)
        if kind is None:
            problems.append(_unknown_records(rule, kinds))
            continue
        checker = FormulaChecker(rule, kind, parameters, by_day, functions)
        made = _compiled(checker)
        problems.extend(checker.problems)
        if made is not None and not checker.problems:
            indicators.append(made)
    return tuple(indicators), tuple(problems)


def _unknown_records(rule: IndicatorRule, kinds: Mapping[str, RecordKind]) -> Diagnostic:
    over = rule.over.value
    arguments = {"name": rule.name, "kind": over, "near": nearest(over, kinds) or "-"}
    return Diagnostic(code="indicator-unknown-records", span=rule.over.span, args=arguments)


def _compiled(checker: FormulaChecker) -> Indicator | None:
    rule = checker.rule
    measure = _one_measure(checker)
    if measure is None:
        return None
    where = _where(checker)
    columns = _columns(checker)
    if rule.at_least is not None and rule.at_least < 1:
        checker.refuse("indicator-at-least", None, at_least=rule.at_least)
    made = measure_of(checker, measure, where)
    if made is None:
        return None
    return Indicator(
        name=rule.name,
        over=checker.kind.name,
        aggregate=made.aggregate,
        top=made.top,
        base=made.base,
        samples=None if rule.at_least is None else made.samples,
        at_least=rule.at_least or 0,
        at=made.at,
        type=Type(_unit(checker, made)),
        carrier=made.carrier,
        bounds=made.bounds,
        better=rule.better,
        columns=columns,
        subject=checker.kind.subject or "",
        contract="" if rule.contract is None else rule.contract.value,
        variant_of="" if rule.variant_of is None else rule.variant_of.value,
        display=rule.display,
        calendar=rule.calendar,
        label=rule.label,
        origin=rule.origin,
    )


def _one_measure(checker: FormulaChecker) -> str | None:
    """Return the key that says how the rule is measured, or refuse none and several."""
    rule = checker.rule
    given = [each for each in MEASURES if getattr(rule, each) is not None]
    if len(given) == 1:
        return given[0]
    if not given and rule.contract is not None:
        checker.refuse(
            "indicator-unknown-contract", rule.contract.span, contract=rule.contract.value
        )
        return None
    told = {"given": ", ".join(given) or "-", "allowed": ", ".join(MEASURES)}
    checker.refuse("indicator-one-measure", None, **told)
    return None


def _where(checker: FormulaChecker) -> Conditions:
    if checker.rule.where is None:
        return ()
    node = checker.condition(checker.rule.where)
    return () if node is None else conjuncts(node)


def _columns(checker: FormulaChecker) -> dict[str, str]:
    """Return the column of each group the indicator may be asked by."""
    kind, rule = checker.kind, checker.rule
    known = dict(kind.groups)
    for group, text in rule.groups.items():
        column = kind.groups.get(text.value, text.value)
        if column not in (*kind.names, ""):
            near = nearest(text.value, [*kind.groups, *kind.names]) or "-"
            checker.refuse(
                "indicator-unknown-column", text.span, group=group, column=text.value, near=near
            )
        known[group] = column
    for text in rule.by:
        if text.value not in known:
            near = nearest(text.value, known) or "-"
            checker.refuse("indicator-unknown-group", text.span, group=text.value, near=near)
    return {text.value: known.get(text.value, "") for text in rule.by}


def _unit(checker: FormulaChecker, made: Measure) -> Unit:
    declared = checker.rule.unit
    if declared is None:
        return Unit.COUNT if made.unit is Unit.NUMBER else made.unit
    if declared is not made.unit and declared not in _MAY_BE.get(made.unit, frozenset()):
        checker.refuse("indicator-unit", None, unit=declared.value, derived=made.unit.value)
    return declared
