"""What a figure reads that has no formula of its own: an account, or a part of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.plan import AccountPart, AccountPartStep, AccountStep, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.plan import FigureStep, Results


def reads_of(
    step: FigureStep, results: Results, rows: Sequence[int]
) -> Iterator[tuple[Reading, Sequence[int]]]:
    """Yield what a figure reads, each with those of some rows for whom it does.

    An account reads what is posted and used of those who have such figures, and its stops. What
    it held when the period began follows from nothing in the period.
    """
    if isinstance(step, AccountStep):
        for key in (*step.posted, *step.used):
            positions = results.figures[key].members.positions
            yield Reading(key.name, key), [row for row in rows if positions[row] >= 0]
    if isinstance(step, AccountPartStep) and step.part is not AccountPart.OPENING:
        yield Reading(step.account.name, step.account), rows
    for reading in step.readings.values():
        yield reading, rows
