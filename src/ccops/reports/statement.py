"""The pay statement of each employee: own lines, own reasons, and nothing of anybody else."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import Label, format_date, format_number
from ccops.plan import PayLine, TotalStep
from ccops.reports.constants import write_constant
from ccops.reports.following import At
from ccops.reports.model import (
    Cell,
    Column,
    ColumnKind,
    Document,
    Fact,
    Facts,
    Layout,
    Look,
    Paragraph,
    Part,
    Section,
    Table,
    Tone,
    Unfolding,
)
from ccops.reports.statement_behind import Behind
from ccops.reports.tables import text_cell
from ccops.reports.unfolding import Unfolder
from ccops.reports.words import Words
from ccops.reports.working_out import workings_of
from ccops.settlement import PayrollLine, Settlement, adjustment_lines, write_value
from ccops.values import Money, Unit
from ccops.values.canonical import canonical_json, digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ccops.values import PeriodDays


#: The id of the table of somebody's lines begins so, before his own.
LINES: Final = "lines-"


@attrs.frozen
class StatementKind:
    """The person's own statement: each line with its reason and its explanation."""

    name: str = "statement"

    def build(
        self,
        settlement: Settlement,
        *,
        locale: str,
        names: Mapping[str, str],
        subjects: Sequence[str] | None = None,
    ) -> Document:
        """Return one statement a section. Raises ``UnknownNameError`` for a stranger."""
        words = Words.of(locale)
        chosen = settlement.employees if subjects is None else tuple(subjects)
        workings = workings_of(settlement, words, subjects=chosen, names=names)
        return Document(
            kind=self.name,
            title=words.say("statement", period=settlement.period),
            subtitle=words.say("statement-subtitle", **_pack(settlement)),
            locale=locale,
            layout=Layout.PAGES,
            sections=tuple(
                _Statement(
                    settlement=settlement,
                    words=words,
                    employee=employee,
                    row=settlement.row_of(employee),
                    name=names.get(employee, ""),
                ).section()
                for employee in chosen
            ),
            foot=_foot(settlement, words),
            workings=workings,
        )


STATEMENT: Final = StatementKind()


def statement_table(settlement: Settlement, employee: str, *, locale: str) -> Table:
    """Return the table of lines and totals as it stands on the statement of an employee.

    Raises ``UnknownNameError`` for a stranger, and for a locale without words.
    """
    made = _Statement(
        settlement=settlement,
        words=Words.of(locale),
        employee=employee,
        row=settlement.row_of(employee),
        name="",
    )
    return made.table()


def _pack(settlement: Settlement) -> dict[str, str]:
    identity = settlement.rules.identity
    return {"pack": identity.id, "version": identity.version}


def _foot(settlement: Settlement, words: Words) -> tuple[str, ...]:
    manifest = settlement.manifest
    return (
        words.say("foot-made", version=manifest.ccops_version, revision=manifest.revision),
        words.say("foot-manifest", digest=digest(canonical_json(manifest.to_dict()))),
        words.say("foot-pack", digest=manifest.pack_digest, **_pack(settlement)),
    )


