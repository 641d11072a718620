"""When a call of a detail record began and ended, by the clock of a server."""

from __future__ import annotations

import datetime as dt
import functools
from typing import TYPE_CHECKING, Final

from ccops.adapters import LocalTimes, RowRefusedError, zone_or_refuse
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


@functools.lru_cache(maxsize=8)
def _clock(zone: str) -> LocalTimes:
    return LocalTimes(zone_or_refuse(zone))


def call_span(row: Mapping[str, str], zone: str) -> tuple[int, int, tuple[str, ...]]:
    """Return the first and last ms of UTC of a call, and codes of what is odd about them.

    ``duration`` decides where the clock showed a time twice, then the second that ``uniqueid``
    has of its channel; where neither tells, it is the first of the two (``time-ambiguous``).
    Raises ``RowRefusedError`` where a time cannot be read, or the two and ``duration`` disagree.
    """
    starts, odd = _instants(row, "start", zone)
    lasted = whole_seconds(row, "duration")
    fitting, odd_end = list(starts), list[str]()
    if "end" in row:
        ends, odd_end = _instants(row, "end", zone)
        fitting = [
            start for start in starts if any(abs(end - start - lasted) <= _SKEW_MS for end in ends)
        ]
    if not fitting:
        raise RowRefusedError("interval-disagrees", "duration")
    skipped = tuple({*odd, *odd_end} - {"time-ambiguous"})
    if len(fitting) > 1:
        fitting, unsure = _by_channel(row.get("uniqueid", ""), fitting)
        skipped += unsure
    return fitting[0], fitting[0] + lasted, skipped


def whole_seconds(row: Mapping[str, str], name: str) -> int:
    """Return a number of seconds in ms. Raises ``RowRefusedError`` where it is none."""
    written = row[name]
    if not (written.isascii() and written.isdecimal()):
        raise RowRefusedError("number-unreadable", name)
    if len(written) > _DIGITS:
        raise RowRefusedError("number-too-large", name)
    return int(written) * _SECOND_MS


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


def _by_channel(uniqueid: str, starts: list[int]) -> tuple[list[int], tuple[str, ...]]:
    """Return the start that is the second in which the channel came up, if one is."""
    channel = CALL_ID.fullmatch(uniqueid)
    if channel is not None:
        came_up = int(channel[1]) * _SECOND_MS
        near = [each for each in starts if abs(each - came_up) <= _SKEW_MS]
        if near:
            return near, ()
    return starts, ("time-ambiguous",)
