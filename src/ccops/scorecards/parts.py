"""Parts: the steps from the items of a form to its score, each a small formula.

First the parts of each item, then one a section, then the score itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

import attrs

from ccops.frozen import frozen
from ccops.messages import Label, Origin, Text
from ccops.scorecards.form_fields import FormFields, ItemRule, SectionRule
from ccops.scorecards.form_words import NotApplicableItem, Voids
from ccops.scorecards.month_parts import month_parts
from ccops.scorecards.month_scales import BandsRule
from ccops.scorecards.scales import FULL_MARK, Effect, Scale
from ccops.values import Rounding, Scalar, Unit, decimal_digits, decimal_of

#: What a formula calls the flag that says that an item applied to a call.
APPLIES: Final = "applies"
#: Longer sums are written in groups of so many, so that no formula grows too deep.
_GROUP: Final = 20
_NONE: Final = Fraction(0)


@frozen(kw_only=True)
class Part:
    """One step of a form: its name, its formula, and the constants only this formula names.

    ``item`` is the item it scores (``None`` for a section and for the score). ``range`` is what
    the formula is proven to keep, where that can be said in decimals.
    """

    name: str
    label: Label
    origin: Origin
    formula: Text
    unit: Unit
    constants: Mapping[str, Scalar] = attrs.field(factory=dict[str, Scalar])
    rounding: Rounding | None = None
    range: Text | None = None
    item: ItemRule | None = None
    bands: BandsRule | None = None


def parts_of(form: FormFields) -> tuple[Part, ...]:
    """Return the parts of a form in the order in which they follow from one another.

    The score comes last. Items that cannot be scored are left out: the form is refused anyway.
    """
    return _Dissection(form).parts()


def item_part_name(form: FormFields, item: ItemRule) -> str:
    """Return the name of an item's part: ``work_evaluation_orders``."""
    return f"{_score_name(form)}_{item.name}"


def _score_name(form: FormFields) -> str:
    return form.gives.value if form.gives else form.name


def _section_part_name(form: FormFields, section: SectionRule) -> str:
    return f"{_score_name(form)}_{section.name}"


def full_mark_of(form: FormFields) -> Fraction:
    """Return what the items that add points come to when all of them are full."""
    worth = sum((item.points for item in form.items if item.worth is not None), _NONE)
    return worth or FULL_MARK


def _points(number: Fraction) -> Scalar:
    return Scalar(Unit.POINTS, number)


def _sum(names: Sequence[str]) -> str:
    if len(names) <= _GROUP:
        return " + ".join(names)
    groups = (names[at : at + _GROUP] for at in range(0, len(names), _GROUP))
    return " + ".join(f"({' + '.join(group)})" for group in groups)


def _bracketed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"({_sum(names)})"


