"""The business topic of each conversation: that of its contact, or what was registered for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.contacts.kinds import CONTACT, HANDLE_SEGMENT
from ccops.contacts.topic_kinds import CONTACT_TOPIC, TOPIC_SEGMENT
from ccops.facts import moment_column, text_column
from ccops.kpi import Records
from ccops.kpi.row_records import records_of_rows, rows_once
from ccops.values import Missing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from ccops.messages import Diagnostic
    from ccops.values import Cell

_COLUMNS: Final = {
    "contact_id": text_column(required=True),
    "at": moment_column(required=True),
    "topic": text_column(required=True),
}
#: What a conversation by topic takes of a handle segment, in the order of its columns.
_OF_SEGMENT: Final = (
    "contact_id", "agent", "queue", "ended_by", "talk", "talk_hold", "acw", "arrival_day",
    "source_ref",
)  # fmt: skip


def contact_topic_records(
    rows: Iterable[Mapping[str, object]], *, zone: dt.tzinfo
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the topics of rows with the columns of the file ``topics``, and what is wrong."""
    kept, twice = rows_once(rows, "topic-twice", ("contact_id",))
    made, found = records_of_rows(CONTACT_TOPIC, kept, _COLUMNS, zone=zone)
    return made, (*twice, *found)


def topic_segments(records: Mapping[str, Records]) -> Records | None:
    """Return the conversations whose topic is known; ``None`` without conversations or topics.

    What was registered for a contact goes before what the telephony says of its business.
    """
    segments = records.get(HANDLE_SEGMENT.name)
    topics = topics_of(records)
    if segments is None or not topics:
        return None
    rows: list[tuple[Cell | Missing, ...]] = []
    for contact, agent, queue, *rest in zip(
        *(segments.columns[name] for name in _OF_SEGMENT), strict=True
    ):
        topic = topics.get(contact)
        if topic is not None:
            rows.append((contact, agent, queue, topic, *rest))
    return Records.of_rows(TOPIC_SEGMENT, rows)


def topics_of(records: Mapping[str, Records]) -> dict[Cell | Missing, Cell]:
    """Return the topic of each contact of which one is known, by the id of the contact."""
    found: dict[Cell | Missing, Cell] = {}
    for kind, name in ((CONTACT, "business_type"), (CONTACT_TOPIC, "topic")):
        listed = records.get(kind.name)
        if listed is None:
            continue
        pairs = zip(listed.columns["contact_id"], listed.columns[name], strict=True)
        found.update(
            {contact: topic for contact, topic in pairs if not isinstance(topic, Missing)}
        )
    return found
