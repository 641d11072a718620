"""Building figures that read a fact of the reader's group, which is larger than he is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.facts import GROUP_POPULATIONS, GroupKind
from ccops.messages import nearest, worded
from ccops.plan.definitions import EVERYBODY, Assigned, GroupFactFigure
from ccops.plan.steps import GroupFactStep, Key

if TYPE_CHECKING:
    from ccops.plan.scope import Building


def build_group_fact(rule: GroupFactFigure, building: Building) -> GroupFactStep | None:
    """Return the compiled figure, or ``None`` after noting what is wrong with it."""
    larger = _larger_than(rule.population.value, building)
    if rule.kind is None or rule.kind not in larger:
        building.refuse(
            "group-not-larger",
            rule.over_at or rule.origin.span,
            name=rule.over,
            population=rule.population.value,
            known=", ".join(each.value for each in larger) or "-",
            near=nearest(rule.over, [each.value for each in larger]) or "-",
        )
        return None
    subject = building.larger[rule.kind]
    declared = subject.facts.get(rule.fact.value)
    if declared is None:
        is_figure = rule.fact.value in subject.figures
        building.refuse(
            "group-fact-worked-out" if is_figure else "group-fact-unknown",
            rule.fact.span,
            name=rule.fact.value,
            kind=worded(f"group-kind-{rule.over}"),
            near=nearest(rule.fact.value, subject.facts) or "-",
        )
        return None
    return GroupFactStep(
        rule=rule,
        kind=rule.kind,
        declared=declared,
        key=Key(rule.name, rule.population.value),
        type=declared.type,
        carrier=declared.carrier,
        bounds=declared.bounds,
        optional=not rule.required and (declared.optional or not _belongs_to_one(rule)),
        readings={},
    )


def _larger_than(population: str, building: Building) -> tuple[GroupKind, ...]:
    """Return the kinds of groups that are larger than those of a population."""
    chain = building.definitions.lineage.chains.get(population, (EVERYBODY,))
    own = next((GROUP_POPULATIONS[each] for each in chain if each in GROUP_POPULATIONS), None)
    if own is None:
        return tuple(GroupKind)
    return () if own is GroupKind.CENTER else (GroupKind.CENTER,)


def _belongs_to_one(rule: GroupFactFigure) -> bool:
    """Say whether every reader is in exactly one such group: one team at a time, one center."""
    is_last = rule.assigned is Assigned.LAST_DAY
    return rule.kind is GroupKind.CENTER or (rule.kind is GroupKind.TEAM and is_last)
