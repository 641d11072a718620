"""Writes ``agent_state`` of sources that write a state once it has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.adapters.agents.covered import CoveredTimes
from ccops.adapters.agents.people import Person
from ccops.adapters.agents.rows import StateRows

if TYPE_CHECKING:
    from ccops.adapters.protocol.columns import SourceNames
    from ccops.contacts import AgentBook, LocalClock

_SECOND_MS: Final = 1_000


@attrs.frozen(kw_only=True)
class Stretch:
    """A time one agent spent in one state, by a source that writes states as they end.

    ``state`` and ``reason`` are those of the kind ``agent_state``.
    """

    agent: str
    state: str
    began_ms: int
    ended_ms: int
    reason: str = ""
    place: int = -1


class StretchWriter:
    """Writes stretches, in any order; of two at once that which came first stays.

    ``covered`` are the times that were written.
    """

    def __init__(
        self,
        clock: LocalClock,
        agents: AgentBook,
        names: SourceNames,
        *,
        tells_after_call: bool = False,
    ) -> None:
        self.rows = StateRows(clock, names, tells_after_call=tells_after_call)
        self.covered = CoveredTimes()
        self._clock, self._agents = clock, agents

    def write(self, stretch: Stretch) -> bool:
        """Write what an agent was doing, cut where half-hours of the local clock end.

        Returns whether the agent was doing nothing else meanwhile.
        """
        day = self._clock.read(stretch.began_ms // _SECOND_MS)[0]
        agent, unmapped = self._agents.resolve(stretch.agent, day)
        person = Person(agent, unmapped=unmapped)
        span = (stretch.began_ms, stretch.ended_ms)
        fresh = self.covered.take(agent, span)
        for each in fresh:
            self.rows.add(person, stretch.state, stretch.reason, each, "event", stretch.place)
        return fresh == [span] or span[0] >= span[1]
