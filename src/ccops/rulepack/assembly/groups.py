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

    ``employees`` is the inputs of the employees' plan and ``plan`` that plan; ``indicators``
    what is measured, ``facts`` what is given of groups, ``projects`` what is done for clients,
    ``calendar`` the default one.
    """

    employees: PlanInputs
    plan: Plan
    indicators: tuple[Indicator, ...]
    facts: Mapping[GroupKind, Mapping[str, FactDeclaration]]
    projects: tuple[ProjectRule, ...]
    calendar: Text
    kept: Kept
    memos: Mapping[GroupKind, StepMemo]


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
    kept = given.kept
    facts = {
        each.name: kept.made(partial(_measured, each, given.calendar), each, given.calendar, _plan)
        for each in given.indicators
        if each.is_asked_of(part.kind)
    }
    if part.kind is GroupKind.PROJECT:
        facts.update(project_facts(given.projects))
    facts.update(given.facts.get(part.kind, {}))
    for step in steps:
        facts[step.key.name] = kept.made(partial(gathered_fact, step), step, gathered_fact)
    unbuilt = {each.name for each in part.gathered} - facts.keys()
    return build_plan(
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
