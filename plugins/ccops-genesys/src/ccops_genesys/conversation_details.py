"""The adapter ``genesys-conversations``: conversation details, as queries and jobs answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from ccops.adapters import GatheringAdapter, Part, Row, RowRefusedError, json_rows
from ccops_genesys.contacts import contact_of, odd_of
from ccops_genesys.documents import read_document
from ccops_genesys.fields import read_fields
from ccops_genesys.unknown_words import UnknownWord, unknown_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ccops.adapters import Contact, ContactWriter, ReadOptions, Source, SourceNames

_WORD: Final = "unknown"
#: What an answer that lists no conversation may hold.
_ANSWER: Final = frozenset({"aggregations", "cursor", "dataAvailabilityDate", "totalHits"})


class ConversationDetailsAdapter(GatheringAdapter):
    """Reads conversation details of Genesys Cloud: answers of queries or jobs, or documents.

    A conversation is one contact, each stay of it in a queue (``acd``) a visit. A conversation
    comes again when it goes on: the document that goes furthest in time counts. A word that is
    not known is a row of its own, kept as an event and counted.
    """

    name = "genesys-conversations"
    description = "conversation details of Genesys Cloud (JSON), plain or .gz"

    def rows(self, source: Source, names: SourceNames, options: ReadOptions) -> Iterator[Row]:
        """Yield the conversations of a file, each before its words that are not known."""
        for row in json_rows(source, names, options, inside=("conversations",)):
            if row.refused:
                yield row
                continue
            if _ANSWER.issuperset(row.data):
                continue
            record = read_fields(row.data)
            yield Row(place=row.place, text=_text(record), data=record, type="conversation")
            yield from _unknown(record, row.place)

    def part(self, row: Row, _options: ReadOptions, /) -> Part:
        """Return what a conversation, or a word that is not known, tells."""
        found = row.data.get(_WORD)
        if isinstance(found, UnknownWord):
            return Part(
                contact="",
                row=found.key,
                at_ms=found.at_ms,
                told=found,
                odd=("event-unknown",),
                place=row.place,
            )
        document = read_document(row.data)
        return Part(
            contact=document.conversation_id,
            version=document.version,
            at_ms=document.latest_ms,
            told=contact_of(document, row.place),
            odd=odd_of(document),
            place=row.place,
        )

    def contact(self, parts: Sequence[Part]) -> Contact:
        """Return the contact of the document that counts."""
        contact: Contact = parts[-1].told
        return contact

    def alone(self, part: Part, writer: ContactWriter) -> None:
        """Keep a word that is not known as an event."""
        writer.event(part.told.event(part.place))


def _unknown(record: Mapping[str, Any], place: int) -> Iterator[Row]:
    try:
        found = unknown_words(record)
    except RowRefusedError:
        return  # the conversation is put aside, and with it all that it says
    for key, each in found.items():
        yield Row(place=place, text=key, data={_WORD: each}, type=each.field)


def _text(record: Mapping[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))
