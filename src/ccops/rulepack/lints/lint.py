"""A lint: one code, how grave it is, and the function that looks for it."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple, Unpack

import attrs

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Severity, Span
from ccops.rulepack.lints import questions
from ccops.rulepack.lints.asking import LintMemo, Question, Subject, Told

if TYPE_CHECKING:
    import datetime as dt

    from ccops.kpi import Indicator, RecordKind
    from ccops.plan import FigureStep, Key, PayLine, Plan, Policy, RowStep
    from ccops.plan.populations import Lineage
    from ccops.plan.steps import Step
    from ccops.rulepack.lints.deciding import Demands
    from ccops.rulepack.lints.formulas import Looked
    from ccops.rulepack.lints.upstream import Theme
    from ccops.rulepack.pack import Pack
    from ccops.rulepack.pack_rules import PackRule
    from ccops.rules import Name

About = TypeVarTuple("About")
S = TypeVar("S", bound="Step")
T = TypeVar("T")


class Reach(enum.Enum):
    """How often a lint is asked."""

    #: Once: the same whatever is read and in every period.
    PACK = "pack"
    #: Under every reading, and in every period in which a constant changes.
    READING = "reading"


@frozen
class Found:
    """One place a lint has found: where, and what fills its message."""

    span: Span | None
    args: Mapping[str, object] = attrs.field(factory=dict[str, object])


@frozen(eq=False)
class Checked:
    """What a lint looks at: a pack under its readings, made ready for a period.

    Whatever it asks is noted: while all of that is answered the same, its findings are the same.
    """

    _subject: Subject
    _asked: dict[Question, None] = attrs.field(factory=dict[Question, None], init=False)

    def _answer(self, question: Callable[[Subject, Unpack[About]], T], *about: *About) -> T:
        self._asked[question, *about] = None
        return self._subject.answer(question, *about)

    @property
    def asked(self) -> tuple[Question, ...]:
        """What was asked so far."""
        return tuple(self._asked)

    @property
    def memo(self) -> LintMemo:
        """What was found out about single rules and steps, by nothing but themselves."""
        return self._subject.memo

    @property
    def pack(self) -> Pack:
        """The whole pack: with another one, a lint that looks at it is asked again."""
        return self._answer(questions.whole_pack)

    @property
    def plan(self) -> Plan:
        """The whole plan of employees: with another one, what looks at it is asked again."""
        return self._answer(questions.plan)

    @property
    def named(self) -> Plan:
        """A plan of employees with the names of this one: alike while those are the same."""
        return self._answer(questions.named)

    @property
    def timed(self) -> Mapping[str, str]:
        """What is about time spent on contacts, with the way in which it is good."""
        return self._answer(questions.timed)

    @property
    def head(self) -> PackRule:
        """What the pack says of itself."""
        return self._answer(questions.head)

    def section(self, name: str) -> tuple[Any, ...]:
        """Return the rules of a section that hold in the period."""
        return self._answer(questions.section, name)

    def names(self, section: str) -> tuple[str, ...]:
        """Return the ids of the rules of a section that hold in the period."""
        return self._answer(questions.names, section)

    def by_name(self, section: str) -> Mapping[str, Any]:
        """Return the rules of a section that hold in the period, by id."""
        self._answer(questions.section, section)
        return self._subject.assembly.rules.by_name(section)

    def policies_of(self, kind: type[T]) -> tuple[T, ...]:
        """Return the policies of a kind that hold in the period."""
        return self._answer(questions.policies_of, kind)

    @property
    def own_lines(self) -> tuple[tuple[Policy, PayLine], ...]:
        """The pay lines that policies add, each with its policy."""
        return self._answer(questions.own_lines)

    @property
    def last_day(self) -> dt.date:
        """The last day of the period."""
        return self._answer(questions.last_day)

    @property
    def label(self) -> str:
        """What the period is called."""
        return self._answer(questions.label)

    def constant(self, name: str) -> Name | None:
        """Return what a parameter or decision stands for in the period."""
        return self._answer(questions.constant, name)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """What is measured."""
        return self._answer(questions.indicators)

    @property
    def record_kinds(self) -> Mapping[str, RecordKind]:
        """The kinds of records there are, by name."""
        return self._answer(questions.record_kinds)

    @property
    def themes(self) -> Mapping[str, frozenset[Theme]]:
        """What each indicator and each fact of the host is about, by name."""
        return self._answer(questions.themes)

    def steps(self, kind: type[S]) -> tuple[S, ...]:
        """Return the steps of one kind, in order."""
        return self._answer(questions.steps, kind)

    def steps_of_all(self, kind: type[S]) -> tuple[S, ...]:
        """Return the steps of one kind, also those of teams and of the center."""
        return self._answer(questions.steps_of_all, kind)

    @property
    def eligibility_steps(self) -> tuple[RowStep, ...]:
        """The steps of the codes of eligibility groups."""
        return self._answer(questions.eligibility_steps)

    def figure(self, key: Key) -> FigureStep | None:
        """Return the step of one figure of one population."""
        return self._answer(questions.figure, key)

    def steps_of(self, name: str) -> tuple[FigureStep, ...]:
        """Return the steps of a figure, one per population."""
        return self._answer(questions.steps_of, name)

    def populations_of(self, name: str) -> tuple[str, ...]:
        """Return the populations for which a figure is defined."""
        return self._answer(questions.populations_of, name)

    @property
    def works_out_anything(self) -> bool:
        """Whether there is any figure."""
        return self._answer(questions.works_out_anything)

    @property
    def lineage(self) -> Lineage:
        """How populations lie within each other."""
        return self._answer(questions.lineage)

    @property
    def demands(self) -> Mapping[str, Demands]:
        """What each population demands of those who belong to it, as far as it is proven."""
        return self._answer(questions.demands)

    @property
    def lines(self) -> tuple[PayLine, ...]:
        """The pay lines."""
        return self._answer(questions.pay_lines)

    @property
    def history(self) -> tuple[str, ...]:
        """What the windows read of earlier periods, in words."""
        return self._answer(questions.history)

    @property
    def looked(self) -> tuple[Looked, ...]:
        """What can be said of the formulas of the pack without data, where there is anything."""
        return self._answer(questions.looked)

    def behind(self, figure: str) -> tuple[str, ...]:
        """Return the names of all facts and figures a figure follows from, nearest first."""
        return self._answer(questions.behind, figure)

    def following(self, names: Iterable[str]) -> frozenset[str]:
        """Return the names of all figures that follow from some, those among it."""
        return self._answer(questions.following, frozenset(names))

    def ends(self, key: Key) -> tuple[FigureStep | str, ...]:
        """Return what a figure follows from in the end: facts by name, and ranks."""
        return self._answer(questions.ends, key)

    def about(self, theme: Theme, figure: str) -> str:
        """Return the nearest name about something that a figure follows from; empty if none."""
        themes = self.themes
        return next((each for each in self.behind(figure) if theme in themes.get(each, ())), "")


@frozen(kw_only=True)
class Lint:
    """One code and the function that finds it.

    A warning, or a note (``Severity.INFO``), may be accepted where it stands. An error may not,
    unless it ``may_stand``: the pack could be run with it all the same.
    """

    code: str
    finds: Callable[[Checked], Iterable[Found]]
    severity: Severity = Severity.WARNING
    reach: Reach = Reach.READING
    may_stand: bool = False


def found_by(lint: Lint, subject: Subject) -> tuple[Diagnostic, ...]:
    """Return the findings of one lint."""
    return ask(lint.code, lambda checked: _told_by(lint, checked), subject)


def _told_by(lint: Lint, checked: Checked) -> Iterator[Diagnostic]:
    for each in lint.finds(checked):
        yield Diagnostic(code=lint.code, severity=lint.severity, span=each.span, args=each.args)


def ask(
    name: str, check: Callable[[Checked], Iterable[Diagnostic]], subject: Subject
) -> tuple[Diagnostic, ...]:
    """Return what a check finds: the first findings, where it would be answered the same.

    ``name`` is what the check is called among all that are asked of a pack.
    """
    first = subject.told_first(name)
    if first is not None and subject.answers_alike(first.questions):
        return first.found
    checked = Checked(subject)
    found = tuple(check(checked))
    if subject.first is None:
        subject.memo.told[name] = Told(checked.asked, found)
    return found
