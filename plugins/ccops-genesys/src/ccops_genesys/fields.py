"""The fields of a conversation that are read, and how.

Names are those of the vendor's SDK (github.com/MyPureCloud/platform-client-sdk-python,
build/docs): AnalyticsConversation.md, AnalyticsParticipant.md, AnalyticsSession.md,
AnalyticsConversationSegment.md, AnalyticsSessionMetric.md, AnalyticsSurvey.md. Their order in a
document, and that metrics are in milliseconds, is shown by the vendor's example
(github.com/GenesysCloudBlueprints/conversation-model-to-sql-blueprint, blueprint/index.md).
Everything else, such as names of people, notes and attributes, is dropped before anything is kept.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from ccops.adapters import LONGEST_MS, RowRefusedError, utc_ms
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: The digits of any time, and a sign.
_DIGITS: Final = 14
_READ: Final = {
    "conversation": (
        "conversationId",
        "conversationStart",
        "conversationEnd",
        "originatingDirection",
        "participants",
        "surveys",
    ),
    "surveys": ("eventTime", "surveyCompletedDate", "surveyStatus", "userId", "oSurveyTotalScore"),
    "participants": ("purpose", "userId", "externalContactId", "sessions"),
    "sessions": (
        "mediaType",
        "direction",
        "ani",
        "dnis",
        "addressFrom",
        "addressOther",
        "callbackNumbers",
        "flowOutType",
        "outboundCampaignId",
        "monitoredParticipantId",
        "coachedParticipantId",
        "bargedParticipantId",
        "metrics",
        "segments",
    ),
    "metrics": ("name", "value", "emitDate"),
    "segments": (
        "segmentType",
        "segmentStart",
        "segmentEnd",
        "queueId",
        "disconnectType",
        "sourceConversationId",
    ),
}


def read_fields(value: Any, within: str = "conversation") -> Any:  # noqa: ANN401 - as JSON holds
    """Return what is read of a document, or of a list of its parts, in an order of its own.

    Null is as absent. One conversation is thus the same however its parts are ordered.
    """
    if isinstance(value, list):
        return sorted((read_fields(each, within) for each in value), key=str)
    if not isinstance(value, dict):
        return value
    return {
        name: read_fields(value[name], name) if name in _READ else value[name]
        for name in _READ[within]
        if value.get(name) is not None
    }


def parts_of(record: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    """Yield the parts listed under a name. Raises ``RowRefusedError`` for what is no such list."""
    listed = record.get(name, [])
    if not isinstance(listed, list):
        raise RowRefusedError("row-unreadable", name)
    for each in listed:
        if not isinstance(each, dict):
            raise RowRefusedError("row-unreadable", name)
        yield each


def text(record: Mapping[str, Any], name: str) -> str:
    """Return a text; empty where it is null. Raises ``RowRefusedError`` for anything else."""
    found = record.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise RowRefusedError("row-unreadable", name)
    return found


def word(record: Mapping[str, Any], name: str) -> str:
    """Return a word of a closed list, in small letters."""
    return text(record, name).lower()


def instant(record: Mapping[str, Any], name: str) -> int | Missing:
    """Return an instant in ms of UTC. Raises ``RowRefusedError`` where it is none."""
    written = text(record, name)
    if not written:
        return Missing.NOT_MEASURED
    try:
        return _ms(written)
    except ValueError as problem:
        raise RowRefusedError("time-unreadable", name) from problem


@lru_cache(maxsize=1_024)  # one step ends where the next begins
def _ms(written: str) -> int:
    return utc_ms(written)


def needed_instant(record: Mapping[str, Any], name: str) -> int:
    """Return an instant in ms of UTC. Raises ``RowRefusedError`` also where it is null."""
    found = instant(record, name)
    if isinstance(found, Missing):
        raise RowRefusedError("time-missing", name)
    return found


def whole(record: Mapping[str, Any], name: str) -> int:
    """Return a whole number of ms, also where it is written ``7.0``.

    Raises ``RowRefusedError`` for what is none, or is longer than any time can be.
    """
    found = record.get(name)
    if isinstance(found, str):
        digits, _, rest = found.partition(".")
        if digits.removeprefix("-").isdecimal() and not rest.strip("0"):
            found = int(digits) if len(digits) <= _DIGITS else LONGEST_MS + 1
    if not isinstance(found, int) or isinstance(found, bool):
        raise RowRefusedError("number-unreadable", name)
    if abs(found) > LONGEST_MS:
        raise RowRefusedError("number-too-large", name)
    return found


def number(record: Mapping[str, Any], name: str) -> str:
    """Return a telephone number or an address without the scheme before it (``tel:``)."""
    return text(record, name).removeprefix("tel:").removeprefix("mailto:")
