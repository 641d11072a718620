"""The adapter ``genesys-user-details``: what users do, as queries and jobs for it answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from ccops.adapters import Event, GatheringAdapter, Part, Row, RowRefusedError, json_rows
from ccops.values import Missing
from ccops_genesys.fields import needed_instant
from ccops_genesys.statuses import WORD_FIELDS, Status, standing_of, status_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.adapters import (
        ContactWriter,
        ReadOptions,
        Source,
        SourceNames,
        Standing,
        ToldStates,
    )

#: What an answer that lists no user may hold.
_ANSWER: Final = frozenset({"aggregations", "cursor", "dataAvailabilityDate", "totalHits"})
_READ: Final = ("startTime", "endTime", *WORD_FIELDS.values())
_ENDED: Final = "ended"


class UserDetailsAdapter(GatheringAdapter):
    """Reads user details of Genesys Cloud: answers of queries or jobs, or documents.

    Each status is a row, and its end is another: a status that lasts is listed again when it
    has ended. Presence and routing status come to one state. They are told a day behind the
    newest of their user, so that both may come, a page after the other.
    """

    name = "genesys-user-details"
    description = "presence and routing status of users of Genesys Cloud (JSON), plain or .gz"
    tells_words = True

    def rows(self, source: Source, names: SourceNames, options: ReadOptions) -> Iterator[Row]:
        """Yield the statuses of a file and their ends, each user's in the order of time."""
        for row in json_rows(source, names, options, inside=("userDetails",)):
            if row.refused:
                yield row
            elif not _ANSWER.issuperset(row.data):
                yield from sorted(_statuses(row.data, row.place), key=_instant_of)

    def part(self, row: Row, _options: ReadOptions, /) -> Part:
        """Return what a status tells, or the end of one."""
        if _ENDED in row.data:
            return _end(row)
        status = status_of(row.data)
        lasts = "" if status.end_ms != status.start_ms else " not at all"
        return Part(
            contact="",
            agent=status.user,
            row=f"1 {status.user} {status.field} {status.start_ms}{lasts}",
            at_ms=status.start_ms,
            told=status,
            odd=() if status.is_known else ("event-unknown",),
            place=row.place,
        )

    def alone(self, part: Part, writer: ContactWriter) -> None:
        """Take up a word about a user; keep one that is not known as an event as well."""
        status: Status = part.told
        if status.word and not status.is_known:
            at, event = status.start_ms, f"{status.field} {status.word}"
            writer.event(Event(at_ms=at, event=event, agent=status.user, place=part.place))
        if writer.words is not None:
            _tell(status, writer.words, part.place)

    def standing(self, words: Mapping[str, str], /) -> Standing:
        """Return what presence and routing status come to."""
        return standing_of(words)


def _end(row: Row) -> Part:
    """Return what the end of a status tells: a status without a word."""
    user, field = row.data["userId"], row.data["field"]
    start, end = needed_instant(row.data, "startTime"), needed_instant(row.data, _ENDED)
    return Part(
        contact="",
        agent=user,
        row=f"0 {user} {field} {start} {end}",
        at_ms=end,
        told=Status(user=user, field=field, word="", start_ms=start, end_ms=end),
        place=row.place,
    )


def _tell(status: Status, states: ToldStates, place: int) -> None:
    """Say a word, or that it ended where no later one took its place; one of no time is none."""
    who, field, begun, ended = status.user, status.field, status.start_ms, status.end_ms
    if status.word:
        if begun != ended:
            states.say(who, field, status.word, begun, place)
    elif isinstance(ended, int) and states.said(who, field, ended)[1] == begun:
        states.say(who, field, "", ended, place)


def _statuses(details: Mapping[str, Any], place: int) -> Iterator[Row]:
    """Yield the statuses of one user and their ends; what cannot be read is a row as it is."""
    user = details.get("userId")
    if not user or not any(field in details for field in WORD_FIELDS):
        yield _row({"userId": user}, "user", place)
        return
    for field in WORD_FIELDS:
        listed = details.get(field)
        for record in listed if isinstance(listed, list) else ():
            yield from _status(user, field, record, place)
        if not isinstance(listed, list | None):
            yield _row({"userId": user, "field": field, "record": listed}, field, place)


def _status(user: object, field: str, record: object, place: int) -> Iterator[Row]:
    """Yield a status and its end; what cannot be read is one row, with all of it."""
    if not isinstance(record, dict):
        yield _row({"userId": user, "field": field, "record": record}, field, place)
        return
    known = {name: record[name] for name in _READ if record.get(name) is not None}
    row = _row({"userId": user, "field": field, "record": known}, field, place)
    try:
        status = status_of(row.data)
    except RowRefusedError:
        yield row
        return
    if isinstance(status.end_ms, Missing) or status.end_ms == status.start_ms:
        yield row
        return
    ended = {"userId": user, "field": field, "startTime": known["startTime"]}
    yield _row({**ended, _ENDED: known.pop("endTime")}, f"{field} ended", place)
    yield _row({"userId": user, "field": field, "record": known}, field, place)


def _row(data: dict[str, Any], kind: str, place: int) -> Row:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Row(place=place, text=text, data=data, type=kind)


def _instant_of(row: Row) -> str:
    """Return what rows of a user are ordered by: instants of ISO 8601 in UTC, ends first."""
    record = row.data.get("record")
    if isinstance(record, dict):
        return f"{record.get('startTime', '')} 1"
    return f"{row.data.get(_ENDED, '')} 0"
