"""Figures of groups: those of each team and of the center stand in plans of their own (S3-09).

A group reads what was measured of it, and of its employees what a ``members`` figure gathers.
That is all: the plan of a kind of group is built and run like that of the employees. What is
measured or given of a group may be read by its members, and by the smaller groups in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ccops.facts import GROUP_POPULATIONS, FactDeclaration, FactSource, GroupKind, HistoryNeed
from ccops.facts.declarations import Derivation
from ccops.frozen import frozen
from ccops.messages import Diagnostic
from ccops.plan.definitions import (
    Definition,
    GroupFactFigure,
    MembersFigure,
    PopulationRule,
)
from ccops.plan.plan import Plan
from ccops.plan.steps import MembersStep

#: The populations of all groups of a kind, as the plan of the kind knows them.
ALL_GROUPS: Final[Mapping[str, PopulationRule]] = {
    name: PopulationRule(name=name) for name in GROUP_POPULATIONS
}


@frozen(kw_only=True, eq=False)
class GroupPart:
    """What of a pack is about one kind of group: figures, what they gather, and populations.

    ``asked`` are the figures of smaller subjects that read a fact of it.
    """

    kind: GroupKind
    figures: tuple[Definition, ...]
    gathered: tuple[MembersFigure, ...]
    populations: Mapping[str, PopulationRule]
    asked: tuple[GroupFactFigure, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """The names it works out."""
        return frozenset(each.name for each in (*self.figures, *self.gathered))


@frozen(kw_only=True, eq=False)
class GroupPlan:
    """The plan of a kind of group; ``gathered`` are its facts that come from employees.

    ``later_needs`` are what windows of later periods read by rules whose dates are written now.
    """

    kind: GroupKind
    plan: Plan
    gathered: tuple[MembersStep, ...]
    later_needs: tuple[HistoryNeed, ...] = ()


@frozen(kw_only=True, eq=False)
class Parted:
    """The figures and populations of employees, and those of each kind of group that has any."""

    figures: tuple[Definition, ...]
    populations: Mapping[str, PopulationRule]
    groups: tuple[GroupPart, ...]

    @property
    def gathered(self) -> tuple[MembersFigure, ...]:
        """What all groups gather of employees."""
        return tuple(figure for part in self.groups for figure in part.gathered)


def parted(figures: tuple[Definition, ...], populations: Mapping[str, PopulationRule]) -> Parted:
    """Return the figures of employees apart from those of each kind of group."""
    kinds = {**_kinds_of(populations), **GROUP_POPULATIONS}
    employees = tuple([each for each in figures if each.population.value not in kinds])
    asked = [each for each in figures if isinstance(each, GroupFactFigure)]
    if len(employees) == len(figures) and not asked:
        return Parted(figures=employees, populations=populations, groups=())
    of_groups = [each for each in figures if each.population.value in kinds]
    parts = (
        _part(
            kind,
            tuple(each for each in of_groups if kinds[each.population.value] is kind),
            {name: rule for name, rule in populations.items() if kinds.get(name) is kind},
            tuple(each for each in asked if each.kind is kind),
        )
        for kind in GroupKind
    )
    return Parted(
        figures=employees,
        populations={name: rule for name, rule in populations.items() if name not in kinds},
        groups=tuple(each for each in parts if each.figures or each.gathered or each.asked),
    )


def _kinds_of(populations: Mapping[str, PopulationRule]) -> Mapping[str, GroupKind]:
    """Return the kinds of groups that populations lie within; those of employees are left out."""
    found = ((name, _kind_of(name, populations)) for name in populations)
    return {name: kind for name, kind in found if kind is not None}


def _kind_of(name: str, populations: Mapping[str, PopulationRule]) -> GroupKind | None:
    """Return the kind of group a population lies within, or ``None`` for one of employees."""
    seen: set[str] = set()
    while name in populations and name not in seen:
        seen.add(name)
        within = populations[name].within
        if within is None:
            return None
        name = within.value
    return GROUP_POPULATIONS.get(name)


def _part(
    kind: GroupKind,
    figures: tuple[Definition, ...],
    populations: Mapping[str, PopulationRule],
    asked: tuple[GroupFactFigure, ...],
) -> GroupPart:
    return GroupPart(
        kind=kind,
        figures=tuple([each for each in figures if not isinstance(each, MembersFigure)]),
        gathered=tuple([each for each in figures if isinstance(each, MembersFigure)]),
        populations={kind.population: ALL_GROUPS[kind.population], **populations},
        asked=asked,
    )


def gathered_fact(step: MembersStep) -> FactDeclaration:
    """Return the declaration of what a group gathers of its employees."""
    rule = step.rule
    formula = f"{step.gathering.value}: {rule.figure.value}, of: {rule.of.value}"
    if rule.where is not None:
        formula = f"{formula}, where: {rule.where.value}"
    return FactDeclaration(
        name=rule.name,
        type=step.type,
        carrier=step.carrier,
        bounds=step.bounds,
        optional=step.optional,
        source=FactSource.MEASURED,
        label=rule.label,
        origin=rule.origin,
        was=rule.was,
        made=Derivation(rule=rule.policy or rule.name, formula=formula),
    )


def group_findings(part: GroupPart) -> tuple[Diagnostic, ...]:
    """Return what a group cannot have: to gather employees for a part of the groups only."""
    return tuple(
        Diagnostic(
            code="group-members-part",
            span=each.population.span or each.origin.span,
            args={"name": each.name, "population": part.kind.population},
        )
        for each in part.gathered
        if each.population.value != part.kind.population
    )
