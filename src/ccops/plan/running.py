"""Running a plan over the facts of a period: one pass, figure by figure, column by column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import attrs

from ccops.facts import Column, Facts, absent_reason, gathered, packed
from ccops.plan.building import Plan
from ccops.plan.definitions import EVERYBODY
from ccops.plan.gathering import gather_members
from ccops.plan.results import NO_PLACE, FigureColumn, Members, Results
from ccops.plan.steps import (
    FigureStep,
    Key,
    MembersStep,
    PopulationStep,
    RankStep,
    Reading,
    RowStep,
    Step,
    TableStep,
    TotalStep,
)
from ccops.rules import Formula
from ccops.rules.ranks import Key as RankKey
from ccops.rules.ranks import rank
from ccops.values import Cell, Missing, encode

Cells = Sequence[Cell | Missing]


#: Figures set by hand for worked examples: figure to employee to value.
Pins = Mapping[str, Mapping[str, object]]


def run_plan(
    plan: Plan,
    facts: Facts,
    *,
    excluded: frozenset[int] = frozenset(),
    pins: Pins | None = None,
) -> Results:
    """Return every figure of the plan for the employees of the facts.

    ``excluded`` are the rows that a named person has ruled out of the ranks whose keys they
    miss. Facts the plan reads and nobody gave are missing (``not_measured``). ``pins`` set
    figures for worked examples.
    """
    run = _Run(plan, _with_absent_facts(plan, facts), excluded, pins or {})
    for step in plan.steps:
        run.take(step)
    return Results(
        plan=plan,
        facts=run.facts,
        populations=run.populations,
        figures=run.figures,
        blocked=run.blocked,
    )


def _with_absent_facts(plan: Plan, facts: Facts) -> Facts:
    columns = dict(facts.employees.columns)
    size = len(facts.employees)
    for name, declaration in plan.facts.items():
        if name not in columns and name in plan.reads:
            empty = [absent_reason(declaration)] * size
            columns[name] = packed(declaration.type, declaration.carrier, empty)
    return attrs.evolve(facts, employees=attrs.evolve(facts.employees, columns=columns))


class _Run:
    """One pass over the steps; what is worked out so far."""

    def __init__(
        self, plan: Plan, facts: Facts, excluded: frozenset[int], pins: Pins
    ) -> None:
        self.facts = facts
        self.populations: dict[str, Members] = {
            EVERYBODY: Members.everybody(len(facts.employees))
        }
        self.figures: dict[Key, FigureColumn] = {}
        self.blocked: dict[Key, tuple[int, ...]] = {}
        #: Rows of which it is not known whether they belong to a population.
        self.unsure: dict[str, tuple[int, ...]] = {}
        self._plan = plan
        self._excluded = excluded
        self._pins = pins

    def take(self, step: Step) -> None:
        """Work out one step and keep what it gives."""
        match step:
            case PopulationStep():
                self.populations[step.rule.name] = self._population(step)
            case RowStep():
                self._keep(step, self._formula(step.formula, step.readings, step))
            case TableStep():
                self._table(step)
            case RankStep():
                self._rank(step)
            case MembersStep():
                self._members_figure(step)
            case TotalStep():
                self._keep(step, self._total(step))

    def _members(self, step: FigureStep) -> Members:
        return self.populations[step.key.population]

    def _keep(self, step: FigureStep, cells: Cells, hits: Sequence[int] | None = None) -> None:
        if step.key.name in self._pins:
            cells = self._pinned(step, cells)
        column = packed(step.type, step.carrier, cells)
        self.figures[step.key] = FigureColumn(
            step=step, members=self._members(step), column=column, hits=hits
        )

    def _pinned(self, step: FigureStep, cells: Cells) -> Cells:
        found = list(cells)
        positions = self._members(step).positions
        for employee, value in self._pins[step.key.name].items():
            row = self.facts.employees.rows.get(employee)
            if row is not None and positions[row] >= 0:
                found[positions[row]] = encode(value, step.type, step.carrier)
        return found

    # -- reading ----------------------------------------------------------------------------

    def cells(self, reading: Reading, members: Members) -> Cells:
        """Return what the members of a population read under a name."""
        if reading.figure is None:
            return gathered(self.facts.employees.columns[reading.name].sequence(), members.rows)
        found = self.figures[reading.figure]
        suffix = reading.name.removeprefix(reading.figure.name)
        source = _part(found, suffix) if suffix else found.column.sequence()
        if found.members is members:
            return source
        return gathered(source, gathered_positions(found.members, members))

    def is_complete(self, reading: Reading) -> bool:
        """Say whether nothing is missing in what is read under a name."""
        if reading.figure is None:
            return not self.facts.employees.columns[reading.name].missing
        return reading.name == reading.figure.name and not (
            self.figures[reading.figure].column.missing
        )

    # -- the kinds of steps -----------------------------------------------------------------

    def _population(self, step: PopulationStep) -> Members:
        outer = self.populations[step.outer]
        if step.formula is None:
            self.unsure[step.rule.name] = self.unsure.get(step.outer, ())
            return outer
        flags = self._run_formula(step.formula, step.readings, outer)
        unsure = [
            row for row, flag in zip(outer.rows, flags, strict=True) if isinstance(flag, Missing)
        ]
        self.unsure[step.rule.name] = (*self.unsure.get(step.outer, ()), *unsure)
        rows = [row for row, flag in zip(outer.rows, flags, strict=True) if flag is True]
        return Members.of_rows(rows, len(self.facts.employees))

    def _formula(
        self, formula: Formula, readings: Mapping[str, Reading], step: FigureStep
    ) -> Cells:
        return self._run_formula(formula, readings, self._members(step))

    def _run_formula(
        self, formula: Formula, readings: Mapping[str, Reading], members: Members
    ) -> Cells:
        if not formula.inputs:
            return [formula.quick()] * len(members.rows)
        inputs = [readings[name] for name in formula.inputs]
        quick = all(self.is_complete(each) for each in inputs)
        return formula.column([self.cells(each, members) for each in inputs], quick=quick)

    def _table(self, step: TableStep) -> None:
        members = self._members(step)
        inputs = [self._table_input(step, name, members) for name in step.inputs]
        complete = all(
            self.is_complete(step.readings[name]) for name in step.inputs if name in step.readings
        )
        run = step.quick if complete and step.rank is None else step.careful
        hits = list(map(run, *inputs))
        outputs = step.outputs
        cells = [hit if isinstance(hit, Missing) else outputs[hit] for hit in hits]
        numbers = [len(outputs) if isinstance(hit, Missing) else hit for hit in hits]
        self._keep(step, [cell for cell in cells if cell is not None], numbers)

    def _table_input(self, step: TableStep, name: str, members: Members) -> Cells:
        """Return a column of a table; for a rank, the places or sizes (0 without a place)."""
        reading = step.readings[name]
        if reading.figure is None or reading.figure.name != step.rank:
            return self.cells(reading, members)
        found = self.figures[reading.figure]
        suffix = reading.name.removeprefix(reading.figure.name)
        source = places_for_tables(found) if not suffix else _part(found, suffix)
        positions = found.members.positions
        return [
            NO_PLACE if positions[row] < 0 else source[positions[row]] for row in members.rows
        ]

    def _total(self, step: TotalStep) -> Cells:
        members = self._members(step)
        totals: list[int | Missing] = [0] * len(members.rows)
        for key in step.parts:
            found = self.figures[key]
            for row, cell in zip(found.members.rows, found.column.sequence(), strict=True):
                position = members.positions[row]
                if position >= 0:
                    totals[position] = _added(totals[position], cell)
        return totals

    def _rank(self, step: RankStep) -> None:
        members = self._members(step)
        keys = [
            cast("Sequence[RankKey]", self.cells(step.readings[name], members))
            for name in step.keys
        ]
        scope = self.cells(step.readings[step.scope], members) if step.scope else None
        barred = self._barred(step, members)
        ranking = rank(keys, spec=step.spec, scope=scope, barred=barred)
        open_rows = [members.rows[position] for position in ranking.blocked]
        unsure = self.unsure.get(step.key.population, ())
        self.blocked[step.key] = tuple(
            row for row in (*open_rows, *unsure) if row not in self._excluded
        )
        blocked = {members.positions[row] for row in open_rows if row not in self._excluded}
        cells: list[Cell | Missing] = [
            place if place is not None
            else Missing.NOT_MEASURED if position in blocked else Missing.NO_RECORDS
            for position, place in enumerate(ranking.place)
        ]
        self.figures[step.key] = FigureColumn(
            step=step,
            members=members,
            column=packed(step.type, step.carrier, cells),
            ranking=ranking,
        )

    def _barred(self, step: RankStep, members: Members) -> list[bool] | None:
        if not step.barred_by:
            return None
        flags = [self.cells(step.readings[name], members) for name in step.barred_by]
        return [any(flag is True for flag in row) for row in zip(*flags, strict=True)]

    def _members_figure(self, step: MembersStep) -> None:
        candidates = self.populations[step.member_population]
        values = self.cells(step.member_figure, candidates)
        keep: Cells | None = None
        if step.where is not None:
            keep = self._run_formula(step.where, step.where_readings, candidates)
        readers = self._members(step)
        self._keep(
            step,
            gather_members(
                step,
                self.facts,
                readers=readers.rows,
                members=candidates.rows,
                values=values,
                keep=keep,
            ),
        )


def _added(total: int | Missing, cell: Cell | Missing) -> int | Missing:
    if isinstance(total, Missing):
        return total
    if isinstance(cell, Missing):
        return cell
    return total + cell if isinstance(cell, int) else total


def gathered_positions(outer: Members, inner: Members) -> Sequence[int]:
    """Return where the members of the inner population stand in the outer one."""
    if isinstance(outer.rows, range):
        return inner.rows
    found: Sequence[int] = gathered(outer.positions, inner.rows)  # type: ignore[assignment] # positions are ints
    return found


def places_for_tables(found: FigureColumn) -> Sequence[Cell | Missing]:
    """Return the places of a rank with 0 for those who have none; a blocked one stays missing."""
    column: Column = found.column
    missing = Missing.NO_RECORDS
    return [NO_PLACE if cell is missing else cell for cell in column.sequence()]


def _part(found: FigureColumn, suffix: str) -> Cells:
    if found.ranking is None:
        return ()
    values = found.ranking.size if suffix == "_size" else found.ranking.tied
    return [Missing.NO_RECORDS if value is None else value for value in values]
