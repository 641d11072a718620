"""Status and state of the agents of mod_callcenter become their states.

Headers and words are those of ``mod_callcenter.c`` of FreeSWITCH (``cc_agent_update``).
"""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Final

import pytest
from ccops_freeswitch import CallcenterAdapter

from ccops.adapters import AtEnd, Intake, ReadOptions, Source, joined_intake
from ccops.testing.agent_conformance import AgentConformance
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.testing.scripted_agents import AgentDay

#: 7 October 2026, 10:00 in Shanghai.
_TEN: Final = 1_791_338_400
_UNKNOWN: Final = Missing.NOT_MEASURED


def event(action: str, at: int, agent: str, **told: str) -> dict[str, Any]:
    """Return an event ``at`` seconds after ten o'clock."""
    return {
        "Event-Date-Timestamp": str((_TEN + at) * 1_000_000),
        "Event-Subclass": "callcenter::info",
        "CC-Action": action,
        "CC-Agent": agent,
        **{f"CC-{name.replace('_', '-')}": value for name, value in told.items()},
    }


def read(*events: dict[str, Any], **options: Any) -> Intake:
    given = {"zone": "Asia/Shanghai", "quarantine_limit": Fraction(1), **options}
    source = Source(name="events.log", lines=tuple(json.dumps(each) for each in events))
    return CallcenterAdapter().read([source], ReadOptions(**given))


def status(value: str, seconds: int, agent: str = "1001@default") -> dict[str, Any]:
    return event("agent-status-change", seconds, agent, Agent_Status=value)


def state(value: str, seconds: int, agent: str = "1001@default") -> dict[str, Any]:
    return event("agent-state-change", seconds, agent, Agent_State=value)


_SHIFT = [
    status("Available", 0),
    state("Receiving", 100),
    state("Waiting", 115),
    state("Receiving", 130),
    state("In a queue call", 136),
    status("On Break", 200),
    state("Waiting", 336),
    status("Available (On Demand)", 400),
    status("Logged Out", 460),
]


def stretches(intake: Intake) -> list[tuple[object, ...]]:
    columns = intake["agent_state"].columns
    names = ("agent", "state", "reason", "duration")
    return list(zip(*(columns[name] for name in names), strict=True))


def test_agents_are_in_one_state_after_the_other() -> None:
    never = Missing.NO_RECORDS
    intake = read(*_SHIFT)
    assert stretches(intake) == [
        ("1001@default", "available", never, 100_000),
        ("1001@default", "reserved", never, 15_000),
        ("1001@default", "available", never, 15_000),
        ("1001@default", "reserved", never, 6_000),
        ("1001@default", "on_contact", never, 200_000),
        ("1001@default", "aux", "On Break", 64_000),
        ("1001@default", "available", never, 60_000),
    ]
    assert len(intake["queue_event"]) == len(_SHIFT)
    assert not intake.report.counts


@pytest.mark.parametrize("cut", range(len(_SHIFT) + 1))
def test_states_go_on_in_the_next_file(cut: int) -> None:
    first = read(*_SHIFT[:cut], at_end=AtEnd.CARRY)
    second = read(*_SHIFT[cut:], resume=first.state)
    assert stretches(joined_intake([first, second])) == stretches(read(*_SHIFT))


def test_an_agent_who_is_there_at_the_end_is_open() -> None:
    intake = read(*_SHIFT[:5])
    assert [(each.agent, each.state) for each in intake.report.open_agents] == [
        ("1001@default", "on_contact")
    ]
    assert stretches(intake)[-1][-1] is _UNKNOWN


def test_states_of_tomorrow_say_nothing() -> None:
    intake = read(_SHIFT[0], state("Idle", 5), status("On Demand", 6), *_SHIFT[-1:])
    assert [row[1:] for row in stretches(intake)] == [("available", Missing.NO_RECORDS, 460_000)]


class TestAgents(AgentConformance):
    adapter = CallcenterAdapter()
    carries = frozenset({"reserved", "aux", "open"})
    reasons: ClassVar = {"MEAL": "On Break"}
    broken = ("no document", '{"CC-Action": "agent-status-change"}')

    def lines(self, days: Sequence[AgentDay]) -> Sequence[str]:
        told = [each for day in days for each in _told(day)]
        told.sort(key=lambda each: int(each["Event-Date-Timestamp"]))
        return [json.dumps({**each, "Event-Sequence": str(n)}) for n, each in enumerate(told)]


_STATES: Final = {"on_contact": "In a queue call", "reserved": "Receiving", "available": "Waiting"}


def _told(day: AgentDay) -> Iterator[dict[str, Any]]:
    before = ""
    for span in day.spans:
        after = span.began_ms // 1_000 - _TEN
        if span.state == "aux" or before in ("", "aux"):
            word = "On Break" if span.state == "aux" else "Available"
            yield status(word, after, day.agent)
        else:
            yield state(_STATES[span.state], after, day.agent)
        before = span.state
    ended = day.spans[-1].ended_ms
    if ended is not None:
        yield status("Logged Out", ended // 1_000 - _TEN, day.agent)
