"""What each event of ``queue_log`` does to the call it belongs to.

A handler takes the fields of a line, its second and its place. It reads every number it needs
before it changes anything, so that a broken line changes nothing: ``ValueError`` and
``IndexError`` send the line to quarantine. Enter, connect and complete are most of any log; what
is rare is left to ``Calls``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ccops.adapters import ANSWERED, ENDED, OTHER, RANG
from ccops_asterisk.calls import DAY, began
from ccops_asterisk.grammar import (
    ATTENDED_SKIP,
    BELOW_MS,
    EPOCH_DIGITS,
    EXITS,
    NO_CALL,
    OFFERS,
    SECOND_MS,
    TIMES,
    UNIT_MS,
    whole,
)
from ccops_asterisk.members import MEMBER_EVENTS, TALKED, member_line, moved
from ccops_asterisk.open_calls import (
    AGENT,
    CONNECTED,
    COUNTED_BACK,
    COUNTED_BACK_RING,
    CUSTOMER,
    DIALED,
    ENTERED,
    OFFERS_MADE,
    QUEUE,
    RING,
    SEGMENTS,
    VISITS,
    Talking,
    Unanswered,
)

if TYPE_CHECKING:
    from ccops_asterisk.calls import Calls

Handler = Callable[[list[str], int, int], None]
_Ending = Callable[[Talking, tuple[int, str, int, str], int], None]


def handlers_of(calls: Calls, usual: tuple[int, int]) -> dict[str, Handler]:
    """Return what handles each event of a call's way, by the event's name.

    ``usual`` is how long conversations last, in ms: a shorter one is counted as ended at once, a
    longer one listed as unlikely. No telephone rings for longer.
    """
    end, (_, longest) = _ending(calls, usual), usual
    offer_ended, leave = _offer_ended(calls, longest), _leave(calls, end)
    return {
        "DID": _dialed(calls),
        "ENTERQUEUE": _enter(calls),
        "CONNECT": _connect(calls, longest),
        "COMPLETECALLER": _complete(calls, end, usual, "customer"),
        "COMPLETEAGENT": _complete(calls, end, usual, "agent"),
        "BLINDTRANSFER": _transfer_blind(calls, end),
        "TRANSFER": _transfer_blind(calls, end),  # before version 12
        "ATTENDEDTRANSFER": _transfer_attended(calls, end),
        "QUEUESTART": _restart(calls),
        **dict.fromkeys(MEMBER_EVENTS, _member(calls)),
        **dict.fromkeys(EXITS, leave),
        **dict.fromkeys(OFFERS, offer_ended),
    }


def _dialed(calls: Calls) -> Handler:
    """``DID``: the number the caller dialed."""

    def dialed(fields: list[str], second: int, place: int) -> None:
        callid = fields[1]
        number = fields[5] if len(fields) > 5 else ""  # noqa: PLR2004 - p1
        if callid in calls.waiting or callid in calls.talking or callid in NO_CALL:
            calls.writer.event(fields, second, place)
            return
        who, visits, segments = calls.caller(callid, second, place)
        visit = (fields[2], second, place, False, visits, segments, 0)
        left: Unanswered = (*who[:4], number, *visit, "unknown", -1, "", second, "unknown")
        calls.left[callid] = left

    return dialed


def _enter(calls: Calls) -> Handler:
    """``ENTERQUEUE``: a caller begins to wait."""
    waiting, talking, left = calls.waiting, calls.talking, calls.left
    handed, known, customer_of = calls.handed, calls.caller, calls.writer.customer
    merged, one_of = calls.merged, dict[str, str]().setdefault  # one text for all calls

    def enter(fields: list[str], second: int, place: int) -> None:
        callid = merged.get(fields[1], fields[1]) if merged else fields[1]
        queue = one_of(fields[2], fields[2])
        # The call id of a channel begins with the second at which it rang.
        if callid.startswith(fields[0]) and "-" not in callid:
            started = second
        else:
            head = callid[: callid.find(".")]
            is_plain = head.isdecimal() and head.isascii() and len(head) == EPOCH_DIGITS
            started = int(head) if is_plain else began(callid, second)
        if started != second and not 0 <= second - started <= DAY:
            started = second  # the call id is no channel's, or not of this call
        number = fields[6] if len(fields) > 6 else ""  # noqa: PLR2004 - p2
        customer = customer_of(number) if number else ""
        if callid in left or callid in waiting or callid in talking or callid in handed:
            calls.end_before(fields, place)
            who, visits, segments = known(callid, second, place)
            who = (*who[:CUSTOMER], who[CUSTOMER] or customer, who[DIALED])
            visit = (queue, second, place, False, visits + 1, segments, 0)
            waiting[callid] = (*who, *visit)
        else:
            waiting[callid] = (
                callid, started, place, customer, "", queue, second, place, False, 1, 0, 0
            )  # fmt: skip

    return enter


def _offer_ended(calls: Calls, longest: int) -> Handler:
    """``RINGNOANSWER`` and its like: an agent's phone stopped ringing unanswered."""

    def offer_ended(fields: list[str], second: int, place: int) -> None:
        event, callid = fields[4], calls.merged.get(fields[1], fields[1])
        ring = whole(fields, 5, unit=UNIT_MS[event]) if event in UNIT_MS else -1
        if not 0 <= ring <= longest:
            ring = calls.untold(ring, place)
        result = OFFERS[event]
        if result == "no_answer" and ring == 0:
            result = "unavailable"  # it never rang: busy, or not there at all
        waiting, talking = calls.waiting.get(callid), calls.talking.get(callid)
        call = waiting or talking
        if call is None:
            calls.flag("offer-without-visit", place)
            calls.writer.event(fields, second, place)
            return
        number = call[OFFERS_MADE] + 1
        if waiting is not None:
            calls.waiting[callid] = (*waiting[:OFFERS_MADE], number)
        calls.writer.offered.extend(
            (call[0], call[VISITS], number, fields[2], fields[3], result, ring, second, place)
        )
        calls.moves.extend((RANG, fields[3], second, ring, place))

    return offer_ended


