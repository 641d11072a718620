"""The rules of a pack under one reading of every choice, section by section."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.contacts import ServiceLevelContract
from ccops.facts import FactRule
from ccops.kpi import IndicatorRule
from ccops.messages import Diagnostic, nearest
from ccops.organization import RoleRule
from ccops.plan import EligibilityRule, FigureRule, ParameterRule, Policy, PopulationRule, RankRule
from ccops.rulepack.pack_rules import CalendarRule, DecisionRule, PackRule
from ccops.rulepack.reader import read_rule, read_section
from ccops.worktime import LeaveKindRule, ShiftRule

if TYPE_CHECKING:
    from ccops.rulepack.catalog import Catalog
    from ccops.rulepack.context import ReadContext
    from ccops.rulepack.nodes import MapNode

_SECTIONS: Final[Mapping[str, type[Any]]] = {
    "calendars": CalendarRule,
    "roles": RoleRule,
    "shifts": ShiftRule,
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
    """Every rule of a pack, typed, in written order; nothing is checked against another yet."""

    pack: PackRule
    sections: Mapping[str, tuple[Any, ...]]
    policies: tuple[Policy, ...]

    def section(self, name: str) -> tuple[Any, ...]:
        """Return the rules of a section; none where the pack has no such section."""
        return self.sections.get(name, ())

    def by_name(self, section: str) -> Mapping[str, Any]:
        """Return the rules of a section by id."""
        return {each.name: each for each in self.section(section)}


def read_ruleset(
    document: MapNode, *, catalog: Catalog, context: ReadContext
) -> tuple[RuleSet | None, tuple[Diagnostic, ...]]:
    """Return the rules of a resolved document, and every finding; ``None`` without ``pack``."""
    problems = list(_unknown_sections(document, catalog))
    before = len(context.diagnostics)
    head = document.get("pack")
    pack = None
    if head is None:
        problems.append(Diagnostic(code="pack-section-missing", span=document.span))
    else:
        pack = read_rule(head, PackRule, name="pack", context=context)
    sections = {
        name: _section(document, name, rule_class, context)
        for name, rule_class in {**_SECTIONS, **catalog.policies}.items()
    }
    problems.extend(context.diagnostics[before:])
    if pack is None:
        return None, tuple(problems)
    policies = tuple(each for name in catalog.policies for each in sections[name])
    return RuleSet(pack=pack, sections=sections, policies=policies), tuple(problems)


def _section(
    document: MapNode, name: str, rule_class: type[Any], context: ReadContext
) -> tuple[Any, ...]:
    node = document.get(name)
    return read_section(node, rule_class, context=context) if node is not None else ()


def _unknown_sections(document: MapNode, catalog: Catalog) -> list[Diagnostic]:
    known = {*_SECTIONS, *catalog.policies, *_OTHERS}
    found = []
    for key, _ in document.entries:
        if key.text not in known:
            arguments = {"name": key.text, "near": nearest(key.text, known) or "-"}
            found.append(Diagnostic(code="section-unknown", span=key.span, args=arguments))
    return found
