"""Follows calls through the log: where each stands, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from ccops.adapters import ENDED, OpenContact, ReadTally, place_span
from ccops_asterisk.grammar import BELOW_MS, NO_CALL, SECOND_MS, VISIT_ENDS, second_in
from ccops_asterisk.members import moved
from ccops_asterisk.open_calls import (
    AGENT,
    CONNECTED,
    CONTACT_ID,
    COUNTED_BACK,
    COUNTED_BACK_RING,
    ENDED_BY,
    ENDED_PARTS,
    ENTERED,
    ENTERED_PLACE,
    LAST,
    QUEUE,
    SEGMENTS,
    VISITS,
    Caller,
    Left,
    Talking,
    Unanswered,
    Waiting,
)

if TYPE_CHECKING:
    from ccops_asterisk.rows import RowWriter

#: Seconds after which a call that left its queue is over, unless it comes back before.
LINGER: Final = 3_600
#: The same for a call that was handed on, as it goes on elsewhere.
LINGER_HANDED: Final = 21_600
DAY: Final = 86_400
_FOREVER: Final = 1 << 62
#: Handles lines of the same second, call and queue with one of these events first, if any.
LookAhead = Callable[[list[str], int, tuple[str, ...]], bool]


class Calls:
    """The calls of which the log has shown no end, by where they stand.

    A call is in one of ``waiting``, ``talking``, ``left`` and, where it left long ago but was
    handed on, ``handed``, by its call id. Most leave as their conversation ends: of those
    ``left`` knows the position of their row only (``left_call``). ``merged`` leads from the id of
    an agent's own call to the call that was handed on over it.
    """

    def __init__(self, writer: RowWriter, tally: ReadTally) -> None:
        self.waiting: dict[str, Waiting] = {}
        self.talking: dict[str, Talking] = {}
        self.left: dict[str, Left | int] = {}
        self.handed: dict[str, Left] = {}
        self.merged: dict[str, str] = {}
        self.look_ahead: LookAhead = _nothing_ahead
        self.writer = writer
        #: What happened to agents, in the order of the log.
        self.moves = writer.moves
        self._tally = tally

    def flag(self, code: str, place: int) -> None:
        """Count a finding about a line that is accepted all the same."""
        self._tally.flag(code, place_span(*self.writer.names.split(place)))

    def lasted(self, told: int, since: int, second: int, place: int) -> int:
        """Return how long something lasted of which a line tells no time, in ms.

        Two instants tell it, unless the line tells a time below nothing: then the clock was put
        back meanwhile, and the time is not known (-1).
        """
        if told == BELOW_MS:
            return self.untold(told, place)
        return max(0, second - since) * SECOND_MS

    def untold(self, told: int, place: int) -> int:
        """Return what stands for an unknown time; counted where below nothing or too long."""
        if told == BELOW_MS:
            self.flag("duration-negative", place)
        elif told > 0:
            self.flag("ring-long", place)
        return -1

    # ---- what the log shows too late, or never ----------------------------------------------

    def begun(self, callid: str, second: int, place: int) -> Caller:
        """Return the caller of a call id that is new."""
        started = began(callid, second)
        if not 0 <= second - started <= DAY:
            started = second  # the call id is no channel's, or not of this call
        return callid, started, place, "", ""

    def caller(self, callid: str, second: int, place: int) -> tuple[Caller, int, int]:
        """Return who calls, with the visits and conversations so far, taken out of the rest.

        A visit of which the log shows no end is cut off, as the call is elsewhere by now; a
        call that left hours ago is another one.
        """
        if callid in self.waiting or callid in self.talking:
            self._cut_off(callid, second, place)
        left = self.left_call(callid)
        if self.left.pop(callid, None) is None:
            self.handed.pop(callid, None)
        if left is not None and second - left[LAST] > _linger(left):
            self.writer.over.append(left)
            left = None
        if left is None:
            return self.begun(callid, second, place), 0, 0
        return left[:5], left[VISITS], left[SEGMENTS]

    def end_before(self, fields: list[str], place: int) -> None:
        """Read the end of a visit to another queue that stands later within the same second."""
        callid = self.merged.get(fields[1], fields[1])
        present = self.waiting.get(callid) or self.talking.get(callid)
        if present is not None and present[QUEUE] != fields[2]:
            self.look_ahead([fields[0], callid, present[QUEUE]], place, VISIT_ENDS)

    def _cut_off(self, callid: str, second: int, place: int) -> None:
        self.flag("visit-without-end", place)
        talking = self.talking.pop(callid, None)
        if talking is not None:
            self.writer.unfinished(talking, closed_by="next_visit", ended_by="unknown")
            self._lost(talking[:12], second, "unknown")
            self.moves.extend((ENDED, talking[AGENT], second, 0, place))
            return
        cut = (*self.waiting.pop(callid), "unknown", -1, "next_visit", second, "unknown")
        self.writer.unanswered.extend(cut)
        self.left[callid] = cut

    def waiting_call(self, fields: list[str], second: int, place: int, *, wait: int) -> Waiting:
        """Return the call waiting in the queue of a line, though the log shows no entry yet.

        The entry may stand later within the same second. Where there is none (a transfer into
        a second queue, a log that begins in the middle of a call), it is counted back from the
        wait that the line reports, and the visit says so.
        """
        callid, queue = self.merged.get(fields[1], fields[1]), fields[2]
        known = self.waiting.get(callid)
        if known is not None and known[QUEUE] == queue:
            return self.waiting.pop(callid)
        if self.look_ahead(fields, place, ("ENTERQUEUE",)):
            return self.waiting.pop(callid)
        entered = second - max(0, wait) // SECOND_MS
        if entered < 1:
            raise ValueError(wait)
        who, visits, segments = self.caller(callid, second, place)
        self.flag("entry-missing", place)
        who = (who[0], min(who[1], entered), *who[2:])
        return (*who, queue, entered, place, True, visits + 1, segments, 0)

    def talking_call(
        self, fields: list[str], second: int, place: int, *, times: tuple[int, int]
    ) -> Talking | None:
        """Return the conversation that a line ends, though the log shows no answer yet.

        The answer may stand later within the same second. A conversation that ended already
        stays as it ended: after a transfer the agent is not credited with what the others
        talk. One that the log does not know is counted back from the ``times`` of wait and
        talk, in ms, that the line reports.
        """
        callid = self.merged.get(fields[1], fields[1])
        known = self.talking.get(callid)
        if known is not None and known[QUEUE] == fields[2]:
            return self.talking.pop(callid)
        left = self.left_call(callid)
        if left is not None and second - left[LAST] > _linger(left):
            left = None  # that call was over: however the lines came, this is another
        if left is not None and left[QUEUE] == fields[2]:
            after = left[ENDED_BY] == "transfer"
            self.flag("complete-after-transfer" if after else "complete-again", place)
            return None
        if self.look_ahead(fields, place, ("ENTERQUEUE", "CONNECT")):
            return self.talking.pop(callid, None)
        hold, talk = times
        connected = second - max(0, talk) // SECOND_MS
        call = self.waiting_call(fields, connected, place, wait=hold)
        if not call[COUNTED_BACK]:
            self.flag("connect-missing", place)
        connected = max(call[ENTERED], connected)
        answer = (fields[3], connected, place, hold, COUNTED_BACK_RING)
        return (*call[:10], call[SEGMENTS] + 1, call[11], *answer)

    # ---- calls that left ------------------------------------------------------------------------

    def left_call(self, callid: str) -> Left | None:
        """Return a call that left its queue, or ``None`` where it did not, or is over."""
        left = self.left.get(callid)
        return self.handed.get(callid) if left is None else self._as_tuple(left)

    def keep_left(self) -> None:
        """Keep the calls that left as they are, as the rows of ended calls are handed on."""
        for callid, left in self.left.items():
            self.left[callid] = self._as_tuple(left)

    def _as_tuple(self, left: Left | int) -> Left:
        return self.writer.ended.row(left) if isinstance(left, int) else left

    # ---- merged, lost, over -----------------------------------------------------------------

    def handed_on(self, fields: list[str]) -> str | None:
        """Return the call id of the one conversation of the agent and queue of a line."""
        found = [
            callid
            for callid, call in self.talking.items()
            if call[QUEUE] == fields[2] and call[AGENT] == fields[3]
        ]
        return found[0] if len(found) == 1 else None

    def merge(self, own: str, handed: str) -> None:
        """Go on with an agent's own call as the call that the agent handed on."""
        self._tally.note("call-merged")
        self.merged[own] = handed
        waiting, talking = self.waiting.pop(own, None), self.talking.pop(own, None)
        self.left.pop(own, None)
        present = waiting or talking
        if present is None:
            return
        left = self._as_tuple(self.left.pop(handed))
        visit = (*present[5:8], True, left[VISITS] + 1, left[SEGMENTS] + present[SEGMENTS])
        if talking is None:
            self.waiting[handed] = (*left[:5], *visit, present[11])
        else:
            self.talking[handed] = (*left[:5], *visit, present[11], *talking[12:])

    def lose(self, second: int, place: int) -> None:
        """Close every open call, as the system came up anew."""
        for talking in self.talking.values():
            self.flag("call-lost", place)
            self.writer.unfinished(talking, closed_by="restart", ended_by="restart")
            self._lost(talking[:12], second, "restart")
        for callid, waiting in self.waiting.items():
            self.flag("call-lost", place)
            lost = (*waiting, "system_failure", -1, "restart", second, "restart")
            self.writer.unanswered.extend(lost)
            self.left[callid] = lost
        self.talking.clear()
        self.waiting.clear()
        self.moves.extend(moved(("", second, "QUEUESTART", "", "", -1, place)))

    def _lost(self, call: Waiting, second: int, ended_by: str) -> None:
        """Keep a call whose visit was written already."""
        left: Unanswered = (*call, "unknown", -1, "", second, ended_by)
        self.left[call[CONTACT_ID]] = left

    def let_go(self, now: int) -> None:
        """Write the calls that left their queue long before a second, and forget them."""
        lasts, over, left = self.writer.ended.column(LAST), self.writer.over, self.left
        ended = _over(left, now - LINGER, lasts)
        for callid, call in zip(ended, map(left.pop, ended), strict=True):
            if not isinstance(call, int) and _is_handed(call, now):
                self.handed[callid] = call
            else:
                over.append(call)
        if not self.handed and not self.merged:
            return
        over.extend(map(self.handed.pop, _over(self.handed, now - LINGER_HANDED, lasts)))
        unknown = [own for own, handed in self.merged.items() if not self._is_known(handed)]
        for own in unknown:
            del self.merged[own]

    def _is_known(self, callid: str) -> bool:
        calls = (self.left, self.handed, self.talking, self.waiting)
        return any(callid in each for each in calls)

    def close(self) -> None:
        """Write whatever is open as open, and forget everything."""
        for talking in self.talking.values():
            self.writer.unfinished(talking, closed_by="open", ended_by="open")
            self._lost(talking[:12], talking[CONNECTED], "open")
        for waiting in self.waiting.values():
            self.writer.waiting(waiting)
            self._lost(waiting, waiting[ENTERED], "open")
        self.talking.clear()
        self.waiting.clear()
        self.let_go(_FOREVER)

    def open_contacts(self) -> tuple[OpenContact, ...]:
        """Return the calls that wait or talk, in the order they entered their queue."""
        text = self.writer.names.text
        present: list[Waiting | Talking] = [*self.waiting.values(), *self.talking.values()]
        return tuple(
            OpenContact(
                contact_id=call[CONTACT_ID],
                queue=call[QUEUE],
                since_ms=call[ENTERED] * SECOND_MS,
                source_ref=text(call[ENTERED_PLACE]),
            )
            for call in sorted(present, key=lambda call: (call[ENTERED], call[ENTERED_PLACE]))
        )


def _is_handed(left: Left, now: int) -> bool:
    """Say whether a call was handed on, and may come back yet."""
    return left[ENDED_BY] == "transfer" and left[LAST] >= now - LINGER_HANDED


def _linger(left: Left) -> int:
    return LINGER_HANDED if left[ENDED_BY] == "transfer" else LINGER


def _over(calls: Mapping[str, Left | int], before: int, lasts: Sequence[int]) -> list[str]:
    """Return the calls that left before a second; calls stand in the order they left.

    ``lasts`` are the seconds at which the rows of ended calls end.
    """
    over: list[str] = []
    for callid, call in calls.items():
        if (lasts[call // ENDED_PARTS] if isinstance(call, int) else call[LAST]) >= before:
            break
        over.append(callid)
    return over


def began(callid: str, second: int) -> int:
    """Return the second at which a channel rang, which its call id begins with.

    A system name may stand before it; of another call id, return ``second``. Raises
    ``ValueError`` where there is no call id.
    """
    if callid in NO_CALL:
        raise ValueError(callid)
    head = callid.partition(".")[0].rpartition("-")[2]
    return second_in(head) or second


def _nothing_ahead(_fields: list[str], _place: int, _events: tuple[str, ...]) -> bool:
    return False
