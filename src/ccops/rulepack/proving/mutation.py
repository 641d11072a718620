"""Mutation: would a case notice if a figure of the pack were another?"""

from __future__ import annotations

import enum
from collections import Counter, defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import Span, has_errors
from ccops.plan import FigureStep, RankStep, TableStep
from ccops.rulepack.assembly.calendars import calendars_of
from ccops.rulepack.cases.evaluations import scoring_forms
from ccops.rulepack.cases.runs import CaseRunner
from ccops.rulepack.clauses import home_of
from ccops.rulepack.proving.coverage import (
    Coverage,
    each_reading,
    labels_of,
    tag_of,
)
from ccops.rulepack.proving.mutants import ColumnsAt, Mutant, mutants_of
from ccops.rulepack.ruleset import rule_classes
from ccops.rulepack.stretches import Stretches
from ccops.rulepack.text.nodes import MapNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ccops.kpi import Indicator
    from ccops.plan.steps import Step
    from ccops.rulepack.assembly.assembling import Assembly
    from ccops.rulepack.cases.case import Case
    from ccops.rulepack.pack import Pack
    from ccops.rulepack.proving.points import Point
    from ccops.rules.columns import TableColumn

_Within = tuple[tuple[str, str], ...]
#: Sections whose rules are applied to rows before a case begins: no case can notice them.
BEFORE_CASES: Final = frozenset(
    {"roles", "shifts", "leave_kinds", "work_years", "facts", "per_period"}
)


class Outcome(enum.Enum):
    """What became of a mutant. One the checker refuses no case can be asked about."""

    KILLED = "killed"
    REFUSED = "refused"
    SURVIVED = "survived"


@attrs.frozen(kw_only=True)
class MutantResult:
    """A mutant and what became of it; ``by`` is the case that failed."""

    mutant: Mutant
    outcome: Outcome
    by: str = ""


@attrs.frozen(kw_only=True)
class Mutation:
    """The mutants of a pack and what became of each, in the order of the rules."""

    results: tuple[MutantResult, ...]

    @property
    def survivors(self) -> tuple[Mutant, ...]:
        """The mutants nothing notices, by place."""
        found = (each.mutant for each in self.results if each.outcome is Outcome.SURVIVED)
        return tuple(sorted(found, key=_place))

    def count(self, outcome: Outcome) -> int:
        """Return how many mutants came to an outcome."""
        return sum(each.outcome is outcome for each in self.results)

    @property
    def score(self) -> Fraction:
        """The part of the mutants that load which a case notices; all, where there is none.

        What the checker refuses says nothing about the cases, and does not count.
        """
        killed, survived = self.count(Outcome.KILLED), self.count(Outcome.SURVIVED)
        return Fraction(killed, killed + survived) if killed + survived else Fraction(1)


def _place(mutant: Mutant) -> tuple[str, int, int, str]:
    span = mutant.span
    return (span.file, span.line, span.column, mutant.new)


def mutate(
    runner: CaseRunner,
    cases: Sequence[Case],
    coverage: Coverage,
    *,
    told: Callable[[int, int], None] = lambda _, __: None,
) -> Mutation:
    """Return what the cases of a pack notice of its mutants; all of its cases pass as it is.

    A mutant runs only the cases whose expectations depend on its rule. One that leaves the plan
    as it is changes nothing and is left out. ``told`` is called with how many mutants are done
    and how many there are.
    """
    court = _Court(runner, cases, coverage)
    mutants = list(court.mutants())
    results: list[MutantResult] = []
    for number, mutant in enumerate(mutants):
        told(number, len(mutants))
        found = court.tried(mutant)
        if found is not None:
            results.append(found)
    told(len(mutants), len(mutants))
    return Mutation(results=tuple(results))