def _connect(calls: Calls, longest: int) -> Handler:
    """``CONNECT``: an agent answers."""
    waiting, talking, waiting_call = calls.waiting, calls.talking, calls.waiting_call
    times, move, one_of = TIMES, calls.moves.extend, dict[str, str]().setdefault

    def connect(fields: list[str], second: int, place: int) -> None:
        try:
            hold, ring = times[fields[5]], times[fields[7]]
        except LookupError:  # uncommon; older versions stop earlier
            hold, ring = whole(fields, 5), whole(fields, 7)
        callid = fields[1]
        call = waiting.pop(callid, None)
        if call is None or call[QUEUE] != fields[2]:
            if call is not None:
                waiting[callid] = call
            call = waiting_call(fields, second, place, wait=hold)
        offers = call[OFFERS_MADE] + 1
        if not 0 <= ring <= longest:
            offers, ring = call[OFFERS_MADE], calls.untold(ring, place)
        wait = hold if hold >= 0 else calls.lasted(hold, call[ENTERED], second, place)
        agent = one_of(fields[3], fields[3])  # one text for all calls
        answer = (call[SEGMENTS] + 1, offers, agent, second, place, wait, ring)
        talking[call[0]] = call[:SEGMENTS] + answer
        move((ANSWERED, agent, second, ring, place))

    return connect


def _leave(calls: Calls, end: _Ending) -> Handler:
    """``ABANDON`` and its like: the caller leaves the queue unanswered."""

    def leave(fields: list[str], second: int, place: int) -> None:
        callid = calls.merged.get(fields[1], fields[1])
        outcome, at = EXITS[fields[4]]
        wait = whole(fields, at)
        talking = calls.talking.get(callid)
        if talking is not None and talking[QUEUE] == fields[2]:
            calls.flag("exit-after-connect", place)  # an agent had answered: that stands
            talk = max(0, second - talking[CONNECTED]) * SECOND_MS
            end(calls.talking.pop(callid), (talk, "none", second, "customer"), place)
            return
        call = calls.waiting_call(fields, second, place, wait=wait)
        if wait == BELOW_MS or (wait < 0 and not call[COUNTED_BACK]):
            wait = calls.lasted(wait, call[ENTERED], second, place)
        ended_by = "customer" if outcome in ("abandoned", "exit_key") else "system"
        left: Unanswered = (*call, outcome, wait, "event", second, ended_by)
        calls.writer.unanswered.extend(left)
        calls.left[call[0]] = left

    return leave


