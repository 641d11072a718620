"""Tracing: one cell worked out again with everything that led to it, over the same tree."""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING, Any

import attrs

from ccops.messages import Label, Origin
from ccops.plan.account_figures import AccountPart
from ccops.plan.account_tracing import traced_account
from ccops.plan.call_tracing import traced_calls
from ccops.plan.fact_tracing import FactAlike, fact_alike, traced_fact
from ccops.plan.members_tracing import traced_group_fact, traced_groups, traced_members
from ccops.plan.row_tracing import RowAlike, Term, TracedParameter, row_alike
from ccops.plan.steps import (
    NO_HIT,
    AccountPartStep,
    AccountStep,
    GroupFactStep,
    MembersStep,
    RankStep,
    Reading,
    RowStep,
    TableStep,
    TotalStep,
    WindowStep,
)
from ccops.plan.table_tracing import collected, traced_rows
from ccops.plan.ties import traced_share
from ccops.plan.traced_rows import TracedRows
from ccops.plan.traces import (
    Trace,
    TracedPlace,
    TracedRow,
    TracedTerm,
    TracedValue,
)
from ccops.plan.window_tracing import traced_lengths, traced_periods
from ccops.rules.asked import unasked_at
from ccops.rules.places import Place
from ccops.rules.windows import WindowKind
from ccops.values import (
    NUMERIC,
    Carrier,
    Cell,
    Missing,
    NotApplicable,
    Scalar,
    fraction_of,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from ccops.plan.fact_tracing import TellsGathered
    from ccops.plan.members_tracing import TellsLarger
    from ccops.plan.results import FigureColumn, Results
    from ccops.plan.steps import FigureStep, Key
    from ccops.rules.hits import TableValue

#: How many people ahead and behind an explanation of a place shows.
NEIGHBORS = 2


class Tracer:
    """Traces cells of one run; ``parameters`` say where the constants of the pack come from.

    ``gathered`` tells of a group, by its row, what it gathered of its people under a name;
    ``larger`` traces a fact of a group that is read by those in it.
    The cells of the rows traced last are kept: one leads to another, many to the same, and a
    person is told of on several pages.
    """

    def __init__(
        self,
        results: Results,
        parameters: Mapping[str, tuple[Label, Origin]],
        gathered: TellsGathered | None = None,
        larger: TellsLarger | None = None,
    ) -> None:
        self._results = results
        self._gathered = gathered
        self._larger = larger
        self._parameters = parameters
        self._rows = TracedRows(len(results.facts.employees))
        self._alikes: dict[Key, RowAlike] = {}
        self._facts: dict[str, FactAlike] = {}
        self._labels: dict[Key, Label] = {}

    def figure(self, name: str, row: int) -> Trace | None:
        """Return the trace of a figure or fact for a row; ``None`` where it has no line."""
        found = self._results.column_at(name, row)
        if found is not None:
            return self._figure(found, row)
        if name in self._results.facts.employees.columns:
            return self._fact(name, row)
        return None

    def told(self, row: int) -> dict[Hashable, Any]:
        """Return what was made of the traces of a row, to be asked and added to.

        It is kept about as long as they are.
        """
        return self._rows.told(row)

    def _figure(self, found: FigureColumn, row: int) -> Trace:
        kept, key = self._rows.traces(row), found.step.key
        if key not in kept:
            kept[key] = self._again(found, row)
        return kept[key]

    def _again(self, found: FigureColumn, row: int) -> Trace:
        match found.step:
            case RowStep():
                return self._row(found.step, found, row)
            case TableStep():
                return self._table(found.step, found, row)
            case RankStep():
                return self._rank(found.step, found, row)
            case WindowStep():
                return self._window(found.step, found, row)
            case AccountStep():
                return self._account(found.step, found, row)
            case AccountPartStep():
                return self._account_part(found.step, found, row)
            case _:
                return self._across(found, row)

    def _across(self, found: FigureColumn, row: int) -> Trace:
        """Trace a figure that reads other people, a group, or several figures."""
        match found.step:
            case MembersStep():
                return self._members(found.step, found, row)
            case GroupFactStep():
                return self._group_fact(found.step, found, row)
            case TotalStep():
                return self._total(found.step, found, row)
            case step:
                raise AssertionError(type(step).__name__)

    def _base(self, found: FigureColumn, row: int, kind: str, **told: Any) -> Trace:
        """Return the trace of a figure: whose it is, its value, and what its kind tells of it."""
        step, name = found.step, found.step.key.name
        value = TracedValue(cell=found.at(row), type=step.type, carrier=step.carrier)
        return Trace(
            name=name,
            kind=kind,
            label=self._label(step),
            row=row,
            value=value,
            origin=step.definition.origin,
            policy=step.definition.policy,
            **told,
        )

    def _label(self, step: FigureStep) -> Label:
        label = self._labels.get(step.key)
        if label is None:
            own = step.label
            label = own if own != Label() else self._results.plan.label_of(step.key.name)
            self._labels[step.key] = label
        return label

    def _fact(self, name: str, row: int) -> Trace:
        kept = self._rows.traces(row)
        if name not in kept:
            alike = self._facts.get(name)
            if alike is None:
                alike = self._facts[name] = fact_alike(name, self._results)
            kept[name] = traced_fact(name, self._results, row, alike, self._gathered)
        return kept[name]

    def _reading(self, reading: Reading, row: int) -> Trace:
        if reading.figure is None:
            return self._fact(reading.name, row)
        found = self._results.figures[reading.figure]
        if found.members.positions[row] < 0:
            return self._base(found, row, "none")
        return self._figure(found, row)

    # -- kinds ------------------------------------------------------------------------------

    def _row(self, step: RowStep, found: FigureColumn, row: int) -> Trace:
        """Trace a formula: its inputs but those that are missing and had no say."""
        alike = self._alike(step)
        values = {name: _there(read(row)) for name, read in alike.inputs}
        flags = [(each, _there(read(row))) for each, read in alike.reasons]
        spared = {each.flag for each, cell in flags if cell is False}
        raw = step.formula.unrounded
        unrounded = None
        if step.type.unit in NUMERIC:
            unrounded = TracedValue(cell=raw.at(values), type=step.type, carrier=raw.carrier)
        idle = unasked_at(step.formula, values)
        read = [name for name in step.formula.inputs if name not in spared and name not in idle]
        return self._base(
            found,
            row,
            "row",
            formula=alike.formula,
            unrounded=unrounded,
            rounding=step.rule.rounding,
            terms=tuple(self._term(step, each, values, row) for each in alike.terms),
            calls=traced_calls(raw, values),
            parameters=alike.parameters,
            reasons=tuple(each for each, cell in flags if cell is True),
            inputs=tuple(self._reading(step.readings[name], row) for name in read),
        )

    def _alike(self, step: RowStep) -> RowAlike:
        """Return what a formula is told with whoever it is traced for; it is found once."""
        found = self._alikes.get(step.key)
        if found is None:
            found = self._alikes[step.key] = row_alike(step, self._results, self._parameters)
        return found

    def _term(
        self, step: RowStep, term: Term, values: Mapping[str, Cell | Missing], row: int
    ) -> TracedTerm:
        cell, own = term.formula.at(values), term.formula
        value = TracedValue(cell=cell, type=own.node.type, carrier=own.carrier)
        traced = TracedTerm(text=term.text, value=value)
        return self._part(step, term.names, traced, row) if step.rule.adds_up else traced

    def _part(self, step: RowStep, names: Sequence[str], term: TracedTerm, row: int) -> TracedTerm:
        """Return a term of a line that adds up, with what was counted and the rate of each."""
        counted, rate = names
        column = self._results.facts.employees.columns[step.readings[counted].name]
        count = TracedValue(cell=column.at(row), type=column.type, carrier=column.carrier)
        label = self._results.plan.label_of(counted)
        return attrs.evolve(term, label=label, count=count, rate=step.rule.constants[rate])

    def _parameter(self, name: str, scalar: Scalar) -> TracedParameter:
        return (name, scalar, *self._parameters.get(name, (Label(), Origin())))

    def _table(self, step: TableStep, found: FigureColumn, row: int) -> Trace:
        inputs = {reading.figure or reading.name: reading for reading in step.readings.values()}
        read = tuple(self._reading(each, row) for each in inputs.values())
        hit = NO_HIT if found.hits is None else found.hits[found.members.positions[row]]
        return self._base(
            found,
            row,
            "table",
            inputs=read,
            table=self._table_rows(step, row, hit),
            collected=collected(step.table),
            shared=traced_share(step, self._results, row),
            parameters=tuple(
                self._parameter(name, scalar) for name, scalar in step.parameters.items()
            ),
        )

    def _table_rows(self, step: TableStep, row: int, hit: int) -> tuple[TracedRow, ...]:
        if hit < 0:
            return ()
        return traced_rows(step, self._table_values(step, row), hit)

    def _table_values(self, step: TableStep, row: int) -> list[TableValue]:
        values: list[TableValue] = []
        for number, column in enumerate(step.table.columns):
            name = f"v{number}"
            cell = self._cell(step.readings[name], row)
            if column.share is not None:
                size = self._cell(step.readings[f"{name}s"], row)
                values.append(Place(_whole(cell), _whole(size)))
            elif isinstance(cell, bool | str | Missing):
                values.append(cell)
            else:
                values.append(fraction_of(cell, self._carrier(step.readings[name])))
        return values

    def _rank(self, step: RankStep, found: FigureColumn, row: int) -> Trace:
        position = found.members.positions[row]
        ranking = found.ranking
        if ranking is None:
            raise AssertionError(step.key.name)
        near = ranking.neighbors(position, count=NEIGHBORS)
        rows = found.members.rows
        place = TracedPlace(
            place=ranking.place[position],
            size=ranking.size[position],
            tied=ranking.tied[position],
            ahead=tuple(rows[each] for each in near.better),
            behind=tuple(rows[each] for each in near.worse),
            keys=tuple(text.value for text in step.rule.order),
        )
        keys = tuple(self._reading(step.readings[name], row) for name in step.keys)
        return self._base(found, row, "rank", place=place, inputs=keys)

    def _members(self, step: MembersStep, found: FigureColumn, row: int) -> Trace:
        return self._base(
            found,
            row,
            "members",
            members=traced_members(step, self._results, row),
            rounding=step.rounding,
            formula=f"{step.gathering.value}({step.member_figure.name})",
        )

    def _group_fact(self, step: GroupFactStep, found: FigureColumn, row: int) -> Trace:
        groups = traced_groups(step, self._results, row)
        return self._base(
            found,
            row,
            "group",
            groups=groups,
            inputs=traced_group_fact(step, groups, self._larger),
        )

    def _window(self, step: WindowStep, found: FigureColumn, row: int) -> Trace:
        is_previous = step.kind is WindowKind.PREVIOUS
        reads = [] if is_previous else [step.source, *([step.skip] if step.skip else [])]
        return self._base(
            found,
            row,
            "window",
            parameters=tuple(starmap(self._parameter, traced_lengths(step, self._results))),
            periods=tuple(traced_periods(step, self._results, row)),
            inputs=tuple(self._reading(each, row) for each in reads),
        )

    def _account(self, step: AccountStep, found: FigureColumn, row: int) -> Trace:
        past = traced_account(step, self._results, row)
        return self._base(found, row, "account", **past, inputs=self._asked(step, row))

    def _asked(self, step: AccountStep, row: int) -> tuple[Trace, ...]:
        """Return what a period asks of somebody's account."""
        parts = [self._results.figures[key] for key in (*step.posted, *step.used)]
        asked = [self._figure(each, row) for each in parts if each.members.positions[row] >= 0]
        return (*asked, *(self._reading(each, row) for each in step.readings.values()))

    def _account_part(self, step: AccountPartStep, found: FigureColumn, row: int) -> Trace:
        account = self._results.figures.get(step.account)
        if account is None or not isinstance(account.step, AccountStep):
            return self._base(found, row, "account")
        past = traced_account(account.step, self._results, row)
        is_opening = step.part is AccountPart.OPENING
        inputs = () if is_opening else self._asked(account.step, row)
        return self._base(found, row, "account", **past, inputs=inputs)

    def _total(self, step: TotalStep, found: FigureColumn, row: int) -> Trace:
        parts = [self._results.figures[key] for key in step.parts]
        there = [each for each in parts if each.members.positions[row] >= 0]
        inputs = tuple(self._figure(each, row) for each in there)
        return self._base(found, row, "total", inputs=inputs)

    def _cell(self, reading: Reading, row: int) -> Cell | Missing:
        return _there(self._results.cell(reading, row))

    def _carrier(self, reading: Reading) -> Carrier:
        if reading.figure is None:
            return self._results.facts.employees.columns[reading.name].carrier
        return self._results.figures[reading.figure].step.carrier


def _there(cell: Cell | Missing | NotApplicable) -> Cell | Missing:
    """Return a cell as a formula reads it: a line that somebody has not is nothing."""
    return 0 if isinstance(cell, NotApplicable) else cell


def _whole(cell: Cell | Missing) -> int:
    return cell if isinstance(cell, int) else 0
