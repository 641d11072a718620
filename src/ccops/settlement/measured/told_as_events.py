"""Complaints, meetings and patrols as events: what counts events counts these files too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ccops.casework import COMPLAINT, MEETING, PATROL
from ccops.facts import row_error
from ccops.kpi import Records
from ccops.kpi.told_cells import telling
from ccops.organization import EVENT
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.kpi import RecordKind
    from ccops.messages import Diagnostic

#: What an event of a kind takes of the records of a file, column by column.
_TOLD: Final[Mapping[str, Mapping[str, str]]] = {
    COMPLAINT.name: {"event_id": "complaint_id", "topic": "cause"},
    MEETING.name: {"event_id": "meeting_id", "topic": "kind"},
    PATROL.name: {"event_id": "patrol_id"},
}
#: The files that are told again as events, with the column that holds the id of one.
FILES_AS_EVENTS: Final[Mapping[str, tuple[str, str]]] = {
    "complaints": ("complaint", "complaint_id"),
    "meetings": ("meeting", "meeting_id"),
    "patrols": ("patrol", "patrol_id"),
}


def is_told_as_events(kind: RecordKind) -> bool:
    """Say whether records of a kind are events as well."""
    return kind.name in _TOLD


def as_events(records: Records) -> Records:
    """Return complaints, meetings or patrols once more as events of the kind of that name.

    A complaint that is about nobody known is no event: an event is somebody's. Of a patrol
    there is one, whatever was seen on it.
    """
    rows = (records.row(number) for number in range(len(records)))
    kind = records.kind.name
    told = telling(EVENT)
    return Records.of_rows(EVENT, (told(_event(kind, each)) for each in rows if _is_event(each)))


def _is_event(row: Mapping[str, Any]) -> bool:
    return not isinstance(row["employee_id"], Missing) and row.get("first") is not False


def _event(kind: str, row: Mapping[str, Any]) -> tuple[Any, ...]:
    called = _TOLD[kind]
    told = {"kind": kind}
    return tuple(
        told.get(name) or row.get(called.get(name, name), Missing.NO_RECORDS)
        for name in EVENT.names
    )


def told_twice(
    file: str, rows: Iterable[Mapping[str, object]], events: Iterable[Mapping[str, object]]
) -> Iterator[Diagnostic]:
    """Yield an error for each row of a file that stands among the events as well."""
    kind, column = FILES_AS_EVENTS[file]
    ids = {str(row.get(column, "")) for row in rows}
    for row in events:
        if row.get("kind") == kind and str(row.get("event_id", "")) in ids:
            yield row_error("event-too", row, id=row.get("event_id"), table=file)
