"""What a definition can name while a plan is built, and where findings are collected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import attrs

from ccops.facts import GroupKind
from ccops.frozen import frozen
from ccops.messages import Diagnostic, Severity, Span, Text, nearest
from ccops.plan.cadence import Cadence
from ccops.plan.compiled import Compiled
from ccops.plan.larger_subjects import LargerSubject
from ccops.plan.memo import StepMemo
from ccops.plan.ordering import Definitions, names_in, reading, source
from ccops.plan.steps import FigureStep, Key, Reading
from ccops.rules import FUNCTIONS, Function, Name, Node, check_formula
from ccops.values import Scalar, Type, Unit, carrier_of


def constant_name(name: str, scalar: Scalar, *, paid_in: str = "") -> Name:
    """Return what a name stands for that is a constant with a unit.

    Beside the currency people are ``paid_in``, an amount in another one is of another type.
    """
    words = frozenset({scalar.value}) if isinstance(scalar.value, str) else None
    is_other = paid_in and scalar.unit in (Unit.MONEY, Unit.RATE)
    currency = scalar.currency if is_other and scalar.currency != paid_in else ""
    type_ = Type(scalar.unit, words, currency)
    carrier = carrier_of(type_, currency=scalar.currency)
    return Name(name=name, type=type_, carrier=carrier, constant=scalar)


@frozen(eq=False)
class Seen(Mapping[str, Name]):
    """What the names in a formula over a population stand for while a plan is built.

    That is the figures compiled so far, then facts and constants. Figures that are there
    whenever the one being compiled is, those of its own ``cadence``, are known then.
    """

    building: Building
    chain: tuple[str, ...]
    cadence: Cadence | None

    def __getitem__(self, name: str) -> Name:
        found = self.get(name)
        if found is None:
            raise KeyError(name)
        return found

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def get(self, name: str, default: Name | None = None) -> Name | None:  # type: ignore[override]
        """Return what a name stands for; of several figures the one compiled last."""
        listed = self.building.compiled.given(name)
        if not listed:
            return self.building.base.get(name, default)
        seen = [each for each in listed if each[0].key.population in self.chain]
        if self.cadence is not None:
            for step, entry in reversed(seen):
                if step.definition.cadence == self.cadence:
                    return attrs.evolve(entry, optional=step.optional)
        return seen[-1][1] if seen else self.building.base.get(name, default)

    def __iter__(self) -> Iterator[str]:
        here = (each for each in self.building.compiled if each.key.population in self.chain)
        figures = (name for step in here for name in step.names)
        return iter(dict.fromkeys((*self.building.base, *figures)))

    def __len__(self) -> int:
        return sum(1 for _ in self)


@attrs.define(kw_only=True, eq=False)
class Building:
    """The state of one build: what is compiled so far, and every finding."""

    definitions: Definitions
    compiled: Compiled
    base: Mapping[str, Name]
    currency: str
    lines: frozenset[str]
    memo: StepMemo
    #: Names of rules with findings of their own, and figures that are wrong or read such: what
    #: only follows from those is not told.
    doubted: frozenset[str] = frozenset()
    #: Constants that are decided each month, and have no value before.
    decided: frozenset[str] = frozenset()
    functions: Mapping[str, Function] = FUNCTIONS
    #: What facts were called before.
    renamed: Mapping[str, str] = attrs.field(factory=dict[str, str])
    #: What may be read of larger subjects, by their kind.
    larger: Mapping[GroupKind, LargerSubject] = attrs.field(factory=dict[GroupKind, LargerSubject])
    unsound: set[Key] = attrs.field(factory=set[Key])
    #: The rules that read something wrong.
    misled: set[str] = attrs.field(factory=set[str])
    problems: list[Diagnostic] = attrs.field(factory=list[Diagnostic])
    #: In which periods there is the figure being compiled (``None``: in all).
    cadence: Cadence | None = None

    @cached_property
    def constants(self) -> Mapping[str, Scalar]:
        """The constants a pack knows before a month has been decided, by name."""
        named = ((name, each.constant) for name, each in self.base.items())
        return {
            name: constant
            for name, constant in named
            if constant is not None and name not in self.decided
        }

    def steps_of(self, name: str) -> Sequence[FigureStep]:
        """Return the figures of a name that are compiled so far, one per population."""
        return self.compiled.of(name)

    def scope(self, population: str) -> Seen:
        """Return what the names in a formula over a population stand for."""
        return Seen(self, self.definitions.lineage.chains.get(population, ()), self.cadence)

    def check(self, text: Text, population: str) -> tuple[Node | None, tuple[Diagnostic, ...]]:
        """Return the checked tree of a formula over a population, or every finding about it."""
        return check_formula(text, scope=self.scope(population), functions=self.functions)

    def refuse(
        self,
        code: str,
        span: Span | None,
        /,
        *,
        severity: Severity = Severity.ERROR,
        **arguments: object,
    ) -> None:
        """Note a finding."""
        texts = {name: str(value) for name, value in arguments.items()}
        self.problems.append(Diagnostic(code=code, severity=severity, span=span, args=texts))

    def is_unsound(self, names: Iterable[str], population: str) -> bool:
        """Say whether a fact or figure named is wrong itself, or reads one that is."""
        names = tuple(names)
        if not self.doubted.isdisjoint(names):
            return True
        if not self.unsound:
            return False
        found = (source(self.definitions, name, population) for name in names)
        return not self.unsound.isdisjoint(found)

    def report(
        self,
        problems: Iterable[Diagnostic],
        text: Text,
        population: str,
        named_at: Mapping[str, Span | None] | None = None,
    ) -> None:
        """Note the findings of a formula; names known elsewhere get their own words.

        ``named_at`` says of a formula that a policy made where the pack names what it reads.
        """
        broken = {name for name in names_in(text) if self._is_defined(name, population)}
        for problem in problems:
            name = problem.args.get("name", "")
            span = problem.span if named_at is None else named_at.get(name, text.span)
            if problem.code == "window-not-here":
                continue  # a plan lifts every window; this one has been refused already
            if problem.code != "unknown-name":
                self.problems.append(attrs.evolve(problem, span=span))
            elif name not in broken:  # its own definition has been refused already
                self.report_unknown(name, span, population, meant=problem.args["near"])

    def report_unknown(
        self, name: str, span: Span | None, population: str, *, meant: str = "-"
    ) -> None:
        """Note a name that stands for nothing here: unknown, or not given for everybody.

        ``meant`` is what the formula alone makes of it; a word that lacks its quotes stays that.
        """
        if self._is_defined(name, population):
            return
        defined = self.definitions.by_name.get(name)
        if defined is not None:
            lineage = self.definitions.lineage
            around = (population, *(each.population.value for each in defined))
            if any(map(lineage.is_open, around)):
                return  # a wrong population is told by itself
            self.refuse("not-for-all", span, name=name, population=population)
            return
        near = nearest(name, [*self.definitions.by_name, *self.base])
        is_word = meant == f"'{name}'"
        self.refuse("unknown-name", span, name=name, near=meant if is_word else near or "-")

    def _is_defined(self, name: str, population: str) -> bool:
        return self.definitions.giving(name, population) is not None

    def readings(self, names: Iterable[str], population: str) -> dict[str, Reading]:
        """Return where each name is read from by somebody of a population."""
        return {name: reading(self.definitions, name, population) for name in names}
