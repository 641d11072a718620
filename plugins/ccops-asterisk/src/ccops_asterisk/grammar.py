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
#: Events that end a visit to a queue.
VISIT_ENDS: Final = (
    *EXITS,
    "COMPLETECALLER",
    "COMPLETEAGENT",
    "BLINDTRANSFER",
    "ATTENDEDTRANSFER",
    "TRANSFER",
)
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
        "WRAPUPSTART",
    }
)
#: What ``ADDMEMBER`` says of a member that is added while paused.
PAUSED: Final = "PAUSED"
#: What stands for a call id where there is no call.
NO_CALL: Final = frozenset({"", "NONE", "REALTIME", "MANAGER", "CLI"})
#: How many fields an attended transfer has before hold and talk, by how it was made.
ATTENDED_SKIP: Final = {"BRIDGE": 7, "APP": 7, "LINK": 8}


#: How many digits the seconds of the years 2001 to 2286 have.
EPOCH_DIGITS: Final = 10
#: The latest second a line may bear: the year 3000.
LAST_SECOND: Final = 32_503_680_000
#: The longest time a line may report, in ms: 31 years. Longer is no time, but a broken line; sums
#: of millions of what is shorter stay within 64 bits.
LONGEST_MS: Final = 10**12
#: What a time below nothing is read as: a clock was put back while a call lasted.
BELOW_MS: Final = -3
_LAST_DIGITS: Final = 11
_LONGEST_DIGITS: Final = 12
_COMMON: Final = 1 << 12


class TooLargeError(ValueError):
    """A reported time is longer than any can be."""


def is_digits(text: str) -> bool:
    """Say whether a text is of the digits 0 to 9: ``int`` takes signs, blanks and others too."""
    return text.isdecimal() and text.isascii()


def second_in(text: str) -> int:
    """Return the second that a text writes, or 0 where it writes none up to the year 3000."""
    if len(text) > _LAST_DIGITS or not is_digits(text):
        return 0
    second = int(text)
    return second if second < LAST_SECOND else 0


def whole(fields: list[str], at: int, *, unit: int = SECOND_MS) -> int:
    """Return a reported time in ms, or -1 where the line does not reach so far.

    A time below nothing is ``BELOW_MS``. Raises ``ValueError`` for what is no whole number of
    units, ``TooLargeError`` beyond ``LONGEST_MS``.
    """
    if at >= len(fields) or not fields[at]:
        return -1
    text = fields[at]
    if not is_digits(text):
        if text[:1] == "-" and is_digits(text[1:]):
            return BELOW_MS
        raise ValueError(text)
    digits = text.lstrip("0")
    if len(digits) > _LONGEST_DIGITS or (ms := int(digits or "0") * unit) > LONGEST_MS:
        raise TooLargeError(text)
    return ms


#: The ms of a common field of seconds by its text; ``whole`` reads any other.
TIMES: Final = {"": -1, **{str(each): each * SECOND_MS for each in range(_COMMON)}}
