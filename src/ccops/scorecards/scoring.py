"""Scoring: a form compiled once and run over columns of what evaluators wrote down."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from ccops.frozen import frozen
from ccops.plan import constant_name
from ccops.rules import Formula, Name, check_formula
from ccops.scorecards.form_checks import SCORE_SCALE
from ccops.scorecards.form_fields import FormFields
from ccops.scorecards.parts import Part, parts_of
from ccops.scorecards.scales import Effect, Scale
from ccops.values import Cell, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ccops.messages import Diagnostic


@frozen(kw_only=True)
class ScoringStep:
    """One part of a form with its compiled formula."""

    part: Part
    formula: Formula


@frozen(kw_only=True)
class CompiledForm:
    """A form that scores evaluations: its steps in order, the score last."""

    form: FormFields
    steps: tuple[ScoringStep, ...]

    @cached_property
    def inputs(self) -> Mapping[str, Name]:
        """What an evaluator writes down for each item, by the item's id."""
        return {name: scale.input for name, scale in self._scales.items()}

    @cached_property
    def rated(self) -> tuple[str, ...]:
        """The ids of the items that add points; an evaluation says something of each."""
        return tuple(name for name, each in self._scales.items() if each.effect is Effect.ADDS)

    @property
    def _scales(self) -> Mapping[str, Scale]:
        return {item.name: item.scale for item in self.form.items if item.scale is not None}

    def score(self, inputs: Mapping[str, Sequence[Cell]]) -> Scores:
        """Return the scores of evaluations; ``inputs`` has a column for each item."""
        columns: dict[str, Sequence[Cell]] = {}
        for step in self.steps:
            if step.part.item is not None:
                read = [inputs[step.part.item.name]]
            else:
                read = [columns[name] for name in step.formula.inputs]
            columns[step.part.name] = step.formula.column(read, quick=True)
        *parts, last = self.steps
        flags = [columns[each.part.name] for each in parts if each.part.unit is Unit.FLAG]
        score = cast("Sequence[int]", columns[last.part.name])
        factor = SCORE_SCALE // (last.formula.carrier.scale or SCORE_SCALE)
        return Scores(
            points=tuple(each * factor for each in score),
            fatal=tuple(map(any, zip(*flags, strict=True))) if flags else (False,) * len(score),
        )


@frozen(kw_only=True)
class Scores:
    """Scores in hundredths of a point, and which evaluations a fatal item has voided."""

    points: tuple[int, ...]
    fatal: tuple[bool, ...]


def compile_form(form: FormFields) -> tuple[CompiledForm | None, tuple[Diagnostic, ...]]:
    """Return a sound form ready to score evaluations, or what is wrong with its formulas."""
    known: dict[str, Name] = {}
    steps: list[ScoringStep] = []
    problems: list[Diagnostic] = []
    for part in parts_of(form):
        names = dict(known) if part.item is None else _own_input(part)
        names |= {name: constant_name(name, each) for name, each in part.constants.items()}
        node, found = check_formula(part.formula, scope=names)
        problems.extend(found)
        if node is None:
            continue
        formula = Formula(node=node, rounding=part.rounding)
        steps.append(ScoringStep(part=part, formula=formula))
        known[part.name] = Name(
            name=part.name, type=node.type, carrier=formula.carrier, bounds=formula.bounds
        )
    made = None if problems else CompiledForm(form=form, steps=tuple(steps))
    return made, tuple(problems)


def _own_input(part: Part) -> dict[str, Name]:
    scale = part.item.scale if part.item else None
    return {scale.input.name: scale.input} if scale is not None else {}
