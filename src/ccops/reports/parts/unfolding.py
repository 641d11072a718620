"""Why a line is what it is, for the person it belongs to: nobody else's id or score is told."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Hashable, Mapping
from fractions import Fraction
from functools import cached_property
from itertools import starmap
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts import GroupKind
from ccops.messages import Label, Origin, message
from ccops.plan import Definition, RowFigure, TableFigure, TracedRow
from ccops.reports.document.words import Words
from ccops.reports.parts.clauses import clause_lines, source_of
from ccops.reports.parts.constants import scale_constant, write_constant
from ccops.reports.parts.durations import cut_duration
from ccops.reports.parts.fact_notes import FactNotes
from ccops.reports.parts.formula_words import formula_in_words, unless_voided
from ccops.reports.parts.names import Names
from ccops.reports.parts.place_notes import place_notes
from ccops.reports.parts.readings import Readings
from ccops.reports.parts.steps import Steps
from ccops.settlement import (
    LotWords,
    Settlement,
    approximate,
    write_value,
    written_groups,
)
from ccops.values import (
    Carrier,
    Cell,
    Missing,
    NotApplicable,
    Scalar,
    Type,
    Unit,
    decode,
    parse_scalar,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.plan import Trace, TracedCall, TracedValue
    from ccops.reports.document.model import Step

#: So many written values are kept: what one person has many have.
_KEPT: Final = 1 << 14
_NAME: Final = re.compile(r"[^\W\d]\w*")


@attrs.define(eq=False)
class Told:
    """What a page has told of one person: each figure with the heading it is told under."""

    under: str = ""
    figures: dict[str, str] = attrs.field(factory=dict[str, str])


@attrs.frozen(kw_only=True, eq=False)
class RuleWords:
    """What the notes of a rule, of an ``origin``, say of whoever has it with the same inputs.

    ``terms`` are those of a sum in words, empty where an input says the same; ``columns`` are
    what people call what a table reads, by column.
    """

    origin: Origin
    formula: tuple[str, ...]
    conditions: tuple[str, ...]
    parameters: tuple[str, ...]
    terms: tuple[str, ...]
    columns: Mapping[str, str]
    clauses: tuple[str, ...]


@attrs.frozen(kw_only=True, eq=False)
class Unfolder:
    """Tells explanations, each figure once; what was told of the same cell before is kept.

    A rank tells places, never who holds them; a mean over members tells how many they are.
    """

    settlement: Settlement
    words: Words
    _larger: dict[GroupKind, Unfolder] = attrs.field(factory=dict, init=False)
    #: What the notes of a rule say of everybody alike, told once.
    _rules: dict[Hashable, RuleWords] = attrs.field(factory=dict, init=False)
    _rows: dict[Hashable, str] = attrs.field(factory=dict, init=False)
    _steps: Steps = attrs.field(factory=Steps, init=False)
    _value: Callable[..., str] = attrs.field(init=False)

    @_value.default
    def _values_kept(self) -> Callable[..., str]:
        return functools.lru_cache(maxsize=_KEPT)(self._written)

    def explanation(self, trace: Trace, label: str, told: Told) -> Step:
        """Return why a line is what it is, under its own label.

        What of it the page has ``told`` is not told again; the readings of the manual behind it
        are named by their numbers.
        """
        told.under = label
        step = self.step(trace, told)
        notes = (*step.notes, *self.readings.note(trace))
        return self._steps.one(label, step.value, notes, step.steps)

    def step(self, trace: Trace, told: Told) -> Step:
        """Return the explanation of a value, without what was ``told`` above."""
        label = self.label(trace)
        value = self.value(trace.value)
        if trace.name in told.figures:
            where = told.figures[trace.name]
            is_here = where == told.under
            say = self.words.say
            note = say("see-above") if is_here else say("see-above-line", line=where)
            return self._steps.one(label, value, (note,))
        told.figures[trace.name] = told.under
        notes = self._all_notes(trace)
        if not self.told_below(trace):
            return self._steps.one(label, value, notes)
        return self._steps.one(label, value, notes, tuple(self._below(trace, told)))

    def told_below(self, trace: Trace) -> tuple[Trace, ...]:
        """Return what is told beneath a value, and need not be said of it."""
        return trace.inputs

    @cached_property
    def names(self) -> Names:
        """What people call figures, facts, posts and words."""
        return Names(settlement=self.settlement, words=self.words)

    @cached_property
    def readings(self) -> Readings:
        """The readings of the manual, by their numbers."""
        return Readings(self.settlement, self.words)

    @cached_property
    def _facts(self) -> FactNotes:
        return FactNotes(settlement=self.settlement, words=self.words, names=self.names)

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
        return self._value(traced.cell, traced.type, traced.carrier)

    def _written(self, cell: Cell | Missing | NotApplicable, type_: Type, carrier: Carrier) -> str:
        unit, locale = type_.unit, self.words.locale
        if isinstance(cell, Missing | NotApplicable):
            return write_value(cell, unit, locale=locale)
        value = decode(cell, type_, carrier, currency=self.settlement.rules.currency)
        if isinstance(value, str):
            return self.names.word(value)
        if isinstance(value, Fraction) and unit is not Unit.RATIO:
            return self.words.say("about", number=self._cut(value, unit))
        return write_value(value, unit, locale=locale)

    def _endless(self, traced: TracedValue) -> str:
        """Return a number without an end, cut; nothing for a share, which is cut elsewhere."""
        cell, unit = traced.cell, traced.type.unit
        if isinstance(cell, Missing | NotApplicable) or unit is Unit.RATIO:
            return ""
        value = decode(cell, traced.type, traced.carrier, currency=self.settlement.rules.currency)
        return self._cut(value, unit) if isinstance(value, Fraction) else ""

    def _cut(self, number: Fraction, unit: Unit) -> str:
        """Return a number cut after some decimals: a duration to the millisecond."""
        if unit is Unit.DURATION:
            return cut_duration(number, locale=self.words.locale)
        return approximate(number)

    def _all_notes(self, trace: Trace) -> tuple[str, ...]:
        """Return the notes of a value, told now where they were not before in this locale."""
        kept = self.settlement.told_of(trace.row)
        key = (self.words.locale, "notes", id(trace))
        if key not in kept:  # the trace is kept too, so that its number stays its own
            kept[key] = (trace, tuple(self._notes(trace)))
        found: tuple[str, ...] = kept[key][1]
        return found

    def _notes(self, trace: Trace) -> Iterator[str]:
        alike = self._alike(trace)
        yield from self._reasons(trace, alike)
        if trace.kind == "row" and not trace.reasons:
            yield from self._calculation(trace, alike)
        if trace.table:
            yield from self._table(trace, alike)
        if trace.place is not None:
            yield from place_notes(trace, self.settlement, self.words, self.in_words)
        if trace.kind == "members":
            yield self.words.say("members", count=len(trace.members))
        if trace.groups is not None:
            yield written_groups(trace.groups, self._message)
        if trace.lots:
            yield from self._lots(trace)
        yield from self._facts.notes(trace)
        yield from alike.clauses
        if self.settlement.is_provisional(trace.name, trace.row):
            yield self.words.say("waits")

    def _alike(self, trace: Trace) -> RuleWords:
        """Return what the notes of whoever has this figure of the same inputs say alike."""
        found = self.settlement.results.column_at(trace.name, trace.row)
        inputs = tuple(each.name for each in trace.inputs)
        key = (trace.name if found is None else found.step.key, trace.kind, inputs)
        known = self._rules.get(key)
        if known is None or known.origin is not trace.origin:
            rule = found.step.definition if found is not None else None
            known = self._rules[key] = self._rule_words(trace, rule)
        return known

    def _rule_words(self, trace: Trace, rule: Definition | None) -> RuleWords:
        is_row = trace.kind == "row"
        conditions = rule.reasons if isinstance(rule, RowFigure) else ()
        inputs = {each.name for each in self.told_below(trace)}
        return RuleWords(
            origin=trace.origin,
            formula=tuple(self._formula_told(trace)) if is_row else (),
            conditions=tuple(self.words.label(each.label, each.code) for each in conditions),
            parameters=tuple(starmap(self._parameter, trace.parameters)) if is_row else (),
            terms=tuple(
                "" if each.text in inputs else self.in_words(each.text, trace)
                for each in trace.terms
            ),
            columns=self.columns(trace),
            clauses=tuple(clause_lines(trace.origin, self.words)),
        )

    # -- what decided -----------------------------------------------------------------------

    def _reasons(self, trace: Trace, alike: RuleWords) -> Iterator[str]:
        for each in trace.reasons:
            reason = self.words.label(each.label, each.code)
            yield self.words.say(
                "because", reason=reason, source=source_of(each.origin, self.words)
            )
        if alike.conditions and not trace.reasons:
            listed = self.words.say("listed").join(alike.conditions)
            yield self.words.say("no-bar", reasons=listed)

    def formula(self, trace: Trace) -> str:
        """Return the formula of a figure; without the conditions that would void what it gives."""
        rule = self._definition(trace)
        if not isinstance(rule, RowFigure) or not rule.reasons:
            return trace.formula
        return unless_voided(rule.formula.value, {each.name for each in trace.inputs})

    def _definition(self, trace: Trace) -> Definition | None:
        found = self.settlement.results.column_at(trace.name, trace.row)
        return found.step.definition if found is not None else None

    def _formula_told(self, trace: Trace) -> Iterator[str]:
        formula = self.formula(trace)
        if len(_NAME.findall(formula)) > 1:
            yield self.words.say("formula", formula=self.in_words(formula, trace))

    def _calculation(self, trace: Trace, alike: RuleWords) -> Iterator[str]:
        yield from alike.formula
        if alike.conditions:
            return
        yield from alike.parameters
        for call in trace.calls:
            yield self._call(call)
        for told, term in zip(alike.terms, trace.terms, strict=True):
            if told:
                yield self._term(told, term.value)
        before = trace.unrounded
        if trace.rounding is not None and before is not None:
            told_before, told_after = self.value(before), self.value(trace.value)
            if told_before != told_after:
                yield self.words.say("rounded", before=told_before, after=told_after)

    def _term(self, term: str, traced: TracedValue) -> str:
        number = self._endless(traced)
        if number:
            return self.words.say("term-about", term=term, value=number)
        return self.words.say("term", term=term, value=self.value(traced))

    def _call(self, call: TracedCall) -> str:
        label = self.words.label(call.label, call.function)
        given = self.words.say("listed").join(self.value(each) for _, each in call.arguments)
        return self.words.say("call", label=label, given=given, value=self.value(call.value))

    def _parameter(self, name: str, scalar: Scalar, label: Label, origin: Origin) -> str:
        name = self.words.label(label) or scale_constant(name, self.words)
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
        plan = self.settlement.results.plan
        dates = frozenset(name for name in found if plan.unit_of(name) is Unit.DATE)
        return formula_in_words(formula, named, self.words, dates)

    def _names_in(self, trace: Trace) -> dict[str, str]:
        """Return what a figure calls its inputs, and the constants of its scale."""
        unnamed = (each[0] for each in trace.parameters if not self.words.label(each[2]))
        inputs = {each.name: self.words.label(each.label) for each in trace.inputs}
        inputs |= {each.function: self.words.label(each.label) for each in trace.calls}
        return {**inputs, **{name: scale_constant(name, self.words) for name in unnamed}}

    # -- tables, places, members ------------------------------------------------------------

    def _table(self, trace: Trace, alike: RuleWords) -> Iterator[str]:
        named = tuple(alike.columns.values())
        for number, row in enumerate(trace.table, 1):
            if row.hit or row.refused_by:
                key = (number, row.cells, row.hit, row.refused_by, named)
                if key not in self._rows:
                    self._rows[key] = self._row_told(number, row, alike.columns)
                yield self._rows[key]
        if not any(row.hit for row in trace.table):
            yield self.words.say("row-none")

    def _row_told(self, number: int, row: TracedRow, columns: Mapping[str, str]) -> str:
        cells = self._row(row, tuple(columns.values()))
        if row.hit:
            return self.words.say("row-hit", number=number, cells=cells)
        column = columns.get(row.refused_by, row.refused_by)
        return self.words.say("row-refused", number=number, cells=cells, column=column)

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

    def _lots(self, trace: Trace) -> Iterator[str]:
        """Yield what became of each lot of an account in the period."""
        words = LotWords(
            say=self._message, value=self.value, locale=self.words.locale, named=self.names.figure
        )
        for each in trace.lots:
            yield from words.lines(each)

    def _message(self, key: str, **arguments: object) -> str:
        return message(key, arguments, locale=self.words.locale)
