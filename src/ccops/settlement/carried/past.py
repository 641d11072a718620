"""History for a period: what a closing says, on the rows of this period's employees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

import attrs

from ccops.errors import DataError
from ccops.facts import (
    RUN_OF,
    AccountKind,
    Column,
    Facts,
    History,
    HistoryNeed,
    Lot,
    recast,
)
from ccops.messages import Diagnostic
from ccops.plan import AccountStep, WindowStep
from ccops.rules.windows import LONGEST_WINDOW, WindowKind
from ccops.settlement.carried.account_closing import account_of, recast_lots
from ccops.settlement.carried.closing import Closing
from ccops.settlement.carried.closing_building import past_of
from ccops.settlement.measured.rules import MonthRules
from ccops.values import NUMERIC, WHOLE, Bounds, Cell, Missing, Type, Unit, fraction_of
from ccops.values.periods import shifted_label

Cells = list["Cell | Missing"]


def history_of(closing: Closing | None, facts: Facts, rules: MonthRules) -> History:
    """Return what earlier periods left about the employees of a period.

    What is not there is ``not_due`` where the figure had no such period, ``not_employed`` for
    somebody hired after it, and else ``no_history``. Raises ``DataError`` with every name whose
    values are of another unit, or finer than the figure that reads them.
    """
    problems: list[Diagnostic] = []
    rows = _Rows(closing, facts, rules)
    cells: dict[tuple[str, int], Sequence[Cell | Missing]] = {}
    for need in rules.plan.history_needs:
        for ago in range(1, need.periods + 1):
            cells[need.name, ago] = rows.cells(need, ago, problems)
    for step in rules.plan.steps if closing is not None and closing.is_opening else ():
        if isinstance(step, WindowStep) and step.kind is WindowKind.STREAK:
            _fold(step, rows, cells)
    lots = (
        {}
        if closing is None
        else {
            step.key.name: lots_of(step.kind, closing, facts, problems)
            for step in rules.plan.steps
            if isinstance(step, AccountStep)
        }
    )
    if problems:
        raise DataError(tuple(problems))
    return History(
        cells=cells,
        unsaid=frozenset(rows.unsaid),
        lots={name: held for name, (held, _) in lots.items()},
        unknown_lots={name: unknown for name, (_, unknown) in lots.items()},
    )


@attrs.define(eq=False)
class _Rows:
    """Brings columns of a closing onto the rows of a sheet."""

    closing: Closing | None
    facts: Facts
    rules: MonthRules
    #: Names of which no period says anything of anybody, and how many periods ago.
    unsaid: set[tuple[str, int]] = attrs.field(factory=set, init=False)
    #: Where those of the closing stand in the sheet; -1 where they do not.
    _places: Sequence[int] = attrs.field(init=False)
    _placed: dict[int, Sequence[int]] = attrs.field(factory=dict, init=False)
    _absent: dict[int, Cells] = attrs.field(factory=dict, init=False)
    _labels: dict[int, str] = attrs.field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        known = self.closing.employees if self.closing else ()
        rows = self.facts.employees.rows
        is_same = known == self.facts.employees.ids
        self._places = range(len(known)) if is_same else [rows.get(each, -1) for each in known]

    def cells(self, need: HistoryNeed, ago: int, problems: list[Diagnostic]) -> Cells:
        """Return what a name was so many periods ago, for every row of the sheet."""
        absent = self._absent_cells(need, ago)
        found: Cells | None = None
        for places, cells in self._said(need, self._label(ago), problems):
            found = found or [*absent, Missing.NO_HISTORY]  # the last is for who is not here
            for place, cell in zip(places, cells, strict=True):
                found[place] = cell
        if found is None:
            self.unsaid.add((need.name, ago))
            return absent
        return found[:-1]

    def _said(
        self, need: HistoryNeed, label: str, problems: list[Diagnostic]
    ) -> Iterator[tuple[Sequence[int], Sequence[Cell | Missing]]]:
        """Yield what a closing says of a name in a period, and where those people stand."""
        if self.closing is None:
            return
        for past in past_of(need, self.closing):
            if past.period != label:
                continue
            told = {"name": need.name, "period": label}
            if past.column.type.unit is not need.type.unit:
                told |= {"found": str(past.column.type), "wanted": str(need.type)}
                problems.append(Diagnostic(code="closing-other-unit", args=told))
                continue
            try:
                column = recast(past.column, need.type, need.carrier)
            except ValueError as error:
                told["problem"] = str(error)
                problems.append(Diagnostic(code="closing-too-fine", args=told))
                continue
            outside = _outside(column, need)
            if outside is not None:
                told |= {"value": str(outside), "range": str(need.bounds)}
                problems.append(Diagnostic(code="closing-out-of-range", args=told))
                continue
            places = self._places_of(past.rows)
            if max(places, default=-1) >= 0:
                yield places, column.sequence()

    def _places_of(self, rows: Sequence[int]) -> Sequence[int]:
        """Return where some rows of the closing stand in the sheet; the same rows are many's."""
        if isinstance(self._places, range):
            return rows
        if id(rows) not in self._placed:
            self._placed[id(rows)] = [self._places[row] for row in rows]
        return self._placed[id(rows)]

    def _absent_cells(self, need: HistoryNeed, ago: int) -> Cells:
        """Return why nothing is there, for everybody."""
        label = self._label(ago)
        definitions = self.rules.plan.definitions.by_name.get(need.name, ())
        cadences = [each.cadence for each in definitions]
        if cadences and all(each is not None and not each.is_due(label) for each in cadences):
            return [Missing.NOT_DUE] * len(self.facts.employees)
        if ago not in self._absent:
            self._absent[ago] = self._before_hire(ago)
        return self._absent[ago]

    def _label(self, ago: int) -> str:
        """Return the label of the period so many before; the same few are many names'."""
        if ago not in self._labels:
            self._labels[ago] = shifted_label(self.rules.period.label, -ago)
        return self._labels[ago]

    def _before_hire(self, ago: int) -> Cells:
        """Return for everybody whether he was not employed yet, or nothing is known of it."""
        found: Cells = [Missing.NO_HISTORY] * len(self.facts.employees)
        if not self._recent:
            return found
        period = self.rules.period.earlier(ago)
        last = period.days(self.rules.default_calendar).last.toordinal()
        for row, hired in self._recent:
            if hired > last:
                found[row] = Missing.NOT_EMPLOYED
        return found

    @cached_property
    def _recent(self) -> Sequence[tuple[int, int]]:
        """Those hired since the oldest period a window may ask for, and when (as an ordinal)."""
        oldest = self.rules.period.earlier(LONGEST_WINDOW).days(self.rules.default_calendar).last
        hired, first = self.facts.employees.columns.get("hired_on"), oldest.toordinal()
        days = enumerate(hired.sequence() if hired is not None else ())  # groups are not hired
        return [(row, day) for row, day in days if isinstance(day, int) and day > first]


