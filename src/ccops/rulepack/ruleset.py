"""The rules of a pack under one reading of every choice, section by section."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs

from ccops import (
    career,
    casework,
    contacts,
    learning,
    organization,
    projects,
    scorecards,
    worktime,
)
from ccops.doors import AskedFor
from ccops.facts import FactRule
from ccops.frozen import frozen
from ccops.kpi import IndicatorRule
from ccops.messages import Diagnostic, Label, nearest
from ccops.plan import (
    EligibilityRule,
    FigureRule,
    Kept,
    ParameterRule,
    Policy,
    PopulationRule,
    RankRule,
)
from ccops.rulepack.absences import Renamed
from ccops.rulepack.choices import Answer, Choice
from ccops.rulepack.left_out import LeftOut
from ccops.rulepack.pack_rules import CalendarRule, DecisionRule, PackRule
from ccops.rulepack.reading.in_force import Gaps, RuleId, Version, Versions, deciding_day, overlaps
from ccops.rulepack.reading.reader import read_entries, read_rule
from ccops.rulepack.text.nodes import MapNode, Node
from ccops.rulepack.word_rules import TranslationRule, WordRule

if TYPE_CHECKING:
    import datetime as dt

    from ccops.rulepack.catalog import Catalog
    from ccops.rulepack.reading.context import ReadContext
    from ccops.rulepack.reading.dated import Entry
    from ccops.values import PeriodDays

T = TypeVar("T")
#: The class that reads the rules of a section: most packs have half of them.
_SECTIONS: Final[Mapping[str, type[Any]]] = AskedFor(
    {
        "calendars": lambda: CalendarRule,
        "departments": lambda: organization.DepartmentRule,
        "roles": lambda: organization.RoleRule,
        "spans": lambda: organization.SpanRule,
        "post_pairs": lambda: organization.PostPairRule,
        "structures": lambda: organization.StructureRule,
        "duties": lambda: organization.DutyRule,
        "employments": lambda: organization.EmploymentRule,
        "shifts": lambda: worktime.ShiftRule,
        "hours_systems": lambda: worktime.HoursSystemRule,
        "rosters": lambda: worktime.RosterRule,
        "leave_kinds": lambda: worktime.LeaveKindRule,
        "work_years": lambda: worktime.WorkYearRule,
        "populations": lambda: PopulationRule,
        "facts": lambda: FactRule,
        "per_period": lambda: DecisionRule,
        "parameters": lambda: ParameterRule,
        "indicators": lambda: IndicatorRule,
        "contracts": lambda: contacts.ServiceLevelContract,
        "projects": lambda: projects.ProjectRule,
        "duty_rotas": lambda: projects.DutyRotaRule,
        "first_contacts": lambda: contacts.FirstContactRule,
        "approaches": lambda: contacts.ApproachRule,
        "figures": lambda: FigureRule,
        "ranks": lambda: RankRule,
        "eligibility": lambda: EligibilityRule,
        "publications": lambda: organization.PublicationRule,
        "approvals": lambda: organization.ApprovalRule,
        "report_duties": lambda: organization.ReportDutyRule,
        "archives": lambda: organization.ArchiveRule,
        "risks": lambda: organization.RiskRule,
        "conducts": lambda: career.ConductRule,
        "discipline_ladders": lambda: career.DisciplineLadderRule,
        "rights": lambda: organization.RightRule,
        "due_lists": lambda: learning.DueListRule,
        "process_aims": lambda: learning.ProcessAimRule,
        "top_lists": lambda: learning.TopListRule,
        "long_calls": lambda: learning.LongCallRule,
        "studies": lambda: learning.StudyRule,
        "coaching_effects": lambda: learning.CoachingEffectRule,
        "development_plans": lambda: learning.DevelopmentPlanRule,
        "ageing_lists": lambda: learning.AgeingListRule,
        "record_lists": lambda: learning.RecordListRule,
        "gates": lambda: learning.GateRule,
        "order_rules": lambda: casework.OrderRule,
        "time_limits": lambda: casework.TimeLimitRule,
        "tenure_marks": lambda: casework.TenureMarkRule,
        "sampling_plans": lambda: scorecards.SamplingPlanRule,
        "calibrations": lambda: scorecards.CalibrationRule,
        "evaluation_disputes": lambda: scorecards.DisputeRule,
        "action_trackers": lambda: scorecards.ActionTrackerRule,
        "words": lambda: WordRule,
        "translations": lambda: TranslationRule,
    }
)
#: Sections whose rules hold on every day: the calendars cut the periods that dates fall into,
#: a year is the same whenever it is looked at, and so is what things are called.
NEVER_DATED: Final = frozenset({"calendars", "work_years", "words", "translations"})
#: Sections that are read elsewhere.
_OTHERS: Final = frozenset({"pack", "choices", "answers", "cases", "defaults"})


@frozen(kw_only=True, eq=False)
class RuleSet:
    """Every rule of a pack, typed, in written order; nothing is checked against another yet.

    ``sections`` are those that are written, ``left_out`` the rules that could not be made,
    ``doubted`` the ids of those that were made without the keys nobody knows; in a pack that
    loads there are none of either. ``versions`` are the rules of ids under which something is
    dated, ``gaps`` those not there in a period, ``renamed`` what rules were called before.
    """

    pack: PackRule
    sections: Mapping[str, tuple[Any, ...]]
    policies: tuple[Policy, ...]
    left_out: LeftOut = attrs.field(factory=LeftOut)
    doubted: frozenset[str] = frozenset()
    versions: Versions = attrs.field(factory=dict[RuleId, "tuple[Version, ...]"])
    gaps: Gaps = attrs.field(factory=Gaps)
    renamed: Mapping[str, Renamed] = attrs.field(factory=dict[str, Renamed])
    #: The rules of sections by id, made once for the very same rules; other sets share it.
    _named: Kept = attrs.field(factory=Kept, repr=False)

    def section(self, name: str) -> tuple[Any, ...]:
        """Return the rules of a section; none where the pack has no such section."""
        return self.sections.get(name, ())

    @property
    def count(self) -> int:
        """How many rules there are."""
        return sum(map(len, self.sections.values()))

    def labels(self, *sections: str) -> dict[str, Label]:
        """Return what people call the rules of some sections, by their ids."""
        listed = (each for name in sections for each in self.section(name))
        return {each.name: each.label for each in listed}

    def by_name(self, section: str) -> Mapping[str, Any]:
        """Return the rules of a section by id."""
        listed = self.section(section)
        return self._named.made(lambda: {each.name: each for each in listed}, listed)

    def within(self, days: PeriodDays) -> tuple[RuleSet, tuple[Diagnostic, ...]]:
        """Return the rules a period takes, and which do not say how they change within it."""
        if not self.versions:
            return self, ()
        chosen: dict[RuleId, dt.date] = {}
        problems: list[Diagnostic] = []
        for rule, listed in self.versions.items():
            chosen[rule], found = deciding_day(rule, listed, days)
            problems.extend(found)
        return self._at(chosen), tuple(problems)

    def at(self, day: dt.date) -> RuleSet:
        """Return the rules in force on a day."""
        return self._at(dict.fromkeys(self.versions, day)) if self.versions else self

    def _at(self, days: Mapping[RuleId, dt.date]) -> RuleSet:
        absent: set[int] = set()
        gaps: dict[str, tuple[str, dt.date]] = {}
        for (section, id_), day in days.items():
            listed = self.versions[section, id_]
            absent.update(id(each.rule) for each in listed if not each.in_force.holds(day))
            if not any(each.in_force.holds(day) for each in listed):
                gaps[id_] = (section, day)
        sections = {name: _without(rules, absent) for name, rules in self.sections.items()}
        policies = _without(self.policies, absent)
        return attrs.evolve(self, sections=sections, policies=policies, gaps=Gaps(gaps))


def _without(rules: tuple[T, ...], absent: Collection[int]) -> tuple[T, ...]:
    """Return the rules but those of some identities; the same tuple where none is left out."""
    kept = tuple(each for each in rules if id(each) not in absent)
    return rules if len(kept) == len(rules) else kept


def sections_of(catalog: Catalog) -> dict[str, type[Any]]:
    """Return every section of rules a pack may have, with the class that reads it."""
    return {
        "pack": PackRule,
        "choices": Choice,
        "answers": Answer,
        **_SECTIONS,
        **catalog.policies,
    }


def rule_classes(catalog: Catalog) -> Mapping[str, type[Any]]:
    """Return the class of the rules of each section."""
    return {**_SECTIONS, **catalog.policies}


def read_ruleset(
    document: MapNode,
    *,
    catalog: Catalog,
    context: ReadContext,
    asking: Collection[RuleId] | None = None,
) -> tuple[RuleSet | None, tuple[Diagnostic, ...]]:
    """Return the rules of a resolved document, and every finding; ``None`` without ``pack``.

    ``asking`` are the rules written by readings of choices, where all others stand in files just
    so: these are known the next time those files are read. Without it nothing is kept.
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
    sections = _sections(document, catalog, (context, asking))
    problems.extend(context.diagnostics[before:])
    if pack is None:
        return None, tuple(problems)
    read = sections.values()
    versions = {
        (name, id_): listed
        for name, section in sections.items()
        for id_, listed in section.versions.items()
    }
    problems.extend(overlaps(versions))
    made = RuleSet(
        pack=pack,
        sections={name: section.rules for name, section in sections.items()},
        policies=tuple(_policies(sections, catalog)),
        left_out=LeftOut.of([each for section in read for each in section.left_out]),
        doubted=frozenset().union(*(section.doubted for section in read)),
        versions=versions,
        renamed={was: now for section in read for was, now in section.renamed.items()},
        named=context.named,
    )
    return made, tuple(problems)


