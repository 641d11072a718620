"""Plan: the compiled figures of a period, ready to be run."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from ccops.facts import FactDeclaration, HistoryNeed
from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label
from ccops.plan.definitions import PayLine
from ccops.plan.ordering import Definitions
from ccops.plan.steps import FigureStep, Key, MembersStep, Step, WindowStep
from ccops.plan.window_building import history_needs
from ccops.rules import Name

if TYPE_CHECKING:
    from ccops.values import Unit

S = TypeVar("S", bound=Step)


@frozen(kw_only=True, eq=False, repr=False)
class Plan:
    """The steps of a period in order, ready to be run over any number of employees.

    ``reads`` are the facts the figures need; ``lines`` the pay lines in the order of the
    statement; ``misled`` the rules that read something wrong, of which not all can be told;
    ``gathered`` what groups gather of these employees.
    """

    steps: tuple[Step, ...]
    facts: Mapping[str, FactDeclaration]
    constants: Mapping[str, Name]
    definitions: Definitions
    lines: tuple[PayLine, ...]
    currency: str
    reads: frozenset[str]
    diagnostics: tuple[Diagnostic, ...]
    misled: frozenset[str] = frozenset()
    gathered: tuple[MembersStep, ...] = ()
    #: The figures of each name that was asked for.
    _of_name: dict[str, tuple[FigureStep, ...]] = attrs.field(
        factory=dict[str, tuple[FigureStep, ...]], init=False
    )

    def __repr__(self) -> str:
        return f"Plan({len(self.steps)} steps)"

    @cached_property
    def figures(self) -> Mapping[Key, FigureStep]:
        """The compiled figures by name and population."""
        return {each.key: each for each in self.steps if isinstance(each, FigureStep)}

    @cached_property
    def paid(self) -> frozenset[str]:
        """The figures that are pay lines."""
        return frozenset(each.figure for each in self.lines)

    def of_kind(self, kind: type[S]) -> tuple[S, ...]:
        """Return the steps of one kind, in order."""
        return self._by_kind.get(kind, ())

    @cached_property
    def _by_kind(self) -> Mapping[type, tuple[Any, ...]]:
        found: dict[type, list[Step]] = {}
        for each in self.steps:
            found.setdefault(type(each), []).append(each)
        return {kind: tuple(listed) for kind, listed in found.items()}

    @cached_property
    def history_needs(self) -> tuple[HistoryNeed, ...]:
        """What the windows of the plan read of earlier periods, each name once."""
        return history_needs(self.of_kind(WindowStep))

    def steps_of(self, name: str) -> tuple[FigureStep, ...]:
        """Return the definitions of a figure, one per population, in the order of the plan."""
        found = self._of_name.get(name)
        if found is None:
            keys = [each for each in self.definitions.keys_giving(name) if each.name == name]
            if len(keys) > 1:
                keys = [each for each in self.figures if each.name == name]
            steps = (self.figures.get(each) for each in keys)
            found = self._of_name[name] = tuple(each for each in steps if each is not None)
        return found

    def label_of(self, name: str) -> Label:
        """Return what people call a figure or fact; its id where it has no label."""
        for step in self.steps_of(name):
            if step.label != Label():
                return step.label
        fact = self.facts.get(name)
        label = fact.label if fact else Label()
        return label if label != Label() else Label(zh=name, en=name)

    def unit_of(self, name: str) -> Unit | None:
        """Return the unit of a figure, a fact or a constant; ``None`` of what is none of them."""
        known = self.constants.get(name) or self.facts.get(name)
        if known is not None:
            return known.type.unit
        return next((step.type.unit for step in self.steps_of(name)), None)
