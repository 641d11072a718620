"""Figures that depend on how others do: ranks, what members or groups come to, and what follows.

They are not known before everybody's period is over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.plan.account_figures import AccountPart
from ccops.plan.steps import (
    AccountPartStep,
    AccountStep,
    FigureStep,
    GroupFactStep,
    Key,
    MembersStep,
    PopulationStep,
    RankStep,
    TotalStep,
    WindowStep,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ccops.plan.plan import Plan


def among_others(plan: Plan, period: str) -> frozenset[Key]:
    """Return the figures of a period that depend on other people.

    A total is none of them: it adds the lines there are.
    """
    found: set[Key] = set()
    populations: set[str] = set()
    for step in plan.steps:
        if isinstance(step, PopulationStep):
            read = {each.figure for each in step.readings.values()}
            if step.outer in populations or not read.isdisjoint(found):
                populations.add(step.rule.name)
        elif step.is_due(period):
            is_first = isinstance(step, RankStep | MembersStep | GroupFactStep)
            read = {*figures_needed(step), *_windowed(step)}
            waits = step.key.population in populations or not read.isdisjoint(found)
            if is_first or (waits and not isinstance(step, TotalStep)):
                found.add(step.key)
    return frozenset(found)


def figures_needed(step: FigureStep) -> Iterator[Key]:
    """Yield the figures that a step reads in the same period."""
    yield from _read(step)
    if isinstance(step, MembersStep) and step.member_figure.figure is not None:
        yield step.member_figure.figure
    if isinstance(step, TotalStep):
        yield from step.parts
    if isinstance(step, AccountStep):
        yield from (*step.posted, *step.used)
    if isinstance(step, AccountPartStep) and step.part is not AccountPart.OPENING:
        yield step.account


def _windowed(step: FigureStep) -> Iterator[Key]:
    if isinstance(step, WindowStep) and step.source.figure is not None:
        yield step.source.figure


def _read(step: FigureStep) -> Iterable[Key]:
    return (each.figure for each in step.readings.values() if each.figure is not None)
