"""Conversation details of Genesys Cloud keep what every adapter has to keep.

Fields are those of the vendor's SDK (github.com/MyPureCloud/platform-client-sdk-python,
build/docs: AnalyticsConversation.md and the pages it leads to).
"""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from ccops_genesys import ConversationDetailsAdapter

from ccops.testing.adapter_conformance import AdapterConformance
from ccops.testing.bank_week import BankWeek

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.adapters import Contact, Conversation, Offer, Visit


class TestConversationDetails(AdapterConformance):
    adapter = ConversationDetailsAdapter()
    carries = frozenset({"timeout", "two_visits", "offers", "open", "same_second", "transfers"})
    broken = (
        '{"conversationId": "x"}',
        '{"conversationId": 7}',
        "[1]",
        '{"conversationId": "x", ',
        '{"conversationId": "x", "conversationStart": "2026-03-05T15:00:00Z", "participants": 1}',
        '{"conversationStart": "2026-03-05T15:00:00Z", "participants": []}',
    )

    def lines(self, contacts: Sequence[Contact]) -> Sequence[str]:
        return [json.dumps(_document(each)) for each in contacts]


def _document(contact: Contact) -> dict[str, Any]:
    return {
        "conversationId": contact.contact_id,
        "conversationStart": _instant(contact.started_ms),
        "conversationEnd": _instant(contact.ended_ms),
        "originatingDirection": contact.direction,
        "participants": [
            _customer(contact),
            *(_queue(each) for each in contact.visits),
            *(_missed(offer, each) for each in contact.visits for offer in each.offers),
            *(_agent(talk, each) for each in contact.visits for talk in each.conversations),
        ],
    }


def _customer(contact: Contact) -> dict[str, Any]:
    whole = _segment("interact", contact.started_ms, contact.ended_ms, disconnectType="endpoint")
    numbers = {"ani": f"tel:{contact.customer}", "dnis": f"tel:{contact.entry_point}"}
    return {
        "participantName": contact.customer,
        **_participant("customer", [whole], **numbers, direction=contact.direction),
    }


def _queue(visit: Visit) -> dict[str, Any]:
    ended_by = {"answered": "transfer", "abandoned": "peer", "timeout": "timeout", "open": None}
    stay = _segment(
        "interact",
        visit.entered_ms,
        visit.waited_until_ms,
        queueId=visit.queue,
        disconnectType=ended_by[visit.outcome],
    )
    return _participant("acd", [stay])


def _missed(offer: Offer, visit: Visit) -> dict[str, Any]:
    if offer.result == "answered":
        return _participant("ivr", [])
    ring = int(offer.ring_ms)  # type: ignore[arg-type]  # the scripts say how long it rang
    told = {"queueId": visit.queue, "disconnectType": "client"}
    alert = _segment("alert", offer.offered_ms, offer.offered_ms + ring, **told)
    missed = [{"name": "tNotResponding", "value": ring, "emitDate": alert["segmentEnd"]}]
    return _participant("agent", [alert], user=offer.agent, metrics=missed)


def _agent(talk: Conversation, visit: Visit) -> dict[str, Any]:
    told = {"queueId": visit.queue, "disconnectType": "peer"}
    spoken = _segment("interact", talk.connected_ms, talk.ended_ms, **told)
    rung = [
        _segment("alert", offer.offered_ms, talk.connected_ms, queueId=visit.queue)
        for offer in visit.offers
        if offer.agent == talk.agent
    ]
    return _participant("agent", [*rung, spoken], user=talk.agent)


def _participant(
    purpose: str, segments: list[dict[str, Any]], *, user: str | None = None, **session: Any
) -> dict[str, Any]:
    told = {"mediaType": "voice", "segments": segments, **session}
    return {"purpose": purpose, "userId": user, "sessions": [told]}


def _segment(type_: str, start: int, end: object, **told: Any) -> dict[str, Any]:
    return {
        "segmentType": type_,
        "segmentStart": _instant(start),
        "segmentEnd": _instant(end),
        **told,
    }


def _instant(ms: object) -> str | None:
    if not isinstance(ms, int):
        return None
    whole = dt.datetime.fromtimestamp(ms // 1_000, dt.UTC)
    return f"{whole:%Y-%m-%dT%H:%M:%S}.{ms % 1_000:03}Z"


def test_rings_are_offers_with_what_came_of_them() -> None:
    kit = TestConversationDetails()
    (script,) = [each for each in kit.scripts() if "offers" in each.needs]
    found = kit._read(kit.lines(script.contacts))["offer"].columns
    told = zip(found["agent"], found["result"], found["ring_ms"], strict=True)
    assert list(told) == [("1101", "no_answer", 15_000), ("1102", "answered", 6_000)]


class TestBankWeek(BankWeek):
    """A real week as conversations: they carry all of it."""

    adapter = ConversationDetailsAdapter()
    lines = TestConversationDetails.lines
