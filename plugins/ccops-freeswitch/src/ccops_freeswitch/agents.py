"""What agents do, by the events of their status and of their state.

The status is what they set (``Available``, ``On Break``, ``Logged Out``), the state what the
module does with them (``Waiting``, ``Receiving``, ``In a queue call``). Work after a call is a
setting of the module (``wrap-up-time``), of which no event tells: it is not measured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.adapters import ANSWERED, ENDED
from ccops_freeswitch.events import STATE, STATUS, QueueEvent

if TYPE_CHECKING:
    from ccops.adapters import AgentStates

#: Agents sign on to all their queues at once.
_ALL: Final = ""
_READY: Final = frozenset({"Available", "Available (On Demand)"})
_ON_BREAK: Final = "On Break"
_SIGNED_OFF: Final = "Logged Out"
#: What the module does with an agent who talks, or who no longer does.
_TALKS: Final = {"In a queue call": ANSWERED, "Waiting": ENDED}
_RINGS: Final = "Receiving"


def tell_states(event: QueueEvent, states: AgentStates) -> None:
    """Take up a status or a state; other events and other words say nothing of either."""
    if not event.agent:
        return
    if event.action == STATUS:
        _status(event, states)
    elif event.action == STATE and event.value == _RINGS:
        states.ringing(event.agent, event.second, event.place)
    elif event.action == STATE and event.value in _TALKS:
        move = (_TALKS[event.value], event.agent, event.second, 0, event.place)
        states.follow(move, lambda _: None)


def _status(event: QueueEvent, states: AgentStates) -> None:
    who, second, place = event.agent, event.second, event.place
    if event.value == _SIGNED_OFF:
        states.signed_off(who, second, _ALL, place)
    elif event.value in _READY:
        states.signed_on(who, second, _ALL, place)
        states.resumed(who, second, _ALL, place)
    elif event.value == _ON_BREAK:
        states.signed_on(who, second, _ALL, place)
        states.paused(who, second, _ALL, event.value, place)
