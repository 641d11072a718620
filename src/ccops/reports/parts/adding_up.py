"""Parts of a printed total, cut so that they add up to it: by largest remainders."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def adding_up(
    parts: Sequence[Fraction], total: Decimal, *, places: int
) -> tuple[Decimal, ...] | None:
    """Return parts to so many decimals that add up to a total as it is printed.

    Each is its exact value cut, or one unit of the last decimal more: those with the largest
    remainders. ``None`` where the parts do not make the total, whatever is done to the last
    decimal, such as below a floor.

    >>> adding_up([Fraction("36.545"), Fraction("13.465")], Decimal("50.01"), places=2)
    (Decimal('36.55'), Decimal('13.46'))
    """
    scale = 10**places
    exact = [part * scale for part in parts]
    units = [each.numerator // each.denominator for each in exact]
    left = Fraction(total) * scale - sum(units)
    by_remainder = sorted(range(len(parts)), key=lambda at: units[at] - exact[at])
    fits = [at for at in by_remainder if exact[at] != units[at]]
    if left.denominator != 1 or not 0 <= left <= len(fits):
        return None
    for at in fits[: int(left)]:
        units[at] += 1
    return tuple(Decimal(each).scaleb(-places) for each in units)
