"""The grammar of ``queue_log``: which event says what, in which field, in which unit.

A line is ``epoch|callid|queue|agent|EVENT|p1|p2|…``; fields are counted from 0. Sources:
``main/logger.c`` and ``apps/app_queue.c`` of Asterisk.
"""

from __future__ import annotations

from typing import Final

#: Milliseconds in one unit of the times an event reports: ringing in ms, all else in s.
UNIT_MS: Final = {"RINGNOANSWER": 1, "RINGCANCELED": 1}
SECOND_MS: Final = 1_000

#: Events by which a caller leaves a queue unanswered: the outcome, and where the wait stands.
#: Older versions write fewer fields; the wait is then the difference of the two instants.
EXITS: Final = {
    "ABANDON": ("abandoned", 7),
    "EXITWITHTIMEOUT": ("timeout", 7),
    "EXITEMPTY": ("exit_empty", 7),
    "EXITWITHKEY": ("exit_key", 8),
    "WITHDRAW": ("withdrawn", 7),
    "SYSCOMPAT": ("system_failure", 99),  # answered, but no channel could be made
}
#: Events by which an offer to an agent ends without an answer.
OFFERS: Final = {
    "RINGNOANSWER": "no_answer",
    "RINGCANCELED": "canceled",
    "AGENTDUMP": "declined",  # the agent hung up on the announcement; the caller waits on
}
#: Events of agents and of the system: kept as they are.
SIDE_EVENTS: Final = frozenset(
    {
        "ADDMEMBER",
        "REMOVEMEMBER",
        "PAUSE",
        "UNPAUSE",
        "PAUSEALL",
        "UNPAUSEALL",
        "PENALTY",
        "RINGINUSE",
        "AGENTLOGIN",
        "AGENTLOGOFF",
        "AGENTCALLBACKLOGIN",
        "AGENTCALLBACKLOGOFF",
        "CONFIGRELOAD",
        "QUEUESTART",
    }
)
#: What stands for a call id where there is no call.
NO_CALL: Final = frozenset({"", "NONE", "REALTIME", "MANAGER", "CLI"})
#: How many fields an attended transfer has before hold and talk, by how it was made.
ATTENDED_SKIP: Final = {"BRIDGE": 7, "APP": 7, "LINK": 8}


def whole(fields: list[str], at: int, *, unit: int = SECOND_MS) -> int:
    """Return a reported time in ms, or -1 where the line does not reach so far.

    Raises ``ValueError`` for what is no whole number of units.
    """
    if at >= len(fields) or not fields[at]:
        return -1
    number = int(fields[at])
    if number < 0:
        raise ValueError(at)
    return number * unit
