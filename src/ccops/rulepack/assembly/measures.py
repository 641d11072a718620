"""What the rules of a period measure: indicators compiled, and the facts of employees declared."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.contacts import check_service_level, expand_service_level
from ccops.facts import (
    EMPLOYEES,
    FactDeclaration,
    FactSource,
    GroupKind,
    declare,
    employee_facts,
    subjects_of,
)
from ccops.frozen import frozen
from ccops.kpi import Indicator, IndicatorRule, compile_indicators
from ccops.kpi.variants import wrong_variants
from ccops.learning import OWN_INDICATORS
from ccops.messages import Diagnostic, Label, Origin, Span, Text, nearest
from ccops.organization import DutyRule
from ccops.plan import Lasting
from ccops.rulepack.assembly.findings import problem
from ccops.rules.ranges import parse_range

if TYPE_CHECKING:
    from ccops.contacts import ServiceLevelContract
    from ccops.plan import Kept
    from ccops.rulepack.assembly.constants import Constants
    from ccops.rulepack.catalog import Catalog
    from ccops.rulepack.ruleset import RuleSet
    from ccops.values import Bounds

_WORD: Final = re.compile(r"\w+")
#: What is written in rules that names nothing.
_WORDLESS: Final = frozenset({type(None), bool, int, str, Fraction, Label, Origin, Span})
#: The fact with the level of somebody that dated assignments give.
_LEVEL: Final = "level"
#: What single rules come to that measure something, whichever pack they stand in.
LASTING: Final = Lasting(4_000)


@frozen(kw_only=True, eq=False)
class Measures:
    """The compiled indicators of a pack, the facts there are, and what is wrong with them.

    ``own`` are the indicators that rules have for themselves, by rule: they are no facts.
    ``facts`` are those of employees, ``group_facts`` those given of teams and of the center.
    """

    indicators: tuple[Indicator, ...]
    facts: Mapping[str, FactDeclaration]
    diagnostics: tuple[Diagnostic, ...]
    own: Mapping[str, Indicator] = attrs.field(factory=dict[str, Indicator])
    group_facts: Mapping[GroupKind, Mapping[str, FactDeclaration]] = attrs.field(
        factory=dict[GroupKind, Mapping[str, FactDeclaration]]
    )


def measures_of(rules: RuleSet, catalog: Catalog, constants: Constants, kept: Kept) -> Measures:
    """Return what is measured and given under the rules of a period.

    ``catalog`` has the record kinds and the functions that formulas over them may call; ``kept``
    has what was made for the same rules before.
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
        each for rule in ready for each in _compiled(rule, catalog, constants, (kept, problems))
    )
    problems.extend(wrong_variants(ready, indicators))
    ours = [LASTING.made(x.own_indicator, x, IndicatorRule) for x in _counting(rules, kept)]
    counted = (rule for rule in ours if rule is not None)
    own = [x for rule in counted for x in _compiled(rule, catalog, constants, (kept, problems))]
    roles, levels, projects = listed_words(rules)
    known = employee_facts(roles=roles, levels=levels, projects=projects)
    facts = {each.name: each for each in known}
    of_groups: dict[GroupKind, dict[str, FactDeclaration]] = {each: {} for each in GroupKind}
    of_all = {EMPLOYEES: facts, **{each.population: own for each, own in of_groups.items()}}
    measured = {each.name for each in indicators}
    currency = rules.pack.currency.value
    for rule in rules.section("facts"):
        read = partial(declare, rule, currency=currency, roles=roles, levels=levels)
        declaration, wrong = kept.made(read, rule, currency, roles, levels)
        whose, strange = subjects_of(rule)
        problems.extend((*wrong, *strange))
        for each in () if wrong else whose:  # nothing is known of a range that cannot be read
            _add_fact(of_all[each], declaration, problems)
    for declaration in _measured_facts(indicators, ready, rules, (kept, problems)):
        _add_fact(facts, declaration, problems)
    problems.extend(_measured_too(of_groups, measured))
    return Measures(
        indicators=indicators,
        facts=facts,
        diagnostics=tuple(problems),
        group_facts=of_groups,
        own={each.name: each for each in own},
    )


