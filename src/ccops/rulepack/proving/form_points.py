"""The points of a form that scores single evaluations: its items, and how it adds them up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.rulepack.cases.evaluations import NOT_APPLICABLE
from ccops.rulepack.proving.formula_points import FormulaProbe
from ccops.rulepack.proving.points import Point, PointKind
from ccops.scorecards.form_fields import FormFields
from ccops.scorecards.parts import APPLIES
from ccops.scorecards.scoring import CompiledForm, compile_form
from ccops.values import encode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.scorecards.form_fields import ItemRule
    from ccops.values import Cell, Missing


@attrs.define(eq=False)
class FormProbe:
    """Knows the points of one form, and which of them some evaluations hit."""

    form: FormFields
    _compiled: CompiledForm | None = attrs.field(init=False)
    _probes: tuple[FormulaProbe, ...] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._compiled, _ = compile_form(self.form)
        span = self.form.origin.span
        self._probes = tuple(
            FormulaProbe(
                rule=self.form.name,
                node=step.formula.node,
                span=step.part.item.origin.span if step.part.item else span,
                is_made=True,
            )
            for step in (self._compiled.steps if self._compiled else ())
        )

    @property
    def points(self) -> frozenset[Point]:
        """Every point of the form."""
        found = {point for probe in self._probes for point in probe.points}
        found.add(self._scored)
        found.update(self._seen(item) for item in self.form.items)
        return frozenset(found)

    def hits(self, evaluations: Iterable[Mapping[str, str]]) -> Iterator[Point]:
        """Yield the points that evaluations hit, each by what was seen of its items."""
        for seen in evaluations:
            yield self._scored
            yield from (self._seen(each) for each in self.form.items if each.name in seen)
            yield from self._walked(seen)

    def _walked(self, seen: Mapping[str, str]) -> Iterator[Point]:
        values: dict[str, Cell | Missing] = {}
        steps = self._compiled.steps if self._compiled else ()
        for step, probe in zip(steps, self._probes, strict=True):
            cells = values
            scale = step.part.item.scale if step.part.item else None
            if step.part.item is not None and scale is not None:
                name = scale.input
                text = seen.get(step.part.item.name, "0")
                applies = text != NOT_APPLICABLE
                cell = encode(text if applies else "0", name.type, name.carrier)
                cells = {name.name: cell, APPLIES: applies}
            yield from probe.walk(cells).points
            values[step.part.name] = step.formula.at(cells)

    @property
    def _scored(self) -> Point:
        return Point(
            kind=PointKind.FIGURE,
            rule=self.form.name,
            words="point-form",
            span=self.form.origin.span,
        )

    def _seen(self, item: ItemRule) -> Point:
        args = (("item", item.name),)
        return Point(
            kind=PointKind.BRANCH,
            rule=self.form.name,
            words="point-item",
            span=item.origin.span,
            args=args,
        )
