"""The days in which a returned sale counts, and how many months after its own that may be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages import Diagnostic, nearest
from ccops.values import Unit, parse_scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.plan import ParameterRule, Surroundings
    from ccops.projects.commission import CommissionPolicy

#: The days of the months of a common year: the fewest that as many months can have.
_DAYS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
#: Beyond so many months nobody counts.
_MOST_MONTHS: Final = 240


def months_reached(days: int) -> int:
    """Return how many months after that of the sale a return in so many days may fall.

    >>> [months_reached(each) for each in (0, 1, 28, 29, 30, 59, 60, 90)]
    [0, 1, 1, 2, 2, 2, 3, 4]
    """
    months = 0
    while months < _MOST_MONTHS and _least_days(months + 1) <= days:
        months += 1
    return months


def _least_days(months: int) -> int:
    """Return the fewest days after which a day may be so many months later: those between."""
    years, rest = divmod(months - 1, len(_DAYS))
    cycle = (*_DAYS, *_DAYS)
    return 1 + years * sum(_DAYS) + min(sum(cycle[at : at + rest]) for at in range(len(_DAYS)))


def check_return_limit(commission: CommissionPolicy, around: Surroundings) -> Iterator[Diagnostic]:
    """Yield what is wrong with the limit: no number of days, or months that nothing takes back.

    ``returned`` lists what came back of sales of the month, of the one before, and on; a return
    in time of an earlier sale would take nothing back (``commission-months``).
    """
    if commission.within is None:
        return
    name = commission.within.value
    limit = around.parameters.get(name)
    if limit is None:
        told = {"name": name, "near": nearest(name, around.parameters) or "-"}
        yield Diagnostic(code="unknown-name", span=commission.within.span, args=told)
    elif limit.unit is not Unit.COUNT:
        told = {"name": commission.name, "limit": name, "unit": limit.unit.value}
        yield Diagnostic(code="commission-days", span=commission.within.span, args=told)
    else:
        yield from _short(commission, limit)


def _short(commission: CommissionPolicy, limit: ParameterRule) -> Iterator[Diagnostic]:
    listed = len(commission.returned)
    for _, text in limit.values:
        found = parse_scalar(text.value, unit=Unit.COUNT)
        months = 0 if found is None else months_reached(int(found.number))
        if months + 1 > listed:
            told = {
                "name": commission.name,
                "limit": limit.name,
                "days": text.value,
                "months": str(months),
                "listed": str(listed),
                "wanted": str(months + 1),
            }
            yield Diagnostic(code="commission-months", span=text.span, args=told)
