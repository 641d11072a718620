"""The adapter ``freeswitch-cdr``: call records as mod_cdr_csv writes them, for volume only.

Read from the source of the module, ``src/mod/event_handlers/mod_cdr_csv/mod_cdr_csv.c`` of
FreeSWITCH (times as ``%Y-%m-%d %T`` of the local clock), and from the templates of its
configuration, ``cdr_csv.conf.xml``: the one built in (13 columns), ``example`` (15), ``linksys``
(17) and ``snom`` (20) begin with the same thirteen. How the legs of one call name each other was
read from rows that a page on the module prints: the leg of the caller names the other by
``bleg_uuid``, which itself names none. Any other template is read by a first line that names its
variables; ``call_uuid``, ``start_epoch``, ``end_epoch`` and ``call_direction`` are then used.
"""

from __future__ import annotations

import csv
import functools
from itertools import islice
from typing import TYPE_CHECKING, Final

import attrs

from ccops.adapters import (
    Contact,
    GatheringAdapter,
    LocalInstant,
    LocalTimes,
    Part,
    RowRefusedError,
    csv_rows,
    is_instant,
    line_batches,
    zone_or_refuse,
)
from ccops.contacts import HANDLE_SEGMENT, OFFER, QUEUE_VISIT
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ccops.adapters import ReadOptions, Row, Source, SourceNames

_SHARED: Final = (
    "caller_id_name", "caller_id_number", "destination_number", "context", "start_stamp",
    "answer_stamp", "end_stamp", "duration", "billsec", "hangup_cause", "uuid", "bleg_uuid",
    "accountcode",
)  # fmt: skip
#: How many columns the templates have that begin with those.
_WIDTHS: Final = frozenset({13, 15, 17, 20})
_EXAMPLE: Final = 15
_STAMP: Final = "%Y-%m-%d %H:%M:%S"
_SECOND_MS: Final = 1_000
#: How far the end may be from the beginning and the duration; the module cuts off each of them.
_SKEW_MS: Final = 5_000
#: Times before are those of a clock that was never set.
_EPOCH_OVER_MS: Final = 172_800_000
#: ``call_direction``, and the context in which calls from outside arrive.
_DIRECTIONS: Final = {"inbound": "inbound", "outbound": "outbound", "local": "internal"}
_FROM_OUTSIDE: Final = "public"
_CALLER_GAVE_UP: Final = "ORIGINATOR_CANCEL"


@attrs.frozen(kw_only=True)
class _Leg:
    """One row: one leg of a call."""

    uuid: str
    other: str
    started_ms: int
    ended_ms: int | Missing
    direction: str
    hangup: str
    customer: str = attrs.field(repr=False)
    dialed: str = attrs.field(repr=False)


class CallRecordsAdapter(GatheringAdapter):
    """Reads call records of mod_cdr_csv. All legs of one call are one contact.

    A record knows of no queue, no agent and no hold, and its talk includes the wait in a queue:
    there are contacts, and nothing else.
    """

    name = "freeswitch-cdr"
    description = "call records of FreeSWITCH (mod_cdr_csv), volume only, plain or .gz"
    number_fields = frozenset({"caller_id_name", "caller_id_number"})
    tells_none_of = frozenset({QUEUE_VISIT.name, OFFER.name, HANDLE_SEGMENT.name})

    def rows(self, source: Source, names: SourceNames, options: ReadOptions) -> Iterator[Row]:
        """Yield the rows of a file, by the template it was written with."""
        return csv_rows(source, names, options, header=_columns(source, options))

    def part(self, row: Row, options: ReadOptions, /) -> Part:
        """Return what the row of one leg tells."""
        cells = row.data
        uuid = _cell(cells, "uuid")
        if not uuid:
            raise RowRefusedError("field-missing", "uuid")
        started, ended, odd = _span(cells, _times(options.zone))
        direction = _direction(cells)
        other = _cell(cells, "bleg_uuid")
        is_inbound = direction == "inbound"
        leg = _Leg(
            uuid=uuid,
            other=other,
            started_ms=started,
            ended_ms=ended,
            direction=direction,
            hangup=_cell(cells, "hangup_cause"),
            customer=_cell(cells, "caller_id_number") if is_inbound else "",
            dialed=_cell(cells, "destination_number") if is_inbound else "",
        )
        named = (other, _cell(cells, "call_uuid"))
        return Part(
            contact=uuid,
            also=tuple(each for each in named if each),
            row=uuid,
            at_ms=started if isinstance(ended, Missing) else ended,
            told=leg,
            odd=odd,
            place=row.place,
        )

    def contact(self, parts: Sequence[Part]) -> Contact:
        """Return the contact that the legs of one call come to: the caller's leg tells it."""
        legs: list[_Leg] = [part.told for part in parts]
        others = {each.other for each in legs}
        caller = min(
            legs, key=lambda leg: (leg.uuid in others, not leg.other, leg.started_ms, leg.uuid)
        )
        gave_up = caller.hangup == _CALLER_GAVE_UP and caller.direction == "inbound"
        return Contact(
            contact_id=caller.uuid,
            channel="voice",
            direction=caller.direction,
            started_ms=min(each.started_ms for each in legs),
            ended_ms=_last(each.ended_ms for each in legs),
            entry_point=caller.dialed or Missing.NOT_MEASURED,
            customer=caller.customer,
            disconnect_by="customer" if gave_up else "unknown",
            place=min(part.place for part in parts),
        )


