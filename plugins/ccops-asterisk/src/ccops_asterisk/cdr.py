"""The adapters ``asterisk-cdr`` and ``asterisk-cdr-gmt``: call detail records in ``Master.csv``.

Columns and settings were read from ``cdr/cdr_csv.c`` and ``cdr.conf`` of Asterisk. Detail records
tell how many calls there were and when. They know no queue, so that contacts have no visits, and
``billsec`` of an inbound call begins with whatever answered it: a greeting, a menu, a queue.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import attrs

from ccops.adapters import Contact, Conversation, GatheringAdapter, Part, RowRefusedError
from ccops.contacts import DIRECTIONS, HANDLE_SEGMENT
from ccops.values import Missing
from ccops_asterisk.cdr_rows import cdr_rows
from ccops_asterisk.cdr_times import answered_ms, call_span, seconds
from ccops_asterisk.channels import NO_QUEUES, device_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ccops.adapters import ReadOptions, Row, Source, SourceNames


@attrs.frozen(kw_only=True)
class _Told:
    """What one record tells of a call."""

    order: tuple[int, int]
    started_ms: int
    ended_ms: int | Missing
    direction: str
    customer: str = attrs.field(repr=False)
    dialed: Conversation | None


class CdrAdapter(GatheringAdapter):
    """Reads detail records of calls: one contact for all records with one ``linkedid``.

    Without ``linkedid`` a contact is the records with one ``uniqueid``; without either each
    record is one (``call-id-missing``). ``directions`` says which way calls go whose first record
    is of a context (``{"from-trunk": "inbound"}``); that of other contexts is ``unknown``, and
    the customer is then missing. A source is a file, a file of SQLite with a table ``cdr``, or a
    ``DatabaseTable``. ``zone`` is that of the server's clock, the center's where none
    is given.

    A conversation is told of outbound calls only, where ``Dial`` was answered: the one who dials
    hears nobody before. So of a center without ``directions`` none is told.
    """

    name = "asterisk-cdr"
    tells_none_of = NO_QUEUES
    number_fields = frozenset({"dst", "src"})
    description = "call detail records of Asterisk (Master.csv, table cdr), for volumes; .gz too"

    def __init__(
        self, *, directions: Mapping[str, str] = MappingProxyType({}), zone: str = ""
    ) -> None:
        wrong = sorted(set(directions.values()) - DIRECTIONS)
        if wrong:
            raise ValueError(
                f"{', '.join(wrong)} is no direction of {', '.join(sorted(DIRECTIONS))}"
            )
        self._directions = dict(directions)
        self._zone = zone
        if "outbound" not in directions.values():
            self.tells_none_of = NO_QUEUES | {HANDLE_SEGMENT.name}

    def rows(self, source: Source, names: SourceNames, options: ReadOptions) -> Iterator[Row]:
        """Yield the records of a file or a table."""
        return cdr_rows(source, names, options)

    def part(self, row: Row, options: ReadOptions, /) -> Part:
        """Return what one record tells."""
        record: Mapping[str, str] = row.data
        zone = record.get("zone") or self._zone or options.zone
        started, ended, odd = call_span(record, zone)
        call = record.get("linkedid") or record.get("uniqueid")
        direction = self._directions.get(record["dcontext"], "unknown")
        unnamed = () if call else ("call-id-missing",)
        talks = direction == "outbound"
        span = (started, ended)
        dialed, odd_talk = _dialed(record, span, zone, row.place) if talks else (None, ())
        told = _Told(
            order=(started, _sequence(record)),
            started_ms=started,
            ended_ms=ended,
            direction=direction,
            customer=_customer(record, direction),
            dialed=dialed,
        )
        return Part(
            contact=call or record["row"],
            row=record["row"],
            at_ms=started if isinstance(ended, Missing) else ended,
            told=told,
            odd=tuple(dict.fromkeys((*odd, *odd_talk, *unnamed))),
            place=row.place,
        )

    def contact(self, parts: Sequence[Part]) -> Contact:
        """Return the contact that the records of one call come to."""
        told: list[_Told] = sorted((part.told for part in parts), key=lambda one: one.order)
        first = told[0]
        talks = (each.dialed for each in told if each.dialed is not None)
        return Contact(
            contact_id=parts[0].contact,
            channel="voice",
            direction=first.direction,
            started_ms=first.started_ms,
            ended_ms=_last(each.ended_ms for each in told),
            customer=first.customer,
            conversations=tuple(talks) if first.direction == "outbound" else (),
            tells_talks=first.direction == "outbound",
            place=min(part.place for part in parts),
        )


class GmtCdrAdapter(CdrAdapter):
    """Reads detail records that were written with ``usegmtime=yes``."""

    name = "asterisk-cdr-gmt"
    description = "call detail records of Asterisk written with usegmtime=yes (Master.csv)"

    def __init__(self, *, directions: Mapping[str, str] = MappingProxyType({})) -> None:
        super().__init__(directions=directions, zone="UTC")


#: A sequence is a whole number of 32 bits.
_SEQUENCE_DIGITS: Final = 10


def _sequence(record: Mapping[str, str]) -> int:
    """Return the number of a record among those of a server; 0 where it has none."""
    written = record.get("sequence", "0")
    if not (written.isascii() and written.isdecimal()):
        raise RowRefusedError("number-unreadable", "sequence")
    if len(written) > _SEQUENCE_DIGITS:
        raise RowRefusedError("number-too-large", "sequence")
    return int(written)


def _customer(record: Mapping[str, str], direction: str) -> str:
    if direction == "inbound":
        return record["src"]
    return record["dst"] if direction == "outbound" else ""


def _dialed(
    record: Mapping[str, str], span: tuple[int, int | Missing], zone: str, place: int
) -> tuple[Conversation | None, tuple[str, ...]]:
    """Return the conversation of the one who dialed and was answered, and what is odd about it.

    It lasted ``billsec`` and ended with the call; where one of the two is not known, it began at
    ``answer``.
    """
    billed = seconds(record, "billsec")
    odd = ("duration-negative",) if isinstance(billed, Missing) else ()
    device = device_of(record["channel"])
    answered = record["lastapp"] == "Dial" and record["disposition"] == "ANSWERED"
    if not answered or not device:
        return None, odd
    started, ended = span
    if isinstance(billed, Missing) or isinstance(ended, Missing):
        connected = answered_ms(record, zone, started)
        if isinstance(connected, Missing):
            return None, (*odd, "answer-time-missing")
        ended = billed if isinstance(billed, Missing) else connected + billed
    else:
        connected = ended - billed
    talk = Conversation(
        agent=device, connected_ms=connected, ended_ms=ended, talk_hold=billed, place=place
    )
    return talk, odd


def _last(ends: Iterable[int | Missing]) -> int | Missing:
    """Return the latest end, which is not known where one of them is not."""
    latest = 0
    for each in ends:
        if isinstance(each, Missing):
            return each
        latest = max(latest, each)
    return latest
