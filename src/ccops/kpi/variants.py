"""Indicators that count in another way what is counted already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.messages import Diagnostic, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.kpi.definitions import Indicator
    from ccops.kpi.indicators import IndicatorRule


def wrong_variants(
    rules: Sequence[IndicatorRule], indicators: Iterable[Indicator]
) -> Iterator[Diagnostic]:
    """Yield what is wrong with variants: of nothing, of another variant, or of another unit."""
    plain = {each.name for each in rules if each.variant_of is None}
    units = {each.name: each.type.unit for each in indicators}
    for rule in rules:
        if rule.variant_of is None:
            continue
        of, span = rule.variant_of.value, rule.variant_of.span
        own, other = units.get(rule.name), units.get(of)
        if of not in plain:
            told = {"name": rule.name, "of": of, "near": nearest(of, plain) or "-"}
            yield Diagnostic(code="indicator-variant", span=span, args=told)
        elif own is not None and other is not None and own is not other:
            told = {"name": rule.name, "of": of, "unit": own.value, "other": other.value}
            yield Diagnostic(code="indicator-variant-unit", span=span, args=told)
