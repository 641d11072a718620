"""From the rules of a pack to what a period runs: indicators, facts, and the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.facts import FactDeclaration
from ccops.frozen import frozen
from ccops.kpi import Indicator, RecordKind
from ccops.kpi.record_accounts import RecordAccount
from ccops.messages import Diagnostic, Label, Origin
from ccops.plan import (
    Definition,
    GroupPlan,
    Kept,
    Parted,
    PayLine,
    Plan,
    PlanInputs,
    TotalFigure,
    build_plan,
    parted,
)
from ccops.plan.undecided import without_names
from ccops.rulepack.absences import Absences
from ccops.rulepack.assembly.accounts import account_findings
from ccops.rulepack.assembly.budgets import unread_budgets
from ccops.rulepack.assembly.calendars import unknown_calendar
from ccops.rulepack.assembly.findings import problem
from ccops.rulepack.assembly.groups import (
    GroupInputs,
    KnownOfGroups,
    group_plans,
    larger_subjects,
)
from ccops.rulepack.assembly.split import Split
from ccops.rulepack.called import Called
from ccops.rulepack.left_out import NAMED_BY
from ccops.rulepack.ruleset import RuleSet
from ccops.rulepack.word_rules import NAMING
from ccops.rules import Name
from ccops.values import Period

if TYPE_CHECKING:
    from ccops.facts import FactRule
    from ccops.kpi import IndicatorRule
    from ccops.plan.steps import Step
    from ccops.rulepack.assembly.constants import Constants, Decisions
    from ccops.rulepack.assembly.measures import Measures
    from ccops.rulepack.assembly.memo import AssemblyMemo
    from ccops.rulepack.catalog import Catalog
    from ccops.rulepack.choices import Choice
    from ccops.rulepack.reading.in_force import Gaps


@frozen(kw_only=True, eq=False)
class Assembly:
    """A pack made ready for one period; with an error among its diagnostics it must not run.

    ``rules`` are those the period takes; ``parts`` say where the amounts of split lines come from.
    ``groups`` are the plans of teams and of the center, where the pack has figures of theirs.
    ``undecided`` are decisions that nobody took, where the month does without them, ``left_out``
    the policies some of whose figures it does without; ``budgets`` decisions that nobody is paid
    by.
    """

    period: Period
    rules: RuleSet
    plan: Plan
    indicators: tuple[Indicator, ...]
    facts: Mapping[str, FactDeclaration]
    constants: Mapping[str, Name]
    parts: Mapping[str, tuple[Label, Origin]]
    diagnostics: tuple[Diagnostic, ...]
    record_accounts: tuple[RecordAccount, ...] = ()
    groups: tuple[GroupPlan, ...] = ()
    own_indicators: Mapping[str, Indicator] = attrs.field(factory=dict[str, Indicator])
    undecided: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    budgets: frozenset[str] = frozenset()

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        """The plan of the employees, and that of each kind of group."""
        return (self.plan, *(each.plan for each in self.groups))

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step: those of the employees, what groups gather of them, and those of groups."""
        gathered = self.plan.gathered
        return (*self.plan.steps, *gathered, *(x for each in self.groups for x in each.plan.steps))


def assemble(
    rules: RuleSet, catalog: Catalog, *, period: Period, decisions: Decisions, memo: AssemblyMemo
) -> Assembly:
    """Return a pack made ready for a period."""
    rules, dated = rules.within(days := period.days(rules.pack.default_calendar.value))
    constants, problems = memo.constants(rules, days, decisions)
    accounts = memo.declared.accounts(rules)
    declared = memo.declared.facts(rules, accounts)
    measures = memo.with_facts(memo.measures(rules, catalog, constants), declared)
    figures, unsound, found = _definitions(rules, memo)
    split = _split(rules, figures, constants, (measures, catalog.record_kinds, period))
    indicators, facts = _with_parts(measures, split)
    apart = parted(split.figures, rules.by_name("populations"))
    apart, left_out, undecided = _decided(apart, constants, decisions)
    accounts = tuple(each for each in accounts if undecided.isdisjoint(each.reads))
    named = (facts, constants, unsound | split.unsound)
    inputs = _left_lines(_plan_inputs(apart, (rules, catalog, memo), named), apart, left_out)
    of_groups = _known_of_groups(rules, measures, indicators, memo)
    plan = build_plan(inputs := _with_larger(inputs, apart, of_groups))
    groups, wrong_groups = _groups(apart, inputs, plan, of_groups, (rules, memo))
    absent = rules.left_out | constants.absent | _not_made(rules, measures, found, memo.kept)
    found = (*account_findings(accounts, plan, constants, rules), *found, *split.diagnostics)
    read = (*dated, *problems, *measures.diagnostics, *_unknown_calendars(rules))
    listed = absent.unexplained([*read, *found, *plan.diagnostics, *wrong_groups])
    why = partial(_absences, rules, constants, indicators)
    return Assembly(
        period=period,
        rules=rules,
        plan=plan,
        indicators=indicators,
        facts=facts,
        constants=constants.names,
        parts=split.parameters,
        record_accounts=accounts,
        groups=groups,
        own_indicators=measures.own,
        undecided=undecided,
        left_out=left_out,
        budgets=unread_budgets(rules, apart, accounts, (decisions, memo.kept)),
        diagnostics=_told(listed, why, (rules, plan, facts)),
    )


