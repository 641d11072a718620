"""A call while it lasts, as one flat tuple of texts and numbers.

Such tuples leave the garbage collector alone; objects, or tuples of tuples with anything else in
them, would make it walk everything read so far, again and again. A call that goes on gets longer:
what is appended is named beside each type. Seconds are of UTC; a *place* is a file and a line as
one number (``ccops.adapters.SourceNames``); times in ms are -1 where the log does not say.
"""

from __future__ import annotations

from typing import Final

#: Stands for the ring time of a conversation of which the log shows no answer.
COUNTED_BACK_RING: Final = -2
#: Who calls: contact id, second it began, place of its first line, customer, number dialed.
Caller = tuple[str, int, int, str, str]
#: A call that waits: the caller, then queue, second and place of the entry, whether the entry was
#: counted back, number of the visit, conversations and offers so far.
Waiting = tuple[str, int, int, str, str, str, int, int, bool, int, int, int]
#: A call that talks: as it waited, then agent as written, second and place of the answer, wait,
#: and how long the phone rang.
Talking = tuple[
    str, int, int, str, str, str, int, int, bool, int, int, int, str, int, int, int, int
]
#: A call that talked: as it talked, then talk, transfer, second of the end, what ended it.
Ended = tuple[
    str, int, int, str, str, str, int, int, bool, int, int, int, str, int, int, int, int,
    int, str, int, str,
]  # fmt: skip
#: A call that left unanswered: as it waited, then outcome, wait, what showed it, second of the
#: end, what ended it.
Unanswered = tuple[
    str, int, int, str, str, str, int, int, bool, int, int, int, str, int, str, int, str
]
#: A call outside any queue. The last two of both are the second of the end and what ended it.
Left = Ended | Unanswered
#: An offer that nobody answered: contact id, numbers of visit and offer, queue, agent as
#: written, result, ring in ms, second and place of the end.
Offered = tuple[str, int, int, str, str, str, int, int, int]

# Where in a call its parts stand.
CONTACT_ID: Final = 0
STARTED: Final = 1
PLACE: Final = 2
CUSTOMER: Final = 3
DIALED: Final = 4
QUEUE: Final = 5
ENTERED: Final = 6
ENTERED_PLACE: Final = 7
COUNTED_BACK: Final = 8
VISITS: Final = 9
SEGMENTS: Final = 10
OFFERS_MADE: Final = 11
AGENT: Final = 12
CONNECTED: Final = 13
CONNECTED_PLACE: Final = 14
WAIT: Final = 15
RING: Final = 16
TALK: Final = 17
TRANSFER: Final = 18
OUTCOME: Final = 12
LEFT_WAIT: Final = 13
CLOSED_BY: Final = 14
LAST: Final = -2
ENDED_BY: Final = -1
# How many there are.
OFFERED_PARTS: Final = 9
ENDED_PARTS: Final = 21
# One of each, by which their parts are told apart: texts, flags, whole numbers.
WAITING_LIKE: Final[Waiting] = ("", 0, 0, "", "", "", 0, 0, False, 0, 0, 0)
ENDED_LIKE: Final[Ended] = (*WAITING_LIKE, "", 0, 0, 0, 0, 0, "", 0, "")
UNANSWERED_LIKE: Final[Unanswered] = (*WAITING_LIKE, "", 0, "", 0, "")
OFFERED_LIKE: Final[Offered] = ("", 0, 0, "", "", "", 0, 0, 0)