class _Court:
    """Tries the mutants of one pack."""

    def __init__(self, runner: CaseRunner, cases: Sequence[Case], coverage: Coverage) -> None:
        self._runner = runner
        self._pack = runner.pack
        self._coverage = coverage
        #: Small months first: they are quicker to run, and each may be the one that fails.
        self._cases = sorted(cases, key=lambda each: max(len(each.employees), each.population))
        self._lines = {
            name: frozenset(
                (each.span.file, each.span.line) for each in reached.points if each.span
            )
            for name, reached in coverage.reached.items()
        }
        #: Periods in which a change of a rule can show, those of the cases first.
        labels = (*labels_of(self._pack, cases), *Stretches.of(self._pack).labels)
        self._labels = tuple(dict.fromkeys(labels))
        self._before: dict[tuple[_Within, str], tuple[object, ...]] = {}
        #: How many mutants of a rule each case noticed: what noticed one may notice the next.
        self._noticed: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)

    def mutants(self) -> Iterator[Mutant]:
        home, document = home_of(self._pack), self._pack.source_document
        columns, made = self._tables()
        policies = self._pack.catalog.policies
        for section, rule_class in rule_classes(self._pack.catalog).items():
            rules = document.get(section)
            if section in BEFORE_CASES or not isinstance(rules, MapNode):
                continue
            for key, node in rules.entries:
                idle = section in policies and key.text not in made
                if not idle and key.span.file.partition("/")[0] == home:
                    yield from mutants_of(section, key.text, node, rule_class, columns)

    def _tables(self) -> tuple[ColumnsAt, frozenset[str]]:
        """Return the columns of every table, and the rules that become figures."""
        columns: dict[Span, tuple[TableColumn, ...]] = {}
        made = {each.name for each in scoring_forms(self._pack)}
        made.update(each.name for each in self._pack.check_assembly().record_accounts)
        for step in self._steps():
            if isinstance(step, FigureStep):
                made.add(step.definition.policy)
                if isinstance(step, TableStep):
                    spans = (row.span for row in step.table.rows)
                    columns.update((span, step.table.columns) for span in spans if span)
        return columns, frozenset(made)

    def _steps(self) -> Iterator[Step]:
        """Yield steps in which every table of every reading, and of every stretch, is there."""
        first, *others = self._labels
        for readings in each_reading(self._pack, self._cases):
            taken = self._pack.with_choices(**readings) if readings else self._pack
            yield from taken.check_assembly(first).steps
        for label in others:
            yield from self._pack.check_assembly(label).steps

    def tried(self, mutant: Mutant) -> MutantResult | None:
        """Return what becomes of a mutant, or ``None`` for one that changes nothing."""
        pack, problems = self._pack.with_rule(mutant.section, mutant.rule, mutant.node)
        if pack is None or has_errors((*problems, *calendars_of(pack.rules)[1])):
            return MutantResult(mutant=mutant, outcome=Outcome.REFUSED)
        change = self._change(mutant, pack)
        if change is None:
            return None
        if has_errors(change.diagnostics):
            return MutantResult(mutant=mutant, outcome=Outcome.REFUSED)
        killer = self._killer(mutant, pack)
        outcome = Outcome.KILLED if killer else Outcome.SURVIVED
        return MutantResult(mutant=mutant, outcome=outcome, by=killer)

    def _change(self, mutant: Mutant, pack: Pack) -> Assembly | None:
        """Return the first assembly of a mutant that is wrong, or other than that of the pack."""
        within = self._within(mutant)
        taken = _under(pack, within)
        for label in self._labels:
            assembly = taken.check_assembly(label)
            if has_errors(assembly.diagnostics):
                return assembly
            if (within, label) not in self._before:
                before = _under(self._pack, within).check_assembly(label)
                self._before[within, label] = _identity(before, self._pack)
            if _identity(assembly, pack) != self._before[within, label]:
                return assembly
        return None

    def _within(self, mutant: Mutant) -> _Within:
        """Return the readings a mutant needs that the pack does not take."""
        taken = self._pack.readings
        return tuple((name, each) for name, each in mutant.within if taken[name] != each)

    def _killer(self, mutant: Mutant, pack: Pack) -> str:
        """Return the first case that fails, or an empty text where all pass."""
        runner = CaseRunner(pack)
        line = (mutant.span.file, mutant.span.line)
        near = [case for case in self._cases if self._depends(case, mutant)]
        noticed = self._noticed[mutant.section, mutant.rule]
        near.sort(key=lambda case: (line not in self._lines[case.name], -noticed[case.name]))
        killer = next((case.name for case in near if not runner.run(case).passed), "")
        noticed[killer] += 1
        return killer

    def _depends(self, case: Case, mutant: Mutant) -> bool:
        tag = (tag_of(mutant.section), mutant.rule)
        if tag not in self._coverage.reached[case.name].rules:
            return False
        readings = self._runner.taken(case).readings
        return all(readings[name] == reading for name, reading in mutant.within)


def _spans(points: Iterable[Point]) -> Iterator[Span]:
    return (each.span for each in points if each.span is not None)


def _under(pack: Pack, within: _Within) -> Pack:
    return pack.with_choices(**dict(within)) if within else pack


def _identity(assembly: Assembly, pack: Pack) -> tuple[object, ...]:
    """Return all of an assembly, and of a pack, that can change what a case comes to."""
    indicators = tuple(map(_measured, assembly.indicators))
    return (
        tuple(map(_worked_out, assembly.steps)),
        indicators,
        assembly.period,
        scoring_forms(pack),
        assembly.record_accounts,
    )


def _worked_out(step: Step) -> object:
    """Return all of a step that it is worked out by; how a rank's shares count is its tables'."""
    if isinstance(step, RankStep):
        return (step.key, step.spec, step.keys, step.scope, step.barred_by)
    return step


def _measured(indicator: Indicator) -> tuple[object, ...]:
    """Return all of an indicator but how it is shown and by what it may be asked."""
    base = indicator.base.key if indicator.base else ""
    calendar = indicator.calendar.value if indicator.calendar else ""
    how = (indicator.aggregate, indicator.top.key, base, indicator.at, indicator.at_least)
    return (indicator.name, indicator.over, *how, indicator.type, calendar)
