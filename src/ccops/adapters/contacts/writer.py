"""Writes the records of contacts that an adapter put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.adapters.agents.rows import StateRows
from ccops.adapters.agents.states import AgentStates
from ccops.adapters.agents.stretches import StretchWriter
from ccops.adapters.agents.told import ToldStates
from ccops.adapters.contacts.canonical import Untold
from ccops.adapters.protocol.columns import RowFolder, SourceNames
from ccops.adapters.protocol.privacy import Hidden, masked
from ccops.contacts import (
    CONTACT,
    CONTACT_TOPIC,
    DIAL,
    HANDLE_SEGMENT,
    OFFER,
    QUEUE_EVENT,
    QUEUE_VISIT,
)
from ccops.kpi.told_cells import is_told
from ccops.organization import RATING
from ccops.values import Missing, encode
from ccops.worktime import AGENT_STATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ccops.adapters.agents.states import Flag
    from ccops.adapters.agents.told import Reads
    from ccops.adapters.contacts.canonical import (
        Contact,
        Conversation,
        Dial,
        Event,
        Known,
        Offer,
        Survey,
        Visit,
        Word,
    )
    from ccops.adapters.protocol.options import ReadOptions
    from ccops.adapters.protocol.state_terms import StateTerms
    from ccops.contacts import AgentBook
    from ccops.kpi import RecordKind, Records

_UNKNOWN: Final = Missing.NOT_MEASURED
_NEVER: Final = Missing.NO_RECORDS
_SECOND_MS: Final = 1_000
_NO_INSTANT: Final = (_UNKNOWN,) * 4
#: The number of the visit that conversations without a queue belong to.
_NO_VISIT: Final = 0
_SCORE: Final = RATING.column("score")
Instant = tuple[int | Missing, ...]


class ContactWriter:
    """Makes records of contacts: agents by the book, local clock, customers as keyed hashes.

    ``names`` numbers the sources; a place is ``names.base(source) + line``. ``agents`` knows the
    names that no alias has. ``states`` follows what agents do, once ``follow_agents`` was called;
    a source that says it in words of its own tells ``words`` instead, after ``follow_words``, and
    one that writes states once they have ended ``stretches``, after ``take_stretches``. Of a
    source that tells nothing of them there is no ``agent_state``. There is ``dial`` once a
    contact has dials, or ``take_dials`` was called; and so with surveys and ``rating``. Of the
    kinds in ``tells_none_of`` there is nothing, be there contacts or not.
    """

    def __init__(
        self,
        options: ReadOptions,
        names: SourceNames | None = None,
        *,
        tells_none_of: frozenset[str] = frozenset(),
    ) -> None:
        self.names = names or SourceNames()
        self.agents: AgentBook = options.agents()
        self.states: AgentStates | None = None
        self.words: ToldStates | None = None
        self.stretches: StretchWriter | None = None
        self._topics: RowFolder | None = None
        self._clock = options.clock()
        self._hidden = Hidden(options.pseudonym_key)
        kinds = (CONTACT, QUEUE_VISIT, OFFER, HANDLE_SEGMENT, QUEUE_EVENT)
        self._folders = {kind.name: RowFolder(kind, self.names) for kind in kinds}
        self._untold = tells_none_of

    def follow_agents(self, terms: StateTerms, flag: Flag) -> None:
        """Follow what agents do as well: ``states`` is told, and ``agent_state`` is written."""
        rows = StateRows(self._clock, self.names)
        self.states = AgentStates(rows, self.agents, self._clock, terms, flag)

    def follow_words(self, reads: Reads, *, tells_after_call: bool = False) -> None:
        """Follow what agents do by words, which ``reads`` says the state of."""
        rows = StateRows(self._clock, self.names, tells_after_call=tells_after_call)
        self.words = ToldStates(rows, self.agents, self._clock, reads)

    def take_stretches(self, *, tells_after_call: bool = False) -> None:
        """Take what agents did as well: ``stretches`` is told, and ``agent_state`` is written."""
        self.stretches = StretchWriter(
            self._clock, self.agents, self.names, tells_after_call=tells_after_call
        )

    def take_dials(self) -> None:
        """Say that the source tells attempts to reach customers, even where there are none."""
        self._folder(DIAL)

    def take_surveys(self) -> None:
        """Say that the source tells what customers were asked, even where nobody was."""
        self._folder(RATING)

    def _folder(self, kind: RecordKind) -> RowFolder:
        return self._folders.setdefault(kind.name, RowFolder(kind, self.names))

    def take_topics(self) -> None:
        """Take what contacts were about as well: ``contact_topic`` is written."""
        self._topics = RowFolder(CONTACT_TOPIC, self.names)
        self._folders[CONTACT_TOPIC.name] = self._topics

    def take(self) -> dict[str, Records]:
        """Return the records written since the last time, by the name of their kind."""
        told = {name: x for name, x in self._folders.items() if name not in self._untold}
        taken = {name: folder.take() for name, folder in told.items()}
        if states := self.states or self.words or self.stretches:
            taken[AGENT_STATE.name] = states.rows.records()
        return taken

    def fold(self) -> None:
        """Make columns of the rows written so far; call it every few hundred contacts."""
        for folder in self._folders.values():
            folder.fold()
        if told := self.states or self.words or self.stretches:
            told.rows.fold()

    def contact(self, contact: Contact) -> None:
        """Write a contact with everything in it."""
        began = self._clock.read(contact.started_ms // _SECOND_MS)
        for number, visit in enumerate(contact.visits, start=1):
            self._visit(contact, visit.number or number, visit, began)
        self._conversations(contact, _NO_VISIT, _NEVER, began[0], contact.conversations)
        customer = self._customer(contact.customer)
        for dial in contact.dials:
            self._dial(contact, customer, dial)
        for survey in contact.surveys:
            self._survey(contact, survey)
        self._folders[CONTACT.name].add(
            (
                contact.contact_id,
                contact.root_id or contact.contact_id,
                contact.channel,
                contact.direction,
                contact.entry_point,
                customer,
                *self._counts(contact),
                contact.disconnect_by,
                contact.started_ms,
                *began,
                contact.ended_ms,
                contact.business_type,
                contact.resolved,
                contact.record_ref,
                contact.is_registered,
                contact.place,
            )
        )

        if self._topics is not None and not isinstance(contact.topic, Missing):
            self._topics.add((contact.contact_id, began[0], contact.topic, contact.place))

    def _counts(self, contact: Contact) -> tuple[Known, Known]:
        """Return how many visits and conversations there were, as far as the source tells."""
        tells_talks = contact.tells_talks and HANDLE_SEGMENT.name not in self._untold
        return (
            _UNKNOWN if QUEUE_VISIT.name in self._untold else len(contact.visits),
            contact.talks if tells_talks else _UNKNOWN,
        )

    def event(self, event: Event) -> None:
        """Write what is no part of a contact's way, with whatever may be a number blotted out."""
        clock = self._clock.read(event.at_ms // _SECOND_MS)
        agent = event.agent and self.agents.resolve(event.agent, clock[0])[0]
        who = (event.contact_id or _NEVER, event.queue or _NEVER, agent or _NEVER)
        row = (event.at_ms, *clock, *who, masked(event.event), masked(event.details), event.place)
        self._folders[QUEUE_EVENT.name].add(row)

    # ---- the parts of a contact ---------------------------------------------------------------

    def _visit(
        self, contact: Contact, number: int, visit: Visit, began: tuple[int, int, int]
    ) -> None:
        arrival = self._clock.read(visit.entered_ms // _SECOND_MS)
        talks = visit.talks
        last = talks[-1] if talks else None
        self._folders[QUEUE_VISIT.name].add(
            (
                contact.contact_id,
                number,
                visit.queue,
                visit.outcome,
                self._first_agent(talks, visit.entered_ms),
                visit.waited,
                _sum(each.handled for each in talks),
                _sum(each.acw for each in talks),
                len(talks),
                _handed_on(talks),
                last is not None and not isinstance(last.ended_ms, Missing),
                visit.entry_missing,
                visit.closed_by,
                visit.entered_ms,
                *arrival,
                *self._instant(visit.waited_until_ms),
                *self._instant(visit.ended_ms),
                *began,
                visit.place,
            )
        )
        for order, offer in enumerate(visit.offers, start=1):
            self._offer(contact, (number, order), visit.queue, offer)
        self._conversations(contact, number, visit.queue, arrival[0], visit.conversations)

    def _first_agent(self, talks: Sequence[Conversation | Untold], entered_ms: int) -> Word:
        if not talks:
            return _NEVER
        name = talks[0].agent
        if isinstance(name, Missing):
            return name
        at_ms = entered_ms if isinstance(talks[0], Untold) else talks[0].connected_ms
        return self.agents.resolve(name, self.day_of(at_ms))[0]

    def _offer(self, contact: Contact, numbers: tuple[int, int], queue: str, offer: Offer) -> None:
        offered = self._instant(offer.offered_ms)
        agent = self.agents.resolve(offer.agent, self.day_of(offer.offered_ms))
        told = (offer.result, offer.ring_ms, offer.rings)
        row = (contact.contact_id, *numbers, queue, *agent, *told, *offered, offer.place)
        self._folders[OFFER.name].add(row)

    def _conversations(
        self,
        contact: Contact,
        number: int,
        queue: Word,
        arrival_day: int,
        talks: Iterable[Conversation],
    ) -> None:
        for order, each in enumerate(talks, start=1):
            connected = self._instant(each.connected_ms)
            agent = self.agents.resolve(each.agent, self.day_of(each.connected_ms))
            self._folders[HANDLE_SEGMENT.name].add(
                (
                    contact.contact_id,
                    number,
                    order,
                    queue,
                    *agent,
                    each.talk,
                    each.hold,
                    each.handled,
                    each.acw,
                    each.transfer,
                    each.ended_by,
                    arrival_day,
                    *connected,
                    each.ended_ms,
                    each.place,
                )
            )

    def _dial(self, contact: Contact, customer: Word, dial: Dial) -> None:
        dialed = self._instant(dial.dialed_ms)
        agent: tuple[Word, bool] = (_NEVER, False)
        if dial.agent:
            agent = self.agents.resolve(dial.agent, self.day_of(dial.dialed_ms))
        head = (dial.dial_id or contact.contact_id, dial.campaign, *agent, customer)
        row = (*head, dial.result, dial.success, *dialed, dial.place)
        self._folder(DIAL).add(row)

    def _survey(self, contact: Contact, survey: Survey) -> None:
        day = self.day_of(survey.asked_ms)
        agent = self.agents.resolve(survey.agent, day)[0]
        score = survey.score
        cell = score if isinstance(score, Missing) else encode(score, _SCORE.type, _SCORE.carrier)
        head = (contact.contact_id or _NEVER, agent, day, survey.invited)
        row = (
            *head,
            cell,
            is_told(cell),
            survey.resolved,
            _UNKNOWN,
            survey.place,
        )  # no segment of customers
        self._folder(RATING).add(row)

    def _customer(self, written: str) -> Word:
        return self._hidden.reference(written)

    def day_of(self, ms: int) -> int:
        """Return the local day of an instant."""
        return self._clock.read(ms // _SECOND_MS)[0]

    def _instant(self, ms: Known) -> Instant:
        if isinstance(ms, Missing):
            return _NO_INSTANT
        return (ms, *self._clock.read(ms // _SECOND_MS))


def _handed_on(talks: Sequence[Conversation | Untold]) -> bool | Missing:
    """Say whether somebody handed a contact on: known of one, or of everybody."""
    told = [each.transfer for each in talks]
    if any(not isinstance(each, Missing) and each != "none" for each in told):
        return True
    return next((each for each in told if isinstance(each, Missing)), False)


def _sum(durations: Iterable[Known]) -> Known:
    """Return the sum of durations of one visit: never happened, or missing where one is."""
    total, seen = 0, False
    for each in durations:
        if isinstance(each, Missing):
            return each
        total, seen = total + each, True
    return total if seen else _NEVER
