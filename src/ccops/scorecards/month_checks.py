"""What can be wrong with an item of a monthly form: gates, caps, bands, lines that leave gaps."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.messages import Diagnostic, Span
from ccops.rules.columns import write_scalar
from ccops.scorecards.month_scales import Kept
from ccops.scorecards.scales import Effect
from ccops.values import decimal_digits, decimal_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.scorecards.form_fields import FormFields, ItemRule, LinearRule

#: What may be accepted of a form: with it months can be scored all the same.
RUNS_ALL_THE_SAME: Final = frozenset({"linear-gap"})
_NONE: Final = Fraction(0)
_WHOLE: Final = Fraction(1)


def month_item_findings(form: FormFields, item: ItemRule) -> Iterator[Diagnostic]:
    """Yield what is wrong with what only an item of a monthly form says."""
    told = {"form": form.name, "item": item.name}
    if not form.is_monthly:
        yield from _of_months_only(form, item)
        return
    scale = item.scale
    if item.gate is not None and (scale is None or scale.effect is not Effect.ADDS):
        yield _problem("item-gate-unused", item.gate.span, **told)
    yield from _least_findings(form, item)
    if item.ratio is not None and item.ratio.cap.number <= _NONE:
        yield _problem("item-cap-wrong", item.ratio.origin.span, **told)
    yield from _bands_findings(form, item)
    if item.linear is not None:
        yield from _gap_findings(form, item, item.linear)


def falls_below(item: ItemRule) -> bool:
    """Say whether an item may take more than it gives."""
    if item.bands is not None:
        least = item.bands.in_points(item.points).least()
        return least is not None and least < _NONE
    return isinstance(item.scale, Kept) and item.scale.at_least < _NONE


def rises_above(item: ItemRule) -> bool:
    """Say whether an item may give more than its weight."""
    return item.ratio is not None and item.ratio.cap.number > _WHOLE


def _problem(code: str, span: Span | None, **arguments: object) -> Diagnostic:
    return Diagnostic(code=code, span=span, args=arguments)


def _of_months_only(form: FormFields, item: ItemRule) -> Iterator[Diagnostic]:
    told = {"form": form.name, "item": item.name}
    given = {
        "met": item.met or None,
        "ratio": item.ratio,
        "bands": item.bands,
        "gate": item.gate,
        "at_least": item.at_least,
    }
    keys = [key for key, value in given.items() if value is not None]
    if keys:
        yield _problem("item-monthly-only", item.origin.span, keys=", ".join(keys), **told)


def _least_findings(form: FormFields, item: ItemRule) -> Iterator[Diagnostic]:
    told = {"form": form.name, "item": item.name}
    if item.at_least is None:
        return
    if not isinstance(item.scale, Kept):
        yield _problem("item-at-least-unused", item.origin.span, **told)
    elif item.at_least.number >= item.points:
        words = {"at_least": _plain(item.at_least.number), "points": _plain(item.points)}
        yield _problem("item-at-least-wrong", item.origin.span, **words, **told)


def _bands_findings(form: FormFields, item: ItemRule) -> Iterator[Diagnostic]:
    """Yield bands of which the best is not the weight: then the weights are not what they say."""
    told = {"form": form.name, "item": item.name}
    if item.bands is None:
        return
    most = item.bands.in_points(item.points).most()
    if most is not None and most != item.points:
        words = {"most": _plain(most), "points": _plain(item.points)}
        yield _problem("item-bands-not-full", item.bands.origin.span, **words, **told)


def _gap_findings(form: FormFields, item: ItemRule, linear: LinearRule) -> Iterator[Diagnostic]:
    """Yield what a form leaves open between where it gives nothing and where its line begins."""
    told = {"form": form.name, "item": item.name}
    ends = linear.all_ends()
    if ends is None:
        if linear.none_from is not None:
            yield _problem("linear-none-differs", linear.origin.span, **told)
        return
    none_from, zero_at, full_at = ends
    rises = zero_at.number < full_at.number
    gap = zero_at.number - none_from.number
    if gap == _NONE:
        return
    code = "linear-gap" if (gap > _NONE) == rises else "linear-none-inside"
    words = {"none_from": write_scalar(none_from), "zero_at": write_scalar(zero_at)}
    yield _problem(code, linear.origin.span, **words, **told)


def _plain(number: Fraction) -> object:
    digits = decimal_digits(number)
    return number if digits is None else decimal_of(number, digits)
