"""When a call of a detail record began and ended, by the clock of a server."""

from __future__ import annotations

import datetime as dt
import functools
from itertools import product
from typing import TYPE_CHECKING, Final

from ccops.adapters import LocalTimes, RowRefusedError, zone_or_refuse
from ccops.values import Missing
from ccops_asterisk.cdr_rows import CALL_ID

if TYPE_CHECKING:
    from collections.abc import Mapping

_FORMAT: Final = "%Y-%m-%d %H:%M:%S"
#: How long a date and time is without parts of a second and an offset.
_PLAIN: Final = 19
_SECOND_MS: Final = 1_000
#: How far two clocks, or a difference and the duration that is reported of it, may be apart.
_SKEW_MS: Final = 5 * _SECOND_MS
#: The digits of 31 years of seconds.
_DIGITS: Final = 9
_UNKNOWN: Final = Missing.NOT_MEASURED
#: A time that the clock showed twice, and nothing tells which of the two it was.
_UNSURE: Final = "time-ambiguous"
_Span = tuple[int, int | Missing]


@functools.lru_cache(maxsize=8)
def _clock(zone: str) -> LocalTimes:
    return LocalTimes(zone_or_refuse(zone))


def call_span(row: Mapping[str, str], zone: str) -> tuple[int, int | Missing, tuple[str, ...]]:
    """Return the first and last ms of UTC of a call, and codes of what is odd about them.

    ``duration`` decides where the clock showed a time twice, then the second that ``uniqueid``
    has of its channel; where neither tells, it is the first of the two (``time-ambiguous``). A
    ``duration`` below nothing decides nothing (``duration-negative``): the call ended at its
    ``end`` where that is not before ``start``, else nobody knows when.
    Raises ``RowRefusedError`` where a time cannot be read, or the two and ``duration`` disagree.
    """
    starts, odd = _instants(row, "start", zone)
    ends, odd_end = _instants(row, "end", zone) if "end" in row else ((), [])
    lasted = seconds(row, "duration")
    spans: list[_Span]
    if isinstance(lasted, Missing):
        odd.append("duration-negative")
        spans = [(start, end) for start, end in product(starts, ends) if start <= end]
        spans = spans or [(start, lasted) for start in starts]
    else:
        spans = [(start, start + lasted) for start in starts if _agree(start + lasted, ends)]
    if not spans:
        raise RowRefusedError("interval-disagrees", "duration")
    codes = {*odd, *odd_end} - {_UNSURE}
    fitting = _by_channel(row.get("uniqueid", ""), spans)
    return *fitting[0], (*sorted(codes), *((_UNSURE,) if len(fitting) > 1 else ()))


def _agree(ended: int, ends: tuple[int, ...]) -> bool:
    return not ends or any(abs(end - ended) <= _SKEW_MS for end in ends)


def answered_ms(row: Mapping[str, str], zone: str, started_ms: int) -> int | Missing:
    """Return the first ms of UTC, from the start on, that ``answer`` stands for; or missing."""
    try:
        found, _ = _instants({"answer": "", **row}, "answer", zone)
    except RowRefusedError:
        return _UNKNOWN
    return next((each for each in found if each >= started_ms), _UNKNOWN)


def seconds(row: Mapping[str, str], name: str) -> int | Missing:
    """Return a number of seconds in ms; one below nothing is not known.

    Raises ``RowRefusedError`` where it is no whole number.
    """
    written = row[name].removeprefix("-")
    if not (written.isascii() and written.isdecimal()):
        raise RowRefusedError("number-unreadable", name)
    if len(written) > _DIGITS:
        raise RowRefusedError("number-too-large", name)
    found = int(row[name]) * _SECOND_MS
    return found if found >= 0 else _UNKNOWN


def _instants(row: Mapping[str, str], name: str, zone: str) -> tuple[tuple[int, ...], list[str]]:
    written = row[name]
    if not written or written.startswith("0000"):
        raise RowRefusedError("time-missing", name)
    try:
        if len(written) > _PLAIN:  # a table may tell parts of seconds, and an offset
            read = dt.datetime.fromisoformat(written).replace(microsecond=0)
            written = read.isoformat(sep=" ")
        how = _FORMAT if len(written) == _PLAIN else f"{_FORMAT}%z"
        found = _clock(zone).both(written, how)
    except ValueError as problem:
        raise RowRefusedError("time-unreadable", name) from problem
    return found.candidates, [found.code] if found.code else []


def _by_channel(uniqueid: str, spans: list[_Span]) -> list[_Span]:
    """Return the spans that begin in the second in which the channel came up, if any does."""
    channel = CALL_ID.fullmatch(uniqueid)
    if channel is None:
        return spans
    came_up = int(channel[1]) * _SECOND_MS
    return [span for span in spans if abs(span[0] - came_up) <= _SKEW_MS] or spans