def _complete(calls: Calls, end: _Ending, usual: tuple[int, int], by: str) -> Handler:
    """``COMPLETECALLER``, ``COMPLETEAGENT``: the conversation ends, ``by`` whom."""
    talking, talking_call, times = calls.talking, calls.talking_call, TIMES
    left, ended, move = calls.left, calls.writer.ended, calls.moves.extend
    rows, gather, (shortest, longest) = ended.rows, ended.rows.extend, usual

    def complete(fields: list[str], second: int, place: int) -> None:
        try:
            talk = times[fields[6]]
        except LookupError:
            talk = whole(fields, 6)
        callid = fields[1]
        call = talking.pop(callid, None)
        if call is None or call[QUEUE] != fields[2]:
            if call is not None:
                talking[callid] = call
            call = talking_call(fields, second, place, times=(whole(fields, 5), talk))
            if call is None:
                return
        if talk < 0:
            talk = calls.lasted(talk, call[CONNECTED], second, place)
        how = (talk, "none", second, by)
        if not shortest <= talk <= longest or call[RING] == COUNTED_BACK_RING:
            end(call, how, place)
            return
        left[call[0]] = ended.base + len(rows)  # what ``end`` does of most: its row tells all
        gather(call)
        gather(how)
        move((ENDED, call[AGENT], second, 0, place))

    return complete


def _transfer_blind(calls: Calls, end: _Ending) -> Handler:
    """``BLINDTRANSFER``, and ``TRANSFER``: handed on, unannounced."""

    def transfer_blind(fields: list[str], second: int, place: int) -> None:
        _hand_on(
            calls, end, fields, (second, place), (whole(fields, 7), whole(fields, 8), "blind")
        )

    return transfer_blind


def _transfer_attended(calls: Calls, end: _Ending) -> Handler:
    """``ATTENDEDTRANSFER``: handed on after the agent spoke with the other side.

    It may be logged under the agent's own call to the other side. That call then goes on as
    the customer's: it is merged into the call that the agent handed on.
    """

    def transfer_attended(fields: list[str], second: int, place: int) -> None:
        at = ATTENDED_SKIP.get(fields[5], 7)
        how = (whole(fields, at), whole(fields, at + 1), "attended")
        own = fields[1]
        known = calls.talking.get(own)
        handed = None
        if known is None or known[QUEUE] != fields[2]:
            handed = calls.handed_on(fields)
        if handed is None:
            _hand_on(calls, end, fields, (second, place), how)
            return
        _hand_on(calls, end, [fields[0], handed, *fields[2:]], (second, place), how)
        calls.merge(own, handed)

    return transfer_attended


def _member(calls: Calls) -> Handler:
    """Events of agents: kept as they are, and followed."""

    def member(fields: list[str], second: int, place: int) -> None:
        line = member_line(fields, second, place)
        calls.writer.event(fields, second, place)
        if line is not None:
            calls.moves.extend(moved(line))

    return member


def _restart(calls: Calls) -> Handler:
    """``QUEUESTART``: the system came up; every call open until then is lost."""

    def restart(fields: list[str], second: int, place: int) -> None:
        calls.lose(second, place)
        calls.writer.event(fields, second, place)

    return restart


def _hand_on(
    calls: Calls,
    end: _Ending,
    fields: list[str],
    at: tuple[int, int],
    how: tuple[int, int, str],
) -> None:
    second, place = at
    hold, talk, transfer = how
    call = calls.talking_call(fields, second, place, times=(hold, talk))
    if call is not None:
        talked = talk if talk >= 0 else calls.lasted(talk, call[CONNECTED], second, place)
        end(call, (talked, transfer, second, "transfer"), place)


def _ending(calls: Calls, usual: tuple[int, int]) -> _Ending:
    """Return what ends a conversation: talk in ms, transfer, second, what ended it."""
    left, gather, move = calls.left, calls.writer.ended.rows.extend, calls.moves.extend
    shortest, longest = usual

    def end(call: Talking, how: tuple[int, str, int, str], place: int) -> None:
        if how[0] > longest:
            calls.flag("talk-long", place)  # a transfer that is not logged looks like this
        elif 0 <= how[0] < shortest:
            calls.flag("talk-short", place)  # an agent who hangs up looks like this
        ended = call + how
        gather(ended)
        if call[RING] == COUNTED_BACK_RING:
            talked = (call[AGENT], how[2], TALKED, "", "", call[CONNECTED], place)
            move((OTHER, call[AGENT], how[2], talked, place))
        else:
            move((ENDED, call[AGENT], how[2], 0, place))
        left[call[0]] = ended

    return end
