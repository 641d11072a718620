"""Parts: the steps from the items of a form to its score, each a small formula.

First one part an item, then one a section, then the score itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

import attrs

from ccops.frozen import frozen
from ccops.messages import Label, Origin, Text
from ccops.scorecards.form_fields import FormFields, ItemRule, SectionRule
from ccops.scorecards.scales import FULL_MARK, Effect, Scale
from ccops.values import Rounding, Scalar, Unit, decimal_digits, decimal_of

#: Longer sums are written in groups of so many, so that no formula grows too deep.
_GROUP: Final = 20


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
        self._scored: list[tuple[ItemRule, Scale]] = [
            (item, item.scale)
            for item in form.items
            if item.scale is not None and (item.reads is not None) == form.is_monthly
        ]

    def parts(self) -> tuple[Part, ...]:
        items = (_item_part(self._form, item, scale) for item, scale in self._scored)
        return (*items, *self._sections(), self._score())

    def _sections(self) -> Iterator[Part]:
        for section in self._form.sections:
            names = self._names(Effect.DEDUCTS, section=section.name)
            if names:
                yield Part(
                    name=_section_part_name(self._form, section),
                    label=section.label,
                    origin=section.origin,
                    formula=Text(f"min(at_most, {_sum(names)})", section.origin.span),
                    unit=Unit.POINTS,
                    constants={"at_most": section.at_most},
                )

    def _names(self, effect: Effect, *, section: str | None = None) -> list[str]:
        return [
            item_part_name(self._form, item)
            for item, scale in self._scored
            if scale.effect is effect and _section_of(item) == section
        ]

    def _score(self) -> Part:
        form = self._form
        return Part(
            name=_score_name(form),
            label=form.label,
            origin=form.origin,
            formula=Text(self._score_formula(), form.origin.span),
            unit=Unit.POINTS,
            constants=dict(_edges(form)),
            rounding=form.rounding if isinstance(form.rounding, Rounding) else None,
            range=Text(f"[0..{FULL_MARK}]", form.gives.span if form.gives else form.origin.span),
        )

    def _score_formula(self) -> str:
        gained = self._names(Effect.ADDS)
        capped = [each.name for each in self._sections()]
        lost = [*capped, *self._names(Effect.DEDUCTS)]
        fatal = self._names(Effect.VOIDS)
        score = _sum(gained) if gained else "start"
        if lost:
            score = f"max(floor, {score} - {_bracketed(lost)})"
        return f"0 if {' or '.join(fatal)} else {score}" if fatal else score


def _section_of(item: ItemRule) -> str | None:
    return item.section.value if item.section else None


def _edges(form: FormFields) -> Iterable[tuple[str, Scalar]]:
    yield "start", form.start or _points(Fraction(0))
    yield "floor", form.floor or _points(Fraction(0))


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