@frozen(kw_only=True, eq=False)
class _Section:
    """What one section of a document comes to, the rules that could not be made among it."""

    rules: tuple[Any, ...] = ()
    left_out: tuple[tuple[str, Node], ...] = ()
    doubted: frozenset[str] = frozenset()
    versions: Mapping[str, tuple[Version, ...]] = attrs.field(factory=dict)
    renamed: Mapping[str, Renamed] = attrs.field(factory=dict)


def _sections(
    document: MapNode,
    catalog: Catalog,
    around: tuple[ReadContext, Collection[RuleId] | None],
) -> dict[str, _Section]:
    """Return what each section comes to that a document has."""
    found: dict[str, _Section] = {}
    for classes in (_SECTIONS, catalog.policies):
        written = ((name, document.get(name)) for name in classes)
        for name, node in written:
            if node is not None:
                found[name] = _section(node, name, classes[name], around)
    return found


def _policies(sections: Mapping[str, _Section], catalog: Catalog) -> Iterator[Policy]:
    for name in catalog.policies:
        if name in sections:
            yield from sections[name].rules


def _section(
    node: Node,
    name: str,
    rule_class: type[Any],
    around: tuple[ReadContext, Collection[RuleId] | None],
) -> _Section:
    read = partial(_read_section, node, name, rule_class, around)
    return around[0].sections.made(read, node, rule_class)


