"""Since which day somebody has the role, team or level he has: read off his dated changes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from ccops.facts.assignments import employed_states
from ccops.facts.subjects import AssignmentKind
from ccops.values import Missing, PeriodDays

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ccops.facts.assigned import AssignedRule
    from ccops.facts.subjects import Assignment, Employee
    from ccops.values import Cell

_ONE_DAY: Final = dt.timedelta(days=1)


def since_cell(
    rule: AssignedRule,
    employee: Employee,
    own: Sequence[Assignment],
    last: dt.date,
    *,
    absent: Missing,
) -> Cell | Missing:
    """Return the fact with the day since which somebody has what he has on his last day."""
    found = held_since(employee, own, AssignmentKind(rule.of.value), last)
    return absent if found is None else found.toordinal()


def held_since(
    employee: Employee, own: Sequence[Assignment], what: AssignmentKind, day: dt.date
) -> dt.date | None:
    """Return the day since which somebody has what he has on a day, of his own changes.

    ``None`` where no dated change says what that is. Rows that follow each other with one value
    are one; employment that ended in between begins it anew.
    """
    changes = tuple(each for each in own if each.what is what)
    hired = min(each.hired_on for each in employee.spans)
    since: dt.date | None = None
    value: object = None
    for span, _ in reversed(employed_states(employee, own, PeriodDays(min(hired, day), day))):
        held = _held(changes, span.first)
        is_apart = since is not None and span.last + _ONE_DAY != since
        if held is None or is_apart or (since is not None and held.value != value):
            break
        since, value = span.first, held.value
    return since


def _held(changes: Iterable[Assignment], day: dt.date) -> Assignment | None:
    """Return the change in force on a day; of several the one that began last."""
    there = [each for each in changes if each.first <= day and (not each.last or day <= each.last)]
    return max(there, key=lambda each: each.first, default=None)
