"""What can be wrong with a form as it stands, before anybody is scored by it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.messages import Diagnostic, Span, nearest
from ccops.scorecards.parts import parts_of
from ccops.scorecards.scales import FULL_MARK, Effect
from ccops.values import NUMERIC, Rounding, Unit, decimal_digits, decimal_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ccops.scorecards.form_fields import FormFields, ItemRule, LinearRule

#: The finest step in which evaluations are scored: 0.01.
SCORE_SCALE: Final = 100
_SCALE_WORDS: Final = "deduct, fatal, linear, direct"
_NONE: Final = Fraction(0)


def form_findings(form: FormFields) -> tuple[Diagnostic, ...]:
    """Return everything that is wrong with a form apart from the formulas made of it."""
    span = form.origin.span
    whole = (
        *_weight_findings(form),
        *_edge_findings(form),
        *_section_findings(form),
        *(_monthly_findings(form) if form.is_monthly else _call_findings(form)),
        *_name_findings(form),
    )
    if not form.items:
        whole = (*whole, _problem("form-without-items", span, form=form.name))
    return (*whole, *(each for item in form.items for each in _item_findings(form, item)))


def _problem(code: str, span: Span | None, **arguments: object) -> Diagnostic:
    return Diagnostic(code=code, span=span, args=arguments)


def _effects(item: ItemRule) -> frozenset[Effect]:
    return frozenset(scale.effect for scale in item.scales())


def _with_effect(form: FormFields, effect: Effect) -> tuple[ItemRule, ...]:
    return tuple(item for item in form.items if effect in _effects(item))


# -- the form as a whole ------------------------------------------------------------------------


def _weight_findings(form: FormFields) -> Iterator[Diagnostic]:
    weighted = [item for item in _with_effect(form, Effect.ADDS) if item.weight is not None]
    total = sum((item.points for item in weighted), _NONE)
    if weighted and total != FULL_MARK:
        told = {"form": form.name, "sum": _percent(total)}
        yield _problem("weights-not-100", form.origin.span, **told)


def _percent(number: Fraction) -> str:
    digits = decimal_digits(number)
    return f"{number if digits is None else decimal_of(number, digits)}%"


def _edge_findings(form: FormFields) -> Iterator[Diagnostic]:
    span, told = form.origin.span, {"form": form.name}
    gains, losses = _with_effect(form, Effect.ADDS), _with_effect(form, Effect.DEDUCTS)
    if form.start is None and not gains and form.items:
        yield _problem("form-start-missing", span, **told)
    if form.start is not None and gains:
        yield _problem("form-start-unused", span, **told)
    if form.floor is None and losses:
        yield _problem("form-floor-missing", span, **told)
    if form.floor is not None and not losses:
        yield _problem("form-floor-unused", span, **told)
    floor = form.floor.number if form.floor else _NONE
    start = form.start.number if form.start else FULL_MARK
    if not _NONE <= floor <= start <= FULL_MARK:
        yield _problem("form-edges-wrong", span, floor=floor, start=start, **told)


def _section_findings(form: FormFields) -> Iterator[Diagnostic]:
    for section in form.sections:
        told = {"form": form.name, "section": section.name}
        if section.at_most.number <= 0:
            yield _problem("section-cap-wrong", section.origin.span, **told)
        if section.name in {item.name for item in form.items}:
            yield _problem("section-named-as-item", section.origin.span, **told)


def _monthly_findings(form: FormFields) -> Iterator[Diagnostic]:
    given = {"for": form.population, "gives": form.gives, "missing": form.missing}
    absent = [key for key, value in given.items() if value is None]
    if absent:
        told = {"form": form.name, "keys": ", ".join(absent)}
        yield _problem("form-monthly-keys", form.origin.span, **told)
    for item in form.items:
        if item.reads is None:
            told = {"form": form.name, "item": item.name}
            yield _problem("item-reads-missing", item.origin.span, **told)


def _call_findings(form: FormFields) -> Iterator[Diagnostic]:
    rounding = form.rounding
    if not isinstance(rounding, Rounding) or SCORE_SCALE % rounding.scale:
        yield _problem("form-rounding-needed", form.origin.span, form=form.name)
    for item in form.items:
        if item.reads is not None:
            told = {"form": form.name, "item": item.name}
            yield _problem("item-reads-unused", item.reads.span, **told)


def _name_findings(form: FormFields) -> Iterator[Diagnostic]:
    """Yield the names that a constant of the form's own formulas would hide."""
    for part in parts_of(form):
        read = part.item.reads if part.item else None
        if read is not None and read.value in part.constants:
            yield _problem("form-name-taken", read.span, form=form.name, name=read.value)
        if part.name in {"start", "floor", "at_most"}:
            yield _problem("form-name-taken", part.origin.span, form=form.name, name=part.name)


