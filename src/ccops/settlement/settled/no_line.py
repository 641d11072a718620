"""A line somebody has not: what he has instead, and what may have been meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.errors import NoLineError
from ccops.messages import nearest
from ccops.plan import among_others
from ccops.values import NotApplicable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.messages import Label
    from ccops.settlement.settled.settlement import Settlement


def no_line(settlement: Settlement, employee: str, name: str) -> NoLineError:
    """Return the error about a figure that others have and somebody has not."""
    results = settlement.results
    row = settlement.row_of(employee)
    has = [each for each in results.plan.definitions.by_name if _is_there(settlement, each, row)]
    is_later = _comes_later(settlement, name)
    return NoLineError(
        employee,
        name,
        "" if is_later else nearest(name, has),
        results.plan.label_of(name),
        settlement.period,
        tuple(_lines(settlement, row)),
        is_later,
    )


def _comes_later(settlement: Settlement, name: str) -> bool:
    """Say whether it is of a leaver settled early, and comes with everybody's run."""
    if not settlement.manifest.final_for:
        return False
    later = among_others(settlement.rules.plan, settlement.period)
    return any(key.name == name for key in later)


def _lines(settlement: Settlement, row: int) -> Iterator[tuple[str, Label]]:
    """Yield the pay lines somebody has, in the order of the statement."""
    for line in settlement.results.plan.lines:
        if _is_there(settlement, line.figure, row):
            yield line.figure, line.label


def _is_there(settlement: Settlement, name: str, row: int) -> bool:
    found = settlement.results.column_at(name, row)
    return found is not None and not isinstance(found.at(row), NotApplicable)
