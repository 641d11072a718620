"""Whose a queue is: the employee who answers for it, and from which day until which."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING

from ccops.errors import DataError
from ccops.frozen import frozen
from ccops.messages import Diagnostic
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable


@frozen(kw_only=True)
class QueueOwner:
    """The owner of a queue, and while it was theirs.

    Both days belong to the span; ``None`` leaves it open.
    """

    queue: str
    employee_id: str
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None

    @property
    def first(self) -> int:
        """The ordinal of the first day."""
        return (self.valid_from or dt.date.min).toordinal()

    @property
    def last(self) -> int:
        """The ordinal of the last day."""
        return (self.valid_until or dt.date.max).toordinal()


class QueueOwners:
    """Looks up the owner of a queue on a local day.

    Raises ``DataError`` where a queue has two owners on one day, or a span ends before it begins.
    """

    __slots__ = ("_spans",)

    def __init__(self, owners: Iterable[QueueOwner] = ()) -> None:
        listed = tuple(owners)
        findings = check_owners(listed)
        if findings:
            raise DataError(findings)
        self._spans = _by_queue(listed)

    def owner_of(self, queue: object, day: object) -> str | Missing:
        """Return the owner of a queue on a day (ordinal); missing where nobody is said."""
        for span in self._spans.get(str(queue), ()):
            if isinstance(day, int) and span.first <= day <= span.last:
                return span.employee_id
        return Missing.NOT_MEASURED


def check_owners(owners: Iterable[QueueOwner]) -> tuple[Diagnostic, ...]:
    """Return where a queue has two owners on the same day, or a span ends early."""
    found: list[Diagnostic] = []
    for queue, spans in _by_queue(owners).items():
        found.extend(
            Diagnostic(code="owner-span", args={"queue": queue, "employee": each.employee_id})
            for each in spans
            if each.last < each.first
        )
        for earlier, later in itertools.pairwise(spans):
            if later.first <= earlier.last and later.employee_id != earlier.employee_id:
                told = {"queue": queue, "one": earlier.employee_id, "other": later.employee_id}
                found.append(Diagnostic(code="owner-overlap", args=told))
    return tuple(found)


def _by_queue(owners: Iterable[QueueOwner]) -> dict[str, tuple[QueueOwner, ...]]:
    grouped: dict[str, list[QueueOwner]] = {}
    for each in owners:
        grouped.setdefault(each.queue, []).append(each)
    return {
        queue: tuple(sorted(spans, key=lambda one: one.first)) for queue, spans in grouped.items()
    }
