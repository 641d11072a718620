"""The points of the steps of a plan, kind by kind, kept for as long as a step is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.plan import FigureStep, MembersStep, RankStep, RowStep, TableStep, TotalStep
from ccops.plan.steps import PopulationStep, WindowStep
from ccops.rulepack.proving.form_points import FormProbe
from ccops.rulepack.proving.formula_points import FormulaProbe
from ccops.rulepack.proving.indicator_points import IndicatorProbe
from ccops.rulepack.proving.points import Point, PointKind
from ccops.rulepack.proving.rank_points import rank_points
from ccops.rulepack.proving.table_points import TableProbe
from ccops.rules import Formula, references
from ccops.values import Missing, NotApplicable, fraction_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ccops.kpi import Indicator
    from ccops.messages import Span
    from ccops.plan import Results
    from ccops.plan.steps import Step
    from ccops.scorecards.form_fields import FormFields


@attrs.define(eq=False)
class Probes:
    """What knows the points of steps and indicators, made once for each of them.

    The steps are kept too, so that no other gets the identity of one of these.
    """

    _formulas: dict[int, tuple[object, FormulaProbe]] = attrs.field(factory=dict, init=False)
    _tables: dict[int, tuple[object, TableProbe]] = attrs.field(factory=dict, init=False)
    _forms: dict[int, tuple[object, FormProbe]] = attrs.field(factory=dict, init=False)
    _indicators: dict[int, tuple[object, IndicatorProbe]] = attrs.field(factory=dict, init=False)

    def formula(self, step: Step) -> FormulaProbe | None:
        """Return what knows the formula of a step; of members, the condition on them."""
        if id(step) not in self._formulas:
            made = _formula_probe(step)
            if made is None:
                return None
            self._formulas[id(step)] = (step, made)
        return self._formulas[id(step)][1]

    def table(self, step: TableStep) -> TableProbe:
        """Return what knows the table of a step."""
        if id(step) not in self._tables:
            self._tables[id(step)] = (step, TableProbe(step))
        return self._tables[id(step)][1]

    def indicator(self, indicator: Indicator) -> IndicatorProbe:
        """Return what knows the conditions of an indicator."""
        if id(indicator) not in self._indicators:
            self._indicators[id(indicator)] = (indicator, IndicatorProbe(indicator))
        return self._indicators[id(indicator)][1]

    def form(self, form: FormFields) -> FormProbe:
        """Return what knows a form that scores single evaluations."""
        if id(form) not in self._forms:
            self._forms[id(form)] = (form, FormProbe(form))
        return self._forms[id(form)][1]

    def points(self, steps: Iterable[Step]) -> Iterator[Point]:
        """Yield every point of some steps."""
        for step in steps:
            formula = self.formula(step)
            if formula is not None:
                yield from formula.points
            if isinstance(step, FigureStep):
                yield figure_point(step)
            if isinstance(step, TableStep):
                yield from self.table(step).points
            if isinstance(step, RankStep):
                yield from rank_points(step)
            if isinstance(step, MembersStep):
                yield from members_points(step)
            if isinstance(step, WindowStep):
                yield window_point(step)
            if isinstance(step, TotalStep):
                yield from (added_point(step, part.name) for part in step.parts)
            if isinstance(step, RowStep) and is_rounded(step):
                yield rounded_point(step)


def _formula_probe(step: Step) -> FormulaProbe | None:
    match step:
        case PopulationStep(formula=Formula() as formula):
            rule, span = step.rule.name, step.rule.is_.span if step.rule.is_ else None
            return FormulaProbe(rule=rule, node=formula.node, span=span)
        case RowStep():
            reasons = {each.flag: each.code for each in step.rule.reasons}
            span = step.rule.formula.span or step.rule.origin.span
            node = step.formula.node
            is_made = step.rule.named_at is not None
            return FormulaProbe(
                rule=step.rule.policy, node=node, span=span, reasons=reasons, is_made=is_made
            )
        case MembersStep(where=Formula() as where):
            span = step.rule.where.span if step.rule.where else None
            return FormulaProbe(rule=step.rule.policy, node=where.node, span=span)
        case _:
            return None


def figure_point(step: FigureStep) -> Point:
    """Return the point of somebody's having a figure that is worked out, not pinned."""
    rule = step.definition
    args = (("name", rule.name), ("population", step.key.population))
    return _point(
        PointKind.FIGURE, rule.policy or rule.name, "point-figure", rule.origin.span, args
    )


def is_rounded(step: RowStep) -> bool:
    """Say whether a figure has a rounding of its own that can change a value."""
    return step.rule.rounding is not None and bool(references(step.formula.node))


def is_changed(step: RowStep, results: Results, row: int) -> bool:
    """Say whether the rounding of a figure changed somebody's value."""
    found = {name: results.cell(step.readings[name], row) for name in step.formula.inputs}
    inputs = {
        name: Missing.NO_RECORDS if isinstance(cell, NotApplicable) else cell
        for name, cell in found.items()
    }
    exact, rounded = step.formula.unrounded.at(inputs), step.formula.at(inputs)
    if isinstance(exact, Missing) or isinstance(rounded, Missing):
        return False
    before = fraction_of(exact, step.formula.unrounded.carrier)
    return before != fraction_of(rounded, step.formula.carrier)


def rounded_point(step: RowStep) -> Point:
    """Return the point of a value that the rounding of a figure changes."""
    args = (("name", step.rule.name),)
    rule = step.rule.policy or step.rule.name
    return _point(PointKind.BRANCH, rule, "point-rounded", step.rule.origin.span, args)


def members_points(step: MembersStep) -> tuple[Point, Point]:
    """Return the points of a figure over several members, and over none."""
    args = (("name", step.rule.name),)
    rule, span = step.rule.policy or step.rule.name, step.rule.origin.span
    return (
        _point(PointKind.BRANCH, rule, "point-members-several", span, args),
        _point(PointKind.BRANCH, rule, "point-members-none", span, args),
    )


def window_point(step: WindowStep) -> Point:
    """Return the point of a window that lacks a period it needs."""
    args = (("name", step.rule.name),)
    rule, span = step.rule.policy or step.rule.name, step.rule.origin.span
    return _point(PointKind.BRANCH, rule, "point-window-missing", span, args)


def added_point(step: TotalStep, part: str) -> Point:
    """Return the point of a line that adds something to a total."""
    rule, span = step.rule.policy or step.rule.name, step.rule.origin.span
    return _point(PointKind.BRANCH, rule, "point-added", span, (("part", part),))


def _point(
    kind: PointKind, rule: str, words: str, span: Span | None, args: tuple[tuple[str, str], ...]
) -> Point:
    return Point(kind=kind, rule=rule, words=words, span=span, args=args)