def _last(ends: Iterable[int | Missing]) -> int | Missing:
    """Return the latest end, which is not known where one of them is not."""
    latest = 0
    for each in ends:
        if isinstance(each, Missing):
            return each
        latest = max(latest, each)
    return latest


def _columns(source: Source, options: ReadOptions) -> tuple[str, ...]:
    """Return the columns of a file; none where its first line names them."""
    batches = line_batches(source, encoding=options.encoding, at_end=options.at_end)
    lines = (line for batch in batches for line in batch.lines if line.strip())
    first = next(csv.reader(islice(lines, 1)), [])
    if "uuid" in (each.strip() for each in first):
        return ()
    width = len(first) if len(first) in _WIDTHS else _EXAMPLE
    return (*_SHARED, *(f"column_{n}" for n in range(len(_SHARED) + 1, width + 1)))


@functools.lru_cache(maxsize=8)
def _times(zone: str) -> LocalTimes:
    return LocalTimes(zone_or_refuse(zone))


def _direction(cells: Mapping[str, str]) -> str:
    """Return which way a call went; ``direction`` only says it of a leg, seen from the switch."""
    told = _cell(cells, "call_direction")
    if told:
        return _DIRECTIONS.get(told, "unknown")
    return "inbound" if _cell(cells, "context") == _FROM_OUTSIDE else "unknown"


# ---- times ------------------------------------------------------------------------------------


def _span(
    cells: Mapping[str, str], times: LocalTimes
) -> tuple[int, int | Missing, tuple[str, ...]]:
    """Return beginning and end of a leg in ms of UTC, and codes of what is odd about them.

    Of a time that the local clock shows twice, the other time and the duration say which it is.
    A duration below nothing says nothing (``duration-negative``), and an end before the
    beginning is not known.
    """
    start, end = _instant(cells, "start", times), _instant(cells, "end", times)
    lasted = _duration(cells)
    if lasted is None:
        lasted = end.ms - start.ms
    if lasted < 0:
        ended = end.ms if end.ms >= start.ms else Missing.NOT_MEASURED
        codes = (each.code for each in (start, end) if each.code)
        return start.ms, ended, ("duration-negative", *dict.fromkeys(codes))
    if start.code and not end.code:
        start = LocalInstant(ms=end.ms - lasted)
    elif start.code or end.code:
        end = LocalInstant(ms=start.ms + lasted)
    if abs(start.ms + lasted - end.ms) > _SKEW_MS:
        raise RowRefusedError("interval-disagrees", "duration")
    return start.ms, start.ms + lasted, (start.code,) if start.code else ()


def _instant(cells: Mapping[str, str], stem: str, times: LocalTimes) -> LocalInstant:
    epoch, stamp = _cell(cells, f"{stem}_epoch"), _cell(cells, f"{stem}_stamp")
    name = f"{stem}_epoch" if epoch else f"{stem}_stamp"
    if not (epoch or stamp):
        raise RowRefusedError("time-missing", name)
    try:
        found = _of_epoch(epoch) if epoch else times.both(stamp, _STAMP)
    except ValueError as problem:
        raise RowRefusedError("time-unreadable", name) from problem
    if found.ms < _EPOCH_OVER_MS:
        raise RowRefusedError("time-missing", name)
    return found


def _duration(cells: Mapping[str, str]) -> int | None:
    """Return how long a leg lasted in ms, or ``None`` where its template does not say."""
    told = _cell(cells, "duration")
    sign = -1 if told.startswith("-") else 1
    try:
        return sign * _whole(told.removeprefix("-")) if told else None
    except ValueError as problem:
        raise RowRefusedError("number-unreadable", "duration") from problem


def _of_epoch(written: str) -> LocalInstant:
    ms = _whole(written)
    if not is_instant(ms):
        raise ValueError(written)
    return LocalInstant(ms=ms)


def _whole(written: str) -> int:
    """Return whole seconds as ms. Raises ``ValueError`` for anything else."""
    if not (written.isascii() and written.isdecimal() and len(written) <= _DIGITS):
        raise ValueError(written)
    return int(written) * _SECOND_MS


_DIGITS: Final = 11


def _cell(cells: Mapping[str, str], name: str) -> str:
    return cells.get(name, "").strip()
