"""The records of one row: what it says of a contact, in the columns of the telephony kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.adapters.column_map import RecordName
from ccops.adapters.columns import RowFolder, SourceNames
from ccops.adapters.dial_rows import dial_row, rating_row
from ccops.adapters.privacy import Pseudonyms
from ccops.adapters.table_rows import RowFacts, RowRefusedError
from ccops.contacts import (
    CONTACT,
    DIAL,
    HANDLE_SEGMENT,
    OFFER,
    QUEUE_VISIT,
    AgentBook,
    LocalClock,
)
from ccops.organization import RATING
from ccops.values import Missing

if TYPE_CHECKING:
    from ccops.kpi import Records

_NEVER: Final = Missing.NO_RECORDS
_UNKNOWN: Final = Missing.NOT_MEASURED
_KINDS: Final = {
    RecordName.CONTACT: CONTACT,
    RecordName.VISIT: QUEUE_VISIT,
    RecordName.OFFER: OFFER,
    RecordName.SEGMENT: HANDLE_SEGMENT,
    RecordName.DIAL: DIAL,
    RecordName.RATING: RATING,
}
#: Records of rows that need be no stay in a queue.
_OF_THEIR_OWN: Final = frozenset({RecordName.DIAL, RecordName.RATING})
_Cell = int | bool | str | Missing


class ContactRows:
    """Writes visits, conversations, offers and contacts from what rows say.

    Where a row gives the wait, the answer is the entry plus the wait, as reported durations are
    better than the difference of two clocks; else the wait is the time from entry to answer.
    """

    def __init__(
        self,
        records: tuple[RecordName, ...],
        *,
        clock: LocalClock,
        agents: AgentBook,
        key: bytes | None,
    ) -> None:
        self.names = SourceNames()
        self._folders = {each: RowFolder(_KINDS[each], self.names) for each in records}
        self._of_their_own = {x: self._folders[x] for x in records if x in _OF_THEIR_OWN}
        self._of_calls = {x: self._folders[x] for x in records if x not in _OF_THEIR_OWN}
        self._clock, self._agents = clock, agents
        self._pseudonyms = Pseudonyms(key) if key else None

    def take(self) -> dict[str, Records]:
        """Return the records written since the last time, by the name of their kind."""
        return {each.kind.name: each.take() for each in self._folders.values()}

    def fold(self) -> None:
        """Make columns of the rows written so far."""
        for folder in self._folders.values():
            folder.fold()

    def write(self, facts: RowFacts, place: int) -> tuple[str, ...]:
        """Write the records of one row, all or none; return codes of what is odd about them.

        Raises ``RowRefusedError`` where the row lacks what a record needs.
        """
        found: list[tuple[RowFolder, tuple[_Cell, ...]]] = []
        for record, folder in self._of_their_own.items():
            found.append((folder, self._own_row(record, facts)))
        odd = self._call_rows(facts, found) if self._of_calls else ()
        for folder, row in found:
            folder.add((*row, place))
        return odd

    def _call_rows(
        self, facts: RowFacts, found: list[tuple[RowFolder, tuple[_Cell, ...]]]
    ) -> tuple[str, ...]:
        """Find the rows of a stay in a queue; return codes of what is odd about it."""
        call = _Call(facts, self._clock, self._agents)
        odd: tuple[str, ...] = ()
        for record, folder in self._of_calls.items():
            match record:
                case RecordName.VISIT:
                    found.append((folder, call.visit()))
                case RecordName.SEGMENT if call.has_agent and call.is_answered:
                    if isinstance(call.waited_until, int):
                        found.append((folder, call.segment(call.waited_until)))
                    else:
                        odd = ("answer-time-missing",)
                case RecordName.OFFER if call.has_agent:
                    found.append((folder, call.offer()))
                case RecordName.CONTACT:
                    found.append((folder, call.contact(self._customer(facts))))
                case _:
                    pass
        return odd

    def _own_row(self, record: RecordName, facts: RowFacts) -> tuple[_Cell, ...]:
        if record is RecordName.DIAL:
            customer = self._customer(facts)
            return dial_row(facts, customer, clock=self._clock, agents=self._agents)
        return rating_row(facts, clock=self._clock, agents=self._agents)

    def _customer(self, facts: RowFacts) -> str | Missing:
        number = facts.get("customer")
        known = self._pseudonyms is not None and isinstance(number, str)
        return self._pseudonyms.of(str(number)) if self._pseudonyms and known else _UNKNOWN


class _Call:
    """What one row says, with what follows from it."""

    def __init__(self, facts: RowFacts, clock: LocalClock, agents: AgentBook) -> None:
        self.facts, self.clock = facts, clock
        self.contact_id, self.entered = _text(facts, "contact_id"), _whole(facts, "entered_at")
        self.queue = facts.get("queue", _UNKNOWN)
        self.outcome = facts.get("outcome", _UNKNOWN)
        self.is_answered = self.outcome == "answered"
        self.started = _or(facts.get("started_at", _UNKNOWN), self.entered)
        self.arrival = clock.read(self.entered // 1000)
        self.wait = self._wait()
        self.waited_until = self._waited_until()
        self.talk_hold = self._talk_hold()
        self.ended = self._ended()
        self.visit_no = facts.get("visit_no", 1)
        written = facts.get("agent", _UNKNOWN)
        self.agent: tuple[str | Missing, bool] = (_NEVER, False)
        if isinstance(written, str):
            self.agent = agents.resolve(written, self.arrival[0])
        self.has_agent = isinstance(written, str)

    def visit(self) -> tuple[_Cell, ...]:
        answered = self.is_answered
        if self.outcome is _UNKNOWN or self.queue is _UNKNOWN:
            raise RowRefusedError("field-missing", "queue")
        return (
            self.contact_id,
            self.visit_no,
            self.queue,
            self.outcome,
            self.agent[0] if answered else _NEVER,
            self.wait,
            self.talk_hold if answered else _NEVER,
            self.facts.get("acw", _UNKNOWN) if answered else _NEVER,
            1 if answered else 0,
            self._transfer() != "none",
            answered and self.ended is not _UNKNOWN,
            False,
            "open" if self.outcome == "open" else "event",
            self.entered,
            *self.arrival,
            *self._instant(self.waited_until),
            *self._instant(self.ended),
            *self.clock.read(self.started // 1000),
        )

    def segment(self, connected: int) -> tuple[_Cell, ...]:
        return (
            self.contact_id,
            self.visit_no,
            1,
            self.queue,
            *self.agent,
            self.facts.get("talk", _UNKNOWN),
            self.facts.get("hold", _UNKNOWN),
            self.talk_hold,
            self.facts.get("acw", _UNKNOWN),
            self._transfer(),
            self.facts.get("ended_by", "unknown"),
            self.arrival[0],
            *self._instant(connected),
            self.ended,
        )

    def offer(self) -> tuple[_Cell, ...]:
        ring = self.facts.get("ring", _UNKNOWN)
        until = _or(self.waited_until, self.entered)
        offered = until - _or(ring, 0)
        return (
            self.contact_id,
            self.visit_no,
            1,
            self.queue,
            *self.agent,
            "answered" if self.is_answered else "no_answer",
            ring,
            self.facts.get("rings", _UNKNOWN),
            *self._instant(offered),
        )

    def contact(self, customer: str | Missing) -> tuple[_Cell, ...]:
        return (
            self.contact_id,
            self.contact_id,
            self.facts.get("channel", _UNKNOWN),
            self.facts.get("direction", _UNKNOWN),
            self.facts.get("entry_point", _UNKNOWN),
            customer,
            1,
            1 if self.is_answered else 0,
            self.facts.get("ended_by", "unknown"),
            *self._instant(self.started),
            self.ended,
            self.facts.get("business_type", _UNKNOWN),
            self.facts.get("resolved", _UNKNOWN),
            self.facts.get("record_ref", _UNKNOWN),
        )

    def _wait(self) -> int | Missing:
        told, answered = self.facts.get("wait", _UNKNOWN), self.facts.get("answered_at", _UNKNOWN)
        if self.outcome == "open":
            return _UNKNOWN
        if isinstance(told, int):
            return told
        return max(0, answered - self.entered) if isinstance(answered, int) else _UNKNOWN

    def _waited_until(self) -> int | Missing:
        if isinstance(self.wait, int):
            return self.entered + self.wait
        if self.outcome == "open":
            return _UNKNOWN
        return _instant_of(self.facts, "answered_at" if self.is_answered else "ended_at")

    def _talk_hold(self) -> int | Missing:
        told = self.facts.get("talk_hold", _UNKNOWN)
        if isinstance(told, int):
            return told
        talk, hold = (self.facts.get(name, _UNKNOWN) for name in ("talk", "hold"))
        return talk + hold if isinstance(talk, int) and isinstance(hold, int) else _UNKNOWN

    def _ended(self) -> int | Missing:
        if not self.is_answered:
            return self.waited_until
        if isinstance(self.waited_until, int) and isinstance(self.talk_hold, int):
            return self.waited_until + self.talk_hold
        return _instant_of(self.facts, "ended_at")

    def _transfer(self) -> str:
        found = self.facts.get("transfer", "none")
        return found if isinstance(found, str) else "none"

    def _instant(self, ms: int | Missing) -> tuple[int | Missing, ...]:
        if isinstance(ms, Missing):
            return (_UNKNOWN,) * 4
        return (ms, *self.clock.read(ms // 1000))


def _whole(facts: RowFacts, name: str) -> int:
    found = facts.get(name)
    if not isinstance(found, int):
        raise RowRefusedError("time-missing", name)
    return found


def _text(facts: RowFacts, name: str) -> str:
    found = facts.get(name)
    if not isinstance(found, str):
        raise RowRefusedError("field-missing", name)
    return found


def _instant_of(facts: RowFacts, name: str) -> int | Missing:
    found = facts.get(name, _UNKNOWN)
    return found if isinstance(found, int | Missing) else _UNKNOWN


def _or(value: object, other: int) -> int:
    return value if isinstance(value, int) else other
