"""What a window comes to over the values it takes: counted, added, meaned, or the least."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import starmap
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
    if len(values) == 1 and not (kind is WindowKind.MEAN and not carrier.is_exact):
        return list(map(int, values[0])) if kind is WindowKind.COUNT else list(values[0])
    if kind is WindowKind.LEAST and not carrier.is_exact:
        return list(map(min, *values))
    if kind is WindowKind.COUNT or (kind is WindowKind.SUM and not carrier.is_exact):
        return list(map(sum, zip(*values, strict=True)))
    return list(map(reducer(kind, carrier), zip(*values, strict=True)))


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


def _exact_sum(pairs: Sequence[Any]) -> Cell:
    total = sum(starmap(Fraction, pairs), start=Fraction(0))
    return total.numerator, total.denominator


def _exact_least(pairs: Sequence[Any]) -> Cell | Missing:
    return min(pairs, key=lambda pair: Fraction(*pair), default=Missing.NO_RECORDS)


def _exact_mean(pairs: Sequence[Any]) -> Cell | Missing:
    if not pairs:
        return Missing.NO_RECORDS  # every period is left out
    if len(pairs) == 1:
        return reduced(*pairs[0])
    mean = sum(starmap(Fraction, pairs), start=Fraction(0)) / len(pairs)
    return mean.numerator, mean.denominator


_EXACT: Final[dict[WindowKind, Reducer]] = {
    WindowKind.SUM: _exact_sum,
    WindowKind.LEAST: _exact_least,
    WindowKind.MEAN: _exact_mean,
}
