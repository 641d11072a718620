"""What can be wrong with a form as it stands, before anybody is scored by it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.messages import Diagnostic, Span, nearest
from ccops.scorecards.form_words import Voids
from ccops.scorecards.month_checks import falls_below, month_item_findings, rises_above
from ccops.scorecards.parts import parts_of
from ccops.scorecards.scales import FULL_MARK, SCORE_SCALE, Effect
from ccops.values import NUMERIC, Rounding, Unit, decimal_digits, decimal_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.scorecards.form_fields import FormFields, ItemRule, LinearRule

_SCALE_WORDS: Final = "deduct, bonus, fatal, linear, direct, met, ratio, bands"
_NONE: Final = Fraction(0)
#: What the formulas of sections and of the score call their constants.
_TAKEN: Final = frozenset(
    {"start", "floor", "ceiling", "at_most", "nothing", "no_part", "section_weight"}
)


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
    """Yield weights that do not add up: of sections, and of the items in each or in none."""
    weighted = [each for each in form.sections if each.weight is not None]
    if weighted:
        yield from _sum_findings(form, [x.weight.number * FULL_MARK for x in weighted if x.weight])
    items = [x for x in _with_effect(form, Effect.ADDS) if x.weight is not None]
    for section in [each.name for each in weighted] or [""]:
        own = [x for x in items if not weighted or _section_name(x) == section]
        yield from _sum_findings(form, [x.points for x in own], section)
    for item in items if weighted else ():
        if _section_name(item) not in {each.name for each in weighted}:
            told = {"form": form.name, "item": item.name}
            yield _problem("item-outside-sections", item.origin.span, **told)
    yield from _worth_findings(form)


def _section_name(item: ItemRule) -> str:
    return item.section.value if item.section else ""


def _sum_findings(
    form: FormFields, parts: Sequence[Fraction], section: str = ""
) -> Iterator[Diagnostic]:
    total = sum(parts, _NONE)
    if (parts or section) and total != FULL_MARK:
        name = f"{form.name}.{section}" if section else form.name
        yield _problem("weights-not-100", form.origin.span, form=name, sum=_percent(total))


def _worth_findings(form: FormFields) -> Iterator[Diagnostic]:
    """Yield points beside weights, and points that nobody can reach or that are lost on top."""
    worth = [item for item in form.items if item.worth is not None]
    if not worth:
        return
    span, told = form.origin.span, {"form": form.name}
    weights = (*(x.weight for x in form.items), *(x.weight for x in form.sections))
    if any(weights):
        yield _problem("form-points-and-weights", span, **told)
    top = form.ceiling.number if form.ceiling else FULL_MARK
    total = sum((item.points for item in worth), _NONE)
    most = _most_bonus(form)
    if total > top or (most is not None and total + most < top):
        words = {"sum": _plain(total), "ceiling": _plain(top)}
        yield _problem("points-not-ceiling", span, **words, **told)


def _most_bonus(form: FormFields) -> Fraction | None:
    """Return the most that bonuses can come to, ``None`` without a limit."""
    found = _NONE
    for item in form.items:
        if item.bonus is not None and item.at_most is None:
            return None
        if item.bonus is not None and item.at_most is not None:
            found += item.bonus.number * item.at_most
    return found


def _plain(number: Fraction) -> object:
    digits = decimal_digits(number)
    return number if digits is None else decimal_of(number, digits)


def _percent(number: Fraction) -> str:
    return f"{_plain(number)}%"


def _edge_findings(form: FormFields) -> Iterator[Diagnostic]:
    span, told = form.origin.span, {"form": form.name}
    gains = _with_effect(form, Effect.ADDS)
    weighted = {each.name for each in form.sections if each.weight is not None}
    losses = [x for x in form.items if _is_loss(x) and _section_name(x) not in weighted]
    if form.start is None and not gains and form.items:
        yield _problem("form-start-missing", span, **told)
    if form.start is not None and gains:
        yield _problem("form-start-unused", span, **told)
    if form.floor is None and losses:
        yield _problem("form-floor-missing", span, **told)
    if form.floor is not None and not losses:
        yield _problem("form-floor-unused", span, **told)
    yield from _ceiling_findings(form)
    floor = form.floor.number if form.floor else _NONE
    start = form.start.number if form.start else FULL_MARK
    if not _NONE <= floor <= start <= FULL_MARK:
        yield _problem("form-edges-wrong", span, floor=floor, start=start, **told)


def _is_loss(item: ItemRule) -> bool:
    is_deducted = Effect.DEDUCTS in _effects(item) or item.scope is Voids.SECTION
    return is_deducted or falls_below(item)


def _ceiling_findings(form: FormFields) -> Iterator[Diagnostic]:
    span, told = form.origin.span, {"form": form.name}
    won = [*_with_effect(form, Effect.REWARDS), *filter(rises_above, form.items)]
    if won and form.ceiling is None:
        yield _problem("form-ceiling-missing", span, **told)
    if form.ceiling is None:
        return
    if not won:
        yield _problem("form-ceiling-unused", span, **told)
    start = form.start.number if form.start else _NONE
    is_over = form.ceiling.number > FULL_MARK and not form.is_monthly
    if form.ceiling.number < start or form.ceiling.number <= 0 or is_over:
        yield _problem("form-ceiling-wrong", span, ceiling=_plain(form.ceiling.number), **told)


def _section_findings(form: FormFields) -> Iterator[Diagnostic]:
    for section in form.sections:
        told = {"form": form.name, "section": section.name}
        if (section.at_most is None) == (section.weight is None):
            yield _problem("section-cap-or-weight", section.origin.span, **told)
        limits = [each.number for each in (section.at_most, section.weight) if each is not None]
        if any(each <= 0 for each in limits):
            yield _problem("section-cap-wrong", section.origin.span, **told)
        if section.name in {item.name for item in form.items}:
            yield _problem("section-named-as-item", section.origin.span, **told)


def _monthly_findings(form: FormFields) -> Iterator[Diagnostic]:
    given = {"for": form.population, "gives": form.gives, "missing": form.missing}
    absent = [key for key, value in given.items() if value is None]
    if absent:
        told = {"form": form.name, "keys": ", ".join(absent)}
        yield _problem("form-monthly-keys", form.origin.span, **told)
    if form.not_applicable is not None:
        yield _problem("form-not-applicable-unused", form.origin.span, form=form.name)
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
        if part.name in _TAKEN:
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
    has_weight = item.weight is not None or item.worth is not None
    if adds and not has_weight:
        yield _problem("item-weight-missing", span, **told)
    if has_weight and scales and not adds:
        yield _problem("item-weight-unused", span, **told)
    if has_weight and item.points <= 0:
        yield _problem("item-weight-wrong", span, weight=_percent(item.points), **told)
    yield from _deduction_findings(form, item)
    yield from _error_findings(form, item)
    yield from month_item_findings(form, item)
    if item.linear is not None:
        yield from _linear_findings(form, item, item.linear)


def _scales_of(item: ItemRule) -> tuple[str, ...]:
    given = {
        "deduct": item.deduct is not None,
        "bonus": item.bonus is not None,
        "fatal": item.fatal,
        "linear": item.linear is not None,
        "direct": item.direct,
        "met": item.met,
        "ratio": item.ratio is not None,
        "bands": item.bands is not None,
    }
    return tuple(word for word, is_given in given.items() if is_given)


def _deduction_findings(form: FormFields, item: ItemRule) -> Iterator[Diagnostic]:
    span, told = item.origin.span, {"form": form.name, "item": item.name}
    for each in (item.deduct, item.bonus):
        if each is not None and each.number <= 0:
            yield _problem("item-deduct-wrong", span, deduct=each.number, **told)
    is_counted = item.deduct is not None or item.bonus is not None
    if item.at_most is not None and (not is_counted or item.at_most < 1):
        yield _problem("item-at-most-wrong", span, **told)
    if item.section is None:
        return
    known = {section.name: section for section in form.sections}
    section = known.get(item.section.value)
    if section is None:
        yield _unknown_section(item, known, told)
    elif not _belongs(item, has_weight=section.weight is not None):
        yield _problem("item-section-unused", item.section.span, **told)


def _belongs(item: ItemRule, *, has_weight: bool) -> bool:
    """Say whether a section is of any use to an item."""
    effects = _effects(item)
    is_void = item.fatal and item.scope is Voids.SECTION
    return Effect.DEDUCTS in effects or is_void or (has_weight and Effect.ADDS in effects)


def _error_findings(form: FormFields, item: ItemRule) -> Iterator[Diagnostic]:
    """Yield what an item voids without voiding, and errors of items that are none."""
    span, told = item.origin.span, {"form": form.name, "item": item.name}
    if item.voids is not None and not item.fatal:
        yield _problem("item-voids-unused", span, **told)
    needs = {Voids.SECTION: item.section, Voids.KIND: item.critical}
    if item.voids in needs and needs[item.voids] is None:
        yield _problem("item-voids-nothing", span, voids=item.voids.value, **told)
    is_error = item.fatal or item.deduct is not None
    if item.critical is not None and (form.is_monthly or not is_error):
        yield _problem("item-critical-unused", span, **told)


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
