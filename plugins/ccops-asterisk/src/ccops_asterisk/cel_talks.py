"""Who spoke with whom, by the bridges that channels entered and left.

Two channels hear each other while they are in one bridge, or in two that a pair of ``Local``
channels joins. In a holding bridge (music, parking) nobody hears another.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

from ccops.adapters import Conversation
from ccops.values import Missing
from ccops_asterisk.cel_events import (
    ATTENDED,
    BLIND,
    ENDED,
    ENTERED,
    HUNG_UP,
    LEFT,
    ChannelEvent,
)
from ccops_asterisk.channels import device_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LOCAL: Final = re.compile(r"(Local/.+);([12])", re.ASCII)
#: Moving from one bridge into another is no end of a conversation.
_MOVES_MS: Final = 1_000
_UNKNOWN: Final = Missing.NOT_MEASURED


@attrs.define(kw_only=True)
class _Talk:
    """A channel that hears another party, from one instant to the next."""

    agent: str
    began: ChannelEvent
    ended_ms: int | None = None
    transfer: str = "none"


class _Bridges:
    """Which channel is in which bridge at an instant; channels by ``uniqueid``."""

    def __init__(self) -> None:
        self._in: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._holding: set[str] = set()

    def take(self, event: ChannelEvent) -> bool:
        """Take an event; say whether it may have changed who hears whom."""
        if event.type == ENTERED:
            self._in[event.uniqueid], self._names[event.uniqueid] = event.bridge, event.channel
        elif event.type == LEFT:
            if self._in.get(event.uniqueid) == event.bridge:
                del self._in[event.uniqueid]
        elif event.type in (HUNG_UP, ENDED):
            return self._in.pop(event.uniqueid, None) is not None
        else:
            return False
        (self._holding.add if event.is_holding else self._holding.discard)(event.bridge)
        return True

    def heard_by(self, uniqueid: str) -> Iterator[str]:
        """Yield the channels that one hears, those through ``Local`` channels included."""
        seen, waiting = {uniqueid}, [uniqueid]
        while waiting:
            for each in self._next_to(waiting.pop()):
                if each not in seen:
                    seen.add(each)
                    waiting.append(each)
                    yield each

    def _next_to(self, uniqueid: str) -> Iterator[str]:
        bridge, name = self._in.get(uniqueid), self._names.get(uniqueid, "")
        if bridge is not None and bridge not in self._holding:
            yield from (each for each, other in self._in.items() if other == bridge)
        half = _LOCAL.fullmatch(name)
        if half is not None and bridge is not None:
            other = f"{half[1]};{'21'[int(half[2]) - 1]}"
            yield from (each for each in self._in if self._names[each] == other)


def conversations(
    events: Sequence[ChannelEvent], caller: str, direction: str
) -> tuple[Conversation, ...]:
    """Return the conversations of a call with agents, in the order they began.

    ``caller`` is the channel the call began with. In an inbound call whoever it hears is an
    agent, in an outbound call it is the agent itself; where the direction is not known, only
    telephones of agents that an alias names are.
    """
    names = {each.uniqueid: each.channel for each in reversed(events)}
    known = {each.uniqueid for each in events if each.is_agents}
    agents = _Agents(names, known, caller, direction)
    bridges, talks = _Bridges(), _Talks(names)
    for event in events:
        if event.type in (BLIND, ATTENDED):
            talks.hand_on(event)
        elif bridges.take(event):
            talks.go_on(event, {each for each in agents.all() if agents.talks(each, bridges)})
    told = sorted(talks.all, key=lambda one: one.began.order)
    return tuple(_conversation(each, events, names[caller], direction) for each in told)


class _Agents:
    """Which channels of a call are agents'."""

    def __init__(
        self, names: dict[str, str], known: set[str], caller: str, direction: str
    ) -> None:
        telephones = {each for each, name in names.items() if device_of(name)}
        self._telephones = telephones
        if direction == "inbound":
            self._agents = telephones - {caller}
        elif direction == "outbound":
            self._agents = telephones & {caller}
        else:
            self._agents = telephones & known

    def all(self) -> set[str]:
        """Return the agents' channels."""
        return self._agents

    def talks(self, agent: str, bridges: _Bridges) -> bool:
        """Say whether an agent hears somebody who is none; two agents alone serve nobody."""
        heard = self._telephones.intersection(bridges.heard_by(agent))
        return bool(heard - self._agents)


class _Talks:
    """The conversations of a call, as they begin, go on and end."""

    def __init__(self, names: dict[str, str]) -> None:
        self.all: list[_Talk] = []
        self._names = names
        self._last: dict[str, _Talk] = {}

    def go_on(self, event: ChannelEvent, talking: set[str]) -> None:
        """Take who talks from an event on."""
        for uniqueid, talk in self._last.items():
            if talk.ended_ms is None and uniqueid not in talking:
                talk.ended_ms = event.at_ms
        for uniqueid in sorted(talking):
            last = self._last.get(uniqueid)
            if last is not None and last.ended_ms is None:
                continue
            if last is not None and event.at_ms - (last.ended_ms or 0) <= _MOVES_MS:
                last.ended_ms = None
                continue
            begun = _Talk(agent=self._names[uniqueid], began=event)
            self._last[uniqueid] = begun
            self.all.append(begun)

    def hand_on(self, event: ChannelEvent) -> None:
        """Take that whoever holds a channel handed the call on."""
        for uniqueid, talk in self._last.items():
            if self._names[uniqueid] in (event.channel, event.second_channel):
                talk.transfer = "blind" if event.type == BLIND else "attended"


def _conversation(
    talk: _Talk, events: Sequence[ChannelEvent], caller: str, direction: str
) -> Conversation:
    return Conversation(
        agent=device_of(talk.agent),
        connected_ms=talk.began.at_ms,
        ended_ms=_UNKNOWN if talk.ended_ms is None else talk.ended_ms,
        transfer=talk.transfer,
        ended_by=_ended_by(talk, events, caller, direction),
        place=talk.began.place,
    )


def _ended_by(talk: _Talk, events: Sequence[ChannelEvent], caller: str, direction: str) -> str:
    """Return who ended a conversation, where a channel says who hung it up."""
    if talk.ended_ms is None:
        return "open"
    if talk.transfer != "none":
        return "transfer"
    customer = caller if direction == "inbound" else ""
    for each in events:
        near = abs(each.at_ms - talk.ended_ms) <= _MOVES_MS
        if each.type == HUNG_UP and each.source and near:
            return who_hung_up(each.source, customer, talk.agent, direction)
    return "unknown"


def who_hung_up(source: str, customer: str, agent: str, direction: str) -> str:
    """Return who a channel that hung up is."""
    if source == agent:
        return "agent"
    if source == customer or (direction == "outbound" and device_of(source)):
        return "customer"
    return "system" if source.startswith("dialplan") else "unknown"
