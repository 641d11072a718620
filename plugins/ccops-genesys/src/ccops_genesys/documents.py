"""One conversation as its document tells it: who took part, in which sessions, step by step."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.adapters import RowRefusedError
from ccops.values import Missing
from ccops_genesys.fields import instant, needed_instant, number, parts_of, text, whole, word
from ccops_genesys.surveys import Told, steps_of, surveys_in
from ccops_genesys.words import CHANNELS, LIFECYCLE

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Of how many instants a version counts the number.
_MANY: Final = 1_000_000
_INSTANTS: Final = frozenset(
    {
        "conversationStart",
        "conversationEnd",
        "segmentStart",
        "segmentEnd",
        "emitDate",
        "eventTime",
        "surveyCompletedDate",
    }
)
_PARTS: Final = frozenset({"participants", "sessions", "segments", "metrics", "surveys"})
_BESIDE_AN_AGENT: Final = (
    "monitoredParticipantId",
    "coachedParticipantId",
    "bargedParticipantId",
)


@attrs.frozen(kw_only=True)
class Segment:
    """One step of a session; without an end it still lasts, or its end is not told."""

    type: str
    start_ms: int
    end_ms: int | Missing
    queue: str
    ended_by: str
    source: str

    @property
    def lasted(self) -> int | Missing:
        """How long it lasted."""
        return self.end_ms if isinstance(self.end_ms, Missing) else self.end_ms - self.start_ms


@attrs.frozen(kw_only=True)
class Session:
    """One participant's part on one medium. ``metrics`` are ms, or counts, by name."""

    media: str
    direction: str
    dialed: str = attrs.field(repr=False)
    addresses: tuple[str, ...] = attrs.field(repr=False)
    flowed_to: str
    is_beside_an_agent: bool
    metrics: Mapping[str, int]
    segments: tuple[Segment, ...]

    @property
    def is_contact(self) -> bool:
        """Whether a contact goes over it: no shared screen, no supervisor who listens in."""
        return self.media in CHANNELS and not self.is_beside_an_agent

    @property
    def start_ms(self) -> int:
        """When its first step began."""
        return self.segments[0].start_ms

    @property
    def end_ms(self) -> int | Missing:
        """When its last step ended."""
        return last_end(self.segments)

    def of(self, *types: str) -> tuple[Segment, ...]:
        """Return the steps of some types."""
        return tuple(each for each in self.segments if each.type in types)


@attrs.frozen(kw_only=True)
class Participant:
    """Someone or something that took part; an agent has a ``user``."""

    purpose: str
    user: str
    external_contact: str = attrs.field(repr=False)
    sessions: tuple[Session, ...]


@attrs.frozen(kw_only=True)
class Document:
    """A conversation; ``odd`` are codes of what is odd about it.

    ``latest_ms`` is the last instant told, ``version`` orders the documents of one conversation:
    the one that goes further counts, of two that go equally far the one that tells more.
    """

    conversation_id: str
    started_ms: int
    ended_ms: int | Missing
    direction: str
    participants: tuple[Participant, ...]
    surveys: tuple[Told, ...]
    latest_ms: int
    version: int
    odd: tuple[str, ...]

    @property
    def is_over(self) -> bool:
        """Whether the conversation has ended."""
        return not isinstance(self.ended_ms, Missing)

    def sessions(self, *purposes: str) -> list[Session]:
        """Return the sessions of a contact that participants of some purposes had, in order."""
        found = [
            session
            for each in self.participants
            if each.purpose in purposes
            for session in each.sessions
            if session.is_contact and session.segments
        ]
        return sorted(found, key=lambda session: (session.start_ms, session.media))


def last_end(segments: tuple[Segment, ...]) -> int | Missing:
    """Return when the last of some steps ended; missing while one has no end."""
    ends = [each.end_ms for each in segments]
    known = [each for each in ends if isinstance(each, int)]
    return max(known) if known and len(known) == len(ends) else Missing.NOT_MEASURED


