"""What the rules of a period measure: indicators compiled, and the facts of employees declared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.contacts import check_service_level, expand_service_level
from ccops.facts import FactDeclaration, FactSource, declare, employee_facts
from ccops.kpi import Indicator, IndicatorRule, RecordKind, compile_indicators
from ccops.messages import Diagnostic, Severity, Span, Text, nearest
from ccops.rules.ranges import parse_range

if TYPE_CHECKING:
    from ccops.contacts import ServiceLevelContract
    from ccops.plan import Kept
    from ccops.rulepack.assembly.constants import Constants
    from ccops.rulepack.ruleset import RuleSet
    from ccops.values import Bounds

_WORD: Final = re.compile(r"\w+")


@attrs.frozen(kw_only=True, eq=False)
class Measures:
    """The compiled indicators of a pack, the facts there are, and what is wrong with them."""

    indicators: tuple[Indicator, ...]
    facts: Mapping[str, FactDeclaration]
    diagnostics: tuple[Diagnostic, ...]


def measures_of(
    rules: RuleSet, kinds: Mapping[str, RecordKind], constants: Constants, kept: Kept
) -> Measures:
    """Return what is measured and given under the rules of a period.

    ``kept`` has what was made for the same rules before.
    """
    problems: list[Diagnostic] = []
    for contract in rules.section("contracts"):
        problems.extend(check_service_level(contract))
    ready = [
        each
        for each in (_filled(rule, rules, problems, kept) for rule in rules.section("indicators"))
        if each
    ]
    indicators = tuple(
        each for rule in ready for each in _compiled(rule, kinds, constants, (kept, problems))
    )
    by_rule = {rule.name: rule for rule in ready}
    facts = {each.name: each for each in employee_facts(roles=_roles(rules))}
    currency = rules.pack.currency.value
    for rule in rules.section("facts"):
        declaration, wrong = kept.made(partial(declare, rule, currency=currency), rule, currency)
        problems.extend(wrong)
        _add_fact(facts, declaration, problems)
    for indicator in indicators:
        if indicator.subject_groups:
            rule = by_rule[indicator.name]
            bounds = _range_of(indicator, rule, problems)
            default = rules.pack.default_calendar
            make = partial(_measured_fact, indicator, rule, default, bounds)
            declaration = kept.made(make, indicator, rule, default)
            _add_fact(facts, declaration, problems)
    return Measures(indicators=indicators, facts=facts, diagnostics=tuple(problems))


def _compiled(
    rule: IndicatorRule,
    kinds: Mapping[str, RecordKind],
    constants: Constants,
    to: tuple[Kept, list[Diagnostic]],
) -> tuple[Indicator, ...]:
    kept, problems = to
    names, by_day = constants.names, constants.by_day
    compiled = partial(compile_indicators, (rule,), kinds, names, by_day=by_day)
    words = kept.made(partial(_words, rule), _words, rule)
    read = [each for word in words for each in (names.get(word), by_day.get(word))]
    made, found = kept.made(compiled, rule, kinds, *read)
    if found:  # what was meant by a wrong name may be any other constant
        made, found = kept.made(compiled, rule, kinds, names, by_day)
    problems.extend(found)
    return made


def _words(part: Any) -> frozenset[str]:  # noqa: ANN401 - any rule, or a part of one
    """Return every word of a rule's texts: no other name can stand in its formulas."""
    if isinstance(part, Text):  # formulas read composed letters
        return frozenset(_WORD.findall(unicodedata.normalize("NFKC", part.value)))
    parts: Iterable[Any] = ()
    if isinstance(part, tuple):
        parts = part
    elif attrs.has(type(part)):
        parts = (getattr(part, each.name) for each in attrs.fields(type(part)))
    return frozenset[str]().union(*map(_words, parts))


def _filled(
    rule: IndicatorRule, rules: RuleSet, problems: list[Diagnostic], kept: Kept
) -> IndicatorRule | None:
    """Return an indicator rule with its service-level contract written out as a ratio."""
    if rule.contract is None:
        return rule
    contract = rules.by_name("contracts").get(rule.contract.value)
    if contract is None:
        near = nearest(rule.contract.value, rules.by_name("contracts")) or "-"
        name = rule.contract.value
        problems.append(problem("unknown-contract", rule.contract.span, name=name, near=near))
        return None
    return kept.made(partial(_as_ratio, rule, contract), rule, contract)


def _as_ratio(rule: IndicatorRule, contract: ServiceLevelContract) -> IndicatorRule | None:
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
    indicator: Indicator, rule: IndicatorRule, default: Text, bounds: Bounds
) -> FactDeclaration:
    calendar = indicator.calendar or default
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
        problems.append(problem("name-twice", declaration.origin.span, **arguments))
    facts[declaration.name] = declaration


def _roles(rules: RuleSet) -> frozenset[str]:
    return frozenset(each.name for each in rules.section("roles"))


def problem(code: str, span: Span | None, /, **arguments: object) -> Diagnostic:
    """Return an error with its arguments as texts."""
    texts = {name: str(value) for name, value in arguments.items()}
    return Diagnostic(code=code, severity=Severity.ERROR, span=span, args=texts)
