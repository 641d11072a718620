"""Worked examples: cases of a pack settled by the engine, from what is known to the result."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import Origin
from ccops.reports.document.model import Column, Table, Tone
from ccops.reports.document.tables import Cell, text_cell
from ccops.reports.document.words import Words
from ccops.reports.parts.unfolding import Told, Unfolder
from ccops.rulepack.cases.case import Case
from ccops.rulepack.cases.runs import CaseRunner
from ccops.rulepack.text.nodes import MapNode
from ccops.settlement import Settlement
from ccops.values import Missing, NotApplicable, PublicValue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.plan import Trace
    from ccops.reports.rulebook.entries import Rule
    from ccops.rulepack import Pack

#: An example tells so many steps behind its result; what lies deeper is told by other rules.
_DEEPEST: Final = 3
_NOTHING: Final = frozenset({"0", "CNY 0", "missing", "no"})
#: What a case expects of a line that somebody does not have.
_NO_LINE: Final = "none"
#: Of so many cases that show a figure well, the one is taken in which least is missing.
_TRIED: Final = 4
#: Something comes out, and nothing on the way is missing.
_CLEAR: Final = (False, 0)


@attrs.frozen(kw_only=True, eq=False, slots=False)
class Example:
    """A case of the pack, the employee and the figure it shows, and what the engine made of it."""

    case: Case
    employee: str
    figure: str
    settlement: Settlement

    @property
    def value(self) -> PublicValue | Missing | NotApplicable:
        """What the engine came to."""
        return self.settlement.value(self.employee, self.figure)

    @cached_property
    def trace(self) -> Trace:
        """How it came to it."""
        return self.settlement.explain(self.employee, self.figure).trace

    def is_set(self, figure: str) -> bool:
        """Say whether the case sets a figure instead of working it out."""
        return figure in self.case.pin.get(self.employee, {})

    @cached_property
    def unclear(self) -> tuple[bool, int]:
        """How little it shows: that nothing comes out, and how many values are missing."""
        values = [each.value.cell for each in _told(self, self.trace, 0)]
        return isinstance(values[0], Missing), sum(isinstance(each, Missing) for each in values)


@attrs.frozen(eq=False)
class Examples:
    """Finds an example for every rule that gives a pay line or a score."""

    runner: CaseRunner
    cases: tuple[Case, ...]
    lines: frozenset[str]

    @classmethod
    def of(cls, pack: Pack, cases: Sequence[Case]) -> Examples:
        """Return the examples of a pack, of the cases that hold under its readings."""
        readings = pack.readings
        holding = tuple(
            each
            for each in cases
            if all(readings.get(name) == reading for name, reading in each.choose.items())
            and not each.refused
        )
        lines = frozenset(line.figure for line in pack.check_assembly().plan.lines)
        return cls(CaseRunner(pack), holding, lines)

    def figures(self, rule: Rule) -> tuple[str, ...]:
        """Return the pay lines a rule gives, or the score of a form."""
        names = [each.name for each in rule.card.gives]
        names += [_gives(rule)] if rule.card.section == "scorecards" else []
        lines = self.lines if rule.card.section != "scorecards" else {_gives(rule)}
        return tuple(dict.fromkeys(each for each in names if each and each in lines))

    def of_rule(self, rule: Rule) -> Iterator[Example]:
        """Yield an example of each line or score a rule gives, where a case shows one."""
        for figure in self.figures(rule):
            found = self._found(figure, rule.card.name)
            if found is not None:
                yield found

    def _found(self, figure: str, policy: str) -> Example | None:
        shown = [
            (case, employee)
            for case in self.cases
            for employee, expected in case.expect.items()
            if expected.get(figure, _NO_LINE) != _NO_LINE
            and figure not in case.pin.get(employee, {})
        ]
        shown.sort(key=lambda each: _rank(each[0], each[1], figure))
        examples = (self._example(*each, figure) for each in shown)
        own = islice((each for each in examples if each.trace.policy in ("", policy)), _TRIED)
        best: Example | None = None
        for each in own:
            if best is None or each.unclear < best.unclear:
                best = each
            if best.unclear == _CLEAR:
                break
        return best

    def _example(self, case: Case, employee: str, figure: str) -> Example:
        settlement = self.runner.month(case).settled()
        return Example(case=case, employee=employee, figure=figure, settlement=settlement)


def _gives(rule: Rule) -> str:
    first = rule.definitions[0]
    return first.text_of("gives") if isinstance(first, MapNode) else ""


def _rank(case: Case, employee: str, figure: str) -> tuple[bool, int, int, str]:
    """Say how well a case shows a figure: something comes out, of few people, with few set."""
    expected = case.expect[employee][figure]
    people = len(case.employees)
    return expected in _NOTHING, len(case.pin.get(employee, {})), people, case.name


def example_table(
    example: Example, words: Words, *, elsewhere: Mapping[tuple[str, str], str], name: str
) -> Table:
    """Return an example from what is known down to the result, a step a row.

    ``elsewhere`` are the numbers of rules that have examples of their own, by figure and rule.
    """
    say = words.say
    teller = _Steps(
        example, Unfolder(settlement=example.settlement, words=words), words, elsewhere
    )
    rows = list(teller.rows(example.trace, 0, set()))
    return Table(
        id=name,
        caption=say("book-example", case=example.case.name, period=example.case.period),
        columns=(
            Column(id="what", title=say("book-step")),
            Column(id="value", title=say("book-value")),
            Column(id="how", title=say("book-how")),
        ),
        rows=tuple(rows[:-1]),
        foot=tuple(rows[-1:]),
    )


def _told(example: Example, trace: Trace, depth: int) -> Iterator[Trace]:
    """Yield what an example tells, the result first."""
    yield trace
    if depth < _DEEPEST and trace.groups is None and not example.is_set(trace.name):
        for each in trace.inputs:
            yield from _told(example, each, depth + 1)


@attrs.frozen(eq=False)
class _Steps:
    """Turns a trace into rows: what a value was made from first, then the value."""

    example: Example
    unfolder: Unfolder
    words: Words
    elsewhere: Mapping[tuple[str, str], str]

    def rows(self, trace: Trace, depth: int, seen: set[str]) -> Iterator[tuple[Cell, ...]]:
        if trace.name in seen:
            return
        seen.add(trace.name)
        known = self._known(trace) if depth else ""
        if not known and depth < _DEEPEST and trace.groups is None:
            for each in trace.inputs:
                yield from self.rows(each, depth + 1, seen)
        own = attrs.evolve(trace, inputs=(), origin=Origin(), policy="")
        step = self.unfolder.step(own, Told())
        told = known or self.words.say("book-next").join(step.notes)
        tone = Tone.PLAIN if depth else Tone.TOTAL
        yield text_cell(step.label), Cell(text=step.value, tone=tone), text_cell(told)

    def _known(self, trace: Trace) -> str:
        """Say why a value is not told here: the case sets it, or another rule tells it."""
        if self.example.is_set(trace.name):
            return self.words.say("book-set")
        number = self.elsewhere.get((trace.name, trace.policy), "")
        return self.words.say("book-see", number=number) if number else ""
