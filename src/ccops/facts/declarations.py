"""Fact declarations: what a pack may read about a subject, of what type, within what range."""

from __future__ import annotations

import enum
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts.assigned import AssignedKind, AssignedRule
from ccops.facts.group_kinds import GROUP_POPULATIONS
from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text
from ccops.rules import Name, Shape, name_field, origin_field, pack_field
from ccops.rules.ranges import parse_range
from ccops.values import CURRENCIES, Bounds, Carrier, Type, Unit, carrier_of

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The population of everybody: whose fact it is where a pack does not say.
EMPLOYEES: Final = "employees"
_SUBJECTS: Final = (EMPLOYEES, *GROUP_POPULATIONS)


class FactSource(enum.Enum):
    """Who says a fact: the host, an indicator over records, or the employee's own data."""

    GIVEN = "given"
    MEASURED = "measured"
    EMPLOYEE = "employee"


@frozen(kw_only=True)
class FactRule:
    """A fact the host gives: ``conduct: {unit: points, range: '[0..100]', step: 0.01}``."""

    name: str = name_field()
    unit: Unit = pack_field(Shape.WORD, of=Unit, zh="单位", en="the unit of the fact")
    label: Label = pack_field(
        Shape.LABEL, default=Label(), zh="显示名称", en="what people call it"
    )
    currency: Text | None = pack_field(
        Shape.TEXT,
        default=None,
        zh="币种",
        en="the currency of money that is not in the pay currency",
    )
    whose: tuple[Text, ...] | None = pack_field(
        Shape.VALUES,
        key="for",
        default=None,
        zh="属于谁",
        en="whose fact it is: employees, teams, center; without it that of employees",
    )
    optional: bool = pack_field(
        Shape.FLAG, default=False, zh="可以没有", en="nothing is wrong where it is absent"
    )
    range: Text | None = pack_field(
        Shape.RANGE, default=None, zh="取值范围", en="least and greatest value"
    )
    step: Fraction | None = pack_field(
        Shape.STEP, default=None, zh="最小刻度", en="the least difference of two values"
    )
    words: tuple[Text, ...] | None = pack_field(
        Shape.TEXTS, default=None, zh="可取的词", en="the words it may be"
    )
    label_only: bool = pack_field(
        Shape.FLAG,
        default=False,
        zh="仅作标签",
        en="that it only says something of somebody: no rule may read it, no pay depend on it",
    )
    assigned: AssignedRule | None = pack_field(
        Shape.ONE,
        of=AssignedRule,
        default=None,
        zh="由任职得出",
        en="that it follows from dated roles, teams or levels",
    )
    origin: Origin = origin_field()


@frozen(kw_only=True)
class Derivation:
    """How a measured fact follows from others, for whoever explains it.

    ``rule`` is the rule of the pack that makes it, ``formula`` what is done with the facts it
    ``reads``, ``account`` the account whose lots it is about.
    """

    rule: str
    formula: str = ""
    reads: tuple[str, ...] = ()
    account: str = ""


@frozen(kw_only=True)
class FactDeclaration:
    """A typed fact of employees. ``calendar`` says over which days a measured one counts.

    ``made`` says how it follows from other facts, where it is no indicator, ``assigned`` how from
    dated assignments; ``was`` is what it was called before.
    """

    name: str
    type: Type
    carrier: Carrier
    bounds: Bounds = attrs.field(factory=Bounds)
    optional: bool = False
    source: FactSource = FactSource.GIVEN
    calendar: str = ""
    label: Label = attrs.field(factory=Label)
    origin: Origin = attrs.field(factory=Origin)
    made: Derivation | None = None
    assigned: AssignedRule | None = None
    was: str = ""

    @cached_property
    def as_name(self) -> Name:
        """What the fact's name stands for in a formula."""
        return Name(
            name=self.name,
            type=self.type,
            carrier=self.carrier,
            bounds=self.bounds,
            optional=self.optional,
        )


def declare(
    rule: FactRule,
    *,
    currency: str,
    roles: frozenset[str] = frozenset(),
    levels: frozenset[str] = frozenset(),
) -> tuple[FactDeclaration, tuple[Diagnostic, ...]]:
    """Return the declaration of a fact rule, and what is wrong with it.

    ``roles`` and ``levels`` are those of the pack: a fact that follows from assignments may be
    one of them. Without a ladder a level is any word.
    """
    words = _words(rule, roles, levels)
    type_ = Type(rule.unit, words, _currency(rule, currency))
    bounds = Bounds()
    problems: tuple[Diagnostic, ...] = tuple(_wrong_currency(rule))
    if rule.range is not None:
        bounds, wrong = parse_range(rule.range, unit=rule.unit)
        problems = (*problems, *wrong)
    if rule.assigned is not None:
        problems = (*problems, *rule.assigned.check(rule.name, rule.unit, roles, levels))
        bounds = Bounds(Fraction(0), Fraction(1)) if rule.assigned.among else bounds
    declaration = FactDeclaration(
        name=rule.name,
        type=type_,
        carrier=carrier_of(type_, step=rule.step, currency=currency),
        bounds=bounds,
        optional=rule.optional,
        source=FactSource.EMPLOYEE if rule.assigned else FactSource.GIVEN,
        label=rule.label,
        origin=rule.origin,
        assigned=rule.assigned,
    )
    return declaration, problems


def subjects_of(rule: FactRule) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """Return the populations a fact is given for, and what is wrong with them.

    What follows from assignments is of employees: groups are assigned to nothing.
    """
    if rule.whose is None:
        return (EMPLOYEES,), ()
    problems = [
        Diagnostic(
            code="fact-whose-unknown",
            span=each.span,
            args={"name": rule.name, "found": each.value, "known": ", ".join(_SUBJECTS)},
        )
        for each in rule.whose
        if each.value not in _SUBJECTS
    ]
    found = tuple(dict.fromkeys(each.value for each in rule.whose if each.value in _SUBJECTS))
    if rule.assigned is not None and set(found) - {EMPLOYEES}:
        told = {"name": rule.name}
        place = rule.origin.span
        problems.append(Diagnostic(code="fact-whose-assigned", span=place, args=told))
        found = (EMPLOYEES,)
    return found, tuple(problems)


def _currency(rule: FactRule, paid_in: str) -> str:
    """Return the currency of an amount that is not in the one people are paid in."""
    named = rule.currency.value if rule.currency else ""
    is_other = rule.unit is Unit.MONEY and named in CURRENCIES and named != paid_in
    return named if is_other else ""


def _wrong_currency(rule: FactRule) -> Iterator[Diagnostic]:
    if rule.currency is not None and (
        rule.unit is not Unit.MONEY or rule.currency.value not in CURRENCIES
    ):
        told = {"name": rule.name, "currency": rule.currency.value, "unit": rule.unit.value}
        yield Diagnostic(code="fact-currency", span=rule.currency.span, args=told)


def _words(rule: FactRule, roles: frozenset[str], levels: frozenset[str]) -> frozenset[str] | None:
    """Return the words a fact may be; one that is a role may be any role of the pack."""
    if rule.words is not None:
        return frozenset(each.value for each in rule.words)
    if rule.assigned is None or rule.unit is not Unit.WORD:
        return None
    return {AssignedKind.ROLE: roles, AssignedKind.LEVEL: levels}.get(rule.assigned.of) or None
