"""What a plan is built from, and what can be wrong with it before anything is compiled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import attrs

from ccops.facts import FactDeclaration, GroupKind
from ccops.frozen import frozen
from ccops.messages import Diagnostic, Span, Text, nearest
from ccops.plan.definitions import (
    EVERYBODY,
    Definition,
    MembersFigure,
    PayLine,
    PopulationRule,
    RankFigure,
    TableFigure,
)
from ccops.plan.larger_subjects import LargerSubject
from ccops.plan.memo import StepMemo
from ccops.plan.ordering import Definitions, added_names, names_in
from ccops.plan.steps import RANK_PARTS
from ccops.rules import FUNCTIONS, Function, Name
from ccops.rules.windows import WINDOWS


@frozen(kw_only=True)
class PlanInputs:
    """What a plan is built from.

    ``unsound`` names facts, and figures of rules, that have findings of their own; what only
    follows from those is not told as well. ``decided`` names the constants that are decided
    each month. ``gathered`` is what groups gather of those the plan is about; it is compiled
    here, and belongs to the plans of the groups. ``larger`` is what figures may read of the groups
    their people belong to, by the kind of group.
    """

    figures: Sequence[Definition]
    populations: Mapping[str, PopulationRule]
    facts: Mapping[str, FactDeclaration]
    constants: Mapping[str, Name]
    lines: Sequence[PayLine]
    currency: str
    memo: StepMemo = attrs.field(factory=StepMemo, repr=False)
    unsound: frozenset[str] = frozenset()
    decided: frozenset[str] = frozenset()
    functions: Mapping[str, Function] = attrs.field(default=FUNCTIONS, repr=False)
    gathered: Sequence[MembersFigure] = ()
    larger: Mapping[GroupKind, LargerSubject] = attrs.field(factory=dict[GroupKind, LargerSubject])


def known_populations(inputs: PlanInputs) -> Iterable[Diagnostic]:
    """Yield the populations that figures name and a pack has not."""
    known = {*inputs.populations, EVERYBODY}
    for figure in inputs.figures:
        names = [figure.population]
        if isinstance(figure, MembersFigure):
            names.append(figure.of)
        yield from (_unknown_population(each, known) for each in names if each.value not in known)
    for figure in inputs.gathered:
        if figure.of.value not in known:
            yield _unknown_population(figure.of, known)


def _unknown_population(name: Text, known: Collection[str]) -> Diagnostic:
    arguments = {"name": name.value, "near": nearest(name.value, known) or "-"}
    return Diagnostic(code="unknown-population", span=name.span, args=arguments)


def names_twice(inputs: PlanInputs) -> Iterable[Diagnostic]:
    """Yield the figures and facts whose name is taken by something else."""
    figures: dict[str, Span | None] = {}
    for figure in inputs.figures:
        figures.setdefault(figure.name, figure.origin.span)
    ranks = {each.name for each in inputs.figures if isinstance(each, RankFigure)}
    functions = frozenset({*inputs.functions, *WINDOWS})
    taken: dict[str, str] = dict.fromkeys(functions, "function")
    taken.update(dict.fromkeys(inputs.facts, "fact"))
    taken.update({name + part: f"rank {name}" for name in ranks for part in RANK_PARTS if part})
    taken.update(dict.fromkeys(inputs.constants, "parameter"))
    for name, span in figures.items():
        if name in taken:
            yield Diagnostic(
                code="name-twice", span=span, args={"name": name, "other": taken[name]}
            )
    for kind, others in (("parameter", frozenset(inputs.constants)), ("function", functions)):
        for name in sorted(others.intersection(inputs.facts)):
            span = inputs.facts[name].origin.span
            yield Diagnostic(code="name-twice", span=span, args={"name": name, "other": kind})


def unknown_lines(inputs: PlanInputs) -> Iterable[Diagnostic]:
    """Yield the pay lines of which there is no figure."""
    names = {each.name for each in inputs.figures}
    for line in inputs.lines:
        if line.figure not in names:
            arguments = {"name": line.figure, "near": nearest(line.figure, names) or "-"}
            yield Diagnostic(code="unknown-figure", span=line.origin.span, args=arguments)


def facts_read(figure: Definition, definitions: Definitions) -> Iterable[str]:
    """Yield every name that a figure reads."""
    yield from definitions.reads(figure)
    if isinstance(figure, MembersFigure):
        yield figure.figure.value
        yield from names_in(figure.where) if figure.where else ()
    if isinstance(figure, TableFigure):
        yield from (each.places_of.value for each in figure.columns if each.places_of)
    yield from added_names(figure)


def population_reads(rule: PopulationRule) -> tuple[str, ...]:
    """Return every name that the condition of a population reads."""
    return names_in(rule.is_) if rule.is_ else ()
