"""Bands: a price that depends on how much there is, in slices or for all of it."""

from __future__ import annotations

import enum
import itertools
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Origin, Severity
from ccops.rules import Shape, origin_field, pack_field
from ccops.values import Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: Amounts a band may begin at.
_BEGINS: Final = frozenset({Unit.NUMBER, Unit.MONEY, Unit.DURATION, Unit.COUNT})


class BandReach(enum.Enum):
    """What the price of a band holds for."""

    SLICES = "slices"  # each part at the price of its own band
    WHOLE = "whole"  # all of it at the price of the band that is reached


@frozen(kw_only=True)
class BandRule:
    """One band: from how much on which price, or which share, holds."""

    starts: Scalar = pack_field(
        Shape.SCALAR, key="from", zh="起点", en="from how much on, the first one from 0"
    )
    price: Scalar | None = pack_field(
        Shape.SCALAR, unit=Unit.MONEY, default=None, zh="单价", en="the price of each"
    )
    share: Scalar | None = pack_field(
        Shape.SCALAR, unit=Unit.RATIO, default=None, zh="比例", en="the share of an amount"
    )
    origin: Origin = origin_field()

    @property
    def rate(self) -> Scalar:
        """The price, or the share."""
        found = self.price or self.share
        if found is None:
            raise ValueError("a band without a price and a share")
        return found


def banded(counted: str, bands: Sequence[BandRule], reach: BandReach) -> str:
    """Return the formula that applies bands to what is counted.

    It names ``band_1``, ``rate_1`` and so on: the constants of ``band_constants``.

    >>> from fractions import Fraction
    >>> band = BandRule(starts=Scalar(Unit.NUMBER, Fraction(0)), origin=Origin())
    >>> banded("calls", [band, band], BandReach.WHOLE)
    'calls * (rate_2 if calls >= band_2 else rate_1)'
    """
    last = len(bands)
    if reach is BandReach.WHOLE:
        rates = "rate_1"
        for number in range(2, last + 1):
            rates = f"rate_{number} if {counted} >= band_{number} else {rates}"
        return f"{counted} * ({rates})" if last > 1 else f"{counted} * rate_1"
    parts = []
    for number in range(1, last + 1):
        top = counted if number == last else f"min({counted}, band_{number + 1})"
        bottom = "" if number == 1 else f" - min({counted}, band_{number})"
        parts.append(f"({top}{bottom}) * rate_{number}" if bottom else f"{top} * rate_{number}")
    return " + ".join(parts)


def band_constants(bands: Sequence[BandRule]) -> Mapping[str, Scalar]:
    """Return the constants of bands: where each begins, and its price or share."""
    found: dict[str, Scalar] = {}
    for number, each in enumerate(bands, 1):
        if number > 1:
            found[f"band_{number}"] = each.starts
        found[f"rate_{number}"] = each.rate
    return found


def check_bands(
    rule: str, bands: Sequence[BandRule], reach: BandReach, origin: Origin
) -> Iterator[Diagnostic]:
    """Yield what is wrong with bands.

    None at all, one without a rate or with two (``band-rate``), a first that is not from 0 or one
    that does not begin above the one before (``band-order``), and a warning where more costs less
    than a little less does (``band-cliff``).
    """
    told = {"name": rule}
    if not bands:
        yield Diagnostic(code="band-none", span=origin.span, args=told)
        return
    whole = all((each.price is None) is not (each.share is None) for each in bands)
    kinds = {each.rate.unit for each in bands} if whole else set()
    if not whole or len(kinds) > 1:
        yield Diagnostic(code="band-rate", span=bands[0].origin.span, args=told)
        return
    starts = [each.starts for each in bands]
    rising = all(a.number < b.number for a, b in itertools.pairwise(starts))
    alike = len({(each.unit, each.currency) for each in starts[1:]}) <= 1
    if starts[0].number != 0 or not rising or not alike or starts[-1].unit not in _BEGINS:
        yield Diagnostic(code="band-order", span=bands[0].origin.span, args=told)
        return
    if reach is BandReach.WHOLE:
        yield from _cliffs(rule, bands)


def _cliffs(rule: str, bands: Sequence[BandRule]) -> Iterator[Diagnostic]:
    for before, after in itertools.pairwise(bands):
        if after.rate.number < before.rate.number:
            told = {"name": rule, "at": str(after.starts.value)}
            yield Diagnostic(
                code="band-cliff",
                severity=Severity.WARNING,
                span=after.origin.span,
                args={**told, "before": str(before.rate.value), "after": str(after.rate.value)},
            )
