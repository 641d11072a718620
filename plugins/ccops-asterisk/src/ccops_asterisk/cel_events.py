"""One channel event: what it is, of which channel, when, and what its ``extra`` says.

Events and what they carry were read from ``main/cel.c`` and ``include/asterisk/cel.h`` of
Asterisk: ``cel_bridge_enter_cb`` (``bridge_id``, ``bridge_technology``, since version 12),
``cel_channel_state_change`` (``hangupsource``), ``cel_blind_transfer_cb``,
``cel_attended_transfer_cb`` (``channel2_name``). The page "CEL Specification" of its documentation
tells the same. ``eventtime`` is written by ``dateformat`` of ``cel.conf``; without one it is
seconds of UTC with microseconds.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import re
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.adapters import LocalTimes, RowRefusedError, is_instant, zone_or_refuse
from ccops_asterisk.cdr_rows import CALL_ID

if TYPE_CHECKING:
    from collections.abc import Mapping

ENTERED, LEFT = "BRIDGE_ENTER", "BRIDGE_EXIT"
BLIND, ATTENDED = "BLINDTRANSFER", "ATTENDEDTRANSFER"
BEGAN, HUNG_UP, ENDED = "CHAN_START", "HANGUP", "CHAN_END"
LINK_ENDED: Final = "LINKEDID_END"
USER_DEFINED: Final = "USER_DEFINED"
#: The events of Asterisk from version 12 on.
KNOWN: Final = frozenset(
    {
        BEGAN, ENDED, HUNG_UP, "ANSWER", "APP_START", "APP_END", ENTERED, LEFT, "PARK_START",
        "PARK_END", BLIND, ATTENDED, "PICKUP", "FORWARD", LINK_ENDED, "LOCAL_OPTIMIZE",
        "LOCAL_OPTIMIZE_BEGIN", "STREAM_BEGIN", "STREAM_END", "DTMF",
    }
)  # fmt: skip
_BRIDGED: Final = frozenset({ENTERED, LEFT})
#: A bridge in which each hears music or an announcement, and nobody another.
HOLDING: Final = "holding_bridge"
_EPOCH_TIME: Final = re.compile(r"(\d{9,11})(?:\.(\d{1,6}))?", re.ASCII)
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND: Final = dt.timedelta(microseconds=1)
_SKEW_MS: Final = 5_000
_DIGEST_BYTES: Final = 8


@attrs.frozen(kw_only=True)
class ChannelEvent:
    """One event; ``at_ms`` is of UTC. ``is_agents`` says that an alias names its telephone."""

    type: str
    name: str = ""
    at_ms: int
    order: tuple[int, int]
    channel: str
    uniqueid: str
    linkedid: str
    context: str = ""
    bridge: str = ""
    is_holding: bool = False
    source: str = ""
    second_channel: str = ""
    is_agents: bool = False
    number: str = attrs.field(default="", repr=False)
    exten: str = attrs.field(default="", repr=False)
    details: str = attrs.field(default="", repr=False)
    place: int = -1


def event_of(
    row: Mapping[str, str], zone: str, place: int, *, is_agents: bool
) -> tuple[ChannelEvent, str, tuple[str, ...]]:
    """Return the event of a row, what it is known by, and codes of what is odd about it.

    Raises ``RowRefusedError`` where a column is missing or cannot be read.
    """
    for name in ("eventtype", "channame", "uniqueid", "linkedid"):
        if not row.get(name):
            raise RowRefusedError("field-missing", name)
    event, named = _names(row)
    at_us, odd = _instant(row, zone)
    extra = _extra(row.get("extra", ""))
    bridge = extra.get("bridge_id", "") if event in _BRIDGED else ""
    if event in _BRIDGED and not bridge:
        raise RowRefusedError("field-missing", "extra")
    told = ChannelEvent(
        type=event,
        name=named,
        at_ms=at_us // 1_000,
        order=(at_us, place),
        channel=row["channame"],
        uniqueid=row["uniqueid"],
        linkedid=row["linkedid"],
        context=row.get("context", ""),
        bridge=bridge,
        is_holding=extra.get("bridge_technology") == HOLDING,
        source=extra.get("hangupsource", ""),
        second_channel=extra.get("channel2_name", ""),
        is_agents=is_agents,
        number=row.get("cid_num", ""),
        exten=row.get("exten", ""),
        details=row.get("extra", ""),
        place=place,
    )
    unknown = event not in KNOWN and event != USER_DEFINED
    return told, _row_id(row, at_us), (*odd, "event-unknown") if unknown else odd


def _names(row: Mapping[str, str]) -> tuple[str, str]:
    """Return what an event is, and how whoever defined it called it."""
    event, named = row["eventtype"], row.get("userdeftype", "")
    if row.get("eventenum") == USER_DEFINED:
        return USER_DEFINED, named or event
    return event, named


def _row_id(row: Mapping[str, str], at_us: int) -> str:
    parts = ("eventtype", "userdeftype", "uniqueid", "linkedid", "channame", "peer", "extra")
    told = "\x1f".join(row.get(each, "") for each in parts)
    digest = blake2b(told.encode("utf-8", "surrogateescape"), digest_size=_DIGEST_BYTES)
    return f"{at_us} {digest.hexdigest()}"


def _extra(text: str) -> Mapping[str, str]:
    """Return the words of ``extra``; whoever defines events may write any text there."""
    try:
        found: Any = json.loads(text) if text.startswith("{") else {}
    except (ValueError, RecursionError):
        return {}
    return {name: each for name, each in found.items() if isinstance(each, str)}


# ---- when -------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=8)
def _clock(zone: str) -> LocalTimes:
    return LocalTimes(zone_or_refuse(zone))


def _instant(row: Mapping[str, str], zone: str) -> tuple[int, tuple[str, ...]]:
    """Return the microsecond of UTC of an event, and what is odd about it."""
    written = row.get("eventtime", "").strip()
    if not written or written.startswith("0000"):
        raise RowRefusedError("time-missing", "eventtime")
    if epoch := _EPOCH_TIME.fullmatch(written):
        return _within(int(epoch[1]) * 1_000_000 + int((epoch[2] or "").ljust(6, "0"))), ()
    try:
        read = dt.datetime.fromisoformat(written)
    except ValueError as problem:
        raise RowRefusedError("time-unreadable", "eventtime") from problem
    if read.tzinfo is not None:
        return _within((read - _EPOCH) // _MICROSECOND), ()
    midnight = dt.datetime.combine(read.date(), dt.time())
    us = (read - midnight) // _MICROSECOND
    try:
        found = _clock(zone).instant(read.toordinal(), us // 1_000)
    except ValueError as problem:
        raise RowRefusedError("time-unreadable", "eventtime") from problem
    ms = found.ms
    odd: tuple[str, ...] = (found.code,) if found.code else ()
    if found.second_ms is not None:
        ms, odd = _after_channel(row["uniqueid"], found.candidates)
    return ms * 1_000 + us % 1_000, odd


def _within(us: int) -> int:
    if not is_instant(us // 1_000):
        raise RowRefusedError("time-unreadable", "eventtime")
    return us


def _after_channel(uniqueid: str, candidates: tuple[int, ...]) -> tuple[int, tuple[str, ...]]:
    """Return which of two instants it is: nothing happens to a channel before it is there."""
    channel = CALL_ID.fullmatch(uniqueid)
    came_up = int(channel[1]) * 1_000 if channel is not None else 0
    possible = [each for each in candidates if each >= came_up - _SKEW_MS] or list(candidates)
    near = [each for each in possible if abs(each - came_up) <= _SKEW_MS]
    if near or len(possible) == 1:
        return (near or possible)[0], ()
    return possible[0], ("time-ambiguous",)
