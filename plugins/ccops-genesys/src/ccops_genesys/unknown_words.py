"""Words that this reader does not know: kept as events and counted, in no contact's way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from ccops.adapters import Event, masked
from ccops.values import Missing
from ccops_genesys.fields import instant, needed_instant, parts_of, text, word
from ccops_genesys.words import BESIDE, CHANNELS, PURPOSES, SEGMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@attrs.frozen(kw_only=True)
class UnknownWord:
    """A word, the field it stands in, and what it is said of."""

    field: str
    word: str
    at_ms: int
    conversation: str
    queue: str = ""
    agent: str = ""

    @property
    def key(self) -> str:
        """What it is told by, so that it counts once however often its document comes."""
        return "/".join((self.conversation, self.field, self.word, str(self.at_ms), self.agent))

    def event(self, place: int) -> Event:
        """Return what is kept of it."""
        return Event(
            at_ms=self.at_ms,
            event=f"{self.field} {masked(self.word)}".strip(),
            contact_id=self.conversation,
            queue=self.queue,
            agent=self.agent,
            place=place,
        )


def unknown_words(record: Mapping[str, Any]) -> dict[str, UnknownWord]:
    """Return the unknown words of a document by key.

    Raises ``RowRefusedError`` where the document cannot be read, as reading it as a contact does.
    """
    return {each.key: each for each in _of_conversation(record)}


def _of_conversation(record: Mapping[str, Any]) -> Iterator[UnknownWord]:
    conversation, started = (
        text(record, "conversationId"),
        needed_instant(record, "conversationStart"),
    )
    for participant in parts_of(record, "participants"):
        agent, purpose = text(participant, "userId"), word(participant, "purpose")
        if purpose not in PURPOSES:
            yield UnknownWord(
                field="purpose", word=purpose, at_ms=started, conversation=conversation
            )
            continue
        for session in parts_of(participant, "sessions"):
            yield from _of_session(session, conversation, started, agent)


def _of_session(
    record: Mapping[str, Any], conversation: str, started: int, agent: str
) -> Iterator[UnknownWord]:
    media = word(record, "mediaType")
    steps = list(parts_of(record, "segments"))
    if media not in CHANNELS and media not in BESIDE:
        first = instant(steps[0], "segmentStart") if steps else started
        yield UnknownWord(
            field="mediaType",
            word=media,
            at_ms=started if isinstance(first, Missing) else first,
            conversation=conversation,
            agent=agent,
        )
        return
    for step in steps:
        found = word(step, "segmentType")
        if found not in SEGMENTS:
            yield UnknownWord(
                field="segmentType",
                word=found,
                at_ms=needed_instant(step, "segmentStart"),
                conversation=conversation,
                queue=text(step, "queueId"),
                agent=agent,
            )
