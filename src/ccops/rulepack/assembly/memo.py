"""Memo: what the assemblies of one pack share."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.facts import FactDeclaration, GroupKind
from ccops.learning import OWN_INDICATORS
from ccops.plan import (
    Definition,
    Kept,
    Key,
    PayLine,
    Policy,
    StepMemo,
    Surroundings,
    TotalFigure,
    key_of,
    same_as,
)
from ccops.rulepack.assembly.accounts import with_facts
from ccops.rulepack.assembly.constants import Constants, Decisions, constants_of
from ccops.rulepack.assembly.contributions import Contribution, contribution_of
from ccops.rulepack.assembly.declared import Declared
from ccops.rulepack.assembly.looking_up import Lookups
from ccops.rulepack.assembly.measures import Measures, listed_words, measures_of
from ccops.rules import Name
from ccops.values import PeriodDays

if TYPE_CHECKING:
    from ccops.messages import Diagnostic, Text
    from ccops.rulepack.catalog import Catalog
    from ccops.rulepack.pack_rules import DecisionRule
    from ccops.rulepack.ruleset import RuleSet


#: The sections that decide what is measured and given.
_MEASURING: Final = (
    "indicators",
    "contracts",
    "facts",
    "roles",
    "duties",
    "structures",
    *OWN_INDICATORS,
)


def _memos() -> dict[GroupKind, StepMemo]:
    return {kind: StepMemo() for kind in GroupKind}


@attrs.define(eq=False)
class AssemblyMemo:
    """What the assemblies of one pack share: most of it is the same under most readings.

    A branch knows all that its trunk knows, and keeps what is new for itself: it goes with it.
    """

    steps: StepMemo = attrs.field(factory=StepMemo)
    groups: Mapping[GroupKind, StepMemo] = attrs.field(factory=_memos)
    _kept: Kept = attrs.field(factory=Kept)
    _lookups: Lookups = attrs.field(factory=Lookups)
    _periods: dict[Hashable, PeriodDays] = attrs.field(factory=dict, init=False)
    _names: dict[Name, Name] = attrs.field(factory=dict, init=False)
    _words: dict[frozenset[str], frozenset[str]] = attrs.field(factory=dict, init=False)
    _first: dict[Key, Definition] = attrs.field(factory=dict, init=False)
    _declared: Declared = attrs.field(
        default=attrs.Factory(lambda self: Declared(self._kept), takes_self=True), init=False
    )

    def branch(self) -> AssemblyMemo:
        """Return a branch."""
        groups = {kind: each.branch() for kind, each in self.groups.items()}
        kept, lookups = self._kept.branch(), self._lookups.branch()
        made = AssemblyMemo(self.steps.branch(), groups, kept, lookups)
        made._periods, made._names, made._first = self._periods, self._names, self._first
        made._words = self._words
        return made

    def constants(
        self, rules: RuleSet, days: PeriodDays, decisions: Decisions
    ) -> tuple[Constants, tuple[Diagnostic, ...]]:
        """Return the constants of a period; what is the same as before is the same object."""
        given = (tuple(decisions.values.items()), tuple(decisions.places.items()))
        decided = (given, decisions.absent, decisions.is_check, decisions.is_part)
        listed = (*rules.section("parameters"), *rules.section("per_period"))
        period = self._periods.setdefault((days, decided), days)
        return self._kept.made(lambda: self._made(rules, days, decisions), period, *listed)

    def _made(
        self, rules: RuleSet, days: PeriodDays, decisions: Decisions
    ) -> tuple[Constants, tuple[Diagnostic, ...]]:
        found, problems = constants_of(rules, days, decisions)
        names = {name: self._names.setdefault(each, each) for name, each in found.names.items()}
        return attrs.evolve(found, names=names), problems

    def measures(self, rules: RuleSet, catalog: Catalog, constants: Constants) -> Measures:
        """Return the indicators and facts of the rules, compiled now or before."""
        sections = map(rules.section, _MEASURING)
        # a reading that changes a ladder, but none of its levels, measures nothing else
        held = (self._words.setdefault(each, each) for each in listed_words(rules))
        around = (constants.names, constants.by_day, rules.pack, *held)
        return self._kept.made(
            lambda: measures_of(rules, catalog, constants, self._kept), *around, *sections
        )

    def with_facts(self, measures: Measures, facts: tuple[FactDeclaration, ...]) -> Measures:
        """Return what is measured with the facts that policies declare, made now or before."""
        return self._kept.made(partial(with_facts, measures, facts), measures, with_facts, *facts)

    @property
    def declared(self) -> Declared:
        """What policies declare beside their figures."""
        return self._declared

    def contributions(self, rules: RuleSet) -> Iterator[tuple[Any, Contribution]]:
        """Yield each rule that adds to the plan, and what it adds, made now or before."""
        sections = (rules.section(name) for name in ("figures", "eligibility", "ranks"))
        listed = (*chain.from_iterable(sections), *rules.policies)
        return self._lookups.contributions(listed, rules, self._contributed)

    def _contributed(self, rule: object, around: Surroundings) -> Contribution:
        made = contribution_of(rule, around)
        return attrs.evolve(made, figures=tuple(map(self._first_alike, made.figures)))

    def _first_alike(self, figure: Definition) -> Definition:
        """Return the figure a pack made first of this name, where this one says the very same."""
        return same_as(self._first.setdefault(key_of(figure), figure), figure)

    def lines(self, policies: tuple[Policy, ...]) -> tuple[PayLine, ...]:
        """Return the pay lines of policies, those of each made now or before."""
        made = (self._kept.made(each.lines, each, PayLine) for each in policies)
        return self._kept.made(lambda: tuple(chain.from_iterable(made)), PayLine, *policies)

    @property
    def work(self) -> int:
        """How much was worked out so far, in names that were looked up."""
        return self.steps.work + sum(each.work for each in self.groups.values())

    @property
    def kept(self) -> Kept:
        """What was made for the assemblies so far, by what it was made from."""
        return self._kept

    def decided(self, rules: tuple[DecisionRule, ...]) -> frozenset[str]:
        """Return the constants that are decided each month, made now or before."""
        return self._kept.made(lambda: frozenset(_decided(rules)), _decided, rules)

    def total(self, figure: TotalFigure, adds: tuple[Text, ...]) -> TotalFigure:
        """Return a total that adds some of its lines only, made now or before."""
        return self._kept.made(lambda: attrs.evolve(figure, adds=adds), figure, *adds)


def _decided(rules: Iterable[DecisionRule]) -> Iterator[str]:
    for each in rules:
        yield from each.constants()
