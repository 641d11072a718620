"""Complaints as events: what counts complaints counts those of the file ``complaints`` too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ccops.facts import row_error
from ccops.kpi import Records
from ccops.organization import EVENT
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.messages import Diagnostic

_KIND: Final = "complaint"
#: What an event takes of a complaint under another name.
_CALLED: Final = {"event_id": "complaint_id", "topic": "cause"}


def complaint_events(complaints: Records) -> Records:
    """Return complaints once more as events of the kind ``complaint``.

    One that is about nobody known is no event: an event is somebody's.
    """
    rows = (complaints.row(number) for number in range(len(complaints)))
    about = (row for row in rows if not isinstance(row["employee_id"], Missing))
    return Records.of_rows(EVENT, map(_event, about))


def _event(complaint: Mapping[str, Any]) -> tuple[Any, ...]:
    told = {**complaint, "kind": _KIND}
    cells = (told.get(_CALLED.get(name, name), Missing.NO_RECORDS) for name in EVENT.names)
    return tuple(cells)


def complaints_told_twice(
    complaints: Iterable[Mapping[str, object]], events: Iterable[Mapping[str, object]]
) -> Iterator[Diagnostic]:
    """Yield an error for each complaint that stands among the events as well."""
    ids = {str(row.get("complaint_id", "")) for row in complaints}
    for row in events:
        if row.get("kind") == _KIND and str(row.get("event_id", "")) in ids:
            yield row_error("complaint-event-too", row, id=row.get("event_id"))