def _read_section(
    node: Node,
    name: str,
    rule_class: type[Any],
    around: tuple[ReadContext, Collection[RuleId] | None],
) -> _Section:
    context, asking = around
    ids = None if asking is None else {id_ for section, id_ in asking if section == name}
    may_date = name not in NEVER_DATED
    entries = read_entries(node, rule_class, context=context, may_date=may_date, asking=ids)
    return _Section(
        rules=tuple(each.rule for each in entries if each.rule is not None),
        left_out=tuple((each.id, each.node) for each in entries if each.rule is None),
        doubted=frozenset(e.id for e in entries if e.rule is not None and not e.is_whole),
        versions=_versions(entries),
        renamed=_renamed(entries),
    )


def _renamed(entries: Iterable[Entry[Any]]) -> dict[str, Renamed]:
    """Return what rules were called before, as they say by ``was:``."""
    mappings = ((each, each.node) for each in entries if isinstance(each.node, MapNode))
    named = ((each, node.text_of("was")) for each, node in mappings)
    return {was: Renamed(now=each.id, place=each.node.span) for each, was in named if was}


def _versions(entries: Iterable[Entry[Any]]) -> dict[str, tuple[Version, ...]]:
    """Return the rules of every id under which something is dated."""
    found: dict[str, list[Entry[Any]]] = {}
    for each in entries:
        found.setdefault(each.id, []).append(each)
    return {
        rule: tuple(
            Version(
                rule=each.rule,
                in_force=each.in_force,
                population=each.population,
                span=each.node.span,
            )
            for each in listed
        )
        for rule, listed in found.items()
        if any(not each.in_force.is_always for each in listed)
    }


def _head(node: Node, context: ReadContext) -> PackRule | None:
    found = read_rule(node, PackRule, name="pack", context=context)
    nearly = found or context.nearly(node, PackRule, "pack", "")
    return nearly if isinstance(nearly, PackRule) else None


def _unknown_sections(document: MapNode, catalog: Catalog) -> list[Diagnostic]:
    known = {*_SECTIONS, *catalog.policies, *_OTHERS}
    found = []
    for key, _ in document.entries:
        if key.text not in known:
            arguments = {"name": key.text, "near": nearest(key.text, known) or "-"}
            found.append(Diagnostic(code="section-unknown", span=key.span, args=arguments))
    return found
