"""Scorecards: one model for monitoring a call and for adding up a month (S0-13, S1-07, S1-08)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ccops.frozen import frozen
from ccops.plan import Definition, PayLine, RowFigure, Surroundings, TableFigure
from ccops.rules import ColumnRule
from ccops.rules.tables import HitPolicy
from ccops.scorecards.form_fields import FormFields
from ccops.values import Unit

if TYPE_CHECKING:
    from ccops.messages import Diagnostic, Span, Text
    from ccops.scorecards.form_fields import ItemRule
    from ccops.scorecards.month_scales import BandsRule
    from ccops.scorecards.parts import Part


@frozen(kw_only=True)
class ScorecardRule(FormFields):
    """A form. One that ``gives`` a monthly score adds a figure for it and one for each item.

    A form ``work_form`` that gives ``work_evaluation`` adds ``work_evaluation_talk_hold`` (the
    points of the item ``talk_hold``) and so on, one figure a section, and ``work_evaluation``,
    proven to stay within 0 and 100. A form without ``gives`` scores evaluations of calls.
    """

    section: ClassVar[str] = "scorecards"

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:  # noqa: ARG002 - as every policy
        """Return a figure for each item and section, and the monthly score."""
        from ccops.scorecards.form_checks import form_findings
        from ccops.scorecards.month_checks import RUNS_ALL_THE_SAME
        from ccops.scorecards.parts import parts_of

        if self.gives is None or self.population is None:
            return ()
        is_sound = all(each.code in RUNS_ALL_THE_SAME for each in form_findings(self))
        return tuple(
            self._figure(part, self.population, proven=is_sound) for part in parts_of(self)
        )

    def _figure(self, part: Part, population: Text, *, proven: bool) -> Definition:
        if part.bands is not None and part.item is not None:
            return self._table(part, part.item, part.bands, population)
        return RowFigure(
            name=part.name,
            population=population,
            label=part.label,
            origin=part.origin,
            policy=self.name,
            formula=part.formula,
            unit=part.unit,
            rounding=part.rounding,
            unrounded=part.rounding is None,
            range=part.range if proven else None,
            constants=part.constants,
            named_at=_named_at(part),
        )

    def _table(
        self, part: Part, item: ItemRule, bands: BandsRule, population: Text
    ) -> TableFigure:
        """Return the points of an item by the band its value lies in."""
        given = bands.in_points(item.points)
        return TableFigure(
            name=part.name,
            population=population,
            label=part.label,
            origin=part.origin,
            policy=self.name,
            columns=(ColumnRule(name=item.name, reads=item.reads, step=bands.step),),
            hit=HitPolicy.UNIQUE,
            rows=given.rows,
            otherwise=given.otherwise,
            unit=Unit.POINTS,
            better=() if bands.better is None else ((item.name, bands.better),),
            table_at=bands.origin.span,
            missing_travels=True,
        )

    def lines(self) -> tuple[PayLine, ...]:
        """Return nothing: points are no pay."""
        return ()

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:  # noqa: ARG002 - as every policy
        """Return what is wrong with the form; figures of a month are checked with the plan."""
        from ccops.scorecards.form_checks import form_findings
        from ccops.scorecards.scoring import compile_form

        found = form_findings(self)
        if found or self.is_monthly:
            return found
        _, problems = compile_form(self)
        return problems


def _named_at(part: Part) -> dict[str, Span | None]:
    named = (part.item.reads, part.item.gate) if part.item else ()
    return {each.value: each.span for each in named if each is not None}