def _outside(column: Column, need: HistoryNeed) -> Fraction | None:
    """Return a value that a name is proven never to have, if there is one."""
    bounds = need.bounds
    if need.type.unit not in NUMERIC or bounds == Bounds():
        return None
    cells: Sequence[Any] = column.cells
    if column.missing:
        cells = [cell for cell, code in zip(cells, column.codes, strict=True) if not code]
    if need.carrier.is_exact:
        different = dict.fromkeys(cells)
        return next((Fraction(*x) for x in different if not bounds.holds_ratio(*x)), None)
    ends = (fraction_of(each(cells), need.carrier) for each in (min, max) if cells)
    return next((each for each in ends if not bounds.holds(each)), None)


def lots_of(
    kind: AccountKind, closing: Closing, facts: Facts, problems: list[Diagnostic]
) -> tuple[dict[int, Sequence[Lot]], dict[int, Missing]]:
    """Return what an account holds by the rows of a sheet; who is not named holds nothing."""
    lots: dict[int, Sequence[Lot]] = {}
    unknown: dict[int, Missing] = {}
    for past in account_of(kind, closing):
        told = {"name": kind.name, "period": closing.period}
        if past.type.unit is not kind.type.unit:
            told |= {"found": str(past.type), "wanted": str(kind.type)}
            problems.append(Diagnostic(code="closing-other-unit", args=told))
            continue
        try:
            kept = recast_lots(past, kind)
        except ValueError as error:
            told["problem"] = str(error)
            problems.append(Diagnostic(code="closing-too-fine", args=told))
            continue
        here = facts.employees.rows
        lots.update(
            {
                here[who]: each
                for row, each in kept.lots.items()
                if (who := closing.employees[row]) in here
            }
        )
        unknown.update(
            {
                here[who]: each
                for row, each in kept.unknown.items()
                if (who := closing.employees[row]) in here
            }
        )
    return lots, unknown


def _fold(
    step: WindowStep, rows: _Rows, cells: dict[tuple[str, int], Sequence[Cell | Missing]]
) -> None:
    """Count streaks from the condition's own past, where that is given and no streak is.

    Openings and worked examples may so say in which months a condition held.
    """
    holds = _given(step.source.name, rows)
    if not holds:
        return
    skips = list(map(step.left_out, _given(step.skip.name, rows))) if step.skip else []
    name, run_name = step.key.name, RUN_OF.format(step.key.name)
    streaks, runs = list(cells[name, 1]), list(cells.get((run_name, 1), ()))
    for row, before in enumerate(streaks):
        if isinstance(before, Missing):
            past = [column[row] for column in holds]
            left_out = [column[row] for column in skips] if step.skip else [False] * len(past)
            run, begins = _run_of(past, left_out)
            enough = step.at_least is not None and run >= step.at_least
            streaks[row] = run if begins or enough else before
            if runs:
                runs[row] = run
    cells[name, 1] = streaks
    if runs:
        cells[run_name, 1] = runs
    rows.unsaid -= {(name, 1), (run_name, 1)}


def _given(name: str, rows: _Rows) -> list[Cells]:
    """Return what a closing says of a flag, period by period back to where it says nothing."""
    said = (
        {each.period for each in rows.closing.values if each.name == name}
        if rows.closing
        else set()
    )
    need = HistoryNeed(name=name, periods=LONGEST_WINDOW, type=Type(Unit.FLAG), carrier=WHOLE)
    found: list[Cells] = []
    for ago in range(1, LONGEST_WINDOW + 1):
        if shifted_label(rows.rules.period.label, -ago) not in said:
            break
        found.append(rows.cells(need, ago, []))
    return found


def _run_of(
    past: Sequence[Cell | Missing], left_out: Sequence[Cell | Missing]
) -> tuple[int, bool]:
    """Return for how many periods a condition held, and whether it is known how that began."""
    run = 0
    for holds, skipped in zip(past, left_out, strict=False):  # as far back as both are given
        if skipped is True:
            continue
        if isinstance(holds, Missing) or isinstance(skipped, Missing):
            return run, False
        if not holds:
            return run, True
        run += 1
    return run, False
