"""Running the plans of groups: what they gather of employees first, then their own figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.facts import Column, Evidence, Facts, GroupKind, Sheet, packed
from ccops.plan.gathering import WHOLE_CENTER, gather_groups
from ccops.plan.reading import Reader, formula_cells
from ccops.plan.running import run_plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ccops.facts import History
    from ccops.plan.groups import GroupPlan
    from ccops.plan.results import Results
    from ccops.plan.steps import MembersStep
    from ccops.values import Cell, Missing


def run_groups(
    plans: Iterable[GroupPlan],
    results: Results,
    histories: Mapping[GroupKind, History] | None = None,
) -> Mapping[GroupKind, Results]:
    """Return the figures of the groups whose employees have been worked out.

    The facts of the results hold a sheet for each kind of group, with what was measured of them;
    ``histories`` are what earlier periods left about them.
    """
    known = histories or {}
    reader = Reader(results.facts)
    reader.figures.update(results.figures)
    return {
        each.kind: run_plan(
            each.plan, facts_of_groups(each, results, reader), history=known.get(each.kind)
        )
        for each in plans
    }


def facts_of_groups(group: GroupPlan, results: Results, reader: Reader) -> Facts:
    """Return the facts of the groups of a kind: what was measured of them, and is gathered.

    ``reader`` reads the figures of the employees.
    """
    facts = results.facts
    sheet = facts.sheets[group.kind]
    gathered = {
        step.key.name: _column(step, group.kind, sheet.ids, (results, reader))
        for step in group.gathered
    }
    return Facts(
        period=facts.period,
        declarations=group.plan.facts,
        employees=Sheet(ids=sheet.ids, columns={**sheet.columns, **gathered}),
        currency=facts.currency,
        sheets=facts.sheets,
        evidence={
            name: Evidence(name, group.plan.facts[name].calendar)
            for name in sheet.columns.keys() - sheet.given
        },
    )


def _column(
    step: MembersStep, kind: GroupKind, groups: Sequence[str], of: tuple[Results, Reader]
) -> Column:
    results, reader = of
    members = results.populations[step.member_population]
    keep: Sequence[Cell | Missing] | None = None
    if step.where is not None:
        keep = formula_cells(step.where, step.where_readings, members, reader)
    facts = results.facts
    if kind is GroupKind.CENTER:  # everybody is in it, whatever his team
        groups, facts = (WHOLE_CENTER,), attrs.evolve(facts, memberships={})
    values = reader.cells(step.member_figure, members)
    cells = gather_groups(
        step, facts, groups=groups, members=members.rows, values=values, keep=keep
    )
    return packed(step.type, step.carrier, cells)
