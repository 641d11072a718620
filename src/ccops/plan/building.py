"""From definitions to a plan: names resolved, units checked, every finding at once."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.messages import Diagnostic, Severity, sorted_diagnostics
from ccops.plan.account_building import build_account, build_account_part
from ccops.plan.account_figures import AccountFigure, AccountPart, AccountPartFigure
from ccops.plan.again import Again
from ccops.plan.compiled import Compiled
from ccops.plan.definitions import (
    EVERYBODY,
    Definition,
    GroupFactFigure,
    MembersFigure,
    PayLine,
    PopulationRule,
    RankFigure,
    RowFigure,
    TableFigure,
    TotalFigure,
    WindowFigure,
)
from ccops.plan.group_fact_building import build_group_fact
from ccops.plan.members_building import build_members
from ccops.plan.ordering import (
    Definitions,
    NodeKey,
    PopulationKey,
    added_names,
    reading,
)
from ccops.plan.outcomes import Outcome
from ccops.plan.outline import Outline
from ccops.plan.overlapping import overlaps
from ccops.plan.plan import Plan
from ccops.plan.plan_inputs import (
    PlanInputs,
    facts_read,
    known_populations,
    names_twice,
    unknown_lines,
)
from ccops.plan.rank_building import build_rank
from ccops.plan.row_building import build_row
from ccops.plan.scope import Building
from ccops.plan.steps import (
    FigureStep,
    Key,
    MembersStep,
    PopulationStep,
    Step,
)
from ccops.plan.table_building import build_table
from ccops.plan.total_building import build_total
from ccops.plan.window_building import build_window, check_declared
from ccops.rules import Formula
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ccops.plan.populations import Constraint

#: Errors with which a figure could be run all the same: what it says is clear, and looks wrong.
RUNS_ALL_THE_SAME: Final = frozenset(
    {"not-monotone", "table-row-shadowed", "table-row-out-of-range"}
)
#: With so many findings nothing more is compiled: nobody reads on, and each costs time.
MOST_PROBLEMS: Final = 1_000


def build_plan(inputs: PlanInputs) -> Plan:
    """Return the plan with every finding; one with an error among them must not run."""
    outline = _outline(inputs)
    inputs = attrs.evolve(inputs, figures=outline.figures)
    base = inputs.memo.base(inputs.facts, inputs.constants)
    again = Again.of(outline, inputs, base)
    before = again.plan
    if before is not None:
        return before
    building = _begun(again)
    named = () if again.is_named_alike else (*known_populations(inputs), *names_twice(inputs))
    building.problems.extend((*outline.problems, *named, *outline.circles))
    steps = _steps(again, building)
    clean: dict[int, MembersStep] = {}
    gathered = tuple(_gathered(again, building, clean))
    check_declared(building, steps)
    building.problems.extend(overlaps(outline.shared, building, _demands(steps)))
    building.problems.extend(unknown_lines(inputs))
    plan = Plan(
        steps=steps,
        facts=inputs.facts,
        constants=inputs.constants,
        definitions=outline.definitions,
        lines=_as_added(inputs),
        currency=inputs.currency,
        reads=outline.reads.union(
            *(facts_read(each, outline.definitions) for each in inputs.gathered)
        ),
        diagnostics=sorted_diagnostics(building.problems),
        misled=frozenset(building.misled),
        gathered=gathered,
    )
    again.keep(plan, clean, is_well_named=not named)
    return plan


def _outline(inputs: PlanInputs) -> Outline:
    """Return what is worked out in which order, found now or for another period."""
    figures, constants = tuple(inputs.figures), frozenset(inputs.constants)
    return inputs.memo.outline(
        figures,
        inputs.populations,
        constants,
        lambda like: Outline.of(figures, inputs.populations, constants, like),
    )


def _begun(again: Again) -> Building:
    """Return a build before anything is compiled."""
    inputs, outline = again.inputs, again.outline
    return Building(
        definitions=outline.definitions,
        compiled=Compiled(outline.definitions, outline.places, again.outcomes),
        base=again.base,
        currency=inputs.currency,
        lines=frozenset(line.figure for line in inputs.lines),
        memo=inputs.memo,
        doubted=inputs.unsound,
        decided=inputs.decided,
        functions=inputs.functions,
        renamed={each.name: each.was for each in inputs.facts.values() if each.was},
        larger=inputs.larger,
    )


def _steps(again: Again, building: Building) -> tuple[Step, ...]:
    """Return the steps in order, taken over or compiled; the findings of all are noted."""
    outline, before = again.outline, tuple(building.problems)
    for key in again.due():
        building.compiled.until = outline.places[key]
        if len(building.problems) >= MOST_PROBLEMS and not isinstance(key, PopulationKey):
            break
        outcome = _outcome(key, outline, building)
        again.take(key, outcome)
        if outcome.is_wrong and isinstance(key, Key):
            building.unsound.add(key)
    building.compiled.until = len(outline.order)
    outcomes = again.outcomes
    listed = [outcomes[key] for key in outline.order if key in outcomes]
    building.problems = [*before, *chain.from_iterable(each.problems for each in listed)]
    return tuple(each.step for each in listed if each.step is not None)


def _demands(steps: Iterable[Step]) -> Mapping[str, Mapping[str, Constraint]]:
    """Return what is demanded of those who belong to the populations with a condition."""
    populations = (each for each in steps if isinstance(each, PopulationStep))
    return {each.rule.name: each.demands for each in populations if each.formula is not None}


def _gathered(
    again: Again, building: Building, clean: dict[int, MembersStep]
) -> Iterable[MembersStep]:
    """Yield what groups gather; what only follows from something wrong is not told as well.

    Those without a finding are put down as ``clean``, by the identity of their definition.
    """
    for figure in again.inputs.gathered:
        before, found = again.gathered(figure), len(building.problems)
        if before is not None:
            clean[id(figure)] = before
            yield before
            continue
        building.cadence = figure.cadence
        if building.is_unsound((figure.figure.value,), figure.of.value):
            building.misled.add(figure.policy)
            continue
        step = build_members(figure, building)
        if step is not None:
            if len(building.problems) == found:
                clean[id(figure)] = step
            yield step


def _outcome(key: NodeKey, outline: Outline, building: Building) -> Outcome:
    """Return what a figure or population comes to; its findings are noted."""
    before = len(building.problems)
    if isinstance(key, PopulationKey):
        building.cadence = None
        rule = building.definitions.populations[key.name]
        population = building.memo.population(rule, building, _population)
        found = tuple(building.problems[before:])
        return Outcome(population, is_wrong=population is None, problems=found)
    definition = outline.by_key[key]
    building.cadence = definition.cadence
    figure = building.memo.figure(definition, building, _figure)
    found = tuple(building.problems[before:])
    is_wrong = figure is None or any(map(_unsettles, found))
    if building.is_unsound(_reads(definition, building.definitions), key.population):
        building.misled.add(definition.policy)
        is_wrong = True
    return Outcome(figure, is_wrong=is_wrong, problems=found)


def _unsettles(finding: Diagnostic) -> bool:
    """Say whether nobody knows what a figure with this finding comes to."""
    return finding.severity is Severity.ERROR and finding.code not in RUNS_ALL_THE_SAME


def _reads(definition: Definition, definitions: Definitions) -> tuple[str, ...]:
    match definition:
        case MembersFigure():
            return (definition.figure.value,)
        case AccountPartFigure():
            return () if definition.part is AccountPart.OPENING else (definition.account.name,)
        case _:
            return (*definitions.reads(definition), *added_names(definition))


def _population(rule: PopulationRule, building: Building) -> PopulationStep | None:
    outer = rule.within.value if rule.within else EVERYBODY
    if rule.is_ is None:
        return PopulationStep(rule=rule, outer=outer, formula=None, readings={})
    node, problems = building.check(rule.is_, outer)
    building.report(problems, rule.is_, outer)
    if node is None:
        return None
    if node.type.unit is not Unit.FLAG:
        building.refuse("not-a-flag", rule.is_.span, unit=node.type)
        return None
    formula = Formula(node=node)
    readings = {name: reading(building.definitions, name, outer) for name in formula.inputs}
    return PopulationStep(rule=rule, outer=outer, formula=formula, readings=readings)


#: What compiles each kind of figure.
_BUILDERS: Final[Mapping[type[Definition], Callable[[Any, Building], FigureStep | None]]] = {
    RowFigure: build_row,
    TableFigure: build_table,
    RankFigure: build_rank,
    MembersFigure: build_members,
    GroupFactFigure: build_group_fact,
    WindowFigure: build_window,
    TotalFigure: build_total,
    AccountFigure: build_account,
    AccountPartFigure: build_account_part,
}


def _figure(definition: Definition, building: Building) -> FigureStep | None:
    if definition.population.value not in building.definitions.lineage.chains:
        return None
    return _BUILDERS[type(definition)](definition, building)


def _as_added(inputs: PlanInputs) -> tuple[PayLine, ...]:
    """Return the lines in the order in which the totals add them; others come last."""
    order: dict[str, int] = {}
    for figure in inputs.figures:
        if isinstance(figure, TotalFigure):
            for text in figure.adds:
                order.setdefault(text.value, len(order))
    return tuple(sorted(inputs.lines, key=lambda line: order.get(line.figure, len(order))))
