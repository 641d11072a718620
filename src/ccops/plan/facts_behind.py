"""Which facts figures of a plan come from, however far back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.plan.steps import (
    AccountPartStep,
    AccountStep,
    Key,
    MembersStep,
    PopulationStep,
    Reading,
    TotalStep,
    WindowStep,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ccops.plan.plan import Plan
    from ccops.plan.steps import FigureStep


def facts_behind(plan: Plan, names: Iterable[str]) -> frozenset[str]:
    """Return the facts that figures (or facts) of some names come from.

    Who belongs to a population is decided by facts too, and they count.
    """
    found: set[str] = set()
    waiting: list[Reading] = [Reading(each) for each in names]
    seen: set[Key] = set()
    while waiting:
        reading = waiting.pop()
        steps = [plan.figures[reading.figure]] if reading.figure else plan.steps_of(reading.name)
        if not steps:
            found.add(reading.name)
        for step in steps:
            if step.key not in seen:
                seen.add(step.key)
                waiting.extend(_read(step))
                waiting.extend(_of_population(plan, step.key.population))
    return frozenset(found)


def _read(step: FigureStep) -> Iterator[Reading]:
    yield from step.readings.values()
    match step:
        case MembersStep():
            yield step.member_figure
            yield from step.where_readings.values()
        case WindowStep():
            yield step.source
            if step.skip is not None:
                yield step.skip
        case AccountStep():
            yield from (Reading(key.name, key) for key in (*step.posted, *step.used))
        case AccountPartStep():
            yield Reading(step.account.name, step.account)
        case TotalStep():
            yield from (Reading(key.name, key) for key in step.parts)
        case _:
            return


def _of_population(plan: Plan, name: str) -> Iterator[Reading]:
    for step in plan.of_kind(PopulationStep):
        if step.rule.name == name:
            yield from step.readings.values()
            if step.outer != name:
                yield from _of_population(plan, step.outer)
