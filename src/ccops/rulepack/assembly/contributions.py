"""Contributions: the figures one rule of a pack adds to the plan, and what is wrong with it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import attrs

from ccops.frozen import frozen
from ccops.messages import Diagnostic, has_errors
from ccops.plan import (
    Definition,
    EligibilityRule,
    FigureRule,
    RankRule,
    Surroundings,
    TotalFigure,
    cadence_of,
    unknown_group,
)
from ccops.rulepack.assembly.findings import problem


@frozen(kw_only=True)
class Contribution:
    """The figures of a rule; where it ``is_unsound``, nobody knows what they come to."""

    figures: tuple[Definition, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    is_unsound: bool = False

    @cached_property
    def adds_up(self) -> bool:
        """Whether a figure among them is the total of others."""
        return any(isinstance(each, TotalFigure) for each in self.figures)


def contribution_of(rule: Any, around: Surroundings) -> Contribution:  # noqa: ANN401 - any rule class
    """Return what a figure, an eligibility group, a rank or a policy adds to the plan."""
    match rule:
        case FigureRule():
            figures = rule.definitions()
            lacking = problem("figure-needs-one", rule.origin.span, name=rule.name)
            unfit = problem("warns-needs-flag", rule.origin.span, name=rule.name)
            wrong = (() if figures else (lacking,)) + ((unfit,) if rule.warns_wrongly else ())
            return _as_said(rule, figures, wrong)
        case EligibilityRule():
            return Contribution(figures=rule.figures())
        case RankRule():
            wrong = unknown_group(rule.barred_by, around)
            return _as_said(rule, (rule.definition(around),), wrong)
        case _:
            wrong = rule.check(around)
            made = _as_said(rule, rule.figures(around), wrong)
            return attrs.evolve(made, is_unsound=has_errors(wrong))


def _as_said(
    rule: object, figures: tuple[Definition, ...], wrong: tuple[Diagnostic, ...]
) -> Contribution:
    """Return figures with what their rule says of all of them.

    That is in which periods it has them (``every``), and what they were called before. A policy
    with figures of every period beside those says of each itself (``sets_cadence``).
    """
    cadence, problems = cadence_of(rule)
    if getattr(rule, "sets_cadence", False):
        return Contribution(figures=figures, diagnostics=(*wrong, *problems))
    was, name = getattr(rule, "was", None), getattr(rule, "name", "")
    said = tuple(
        attrs.evolve(
            each,
            cadence=cadence,
            was=was.value + each.name.removeprefix(name) if was else each.was,
        )
        for each in figures
    )
    return Contribution(figures=said, diagnostics=(*wrong, *problems))
