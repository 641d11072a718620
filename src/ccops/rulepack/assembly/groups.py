"""The plans of groups: what is measured of a team or the center, and its own figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts import FactDeclaration, FactSource, GroupKind
from ccops.frozen import frozen
from ccops.kpi import Indicator
from ccops.messages import Text
from ccops.plan import (
    GroupPlan,
    Kept,
    LargerSubject,
    Plan,
    PlanInputs,
    StepMemo,
    build_plan,
    gathered_fact,
    group_findings,
)
from ccops.projects import ProjectRule, project_facts

if TYPE_CHECKING:
    from ccops.messages import Diagnostic
    from ccops.plan import GroupPart, MembersStep

#: Ways of measuring that give 0, not nothing, of no records at all.
_ALWAYS: Final = frozenset({"total", "count", "share_total"})


@frozen(kw_only=True, eq=False)
class GroupInputs:
    """What the plans of groups are built from, beside their own parts.

    ``employees`` is the inputs of the employees' plan and ``plan`` that plan; ``known`` what is
    measured and given of groups.
    """

    employees: PlanInputs
    plan: Plan
    known: KnownOfGroups
    memos: Mapping[GroupKind, StepMemo]


@frozen(kw_only=True, eq=False)
class KnownOfGroups:
    """What is known of groups before anything is worked out.

    ``indicators`` are what is measured, ``given`` what is handed in of groups, ``projects`` what
    is done for clients, ``calendar`` the default one.
    """

    indicators: tuple[Indicator, ...]
    given: Mapping[GroupKind, Mapping[str, FactDeclaration]]
    projects: tuple[ProjectRule, ...]
    calendar: Text
    kept: Kept

    def facts(self, kind: GroupKind) -> dict[str, FactDeclaration]:
        """Return the facts of a kind of group: what is measured of it, given, or its own."""
        kept, calendar = self.kept, self.calendar
        found = {
            each.name: kept.made(partial(_measured, each, calendar), each, calendar, _plan)
            for each in self.indicators
            if each.is_asked_of(kind)
        }
        if kind is GroupKind.PROJECT:
            found.update(project_facts(self.projects))
        found.update(self.given.get(kind, {}))
        return found

    @property
    def parts(self) -> tuple[object, ...]:
        """What it is made of, for whoever keeps what is made of it."""
        given = (each for own in self.given.values() for each in own.values())
        return (self.calendar, self.projects, *self.indicators, None, *given)


def larger_subjects(
    parts: Iterable[GroupPart], known: KnownOfGroups
) -> Mapping[GroupKind, LargerSubject]:
    """Return what figures may read of each kind of group that any of them reads."""
    return {
        part.kind: LargerSubject(facts=known.facts(part.kind), figures=part.names)
        for part in parts
        if part.asked
    }


def group_plans(
    parts: Iterable[GroupPart], given: GroupInputs
) -> tuple[tuple[GroupPlan, ...], tuple[Diagnostic, ...]]:
    """Return the plan of each kind of group a pack has figures of, and every finding."""
    plans: list[GroupPlan] = []
    problems: list[Diagnostic] = []
    for part in parts:
        names = {each.name for each in part.gathered}
        steps = tuple(
            each
            for each in given.plan.gathered
            if each.key.name in names and each.key.population == part.kind.population
        )
        plan = _plan(part, steps, given)
        plans.append(GroupPlan(kind=part.kind, plan=plan, gathered=steps))
        problems.extend((*plan.diagnostics, *group_findings(part)))
    return tuple(plans), tuple(problems)


def _plan(part: GroupPart, steps: tuple[MembersStep, ...], given: GroupInputs) -> Plan:
    facts = given.known.facts(part.kind)
    for step in steps:
        make = partial(gathered_fact, step)
        facts[step.key.name] = given.known.kept.made(make, step, gathered_fact)
    unbuilt = {each.name for each in part.gathered} - facts.keys()
    plan = build_plan(
        attrs.evolve(
            given.employees,
            figures=part.figures,
            populations=part.populations,
            facts=facts,
            lines=(),
            memo=given.memos[part.kind],
            unsound=given.employees.unsound | unbuilt,
            gathered=(),
        )
    )
    asked = {each.fact.value for each in part.asked} & facts.keys()
    return attrs.evolve(plan, reads=plan.reads | asked) if asked - plan.reads else plan


def _measured(indicator: Indicator, default: Text) -> FactDeclaration:
    """Return an indicator as a fact of a group, which may have no records of its kind."""
    return FactDeclaration(
        name=indicator.name,
        type=indicator.type,
        carrier=indicator.carrier,
        bounds=indicator.bounds,
        optional=indicator.aggregate.value not in _ALWAYS or bool(indicator.at_least),
        source=FactSource.MEASURED,
        calendar=(indicator.calendar or default).value,
        label=indicator.label,
        origin=indicator.origin,
    )