def read_document(record: Mapping[str, Any]) -> Document:
    """Return what a document tells. Raises ``RowRefusedError`` where it cannot be read."""
    conversation = text(record, "conversationId")
    if not conversation:
        raise RowRefusedError("field-missing", "conversationId")
    odd: list[str] = []
    told = list(_instants(record))
    latest = max(told, default=0)
    surveys = surveys_in(record, odd)
    return Document(
        conversation_id=conversation,
        started_ms=needed_instant(record, "conversationStart"),
        ended_ms=instant(record, "conversationEnd"),
        direction=word(record, "originatingDirection"),
        participants=tuple(_participant(each, odd) for each in parts_of(record, "participants")),
        surveys=surveys,
        latest_ms=latest,
        version=latest * _MANY + min(len(told) + steps_of(record), _MANY - 1),
        odd=tuple(dict.fromkeys(odd)),
    )


def _instants(record: Mapping[str, Any]) -> Iterator[int]:
    """Yield every instant in a document, or in a part of it."""
    for name in record:
        if name in _INSTANTS:
            found = instant(record, name)
            if isinstance(found, int):
                yield found
        elif name in _PARTS:
            for each in parts_of(record, name):
                yield from _instants(each)


def _participant(record: Mapping[str, Any], odd: list[str]) -> Participant:
    return Participant(
        purpose=word(record, "purpose"),
        user=text(record, "userId"),
        external_contact=text(record, "externalContactId"),
        sessions=tuple(_session(each, odd) for each in parts_of(record, "sessions")),
    )


def _session(record: Mapping[str, Any], odd: list[str]) -> Session:
    segments = sorted(map(_segment, parts_of(record, "segments")), key=_order)
    media, direction = word(record, "mediaType"), _direction(record)
    caller = "dnis" if direction == "outbound" else "ani"
    return Session(
        media=media,
        direction=direction,
        dialed=number(record, "dnis"),
        addresses=(
            number(record, caller),
            number(record, "addressOther"),
            *([] if direction == "outbound" else [number(record, "addressFrom")]),
            _callback_number(record),
        ),
        flowed_to=word(record, "flowOutType"),
        is_beside_an_agent=any(text(record, name) for name in _BESIDE_AN_AGENT),
        metrics=_metrics(record, odd),
        segments=tuple(segments),
    )


def _direction(record: Mapping[str, Any]) -> str:
    """Return the direction of a session; where none is told, a campaign calls out."""
    told = word(record, "direction")
    return told or ("outbound" if text(record, "outboundCampaignId") else "")


def _callback_number(record: Mapping[str, Any]) -> str:
    listed = record.get("callbackNumbers")
    return listed[0] if isinstance(listed, list) and listed and isinstance(listed[0], str) else ""


def _metrics(record: Mapping[str, Any], odd: list[str]) -> dict[str, int]:
    """Return the metrics of a session, those of one name added; a negative one is not known."""
    found: dict[str, int] = {}
    negative: set[str] = set()
    for each in parts_of(record, "metrics"):
        name, value = text(each, "name"), whole(each, "value")
        if value < 0:
            negative.add(name)
        found[name] = found.get(name, 0) + value
    if negative:
        odd.append("duration-negative")
    return {name: value for name, value in found.items() if name not in negative}


def _order(step: Segment) -> tuple[int, float, int]:
    """Return what steps are ordered by: one that takes no time stands before what begins then."""
    end = math.inf if isinstance(step.end_ms, Missing) else step.end_ms
    rank = LIFECYCLE.index(step.type) if step.type in LIFECYCLE else -1
    return step.start_ms, end, rank


def _segment(record: Mapping[str, Any]) -> Segment:
    start, end = needed_instant(record, "segmentStart"), instant(record, "segmentEnd")
    if isinstance(end, int) and end < start:
        raise RowRefusedError("interval-disagrees", "segmentEnd")
    return Segment(
        type=word(record, "segmentType"),
        start_ms=start,
        end_ms=end,
        queue=text(record, "queueId"),
        ended_by=word(record, "disconnectType"),
        source=text(record, "sourceConversationId"),
    )
