"""What agents do, line by line: signing on and off, pauses, and the calls they take."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from ccops.adapters import OTHER, masked
from ccops_asterisk.grammar import NO_CALL, PAUSED, is_digits, whole

if TYPE_CHECKING:
    from ccops.adapters import AgentStates, Move

#: A line of an agent: agent, second, event, queue, first parameter, ms that lasted (or the second
#: since when), place.
MemberLine = tuple[str, int, str, str, str, int, int]
#: What stands for the queue of an agent who signs on to no queue in particular.
_NO_QUEUE: Final = ""
#: Stands for the event of a conversation of which the log shows no answer.
TALKED: Final = "TALKED"
#: Where events of chan_agent say how long somebody was signed on.
_LASTED_AT: Final = {"AGENTLOGOFF": 6, "AGENTCALLBACKLOGOFF": 6, "WRAPUPSTART": 5}


def member_line(fields: list[str], second: int, place: int) -> MemberLine | None:
    """Return what a line says of an agent, or ``None`` where it names none."""
    queue, agent, event = fields[2:5]
    if agent in NO_CALL:
        return None
    at = _LASTED_AT.get(event, len(fields))
    is_told = at < len(fields) and is_digits(fields[at])
    lasted = whole(fields, at) if is_told else -1
    first = fields[5] if len(fields) > 5 else ""  # noqa: PLR2004 - p1
    return agent, second, event, "" if queue in NO_CALL else queue, first, lasted, place


def follow(states: AgentStates, moves: list[Any]) -> None:
    """Tell the states of agents what happened, in the order of the log."""

    def member(line: MemberLine) -> None:
        _MEMBERS[line[2]](states, line)

    states.follow(moves, member)
    moves.clear()


def moved(line: MemberLine) -> Move:
    """Return a line of an agent as a move."""
    return OTHER, line[0], line[1], line, line[-1]


_Follow = Callable[["AgentStates", MemberLine], None]


def _added(states: AgentStates, line: MemberLine) -> None:
    agent, second, _, queue, first, _, place = line
    states.signed_on(agent, second, queue, place)
    if first == PAUSED:
        states.paused(agent, second, queue, "", place)


def _removed(states: AgentStates, line: MemberLine) -> None:
    agent, second, _, queue, _, _, place = line
    states.signed_off(agent, second, queue, place)


def _logged_in(states: AgentStates, line: MemberLine) -> None:
    states.signed_on(line[0], line[1], _NO_QUEUE, line[-1])


def _logged_off(states: AgentStates, line: MemberLine) -> None:
    agent, second, _, _, _, lasted, place = line
    states.signed_off(agent, second, _NO_QUEUE, place, lasted_ms=lasted)


def _paused(states: AgentStates, line: MemberLine) -> None:
    agent, second, _, queue, reason, _, place = line
    states.paused(agent, second, queue, masked(reason), place)


def _unpaused(states: AgentStates, line: MemberLine) -> None:
    agent, second, _, queue, _, _, place = line
    states.resumed(agent, second, queue, place)


def _wraps_up(states: AgentStates, line: MemberLine) -> None:
    agent, second, _, _, _, lasts, place = line
    if lasts > 0:
        states.wrapping_up(agent, second, lasts, place)


def _restarted(states: AgentStates, line: MemberLine) -> None:
    states.restarted(line[1], line[-1])


def _talked(states: AgentStates, line: MemberLine) -> None:
    agent, second, _, _, _, since, place = line
    states.talked(agent, since, second, place)


#: What each line of an agent does; ``TALKED`` stands for a conversation without an answer.
_MEMBERS: Final[dict[str, _Follow]] = {
    "ADDMEMBER": _added,
    "REMOVEMEMBER": _removed,
    "AGENTLOGIN": _logged_in,
    "AGENTCALLBACKLOGIN": _logged_in,
    "AGENTLOGOFF": _logged_off,
    "AGENTCALLBACKLOGOFF": _logged_off,
    "PAUSE": _paused,
    "PAUSEALL": _paused,
    "UNPAUSE": _unpaused,
    "UNPAUSEALL": _unpaused,
    "WRAPUPSTART": _wraps_up,
    "QUEUESTART": _restarted,
    TALKED: _talked,
}
#: The events of agents that say something of their states.
MEMBER_EVENTS: Final = frozenset(_MEMBERS) - {"QUEUESTART", TALKED}
