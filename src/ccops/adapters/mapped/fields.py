"""The fields that a column map can give, by the record they are of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.adapters.mapped.column_map import ColumnMap, Content, RecordName
from ccops.contacts import (
    CHANNELS,
    CONTACT,
    CONTACT_TOPIC,
    DIAL,
    DIAL_RESULTS,
    DIRECTIONS,
    ENDED_BY,
    HANDLE_SEGMENT,
    OFFER,
    OFFER_RESULTS,
    OUTCOMES,
    QUEUE_VISIT,
    TRANSFERS,
)
from ccops.organization import RATING
from ccops.worktime import AGENT_STATE, AGENT_STATES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.kpi import RecordKind, Records

#: What a row is where a contact stands in several: ``part``. Without it, it is a ``visit``, with
#: the conversation and the offer its other fields tell of.
IS_VISIT, IS_CONVERSATION, IS_OFFER, IS_CALL = "visit", "conversation", "offer", "contact"
PARTS: Final = frozenset({IS_VISIT, IS_CONVERSATION, IS_OFFER, IS_CALL})
#: The fields, and what each is.
FIELDS: Final[Mapping[str, Content]] = {
    **dict.fromkeys(
        ("started_at", "entered_at", "offered_at", "answered_at", "ended_at"), Content.INSTANT
    ),
    **dict.fromkeys(
        ("wait", "talk", "hold", "talk_hold", "acw", "ring", "duration"), Content.DURATION
    ),
    **dict.fromkeys(("visit_no", "rings"), Content.COUNT),
    **dict.fromkeys(("resolved", "registered", "success", "invited"), Content.FLAG),
    "score": Content.SCORE,
    "customer": Content.CUSTOMER,
    **dict.fromkeys(
        (
            "contact_id",
            "root_id",
            "part",
            "queue",
            "outcome",
            "agent",
            "offer_result",
            "transfer",
            "ended_by",
            "channel",
            "direction",
            "entry_point",
            "business_type",
            "record_ref",
            "topic",
            "state",
            "reason",
            "campaign",
            "result",
        ),
        Content.WORD,
    ),
}
#: Fields whose words are a closed list.
LISTED: Final[Mapping[str, frozenset[str]]] = {
    "part": PARTS,
    "outcome": OUTCOMES,
    "offer_result": OFFER_RESULTS,
    "transfer": TRANSFERS,
    "ended_by": ENDED_BY,
    "channel": CHANNELS,
    "direction": DIRECTIONS,
    "state": AGENT_STATES,
    "result": DIAL_RESULTS,
}
_VISIT: Final = ("contact_id", "queue", "outcome", "entered_at")
#: What each record needs a map to give: each of these, or one of several alternatives.
NEEDS: Final[Mapping[RecordName, tuple[tuple[str, ...], ...]]] = {
    RecordName.VISIT: tuple((each,) for each in _VISIT),
    RecordName.SEGMENT: (("contact_id",), ("agent",), ("entered_at", "answered_at")),
    RecordName.OFFER: (("contact_id",), ("agent",), ("ring", "offered_at")),
    RecordName.CONTACT: (
        ("contact_id",),
        ("channel",),
        ("direction",),
        ("started_at", "entered_at", "answered_at"),
    ),
    RecordName.TOPIC: (("contact_id",), ("topic",), ("started_at", "entered_at", "answered_at")),
    RecordName.DIAL: (("contact_id",), ("campaign",), ("result",), ("started_at",)),
    RecordName.RATING: (("agent",), ("invited",), ("entered_at",)),
    RecordName.STATE: (("agent",), ("state",), ("started_at",), ("ended_at", "duration")),
}
RECORD_NAMES: Final[Mapping[str, RecordName]] = {
    **{each.value: each for each in RecordName},
    "queue_visit": RecordName.VISIT,
    "handle_segment": RecordName.SEGMENT,
    "contact_topic": RecordName.TOPIC,
}
_KINDS: Final[Mapping[RecordName, RecordKind]] = {
    RecordName.CONTACT: CONTACT,
    RecordName.VISIT: QUEUE_VISIT,
    RecordName.OFFER: OFFER,
    RecordName.SEGMENT: HANDLE_SEGMENT,
    RecordName.TOPIC: CONTACT_TOPIC,
    RecordName.DIAL: DIAL,
    RecordName.RATING: RATING,
    RecordName.STATE: AGENT_STATE,
}


def tells_after_call(mapping: ColumnMap) -> bool:
    """Say whether a map of states has after-call work among them, or its table our own words."""
    rule = mapping.fields["state"]
    if rule.constant:
        return rule.constant == "acw"
    return rule.values is None or "acw" in rule.values.values()


def untold(mapping: ColumnMap) -> frozenset[str]:
    """Return the kinds of which a map has no place for a row: visits, or conversations as well."""
    if "outcome" in mapping.fields:
        return frozenset()
    tells_talks = not {"answered_at", "part"}.isdisjoint(mapping.fields)
    kinds = (QUEUE_VISIT,) if tells_talks else (QUEUE_VISIT, HANDLE_SEGMENT)
    return frozenset(each.name for each in kinds)


def asked(records: Mapping[str, Records], mapping: ColumnMap) -> dict[str, Records]:
    """Return of some records those that a map asks for."""
    names = [_KINDS[each].name for each in mapping.records]
    return {name: records[name] for name in names}