@attrs.frozen(kw_only=True, eq=False)
class _Statement:
    """One person's statement in the making."""

    settlement: Settlement
    words: Words
    employee: str
    row: int
    name: str

    @cached_property
    def _unfolder(self) -> Unfolder:
        return Unfolder(settlement=self.settlement, words=self.words)

    def section(self) -> Section:
        lines = self._lines()
        parts: list[Part] = [self._head(), *self._totals()]
        if self._is_provisional(lines):
            parts.append(Paragraph(text=self.words.say("provisional"), tone=Tone.PROVISIONAL))
        parts.append(self._table(lines))
        parts.extend(self._unfolding(each) for each in lines)
        parts.extend(Behind(self.settlement, self.words, self.employee, self.name).parts(lines))
        title = f"{self.name} {self.employee}" if self.name else self.employee
        return Section(id=self.employee, title=title, parts=tuple(parts))

    def table(self) -> Table:
        """Return the table of his lines and totals."""
        return self._table(self._lines())

    # -- head -------------------------------------------------------------------------------

    def _head(self) -> Facts:
        say, period = self.words.say, self.settlement.rules.period
        rows = [("employee-id", self.employee), ("period", period.label)]
        rows += [("pack", "{pack} {version}".format(**_pack(self.settlement)))]
        facts = [Fact(label=say(key), value=text_cell(text)) for key, text in rows]
        facts.extend(self._calendars())
        if self.name:
            facts.insert(0, Fact(label=say("employee"), value=text_cell(self.name)))
        return Facts(facts=tuple(facts))

    def _calendars(self) -> Iterator[Fact]:
        """Yield the days of every calendar; those with the same days stand in one line."""
        rules, words = self.settlement.rules, self.words
        labels: dict[PeriodDays, str] = {}
        for name, days in rules.period.calendars:
            own = words.label(rules.calendars.get(name, Label()), name)
            known = labels.get(days)
            labels[days] = words.say("both", one=known, other=own) if known else own
        for days, label in labels.items():
            first = format_date(days.first, locale=words.locale)
            last = format_date(days.last, locale=words.locale)
            text = text_cell(words.say("days", first=first, last=last))
            yield Fact(label=label[:1].upper() + label[1:], value=text)

    def _totals(self) -> Iterator[Facts]:
        facts = []
        for step in self._total_steps():
            label = self.words.head(step.label, step.key.name)
            note = self._mark(step.key.name)
            amount = attrs.evolve(self._money(step.key.name), note=note)
            facts.append(Fact(label=label, value=amount))
        if facts:
            yield Facts(facts=tuple(facts), look=Look.TILES)

    def _total_steps(self) -> tuple[TotalStep, ...]:
        results = self.settlement.results
        return tuple(
            step
            for key, step in results.plan.figures.items()
            if isinstance(step, TotalStep)
            and step.rule.is_printed
            and results.figures[key].members.positions[self.row] >= 0
        )

    # -- lines ------------------------------------------------------------------------------

    def _lines(self) -> tuple[PayLine, ...]:
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

    def _is_provisional(self, lines: Sequence[PayLine]) -> bool:
        names = [line.figure for line in lines] + [s.key.name for s in self._total_steps()]
        return any(self.settlement.is_provisional(name, self.row) for name in names)

    def _table(self, lines: Sequence[PayLine]) -> Table:
        say, currency = self.words.say, self.settlement.rules.currency
        return Table(
            id=f"{LINES}{self.employee}",
            caption=say("lines"),
            columns=(
                Column(id="item", title=say("item")),
                Column(id="code", title=say("code")),
                Column(id="basis", title=say("basis")),
                Column(
                    id="amount",
                    title=say("amount", currency=currency),
                    kind=ColumnKind.MONEY,
                ),
            ),
            rows=tuple(self._line(line) for line in lines),
            foot=tuple(self._total(step, lines) for step in self._total_steps()),
        )

    def _line(self, line: PayLine) -> tuple[Cell, ...]:
        label = self.words.head(line.label, line.figure)
        return (
            attrs.evolve(text_cell(label, note=self._reason(line)), explain=self._why(line)),
            text_cell(line.code, tone=Tone.MUTED),
            text_cell(self._basis(line)),
            self._amount(line.figure),
        )

    def _reason(self, line: PayLine) -> str:
        found = self.settlement.reasons(self.employee, line.figure)
        told = [self.words.label(each.label, each.code) for each in found]
        mark = self._mark(line.figure)
        return self.words.say("listed").join([*told, mark] if mark else told)

    def _mark(self, figure: str) -> str:
        """Return the word for what stands provisionally."""
        waits = self.settlement.is_provisional(figure, self.row)
        return self.words.say("provisional-mark") if waits else ""

    def _why(self, line: PayLine) -> str:
        return f"why-{self.employee}-{line.figure}"

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
        told = (self.words.say("not-added", lines=listed) if others else "", self._mark(name))
        note = self.words.say("listed").join(each for each in told if each)
        label = self.words.head(step.label, name)
        head = text_cell(label, note=note, tone=Tone.TOTAL)
        return (head, Cell(text=""), Cell(text=""), self._amount(name))

    def _amount(self, figure: str) -> Cell:
        """Return an amount without its currency, which heads the column."""
        found = self._money(figure)
        if not isinstance(found.value, Money):
            return found
        text = format_number(found.value.amount, locale=self.words.locale)
        return attrs.evolve(found, text=text)

    def _money(self, figure: str) -> Cell:
        """Return an amount in its currency, or why it is missing."""
        value = self.settlement.value(self.employee, figure)
        text = write_value(value, Unit.MONEY, locale=self.words.locale)
        tone = self._tone(figure) if isinstance(value, Money) else Tone.MISSING
        follows = At(subject=self.employee, figure=figure)
        return Cell(text=text, value=value, tone=tone, follows=follows)

    def _tone(self, figure: str) -> Tone:
        waits = self.settlement.is_provisional(figure, self.row)
        return Tone.PROVISIONAL if waits else Tone.PLAIN

    def _unfolding(self, line: PayLine) -> Unfolding:
        trace = self.settlement.trace(self.employee, line.figure)
        step = self._unfolder.step(trace, set())
        label = self.words.head(line.label, line.figure)
        return Unfolding(id=self._why(line), step=attrs.evolve(step, label=label))