class _Dissection:
    """A form taken apart; ``scored`` are the items that have one scale and what it reads."""

    def __init__(self, form: FormFields) -> None:
        self._form = form
        self._full = full_mark_of(form)
        self._shares = form.not_applicable is NotApplicableItem.SHARE
        self._scored: list[tuple[ItemRule, Scale]] = [
            (item, item.scale)
            for item in form.items
            if item.scale is not None
            and (item.reads is not None) == form.is_monthly
            and not (item.fatal and item.scope is Voids.KIND)
        ]

    def parts(self) -> tuple[Part, ...]:
        items = (each for item, scale in self._scored for each in self._item(item, scale))
        return (*items, *self._sections(), self._score())

    # -- items ------------------------------------------------------------------------------

    def _item(self, item: ItemRule, scale: Scale) -> Iterator[Part]:
        made = _item_part(self._form, item, scale)
        if self._form.is_monthly:
            yield from month_parts(item, made)
            return
        if self._form.not_applicable is None or scale.effect is not Effect.ADDS:
            yield made
            return
        otherwise = "nothing" if self._shares else "full"
        ends = {"nothing": _points(_NONE), "full": _points(item.points)}
        yield attrs.evolve(
            made,
            formula=Text(f"({made.formula.value}) if {APPLIES} else {otherwise}"),
            constants={**made.constants, otherwise: ends[otherwise]},
        )
        if self._shares:
            yield Part(
                name=self._part_of(item),
                label=item.label,
                origin=item.origin,
                formula=Text(f"item_part if {APPLIES} else no_part"),
                unit=Unit.RATIO,
                constants={"item_part": _ratio(item.points / self._full), **_NO_PART},
                item=item,
            )

    def _part_of(self, item: ItemRule) -> str:
        return f"{item_part_name(self._form, item)}_part"

    def _names(
        self, effect: Effect, section: str | None = None, *, anywhere: bool = False
    ) -> list[str]:
        return [
            item_part_name(self._form, item)
            for item, scale in self._scored
            if scale.effect is effect and (anywhere or _section_of(item) == section)
        ]

    def _fatal(self, scope: Voids, section: str | None = None) -> list[str]:
        return [
            item_part_name(self._form, item)
            for item, scale in self._scored
            if scale.effect is Effect.VOIDS
            and item.scope is scope
            and (scope is Voids.FORM or _section_of(item) == section)
        ]

    def _gained(self, section: str | None = None) -> str:
        """Return what the items of a section, or those in none, add up to; empty for nothing."""
        names = self._names(Effect.ADDS, section)
        if not names or not self._shares:
            return _sum(names)
        return f"({_sum(names)}) / {_bracketed(self._parts_in(section))}"

    def _parts_in(self, section: str | None) -> list[str]:
        return [
            self._part_of(item)
            for item, scale in self._scored
            if scale.effect is Effect.ADDS and _section_of(item) == section
        ]

    # -- sections ---------------------------------------------------------------------------

    def _sections(self) -> Iterator[Part]:
        for section in self._form.sections:
            yield from self._weighted(section) if section.weight else self._capped(section)

    def _capped(self, section: SectionRule) -> Iterator[Part]:
        """Yield what the items of a section deduct together."""
        lost, fatal = self._names(Effect.DEDUCTS, section.name), self._fatal_in(section)
        if section.at_most is None or not (lost or fatal):
            return
        formula = f"min(at_most, {_sum(lost)})" if lost else "nothing"
        constants = {"at_most": section.at_most}
        if fatal:
            formula = f"at_most if {' or '.join(fatal)} else {formula}"
        if not lost:
            constants["nothing"] = _points(_NONE)
        yield self._section(section, formula, constants)

    def _weighted(self, section: SectionRule) -> Iterator[Part]:
        """Yield what a section with a weight gives, and its part of what applied."""
        gained, lost = self._gained(section.name), self._names(Effect.DEDUCTS, section.name)
        if section.weight is None or not gained:
            return
        formula = f"section_weight * ({gained})"
        constants = {"section_weight": section.weight}
        if self._shares:
            formula = f"coalesce({formula}, nothing)"
        if lost:
            formula = f"max(nothing, {formula} - {_bracketed(lost)})"
        fatal = self._fatal_in(section)
        if fatal:
            formula = f"nothing if {' or '.join(fatal)} else {formula}"
        if self._shares or lost or fatal:
            constants["nothing"] = _points(_NONE)
        yield self._section(section, formula, constants)
        if self._shares:
            parts = _bracketed(self._parts_in(section.name))
            made = self._section(
                section,
                f"section_weight if {parts} > 0 else no_part",
                {"section_weight": section.weight, **_NO_PART},
            )
            yield attrs.evolve(made, name=f"{made.name}_part", unit=Unit.RATIO)

    def _fatal_in(self, section: SectionRule) -> list[str]:
        return self._fatal(Voids.SECTION, section.name)

    def _section(
        self, section: SectionRule, formula: str, constants: Mapping[str, Scalar]
    ) -> Part:
        return Part(
            name=_section_part_name(self._form, section),
            label=section.label,
            origin=section.origin,
            formula=Text(formula, section.origin.span),
            unit=Unit.POINTS,
            constants=constants,
        )

    # -- the score --------------------------------------------------------------------------

    def _score(self) -> Part:
        form = self._form
        top = _written(form.ceiling.number) if form.ceiling else FULL_MARK
        return Part(
            name=_score_name(form),
            label=form.label,
            origin=form.origin,
            formula=Text(self._score_formula(), form.origin.span),
            unit=Unit.POINTS,
            constants=dict(_edges(form)),
            rounding=form.rounding if isinstance(form.rounding, Rounding) else None,
            range=Text(f"[0..{top}]", form.gives.span if form.gives else form.origin.span),
        )

    def _score_formula(self) -> str:
        score = self._all_gained() or "start"
        capped = [each.name for rule in self._form.sections for each in self._capped(rule)]
        lost = [*capped, *self._names(Effect.DEDUCTS)]
        won = self._names(Effect.REWARDS, anywhere=True)
        if lost:
            score = f"{score} - {_bracketed(lost)}"
        if won:
            score = f"{score} + {_bracketed(won)}"
        if lost or self._form.floor is not None:
            score = f"max(floor, {score})"
        if won or self._form.ceiling is not None:
            score = f"min(ceiling, {score})"
        fatal = self._fatal(Voids.FORM)
        return f"0 if {' or '.join(fatal)} else {score}" if fatal else score

    def _all_gained(self) -> str:
        """Return what all items add up to, where they add anything."""
        sections = [each.name for rule in self._form.sections for each in self._weighted(rule)]
        if not sections:
            return self._gained()
        if not self._shares:
            return _sum(sections)
        points, parts = sections[::2], sections[1::2]
        return f"({_sum(points)}) / {_bracketed(parts)}"


_NO_PART: Final = {"no_part": Scalar(Unit.RATIO, _NONE)}


def _ratio(number: Fraction) -> Scalar:
    return Scalar(Unit.RATIO, number)


def _written(number: Fraction) -> object:
    digits = decimal_digits(number)
    return FULL_MARK if digits is None else decimal_of(number, digits)


def _section_of(item: ItemRule) -> str | None:
    return item.section.value if item.section else None


def _edges(form: FormFields) -> Iterable[tuple[str, Scalar]]:
    yield "start", form.start or _points(_NONE)
    yield "floor", form.floor or _points(_NONE)
    if form.ceiling is not None:
        yield "ceiling", form.ceiling


def _item_part(form: FormFields, item: ItemRule, scale: Scale) -> Part:
    reads = item.reads.value if item.reads else scale.input.name
    span = item.reads.span if item.reads else item.origin.span
    is_added = scale.effect is Effect.ADDS
    return Part(
        name=item_part_name(form, item),
        label=item.label,
        origin=item.origin,
        formula=Text(scale.formula(reads), span),
        unit=Unit.FLAG if scale.effect is Effect.VOIDS else Unit.POINTS,
        constants=scale.constants,
        range=_item_range(item) if is_added else None,
        item=item,
    )


def _item_range(item: ItemRule) -> Text | None:
    digits = decimal_digits(item.points)
    if digits is None or item.reads is None:
        return None
    return Text(f"[0..{decimal_of(item.points, digits)}]", item.reads.span)
