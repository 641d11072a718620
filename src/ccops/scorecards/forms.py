"""Scorecards: one model for monitoring a call and for adding up a month (S0-13, S1-07, S1-08)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ccops.frozen import frozen
from ccops.plan import Definition, PayLine, RowFigure, Surroundings
from ccops.scorecards.form_checks import form_findings
from ccops.scorecards.form_fields import FormFields
from ccops.scorecards.parts import Part, parts_of
from ccops.scorecards.scoring import compile_form

if TYPE_CHECKING:
    from ccops.messages import Diagnostic, Span, Text


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
        if self.gives is None or self.population is None:
            return ()
        is_sound = not form_findings(self)
        return tuple(
            self._figure(part, self.population, proven=is_sound) for part in parts_of(self)
        )

    def _figure(self, part: Part, population: Text, *, proven: bool) -> RowFigure:
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

    def lines(self) -> tuple[PayLine, ...]:
        """Return nothing: points are no pay."""
        return ()

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:  # noqa: ARG002 - as every policy
        """Return what is wrong with the form; figures of a month are checked with the plan."""
        found = form_findings(self)
        if found or self.is_monthly:
            return found
        _, problems = compile_form(self)
        return problems


def _named_at(part: Part) -> dict[str, Span | None]:
    reads = part.item.reads if part.item else None
    return {} if reads is None else {reads.value: reads.span}
