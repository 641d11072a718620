"""Reaching: what a case's expectations depend on, traced back from what they ask.

From each figure expected the plan is gone through backwards: to what its formula read for that
person, to everybody ranked with him, to the members behind a mean. A pinned figure ends the way,
so that nothing behind it counts; what no expectation asks is not reached, however much of it was
worked out. Everything is read off the settlement's results.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ccops.facts import GroupKind
from ccops.plan import (
    FigureStep,
    GroupFactStep,
    Key,
    MembersStep,
    RankStep,
    Reading,
    RowStep,
    TableStep,
    TotalStep,
    groups_read,
    own_population,
)
from ccops.plan.gathering import groups_of_readers, member_rows
from ccops.plan.steps import PopulationStep, WindowStep
from ccops.rulepack.proving.account_reads import reads_of
from ccops.rulepack.proving.asked_cells import asked_of, rows_taken
from ccops.rulepack.proving.rank_points import rank_hits
from ccops.rulepack.proving.reached import Reached, Tag
from ccops.rulepack.proving.reached_facts import FactsReached
from ccops.rulepack.proving.step_points import (
    Probes,
    added_point,
    figure_point,
    is_changed,
    is_rounded,
    members_points,
    rounded_point,
    window_point,
)
from ccops.rules import constants
from ccops.values import Cell, Missing, NotApplicable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ccops.plan import FigureColumn, Results
    from ccops.plan.steps import Step
    from ccops.rulepack.cases.case import Case
    from ccops.rulepack.cases.runs import CaseMonth
    from ccops.rulepack.proving.points import Point
    from ccops.rules import Node
    from ccops.settlement import Settlement


def reached_by(month: CaseMonth, settlement: Settlement, probes: Probes) -> Reached:
    """Return what the expectations of a case depend on in its settlement."""
    trail = _Trail(month, settlement, probes)
    trail.ask_expected(month.case)
    for kind, expected in month.case.groups.items():
        trail.follow_groups(kind, expected)
    trail.follow_all()
    return Reached(points=frozenset(trail.points), rules=frozenset(trail.rules))


class _Trail:
    """The way back from what is expected; rows are those of the sheet of employees."""

    def __init__(self, month: CaseMonth, settlement: Settlement, probes: Probes) -> None:
        self.points: set[Point] = set()
        self.rules: set[tuple[Tag, str]] = set()
        self._month = month
        self._settlement = settlement
        self._results: Results = settlement.results
        self._probes = probes
        self._figures: dict[Key, set[int]] = defaultdict(set)
        self._populations: dict[str, set[int]] = defaultdict(set)
        self._facts: dict[str, set[int]] = defaultdict(set)
        #: Figures whose reason codes are expected, with the rows: every code has a say in them.
        self._reasoned: set[tuple[Key, int]] = set()

    # -- what is asked ----------------------------------------------------------------------

    def ask_expected(self, case: Case) -> None:
        rows = self._results.facts.employees.rows
        for listed in (case.expect, case.reasons, case.explains):
            for employee, names in listed.items():
                here = (rows[employee],) if employee in rows else ()  # nobody: the case has failed
                for name in names:
                    self._ask_name(name, here)
        for employee, names in case.reasons.items():
            for name in names if employee in rows else ():
                found = self._results.column_at(name, rows[employee])
                if found is not None:
                    self._reasoned.add((found.step.key, rows[employee]))
        for name in case.provisional:
            self._ask_name(name, range(len(rows)))

    def follow_groups(self, kind: GroupKind, expected: Mapping[str, Mapping[str, str]]) -> None:
        """Follow what is expected of groups, and ask for what they gathered of employees."""
        own = _Trail(self._month, self._settlement.of(kind.value), self._probes)
        rows = own._results.facts.employees.rows
        for group, names in expected.items():
            for name in names:
                own._ask_name(name, (rows[group],))
        own.follow_all()
        self.points |= own.points
        self.rules |= own.rules
        plans = (each for each in self._settlement.rules.groups if each.kind is kind)
        for step in (step for plan in plans for step in plan.gathered):
            self._gathered(step, kind, [own.group(row) for row in own._facts[step.key.name]])

    def group(self, row: int) -> str:
        """Return the group that stands in a row."""
        return self._results.facts.employees.ids[row]

    def follow_all(self) -> None:
        """Follow everything asked for back to the facts."""
        for step in reversed(self._results.plan.steps):
            self.follow(step)
        self.follow_facts()

    def _ask_name(self, name: str, rows: Iterable[int]) -> None:
        given = self._results.plan.definitions.by_name.get(name, ())
        for definition in given:
            key = Key(definition.name, definition.population.value)
            self._ask_key(key, rows)
            self._populations[key.population].update(rows)
        if not given:
            self._facts[name].update(rows)

    def _ask_key(self, key: Key, rows: Iterable[int]) -> None:
        column = self._results.figures.get(key)
        if column is not None:
            self._figures[key].update(row for row in rows if row in column.members)

    def _ask(self, reading: Reading, rows: Iterable[int]) -> None:
        if reading.figure is None:
            self._facts[reading.name].update(rows)
        else:
            rows = tuple(rows)
            self._ask_key(reading.figure, rows)
            self._populations[reading.figure.population].update(rows)

    # -- one step back ----------------------------------------------------------------------

    def follow(self, step: Step) -> None:
        if isinstance(step, PopulationStep):
            self._population(step)
            return
        column, rows = self._results.figures.get(step.key), self._unpinned(step.key)
        if column is None or not rows:
            return
        self._populations[step.key.population].update(rows)
        rule = step.definition
        self.rules.add(("figure", rule.policy or rule.name))
        if any(not isinstance(column.at(row), Missing) for row in rows):
            self.points.add(figure_point(step))
        self._figure(step, column, rows)

    def _figure(self, step: FigureStep, column: FigureColumn, rows: Sequence[int]) -> None:
        match step:
            case RowStep():
                self._row(step, rows)
            case TableStep():
                self._table(step, column, rows)
            case RankStep():
                self._rank(step, column, rows)
            case MembersStep():
                self._members(step, rows)
            case GroupFactStep():
                self._of_groups(step, rows)
            case TotalStep():
                self._total(step, rows)
            case WindowStep():
                self._window(step, column, rows)
            case _:
                for reading, readers in reads_of(step, self._results, rows):
                    self._ask(reading, readers)

    def _unpinned(self, key: Key) -> list[int]:
        pinned = self._month.pins.get(key.name, {})
        ids = self._results.facts.employees.ids
        return sorted(row for row in self._figures.get(key, ()) if ids[row] not in pinned)

    def _population(self, step: PopulationStep) -> None:
        asked, outer = self._populations.get(step.rule.name, set()), self._results.populations
        self._populations[step.outer].update(asked)
        rows = sorted(row for row in asked if row in outer[step.outer])
        if step.formula is not None and rows:
            self.rules.add(("population", step.rule.name))
            self._walk(step, step.readings, rows)
            self._constants(step.formula.node)

    def _walk(
        self,
        step: PopulationStep | RowStep | MembersStep,
        readings: Mapping[str, Reading],
        rows: Sequence[int],
    ) -> None:
        """Walk a formula for some people, and ask for what had a say in it."""
        probe = self._probes.formula(step)
        if probe is None:
            return
        for row in rows:
            cells = {name: self._cell(readings[name], row) for name in probe.inputs}
            walked = probe.walk(cells)
            self.points |= walked.points
            for name in walked.names:
                self._ask(readings[name], (row,))

    def _cell(self, reading: Reading, row: int) -> Cell | Missing:
        cell = self._results.cell(reading, row)
        return Missing.NO_RECORDS if isinstance(cell, NotApplicable) else cell

    def _row(self, step: RowStep, rows: Sequence[int]) -> None:
        self._walk(step, step.readings, rows)
        self._constants(step.formula.node)
        for reason in step.rule.reasons:
            asked = [row for row in rows if (step.key, row) in self._reasoned]
            self._ask(step.readings[reason.flag], asked)
        if is_rounded(step) and any(is_changed(step, self._results, row) for row in rows):
            self.points.add(rounded_point(step))

    def _table(self, step: TableStep, column: FigureColumn, rows: Sequence[int]) -> None:
        probe = self._probes.table(step)
        if step.rule.table_of:
            self.rules.add(("figure", step.rule.table_of))
        self.rules.update(("parameter", name) for name in step.parameters)
        for row in rows:
            asked = asked_of(self._results, step, row)
            self.points |= probe.hit(asked, rows_taken(column, row))
        for reading in step.readings.values():
            self._ask(reading, rows)

    def _rank(self, step: RankStep, column: FigureColumn, rows: Sequence[int]) -> None:
        ranked = column.members.rows
        everybody = range(len(self._results.facts.employees))
        self._populations[step.key.population].update(everybody)
        for reading in step.readings.values():
            self._ask(reading, ranked)
        barred = {
            row
            for row in ranked
            for name in step.barred_by
            if self._results.cell(step.readings[name], row) is True
        }
        self.points.update(rank_hits(step, column, rows, barred))

    def _members(self, step: MembersStep, rows: Sequence[int]) -> None:
        facts = self._results.facts
        own = groups_of_readers(step, facts)
        whole = () if facts.memberships.get(step.over) else ("",)
        everybody = range(len(facts.employees))
        for row in rows:
            groups = tuple(own.get(row, whole))
            near = [each for each in member_rows(step, facts, everybody, groups) if each != row]
            self._near(step, near)
        if step.where is not None:
            self._constants(step.where.node)

    def _of_groups(self, step: GroupFactStep, rows: Sequence[int]) -> None:
        """Follow the fact that people read of their groups to what the records made it of."""
        facts = self._results.facts
        read = (groups_read(step, facts, row) for row in rows)
        larger = self._settlement.larger(step.kind)
        known = larger.results.facts.employees.rows
        one = {known[groups[0]] for groups in read if len(groups) == 1 and groups[0] in known}
        own = _Trail(self._month, larger, self._probes)
        own._facts[step.fact].update(one)
        own.follow_facts()
        self.points |= own.points
        self.rules |= own.rules

    def _gathered(self, step: MembersStep, kind: GroupKind, groups: Sequence[str]) -> None:
        """Ask for what some groups gathered of their people."""
        if not groups:
            return
        facts = self._results.facts
        everybody = range(len(facts.employees))
        self.rules.add(("figure", step.rule.policy or step.rule.name))
        self.points.add(figure_point(step))
        for group in groups:
            is_whole = kind is GroupKind.CENTER
            near = everybody if is_whole else member_rows(step, facts, everybody, (group,))
            self._near(step, near)
        if step.where is not None:
            self._constants(step.where.node)

    def _near(self, step: MembersStep, near: Sequence[int]) -> None:
        """Ask for the people of a group that is gathered over."""
        several, none = members_points(step)
        population = self._results.populations[step.member_population]
        self._populations[step.member_population].update(near)
        inside = [each for each in near if each in population]
        self._walk(step, step.where_readings, inside)
        self._ask(step.member_figure, inside)
        counted = [each for each in inside if self._counts(step, each)]
        if len(counted) > 1:
            self.points.add(several)
        if not counted:
            self.points.add(none)

    def _counts(self, step: MembersStep, row: int) -> bool:
        if isinstance(self._results.cell(step.member_figure, row), Missing | NotApplicable):
            return False
        if step.where is None:
            return True
        names = step.where.inputs
        return step.where.at({n: self._cell(step.where_readings[n], row) for n in names}) is True

    def _total(self, step: TotalStep, rows: Sequence[int]) -> None:
        for part in step.parts:
            self._ask(Reading(part.name, part), rows)
            found = self._results.figures[part]
            cells = (found.at(row) for row in rows)
            if any(isinstance(cell, int) and cell for cell in cells):
                self.points.add(added_point(step, part.name))

    def _window(self, step: WindowStep, column: FigureColumn, rows: Sequence[int]) -> None:
        if any(isinstance(column.at(row), Missing) for row in rows):
            self.points.add(window_point(step))
        for reading in (*step.readings.values(), step.source):
            self._ask(reading, rows)

    def _constants(self, node: Node) -> None:
        self.rules.update(("parameter", each.name) for each in constants(node))

    def follow_facts(self) -> None:
        """Follow the facts asked to what the case's records gave them by."""
        asked = {name for name, rows in self._facts.items() if rows}
        measured = asked & self._results.facts.evidence.keys()
        found = FactsReached(
            month=self._month, rules_of_month=self._settlement.rules, probes=self._probes
        )
        found.follow(frozenset(measured | self._month.case.measures.keys()))
        self.points |= found.points
        self.rules |= found.rules
        everybody = range(len(self._results.facts.employees))
        for account in found.accounts:
            self._populations[account.population].update(everybody)
            for step in reversed(own_population(self._results.plan, account.population) or ()):
                self._population(step)
