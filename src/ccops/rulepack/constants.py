"""Constants: what parameters and the decisions of a period come to on the days of the period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from ccops.messages import Diagnostic, Severity, Span, Text, nearest
from ccops.plan import ParameterRule, PeriodRule
from ccops.rulepack.leaves import CLOSED, value_at
from ccops.rules import Name
from ccops.rules.ranges import parse_range
from ccops.values import EXACT, Bounds, PeriodDays, Scalar, Type, Unit, parse_scalar

if TYPE_CHECKING:
    from ccops.rulepack.pack_rules import DecisionRule
    from ccops.rulepack.ruleset import RuleSet


@attrs.frozen(kw_only=True)
class Decisions:
    """What management decided for a period; ``None`` values are placeholders of a check."""

    values: Mapping[str, Scalar]
    is_check: bool = False


def read_decisions(
    rules: RuleSet, given: Mapping[str, Any]
) -> tuple[Decisions, tuple[Diagnostic, ...]]:
    """Return what was decided for a period, checked against what the pack declares."""
    declared = rules.by_name("per_period")
    problems = []
    values: dict[str, Scalar] = {}
    for name, value in given.items():
        rule = declared.get(name)
        if rule is None:
            near = nearest(name, declared) or "-"
            problems.append(_problem("unknown-decision", None, name=name, near=near))
            continue
        scalar = parse_scalar(str(value), unit=None if rule.unit is Unit.MONEY else rule.unit)
        if scalar is None or scalar.unit is not rule.unit:
            problems.append(_problem("constant-wrong", None, text=value, unit=rule.unit.value))
        else:
            values[name] = scalar
    return Decisions(values=values), tuple(problems)


@attrs.frozen(kw_only=True)
class Constants:
    """What the names of parameters and decisions stand for on the days of a period.

    ``absent`` are those with a finding of their own, ``ended`` those that hold no more, by the
    day.
    """

    names: Mapping[str, Name]
    absent: frozenset[str]
    ended: Mapping[str, dt.date]

    def told_as_ended(self, finding: Diagnostic) -> Diagnostic:
        """Return a finding about an unknown name as one about a parameter that holds no more."""
        name = finding.args.get("name", "")
        if finding.code != "unknown-name" or name not in self.ended:
            return finding
        arguments = {"name": name, "day": str(self.ended[name])}
        return attrs.evolve(finding, code="parameter-ended", args=arguments)


def constants_of(
    rules: RuleSet, days: PeriodDays, decisions: Decisions
) -> tuple[Constants, tuple[Diagnostic, ...]]:
    """Return what each parameter and decision stands for; one that cannot be is a finding."""
    currency = rules.pack.currency.value
    found = {
        "no_pay": _constant("no_pay", Scalar(Unit.MONEY, Fraction(0), currency)),
        "period_start": _constant("period_start", Scalar(Unit.DATE, days.first)),
        "period_end": _constant("period_end", Scalar(Unit.DATE, days.last)),
    }
    problems: list[Diagnostic] = []
    absent: set[str] = set()
    ended: dict[str, dt.date] = {}
    for rule in rules.section("parameters"):
        scalar, wrong = _parameter(rule, days, currency)
        problems.extend(wrong)
        if scalar is not None:
            found[rule.name] = _constant(rule.name, scalar)
        elif wrong:
            absent.add(rule.name)
        else:
            ended[rule.name] = _day(rule, days)
    for decision in rules.section("per_period"):
        scalar, wrong = _decision(decision, decisions)
        problems.extend(wrong)
        if scalar is not None:
            found[decision.name] = _constant(decision.name, scalar)
        else:
            absent.add(decision.name)
    return Constants(names=found, absent=frozenset(absent), ended=ended), tuple(problems)


def _constant(name: str, scalar: Scalar) -> Name:
    words = frozenset({scalar.value}) if isinstance(scalar.value, str) else None
    return Name(name=name, type=Type(scalar.unit, words), carrier=EXACT, constant=scalar)


def _day(rule: ParameterRule, days: PeriodDays) -> dt.date:
    """Return the day of a period whose value a parameter has in it."""
    return days.last if rule.period_rule is PeriodRule.END else days.first


def _parameter(
    rule: ParameterRule, days: PeriodDays, currency: str
) -> tuple[Scalar | None, tuple[Diagnostic, ...]]:
    """Return the value in a period, or what is wrong; neither where it holds no more."""
    wrong = tuple(_wrong_constants(rule, currency))
    if wrong:
        return None, wrong
    changes = [since for since, _ in rule.values if days.first < since <= days.last]
    if changes and rule.period_rule is None:
        told = {"name": rule.name, "day": changes[0], "last": days.last, "first": days.first}
        return None, (_problem("period-rule-missing", rule.origin.span, **told),)
    day, first = _day(rule, days), rule.values[0][0]
    text = value_at(rule.values, day)
    if text is None and day < first:
        told = {"name": rule.name, "day": day, "first": first}
        return None, (_problem("parameter-before-first", rule.origin.span, **told),)
    return (None if text is None else parse_constant(text, rule.unit, currency)), ()


def parse_constant(text: Text, unit: Unit, currency: str) -> Scalar | None:
    """Return a written constant of a unit, or ``None`` where it is none of it."""
    found = parse_scalar(text.value, unit=None if unit is Unit.MONEY else unit)
    if found is None or found.unit is not unit or found.currency not in ("", currency):
        return None
    return found


def _wrong_constants(rule: ParameterRule, currency: str) -> Iterator[Diagnostic]:
    unit = f"{rule.unit.value} {currency if rule.unit is Unit.MONEY else ''}".strip()
    for _, text in rule.values:
        if text.value != CLOSED and parse_constant(text, rule.unit, currency) is None:
            yield _problem("constant-wrong", text.span, text=text.value, unit=unit)


def _decision(
    rule: DecisionRule, decisions: Decisions
) -> tuple[Scalar | None, tuple[Diagnostic, ...]]:
    bounds = Bounds()
    wrong: tuple[Diagnostic, ...] = ()
    if rule.range is not None:
        bounds, wrong = parse_range(rule.range, unit=rule.unit)
    if decisions.is_check:
        return _placeholder(rule.unit, bounds), wrong
    scalar = decisions.values.get(rule.name)
    if scalar is None:
        return None, (*wrong, _problem("decision-missing", rule.origin.span, name=rule.name))
    if isinstance(scalar.value, Fraction) and not bounds.holds(scalar.value):
        written = rule.range.value if rule.range else ""
        told = {"name": rule.name, "range": written}
        wrong = (*wrong, _problem("decision-out-of-range", None, **told))
    return scalar, wrong


def _placeholder(unit: Unit, bounds: Bounds) -> Scalar:
    """Return some value of a decision, for a check before anybody has decided."""
    match unit:
        case Unit.DATE:
            return Scalar(unit, dt.date.max)
        case Unit.FLAG:
            return Scalar(unit, value=False)
        case Unit.WORD:
            return Scalar(unit, "")
        case _:
            return Scalar(unit, bounds.low if bounds.low is not None else Fraction(1))


def _problem(code: str, span: Span | None, /, **arguments: object) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.ERROR, span=span, args=arguments)
