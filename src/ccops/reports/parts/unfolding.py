"""Why a line is what it is, for the person it belongs to: nobody else's id or score is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

import attrs

from ccops.facts import GroupKind
from ccops.messages import Label, Origin, has_message, message
from ccops.plan import Definition, RankStep, Reason, RowFigure, TableFigure, TracedRow
from ccops.reports.document.model import Step
from ccops.reports.document.words import Words
from ccops.reports.parts.constants import write_constant
from ccops.reports.parts.formula_words import formula_in_words
from ccops.settlement import (
    CorrectionWords,
    LotWords,
    Settlement,
    write_value,
    written_groups,
)
from ccops.values import (
    Missing,
    NotApplicable,
    Scalar,
    Unit,
    decode,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.plan import Trace, TracedCall, TracedValue

T = TypeVar("T")
#: What a period does to an account, each a figure named behind the account's own name.
_PARTS_OF_ACCOUNTS: Final = frozenset({"opening", "posted", "used", "lapsed", "stopped"})
_NAME: Final = re.compile(r"[^\W\d]\w*")


def unfold(settlement: Settlement, trace: Trace, words: Words) -> Step:
    """Return the explanation of a value, each figure told once.

    A rank tells places, never who holds them; a mean over members tells how many they are.
    """
    return Unfolder(settlement=settlement, words=words).step(trace, set())


@attrs.frozen(kw_only=True, eq=False)
class Unfolder:
    """Tells explanations; what was told of the same cell before, on any page, is kept.

    ``word`` is what people call a word that is a value, ``cell`` how the cell of a table is told.
    """

    settlement: Settlement
    words: Words
    word: Callable[[str], str] = str
    cell: Callable[[str], str] = str
    _asked: dict[str, tuple[str, ...]] = attrs.field(factory=dict, init=False)
    _larger: dict[GroupKind, Unfolder] = attrs.field(factory=dict, init=False)

    def step(self, trace: Trace, seen: set[str]) -> Step:
        """Return the explanation of a value; what was ``seen`` is told above."""
        if not seen:
            return self._kept(trace, Step, lambda: self._step(trace, seen))
        return self._step(trace, seen)

    def _step(self, trace: Trace, seen: set[str]) -> Step:
        label = self._label(trace)
        value = self._value(trace.value)
        if trace.name in seen:
            return Step(label=label, value=value, notes=(self.words.say("see-above"),))
        seen.add(trace.name)
        return Step(
            label=label,
            value=value,
            notes=self._all_notes(trace),
            steps=tuple(self._below(trace, seen)),
        )

    def _label(self, trace: Trace) -> str:
        """Return what people call a figure; a look at earlier periods is told in words."""
        called = self.words.label(trace.label, trace.name)
        if called != trace.name:
            return called
        return self._in_words(called) if "(" in called else self._name(called)

    def _below(self, trace: Trace, seen: set[str]) -> Iterator[Step]:
        """Yield what a value was made from; what is read of a group is told in its own words."""
        groups = trace.groups
        if groups is None:
            yield from (self.step(each, seen) for each in trace.inputs)
            return
        if groups.kind not in self._larger:
            larger = self.settlement.larger(groups.kind)
            self._larger[groups.kind] = Unfolder(settlement=larger, words=self.words)
        for each in trace.inputs:
            yield self._larger[groups.kind].step(each, set())

    def _value(self, traced: TracedValue) -> str:
        cell, unit = traced.cell, traced.type.unit
        if isinstance(cell, Missing | NotApplicable):
            return write_value(cell, unit, locale=self.words.locale)
        currency = self.settlement.rules.currency
        value = decode(cell, traced.type, traced.carrier, currency=currency)
        if isinstance(value, str):
            return self.word(value)
        return write_value(value, unit, locale=self.words.locale)

    def _all_notes(self, trace: Trace) -> tuple[str, ...]:
        return self._kept(trace, str, lambda: tuple(self._notes(trace)))

    def _kept(self, trace: Trace, what: type[object], tell: Callable[[], T]) -> T:
        """Return what is told of a trace in this locale, told now where it was not before."""
        told = self.settlement.told_of(trace.row)
        key = (self.words.locale, what, id(trace))
        if key not in told:  # the trace is kept too, so that its number stays its own
            told[key] = (trace, tell())
        found: T = told[key][1]
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
        yield from self._clause(trace)
        if self.settlement.is_provisional(trace.name, trace.row):
            yield self.words.say("waits")

    # -- what decided -----------------------------------------------------------------------

    def _reasons(self, trace: Trace) -> Iterator[str]:
        for each in trace.reasons:
            reason = self.words.label(each.label, each.code)
            yield self.words.say("because", reason=reason, source=self._source(each.origin))
        listed = self._conditions(trace)
        if listed and not trace.reasons:
            labels = (self.words.label(each.label, each.code) for each in listed)
            yield self.words.say("no-bar", reasons=self.words.say("listed").join(labels))

    def _conditions(self, trace: Trace) -> tuple[Reason, ...]:
        """Return the coded conditions of a figure, whether they hit or not."""
        rule = self._definition(trace)
        return rule.reasons if isinstance(rule, RowFigure) else ()

    def _definition(self, trace: Trace) -> Definition | None:
        found = self.settlement.results.column_at(trace.name, trace.row)
        return found.step.definition if found is not None else None

    def _calculation(self, trace: Trace) -> Iterator[str]:
        if trace.kind != "row" or self._conditions(trace):
            return
        if len(_NAME.findall(trace.formula)) > 1:
            yield self.words.say("formula", formula=self._in_words(trace.formula, trace))
        for name, scalar, label, origin in trace.parameters:
            yield self._parameter(self.words.label(label) or self._scale(name), scalar, origin)
        for call in trace.calls:
            yield self._call(call)
        for term in trace.terms:
            if term.text not in {each.name for each in trace.inputs}:
                text, value = self._in_words(term.text, trace), self._value(term.value)
                yield self.words.say("term", term=text, value=value)
        before = trace.unrounded
        if trace.rounding is not None and before is not None:
            after = self._value(trace.value)
            yield self.words.say("rounded", before=self._value(before), after=after)

    def _call(self, call: TracedCall) -> str:
        label = self.words.label(call.label, call.function)
        given = self.words.say("listed").join(self._value(each) for _, each in call.arguments)
        return self.words.say("call", label=label, given=given, value=self._value(call.value))

    def _parameter(self, name: str, scalar: Scalar, origin: Origin) -> str:
        value = write_constant(scalar, self.settlement.rules.currency, self.words)
        source = self._source(origin)
        key = "parameter" if source else "parameter-bare"
        return self.words.say(key, name=name, value=value, source=source)

    def _in_words(self, formula: str, trace: Trace | None = None) -> str:
        """Return a formula in words.

        What a figure reads is called what it is called there: of another post by another name.
        """
        own = self._names_in(trace) if trace else {}
        found = dict.fromkeys(_NAME.findall(formula))
        named = tuple((name, own.get(name) or self._name(name)) for name in found)
        return formula_in_words(formula, named, self.words, self.word)

    def _names_in(self, trace: Trace) -> dict[str, str]:
        """Return what a figure calls its inputs, and the constants of its scale."""
        unnamed = (each[0] for each in trace.parameters if not self.words.label(each[2]))
        inputs = {each.name: self.words.label(each.label) for each in trace.inputs}
        return {**inputs, **{name: self._scale(name) for name in unnamed}}

    def _scale(self, name: str) -> str:
        """Return the words for a constant of a scale, which stands in no pack by its name."""
        key = f"scale-{name}"
        return self._message(key) if has_message(key) else self.words.name(name)

    def _name(self, name: str) -> str:
        label, _ = self.settlement.rules.parameters.get(name, (Label(), Origin()))
        own = self.words.label(label)
        called = own or self.words.label(self.settlement.results.plan.label_of(name), name)
        return called if called != name else self._unlabelled(name)

    def _unlabelled(self, name: str) -> str:
        """Return what people call a name without a label: what a rank gives beside the place."""
        rank, _, part = name.rpartition("_")
        ranks = self.settlement.results.plan.steps_of(rank)
        if part in ("size", "tied") and any(isinstance(each, RankStep) for each in ranks):
            return self.words.say(f"rank-{part}", rank=self._name(rank))
        if part in _PARTS_OF_ACCOUNTS and self.settlement.results.plan.steps_of(rank):
            return self.words.say(f"account-{part}", account=self._name(rank))
        return self.words.name(name)

    # -- tables, places, members ------------------------------------------------------------

    def _table(self, trace: Trace) -> Iterator[str]:
        columns = self._columns(trace)
        for number, row in enumerate(trace.table, 1):
            cells = self._row(row, tuple(columns.values()))
            if row.hit:
                yield self.words.say("row-hit", number=number, cells=cells)
            elif row.refused_by:
                column = columns.get(row.refused_by, row.refused_by)
                yield self.words.say("row-refused", number=number, cells=cells, column=column)
        if trace.table and not any(row.hit for row in trace.table):
            yield self.words.say("row-none")

    def _columns(self, trace: Trace) -> dict[str, str]:
        """Return, by column, what people call the figure it reads."""
        rule = self._definition(trace)
        columns = rule.columns if isinstance(rule, TableFigure) else ()
        return {
            each.name: self._name(str(each.places_of or each.reads or each.name))
            for each in columns
        }

    def _row(self, row: TracedRow, columns: tuple[str, ...]) -> str:
        """Return a row as its conditions and what it gives; a cell that holds for all is left."""
        cells, given = row.cells[: len(columns)], row.cells[len(columns) :]
        told = [
            f"{name} {self.cell(cell)}"
            for name, cell in zip(columns, cells, strict=True)
            if cell != "-"
        ]
        held = self.words.say("listed").join(told)
        return f"{held} → {', '.join(map(self.cell, given))}" if given else held

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
            "ordered", keys=self.words.say("listed").join(map(self._in_words, place.keys))
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
            say=self._message, value=self._value, locale=self.words.locale, named=self._name
        )
        for each in trace.lots:
            yield from words.lines(each)

    def _message(self, key: str, **arguments: object) -> str:
        return message(key, arguments, locale=self.words.locale)

    # -- where it comes from ----------------------------------------------------------------

    @cached_property
    def _corrections(self) -> CorrectionWords:
        return CorrectionWords(
            settlement=self.settlement,
            say=self._message,
            named=self._name,
            locale=self.words.locale,
        )

    def _evidence(self, trace: Trace) -> Iterator[str]:
        evidence = self.settlement.results.facts.evidence.get(trace.name)
        if trace.kind == "measured" and evidence is not None:
            days = self.settlement.rules.period.days(evidence.calendar)
            first = write_value(days.first, Unit.DATE, locale=self.words.locale)
            last = write_value(days.last, Unit.DATE, locale=self.words.locale)
            called = self._name(evidence.indicator)
            key = "measured" if called != evidence.indicator else "measured-days"
            yield self.words.say(key, indicator=called, first=first, last=last)
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

    def _clause(self, trace: Trace) -> Iterator[str]:
        source = trace.origin.source
        if source and source != "assumed":
            yield self.words.say("clause", source=source)
        elif source:
            because = trace.origin.because.in_locale(self.words.locale)
            key = "assumed" if because else "source-assumed"
            yield self.words.say(key, because=because)
        if trace.policy not in self._asked:
            self._asked[trace.policy] = tuple(self._choices(trace.policy))
        yield from self._asked[trace.policy]

    def _choices(self, policy: str) -> Iterator[str]:
        """Yield the questions a policy depends on, and how they are answered."""
        rules, locale = self.settlement.rules, self.words.locale
        for choice, reading in rules.choices.get(policy, ()):
            asked, taken = rules.question(choice, locale), rules.reading(choice, reading, locale)
            yield self.words.say("choice", choice=asked, reading=taken)

    def _source(self, origin: Origin) -> str:
        return self.words.say("source-assumed") if origin.source == "assumed" else origin.source


def policies_in(trace: Trace) -> frozenset[str]:
    """Return the policies whose rules led to a value."""
    found: dict[int, Trace] = {}
    ahead = [trace]
    while ahead:
        each = ahead.pop()
        if id(each) not in found:
            found[id(each)] = each
            ahead.extend(each.inputs)
    return frozenset(each.policy for each in found.values() if each.policy)
