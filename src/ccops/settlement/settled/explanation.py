"""Explanations: why an amount is what it is, down to the clause, the place and the inputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import attrs

from ccops.frozen import frozen
from ccops.messages import Label, Locale, has_message, listed, message
from ccops.plan import TableFigure, Trace, TracedCall, TracedShare, TracedTerm, TracedValue
from ccops.settlement.words.correction_words import CorrectionWords
from ccops.settlement.words.gathering_words import GatheringWords
from ccops.settlement.words.group_words import written_groups
from ccops.settlement.words.lot_words import LotWords
from ccops.settlement.words.trace_json import trace_data
from ccops.settlement.words.writing import write_scalar, write_value
from ccops.values import Missing, NotApplicable, Unit, decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.facts import GroupKind
    from ccops.messages import Origin
    from ccops.settlement.measured.rulings import Ruling
    from ccops.settlement.settled.settlement import Settlement  # noqa: TC004 - a circle otherwise

#: How many members an explanation of a mean lists before it only counts the rest.
MOST_MEMBERS = 30


@frozen(kw_only=True, eq=False)
class Explanation:
    """The trace of one cell with the words to tell it. ``print`` it, or take ``to_dict``."""

    settlement: Settlement = attrs.field(repr=False)
    employee: str
    trace: Trace
    locale: str

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def lines(self) -> tuple[str, ...]:
        """Return the explanation line by line, indented by depth."""
        about = self.settlement.about
        key = "explain-head" if about is None else f"explain-head-{about.value}"
        head = self._say(key, employee=self.employee, period=self.settlement.period)
        return (head, *self._node(self.trace, 0, set()))

    def to_dict(self) -> dict[str, Any]:
        """Return the explanation as plain JSON data."""
        return {
            "schema": "ccops.explanation/1",
            **self._whose,
            "period": self.settlement.period,
            "pack_digest": self.settlement.rules.identity.digest,
            "trace": trace_data(self.trace, self.settlement),
        }

    @property
    def _whose(self) -> dict[str, str]:
        about = self.settlement.about
        return {"employee" if about is None else about.value: self.employee}

    # -- words ------------------------------------------------------------------------------

    def _say(self, key: str, **arguments: object) -> str:
        return message(key, arguments, locale=self._locale)

    @property
    def _locale(self) -> Locale:
        return cast("Locale", self.locale)

    def _label(self, label: Label, name: str) -> str:
        text = label.in_locale(self.locale)
        return f"{text} ({name})" if text and text != name else name

    def _scale(self, name: str) -> str:
        """Return the words for a constant of a scale, which stands in no pack by its name."""
        key = f"scale-{name}"
        return self._say(key) if has_message(key) else name

    def _value(self, traced: TracedValue) -> str:
        cell = traced.cell
        if not isinstance(cell, Missing | NotApplicable):
            value = decode(
                cell, traced.type, traced.carrier, currency=self.settlement.rules.currency
            )
            return write_value(value, traced.type.unit, locale=self._locale)
        return write_value(cell, traced.type.unit, locale=self._locale)

    # -- nodes ------------------------------------------------------------------------------

    def _node(self, trace: Trace, depth: int, seen: set[str]) -> Iterator[str]:
        pad = "  " * depth
        yield f"{pad}{self._label(trace.label, trace.name)} = {self._value(trace.value)}"
        if trace.name in seen:
            return
        seen.add(trace.name)
        for line in self._body(trace, is_first=f"choices of {trace.policy}" not in seen):
            yield f"{pad}  {line}"
        seen.add(f"choices of {trace.policy}")
        for each in trace.inputs:
            groups = trace.groups
            if groups is None or groups.one is None:
                yield from self._node(each, depth + 1, seen)
            else:  # what is told of a group is told in its own name
                of_group = self._of_group(groups.kind, groups.one, each)
                yield from of_group._node(each, depth + 1, set())  # noqa: SLF001 - of this class

    def _of_group(self, kind: GroupKind, group: str, trace: Trace) -> Explanation:
        larger = self.settlement.larger(kind)
        return Explanation(settlement=larger, employee=group, trace=trace, locale=self.locale)

    def _body(self, trace: Trace, *, is_first: bool) -> Iterator[str]:
        """Say everything about one figure; the readings of its rule where that comes first."""
        yield from self._clause(trace)
        if is_first:
            yield from self._choices(trace)
        yield from self._provisional(trace)
        yield from self._reasons(trace)
        yield from self._calculation(trace)
        yield from self._table(trace)
        yield from self._place(trace)
        yield from self._periods(trace)
        yield from self._lots(trace)
        yield from self._members(trace)
        if trace.groups is not None:
            yield written_groups(trace.groups, self._say)
        yield from self._evidence(trace)

    def _clause(self, trace: Trace) -> Iterator[str]:
        origin = trace.origin
        if origin.source and origin.source != "assumed":
            yield self._say("explain-clause", source=origin.source, place=origin.span or "-")
        elif origin.source:
            because = origin.because.in_locale(self.locale)
            key = "explain-assumed" if because else "explain-assumed-here"
            yield self._say(key, because=because, place=origin.span or "-")

    def _source(self, origin: Origin) -> str:
        is_assumed = origin.source == "assumed"
        return self._say("explain-source-assumed") if is_assumed else origin.source or "-"

    def _choices(self, trace: Trace) -> Iterator[str]:
        for choice, reading in self.settlement.rules.choices.get(trace.policy, ()):
            asked = self.settlement.rules.question(choice, self.locale)
            taken = self.settlement.rules.reading(choice, reading, self.locale)
            yield self._say("explain-choice", choice=asked, reading=taken)

    def _provisional(self, trace: Trace) -> Iterator[str]:
        if not self.settlement.is_provisional(trace.name, trace.row):
            return
        for key, blocked in self.settlement.provisional.items():
            if key.name == trace.name and blocked.waits(self.employee):
                waiting = listed(blocked.employees)
                kind = "explain-provisional" if blocked.rank else "explain-provisional-own"
                yield self._say(kind, rank=blocked.rank, employees=waiting)

    def _reasons(self, trace: Trace) -> Iterator[str]:
        for each in trace.reasons:
            label = each.label.in_locale(self.locale) or each.code
            yield self._say(
                "explain-reason", code=each.code, label=label, source=self._source(each.origin)
            )

    def _calculation(self, trace: Trace) -> Iterator[str]:
        if trace.kind == "total":
            yield self._say("explain-total")
        elif trace.formula:
            yield self._say("explain-formula", formula=trace.formula)
        for name, scalar, label, origin in trace.parameters:
            written = write_scalar(scalar, locale=self._locale)
            yield self._say(
                "explain-parameter",
                name=self._label(label, name) if label != Label() else self._scale(name),
                value=written,
                source=self._source(origin),
            )
        for call in trace.calls:
            yield self._call(call)
        for term in trace.terms:
            yield self._term(term)
        if trace.rounding is not None and trace.unrounded is not None:
            yield self._say(
                "explain-rounding",
                before=self._value(trace.unrounded),
                after=self._value(trace.value),
                mode=self._say(f"rounding-{trace.rounding.mode.value}"),
            )

    def _call(self, call: TracedCall) -> str:
        """Return what a function was asked and said: ``weekdays(first: ...; last: ...) = 8``."""
        given = "; ".join(f"{name}: {self._value(each)}" for name, each in call.arguments)
        told = {"call": f"{call.function}({given})", "value": self._value(call.value)}
        return self._say("explain-call", **told, label=call.label.in_locale(self.locale))

    def _term(self, term: TracedTerm) -> str:
        value = self._value(term.value)
        if term.count is None or term.rate is None:
            return self._say("explain-term", term=term.text, value=value)
        count, rate = self._value(term.count), write_scalar(term.rate, locale=self._locale)
        label = term.label.in_locale(self.locale) or term.text
        return self._say("explain-part", label=label, count=count, rate=rate, value=value)

    def _table(self, trace: Trace) -> Iterator[str]:
        hits = 0
        for number, row in enumerate(trace.table, 1):
            cells = " | ".join(row.cells)
            if row.hit:
                hits += 1
                yield self._say("explain-row-hit", number=number, cells=cells)
            elif row.refused_by:
                column = self._column(trace, row.refused_by)
                yield self._say("explain-row-refused", number=number, cells=cells, column=column)
        if hits and trace.collected:
            how = self._say(f"collected-{trace.collected}")
            yield self._say("explain-rows-collected", count=hits, how=how)
        if trace.table and not hits:
            yield self._say("explain-row-none")
        if trace.shared is not None:
            yield self._shared(trace.shared)

    def _column(self, trace: Trace, name: str) -> str:
        """Return what people call the figure that a column of a table reads."""
        found = self.settlement.results.column_at(trace.name, trace.row)
        rule = found.step.definition if found is not None else None
        columns = rule.columns if isinstance(rule, TableFigure) else ()
        reads = (
            str(each.places_of or each.reads or name) for each in columns if each.name == name
        )
        return self._named(next(reads, name))

    def _shared(self, share: TracedShare) -> str:
        """Return what people who share a place get of what is paid at the places they take up."""
        return self._say(
            "explain-shared",
            count=len(share.places),
            places=listed(map(str, share.places)),
            amounts=" + ".join(map(self._value, share.amounts)),
            each=self._value(share.each),
            rest=self._value(share.rest),
        )

    def _place(self, trace: Trace) -> Iterator[str]:
        place = trace.place
        if place is None:
            return
        if place.place is None:
            yield self._say("explain-no-place", size=place.size)
            return
        yield self._say(
            "explain-place",
            place=place.place,
            size=place.size,
            tied=place.tied,
            keys=self._say("list-comma").join(map(self._key, place.keys)),
        )
        for key, rows in (("explain-ahead", place.ahead), ("explain-behind", place.behind)):
            if rows:
                yield self._say(key, listed=self._neighbors(trace, rows))

    def _key(self, key: str) -> str:
        """Return what people are ranked by, with the direction: ``quality highest first``."""
        name, _, order = key.rpartition(" ")
        return f"{self._named(name)} {self._say(f'explain-key-{order}')}"

    def _neighbors(self, trace: Trace, rows: tuple[int, ...]) -> str:
        """Return people next to a place in the same rank, each with his own place."""
        ids = self.settlement.employees
        found = self.settlement.results.column_at(trace.name, rows[0])
        return listed(f"{ids[row]} ({found.at(row)})" for row in rows) if found else ""

    def _periods(self, trace: Trace) -> Iterator[str]:
        """Say what a window saw of each period, the latest first."""
        for each in trace.periods:
            key = "explain-period"
            if each.skipped:
                key = "explain-period-skipped"
            elif each.so_far:
                key = "explain-streak-so-far"
            yield self._say(key, period=each.period, value=self._value(each.value))
        before = self.settlement.before
        if trace.periods and before is not None and before.is_opening:
            yield self._say("explain-opening", period=before.period)

    def _lots(self, trace: Trace) -> Iterator[str]:
        """Say of each lot where it comes from, what was used of it, and what ended it."""
        if trace.lots_unknown is not None:
            period = self.settlement.rules.period.previous
            why = write_value(trace.lots_unknown, Unit.MONEY, locale=self._locale)
            yield self._say("explain-lots-unknown", period=period, why=why)
        words = LotWords(say=self._say, value=self._value, locale=self.locale)
        for each in trace.lots:
            yield from words.lines(each)

    def _members(self, trace: Trace) -> Iterator[str]:
        ids = self.settlement.employees
        shown = [f"{ids[row]} {self._value(value)}" for row, value in trace.members[:MOST_MEMBERS]]
        if shown:
            more = len(trace.members) - len(shown)
            shown[-1] += f" … (+{more})" if more else ""
            yield self._say("explain-members", count=len(trace.members), listed=listed(shown))

    def _gathered(self, trace: Trace) -> Iterator[str]:
        """Say how many people a group gathered it of, and who makes most of it."""
        people = self.settlement.people
        if trace.gathered is not None and people is not None:
            words = GatheringWords(
                people=people, say=self._say, value=self._value, locale=self.locale
            )
            yield from words.lines(trace.gathered)

    def _ruling(self, trace: Trace) -> Ruling | None:
        """Return what somebody decided about a fact that was missing."""
        for each in self.settlement.rulings:
            if (each.employee_id, each.fact) == (self.employee, trace.name):
                return each
        return None

    @property
    def _corrections(self) -> CorrectionWords:
        return CorrectionWords(
            settlement=self.settlement, say=self._say, named=self._named, locale=self._locale
        )

    def _named(self, name: str) -> str:
        return self._label(self.settlement.results.plan.label_of(name), name)

    def _evidence(self, trace: Trace) -> Iterator[str]:
        evidence = self.settlement.results.facts.evidence.get(trace.name)
        if trace.kind == "measured" and evidence is not None and self._ruling(trace) is None:
            days = self.settlement.rules.period.days(evidence.calendar)
            declared = self.settlement.results.facts.declarations[trace.name]
            yield self._say(
                "explain-measured" if declared.made is None else "explain-account-run",
                indicator=evidence.indicator,
                calendar=evidence.calendar,
                first=days.first,
                last=days.last,
            )
        elif ruling := self._ruling(trace):
            yield self._say(
                "explain-ruled", by=ruling.by, because=ruling.because, ruling=ruling.kind.value
            )
        elif trace.kind == "gathered":
            yield self._say("explain-gathered")
            yield from self._gathered(trace)
        elif trace.kind == "fact" and self._corrections.is_posted(trace.name):
            yield from self._corrections.lines(self.employee, trace.name)
        elif trace.kind == "fact":
            absent = isinstance(trace.value.cell, Missing)
            yield self._say("explain-not-given" if absent else "explain-given")
        elif trace.kind == "assigned":
            yield self._say("explain-assigned")
        elif trace.kind == "assigned-or-given":
            yield self._say("explain-assigned-or-given")
