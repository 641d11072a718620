"""A status of a user, as user details list it: its fields, and what its words mean.

Names are those of the vendor's SDK (github.com/MyPureCloud/platform-client-sdk-python,
build/docs): AnalyticsUserDetailsQueryResponse.md, AnalyticsUserDetail.md,
AnalyticsUserPresenceRecord.md, AnalyticsRoutingStatusRecord.md; the words are those its models
list (build/PureCloudPlatformClientV2/models/analytics_user_presence_record.py and
analytics_routing_status_record.py). That a status which lasts over several days is listed more
than once is on developer.genesys.cloud/analyticsdatamanagement/analytics/detail/user-query, what
the routing statuses mean on help.mypurecloud.com/glossary/agent-status: ``INTERACTING`` is a
contact and the work after it, ``COMMUNICATING`` a call that came through no queue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.adapters import NOBODY, RowRefusedError
from ccops.values import Missing
from ccops_genesys.fields import instant, needed_instant, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.adapters import Standing

PRESENCE: Final = "primaryPresence"
ROUTING: Final = "routingStatus"
#: The list in a user's details, and the field of its records that holds the word.
WORD_FIELDS: Final = {PRESENCE: "systemPresence", ROUTING: "routingStatus"}
_OFFLINE: Final = "OFFLINE"
_ON_QUEUE: Final = "ON_QUEUE"
_OFF_QUEUE: Final = "OFF_QUEUE"
_PRESENCES: Final = frozenset(
    {
        "AVAILABLE", "AWAY", "BREAK", "BUSY", "IDLE", "MEAL", "MEETING", "TRAINING",
        _OFFLINE, _ON_QUEUE,
    }
)  # fmt: skip
#: What an agent does, by his routing status: it goes on after he set another presence.
_STANDINGS: Final[Mapping[str, Standing]] = {
    "INTERACTING": ("on_contact", ""),
    "COMMUNICATING": ("on_contact", "COMMUNICATING"),
    "IDLE": ("available", ""),
    "NOT_RESPONDING": ("aux", "NOT_RESPONDING"),
}
_ROUTINGS: Final = _STANDINGS.keys() | {_OFF_QUEUE}
_BUSY: Final = frozenset({"INTERACTING", "COMMUNICATING"})


@attrs.frozen(kw_only=True)
class Status:
    """A word about a user, from an instant to another, or on and on."""

    user: str
    field: str
    word: str
    start_ms: int
    end_ms: int | Missing

    @property
    def is_known(self) -> bool:
        """Whether the word stands in the vendor's list."""
        return self.word in (_PRESENCES if self.field == PRESENCE else _ROUTINGS)


def status_of(row: Mapping[str, Any]) -> Status:
    """Return the status a row holds. Raises ``RowRefusedError`` where it cannot be read."""
    field, record = row.get("field"), row.get("record")
    user = text(row, "userId")
    if not user:
        raise RowRefusedError("field-missing", "userId")
    if field not in WORD_FIELDS or not isinstance(record, dict):
        raise RowRefusedError("row-unreadable", str(field))
    word = text(record, WORD_FIELDS[field]).upper()
    if not word:
        raise RowRefusedError("field-missing", WORD_FIELDS[field])
    start, end = needed_instant(record, "startTime"), instant(record, "endTime")
    if isinstance(end, int) and end < start:
        raise RowRefusedError("interval-disagrees", "endTime")
    return Status(user=user, field=field, word=word, start_ms=start, end_ms=end)


def standing_of(words: Mapping[str, str]) -> Standing:
    """Return what presence and routing status come to.

    A routing status says more than a presence, but that of who is offline, who only ends what he
    was in. On queue without a routing status is not known.
    """
    presence, routing = words.get(PRESENCE, ""), words.get(ROUTING, "")
    if presence == _OFFLINE and routing not in _BUSY:
        return NOBODY
    if routing in _STANDINGS:
        return _STANDINGS[routing]
    if presence == _ON_QUEUE:
        return ("aux", _OFF_QUEUE) if routing == _OFF_QUEUE else NOBODY
    return ("aux", presence) if presence else NOBODY
