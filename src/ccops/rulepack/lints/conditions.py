"""Conditions that data never decide: what is always so, never so, or asked of nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages import worded
from ccops.plan.populations import constraints_of
from ccops.plan.steps import PopulationStep
from ccops.rulepack.lints.deciding import contradicts, verdict
from ccops.rulepack.lints.lint import Found, Lint
from ccops.rulepack.lints.writing import written
from ccops.rules.expressions import constants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.rulepack.lints.formulas import Decided
    from ccops.rulepack.lints.lint import Checked
    from ccops.rules import Node


def always_true(checked: Checked) -> Iterator[Found]:
    """Yield conditions that hold whatever the data."""
    for each in _decided(checked):
        if each.answer and each.skips is None:
            yield Found(each.test.span, {"condition": written(each.test)})


def always_false(checked: Checked) -> Iterator[Found]:
    """Yield conditions that hold for nobody. Where they are all a rule asks, it is told so."""
    for each in _decided(checked):
        if not each.answer and each.skips is None:
            yield Found(each.test.span, {"condition": written(each.test)})


def branch_never_taken(checked: Checked) -> Iterator[Found]:
    """Yield values of a conditional that nobody ever gets."""
    for each in _decided(checked):
        if each.skips is not None:
            holds = worded("word-always-holds" if each.answer else "word-holds-no-more")
            told = {"condition": written(each.test), "value": written(each.skips)}
            yield Found(each.skips.span or each.test.span, {**told, "holds": holds})


def never_hits(checked: Checked) -> Iterator[Found]:
    """Yield eligibility codes that can hit nobody of the population they are asked of."""
    demands = checked.demands
    chains = checked.lineage.chains
    for step in checked.eligibility_steps:
        node = step.formula.node
        around = [demands.get(each, {}) for each in chains.get(step.key.population, ())]
        demanded = checked.memo.once(node, constraints_of)
        is_never = checked.memo.once(node, verdict) is False
        if is_never or contradicts([*around, demanded]):
            code = step.key.name.removeprefix(f"{step.rule.policy}_")
            yield Found(step.rule.formula.span, {"code": code, "population": step.key.population})


def nobody(checked: Checked) -> Iterator[Found]:
    """Yield populations to which nobody can ever belong."""
    demands = checked.demands
    chains = checked.lineage.chains
    for step in checked.steps(PopulationStep):
        name, formula = step.rule.name, step.formula
        outer = [demands.get(each, {}) for each in chains.get(name, ())[1:]]
        if formula is None or contradicts(outer):
            continue
        is_never = checked.memo.once(formula.node, verdict) is False
        if is_never or contradicts([*outer, demands[name]]):
            span = step.rule.is_.span if step.rule.is_ else step.rule.origin.span
            yield Found(span, {"name": name})


# -- what is decided in a formula ---------------------------------------------------------------


def _decided(checked: Checked) -> Iterator[Decided]:
    """Yield what is decided in the formulas of a pack, apart from what each period decides."""
    decided = checked.section("per_period")
    per_period = frozenset(name for each in decided for name in each.constants())
    for looked in checked.looked:
        if looked.decided and not _is_told(checked, looked.formula):
            for each in looked.decided:
                if per_period.isdisjoint(constant.name for constant in constants(each.test)):
                    yield each


def _is_told(checked: Checked, formula: Node) -> bool:
    """Say whether a formula holds for nobody, and its population or reason code is told so."""
    if checked.memo.once(formula, verdict) is not False:
        return False
    codes = (each.formula for each in checked.eligibility_steps)
    populations = (each.formula for each in checked.steps(PopulationStep))
    return any(each.node is formula for each in (*codes, *populations) if each is not None)


LINTS: Final = (
    Lint(code="always-true", finds=always_true),
    Lint(code="always-false", finds=always_false),
    Lint(code="branch-never-taken", finds=branch_never_taken),
    Lint(code="eligibility-never-hits", finds=never_hits),
    Lint(code="population-empty", finds=nobody),
)
