"""What a source tells of one contact: its visits to queues, the offers, the conversations.

An adapter puts a contact together from whatever its source writes, and hands it to
``ContactWriter``, which makes records of it. Instants are milliseconds of UTC, durations
milliseconds; what a source does not tell is ``Missing``, never 0.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import attrs

from ccops.contacts import (
    CHANNELS,
    CLOSED_BY,
    DIAL_RESULTS,
    DIRECTIONS,
    ENDED_BY,
    OFFER_RESULTS,
    OUTCOMES,
    TRANSFERS,
)
from ccops.values import Missing

Known = int | Missing
Word = str | Missing

_UNKNOWN: Final = Missing.NOT_MEASURED
_NEVER: Final = Missing.NO_RECORDS


def _check_transfer(_told: object, _field: object, transfer: object) -> None:
    if not isinstance(transfer, Missing) and transfer not in TRANSFERS:
        raise ValueError(f"{transfer!r} is no way to hand a contact on")


@attrs.frozen(kw_only=True)
class Offer:
    """One attempt to hand a waiting contact to one agent, named as the source names it."""

    agent: str
    result: str = attrs.field(validator=attrs.validators.in_(OFFER_RESULTS))
    offered_ms: int
    ring_ms: Known = _UNKNOWN
    rings: Known = _UNKNOWN
    place: int = -1


@attrs.frozen(kw_only=True)
class Conversation:
    """One agent's part of a contact, named as the source names the agent.

    ``talk`` is without ``hold``. Where a source gives the two as one, it is ``talk_hold``;
    where it gives neither but an end, that is the time from connect to end. ``transfer`` is
    ``none`` only where the source would tell of one.
    """

    agent: str
    connected_ms: int
    ended_ms: Known = _UNKNOWN
    talk: Known = _UNKNOWN
    hold: Known = _UNKNOWN
    talk_hold: Known = _UNKNOWN
    acw: Known = _UNKNOWN
    transfer: Word = attrs.field(default=_UNKNOWN, validator=_check_transfer)
    ended_by: str = attrs.field(default="unknown", validator=attrs.validators.in_(ENDED_BY))
    place: int = -1

    @property
    def handled(self) -> Known:
        """Talk and hold together, by the best of what the source tells."""
        if not isinstance(self.talk_hold, Missing):
            return self.talk_hold
        if not isinstance(self.talk, Missing) and not isinstance(self.hold, Missing):
            return self.talk + self.hold
        if not isinstance(self.ended_ms, Missing):
            return self.ended_ms - self.connected_ms
        return _UNKNOWN


@attrs.frozen(kw_only=True)
class Untold:
    """A conversation of which the source does not tell who had it, or not when it began."""

    agent: Word = _UNKNOWN
    ended_ms: Known = _UNKNOWN
    handled: Known = _UNKNOWN
    acw: Known = _UNKNOWN
    transfer: Word = attrs.field(default=_UNKNOWN, validator=_check_transfer)


@attrs.frozen(kw_only=True)
class Visit:
    """One stay of a contact in one queue, and who talked to it in consequence.

    ``wait`` is what the source reports; without it, it is the time from the entry to the first
    conversation, or to ``left_ms`` where there was none. ``untold`` stands in for the
    conversation of a visit that was answered, nobody knows by whom or when. ``number`` is that
    of the source, where it numbers visits; else they are numbered as they come.
    """

    queue: str
    outcome: str = attrs.field(validator=attrs.validators.in_(OUTCOMES))
    entered_ms: int
    left_ms: Known = _UNKNOWN
    wait: Known = _UNKNOWN
    offers: tuple[Offer, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    untold: Untold | None = None
    number: int = 0
    entry_missing: bool = False
    closed_by: str = attrs.field(default="event", validator=attrs.validators.in_(CLOSED_BY))
    place: int = -1

    def __attrs_post_init__(self) -> None:
        if (self.outcome == "answered") != bool(self.talks):
            raise ValueError("a visit has conversations where it was answered, and only there")

    @property
    def talks(self) -> tuple[Conversation | Untold, ...]:
        """The conversations, told or not."""
        return self.conversations or ((self.untold,) if self.untold else ())

    @property
    def waited(self) -> Known:
        """How long the contact waited; unknown while it still does."""
        if self.outcome == "open":
            return _UNKNOWN
        if not isinstance(self.wait, Missing):
            return self.wait
        until = self.conversations[0].connected_ms if self.conversations else self.left_ms
        return until if isinstance(until, Missing) else max(0, until - self.entered_ms)

    @property
    def waited_until_ms(self) -> Known:
        """The end of waiting: the answer, or the exit where there was none."""
        waited = self.waited
        return waited if isinstance(waited, Missing) else self.entered_ms + waited

    @property
    def ended_ms(self) -> Known:
        """When the contact was through with the queue, its conversations included."""
        if self.talks:
            return self.talks[-1].ended_ms
        return self.waited_until_ms


@attrs.frozen(kw_only=True)
class Dial:
    """One attempt to reach the customer of a contact for a campaign (``dial``).

    ``dial_id`` is that of the contact where the source gives the attempt none of its own. An
    attempt that did not connect is no success; whether one did may not be known.
    """

    campaign: str
    dialed_ms: int
    result: str = attrs.field(validator=attrs.validators.in_(DIAL_RESULTS))
    dial_id: str = ""
    agent: str = ""
    success: bool | Missing = _UNKNOWN
    place: int = -1

    def __attrs_post_init__(self) -> None:
        if self.success is True and self.result != "connected":
            raise ValueError("an attempt that did not connect is no success")


@attrs.frozen(kw_only=True)
class Survey:
    """What a customer was asked after a conversation, and what he answered (``rating``).

    ``score`` is as the source writes it, to the hundredth; ``resolved`` whether he says that the
    matter is settled. Who was asked and did not answer has neither, nor who was not asked.
    """

    agent: str
    asked_ms: int
    invited: bool = True
    score: Decimal | Missing = _NEVER
    resolved: bool | Missing = _NEVER
    place: int = -1


@attrs.frozen(kw_only=True)
class Contact:
    """One customer's one matter on one channel, from the first ring to the end.

    ``conversations`` are those that came through no queue. ``customer`` is the number or
    address as the source writes it; what is kept of it is a keyed hash, or nothing. An adapter
    that holds rows hides it before (``privacy.Hidden``), and gives what stands in for it.
    ``dials`` are the attempts to reach him, ``surveys`` what he was asked afterwards.

    ``tells_talks`` says that whoever talked is told of it: none of them is none then, and else
    not known.

    ``record_ref`` is the record it was registered under: ``NO_RECORDS`` where the source has a
    place for it that is empty, ``NOT_MEASURED`` where it has none. A source that says itself
    whether a contact was ``registered`` is believed.
    """

    contact_id: str
    root_id: str = ""
    channel: str = attrs.field(validator=attrs.validators.in_(CHANNELS))
    direction: str = attrs.field(validator=attrs.validators.in_(DIRECTIONS))
    started_ms: int
    ended_ms: Known = _UNKNOWN
    entry_point: Word = _UNKNOWN
    customer: str = attrs.field(default="", repr=False)
    disconnect_by: str = attrs.field(default="unknown", validator=attrs.validators.in_(ENDED_BY))
    business_type: Word = _UNKNOWN
    topic: Word = _UNKNOWN
    resolved: bool | Missing = _UNKNOWN
    record_ref: Word = _UNKNOWN
    registered: bool | Missing = _UNKNOWN
    visits: tuple[Visit, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    tells_talks: bool = True
    dials: tuple[Dial, ...] = ()
    surveys: tuple[Survey, ...] = ()
    place: int = -1

    @property
    def talks(self) -> int:
        """How many conversations there were, through queues and not."""
        through_queues = sum(len(each.talks) for each in self.visits)
        return len(self.conversations) + through_queues

    @property
    def is_registered(self) -> bool | Missing:
        """Whether the contact was registered; missing where the source does not tell."""
        if not isinstance(self.registered, Missing):
            return self.registered
        if self.record_ref is _NEVER:
            return False
        return self.record_ref if isinstance(self.record_ref, Missing) else True


@attrs.frozen(kw_only=True)
class Event:
    """What a source says that is no part of a contact's way; its ``details`` are masked."""

    at_ms: int
    event: str
    details: str = ""
    contact_id: str = ""
    queue: str = ""
    agent: str = ""
    place: int = -1
