"""A lint: one code, how grave it is, and the function that looks for it."""

from __future__ import annotations

import enum
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

import attrs

from ccops.messages import Diagnostic, Severity, Span
from ccops.plan.steps import PopulationStep
from ccops.rulepack.assembly.assembling import Assembly
from ccops.rulepack.lints.formulas import Looked, look, look_at_records
from ccops.rulepack.lints.upstream import Theme, behind, given_themes, measured_themes
from ccops.rulepack.pack import Pack

if TYPE_CHECKING:
    from ccops.rulepack.lints.deciding import Demands
    from ccops.rulepack.ruleset import RuleSet

R = TypeVar("R")
T = TypeVar("T")


class Reach(enum.Enum):
    """How often a lint is asked."""

    #: Once: the same whatever is read and in every period.
    PACK = "pack"
    #: Under every reading, and in every period in which a constant changes.
    READING = "reading"


@attrs.frozen
class Found:
    """One place a lint has found: where, and what fills its message."""

    span: Span | None
    args: Mapping[str, object] = attrs.field(factory=dict[str, object])


@attrs.define(eq=False)
class LintMemo:
    """What lints have found out about single rules.

    The assemblies of one pack share most of their rules and steps: what was found of one is
    not looked for again.
    """

    _kept: dict[Hashable, tuple[object, object]] = attrs.field(factory=dict, init=False)

    def once(self, about: object, what: Callable[..., T], *key: Hashable) -> T:
        """Return ``what(about)``, worked out now or before for the very same object and key."""
        name = (id(about), what, *key)
        found = self._kept.get(name)
        if found is None:  # the object is kept, so that no other one gets its identity
            found = self._kept[name] = (about, what(about))
        return found[1]  # type: ignore[return-value] # the same function made it

    def together(self, what: Callable[[tuple[R, ...]], T], rules: tuple[R, ...]) -> T:
        """Return ``what(rules)``, worked out now or before for the very same rules."""
        name = (what, *map(id, rules))
        found = self._kept.get(name)
        if found is None:
            found = self._kept[name] = (rules, what(rules))
        return found[1]  # type: ignore[return-value] # the same function made it


@attrs.frozen(kw_only=True, eq=False)
class Checked:
    """What a lint looks at: a pack under its readings, made ready for a period."""

    pack: Pack
    assembly: Assembly
    memo: LintMemo
    _behind: dict[str, tuple[str, ...]] = attrs.field(factory=dict, init=False)

    @property
    def rules(self) -> RuleSet:
        """The rules that hold in the period, under the readings of the pack."""
        return self.assembly.rules

    @cached_property
    def demands(self) -> Mapping[str, Demands]:
        """What each population demands of those who belong to it, as far as it is proven."""
        return {
            step.rule.name: step.demands
            for step in self.assembly.plan.steps
            if isinstance(step, PopulationStep) and step.formula is not None
        }

    @cached_property
    def themes(self) -> Mapping[str, frozenset[Theme]]:
        """What each indicator and each fact of the host is about, by name."""
        indicators, facts = self.rules.section("indicators"), self.rules.section("facts")
        found = {each.name: self.memo.once(each, measured_themes) for each in indicators}
        return found | {each.name: self.memo.once(each, given_themes) for each in facts}

    def about(self, theme: Theme, figure: str) -> str:
        """Return the nearest name about something that a figure follows from; empty if none."""
        themes = self.themes
        names = self.behind(figure)
        return next((each for each in names if theme in themes.get(each, ())), "")

    def behind(self, figure: str) -> tuple[str, ...]:
        """Return the names of all facts and figures a figure follows from, nearest first."""
        found = self._behind.get(figure)
        if found is None:
            found = self._behind[figure] = behind(self.assembly.plan, figure)
        return found

    @cached_property
    def looked(self) -> tuple[Looked, ...]:
        """What can be said of the formulas of the pack without data, where there is anything."""
        once, assembly = self.memo.once, self.assembly
        figures = (once(each, look) for each in assembly.plan.steps)
        measures = (once(each, look_at_records) for each in assembly.indicators)
        return tuple(chain.from_iterable((*figures, *measures)))


@attrs.frozen(kw_only=True)
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


def found_by(lint: Lint, checked: Checked) -> Iterator[Diagnostic]:
    """Yield the findings of one lint."""
    for each in lint.finds(checked):
        yield Diagnostic(code=lint.code, severity=lint.severity, span=each.span, args=each.args)
