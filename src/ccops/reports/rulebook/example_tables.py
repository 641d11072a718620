"""Tables of worked examples: titled in words, from what is known down to the result."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from ccops.messages import Origin, width_of
from ccops.reports.document.model import Column, Table, Tone
from ccops.reports.document.tables import Cell, text_cell
from ccops.reports.parts.names import Names
from ccops.reports.parts.unfolding import Told, Unfolder
from ccops.reports.rulebook.examples import DEEPEST, Example
from ccops.reports.rulebook.telling import Teller
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.plan import Trace
    from ccops.reports.document.model import Step
    from ccops.settlement import Settlement

#: So many facts a title names; the rest stands in the table.
_TITLED = 3
#: A formula wider than this nobody reads; what it says the rule says in sentences.
_LONGEST = 240


def example_table(
    example: Example, teller: Teller, *, elsewhere: Mapping[tuple[str, str], str], name: str
) -> Table:
    """Return an example from what is known down to the result, a step a row.

    ``elsewhere`` are the numbers of rules that have examples of their own, by figure and rule.
    """
    say = teller.words.say
    steps = _Steps(example, unfolder_of(example.settlement, teller), teller, elsewhere)
    rows = list(steps.rows(example.trace, 0, set()))
    return Table(
        id=name,
        caption=steps.title(),
        columns=(
            Column(id="what", title=say("book-step")),
            Column(id="value", title=say("book-value")),
            Column(id="how", title=say("book-how")),
        ),
        rows=tuple(rows[:-1]),
        foot=tuple(rows[-1:]),
    )


def unfolder_of(settlement: Settlement, teller: Teller) -> Unfolder:
    """Return who tells the steps of a settlement as the book tells rules."""
    return _Unfolder(settlement=settlement, words=teller.words, teller=teller)


@attrs.frozen(kw_only=True, eq=False)
class _Unfolder(Unfolder):
    """Tells steps as the book tells rules: words, and cells of tables, by the names of a pack."""

    teller: Teller

    def told_below(self, trace: Trace) -> tuple[Trace, ...]:
        """Return nothing: each value has a row of its own."""
        del trace
        return ()

    @cached_property
    def names(self) -> Names:
        return _Names(settlement=self.settlement, words=self.words, teller=self.teller)

    def cell(self, text: str) -> str:
        return self.teller.cell(text)


@attrs.frozen(kw_only=True, eq=False)
class _Names(Names):
    """Finds words as the book tells values."""

    teller: Teller

    def word(self, word: str) -> str:
        return self.teller.value(word)


@attrs.frozen(eq=False)
class _Steps:
    """Turns a trace into rows: what a value was made from first, then the value."""

    example: Example
    unfolder: Unfolder
    teller: Teller
    elsewhere: Mapping[tuple[str, str], str]

    def title(self) -> str:
        """Return whom it is about and what decides, in words."""
        say, trace = self.teller.words.say, self.example.trace
        who = self._who()
        facts = [self._fact(each) for each in _deciding(trace)][:_TITLED]
        shown = [who, *dict.fromkeys(filter(None, facts))]
        period = self.example.case.period
        return say("book-example", shown=say("book-listed").join(shown), period=period)

    def _who(self) -> str:
        """Return what post somebody has, or what a group is called."""
        names, example = self.teller.names, self.example
        if example.kind is not None:
            kind = names.words.name(example.kind.value)
            return names.word(example.employee) or kind
        role = example.case.employees.get(example.employee, {}).get("role", "")
        role = role or str(example.case.defaults.get("role", ""))
        return names.word(role) or names.words.name("employee")

    def _fact(self, trace: Trace) -> str:
        """Return a value with its label, and of a place how many are ranked."""
        if isinstance(trace.value.cell, Missing):
            return ""
        step = self.unfolder.step(_alone(trace), Told())
        told = {"label": self.teller.names.plain(step.label), "value": step.value}
        if trace.place is not None and trace.place.place is not None:
            return self.teller.words.say("book-fact-place", size=trace.place.size, **told)
        return self.teller.words.say("book-fact", **told)

    def rows(self, trace: Trace, depth: int, seen: set[str]) -> Iterator[tuple[Cell, ...]]:
        if trace.name in seen:
            return
        seen.add(trace.name)
        known = self._known(trace) if depth else ""
        if not known and depth < DEEPEST and trace.groups is None:
            for each in trace.inputs:
                yield from self.rows(each, depth + 1, seen)
        step = self.unfolder.step(_alone(trace), Told())
        told = known or self.teller.words.say("book-next").join(self._notes(step))
        tone = Tone.PLAIN if depth else Tone.TOTAL
        plain = self.teller.names.plain
        yield (
            text_cell(plain(step.label)),
            Cell(text=step.value, tone=tone),
            text_cell(plain(told)),
        )

    def _notes(self, step: Step) -> Iterator[str]:
        """Yield what is said of a step; of a long formula, that it is the one of the rule."""
        for each in step.notes:
            is_long = width_of(each) > _LONGEST
            yield self.teller.words.say("book-by-rule") if is_long else each

    def _known(self, trace: Trace) -> str:
        """Say why a value is not told here: the case sets it, or another rule tells it."""
        if self.example.is_set(trace.name):
            return self.teller.words.say("book-set")
        number = self.elsewhere.get((trace.name, trace.policy), "")
        return self.teller.words.say("book-see", number=number) if number else ""


def _alone(trace: Trace) -> Trace:
    return attrs.evolve(trace, origin=Origin(), policy="")


def _deciding(trace: Trace) -> tuple[Trace, ...]:
    """Return what decides: what the first table asks, or else what the result is made from."""
    ahead = [trace]
    while ahead:
        each = ahead.pop(0)
        if each.table or each.place is not None:
            return each.inputs
        ahead.extend(each.inputs)
    return trace.inputs
