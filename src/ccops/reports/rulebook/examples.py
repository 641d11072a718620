"""Worked examples: cases of a pack settled by the engine, from what is known to the result."""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts import GroupKind
from ccops.reports.rulebook.case_index import NO_LINE, CaseIndex, Place
from ccops.rulepack.cases.case import Case
from ccops.rulepack.text.nodes import MapNode
from ccops.settlement import Settlement
from ccops.values import Missing, NotApplicable, PublicValue

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from ccops.plan import Trace
    from ccops.reports.rulebook.entries import Rule
    from ccops.rulepack import Pack

#: An example tells so many steps behind its result; what lies deeper is told by other rules.
DEEPEST: Final = 3
#: What of a rule is shown, behind its own name, by its section; of others their pay lines.
_SHOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "ranks": ("",), "ladders": ("_proposal", "_post_pay"), "last_places": ("_stage",),
    "client_contracts": ("",), "project_results": ("",),
}  # fmt: skip
#: Of so many cases that show a figure well, the one is taken in which least is missing.
_TRIED: Final = 4
#: Something comes out, and nothing on the way is missing.
_CLEAR: Final = (False, 0)


@attrs.frozen(kw_only=True, eq=False, slots=False)
class Example:
    """A case of the pack, whose figure it shows, and what the engine made of it.

    ``kind`` says of which kind of group ``employee`` is one, where it is a group's figure.
    """

    case: Case
    kind: GroupKind | None = None
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
        values = [each.value.cell for each in steps_of(self)]
        return isinstance(values[0], Missing), sum(isinstance(each, Missing) for each in values)


@attrs.frozen(eq=False)
class Examples:
    """Finds an example for every rule that gives a pay line or a score."""

    index: CaseIndex
    lines: frozenset[str]

    @classmethod
    def of(cls, pack: Pack, cases: Sequence[Case]) -> Examples:
        """Return the examples of a pack, of the cases that hold under its readings."""
        lines = frozenset(line.figure for line in pack.check_assembly().plan.lines)
        return cls(CaseIndex.of(pack, cases), lines)

    @property
    def cases(self) -> tuple[Case, ...]:
        """The cases of the pack itself that hold under its readings."""
        return self.index.own

    def figures(self, rule: Rule) -> tuple[str, ...]:
        """Return what a rule pays, scores, ranks, grades, promotes by or bills."""
        section, name = rule.key
        given = _SHOWN.get(section)
        if section == "scorecards":
            given = (_gives(rule),)
        elif section == "figures":
            given = ("",) if _is_graded(rule) else ()
        elif given is None:
            names = (each.name for each in rule.card.gives)
            return tuple(dict.fromkeys(each for each in names if each in self.lines))
        own = (each if section == "scorecards" else f"{name}{each}" for each in given)
        return tuple(each for each in own if each)

    def of_rule(self, rule: Rule) -> Iterator[Example]:
        """Yield an example of each line or score a rule gives, where a case shows one."""
        for figure in self.figures(rule):
            found = self._found(figure, rule.card.name)
            if found is not None:
                yield found

    def _found(self, figure: str, policy: str) -> Example | None:
        shown = (each for each in self.index.expected.get(figure, ()) if each.expected != NO_LINE)
        examples = filter(None, (self._example(each, figure) for each in shown))
        own = islice((each for each in examples if each.trace.policy in ("", policy)), _TRIED)
        best: Example | None = None
        for each in own:
            if best is None or each.unclear < best.unclear:
                best = each
            if best.unclear == _CLEAR:
                break
        return best

    def _example(self, place: Place, figure: str) -> Example | None:
        settlement = self.index.settled(place.case)
        if settlement is None:
            return None
        if place.kind is not None:
            settlement = settlement.larger(place.kind)
        return Example(
            case=place.case,
            kind=place.kind,
            employee=place.subject,
            figure=figure,
            settlement=settlement,
        )


def _is_graded(rule: Rule) -> bool:
    """Say whether a figure is read off a table."""
    return any(isinstance(each, MapNode) and "table" in each for each in rule.definitions)


def _gives(rule: Rule) -> str:
    first = rule.definitions[0]
    return first.text_of("gives") if isinstance(first, MapNode) else ""


def steps_of(example: Example, elsewhere: Container[tuple[str, str]] = ()) -> Iterator[Trace]:
    """Yield what an example tells, the result first; what is told ``elsewhere`` has no steps."""
    return _told(example, example.trace, 0, elsewhere)


def _told(
    example: Example, trace: Trace, depth: int, elsewhere: Container[tuple[str, str]]
) -> Iterator[Trace]:
    yield trace
    is_cut = bool(depth) and (trace.name, trace.policy) in elsewhere
    if is_cut or depth >= DEEPEST or trace.groups is not None or example.is_set(trace.name):
        return
    for each in trace.inputs:
        yield from _told(example, each, depth + 1, elsewhere)
