"""From the rules of a pack to what a period runs: indicators, facts, and the plan."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

import attrs

from ccops.contacts import check_service_level, expand_service_level
from ccops.facts import FactDeclaration, FactSource, declare, employee_facts
from ccops.kpi import Indicator, IndicatorRule, RecordKind, compile_indicators
from ccops.messages import Diagnostic, Severity, Span, Text, has_errors, nearest
from ccops.plan import (
    Definition,
    PayLine,
    Plan,
    PlanInputs,
    StepMemo,
    Surroundings,
    build_plan,
    unknown_group,
)
from ccops.rulepack.constants import Decisions, constants_of
from ccops.rulepack.ruleset import RuleSet
from ccops.rules import Name
from ccops.rules.ranges import parse_range
from ccops.values import Bounds, Calendar, Period


@attrs.frozen(kw_only=True, eq=False)
class Assembly:
    """A pack made ready for one period; with an error among its diagnostics it must not run."""

    period: Period
    plan: Plan
    indicators: tuple[Indicator, ...]
    facts: Mapping[str, FactDeclaration]
    constants: Mapping[str, Name]
    diagnostics: tuple[Diagnostic, ...]


_Measures = tuple[tuple[Indicator, ...], Mapping[str, FactDeclaration], tuple[Diagnostic, ...]]


@attrs.define(eq=False)
class AssemblyMemo:
    """What the assemblies of one pack share: most of it is the same under most readings."""

    steps: StepMemo = attrs.field(factory=StepMemo, init=False)
    _measured: dict[Hashable, tuple[RuleSet, _Measures]] = attrs.field(factory=dict, init=False)

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


def calendars_of(rules: RuleSet) -> tuple[tuple[Calendar, ...], tuple[Diagnostic, ...]]:
    """Return the calendars of a pack, and what is wrong with them or the default.

    Natural months stand in for a wrong calendar and for an unknown default, so that the rest
    of the pack can be checked.
    """
    calendars: dict[str, Calendar] = {}
    problems: list[Diagnostic] = []
    for rule in rules.section("calendars"):
        calendars[rule.name] = Calendar(id=rule.name)
        try:
            calendars[rule.name] = rule.calendar()
        except ValueError as error:
            arguments = {"name": rule.name, "problem": str(error)}
            problems.append(_problem("calendar-wrong", rule.origin.span, **arguments))
    default = rules.pack.default_calendar
    if default.value not in calendars:
        problems.append(_unknown_calendar(default, calendars))
        calendars[default.value] = Calendar(id=default.value)
    return tuple(calendars.values()), rules.left_out.unexplained(problems)


def assemble(
    rules: RuleSet,
    kinds: Mapping[str, RecordKind],
    *,
    period: Period,
    decisions: Decisions,
    memo: AssemblyMemo,
) -> Assembly:
    """Return a pack made ready for a period."""
    days = period.days(rules.pack.default_calendar.value)
    constants, problems = constants_of(rules, days, decisions)
    indicators, facts, found = memo.measures(rules, kinds, constants.names)
    problems = (*problems, *found, *_unknown_calendars(rules))
    figures, unsound, found = _definitions(rules, _around(rules))
    plan = build_plan(
        PlanInputs(
            figures=figures,
            populations=rules.by_name("populations"),
            facts=facts,
            constants=constants.names,
            lines=_lines(rules),
            currency=rules.pack.currency.value,
            memo=memo.steps,
            unsound=unsound,
            decided=frozenset(rules.by_name("per_period")),
        )
    )
    absent = rules.left_out | constants.absent | _not_made(rules, indicators, found)
    listed = absent.unexplained([*problems, *found, *plan.diagnostics])
    return Assembly(
        period=period,
        plan=plan,
        indicators=indicators,
        facts=facts,
        constants=constants.names,
        diagnostics=tuple(map(constants.told_as_ended, listed)),
    )


def _around(rules: RuleSet) -> Surroundings:
    return Surroundings(
        eligibility=rules.by_name("eligibility"),
        currency=rules.pack.currency.value,
        parameters=rules.by_name("parameters"),
    )


# -- indicators and facts -----------------------------------------------------------------------


def _measures(
    rules: RuleSet,
    kinds: Mapping[str, RecordKind],
    constants: Mapping[str, Name],
    problems: list[Diagnostic],
) -> tuple[tuple[Indicator, ...], dict[str, FactDeclaration]]:
    for contract in rules.section("contracts"):
        problems.extend(check_service_level(contract))
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
            rule = by_rule[indicator.name]
            bounds = _range_of(indicator, rule, problems)
            declaration = _measured_fact(indicator, rule, rules, bounds)
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
    if check_service_level(contract):
        return None
    tallies = expand_service_level(contract)
    return rule.as_ratio(
        of=tallies.numerator,
        over=tallies.denominator,
        parameters=tallies.parameters,
        groups={"day": tallies.day, "half_hour": tallies.half_hour, "hour": tallies.hour},
    )


def _range_of(indicator: Indicator, rule: IndicatorRule, problems: list[Diagnostic]) -> Bounds:
    """Return the bounds a pack declares for an indicator, or those that follow from it."""
    if rule.range is None:
        return indicator.bounds
    bounds, found = parse_range(rule.range, unit=indicator.type.unit)
    problems.extend(found)
    return bounds


def _measured_fact(
    indicator: Indicator, rule: IndicatorRule, rules: RuleSet, bounds: Bounds
) -> FactDeclaration:
    calendar = indicator.calendar or rules.pack.default_calendar
    sums = {"total", "count", "share_total"}
    always = indicator.aggregate.value in sums and not indicator.at_least
    return FactDeclaration(
        name=indicator.name,
        type=indicator.type,
        carrier=indicator.carrier,
        bounds=bounds,
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


def _not_made(
    rules: RuleSet, indicators: Iterable[Indicator], problems: Iterable[Diagnostic]
) -> frozenset[str]:
    """Return the indicators and figures that have findings of their own."""
    measured = {each.name for each in indicators}
    asked = {each.name for each in rules.section("indicators")}
    figures = {each.args["name"] for each in problems if each.code == "figure-needs-one"}
    return frozenset(figures | (asked - measured))


def _unknown_calendars(rules: RuleSet) -> Iterable[Diagnostic]:
    known = rules.by_name("calendars")
    for rule in rules.section("indicators"):
        if rule.calendar is not None and rule.calendar.value not in known:
            yield _unknown_calendar(rule.calendar, known)


def _unknown_calendar(name: Text, known: Iterable[str]) -> Diagnostic:
    near = nearest(name.value, known) or "-"
    return _problem("unknown-calendar", name.span, name=name.value, near=near)


# -- figures ------------------------------------------------------------------------------------


def _definitions(
    rules: RuleSet, around: Surroundings
) -> tuple[tuple[Definition, ...], frozenset[str], tuple[Diagnostic, ...]]:
    """Return the figures of a pack, the names that are in doubt, and the findings."""
    found: list[Definition] = []
    problems: list[Diagnostic] = []
    unsound = set(rules.doubted)
    for rule in rules.section("figures"):
        definitions = rule.definitions()
        if not definitions:
            problems.append(_problem("figure-needs-one", rule.origin.span, name=rule.name))
        found.extend(definitions)
    for group in rules.section("eligibility"):
        found.extend(group.figures())
    for rank in rules.section("ranks"):
        problems.extend(unknown_group(rank.barred_by, around))
        found.append(rank.definition(around))
    for policy in rules.policies:
        wrong = policy.check(around)
        figures = policy.figures(around)
        problems.extend(wrong)
        if policy.name in rules.doubted or has_errors(wrong):
            unsound.update(each.name for each in figures)
        found.extend(figures)
    return tuple(found), frozenset(unsound), tuple(problems)


def _lines(rules: RuleSet) -> tuple[PayLine, ...]:
    return tuple(line for policy in rules.policies for line in policy.lines())


def unsourced(rules: RuleSet) -> Iterable[Diagnostic]:
    """Yield an error for each rule and parameter that does not say where it comes from."""
    for section, listed in rules.sections.items():
        for rule in listed:
            origin = getattr(rule, "origin", None)
            if origin is not None and not origin.source and section not in NEED_NO_SOURCE:
                yield _problem("source-missing", origin.span, name=rule.name, section=section)


#: Sections that name things rather than decide anything.
NEED_NO_SOURCE = frozenset({"calendars", "populations", "facts", "per_period", "statements"})


def _problem(code: str, span: Span | None, /, **arguments: object) -> Diagnostic:
    texts = {name: str(value) for name, value in arguments.items()}
    return Diagnostic(code=code, severity=Severity.ERROR, span=span, args=texts)
