"""Constants: what parameters and the decisions of a period come to on the days of the period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from ccops.frozen import frozen
from ccops.kpi.by_day import DayConstant
from ccops.messages import Diagnostic, Severity, Span, Text, nearest
from ccops.plan import ParameterRule, PeriodRule
from ccops.rulepack.assembly.constant_texts import constant_meant, parse_constant, wanted_unit
from ccops.rulepack.assembly.listed import (
    ListReader,
    decided_items,
    decided_text,
    list_findings,
    list_placeholders,
)
from ccops.rulepack.pack_rules import Needed
from ccops.rulepack.reading.leaves import CLOSED, value_at
from ccops.rulepack.text.plain import Decided, DecidedList
from ccops.rules import Name
from ccops.rules.ranges import parse_range
from ccops.values import EXACT, NUMERIC, Bounds, PeriodDays, Scalar, Type, Unit

if TYPE_CHECKING:
    from ccops.rulepack.pack_rules import DecisionRule
    from ccops.rulepack.ruleset import RuleSet


@frozen(kw_only=True)
class Decisions:
    """What management decided for a period, and where it is written.

    ``absent`` was decided in a way that cannot be read. A check has placeholders only.
    ``is_part``: what reads a decision that was not taken is left out of the month.
    """

    values: Mapping[str, Scalar]
    places: Mapping[str, Span | None] = attrs.field(factory=dict[str, "Span | None"])
    absent: frozenset[str] = frozenset()
    is_check: bool = False
    is_part: bool = False

    def is_taken(self, rule: DecisionRule) -> bool:
        """Say whether a decision was taken, in whatever way, or has placeholders."""
        known = {*self.values, *self.absent}
        return self.is_check or rule.name in known or not known.isdisjoint(rule.constants())


def read_decisions(
    rules: RuleSet, given: Mapping[str, Any]
) -> tuple[Decisions, tuple[Diagnostic, ...]]:
    """Return what was decided for a period, checked against what the pack declares."""
    declared = rules.by_name("per_period")
    problems: list[Diagnostic] = []
    values: dict[str, Scalar] = {}
    for name, value in given.items():
        rule = declared.get(name)
        if rule is None:
            near = nearest(name, declared) or "-"
            place = value.key if isinstance(value, Decided | DecidedList) else None
            problems.append(_problem("unknown-decision", place, name=name, near=near))
            continue
        read, wrong = _read_decision(rule, value, rules.pack.currency.value)
        values |= read
        problems.extend(wrong)
    places = {name: _place(value) for name, value in given.items()}
    read_names = {rule.name for rule in declared.values() if values.keys() & rule.constants()}
    absent = frozenset(given) - read_names
    return Decisions(values=values, places=places, absent=absent), tuple(problems)


def _read_decision(
    rule: DecisionRule, value: object, currency: str
) -> tuple[Mapping[str, Scalar], tuple[Diagnostic, ...]]:
    """Return what a decision comes to, by the names formulas read, or what is wrong with it."""
    told = {"name": rule.name, "got": decided_text(value)}
    if rule.unit is not None:
        scalar = _decided(rule, rule.unit, value, currency)
        if scalar is not None:
            return {rule.name: scalar}, ()
        unit = wanted_unit(rule.unit, currency)
        return {}, (_problem("decision-wrong", _place(value), **told, unit=unit),)
    items = decided_items(value)
    if items is None:
        return {}, (_problem("decision-no-list", _place(value), **told),)
    reader = ListReader(rule, currency)
    reader.read(items)
    return reader.values, tuple(reader.problems)


def _place(value: object) -> Span | None:
    if isinstance(value, DecidedList):
        return value.key
    return value.span if isinstance(value, Text) else None


def _decided(rule: DecisionRule, unit: Unit, value: object, currency: str) -> Scalar | None:
    """Return a decision as a value of its unit, or ``None`` where it is none."""
    if isinstance(value, list | dict):
        return None
    scalar = parse_constant(Text(str(value)), unit, currency)
    words = [each.value for each in rule.words]
    return None if scalar is None or (words and scalar.value not in words) else scalar


@frozen(kw_only=True)
class Constants:
    """What the names of parameters and decisions stand for on the days of a period.

    ``absent`` are those with a finding of their own, ``ended`` those that hold no more, by the
    day; ``by_day`` parameters of which each dated record takes the value of its own day;
    ``undecided`` the decisions nobody took that are only needed where something reads them.
    """

    names: Mapping[str, Name]
    absent: frozenset[str]
    ended: Mapping[str, dt.date]
    by_day: Mapping[str, DayConstant]
    undecided: frozenset[str] = frozenset()


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
    made = _Made(found)
    for rule in rules.section("parameters"):
        is_split = rule.period_rule is PeriodRule.SPLIT
        (made.add_split if is_split else made.add_parameter)(rule, days, currency)
    undecided: set[str] = set()
    for decision in rules.section("per_period"):
        if _may_wait(decision, decisions):
            undecided.update(decision.constants())
        else:
            made.add_decision(decision, decisions, currency)
    constants = Constants(
        names=made.names,
        absent=frozenset(made.absent),
        ended=made.ended,
        by_day=made.by_day,
        undecided=frozenset(undecided),
    )
    return constants, tuple(made.problems)


def _may_wait(rule: DecisionRule, decisions: Decisions) -> bool:
    """Say whether nobody took a decision that is only needed where something reads it."""
    is_asked = rule.needed is Needed.ALWAYS and not decisions.is_part
    return not is_asked and not decisions.is_taken(rule)


@attrs.define
class _Made:
    """The constants of a period while they are gathered."""

    names: dict[str, Name]
    problems: list[Diagnostic] = attrs.field(factory=list[Diagnostic])
    absent: set[str] = attrs.field(factory=set[str])
    ended: dict[str, dt.date] = attrs.field(factory=dict[str, dt.date])
    by_day: dict[str, DayConstant] = attrs.field(factory=dict[str, DayConstant])

    def add(self, name: str, scalar: Scalar | None, wrong: Iterable[Diagnostic]) -> None:
        """Take a constant, or that it cannot be had."""
        self.problems.extend(wrong)
        if scalar is not None:
            self.names[name] = _constant(name, scalar)
        else:
            self.absent.add(name)

    def add_decision(self, rule: DecisionRule, decisions: Decisions, currency: str) -> None:
        """Take a decision, or each part of a list under its own name."""
        self.problems.extend(list_findings(rule))
        if rule.unit is not None:
            self.add(rule.name, *_decision(rule, rule.unit, decisions))
            return
        if not decisions.is_taken(rule):
            told = {"name": rule.name}
            self.problems.append(_problem("decision-missing", rule.origin.span, **told))
        values = list_placeholders(rule, currency) if decisions.is_check else decisions.values
        for name in rule.constants():
            self.add(name, values.get(name), ())

    def add_parameter(self, rule: ParameterRule, days: PeriodDays, currency: str) -> None:
        """Take a parameter that has one value in a period."""
        scalar, wrong = _parameter(rule, days, currency)
        if scalar is None and not wrong:
            self.ended[rule.name] = _day(rule, days)
        else:
            self.add(rule.name, scalar, wrong)

    def add_split(self, rule: ParameterRule, days: PeriodDays, currency: str) -> None:
        """Take a parameter that has a value on each day."""
        end = _first_closed_day(rule, days)
        constant, wrong = _by_day(rule, days, currency)
        self.problems.extend(wrong)
        if end is not None and not wrong:
            self.ended[rule.name] = end
        elif constant is not None:
            self.by_day[rule.name] = constant
        else:
            self.absent.add(rule.name)


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


def _by_day(
    rule: ParameterRule, days: PeriodDays, currency: str
) -> tuple[DayConstant | None, tuple[Diagnostic, ...]]:
    """Return a parameter with the values of all days, or what is wrong."""
    wrong = tuple(_wrong_constants(rule, currency))
    if not wrong and rule.unit not in NUMERIC:
        wrong = (_problem("split-not-number", rule.origin.span, name=rule.name),)
    first = rule.values[0][0]
    if not wrong and days.first < first:
        told = {"name": rule.name, "day": days.first, "first": first}
        wrong = (_problem("parameter-before-first", rule.origin.span, **told),)
    if wrong:
        return None, wrong
    values = [(since, parse_constant(text, rule.unit, currency)) for since, text in rule.values]
    known = tuple((since, scalar) for since, scalar in values if scalar is not None)
    return DayConstant(name=rule.name, values=known), ()


def _first_closed_day(rule: ParameterRule, days: PeriodDays) -> dt.date | None:
    """Return the first day of a period on which a parameter has no value any more."""
    following = [*(since for since, _ in rule.values[1:]), dt.date.max]
    for (since, text), end in zip(rule.values, following, strict=True):
        if text.value == CLOSED and since <= days.last and end > days.first:
            return max(since, days.first)
    return None


def _wrong_constants(rule: ParameterRule, currency: str) -> Iterator[Diagnostic]:
    unit = wanted_unit(rule.unit, currency)
    for _, text in rule.values:
        if text.value != CLOSED and parse_constant(text, rule.unit, currency) is None:
            told = {"text": text.value, "unit": unit}
            instead = constant_meant(text, rule.unit, currency)
            yield _problem("constant-wrong", text.span, **told, instead=instead)


def _decision(
    rule: DecisionRule, unit: Unit, decisions: Decisions
) -> tuple[Scalar | None, tuple[Diagnostic, ...]]:
    bounds = Bounds()
    wrong: tuple[Diagnostic, ...] = ()
    if rule.range is not None:
        bounds, wrong = parse_range(rule.range, unit=unit)
    if decisions.is_check:
        return _placeholder(rule, unit, bounds), wrong
    scalar = decisions.values.get(rule.name)
    if scalar is None and rule.name in decisions.absent:
        return None, wrong  # it is told already
    if scalar is None:
        return None, (*wrong, _problem("decision-missing", rule.origin.span, name=rule.name))
    if isinstance(scalar.value, Fraction) and not bounds.holds(scalar.value):
        written = rule.range.value if rule.range else ""
        told = {"name": rule.name, "range": written}
        wrong = (
            *wrong,
            _problem("decision-out-of-range", decisions.places.get(rule.name), **told),
        )
    return scalar, wrong


def _placeholder(rule: DecisionRule, unit: Unit, bounds: Bounds) -> Scalar:
    """Return some value of a decision, for a check before anybody has decided."""
    match unit:
        case Unit.DATE:
            return Scalar(unit, dt.date.max)
        case Unit.FLAG:
            return Scalar(unit, value=False)
        case Unit.WORD:
            return Scalar(unit, rule.words[0].value if rule.words else "")
        case _:
            return Scalar(unit, bounds.low if bounds.low is not None else Fraction(1))


def _problem(code: str, span: Span | None, /, **arguments: object) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.ERROR, span=span, args=arguments)