def _left_lines(inputs: PlanInputs, apart: Parted, left_out: frozenset[str]) -> PlanInputs:
    """Return what a plan is built from, without the lines of policies that are left out."""
    if not left_out:
        return inputs
    return attrs.evolve(inputs, lines=_lines(apart, tuple(inputs.lines)))


def _known_of_groups(
    rules: RuleSet, measures: Measures, indicators: tuple[Indicator, ...], memo: AssemblyMemo
) -> KnownOfGroups:
    return KnownOfGroups(
        indicators=indicators,
        given=measures.group_facts,
        projects=rules.section("projects"),
        calendar=rules.pack.default_calendar,
        kept=memo.kept,
    )


def _told(
    listed: tuple[Diagnostic, ...],
    absences: Callable[[Called], Absences],
    named: tuple[RuleSet, Plan, Mapping[str, FactDeclaration]],
) -> tuple[Diagnostic, ...]:
    """Return findings that say why what they name is absent; else nobody asks for it."""
    if any(each.code in NAMED_BY for each in listed):
        return tuple(map(absences(Called(*named)).told, listed))
    return listed


def _decided(
    apart: Parted, constants: Constants, decisions: Decisions
) -> tuple[Parted, frozenset[str], frozenset[str]]:
    """Return the figures that read no decision nobody took, the policies of the others, and those.

    Lists are of people: figures of groups are none of theirs, but for facts that people read.
    """
    undecided = constants.undecided if decisions.is_part else frozenset[str]()
    if not undecided:
        return apart, frozenset(), undecided
    left = without_names(apart.figures, apart.populations, undecided)
    read = (attrs.evolve(each, figures=(), gathered=()) for each in apart.groups if each.asked)
    of_people = attrs.evolve(
        apart, figures=left.figures, populations=left.populations, groups=tuple(read)
    )
    return of_people, frozenset(each.policy for each in left.left_out), undecided


def _plan_inputs(
    apart: Parted,
    about: tuple[RuleSet, Catalog, AssemblyMemo],
    named: tuple[Mapping[str, FactDeclaration], Constants, frozenset[str]],
) -> PlanInputs:
    """Return what the plan of the employees is built from."""
    (rules, catalog, memo), (facts, constants, unsound) = about, named
    return PlanInputs(
        figures=apart.figures,
        populations=apart.populations,
        facts=facts,
        constants=constants.names,
        lines=memo.lines(rules.policies),
        currency=rules.pack.currency.value,
        memo=memo.steps,
        unsound=unsound,
        functions=catalog.formula_functions,
        decided=memo.decided(rules.section("per_period")),
        gathered=apart.gathered,
    )


def _with_larger(inputs: PlanInputs, apart: Parted, known: KnownOfGroups) -> PlanInputs:
    """Return the inputs with what figures may read of groups, where any does."""
    asked = [each for part in apart.groups for each in part.asked]
    if not asked:
        return inputs
    working = (each for part in apart.groups for each in (*part.figures, *part.gathered))
    make = partial(larger_subjects, apart.groups, known)
    made_of = (*known.parts, None, *working, None, *asked)
    return attrs.evolve(inputs, larger=known.kept.made(make, larger_subjects, *made_of))


def _lines(apart: Parted, lines: Iterable[PayLine]) -> tuple[PayLine, ...]:
    """Return the pay lines of the figures that are not left out."""
    there = {each.name for each in apart.figures}
    return tuple(each for each in lines if each.figure in there)


def _groups(
    apart: Parted,
    inputs: PlanInputs,
    plan: Plan,
    known: KnownOfGroups,
    around: tuple[RuleSet, AssemblyMemo],
) -> tuple[tuple[GroupPlan, ...], tuple[Diagnostic, ...]]:
    if not apart.groups:
        return (), ()
    rules, memo = around
    given = GroupInputs(employees=inputs, plan=plan, known=known, memos=memo.groups)
    parts = apart.groups
    written = (
        each
        for part in parts
        for each in (*part.figures, *part.populations.values(), None, *part.asked)
    )
    make = partial(group_plans, parts, given)
    about = (rules.pack, inputs.constants, inputs.decided, inputs.unsound or None)
    made_of = (*about, *known.parts, None, *plan.gathered, None, *written)
    return memo.kept.made(make, group_plans, *made_of)


def _not_made(
    rules: RuleSet, measures: Measures, problems: Iterable[Diagnostic], kept: Kept
) -> frozenset[str]:
    """Return the indicators, facts and figures that have findings of their own."""
    asked, given = rules.section("indicators"), rules.section("facts")
    unmeasured = partial(_unmeasured, asked, given, measures)
    figures = (each.args["name"] for each in problems if each.code in _MAKES_NOTHING)
    return kept.made(unmeasured, measures, asked, given).union(figures)


