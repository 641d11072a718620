"""What a queue log tells of agents keeps what every reader of agents has to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops_asterisk import QueueLogAdapter

from ccops.testing.agent_conformance import AgentConformance

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.testing.scripted_agents import AgentDay


class TestQueueLogAgents(AgentConformance):
    adapter = QueueLogAdapter()
    carries = frozenset({"aux", "open"})
    agent_pattern = "Agent/*"
    broken = ("no line", "soon|NONE|sales|Agent/1|PAUSE|x")

    def lines(self, days: Sequence[AgentDay]) -> Sequence[str]:
        told = [each for day in days for each in _told(day)]
        return [line for _, line in sorted(told, key=lambda each: each[0])]


def _told(day: AgentDay) -> Iterator[tuple[int, str]]:
    who, before, call = f"Agent/{day.agent}", "", ""
    for number, span in enumerate(day.spans):
        second = span.began_ms // 1_000
        line = f"{second}|MANAGER|sales|{who}|"
        if not before:
            yield second, f"{line}ADDMEMBER|"
        if before == "on_contact":
            yield second, f"{second}|{call}|sales|{who}|COMPLETECALLER|0|1|1"
        if before == "aux":
            yield second, f"{line}UNPAUSE|"
        if span.state == "aux":
            yield second, f"{line}PAUSE|{span.reason}"
        if span.state == "on_contact":
            call = f"{second}.{day.agent}{number}"
            yield second, f"{second}|{call}|sales|NONE|ENTERQUEUE||1|1"
            yield second, f"{second}|{call}|sales|{who}|CONNECT|0|{call}|0"
        before = span.state
    ended = day.spans[-1].ended_ms
    if ended is not None:
        second = ended // 1_000
        if before == "on_contact":
            yield second, f"{second}|{call}|sales|{who}|COMPLETECALLER|0|1|1"
        yield second, f"{second}|MANAGER|sales|{who}|REMOVEMEMBER|"
