"""What a window comes to over the values it takes: counted, added, meaned, or the least."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import repeat
from math import gcd
from operator import add
from typing import Any, Final

from ccops.rules.windows import WindowKind
from ccops.values import Carrier, Cell, Missing, reduced

#: Some values of one person, none of them missing.
Reducer = Callable[[Sequence[Any]], Cell | Missing]


def reducer(kind: WindowKind, carrier: Carrier) -> Reducer:
    """Return what makes one cell of some values of a carrier, which may be none at all."""
    if kind is WindowKind.COUNT:
        return _count
    return _EXACT[kind] if carrier.is_exact else _fixed(kind, carrier)


def columnwise(
    kind: WindowKind, carrier: Carrier, values: Sequence[Sequence[Any]]
) -> list[Cell | Missing]:
    """Return windows over whole periods of plain values, for everybody at once."""
    if kind is WindowKind.COUNT:
        return list(map(int, values[0])) if len(values) == 1 else _added(values)
    if len(values) == 1 and (kind is not WindowKind.MEAN or carrier.is_exact):
        return list(values[0])
    if kind is WindowKind.LEAST and not carrier.is_exact:
        return list(map(min, *values))
    if kind in (WindowKind.SUM, WindowKind.MEAN) and not carrier.is_exact:
        return _added(values) if kind is WindowKind.SUM else _means(values, carrier.scale or 1)
    if kind is WindowKind.MEAN and len(values) > 1:
        return _exact_means(values)
    return list(map(reducer(kind, carrier), zip(*values, strict=True)))


def _means(values: Sequence[Sequence[Any]], scale: int) -> list[Any]:
    totals, below = _added(values), len(values) * scale
    pairs = zip(totals, map(gcd, totals, repeat(below)), strict=False)
    return [(total // divisor, below // divisor) for total, divisor in pairs]


def _exact_means(values: Sequence[Sequence[Any]]) -> list[Any]:
    totals = values[0]
    for each in values[1:]:
        totals = [
            (a + c, b) if b == d else (a * d + c * b, b * d)
            for (a, b), (c, d) in zip(totals, each, strict=True)
        ]
    count = len(values)
    return [reduced(above, below * count) for above, below in totals]


def _added(values: Sequence[Sequence[Any]]) -> list[Any]:
    total: Iterable[Any] = values[0]
    for each in values[1:]:
        total = map(add, total, each)
    return list(total)


def _count(values: Sequence[Any]) -> int:
    return sum(map(bool, values))


def _fixed(kind: WindowKind, carrier: Carrier) -> Reducer:
    scale = carrier.scale or 1
    match kind:
        case WindowKind.SUM:
            return sum
        case WindowKind.LEAST:
            return lambda values: min(values, default=Missing.NO_RECORDS)
        case _:
            return lambda values: (
                reduced(sum(values), len(values) * scale) if values else Missing.NO_RECORDS
            )


def _added_up(pairs: Sequence[Any]) -> tuple[int, int]:
    """Return a sum of pairs, not in lowest terms; equal denominators stay as they are."""
    above, below = 0, 1
    for numerator, denominator in pairs:
        if denominator == below:
            above += numerator
        elif above:
            above = above * denominator + numerator * below
            below *= denominator
        else:
            above, below = numerator, denominator
    return above, below


def _exact_sum(pairs: Sequence[Any]) -> Cell:
    return reduced(*_added_up(pairs))


def _exact_least(pairs: Sequence[Any]) -> Cell | Missing:
    return min(pairs, key=lambda pair: Fraction(*pair), default=Missing.NO_RECORDS)


def _exact_mean(pairs: Sequence[Any]) -> Cell | Missing:
    if not pairs:
        return Missing.NO_RECORDS  # every period is left out
    above, below = _added_up(pairs)
    return reduced(above, below * len(pairs))


_EXACT: Final[dict[WindowKind, Reducer]] = {
    WindowKind.SUM: _exact_sum,
    WindowKind.LEAST: _exact_least,
    WindowKind.MEAN: _exact_mean,
}
