"""Figures that are worked out when they are asked for: a worked example asks for few of many."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ccops.doors import AskedFor
from ccops.facts import History
from ccops.plan.group_running import facts_of_groups
from ccops.plan.reading import Reader, with_absent_facts
from ccops.plan.results import FigureColumn, Members
from ccops.plan.running import Run
from ccops.plan.steps import Key, PopulationStep

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ccops.facts import Facts, GroupKind
    from ccops.plan.groups import GroupPlan
    from ccops.plan.plan import Plan
    from ccops.plan.results import Results
    from ccops.plan.running import Pins
    from ccops.plan.steps import Step

K = TypeVar("K")
V = TypeVar("V")


def ask_plan(
    plan: Plan,
    facts: Facts,
    *,
    excluded: frozenset[int] = frozenset(),
    pins: Pins | None = None,
    history: History | None = None,
) -> Results:
    """Return what ``run_plan`` does, each figure worked out when it is first asked for.

    The figures are asked by their keys. To go through them all shows those that were asked for.
    """
    run = Run(plan, with_absent_facts(plan, facts), excluded, pins or {})
    run.history = history or History()
    populations = {each.rule.name: each for each in plan.of_kind(PopulationStep)}
    run.reader.figures = _Asked[Key, FigureColumn](run, plan.figures)
    everybody, run.populations = run.populations, _Asked[str, Members](run, populations)
    run.populations.update(everybody)
    return run.results()


def ask_groups(
    plans: Iterable[GroupPlan], results: Results, history: Callable[[GroupKind], History]
) -> Mapping[GroupKind, Results]:
    """Return what ``run_groups`` does, each kind of group worked out when it is first asked for.

    ``results`` are those of ``ask_plan``; ``history`` says what earlier periods left of a kind.
    """
    reader = Reader(results.facts)
    reader.figures = cast("dict[Key, FigureColumn]", results.figures)

    def asked(group: GroupPlan) -> Results:
        own = facts_of_groups(group, results, reader)
        return ask_plan(group.plan, own, history=history(group.kind))

    return AskedFor({each.kind: partial(asked, each) for each in plans})


class _Asked(dict[K, V]):
    """What steps give, by their keys; a step is taken when what it gives is first asked for."""

    def __init__(self, run: Run, steps: Mapping[K, Step]) -> None:
        super().__init__()
        self._run = run
        self._steps = steps

    def __missing__(self, key: K) -> V:
        """Take the step; it leaves here what it gives. Raises ``KeyError`` where there is none."""
        self._run.take(self._steps[key])
        return super().__getitem__(key)

    def get(self, key: K, default: Any = None) -> Any:  # noqa: ANN401 - as a dictionary has it
        """Return what a step gives, taken now or before."""
        return self[key] if key in self._steps or key in self else default
