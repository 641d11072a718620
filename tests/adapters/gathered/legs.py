"""A source of a make that nobody has: one JSON document, or one CSV line, a visit to a queue."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from ccops.adapters import (
    Contact,
    ContactWriter,
    Conversation,
    GatheringAdapter,
    Offer,
    Part,
    ReadOptions,
    Row,
    RowRefusedError,
    Source,
    Visit,
    csv_rows,
    is_instant,
    json_rows,
)
from ccops.contacts import OFFER_RESULTS, OUTCOMES
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ccops.adapters.protocol.columns import SourceNames

_HOUR_MS: Final = 3_600_000
_DIGITS: Final = 15
NAMES: Final = ("call", "leg", "v", "at", "queue", "outcome", "entered", "wait", "who", "ended")


def visit_row(contact: Contact, number: int, *, version: int = 1) -> dict[str, Any]:
    """Return what the system writes of a visit, once it is over or the log ends."""
    visit = contact.visits[number]
    talk = visit.conversations[0] if visit.conversations else None
    ended = visit.ended_ms
    return {
        "call": contact.contact_id,
        "leg": number + 1,
        "v": version,
        "at": ended if isinstance(ended, int) else visit.entered_ms,
        "queue": visit.queue,
        "outcome": visit.outcome,
        "entered": visit.entered_ms,
        "wait": visit.waited if isinstance(visit.waited, int) else None,
        "who": talk.agent if talk else None,
        "ended": ended if isinstance(ended, int) else None,
        "number": contact.customer,
        "rang": [
            [each.agent, each.result, each.offered_ms, each.ring_ms] for each in visit.offers
        ],
    }


def visit_rows(contacts: Sequence[Contact]) -> list[dict[str, Any]]:
    """Return what the system writes of contacts, in its order."""
    rows = [visit_row(each, n) for each in contacts for n in range(len(each.visits))]
    return sorted(rows, key=lambda row: row["at"])


def documents(contacts: Sequence[Contact]) -> list[str]:
    """Return the lines of a file of documents."""
    return [json.dumps(row) for row in visit_rows(contacts)]


class LegsAdapter(GatheringAdapter):
    """Reads documents of visits."""

    name = "legs"
    description = "visits of a make that nobody has"
    linger_ms = _HOUR_MS

    def rows(self, source: Source, names: SourceNames, options: ReadOptions) -> Iterator[Row]:
        return json_rows(source, names, options, inside=("visits",))

    def part(self, row: Row, _options: ReadOptions, /) -> Part:
        told = row.data
        if not all(name in told for name in NAMES):
            raise RowRefusedError("field-missing", "call")
        if not isinstance(told["at"], int):
            raise RowRefusedError("time-unreadable", "at")
        _check(told)
        return Part(
            contact=told["call"],
            also=(told["also"],) if "also" in told else (),
            row=str(told["leg"]),
            version=told["v"],
            at_ms=told["at"],
            told=told,
            place=row.place,
        )

    def contact(self, parts: Sequence[Part]) -> Contact:
        visits = tuple(_visit(each) for each in sorted(parts, key=lambda part: part.row))
        first, last = parts[0].told, parts[-1].told
        return Contact(
            contact_id=parts[0].contact,
            channel="voice",
            direction="inbound",
            started_ms=visits[0].entered_ms,
            ended_ms=last["ended"] or Missing.NOT_MEASURED,
            customer=first.get("number", ""),
            visits=visits,
            place=parts[0].place,
        )


class TableAdapter(LegsAdapter):
    """Reads the same as a table."""

    name = "legs-table"

    def rows(self, source: Source, names: SourceNames, options: ReadOptions) -> Iterator[Row]:
        return csv_rows(source, names, options)

    def part(self, row: Row, options: ReadOptions, /) -> Part:
        told: dict[str, Any] = dict(row.data)
        for name in ("v", "at", "entered", "wait", "ended"):
            if told[name] and not told[name].isdecimal():
                raise RowRefusedError("number-unreadable", name)
            if len(told[name]) > _DIGITS:
                raise RowRefusedError("number-too-large", name)
            told[name] = int(told[name]) if told[name] else None
        return super().part(
            Row(place=row.place, text=row.text, data={**told, "who": told["who"] or None}), options
        )


class AgentsAdapter(LegsAdapter):
    """Reads, between visits, what agents do: ``{"who": "1101", "does": "signed_on", "at": 0}``."""

    name = "legs-agents"
    tells_states = True

    def part(self, row: Row, options: ReadOptions, /) -> Part:
        told = row.data
        if "does" not in told:
            return super().part(row, options)
        name = f"{told['who']} {told['does']} {told['at']}"
        return Part(contact="", row=name, at_ms=told["at"], told=told, place=row.place)

    def alone(self, part: Part, writer: ContactWriter) -> None:
        states, told, second = writer.states, part.told, part.at_ms // 1_000
        assert states is not None
        match told["does"]:
            case "ringing":
                states.ringing(told["who"], second, part.place)
            case "signed_on":
                states.signed_on(told["who"], second, "", part.place)
            case _:
                states.signed_off(told["who"], second, "", part.place)


def _check(told: Mapping[str, Any]) -> None:
    """Refuse a visit of which a word is no word, or a number none."""
    offers = told.get("rang", ())
    if told["outcome"] not in OUTCOMES or not {each[1] for each in offers} <= OFFER_RESULTS:
        raise RowRefusedError("field-missing", "outcome")
    whole = [told[name] for name in ("v", "entered", "wait", "ended")]
    whole += [each[place] for each in offers for place in (2, 3)]
    if not all(each is None or isinstance(each, int) for each in whole):
        raise RowRefusedError("number-unreadable", "entered")
    if not all(each is None or is_instant(each) for each in whole):
        raise RowRefusedError("number-too-large", "entered")


def _visit(part: Part) -> Visit:
    told, place = part.told, part.place
    talks: tuple[Conversation, ...] = ()
    if told["who"]:
        ended = told["ended"] if told["ended"] is not None else Missing.NOT_MEASURED
        connected = told["entered"] + told["wait"]
        talks = (
            Conversation(agent=told["who"], connected_ms=connected, ended_ms=ended, place=place),
        )
    return Visit(
        queue=told["queue"],
        outcome=told["outcome"],
        entered_ms=told["entered"],
        wait=Missing.NOT_MEASURED if told["wait"] is None else told["wait"],
        conversations=talks,
        offers=tuple(
            Offer(agent=agent, result=result, offered_ms=at, ring_ms=ring, place=place)
            for agent, result, at, ring in told.get("rang", ())
        ),
        closed_by="open" if told["ended"] is None else "event",
        place=place,
    )
