"""The rules of a pack under one reading of every choice, section by section."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.contacts import ServiceLevelContract
from ccops.facts import FactRule
from ccops.kpi import IndicatorRule
from ccops.messages import Diagnostic, nearest
from ccops.organization import DutyRule, EmploymentRule, RoleRule
from ccops.plan import EligibilityRule, FigureRule, ParameterRule, Policy, PopulationRule, RankRule
from ccops.rulepack.choices import Choice
from ccops.rulepack.left_out import LeftOut
from ccops.rulepack.pack_rules import CalendarRule, DecisionRule, PackRule
from ccops.rulepack.reader import Entry, read_entries, read_rule
from ccops.worktime import HoursSystemRule, LeaveKindRule, ShiftRule

if TYPE_CHECKING:
    from ccops.rulepack.catalog import Catalog
    from ccops.rulepack.context import ReadContext
    from ccops.rulepack.nodes import MapNode, Node

_SECTIONS: Final[Mapping[str, type[Any]]] = {
    "calendars": CalendarRule,
    "roles": RoleRule,
    "duties": DutyRule,
    "employments": EmploymentRule,
    "shifts": ShiftRule,
    "hours_systems": HoursSystemRule,
    "leave_kinds": LeaveKindRule,
    "populations": PopulationRule,
    "facts": FactRule,
    "per_period": DecisionRule,
    "parameters": ParameterRule,
    "indicators": IndicatorRule,
    "contracts": ServiceLevelContract,
    "figures": FigureRule,
    "ranks": RankRule,
    "eligibility": EligibilityRule,
}
#: Sections that are read elsewhere.
_OTHERS: Final = frozenset({"pack", "choices", "cases", "defaults"})


@attrs.frozen(kw_only=True, eq=False)
class RuleSet:
    """Every rule of a pack, typed, in written order; nothing is checked against another yet.

    ``left_out`` are those that could not be made, ``doubted`` the ids of those that were made
    without the keys nobody knows; in a pack that loads there are none of either.
    """

    pack: PackRule
    sections: Mapping[str, tuple[Any, ...]]
    policies: tuple[Policy, ...]
    left_out: LeftOut = attrs.field(factory=LeftOut)
    doubted: frozenset[str] = frozenset()

    def section(self, name: str) -> tuple[Any, ...]:
        """Return the rules of a section; none where the pack has no such section."""
        return self.sections.get(name, ())

    def by_name(self, section: str) -> Mapping[str, Any]:
        """Return the rules of a section by id."""
        return {each.name: each for each in self.section(section)}


def sections_of(catalog: Catalog) -> dict[str, type[Any]]:
    """Return every section of rules a pack may have, with the class that reads it."""
    return {"pack": PackRule, "choices": Choice, **_SECTIONS, **catalog.policies}


def rule_classes(catalog: Catalog) -> Mapping[str, type[Any]]:
    """Return the class of the rules of each section."""
    return {**_SECTIONS, **catalog.policies}


def read_ruleset(
    document: MapNode, *, catalog: Catalog, context: ReadContext
) -> tuple[RuleSet | None, tuple[Diagnostic, ...]]:
    """Return the rules of a resolved document, and every finding; ``None`` without ``pack``.

    With a finding the rules serve only to find what else is wrong.
    """
    problems = list(_unknown_sections(document, catalog))
    before = len(context.diagnostics)
    head = document.get("pack")
    pack = None
    if head is None:
        problems.append(Diagnostic(code="pack-section-missing", span=document.span))
    else:
        pack = _head(head, context)
    sections = {
        name: _section(document, name, rule_class, context)
        for name, rule_class in rule_classes(catalog).items()
    }
    problems.extend(context.diagnostics[before:])
    if pack is None:
        return None, tuple(problems)
    rules = {name: _made(entries) for name, entries in sections.items()}
    read = [each for entries in sections.values() for each in entries]
    left_out = LeftOut.of([(each.id, each.node) for each in read if each.rule is None])
    doubted = frozenset(each.id for each in read if each.rule is not None and not each.is_whole)
    policies = tuple(each for name in catalog.policies for each in rules[name])
    made = RuleSet(
        pack=pack, sections=rules, policies=policies, left_out=left_out, doubted=doubted
    )
    return made, tuple(problems)


def _head(node: Node, context: ReadContext) -> PackRule | None:
    found = read_rule(node, PackRule, name="pack", context=context)
    nearly = found or context.nearly(node, PackRule, "pack", "")
    return nearly if isinstance(nearly, PackRule) else None


def _section(
    document: MapNode, name: str, rule_class: type[Any], context: ReadContext
) -> tuple[Entry[Any], ...]:
    node = document.get(name)
    return read_entries(node, rule_class, context=context) if node is not None else ()


def _made(entries: Iterable[Entry[Any]]) -> tuple[Any, ...]:
    return tuple(each.rule for each in entries if each.rule is not None)


def _unknown_sections(document: MapNode, catalog: Catalog) -> list[Diagnostic]:
    known = {*_SECTIONS, *catalog.policies, *_OTHERS}
    found = []
    for key, _ in document.entries:
        if key.text not in known:
            arguments = {"name": key.text, "near": nearest(key.text, known) or "-"}
            found.append(Diagnostic(code="section-unknown", span=key.span, args=arguments))
    return found
