"""An agent's part of a conversation: rung, spoken, held, finished, handed on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.adapters import Conversation, Offer
from ccops.values import Missing
from ccops_genesys.documents import Segment, Session, last_end
from ccops_genesys.words import (
    AGENTS,
    ALERT,
    ENDED_BY_AGENT_SIDE,
    HANDED_ON,
    HOLD,
    INTERACT,
    NOT_TAKEN,
    SPOKEN,
    WRAPUP,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ccops.adapters.contacts import Known, Word
    from ccops_genesys.documents import Document, Participant

_UNKNOWN: Final = Missing.NOT_MEASURED


@attrs.frozen(kw_only=True)
class Leg:
    """Sessions of one agent that go on at the same time: one agent's one part."""

    agent: str
    sessions: tuple[Session, ...]

    @property
    def start_ms(self) -> int:
        """When it began, with the first ring."""
        return self.sessions[0].start_ms

    @property
    def queue(self) -> str:
        """The queue it came through; empty where it came through none."""
        queues = (each.queue for session in self.sessions for each in session.segments)
        return next(filter(None, queues), "")

    @property
    def spoken(self) -> tuple[Session, ...]:
        """The sessions in which the agent was connected."""
        return tuple(each for each in self.sessions if each.of(INTERACT))


def legs_of(document: Document) -> list[Leg]:
    """Return the parts of all agents, in the order in which they began."""
    found = [
        Leg(agent=each.user, sessions=together)
        for each in document.participants
        if each.purpose in AGENTS
        for together in _at_one_time(each)
    ]
    return sorted(found, key=lambda leg: (leg.start_ms, leg.agent))


def _at_one_time(participant: Participant) -> Iterable[tuple[Session, ...]]:
    """Return sessions in groups: those in one group overlap, a callback and its call for one."""
    sessions = [each for each in participant.sessions if each.is_contact and each.segments]
    groups: list[list[Session]] = []
    until: Known = 0
    for each in sorted(sessions, key=lambda session: session.start_ms):
        if groups and (isinstance(until, Missing) or each.start_ms < until):
            groups[-1].append(each)
        else:
            groups.append([each])
            until = 0
        ends = (until, each.end_ms)
        until = max(end for end in ends if isinstance(end, int)) if _all_known(ends) else _UNKNOWN
    return map(tuple, groups)


def _all_known(ends: Iterable[Known]) -> bool:
    return all(isinstance(each, int) for each in ends)


# ---- conversations ------------------------------------------------------------------------------


def conversation_of(leg: Leg, *, is_over: bool, place: int) -> Conversation | None:
    """Return what an agent said and did; nothing where the agent never answered, or is nobody."""
    spoken = leg.spoken
    if not spoken or not leg.agent:
        return None
    steps = _in_order(each for session in spoken for each in session.of(*SPOKEN))
    ended = last_end(steps)
    talk, hold, talk_hold = _times(spoken)
    transfer = _transfer(spoken, steps[-1])
    is_open = isinstance(ended, Missing) and not is_over
    return Conversation(
        agent=leg.agent,
        connected_ms=steps[0].start_ms,
        ended_ms=ended,
        talk=talk,
        hold=hold,
        talk_hold=talk_hold,
        acw=_after_call(leg.sessions, talk_hold),
        transfer="none" if is_open else transfer,
        ended_by="open" if is_open else _ended_by(steps[-1], transfer),
        place=place,
    )


def _in_order(steps: Iterable[Segment]) -> tuple[Segment, ...]:
    return tuple(sorted(steps, key=lambda each: each.start_ms))


def _times(spoken: Sequence[Session]) -> tuple[Known, Known, Known]:
    """Return talk, hold, and both; of sessions at one time only both, no second counted twice."""
    if len(spoken) > 1:
        steps = [each for session in spoken for each in session.of(*SPOKEN)]
        return _UNKNOWN, _UNKNOWN, _union(steps)
    (only,) = spoken
    talk = only.metrics.get("tTalkComplete", _sum(only.of(INTERACT)))
    held = _UNKNOWN if isinstance(talk, Missing) else _sum(only.of(HOLD))
    hold = only.metrics.get("tHeldComplete", held)
    if isinstance(talk, Missing) or isinstance(hold, Missing):
        return talk, hold, _UNKNOWN
    return talk, hold, talk + hold


def _sum(steps: Iterable[Segment]) -> Known:
    total = 0
    for each in steps:
        lasted = each.lasted
        if isinstance(lasted, Missing):
            return lasted
        total += lasted
    return total


def _union(steps: Iterable[Segment]) -> Known:
    total = until = 0
    for each in _in_order(steps):
        if isinstance(each.end_ms, Missing):
            return each.end_ms
        total += max(0, each.end_ms - max(until, each.start_ms))
        until = max(until, each.end_ms)
    return total


def _after_call(sessions: Sequence[Session], talk_hold: Known) -> Known:
    """Return after-call work: as told, by its steps, or none where the time handled has none."""
    told = [each.metrics["tAcw"] for each in sessions if "tAcw" in each.metrics]
    if told:
        return sum(told)
    steps = [each for session in sessions for each in session.of(WRAPUP)]
    if steps:
        return _union(steps)
    handled = [each.metrics["tHandle"] for each in sessions if "tHandle" in each.metrics]
    return 0 if handled and sum(handled) == talk_hold else _UNKNOWN


def _transfer(spoken: Sequence[Session], last: Segment) -> Word:
    """Return how a contact was handed on; nobody knows where nothing says how its part ended."""
    counts = ("nBlindTransferred", "nConsultTransferred", "nTransferred")
    blind, attended, any_kind = (any(each.metrics.get(name) for each in spoken) for name in counts)
    if blind or attended:
        return "attended" if attended else "blind"
    if any_kind or last.ended_by in HANDED_ON:
        return HANDED_ON.get(last.ended_by, "other")
    return "none" if last.ended_by or any(each.metrics for each in spoken) else _UNKNOWN


def _ended_by(last: Segment, transfer: Word) -> str:
    if transfer not in ("none", _UNKNOWN):
        return "transfer"
    return ENDED_BY_AGENT_SIDE.get(last.ended_by, "unknown")


# ---- offers -------------------------------------------------------------------------------------


def offers_of(leg: Leg, *, is_over: bool, place: int) -> list[Offer]:
    """Return how often an agent was rung, and what came of it."""
    return [
        Offer(
            agent=leg.agent,
            result=_result(each, session, is_over=is_over),
            offered_ms=each.start_ms,
            ring_ms=each.lasted,
            place=place,
        )
        for session in leg.sessions
        for each in session.of(ALERT)
        if leg.agent
    ]


def _result(alert: Segment, session: Session, *, is_over: bool) -> str:
    steps = session.of(ALERT, INTERACT)
    following = steps[steps.index(alert) + 1 :]
    if following and following[0].type == INTERACT:
        return "answered"
    if isinstance(alert.end_ms, Missing) and not is_over:
        return "unknown"
    if "tNotResponding" in session.metrics:
        return "no_answer"
    return NOT_TAKEN.get(alert.ended_by, "unknown")