def _unmeasured(
    asked: tuple[IndicatorRule, ...], given: tuple[FactRule, ...], measures: Measures
) -> frozenset[str]:
    measured = {each.name for each in measures.indicators if not _is_unread(each, measures)}
    names = {each.name for each in asked} - measured
    return frozenset(names.union({each.name for each in given} - measures.facts.keys()))


def _is_unread(indicator: Indicator, measures: Measures) -> bool:
    """Say whether an indicator of employees is no fact, because its range cannot be read."""
    return bool(indicator.subject_groups) and indicator.name not in measures.facts


def _unknown_calendars(rules: RuleSet) -> Iterable[Diagnostic]:
    known = rules.by_name("calendars")
    for rule in rules.section("indicators"):
        if rule.calendar is not None and rule.calendar.value not in known:
            yield unknown_calendar(rule.calendar, known)


def _absences(
    rules: RuleSet, constants: Constants, indicators: Iterable[Indicator], called: Called
) -> Absences:
    return Absences(
        measured={each.name: tuple(each.columns) for each in indicators},
        ended=constants.ended,
        gaps=rules.gaps,
        by_day=frozenset(constants.by_day),
        renamed=rules.renamed,
        undecided=constants.undecided,
        called=called.names,
    )


def _split(
    rules: RuleSet,
    figures: tuple[Definition, ...],
    constants: Constants,
    around: tuple[Measures, Mapping[str, RecordKind], Period],
) -> Split:
    if not constants.by_day:
        return Split(figures=figures)
    from ccops.rulepack.assembly.splitting import Measuring, split_figures

    measures, kinds, period = around
    measuring = Measuring(
        indicators={each.name: each for each in measures.indicators},
        kinds=kinds,
        period=period,
        default_calendar=rules.pack.default_calendar.value,
        known=frozenset((*measures.facts, *(each.name for each in figures))),
    )
    return split_figures(figures, constants.by_day, rules.by_name("parameters"), measuring)


def _with_parts(
    measures: Measures, split: Split
) -> tuple[tuple[Indicator, ...], Mapping[str, FactDeclaration]]:
    """Return indicators and facts with those that count a part of the period."""
    if not split.indicators:
        return measures.indicators, measures.facts
    facts = dict(measures.facts)
    for whole, part in split.indicators:
        facts[part.name] = attrs.evolve(facts[whole], name=part.name, label=part.label)
    return (*measures.indicators, *(part for _, part in split.indicators)), facts


# -- figures ------------------------------------------------------------------------------------


def _definitions(
    rules: RuleSet, memo: AssemblyMemo
) -> tuple[tuple[Definition, ...], frozenset[str], tuple[Diagnostic, ...]]:
    """Return the figures of a pack, the names that are in doubt, and the findings."""
    found: list[Definition] = []
    problems: list[Diagnostic] = []
    unsound = set(rules.doubted)
    doubted, gaps = rules.doubted, rules.gaps
    for rule, made in memo.contributions(rules):
        figures = made.figures
        if made.diagnostics:
            problems.extend(made.diagnostics)
        if made.is_unsound or (doubted and rule.name in doubted):
            unsound.update(each.name for each in figures)
        if gaps.days and made.adds_up:
            figures = tuple(_without_gaps(each, gaps, memo) for each in figures)
        found.extend(figures)
    return tuple(found), frozenset(unsound), tuple(problems)


def _without_gaps(figure: Definition, gaps: Gaps, memo: AssemblyMemo) -> Definition:
    """Return a total without the lines that do not hold in the period: they add nothing."""
    if not isinstance(figure, TotalFigure):
        return figure
    kept = tuple(each for each in figure.adds if each.value not in gaps.days)
    return figure if len(kept) == len(figure.adds) else memo.total(figure, kept)


def unsourced(rules: RuleSet, choices: Mapping[str, Choice]) -> Iterable[Diagnostic]:
    """Yield an error for each rule, parameter and choice that does not say where it comes from."""
    for section, listed in {**rules.sections, "choices": tuple(choices.values())}.items():
        yield from unsourced_in(listed, section)


def unsourced_in(listed: tuple[Any, ...], section: str) -> tuple[Diagnostic, ...]:
    """Return an error for each rule of a section that does not say where it comes from."""
    if section in NEED_NO_SOURCE:
        return ()
    origins = ((each.name, getattr(each, "origin", None)) for each in listed)
    return tuple(
        problem("source-missing", origin.span, name=name, section=section)
        for name, origin in origins
        if origin is not None and not origin.source
    )


#: Findings with which a rule makes no figures: it is not known which.
_MAKES_NOTHING: Final = frozenset({"figure-needs-one", "like-unknown", "like-other-score"})
#: Sections that name things rather than decide anything.
NEED_NO_SOURCE = NAMING | {"calendars", "populations", "facts", "per_period", "statements"}
