"""The contact that a conversation is: its channel, its direction, its customer, its visits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.adapters import Contact, RowIgnoredError, RowRefusedError
from ccops.contacts import DIRECTIONS
from ccops.values import Missing
from ccops_genesys.legs import conversation_of, legs_of
from ccops_genesys.stays import stay_of, stays_of, visit_of
from ccops_genesys.words import AGENTS, CHANNELS, CUSTOMER, ENDED_BY_CUSTOMER_SIDE, EXTERNAL, QUEUE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.adapters.contacts import Word
    from ccops_genesys.documents import Document, Session
    from ccops_genesys.legs import Leg
    from ccops_genesys.stays import Stay

_UNKNOWN: Final = Missing.NOT_MEASURED


def odd_of(document: Document) -> tuple[str, ...]:
    """Return codes of what is odd about a document."""
    unnamed = any(leg.spoken and not leg.agent for leg in legs_of(document))
    return (*document.odd, *(["answered-without-agent"] if unnamed else []))


def contact_of(document: Document, place: int) -> Contact:
    """Return a conversation as a contact.

    Raises ``RowIgnoredError`` where nobody is in it whom a contact could be of,
    ``RowRefusedError`` where the document lacks what a contact needs.
    """
    other_side = _other_side(document)
    first = next(iter(other_side or document.sessions(QUEUE, *AGENTS)), None)
    if first is None:
        raise RowIgnoredError("row-no-contact")
    direction = _direction(document, other_side)
    stays, legs = stays_of(document), legs_of(document)
    came_of = [(leg, stay_of(leg, stays)) for leg in legs]
    alone = [
        conversation_of(leg, is_over=document.is_over, place=place)
        for leg, stay in came_of
        if stay is None
    ]
    return Contact(
        contact_id=document.conversation_id,
        root_id=_root(document),
        channel=CHANNELS[first.media],
        direction=direction,
        started_ms=document.started_ms,
        ended_ms=document.ended_ms,
        entry_point=_entry_point(other_side, direction),
        customer=_customer(document, other_side),
        disconnect_by=_disconnect_by(document, other_side, legs),
        visits=tuple(
            visit_of(stay, _legs_in(stay, came_of), stays[number:], document, place)
            for number, stay in enumerate(stays, start=1)
        ),
        conversations=tuple(each for each in alone if each is not None),
        surveys=tuple(each.survey(_ended_by_ms(document), place) for each in document.surveys),
        place=place,
    )


def _ended_by_ms(document: Document) -> int:
    """Return when a conversation had ended, or began where that is not told."""
    ended = document.ended_ms
    return document.started_ms if isinstance(ended, Missing) else ended


def _legs_in(stay: Stay, came_of: Sequence[tuple[Leg, Stay | None]]) -> list[Leg]:
    return [leg for leg, found in came_of if found is stay]


def _other_side(document: Document) -> list[Session]:
    """Return the sessions of the customer; without one, those of whoever is outside."""
    return document.sessions(CUSTOMER) or document.sessions(EXTERNAL)


def _direction(document: Document, other_side: Sequence[Session]) -> str:
    """Return the direction; without anybody outside it is internal, whoever called whom."""
    if not any(each.purpose in (CUSTOMER, EXTERNAL) for each in document.participants):
        return "internal"
    sessions = (*other_side, *document.sessions(QUEUE, *AGENTS))
    told = (document.direction, *(each.direction for each in sessions))
    found = next((each for each in told if each in DIRECTIONS), "")
    if not found:
        raise RowRefusedError("field-missing", "originatingDirection")
    return found


def _entry_point(other_side: Sequence[Session], direction: str) -> Word:
    """Return the number a customer dialed; in a call to a customer it is the customer's own."""
    if direction != "inbound" or not other_side or other_side[0].direction == "outbound":
        return _UNKNOWN
    return other_side[0].dialed or _UNKNOWN


def _customer(document: Document, other_side: Sequence[Session]) -> str:
    addresses = [each for session in other_side for each in session.addresses if each]
    if addresses:
        return addresses[0]
    known = (
        each.external_contact
        for each in document.participants
        if each.purpose in (CUSTOMER, EXTERNAL)
    )
    return next(filter(None, known), "")


def _root(document: Document) -> str:
    """Return the conversation that this one was made of, where a conference began it."""
    sources = (
        step.source
        for each in document.participants
        for session in each.sessions
        for step in session.segments
    )
    return next(filter(None, sources), document.conversation_id)


def _disconnect_by(document: Document, other_side: Sequence[Session], legs: Sequence[Leg]) -> str:
    if not other_side:
        return "unknown" if document.is_over else "open"
    if not document.is_over and isinstance(other_side[-1].end_ms, Missing):
        return "open"
    found = ENDED_BY_CUSTOMER_SIDE.get(other_side[-1].segments[-1].ended_by, "unknown")
    if found == "agent" and not any(leg.spoken for leg in legs):
        return "system"  # there was no agent who could have hung up
    return found
