"""Running a plan over the facts of a period: one pass, figure by figure, column by column."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from itertools import compress
from typing import TYPE_CHECKING, Any, Final, cast

import attrs

from ccops.facts import Column, Facts, History, is_complete, packed
from ccops.plan.account_figures import AccountPart
from ccops.plan.account_running import accounts_of, moved_accounts, openings_of
from ccops.plan.accounts import PARTS, Sums, sums_of
from ccops.plan.attested import attested_rank
from ccops.plan.barring import barred_rows
from ccops.plan.definitions import EVERYBODY
from ccops.plan.gathering import gather_members
from ccops.plan.group_facts import group_fact_column
from ccops.plan.reading import (
    Reader,
    evaluated,
    formula_cells,
    unknown_without,
    with_absent_facts,
)
from ccops.plan.results import FigureColumn, Members, Results
from ccops.plan.steps import (
    NO_HIT,
    AccountPartStep,
    AccountStep,
    FigureStep,
    GroupFactStep,
    Key,
    MembersStep,
    PopulationStep,
    RankStep,
    Reading,
    RowStep,
    Step,
    TableStep,
    TotalStep,
    WindowStep,
)
from ccops.plan.ties import split_amounts
from ccops.plan.totals import totals_of
from ccops.plan.windows import window_cells
from ccops.rules.expressions import Reference
from ccops.rules.ranks import Key as RankKey
from ccops.rules.ranks import rank
from ccops.rules.windows import WindowKind
from ccops.values import Cell, Missing, encode

if TYPE_CHECKING:
    from ccops.plan.attested import Attested
    from ccops.plan.plan import Plan
    from ccops.rules import Formula

Cells = Sequence[Cell | Missing]
#: Of so many rows a set is no whole number of 64 bits any more.
_MOST_PACKED: Final = 63

#: Figures set by hand for worked examples: figure to employee to value.
Pins = Mapping[str, Mapping[str, object]]


def run_plan(  # noqa: PLR0913 - one keyword for each thing a run may start from
    plan: Plan,
    facts: Facts,
    *,
    excluded: frozenset[int] = frozenset(),
    pins: Pins | None = None,
    history: History | None = None,
    later: frozenset[Key] = frozenset(),
    attested: Attested | None = None,
) -> Results:
    """Return every figure of the plan for the employees of the facts.

    ``history`` is what earlier periods left; without it nothing of them is known.
    ``excluded`` are the rows that a named person has ruled out of the ranks whose keys they
    miss. Facts the plan reads and nobody gave are missing (``not_measured``). ``pins`` set
    figures for worked examples. ``later`` are figures that are left out, with all lines of them.
    """
    run = Run(plan, with_absent_facts(plan, facts), excluded, pins or {})
    run.later = later
    run.attested = attested
    run.history = history or History()
    for step in plan.steps:
        run.take(step)
    return run.results()


class Run:
    """One pass over the steps; what is worked out so far."""

    def __init__(self, plan: Plan, facts: Facts, excluded: frozenset[int], pins: Pins) -> None:
        self.facts = facts
        self.populations: dict[str, Members] = {EVERYBODY: Members.everybody(len(facts.employees))}
        self.reader = Reader(facts)
        self.blocked: dict[Key, tuple[int, ...]] = {}
        #: Rows of which it is not known whether they belong to a population.
        self.unsure: dict[str, tuple[int, ...]] = {}
        self.history = History()
        self.later: frozenset[Key] = frozenset()
        self.attested: Attested | None = None
        self._sums: dict[Key, dict[int, Sums | Missing]] = {}
        self._plan = plan
        self._excluded = excluded
        self._pins = pins

    def results(self) -> Results:
        """Return what was worked out."""
        return Results(
            plan=self._plan,
            facts=self.facts,
            populations=self.populations,
            figures=self.reader.figures,
            blocked=self.blocked,
            history=self.history,
        )

    def take(self, step: Step) -> None:
        """Work out one step and keep what it gives; a figure that is not due has no lines."""
        if isinstance(step, FigureStep) and self._is_left_out(step):
            self._leave_out(step)
            return
        match step:
            case PopulationStep():
                self.populations[step.rule.name] = self._population(step)
            case RowStep():
                self._row(step)
            case TableStep():
                self._table(step)
            case RankStep():
                self._rank(step)
            case FigureStep():
                self._across(step)

    def _across(self, step: FigureStep) -> None:
        """Work out a figure that reads others, other periods, or several figures."""
        match step:
            case MembersStep() | GroupFactStep() if self.attested is not None:
                cells = [self.attested[step.key].cell] if self._members(step) else []
                self._keep(step, cells)
            case GroupFactStep():
                column = group_fact_column(step, self.facts, self._members(step).rows)
                self._keep(step, column.sequence())
            case MembersStep():
                self._members_figure(step)
            case WindowStep():
                self._window(step)
            case TotalStep():
                self._keep(step, self._total(step))
            case AccountStep():
                self._account(step)
            case AccountPartStep():
                self._keep(step, self._account_part(step))

    def _is_left_out(self, step: FigureStep) -> bool:
        return step.key in self.later or not step.is_due(self.facts.period.label)

    def _leave_out(self, step: FigureStep) -> None:
        self.reader.figures[step.key] = FigureColumn(
            step=step,
            members=Members.of_rows([], len(self.facts.employees)),
            column=packed(step.type, step.carrier, []),
        )

    def _members(self, step: FigureStep) -> Members:
        return self.populations[step.key.population]

    def _keep(self, step: FigureStep, cells: Cells, hits: Sequence[int] | None = None) -> None:
        if step.key.name in self._pins:
            cells = self._pinned(step, cells)
        self._put(step, packed(step.type, step.carrier, cells), hits)

    def _put(self, step: FigureStep, column: Column, hits: Sequence[int] | None = None) -> None:
        self.reader.figures[step.key] = FigureColumn(
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

    # -- the kinds of steps -----------------------------------------------------------------

    def _population(self, step: PopulationStep) -> Members:
        name, outer = step.rule.name, self.populations[step.outer]
        self.unsure[name] = self.unsure.get(step.outer, ())
        if step.formula is None:
            return outer
        if any(each.figure in self.later for each in step.readings.values()):
            return Members.of_rows([], len(self.facts.employees))
        flags = self._formula(step.formula, step.readings, outer)
        if is_complete(flags):
            rows = list(compress(outer.rows, flags))
        else:
            pairs = list(zip(outer.rows, flags, strict=True))
            self.unsure[name] += tuple(row for row, flag in pairs if isinstance(flag, Missing))
            rows = [row for row, flag in pairs if flag is True]
        if len(rows) == len(outer.rows) and isinstance(outer.rows, array):
            return outer  # the same people: what they read is gathered already
        return Members.of_rows(rows, len(self.facts.employees))

    def _row(self, step: RowStep) -> None:
        node, members = step.formula.node, self._members(step)
        if isinstance(node, Reference) and step.key.name not in self._pins:
            column = self.reader.column(step.readings[node.name], members)
            if column.carrier == step.carrier:  # another name for the same values
                self._put(step, attrs.evolve(column, type=step.type))
                return
        self._keep(step, self._formula(step.formula, step.readings, members))

    def _formula(
        self, formula: Formula, readings: Mapping[str, Reading], members: Members
    ) -> list[Any]:
        return formula_cells(formula, readings, members, self.reader)

    def _table(self, step: TableStep) -> None:
        hits = self._hits(step)
        # few hits differ, so what each gives is worked out once
        given = {hit: hit if isinstance(hit, Missing) else step.cell_of(hit) for hit in set(hits)}
        paid = list(map(given.__getitem__, hits))
        cells = split_amounts(step, self.reader, self._members(step), paid)
        known = [NO_HIT if isinstance(hit, Missing) else hit for hit in hits]
        self._keep(step, cells, _packed_hits(step, hits if is_complete(hits) else known))

    def _hits(self, step: TableStep) -> Sequence[Any]:
        """Return what each member hits; the figures of further outputs take the hits there are."""
        if step.lead is not None:
            return _hits_of(self.reader.figures[step.lead])
        inputs = [self._table_input(step, name) for name in step.inputs]
        return evaluated(step.program, inputs, len(self._members(step)))

    def _table_input(self, step: TableStep, name: str) -> Column:
        """Return a column of a table; for a rank, the places or sizes (0 without a place)."""
        reading, members = step.readings[name], self._members(step)
        if reading.figure is None or reading.figure.name != step.rank:
            return self.reader.column(reading, members)
        return self.reader.places(reading, members)

    def _total(self, step: TotalStep) -> Cells:
        members = self._members(step)
        parts = (self.reader.on_rows(self.reader.figures[key], members) for key in step.parts)
        return totals_of(len(members), parts)

    def _rank(self, step: RankStep) -> None:
        members = self._members(step)
        keys = [
            cast("Sequence[RankKey]", self.reader.cells(step.readings[name], members))
            for name in step.keys
        ]
        scope = self.reader.company([step.readings[name] for name in step.scope], members)
        barred = barred_rows(step, self.reader, members)
        for needed in (scope, barred):
            if needed is not None and not is_complete(needed):
                keys[0] = unknown_without(needed, keys[0])
        is_out = barred
        if barred is not None and not is_complete(barred):
            is_out = [each is True for each in barred]
        ranking = rank(keys, spec=step.spec, scope=scope, barred=is_out)
        open_rows = [members.rows[position] for position in ranking.blocked]
        unsure = self.unsure.get(step.key.population, ())
        self.blocked[step.key] = tuple(
            row for row in (*open_rows, *unsure) if row not in self._excluded
        )
        cells: Sequence[Any] = ranking.place
        if None in set(cells):
            outside = Missing.NO_RECORDS
            cells = [outside if place is None else place for place in cells]
            for row in open_rows:
                if row not in self._excluded:
                    cells[members.positions[row]] = Missing.NOT_MEASURED
        found = FigureColumn(
            step=step,
            members=members,
            column=packed(step.type, step.carrier, cells),
            ranking=ranking,
        )
        self.reader.figures[step.key] = found
        if self.attested is not None and members:
            said = self.attested[step.key]
            self.reader.figures[step.key] = attested_rank(found, said)
            self.blocked[step.key] = tuple(members.rows) if said.is_open else ()

    def _window(self, step: WindowStep) -> None:
        members = self._members(step)
        is_previous = step.kind is WindowKind.PREVIOUS
        now = () if is_previous else self.reader.cells(step.source, members)
        skip = step.left_out(self.reader.cells(step.skip, members)) if step.skip else None
        found = window_cells(step, self.history, members, now=now, skip=skip)
        self._keep(step, found)

    def _account(self, step: AccountStep) -> None:
        accounts = accounts_of(step, self.reader, self.history, self._members(step))
        self._sums[step.key] = {
            position: each if isinstance(each, Missing) else sums_of(each)
            for position, each in moved_accounts(accounts)
        }
        self._keep(step, self._summed(step, -1))
        found = self.reader.figures[step.key]
        self.reader.figures[step.key] = attrs.evolve(found, accounts=accounts)

    def _account_part(self, step: AccountPartStep) -> Cells:
        if step.part is AccountPart.OPENING:
            return openings_of(step.account.name, self.history, self._members(step))
        _ = self.reader.figures[step.account]  # where figures are asked for, it may be the first
        return self._summed(step, PARTS.index(step.part))

    def _summed(self, step: AccountStep | AccountPartStep, place: int) -> Cells:
        """Return one of the sums of everybody's lots; 0 for all whose account stood still."""
        account = step.account if isinstance(step, AccountPartStep) else step.key
        cells: list[Cell | Missing] = [0] * len(self._members(step))
        for position, each in self._sums[account].items():
            cells[position] = each if isinstance(each, Missing) else each[place]
        return cells

    def _members_figure(self, step: MembersStep) -> None:
        members = self._members(step)
        candidates = self.populations[step.member_population]
        keep: Cells | None = None
        if step.where is not None:
            keep = self._formula(step.where, step.where_readings, candidates)
        found = gather_members(
            step,
            self.facts,
            readers=members.rows,
            members=candidates.rows,
            values=self.reader.cells(step.member_figure, candidates),
            keep=keep,
        )
        self._keep(step, found)


def _hits_of(lead: FigureColumn) -> Sequence[Any]:
    """Return the hits of a table once more, with the reasons of the missing ones."""
    hits = lead.hits if lead.hits is not None else ()
    if NO_HIT not in hits:
        return hits
    cells = lead.column.sequence()
    reasons = (cell if isinstance(cell, Missing) else Missing.NOT_MEASURED for cell in cells)
    pairs = zip(hits, reasons, strict=True)
    return [reason if hit == NO_HIT else hit for hit, reason in pairs]


def _packed_hits(step: TableStep, hits: Sequence[int]) -> Sequence[int]:
    if step.table.takes_one_row:
        return array("i", hits)
    return array("q", hits) if len(step.table.rows) < _MOST_PACKED else hits
