"""Scoring: a form compiled once and run over columns of what evaluators wrote down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final, cast

from ccops.frozen import frozen
from ccops.plan import constant_name
from ccops.rules import Formula, Name, check_formula
from ccops.scorecards.form_fields import FormFields, ItemRule
from ccops.scorecards.form_words import Critical
from ccops.scorecards.parts import APPLIES, Part, parts_of
from ccops.scorecards.scales import SCORE_SCALE, Effect, Scale
from ccops.values import WHOLE, Cell, Missing, Type, Unit

if TYPE_CHECKING:
    from ccops.messages import Diagnostic


_APPLIES: Final = Name(name=APPLIES, type=Type(Unit.FLAG), carrier=WHOLE)


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

    def score(
        self,
        inputs: Mapping[str, Sequence[Cell]],
        applies: Mapping[str, Sequence[bool]] | None = None,
    ) -> Scores:
        """Return the scores of evaluations; ``inputs`` has a column for each item.

        ``applies`` says of items where they applied; of the others they did everywhere.
        """
        size = len(next(iter(inputs.values()), ()))
        columns = self.columns(inputs, applies)
        last = self.steps[-1]
        factor = SCORE_SCALE // (last.formula.carrier.scale or SCORE_SCALE)
        score = cast("Sequence[int | Missing]", columns[last.part.name])
        return Scores(
            points=tuple(x if isinstance(x, Missing) else x * factor for x in score),
            fatal=_any_seen([x for x in self._found if x.fatal], inputs, size),
            critical={
                kind: _any_seen([x for x in self._found if x.critical is kind], inputs, size)
                for kind in self.kinds
            },
        )

    def columns(
        self,
        inputs: Mapping[str, Sequence[Cell]],
        applies: Mapping[str, Sequence[bool]] | None = None,
    ) -> Mapping[str, Sequence[Cell | Missing]]:
        """Return what each part of the form comes to in evaluations, by its name."""
        size = len(next(iter(inputs.values()), ()))
        found: dict[str, Sequence[Cell | Missing]] = {}
        for step in self.steps:
            item = step.part.item
            own: dict[str, Sequence[Cell | Missing]] = {}
            if item is not None and item.scale is not None:
                there = (applies or {}).get(item.name, (True,) * size)
                own = {item.scale.input.name: inputs[item.name], APPLIES: there}
            read = [own[name] if own else found[name] for name in step.formula.inputs]
            found[step.part.name] = step.formula.column(read, quick=True)
        return found

    @property
    def _found(self) -> tuple[ItemRule, ...]:
        return tuple(item for item in self.form.items if item.scale is not None)

    @cached_property
    def kinds(self) -> tuple[Critical, ...]:
        """The kinds of critical errors the form looks for."""
        return tuple(kind for kind in Critical if any(x.critical is kind for x in self.form.items))


@frozen(kw_only=True)
class Scores:
    """Scores in hundredths of a point, and in which evaluations a fatal or critical item was seen.

    A score is missing where no item applied. ``critical`` holds the kinds the form looks for.
    """

    points: tuple[int | Missing, ...]
    fatal: tuple[bool, ...]
    critical: Mapping[Critical, tuple[bool, ...]]


def _any_seen(
    items: Sequence[ItemRule], inputs: Mapping[str, Sequence[Cell]], size: int
) -> tuple[bool, ...]:
    """Say of each evaluation whether any of the items was seen in it."""
    if not items:
        return (False,) * size
    return tuple(map(any, zip(*(inputs[item.name] for item in items), strict=True)))


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
    return {} if scale is None else {scale.input.name: scale.input, APPLIES: _APPLIES}
