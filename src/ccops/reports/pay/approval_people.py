"""The people of an approval sheet: everybody with his lines and totals, a row each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Final

import attrs

from ccops.reports.document.following import SumOf
from ccops.reports.document.model import Cell, Column, ColumnKind, Facts, Table, Tone, Unfolding
from ccops.reports.document.tables import text_cell
from ccops.reports.document.words import Words
from ccops.reports.parts.list_cells import name_cell
from ccops.reports.parts.money_sums import sum_cell, summed
from ccops.reports.parts.own_lines import OwnLines
from ccops.reports.parts.readings import Readings
from ccops.settlement import Settlement
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.plan import PayLine, TotalStep

_NO_LINE: Final = Cell(text="", tone=Tone.MUTED)


@attrs.frozen(kw_only=True, eq=False)
class SheetPeople:
    """Everybody of a settlement, as its approver sees him."""

    settlement: Settlement
    words: Words
    names: Mapping[str, str]
    subjects: tuple[str, ...]

    @cached_property
    def own(self) -> Mapping[str, OwnLines]:
        """The lines of each employee."""
        return {
            each: OwnLines(settlement=self.settlement, words=self.words, employee=each)
            for each in self.subjects
        }

    @cached_property
    def lines(self) -> tuple[PayLine, ...]:
        """The lines that come to anything for somebody, or are not known."""
        return tuple(each for each in self.settlement.results.plan.lines if self._counts(each))

    @cached_property
    def idle(self) -> tuple[PayLine, ...]:
        """The lines that come to nothing for everybody."""
        return tuple(x for x in self.settlement.results.plan.lines if x not in self.lines)

    def _counts(self, line: PayLine) -> bool:
        found = summed(self.settlement, self.subjects, line.figure)
        return bool(found.paid or found.missing)

    @cached_property
    def totals(self) -> tuple[TotalStep, ...]:
        """The printed totals that somebody has."""
        found = {step.key: step for own in self.own.values() for step in own.totals()}
        order = self.settlement.results.plan.figures
        return tuple(found[key] for key in order if key in found)

    # -- reasons ----------------------------------------------------------------------------

    def is_told(self, employee: str, figure: str) -> bool:
        """Say whether an amount needs a word: a code decided it, it is not known, or it waits."""
        row = self.own[employee].row
        return bool(
            isinstance(self.settlement.value(employee, figure), Missing)
            or self.settlement.is_provisional(figure, row)
            or self.settlement.reasons(employee, figure)
        )

    def unfoldings(self) -> Iterator[Unfolding]:
        """Yield why the amounts that need a word are what they are."""
        for employee in self.subjects:
            for made in self.own[employee].unfoldings(self._told_lines(employee)):
                label = f"{employee} {made.step.label}"
                yield attrs.evolve(made, step=attrs.evolve(made.step, label=label))

    def readings(self) -> Iterator[Facts]:
        """Yield the readings of the manual behind what is told."""
        traces = [
            self.settlement.trace(employee, line.figure)
            for employee in self.subjects
            for line in self._told_lines(employee)
        ]
        yield from Readings(self.settlement, self.words).facts(traces)

    def _told_lines(self, employee: str) -> tuple[PayLine, ...]:
        own = self.own[employee]
        told = (x for x in self.lines if own.has(x.figure) and self.is_told(employee, x.figure))
        return tuple(told)

    # -- the table --------------------------------------------------------------------------

    def table(self) -> Table:
        """Return everybody with lines, totals and remarks, and the sums in the foot."""
        say = self.words.say
        money = [(line.figure, line.label) for line in self.lines]
        money += [(step.key.name, step.label) for step in self.totals]
        return Table(
            id="people-table",
            caption=say("approval-people-caption", currency=self.settlement.rules.currency),
            columns=(
                Column(id="employee", title=say("list-employee")),
                Column(id="team", title=say("list-team")),
                *(
                    Column(id=name, title=self.words.head(label, name), kind=ColumnKind.MONEY)
                    for name, label in money
                ),
                Column(id="remarks", title=say("approval-remarks")),
            ),
            rows=tuple(self._row(each, [name for name, _ in money]) for each in self.subjects),
            foot=(self._foot([name for name, _ in money]),),
        )

    def _row(self, employee: str, figures: list[str]) -> tuple[Cell, ...]:
        team = self.settlement.value(employee, "team")
        return (
            name_cell(employee, self.names),
            text_cell(team if isinstance(team, str) else ""),
            *(self._amount(employee, each) for each in figures),
            text_cell(self._remarks(employee), tone=Tone.MUTED),
        )

    def _amount(self, employee: str, figure: str) -> Cell:
        own = self.own[employee]
        if not own.has(figure):
            return _NO_LINE
        cell = own.amount(figure)
        is_line = any(each.figure == figure for each in self.lines)
        if is_line and self.is_told(employee, figure):
            return attrs.evolve(cell, explain=own.why(figure))
        return cell

    def _remarks(self, employee: str) -> str:
        """Return the words of the codes that decided his lines, each once, and what waits."""
        own, found = self.own[employee], dict[str, None]()
        for line in self.lines:
            if own.has(line.figure):
                told = self.settlement.reasons(employee, line.figure)
                found.update((self.words.label(each.label, each.code), None) for each in told)
        if own.is_provisional([each.figure for each in self.lines]):
            found[self.words.say("provisional-mark")] = None
        return self.words.say("listed").join(found)

    def _foot(self, figures: list[str]) -> tuple[Cell, ...]:
        head = text_cell(self.words.say("approval-sum", count=len(self.subjects)), tone=Tone.TOTAL)
        sums = (
            attrs.evolve(
                sum_cell(summed(self.settlement, self.subjects, each), self.words),
                follows=SumOf(figure=each),
            )
            for each in figures
        )
        return (head, Cell(text=""), *sums, Cell(text=""))
