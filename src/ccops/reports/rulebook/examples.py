"""Worked examples: cases of a pack settled by the engine, from what is known to the result."""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts import GroupKind
from ccops.rulepack.cases.case import Case
from ccops.rulepack.cases.runs import CaseRunner
from ccops.rulepack.text.nodes import MapNode
from ccops.settlement import Settlement
from ccops.values import Missing, NotApplicable, PublicValue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ccops.plan import Trace
    from ccops.reports.rulebook.entries import Rule
    from ccops.rulepack import Pack

#: An example tells so many steps behind its result; what lies deeper is told by other rules.
DEEPEST: Final = 3
_NOTHING: Final = frozenset({"0", "CNY 0", "missing", "no", "keep", "stay"})
#: What of a rule is shown, behind its own name, by its section; of others their pay lines.
_SHOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "ranks": ("",), "ladders": ("_proposal", "_post_pay"), "last_places": ("_stage",),
    "client_contracts": ("",), "project_results": ("_margin",),
}  # fmt: skip
#: What a case expects of a line that somebody does not have.
_NO_LINE: Final = "none"
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
        shown = [each for case in self.cases for each in _shown(case, figure)]
        shown.sort(key=lambda each: _rank(each[0], each[1], each[2], figure))
        examples = (self._example(*each, figure) for each in shown)
        own = islice((each for each in examples if each.trace.policy in ("", policy)), _TRIED)
        best: Example | None = None
        for each in own:
            if best is None or each.unclear < best.unclear:
                best = each
            if best.unclear == _CLEAR:
                break
        return best

    def _example(self, case: Case, kind: GroupKind | None, subject: str, figure: str) -> Example:
        settlement = self.runner.month(case).settled()
        if kind is not None:
            settlement = settlement.larger(kind)
        return Example(
            case=case, kind=kind, employee=subject, figure=figure, settlement=settlement
        )


def _is_graded(rule: Rule) -> bool:
    """Say whether a figure is read off a table."""
    return any(isinstance(each, MapNode) and "table" in each for each in rule.definitions)


def _shown(case: Case, figure: str) -> Iterator[tuple[Case, GroupKind | None, str]]:
    """Yield who or which group of a case shows a figure that the case does not set."""
    for employee, expected in case.expect.items():
        if expected.get(figure, _NO_LINE) != _NO_LINE and figure not in case.pin.get(employee, {}):
            yield case, None, employee
    for kind, groups in case.groups.items():
        for name, each in groups.items():
            if each.get(figure, _NO_LINE) != _NO_LINE:
                yield case, kind, name


def _gives(rule: Rule) -> str:
    first = rule.definitions[0]
    return first.text_of("gives") if isinstance(first, MapNode) else ""


def _rank(
    case: Case, kind: GroupKind | None, subject: str, figure: str
) -> tuple[bool, bool, int, int, int, str]:
    """Say how well a case shows a figure.

    Something comes out, for somebody who stays, of few people, with few values set and given.
    """
    own = case.expect.get(subject, {}) if kind is None else case.groups[kind][subject]
    given = case.employees.get(subject, {})
    leaves = "ended_on" in given
    pins = len(case.pin.get(subject, {}))
    return own[figure] in _NOTHING, leaves, pins, len(case.employees), len(given), case.name


def _told(example: Example, trace: Trace, depth: int) -> Iterator[Trace]:
    """Yield what an example tells, the result first."""
    yield trace
    if depth < DEEPEST and trace.groups is None and not example.is_set(trace.name):
        for each in trace.inputs:
            yield from _told(example, each, depth + 1)
