"""The pay lines of one employee as cells: what he has, its reason, its basis and its amount."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import format_number
from ccops.plan import PayLine, TotalStep
from ccops.reports.document.following import At
from ccops.reports.document.model import (
    Cell,
    Column,
    ColumnKind,
    Facts,
    Table,
    Tone,
    Unfolding,
)
from ccops.reports.document.tables import CellValue, text_cell
from ccops.reports.document.words import Words
from ccops.reports.parts.constants import write_constant
from ccops.reports.parts.short_reasons import ShortReason
from ccops.reports.parts.unfolding import Told, Unfolder
from ccops.settlement import PayrollLine, Settlement, adjustment_lines, write_value
from ccops.values import Missing, Money, NotApplicable, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: The ids of the tables of somebody's lines begin so, before his own: those that pay or wait for
#: something, and those that come to nothing.
LINES: Final = "lines-"
NOTHING: Final = "nothing-"


@cache
def _columns(third: str, currency: str, words: Words) -> tuple[Column, ...]:
    """Return the columns of a table of lines, of which the third says ``basis`` or ``reason``."""
    amount = words.say("amount", currency=currency)
    return (
        *(Column(id=each, title=words.say(each)) for each in ("item", "code", third)),
        Column(id="amount", title=amount, kind=ColumnKind.MONEY),
    )


@attrs.frozen(kw_only=True, eq=False)
class OwnLines:
    """The lines and totals of one employee, and nothing of anybody else."""

    settlement: Settlement
    words: Words
    employee: str
    #: What tells explanations, where it does so of other people as well.
    told_by: Unfolder | None = None

    @cached_property
    def row(self) -> int:
        """His row. Raises ``UnknownNameError`` for a stranger."""
        return self.settlement.row_of(self.employee)

    @cached_property
    def _unfolder(self) -> Unfolder:
        return self.told_by or Unfolder(settlement=self.settlement, words=self.words)

    # -- which ------------------------------------------------------------------------------

    def lines(self) -> tuple[PayLine, ...]:
        """Return the lines he has; a line of other people's is absent, not 0."""
        results = self.settlement.results
        return tuple(
            line
            for line in results.plan.lines
            if results.column_at(line.figure, self.row) is not None and not self._is_idle(line)
        )

    def _is_idle(self, line: PayLine) -> bool:
        """Say whether there is nothing to correct: such a line is left out, unless it waits."""
        if not line.adjusts:
            return False
        value = self.settlement.value(self.employee, line.figure)
        return isinstance(value, Money) and not value.minor

    def is_nothing(self, line: PayLine) -> bool:
        """Say whether a line comes to nothing, and that for good."""
        value = self.settlement.value(self.employee, line.figure)
        waits = self.settlement.is_provisional(line.figure, self.row)
        return isinstance(value, Money) and not value.minor and not waits

    def totals(self) -> tuple[TotalStep, ...]:
        """Return the printed totals he has."""
        results = self.settlement.results
        return tuple(
            step
            for key, step in results.plan.figures.items()
            if isinstance(step, TotalStep)
            and step.rule.is_printed
            and results.figures[key].members.positions[self.row] >= 0
        )

    def is_provisional(self, figures: Sequence[str]) -> bool:
        """Say whether any of some figures of his waits for an input."""
        return any(self.settlement.is_provisional(each, self.row) for each in figures)

    # -- cells ------------------------------------------------------------------------------

    def table(self, lines: Sequence[PayLine], totals: Sequence[TotalStep]) -> Table:
        """Return the table of lines, with totals in its foot."""
        return Table(
            id=f"{LINES}{self.employee}",
            caption=self.words.say("lines"),
            columns=_columns("basis", self.settlement.rules.currency, self.words),
            rows=tuple(self._line(line) for line in lines),
            foot=tuple(self._total(step, lines) for step in totals),
        )

    def nothing(self, lines: Sequence[PayLine]) -> Table:
        """Return the table of lines that come to nothing, each with the reason in short."""
        return Table(
            id=f"{NOTHING}{self.employee}",
            caption=self.words.say("lines-nothing"),
            columns=_columns("reason", self.settlement.rules.currency, self.words),
            rows=tuple(self._line_of_nothing(line) for line in lines),
        )

    def _line_of_nothing(self, line: PayLine) -> tuple[Cell, ...]:
        label = self.words.head(line.label, line.figure)
        return (
            Cell(text=label, value=label, explain=self.why(line.figure)),
            text_cell(line.code, tone=Tone.MUTED),
            text_cell(self._short_reason(line), tone=Tone.MUTED),
            self.amount(line.figure),
        )

    def _short_reason(self, line: PayLine) -> str:
        reason = self._reason(line)
        if reason:
            return reason
        told = ShortReason(self._unfolder)
        if line.quantity and self._is_none(line.quantity):
            return told.values([self.settlement.trace(self.employee, line.quantity)])
        return told.of(self.settlement.trace(self.employee, line.figure))

    def _is_none(self, name: str) -> bool:
        value = self.settlement.value(self.employee, name)
        return not isinstance(value, Missing | NotApplicable) and not value

    def _line(self, line: PayLine) -> tuple[Cell, ...]:
        label, note = self.words.head(line.label, line.figure), self._reason(line)
        return (
            Cell(text=label, value=label, note=note, explain=self.why(line.figure)),
            text_cell(line.code, tone=Tone.MUTED),
            text_cell(self._basis(line)),
            self.amount(line.figure),
        )

    def _reason(self, line: PayLine) -> str:
        found = self.settlement.reasons(self.employee, line.figure)
        told = [self.words.label(each.label, each.code) for each in found]
        mark = self.mark(line.figure)
        return self.words.say("listed").join([*told, mark] if mark else told)

    def mark(self, figure: str) -> str:
        """Return the word for what stands provisionally."""
        waits = self.settlement.is_provisional(figure, self.row)
        return self.words.say("provisional-mark") if waits else ""

    def why(self, figure: str) -> str:
        """Return the id of the explanation of a line."""
        return f"why-{self.employee}-{figure}"

    def has(self, figure: str) -> bool:
        """Say whether he has a figure at all."""
        return self.settlement.results.column_at(figure, self.row) is not None

    def _basis(self, line: PayLine) -> str:
        """Return quantity times rate, where the line has them, or the periods it corrects."""
        if line.adjusts:
            periods = (each.corrects_period for each in self._adjustments(line))
            listed = self.words.say("listed").join(dict.fromkeys(periods))
            return self.words.say("corrects", periods=listed) if listed else ""
        if not line.quantity:
            return ""
        value = self.settlement.value(self.employee, line.quantity)
        unit = self.settlement.unit_of(line.quantity)
        quantity = write_value(value, unit, locale=self.words.locale)
        rate = self._rate(line.rate)
        return f"{quantity} × {rate}" if rate else quantity

    def _adjustments(self, line: PayLine) -> Iterator[PayrollLine]:
        """Yield what payroll is handed of his for a line of corrections, lot by lot."""
        return adjustment_lines(self.settlement, line, self.row)

    def _rate(self, name: str) -> str:
        found = self.settlement.rules.plan.constants.get(name)
        if found is None or found.constant is None:
            return ""
        return write_constant(found.constant, self.settlement.rules.currency, self.words)

    def _total(self, step: TotalStep, lines: Sequence[PayLine]) -> tuple[Cell, ...]:
        name = step.key.name
        added = {key.name for key in step.parts}
        others = [self.words.label(x.label, x.figure) for x in lines if x.figure not in added]
        listed = self.words.say("listed").join(others)
        told = (self.words.say("not-added", lines=listed) if others else "", self.mark(name))
        note = self.words.say("listed").join(each for each in told if each)
        label = self.words.head(step.label, name)
        head = text_cell(label, note=note, tone=Tone.TOTAL)
        return (head, Cell(text=""), Cell(text=""), self.amount(name))

    def amount(self, figure: str) -> Cell:
        """Return an amount without its currency, which heads the column."""
        value = self.settlement.value(self.employee, figure)
        if not isinstance(value, Money):
            return self.money(figure)
        return self._cell(figure, value, format_number(value.amount, locale=self.words.locale))

    def money(self, figure: str) -> Cell:
        """Return an amount in its currency, or why it is missing."""
        value = self.settlement.value(self.employee, figure)
        return self._cell(figure, value, write_value(value, Unit.MONEY, locale=self.words.locale))

    def _cell(self, figure: str, value: CellValue, text: str) -> Cell:
        tone = self._tone(figure) if isinstance(value, Money) else Tone.MISSING
        follows = At(subject=self.employee, figure=figure)
        return Cell(text=text, value=value, tone=tone, follows=follows)

    def _tone(self, figure: str) -> Tone:
        waits = self.settlement.is_provisional(figure, self.row)
        return Tone.PROVISIONAL if waits else Tone.PLAIN

    def unfoldings(self, lines: Sequence[PayLine]) -> tuple[Unfolding, ...]:
        """Return why lines are what they are, nothing of it twice; their cells point there."""
        kept = self.settlement.told_of(self.row)
        key = (self.words.locale, "unfoldings", tuple(each.figure for each in lines))
        if key not in kept:
            told = Told()
            kept[key] = tuple(self._unfolding(line, told) for line in lines)
        found: tuple[Unfolding, ...] = kept[key]
        return found

    def _unfolding(self, line: PayLine, told: Told) -> Unfolding:
        trace = self.settlement.trace(self.employee, line.figure)
        label = self.words.head(line.label, line.figure)
        step = self._unfolder.explanation(trace, label, told)
        return Unfolding(id=self.why(line.figure), step=step)

    def readings(self, lines: Sequence[PayLine]) -> Iterator[Facts]:
        """Yield the readings of the manual behind lines, by the numbers they are named by."""
        traces = [self.settlement.trace(self.employee, each.figure) for each in lines]
        yield from self._unfolder.readings.facts(traces)
