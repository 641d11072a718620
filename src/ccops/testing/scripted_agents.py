"""Agents who do all that agents do, for readers of their states to be held against."""

from __future__ import annotations

from typing import Final

import attrs

_SECOND: Final = 1_000
_MINUTE: Final = 60 * _SECOND
#: Instants in the zone of the scripted contacts, America/New_York.
_MORNING: Final = 1_772_722_800_000  # 5 March 2026, 10:00
_MIDNIGHT: Final = 1_772_773_200_000  # 6 March 2026, 0:00
_SKIPPED: Final = 1_772_953_200_000  # 8 March 2026, 2:00, when it is 3:00
_TWICE: Final = 1_793_512_800_000  # 1 November 2026, 2:00, when it is 1:00 again
_LAST: Final = 1_793_541_600_000  # 1 November 2026, 9:00


@attrs.frozen(kw_only=True)
class AgentSpan:
    """A time in one state; the last of somebody who stays has no end."""

    state: str
    began_ms: int
    ended_ms: int | None
    reason: str = ""


@attrs.frozen(kw_only=True)
class AgentDay:
    """What one agent does from signing on to signing off, without a gap."""

    agent: str
    spans: tuple[AgentSpan, ...]

    @property
    def is_open(self) -> bool:
        """Whether the agent is still there where the source ends."""
        return self.spans[-1].ended_ms is None


@attrs.frozen(kw_only=True)
class AgentScript:
    """Agents that show one thing; ``needs`` is what a source has to be able to tell."""

    name: str
    days: tuple[AgentDay, ...]
    needs: frozenset[str] = frozenset()


def agent_scripts() -> tuple[AgentScript, ...]:
    """Return every script, in order of time; no two share an agent.

    ``needs`` are states beside ``available`` and ``on_contact``, and ``open``.
    """
    return (*_on_one_morning(), *_when_clocks_turn())


def _on_one_morning() -> tuple[AgentScript, ...]:
    shift = (("available", 90), ("on_contact", 250), ("available", 40), ("on_contact", 20))
    return (
        _script("signed on and off", _day("2101", _MORNING, ("available", 600))),
        _script("in contacts", _day("2102", _MORNING + 7 * _SECOND, *shift, ("available", 100))),
        _script(
            "rung",
            _day("2103", _MORNING, *shift[:1], ("reserved", 6), *shift[1:2], ("available", 30)),
            "reserved",
        ),
        _script(
            "after-call work",
            _day("2104", _MORNING, *shift[:2], ("acw", 35), ("available", 2_000)),
            "acw",
        ),
        _script(
            "not ready",
            _day("2105", _MORNING, ("available", 400), ("aux", 1_800), ("available", 61)),
            "aux",
        ),
        _script(
            "two in the same second",
            _day("2106", _MORNING + 40 * _MINUTE, *shift, ("available", 9)),
            _day("2107", _MORNING + 40 * _MINUTE, *shift, ("available", 9)),
        ),
    )


def _when_clocks_turn() -> tuple[AgentScript, ...]:
    night = (("available", 1_500), ("on_contact", 1_200), ("available", 3_000))
    return (
        _script("over midnight", _day("2108", _MIDNIGHT - 35 * _MINUTE, *night)),
        _script("over the hour that is skipped", _day("2109", _SKIPPED - 35 * _MINUTE, *night)),
        _script(
            "in the hour that comes twice",
            _day("2110", _TWICE - 80 * _MINUTE, *night, ("on_contact", 3_600), ("available", 1)),
        ),
        _script(
            "there at the end",
            _day("2111", _LAST, ("available", 30), ("on_contact", 60), ("available", None)),
            "open",
        ),
    )


def _script(name: str, *told: AgentDay | str) -> AgentScript:
    days = tuple(each for each in told if isinstance(each, AgentDay))
    needs = frozenset(each for each in told if isinstance(each, str))
    return AgentScript(name=name, days=days, needs=needs)


def _day(agent: str, begun: int, *spans: tuple[str, int | None]) -> AgentDay:
    told, at = [], begun
    for state, seconds in spans:
        ended = None if seconds is None else at + seconds * _SECOND
        reason = "MEAL" if state == "aux" else ""
        told.append(AgentSpan(state=state, began_ms=at, ended_ms=ended, reason=reason))
        at = at if ended is None else ended
    return AgentDay(agent=agent, spans=tuple(told))
