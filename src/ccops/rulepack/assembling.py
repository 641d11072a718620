"""From the rules of a pack to what a period runs: indicators, facts, and the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from ccops.contacts import check_service_level, expand_service_level
from ccops.facts import FactDeclaration, FactSource, declare, employee_facts
from ccops.kpi import Indicator, IndicatorRule, RecordKind, compile_indicators
from ccops.messages import Diagnostic, Severity, Span, Text, nearest
from ccops.plan import (
    Definition,
    ParameterRule,
    PayLine,
    PeriodRule,
    Plan,
    PlanInputs,
    StepMemo,
    Surroundings,
    build_plan,
)
from ccops.rulepack.leaves import CLOSED, value_at
from ccops.rules import Name
from ccops.rules.ranges import parse_range
from ccops.values import (
    EXACT,
    Bounds,
    Calendar,
    Period,
    PeriodDays,
    Scalar,
    Type,
    Unit,
    parse_scalar,
)

if TYPE_CHECKING:
    from ccops.rulepack.pack_rules import DecisionRule
    from ccops.rulepack.ruleset import RuleSet


@attrs.frozen(kw_only=True, eq=False)
class Assembly:
    """A pack made ready for one period; with an error among its diagnostics it must not run."""

    period: Period
    plan: Plan
    indicators: tuple[Indicator, ...]
    facts: Mapping[str, FactDeclaration]
    constants: Mapping[str, Name]
    diagnostics: tuple[Diagnostic, ...]


_Measures = tuple[
    tuple[Indicator, ...], Mapping[str, FactDeclaration], tuple[Diagnostic, ...]
]


@attrs.define(eq=False)
class AssemblyMemo:
    """What the assemblies of one pack share: most of it is the same under most readings."""

    steps: StepMemo = attrs.field(factory=StepMemo, init=False)
    _measured: dict[Hashable, tuple[RuleSet, _Measures]] = attrs.field(
        factory=dict, init=False
    )

    def measures(
        self, rules: RuleSet, kinds: Mapping[str, RecordKind], constants: Mapping[str, Name]
    ) -> _Measures:
        """Return the indicators and facts of the rules, compiled now or before."""
        sections = ("indicators", "contracts", "facts", "roles")
        parts = tuple(id(each) for name in sections for each in rules.section(name))
        key = (parts, tuple(constants.items()))
        found = self._measured.get(key)
        if found is None:
            problems: list[Diagnostic] = []
            made = (*_measures(rules, kinds, constants, problems), tuple(problems))
            # the rules are kept too, so that no other rule gets the identity of one of these
            self._measured[key] = found = (rules, made)
        return found[1]


@attrs.frozen(kw_only=True)
class Decisions:
    """What management decided for a period; ``None`` values are placeholders of a check."""

    values: Mapping[str, Scalar]
    is_check: bool = False


def calendars_of(rules: RuleSet) -> tuple[tuple[Calendar, ...], tuple[Diagnostic, ...]]:
    """Return the calendars of a pack, and what is wrong with them or the default."""
    calendars: list[Calendar] = []
    problems: list[Diagnostic] = []
    for rule in rules.section("calendars"):
        try:
            calendars.append(rule.calendar())
        except ValueError as error:
            arguments = {"name": rule.name, "problem": str(error)}
            problems.append(_problem("calendar-wrong", rule.origin.span, **arguments))
    ids = {each.id for each in calendars}
    default = rules.pack.default_calendar
    if default.value not in ids:
        near = nearest(default.value, ids) or "-"
        problems.append(_problem("unknown-calendar", default.span, name=default.value, near=near))
    return tuple(calendars), tuple(problems)


def assemble(
    rules: RuleSet,
    kinds: Mapping[str, RecordKind],
    *,
    period: Period,
    decisions: Decisions,
    memo: AssemblyMemo,
) -> Assembly:
    """Return a pack made ready for a period."""
    problems: list[Diagnostic] = []
    days = period.days(rules.pack.default_calendar.value)
    constants = _constants(rules, days, decisions, problems)
    indicators, facts, found = memo.measures(rules, kinds, constants)
    problems.extend(found)
    around = Surroundings(
        eligibility=rules.by_name("eligibility"), currency=rules.pack.currency.value
    )
    plan = build_plan(
        PlanInputs(
            figures=_definitions(rules, around, problems),
            populations=rules.by_name("populations"),
            facts=facts,
            constants=constants,
            lines=_lines(rules),
            currency=rules.pack.currency.value,
            memo=memo.steps,
        )
    )
    return Assembly(
        period=period,
        plan=plan,
        indicators=indicators,
        facts=facts,
        constants=constants,
        diagnostics=(*problems, *plan.diagnostics),
    )


# -- constants ----------------------------------------------------------------------------------


def _constants(
    rules: RuleSet, days: PeriodDays, decisions: Decisions, problems: list[Diagnostic]
) -> dict[str, Name]:
    currency = rules.pack.currency.value
    found = {
        "no_pay": _constant("no_pay", Scalar(Unit.MONEY, Fraction(0), currency)),
        "period_start": _constant("period_start", Scalar(Unit.DATE, days.first)),
        "period_end": _constant("period_end", Scalar(Unit.DATE, days.last)),
    }
    for rule in rules.section("parameters"):
        scalar = _parameter(rule, days, problems)
        if scalar is not None:
            found[rule.name] = _constant(rule.name, scalar)
    for decision in rules.section("per_period"):
        scalar = _decision(decision, decisions, problems)
        if scalar is not None:
            found[decision.name] = _constant(decision.name, scalar)
    return found


def _constant(name: str, scalar: Scalar) -> Name:
    words = frozenset({scalar.value}) if isinstance(scalar.value, str) else None
    return Name(name=name, type=Type(scalar.unit, words), carrier=EXACT, constant=scalar)


def _parameter(rule: ParameterRule, days: PeriodDays, problems: list[Diagnostic]) -> Scalar | None:
    changes = [since for since, _ in rule.values if days.first < since <= days.last]
    if changes and rule.period_rule is None:
        arguments = {"name": rule.name, "day": changes[0], "last": days.last, "first": days.first}
        problems.append(_problem("period-rule-missing", rule.origin.span, **arguments))
        return None
    day = days.last if rule.period_rule is PeriodRule.END else days.first
    text = value_at(rule.values, day)
    if text is None:
        first = rule.values[0][0] if rule.values else "-"
        problems.append(
            _problem(
                "parameter-before-first", rule.origin.span, name=rule.name, day=day, first=first
            )
        )
        return None
    _check_constants(rule, problems)
    return parse_constant(text, rule.unit)


def parse_constant(text: Text, unit: Unit) -> Scalar | None:
    """Return a written constant of a unit, or ``None`` where it is none of it."""
    found = parse_scalar(text.value, unit=None if unit is Unit.MONEY else unit)
    return found if found is not None and found.unit is unit else None


def _check_constants(rule: ParameterRule, problems: list[Diagnostic]) -> None:
    for _, text in rule.values:
        if text.value != CLOSED and parse_constant(text, rule.unit) is None:
            arguments = {"text": text.value, "unit": rule.unit.value}
            problems.append(_problem("constant-wrong", text.span, **arguments))


def _decision(
    rule: DecisionRule, decisions: Decisions, problems: list[Diagnostic]
) -> Scalar | None:
    bounds = Bounds()
    if rule.range is not None:
        bounds, found = parse_range(rule.range, unit=rule.unit)
        problems.extend(found)
    if decisions.is_check:
        return _placeholder(rule.unit, bounds)
    scalar = decisions.values.get(rule.name)
    if scalar is None:
        problems.append(_problem("decision-missing", rule.origin.span, name=rule.name))
        return None
    if isinstance(scalar.value, Fraction) and not bounds.holds(scalar.value):
        written = rule.range.value if rule.range else ""
        problems.append(_problem("decision-out-of-range", None, name=rule.name, range=written))
    return scalar


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


# -- indicators and facts -----------------------------------------------------------------------


def _measures(
    rules: RuleSet,
    kinds: Mapping[str, RecordKind],
    constants: Mapping[str, Name],
    problems: list[Diagnostic],
) -> tuple[tuple[Indicator, ...], dict[str, FactDeclaration]]:
    ready = [
        each
        for each in (_filled(rule, rules, problems) for rule in rules.section("indicators"))
        if each
    ]
    indicators, found = compile_indicators(ready, kinds, constants)
    problems.extend(found)
    by_rule = {rule.name: rule for rule in ready}
    facts = {each.name: each for each in employee_facts(roles=_roles(rules))}
    for rule in rules.section("facts"):
        declaration, wrong = declare(rule, currency=rules.pack.currency.value)
        problems.extend(wrong)
        _add_fact(facts, declaration, problems)
    for indicator in indicators:
        if indicator.subject_groups:
            declaration = _measured_fact(indicator, by_rule[indicator.name], rules)
            _add_fact(facts, declaration, problems)
    return indicators, facts


def _filled(
    rule: IndicatorRule, rules: RuleSet, problems: list[Diagnostic]
) -> IndicatorRule | None:
    """Return an indicator rule with its service-level contract written out as a ratio."""
    if rule.contract is None:
        return rule
    contract = rules.by_name("contracts").get(rule.contract.value)
    if contract is None:
        near = nearest(rule.contract.value, rules.by_name("contracts")) or "-"
        name = rule.contract.value
        problems.append(_problem("unknown-contract", rule.contract.span, name=name, near=near))
        return None
    findings = check_service_level(contract)
    if findings:
        problems.extend(findings)
        return None
    tallies = expand_service_level(contract)
    return rule.as_ratio(
        of=tallies.numerator,
        over=tallies.denominator,
        parameters=tallies.parameters,
        groups={"day": tallies.day, "half_hour": tallies.half_hour, "hour": tallies.hour},
    )


def _measured_fact(indicator: Indicator, rule: IndicatorRule, rules: RuleSet) -> FactDeclaration:
    calendar = indicator.calendar or rules.pack.default_calendar
    sums = {"total", "count", "share_total"}
    always = indicator.aggregate.value in sums and not indicator.at_least
    return FactDeclaration(
        name=indicator.name,
        type=indicator.type,
        carrier=indicator.carrier,
        bounds=indicator.bounds,
        optional=not (always or rule.required),
        source=FactSource.MEASURED,
        calendar=calendar.value,
        label=indicator.label,
        origin=indicator.origin,
    )


def _add_fact(
    facts: dict[str, FactDeclaration], declaration: FactDeclaration, problems: list[Diagnostic]
) -> None:
    if declaration.name in facts:
        arguments = {"name": declaration.name, "other": "fact"}
        problems.append(_problem("name-twice", declaration.origin.span, **arguments))
    facts[declaration.name] = declaration


def _roles(rules: RuleSet) -> frozenset[str]:
    return frozenset(each.name for each in rules.section("roles"))


# -- figures ------------------------------------------------------------------------------------


def _definitions(
    rules: RuleSet, around: Surroundings, problems: list[Diagnostic]
) -> tuple[Definition, ...]:
    found: list[Definition] = []
    for rule in rules.section("figures"):
        definition = rule.definition()
        if definition is None:
            problems.append(_problem("figure-needs-one", rule.origin.span, name=rule.name))
        else:
            found.append(definition)
    for group in rules.section("eligibility"):
        found.extend(group.figures())
    for rank in rules.section("ranks"):
        if rank.barred_by is not None and rank.barred_by.value not in around.eligibility:
            near = nearest(rank.barred_by.value, around.eligibility) or "-"
            name = rank.barred_by.value
            problems.append(
                _problem("unknown-eligibility", rank.barred_by.span, name=name, near=near)
            )
        found.append(rank.definition(around))
    for policy in rules.policies:
        problems.extend(policy.check(around))
        found.extend(policy.figures(around))
    return tuple(found)


def _lines(rules: RuleSet) -> tuple[PayLine, ...]:
    return tuple(line for policy in rules.policies for line in policy.lines())


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


def unsourced(rules: RuleSet) -> Iterable[Diagnostic]:
    """Yield an error for each rule and parameter that does not say where it comes from."""
    for section, listed in rules.sections.items():
        for rule in listed:
            origin = getattr(rule, "origin", None)
            if origin is not None and not origin.source and section not in _NEED_NO_SOURCE:
                yield _problem("source-missing", origin.span, name=rule.name, section=section)


#: Sections that name things rather than decide anything.
_NEED_NO_SOURCE = frozenset({"calendars", "populations", "facts", "per_period", "statements"})


def _problem(code: str, span: Span | None, /, **arguments: object) -> Diagnostic:
    texts = {name: str(value) for name, value in arguments.items()}
    return Diagnostic(code=code, severity=Severity.ERROR, span=span, args=texts)
