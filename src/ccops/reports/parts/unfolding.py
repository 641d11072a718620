"""Why a line is what it is, for the person it belongs to: nobody else's id or score is told."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts import GroupKind
from ccops.messages import Label, Origin, message
from ccops.plan import Definition, Reason, RowFigure, TableFigure, TracedRow
from ccops.reports.document.model import Step
from ccops.reports.document.words import Words
from ccops.reports.parts.clauses import clause_lines, source_of
from ccops.reports.parts.constants import scale_constant, write_constant
from ccops.reports.parts.formula_words import formula_in_words, unless_voided
from ccops.reports.parts.names import Names
from ccops.reports.parts.readings import Readings
from ccops.settlement import (
    CorrectionWords,
    LotWords,
    Settlement,
    approximate,
    write_value,
    written_groups,
)
from ccops.values import (
    Missing,
    NotApplicable,
    Scalar,
    Unit,
    decode,
    parse_scalar,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.plan import Trace, TracedCall, TracedValue

_NAME: Final = re.compile(r"[^\W\d]\w*")


@attrs.define(eq=False)
class Told:
    """What a page has told of one person: each figure with the heading it is told under."""

    under: str = ""
    figures: dict[str, str] = attrs.field(factory=dict[str, str])


@attrs.frozen(kw_only=True, eq=False)
class Unfolder:
    """Tells explanations, each figure once; what was told of the same cell before is kept.

    A rank tells places, never who holds them; a mean over members tells how many they are.
    """

    settlement: Settlement
    words: Words
    _larger: dict[GroupKind, Unfolder] = attrs.field(factory=dict, init=False)

    def explanation(self, trace: Trace, label: str, told: Told) -> Step:
        """Return why a line is what it is, under its own label.

        What of it the page has ``told`` is not told again; the readings of the manual behind it
        are named by their numbers.
        """
        told.under = label
        step = self.step(trace, told)
        notes = (*step.notes, *self.readings.note(trace))
        return attrs.evolve(step, label=label, notes=notes)

    def step(self, trace: Trace, told: Told) -> Step:
        """Return the explanation of a value, without what was ``told`` above."""
        label = self.label(trace)
        value = self.value(trace.value)
        if trace.name in told.figures:
            where = told.figures[trace.name]
            is_here = where == told.under
            say = self.words.say
            note = say("see-above") if is_here else say("see-above-line", line=where)
            return Step(label=label, value=value, notes=(note,))
        told.figures[trace.name] = told.under
        return Step(
            label=label,
            value=value,
            notes=self._all_notes(trace),
            steps=tuple(self._below(trace, told)),
        )

    @cached_property
    def names(self) -> Names:
        """What people call figures, facts, posts and words."""
        return Names(settlement=self.settlement, words=self.words)

    @cached_property
    def readings(self) -> Readings:
        """The readings of the manual, by their numbers."""
        return Readings(self.settlement, self.words)

    def label(self, trace: Trace) -> str:
        """Return what people call a figure; a look at earlier periods is told in words."""
        called = self.words.label(trace.label, trace.name)
        if called != trace.name:
            return called
        return self.names.figure(called) if called.isidentifier() else self.in_words(called)

    def _below(self, trace: Trace, told: Told) -> Iterator[Step]:
        """Yield what a value was made from; what is read of a group is told in its own words."""
        groups = trace.groups
        if groups is None:
            inputs = {each.name: each for each in trace.inputs}
            yield from (self.step(each, told) for each in inputs.values())
            return
        if groups.kind not in self._larger:
            larger = self.settlement.larger(groups.kind)
            self._larger[groups.kind] = Unfolder(settlement=larger, words=self.words)
        for each in trace.inputs:
            yield self._larger[groups.kind].step(each, Told())

    def value(self, traced: TracedValue) -> str:
        """Return a value as the page shows it: a word by its label, an endless number cut."""
        cell, unit, locale = traced.cell, traced.type.unit, self.words.locale
        if isinstance(cell, Missing | NotApplicable):
            return write_value(cell, unit, locale=locale)
        value = decode(cell, traced.type, traced.carrier, currency=self.settlement.rules.currency)
        if isinstance(value, str):
            return self.names.word(value)
        number = self._endless(traced)
        if number is not None:
            return self.words.say("about", number=approximate(number))
        return write_value(value, unit, locale=locale)

    def _endless(self, traced: TracedValue) -> Fraction | None:
        """Return a number without an end in decimals; shares and durations are cut elsewhere."""
        cell, unit = traced.cell, traced.type.unit
        if isinstance(cell, Missing | NotApplicable) or unit in {Unit.RATIO, Unit.DURATION}:
            return None
        value = decode(cell, traced.type, traced.carrier, currency=self.settlement.rules.currency)
        return value if isinstance(value, Fraction) else None

    def _all_notes(self, trace: Trace) -> tuple[str, ...]:
        """Return the notes of a value, told now where they were not before in this locale."""
        kept = self.settlement.told_of(trace.row)
        key = (self.words.locale, "notes", id(trace))
        if key not in kept:  # the trace is kept too, so that its number stays its own
            kept[key] = (trace, tuple(self._notes(trace)))
        found: tuple[str, ...] = kept[key][1]
        return found

    def _notes(self, trace: Trace) -> Iterator[str]:
        yield from self._reasons(trace)
        yield from self._calculation(trace)
        yield from self._table(trace)
        yield from self._place(trace)
        yield from self._members(trace)
        if trace.groups is not None:
            yield written_groups(trace.groups, self._message)
        yield from self._lots(trace)
        yield from self._evidence(trace)
        yield from clause_lines(trace.origin, self.words)
        if self.settlement.is_provisional(trace.name, trace.row):
            yield self.words.say("waits")

    # -- what decided -----------------------------------------------------------------------

    def _reasons(self, trace: Trace) -> Iterator[str]:
        for each in trace.reasons:
            reason = self.words.label(each.label, each.code)
            yield self.words.say(
                "because", reason=reason, source=source_of(each.origin, self.words)
            )
        listed = self._conditions(trace)
        if listed and not trace.reasons:
            labels = (self.words.label(each.label, each.code) for each in listed)
            yield self.words.say("no-bar", reasons=self.words.say("listed").join(labels))

    def _conditions(self, trace: Trace) -> tuple[Reason, ...]:
        """Return the coded conditions of a figure, whether they hit or not."""
        rule = self._definition(trace)
        return rule.reasons if isinstance(rule, RowFigure) else ()

    def formula(self, trace: Trace) -> str:
        """Return the formula of a figure; without the conditions that would void what it gives."""
        rule = self._definition(trace)
        if not isinstance(rule, RowFigure) or not rule.reasons:
            return trace.formula
        return unless_voided(rule.formula.value, {each.name for each in trace.inputs})

    def _definition(self, trace: Trace) -> Definition | None:
        found = self.settlement.results.column_at(trace.name, trace.row)
        return found.step.definition if found is not None else None

    def _calculation(self, trace: Trace) -> Iterator[str]:
        if trace.kind != "row" or trace.reasons:
            return
        formula = self.formula(trace)
        if len(_NAME.findall(formula)) > 1:
            yield self.words.say("formula", formula=self.in_words(formula, trace))
        if self._conditions(trace):
            return
        for name, scalar, label, origin in trace.parameters:
            yield self._parameter(
                self.words.label(label) or scale_constant(name, self.words), scalar, origin
            )
        for call in trace.calls:
            yield self._call(call)
        for term in trace.terms:
            if term.text not in {each.name for each in trace.inputs}:
                yield self._term(self.in_words(term.text, trace), term.value)
        before = trace.unrounded
        if trace.rounding is not None and before is not None:
            told = {"before": self.value(before), "after": self.value(trace.value)}
            if told["before"] != told["after"]:
                yield self.words.say("rounded", **told)

    def _term(self, term: str, traced: TracedValue) -> str:
        number = self._endless(traced)
        if number is not None:
            return self.words.say("term-about", term=term, value=approximate(number))
        return self.words.say("term", term=term, value=self.value(traced))

    def _call(self, call: TracedCall) -> str:
        label = self.words.label(call.label, call.function)
        given = self.words.say("listed").join(self.value(each) for _, each in call.arguments)
        return self.words.say("call", label=label, given=given, value=self.value(call.value))

    def _parameter(self, name: str, scalar: Scalar, origin: Origin) -> str:
        value = write_constant(scalar, self.settlement.rules.currency, self.words)
        source = source_of(origin, self.words)
        key = "parameter" if source else "parameter-bare"
        return self.words.say(key, name=name, value=value, source=source)

    def in_words(self, formula: str, trace: Trace | None = None) -> str:
        """Return a formula in words.

        What a figure reads is called what it is called there: of another post by another name.
        """
        own = self._names_in(trace) if trace else {}
        found = dict.fromkeys(_NAME.findall(formula))
        named = tuple((name, own.get(name) or self.names.figure(name)) for name in found)
        return formula_in_words(formula, named, self.words)

    def _names_in(self, trace: Trace) -> dict[str, str]:
        """Return what a figure calls its inputs, and the constants of its scale."""
        unnamed = (each[0] for each in trace.parameters if not self.words.label(each[2]))
        inputs = {each.name: self.words.label(each.label) for each in trace.inputs}
        inputs |= {each.function: self.words.label(each.label) for each in trace.calls}
        return {**inputs, **{name: scale_constant(name, self.words) for name in unnamed}}

    # -- tables, places, members ------------------------------------------------------------

    def _table(self, trace: Trace) -> Iterator[str]:
        columns = self.columns(trace)
        for number, row in enumerate(trace.table, 1):
            cells = self._row(row, tuple(columns.values()))
            if row.hit:
                yield self.words.say("row-hit", number=number, cells=cells)
            elif row.refused_by:
                column = columns.get(row.refused_by, row.refused_by)
                yield self.words.say("row-refused", number=number, cells=cells, column=column)
        if trace.table and not any(row.hit for row in trace.table):
            yield self.words.say("row-none")

    def columns(self, trace: Trace) -> dict[str, str]:
        """Return, by column, what people call the figure it reads."""
        rule = self._definition(trace)
        columns = rule.columns if isinstance(rule, TableFigure) else ()
        return {
            each.name: self.names.figure(str(each.places_of or each.reads or each.name))
            for each in columns
        }

    def _row(self, row: TracedRow, columns: tuple[str, ...]) -> str:
        """Return a row as its conditions and what it gives; a cell that holds for all is left."""
        held = self.conditions(row, columns)
        given = self.words.say("listed").join(map(self.cell, row.cells[len(columns) :]))
        return f"{held} → {given}" if given else held

    def cell(self, text: str) -> str:
        """Return a cell of a table as people write it: signs for limits, amounts in words."""
        scalar = parse_scalar(text)
        if scalar is not None:
            return write_constant(scalar, self.settlement.rules.currency, self.words)
        told = text.replace(">=", "≥").replace("<=", "≤")
        return _NAME.sub(lambda found: self.names.figure(found[0]), told)

    def conditions(self, row: TracedRow, columns: tuple[str, ...]) -> str:
        """Return what a row asks for, column by column; a cell that holds for all is left."""
        pairs = zip(columns, row.cells[: len(columns)], strict=True)
        return self.words.say("listed").join(
            f"{name} {self.cell(cell)}" for name, cell in pairs if cell != "-"
        )

    def _place(self, trace: Trace) -> Iterator[str]:
        place = trace.place
        if place is None:
            return
        if place.place is None:
            yield self.words.say("no-place", size=place.size)
            return
        key = "place-shared" if place.tied > 1 else "place"
        yield self.words.say(key, place=place.place, size=place.size, tied=place.tied)
        yield self.words.say(
            "ordered", keys=self.words.say("listed").join(map(self.in_words, place.keys))
        )
        for side, rows in (("ahead", place.ahead), ("behind", place.behind)):
            places = self._places(trace, rows)
            if places:
                yield self.words.say(side, places=places)

    def _places(self, trace: Trace, rows: tuple[int, ...]) -> str:
        found = self.settlement.results.column_at(trace.name, trace.row)
        cells = [] if found is None else [found.at(row) for row in rows]
        return ", ".join(str(each) for each in sorted(c for c in cells if isinstance(c, int)))

    def _members(self, trace: Trace) -> Iterator[str]:
        if trace.kind == "members":
            yield self.words.say("members", count=len(trace.members))

    def _lots(self, trace: Trace) -> Iterator[str]:
        """Yield what became of each lot of an account in the period."""
        words = LotWords(
            say=self._message, value=self.value, locale=self.words.locale, named=self.names.figure
        )
        for each in trace.lots:
            yield from words.lines(each)

    def _message(self, key: str, **arguments: object) -> str:
        return message(key, arguments, locale=self.words.locale)

    # -- where it comes from ----------------------------------------------------------------

    @cached_property
    def _indicators(self) -> Mapping[str, Label]:
        return {each.name: each.label for each in self.settlement.rules.indicators}

    @cached_property
    def _corrections(self) -> CorrectionWords:
        return CorrectionWords(
            settlement=self.settlement,
            say=self._message,
            named=self.names.figure,
            locale=self.words.locale,
        )

    def _evidence(self, trace: Trace) -> Iterator[str]:
        evidence = self.settlement.results.facts.evidence.get(trace.name)
        if trace.kind == "measured" and evidence is not None:
            days = self.settlement.rules.period.days(evidence.calendar)
            first = write_value(days.first, Unit.DATE, locale=self.words.locale)
            last = write_value(days.last, Unit.DATE, locale=self.words.locale)
            called = self._indicators.get(evidence.indicator, Label())
            indicator = self.words.label(called) or self.names.figure(evidence.indicator)
            key = "measured" if indicator != evidence.indicator else "measured-days"
            yield self.words.say(key, indicator=indicator, first=first, last=last)
        elif trace.kind == "fact" and self._corrections.is_posted(trace.name):
            employee = self.settlement.employees[trace.row]
            yield from self._corrections.lines(employee, trace.name)
        elif trace.kind == "fact":
            is_there = not isinstance(trace.value.cell, Missing)
            yield self.words.say("given" if is_there else "not-given")
        elif trace.kind == "assigned":
            yield self.words.say("assigned")
        elif trace.kind == "assigned-or-given":
            yield self.words.say("assigned-or-given")
