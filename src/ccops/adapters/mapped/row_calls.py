"""What one row of a table tells of a contact: a visit, a conversation, an offer, the contact."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.adapters.agents.stretches import Stretch
from ccops.adapters.contacts.canonical import (
    Conversation,
    Dial,
    Known,
    Offer,
    Survey,
    Untold,
    Visit,
    Word,
)
from ccops.adapters.mapped.fields import IS_CALL, IS_CONVERSATION, IS_OFFER, IS_VISIT
from ccops.adapters.protocol.refusals import RowRefusedError
from ccops.values import Missing

if TYPE_CHECKING:
    from ccops.adapters.mapped.row_facts import RowFacts

_UNKNOWN: Final = Missing.NOT_MEASURED
_NEVER: Final = Missing.NO_RECORDS
#: The fields of a contact that a row gives as they are.
_AS_THEY_ARE: Final = (
    "root_id", "entry_point", "business_type", "resolved", "registered", "topic",
)  # fmt: skip


_HANDLED: Final = ("talk", "hold", "talk_hold")
_OF_OFFERS: Final = frozenset({"ring", "rings", "offered_at", "offer_result"})


@attrs.frozen(kw_only=True)
class RowCall:
    """What a row tells. ``about`` are fields of its contact; ``odd`` codes of what is odd."""

    contact_id: str
    at_ms: int
    started_ms: int
    ended_ms: Known
    channel: str
    direction: str
    ended_by: str
    customer: str = attrs.field(repr=False)
    about: dict[str, Any]
    visit_no: int = 0
    queue: Word = _UNKNOWN
    visit: Visit | None = None
    conversation: Conversation | None = None
    offer: Offer | None = None
    dial: Dial | None = None
    survey: Survey | None = None
    odd: tuple[str, ...] = ()
    place: int = -1


def call_of(facts: RowFacts, place: int, *, skew_ms: int) -> RowCall:
    """Return what a row tells of a contact.

    Where a row gives the wait, the answer is the entry plus the wait, as reported durations are
    better than the difference of two clocks; else the wait is the time from entry to answer.
    Raises ``RowRefusedError`` where the row lacks what it needs, or contradicts itself.
    """
    return _Row(facts, place, skew_ms).call()


def stretch_of(facts: RowFacts, place: int) -> Stretch:
    """Return what a row tells of an agent. Raises ``RowRefusedError`` where it does not."""
    began, lasted = _needed_ms(facts, "started_at"), _known(facts, "duration")
    ended = began + lasted if isinstance(lasted, int) else _needed_ms(facts, "ended_at")
    if ended < began:
        raise RowRefusedError("interval-disagrees", "ended_at")
    return Stretch(
        agent=_needed_word(facts, "agent"),
        state=_needed_word(facts, "state"),
        reason=_word(facts, "reason", ""),
        began_ms=began,
        ended_ms=ended,
        place=place,
    )


class _Row:
    def __init__(self, facts: RowFacts, place: int, skew_ms: int) -> None:
        self._facts, self._place, self._skew_ms = facts, place, skew_ms
        self._part = _word(facts, "part", _part_of(facts))
        self._agent = facts.get("agent", _UNKNOWN)
        self._odd: tuple[str, ...] = ()
        self._outcome = facts.get("outcome", _UNKNOWN)

    def call(self) -> RowCall:
        facts = self._facts
        contact_id = _word(facts, "contact_id", "")
        if not contact_id and "invited" not in facts:
            raise RowRefusedError("field-missing", "contact_id")
        started = self._started()
        visit = self._visit() if self._part == IS_VISIT else None
        talk = self._conversation() if self._part == IS_CONVERSATION else None
        number = facts.get("visit_no", 0)
        told = visit or talk
        ended = _known(facts, "ended_at") if told is None else told.ended_ms
        at_ms = max(each for each in (started, ended) if isinstance(each, int))
        return RowCall(
            contact_id=contact_id,
            at_ms=at_ms,
            started_ms=started,
            ended_ms=ended,
            channel=_word(facts, "channel", "voice"),
            direction=_word(facts, "direction", "unknown"),
            ended_by=_word(facts, "ended_by", "unknown"),
            customer=_word(facts, "customer", ""),
            about=self._about(),
            visit_no=number if isinstance(number, int) else 0,
            queue=_of_word(facts, "queue"),
            visit=visit,
            conversation=talk,
            offer=self._offer(visit),
            dial=self._dial() if "campaign" in facts else None,
            survey=self._survey() if "invited" in facts else None,
            odd=self._odd,
            place=self._place,
        )

    def _about(self) -> dict[str, Any]:
        """Return what the row says of its contact; an empty cell for the record says: none."""
        facts = self._facts
        about: dict[str, Any] = {name: facts[name] for name in _AS_THEY_ARE if name in facts}
        if "record_ref" in facts:
            about["record_ref"] = _word(facts, "record_ref", "") or _NEVER
        return about

    def _started(self) -> int:
        names = ("started_at", "entered_at", "offered_at", "answered_at")
        found = [_known(self._facts, name) for name in names]
        known = [each for each in found if isinstance(each, int)]
        if not known:
            raise RowRefusedError("time-missing", "entered_at")
        return known[0]

    # ---- a stay in a queue --------------------------------------------------------------------

    def _visit(self) -> Visit:
        facts = self._facts
        entered = _needed_ms(facts, "entered_at")
        queue, outcome = _needed_word(facts, "queue"), _needed_word(facts, "outcome")
        wait = _UNKNOWN if outcome == "open" else self._wait(entered)
        number = facts.get("visit_no", 0)
        talks: Conversation | Untold | None = None
        if outcome == "answered":
            talks = self._talks(self._answered_ms(entered, wait))
        return Visit(
            queue=queue,
            outcome=outcome,
            entered_ms=entered,
            left_ms=_known(facts, "ended_at"),
            wait=wait,
            conversations=(talks,) if isinstance(talks, Conversation) else (),
            untold=talks if isinstance(talks, Untold) else None,
            number=number if isinstance(number, int) else 0,
            closed_by="open" if outcome == "open" else "event",
            place=self._place,
        )

    def _wait(self, entered: int) -> Known:
        told, answered = _known(self._facts, "wait"), _known(self._facts, "answered_at")
        if isinstance(told, int) or isinstance(answered, Missing):
            return told
        if answered < entered - self._skew_ms:
            raise RowRefusedError("interval-disagrees", "answered_at")
        if answered < entered:
            self._odd = ("clock-skew",)
        return max(0, answered - entered)

    def _answered_ms(self, entered: int, wait: Known) -> Known:
        """Return when a visit was answered: after its wait, else that long before its end."""
        if isinstance(wait, int):
            return entered + wait
        ended, handled = _known(self._facts, "ended_at"), self._handled()
        if isinstance(ended, int) and isinstance(handled, int) and ended - handled >= entered:
            return ended - handled
        return _UNKNOWN

    # ---- a conversation -----------------------------------------------------------------------

    def _conversation(self) -> Conversation:
        _needed_word(self._facts, "agent")
        talk = self._talks(_needed_ms(self._facts, "answered_at"))
        if isinstance(talk, Untold):
            raise RowRefusedError("field-missing", "agent")
        return talk

    def _talks(self, connected: Known) -> Conversation | Untold:
        facts = self._facts
        ended = self._talk_end(connected)
        times = {name: _known(facts, name) for name in ("talk", "hold", "talk_hold", "acw")}
        transfer = _word(facts, "transfer", "none") if "transfer" in facts else _UNKNOWN
        if isinstance(self._agent, str) and isinstance(connected, int):
            return Conversation(
                agent=self._agent,
                connected_ms=connected,
                ended_ms=ended,
                **times,
                transfer=transfer,
                ended_by=_word(facts, "ended_by", "unknown"),
                place=self._place,
            )
        if isinstance(self._agent, str):
            self._odd = ("answer-time-missing",)
        return Untold(
            agent=self._agent if isinstance(self._agent, str) else _UNKNOWN,
            ended_ms=ended,
            handled=_handled(times),
            acw=times["acw"],
            transfer=transfer,
        )

    def _talk_end(self, connected: Known) -> Known:
        handled = self._handled()
        if isinstance(connected, int) and isinstance(handled, int):
            return connected + handled
        ended = _known(self._facts, "ended_at")
        if isinstance(connected, int) and isinstance(ended, int):
            if ended < connected - self._skew_ms:
                raise RowRefusedError("interval-disagrees", "ended_at")
            return max(connected, ended)
        return ended

    def _handled(self) -> Known:
        return _handled({name: _known(self._facts, name) for name in _HANDLED})

    # ---- an offer -----------------------------------------------------------------------------

    def _offer(self, visit: Visit | None) -> Offer | None:
        facts, ring = self._facts, _known(self._facts, "ring")
        tells = self._part == IS_OFFER or not _OF_OFFERS.isdisjoint(facts)
        if (
            not tells
            or not isinstance(self._agent, str)
            or self._part in (IS_CONVERSATION, IS_CALL)
        ):
            return None
        offered = _known(facts, "offered_at")
        if visit is not None and isinstance(offered, Missing):
            until = visit.waited_until_ms
            until = until if isinstance(until, int) else visit.entered_ms
            offered = until - (ring if isinstance(ring, int) else 0)
        if isinstance(offered, Missing):
            if self._part == IS_OFFER:
                raise RowRefusedError("time-missing", "offered_at")
            return None
        taken = self._outcome == "answered"
        return Offer(
            agent=self._agent,
            result=_word(facts, "offer_result", "answered" if taken else "no_answer"),
            offered_ms=offered,
            ring_ms=ring,
            rings=_known(facts, "rings"),
            place=self._place,
        )

    # ---- an attempt, a rating -----------------------------------------------------------------

    def _dial(self) -> Dial:
        success = self._facts.get("success", _UNKNOWN)
        result = _needed_word(self._facts, "result")
        if success is True and result != "connected":
            raise RowRefusedError("dial-success", "success")
        return Dial(
            campaign=_needed_word(self._facts, "campaign"),
            dialed_ms=_needed_ms(self._facts, "started_at"),
            result=result,
            agent=_word(self._facts, "agent", ""),
            success=success if isinstance(success, bool | Missing) else _UNKNOWN,
            place=self._place,
        )

    def _survey(self) -> Survey:
        """Return what a customer was asked, on the day the contact ended, or came in."""
        ended = _known(self._facts, "ended_at")
        invited = self._facts.get("invited")
        if not isinstance(invited, bool):
            raise RowRefusedError("field-missing", "invited")
        score, resolved = (self._answer(name) for name in ("score", "resolved"))
        return Survey(
            agent=_needed_word(self._facts, "agent"),
            asked_ms=ended if isinstance(ended, int) else _needed_ms(self._facts, "entered_at"),
            invited=invited,
            score=Decimal(score).scaleb(-2) if isinstance(score, int) else _missing(score),
            resolved=resolved if isinstance(resolved, bool) else _missing(resolved),
            place=self._place,
        )

    def _answer(self, name: str) -> object:
        """Return what a customer answered; an empty cell says: nothing."""
        told = self._facts.get(name)
        return _NEVER if isinstance(told, Missing) else _UNKNOWN if told is None else told


def _missing(told: object) -> Missing:
    return told if isinstance(told, Missing) else _UNKNOWN


def _part_of(facts: RowFacts) -> str:
    """Return what a row is of a map that does not say so, by what it gives."""
    if "outcome" in facts:
        return IS_VISIT
    if isinstance(facts.get("answered_at", _UNKNOWN), int):
        return IS_CONVERSATION
    return IS_OFFER if "offered_at" in facts else IS_CALL


def _handled(times: dict[str, Known]) -> Known:
    """Return talk and hold together, as reported."""
    if isinstance(times["talk_hold"], int):
        return times["talk_hold"]
    talk, hold = times["talk"], times["hold"]
    return talk + hold if isinstance(talk, int) and isinstance(hold, int) else _UNKNOWN


def _known(facts: RowFacts, name: str) -> Known:
    found: Any = facts.get(name, _UNKNOWN)
    return found  # type: ignore[no-any-return]  # instants, durations and counts are whole


def _needed_ms(facts: RowFacts, name: str) -> int:
    found = facts.get(name)
    if not isinstance(found, int):
        raise RowRefusedError("time-missing", name)
    return found


def _of_word(facts: RowFacts, name: str) -> Word:
    found = facts.get(name, _UNKNOWN)
    return found if isinstance(found, str) else _UNKNOWN


def _word(facts: RowFacts, name: str, default: str) -> str:
    found = facts.get(name)
    return found if isinstance(found, str) else default


def _needed_word(facts: RowFacts, name: str) -> str:
    found = facts.get(name)
    if not isinstance(found, str):
        raise RowRefusedError("field-missing", name)
    return found