# -- one item -----------------------------------------------------------------------------------


def _item_findings(form: FormFields, item: ItemRule) -> Iterator[Diagnostic]:
    span, told = item.origin.span, {"form": form.name, "item": item.name}
    scales = _scales_of(item)
    if not scales:
        yield _problem("item-without-scale", span, allowed=_SCALE_WORDS, **told)
    if len(scales) > 1:
        yield _problem("item-with-two-scales", span, scales=", ".join(scales), **told)
    adds = Effect.ADDS in _effects(item)
    if adds and item.weight is None:
        yield _problem("item-weight-missing", span, **told)
    if item.weight is not None and scales and not adds:
        yield _problem("item-weight-unused", span, **told)
    if item.weight is not None and item.weight.number <= 0:
        yield _problem("item-weight-wrong", span, weight=_percent(item.points), **told)
    yield from _deduction_findings(form, item)
    if item.linear is not None:
        yield from _linear_findings(form, item, item.linear)


def _scales_of(item: ItemRule) -> tuple[str, ...]:
    given = {
        "deduct": item.deduct is not None,
        "fatal": item.fatal,
        "linear": item.linear is not None,
        "direct": item.direct,
    }
    return tuple(word for word, is_given in given.items() if is_given)


def _deduction_findings(form: FormFields, item: ItemRule) -> Iterator[Diagnostic]:
    span, told = item.origin.span, {"form": form.name, "item": item.name}
    if item.deduct is not None and item.deduct.number <= 0:
        yield _problem("item-deduct-wrong", span, deduct=item.deduct.number, **told)
    if item.at_most is not None and (item.deduct is None or item.at_most < 1):
        yield _problem("item-at-most-wrong", span, **told)
    if item.section is None:
        return
    known = [section.name for section in form.sections]
    if item.section.value not in known:
        yield _unknown_section(item, known, told)
    elif Effect.DEDUCTS not in _effects(item):
        yield _problem("item-section-unused", item.section.span, **told)


def _unknown_section(item: ItemRule, known: Iterable[str], told: dict[str, str]) -> Diagnostic:
    name = item.section.value if item.section else ""
    span = item.section.span if item.section else None
    return _problem("item-section-unknown", span, name=name, near=nearest(name, known), **told)


def _linear_findings(form: FormFields, item: ItemRule, linear: LinearRule) -> Iterator[Diagnostic]:
    span, told = linear.origin.span, {"form": form.name, "item": item.name}
    zero_at, full_at = linear.ends()
    units = {zero_at.unit, full_at.unit}
    if len(units) > 1 or zero_at.currency != full_at.currency or not units <= NUMERIC:
        words = {"zero_at": zero_at.unit.value, "full_at": full_at.unit.value}
        yield _problem("linear-ends-differ", span, **words, **told)
    elif zero_at.value == full_at.value:
        yield _problem("linear-ends-equal", span, **told)
    if linear.unit is not None and Unit.NUMBER not in {linear.zero_at.unit, linear.full_at.unit}:
        yield _problem("linear-unit-unused", span, **told)
