"""Populations that people's own data decides: they are known before anything is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.facts import FactSource
from ccops.plan.definitions import EVERYBODY
from ccops.plan.steps import PopulationStep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.facts import Facts
    from ccops.plan.plan import Plan


def own_population(plan: Plan, name: str) -> tuple[PopulationStep, ...] | None:
    """Return the steps that find a population, the widest first; none for everybody.

    ``None`` where there is no such population, or something else than people's own data (role,
    team, dates) has a say in it.
    """
    steps = {each.rule.name: each for each in plan.of_kind(PopulationStep)}
    chain: list[PopulationStep] = []
    while name != EVERYBODY:
        step = steps.get(name)
        if step is None or not _is_own(step, plan):
            return None
        chain.insert(0, step)
        name = step.outer
    return tuple(chain)


def _is_own(step: PopulationStep, plan: Plan) -> bool:
    return all(
        each.figure is None and plan.facts[each.name].source is FactSource.EMPLOYEE
        for each in step.readings.values()
    )


def own_rows(plan: Plan, name: str, facts: Facts) -> Sequence[int]:
    """Return the rows of a population that people's own data decides.

    Raises ``LookupError`` for any other; the check of a pack tells it.
    """
    steps = own_population(plan, name)
    if steps is None:
        raise LookupError(name)
    rows: Sequence[int] = range(len(facts.employees))
    for step in steps:
        rows = _within(step, rows, facts)
    return rows


def _within(step: PopulationStep, rows: Sequence[int], facts: Facts) -> Sequence[int]:
    formula = step.formula
    if formula is None:
        return rows
    columns = [facts.employees.columns[step.readings[name].name] for name in formula.inputs]
    known: dict[tuple[object, ...], bool] = {}
    found: list[int] = []
    for row in rows:
        cells = tuple(column.at(row) for column in columns)
        if cells not in known:
            known[cells] = formula.at(dict(zip(formula.inputs, cells, strict=True))) is True
        if known[cells]:
            found.append(row)
    return found