def listed_words(rules: RuleSet) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the roles of some rules, the levels of their ladders, and their projects."""
    return _names(rules, "roles"), _levels(rules), _names(rules, "projects")


def _counting(rules: RuleSet, kept: Kept) -> Iterator[Any]:
    """Yield the rules that count records by an indicator of their own."""
    for name in OWN_INDICATORS:
        yield from rules.section(name)
    yield from rules.section("duties")
    for structure in rules.section("structures"):
        yield from kept.made(structure.own_duties, structure, DutyRule)


def _measured_facts(
    indicators: Iterable[Indicator],
    ready: Iterable[IndicatorRule],
    rules: RuleSet,
    to: tuple[Kept, list[Diagnostic]],
) -> Iterator[FactDeclaration]:
    """Yield the facts that are measured of somebody, made now or before."""
    kept, problems = to
    by_rule = {rule.name: rule for rule in ready}
    default = rules.pack.default_calendar
    for indicator in indicators:
        rule = by_rule[indicator.name]
        bounds = _range_of(indicator, rule, problems) if indicator.subject_groups else None
        if bounds is not None:
            make = partial(_measured_fact, indicator, rule, default, bounds)
            yield kept.made(make, indicator, rule, default)


def _measured_too(
    of_groups: Mapping[GroupKind, Mapping[str, FactDeclaration]], measured: Collection[str]
) -> Iterator[Diagnostic]:
    """Yield the facts given of groups that are measured of them under the same name."""
    given = {each.name: each for own in of_groups.values() for each in own.values()}
    for name in sorted(given.keys() & measured):
        told = {"name": name, "other": "fact"}
        yield problem("name-twice", given[name].origin.span, **told)


def _compiled(
    rule: IndicatorRule,
    catalog: Catalog,
    constants: Constants,
    to: tuple[Kept, list[Diagnostic]],
) -> tuple[Indicator, ...]:
    """Return an indicator compiled, now or before with the same constants named in it."""
    kept, problems = to
    names, by_day = constants.names, constants.by_day
    kinds, functions = catalog.record_kinds, catalog.formula_functions
    compiled = partial(
        compile_indicators, (rule,), kinds, names, by_day=by_day, functions=functions
    )
    words = LASTING.made(partial(words_in, rule), rule, words_in)
    named = [names[word] for word in words if word in names]
    named_by_day = [by_day[word] for word in words if word in by_day]
    given = (frozenset(named), frozenset(named_by_day))
    brought = catalog.functions.values()
    lasting = partial(
        LASTING.made, compiled, rule, kinds.get(rule.over.value), *brought, given=given
    )
    made, found = kept.made(lasting, rule, kinds, functions, *named, None, *named_by_day)
    if found:  # what is told of a name nobody knows depends on all the others
        made, found = compiled()
    problems.extend(found)
    return made


def words_in(rule: object) -> frozenset[str]:
    """Return every word in the texts of a rule: among them are all names that it reads."""
    texts: list[str] = []
    names: set[str] = set()
    waiting: list[Any] = [rule]
    while waiting:
        part = waiting.pop()
        kind: type = type(part)
        if kind in _WORDLESS:
            continue
        if isinstance(part, Text):
            texts.append(part.value)
        elif isinstance(part, (tuple, list)):
            waiting.extend(part)
        elif fields := _fields_of(kind):
            waiting.extend([getattr(part, field) for field in fields])
        elif isinstance(part, Mapping):
            names.update(part)
            waiting.extend(part.values())
    return frozenset(names).union(_WORD.findall(unicodedata.normalize("NFKC", "\n".join(texts))))


@functools.cache
def _fields_of(kind: type) -> tuple[str, ...]:
    """Return the names of the fields of a class of rules; other values have no parts."""
    return tuple(each.name for each in attrs.fields(kind)) if attrs.has(kind) else ()


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


def _range_of(
    indicator: Indicator, rule: IndicatorRule, problems: list[Diagnostic]
) -> Bounds | None:
    """Return the bounds a pack declares for an indicator, or those that follow from it.

    There are none where what is declared cannot be read.
    """
    if rule.range is None:
        return indicator.bounds
    bounds, found = parse_range(rule.range, unit=indicator.type.unit)
    problems.extend(found)
    return None if found else bounds


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


def _names(rules: RuleSet, section: str) -> frozenset[str]:
    return frozenset(each.name for each in rules.section(section))


def _levels(rules: RuleSet) -> frozenset[str]:
    """Return the levels of all ladders that people climb by their dated ``level``."""
    ladders = (each for each in rules.section("ladders") if each.level.value == _LEVEL)
    return frozenset(level.name for ladder in ladders for level in ladder.levels)
