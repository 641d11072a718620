"""A contact put together from the rows of a table that tell of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from ccops.adapters.contacts.canonical import Contact, Conversation, Visit
from ccops.adapters.mapped.row_calls import RowCall
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def contact_of(calls: Sequence[RowCall]) -> Contact:
    """Return the contact that rows with one ``contact_id`` come to.

    A conversation or an offer with a row of its own belongs to the visit its row numbers; else
    to the last one in its queue that began before it, and where there is none to the contact.
    """
    if len(calls) == 1:
        return _of_one(calls[0])
    ordered = sorted(calls, key=lambda each: (each.visit_no, each.started_ms, each.place))
    first = min(calls, key=lambda each: (each.started_ms, each.place))
    visits = _numbered([each for each in ordered if each.visit is not None])
    direct = [
        each.conversation
        for each in sorted(calls, key=lambda each: (each.started_ms, each.place))
        if each.conversation is not None and not _attach(each, visits, each.conversation)
    ]
    for each in ordered:
        if each.offer is not None:
            _attach_offer(each, visits)
    ended = _last_end(calls)
    return Contact(
        contact_id=first.contact_id,
        channel=first.channel,
        direction=first.direction,
        started_ms=first.started_ms,
        ended_ms=ended,
        customer=next((each.customer for each in ordered if each.customer), ""),
        disconnect_by=max(calls, key=lambda each: (each.at_ms, each.place)).ended_by,
        visits=tuple(each.visit() for each in visits),
        conversations=tuple(direct),
        dials=tuple(each.dial for each in ordered if each.dial is not None),
        surveys=tuple(each.survey for each in ordered if each.survey is not None),
        place=min(each.place for each in calls),
        **_about(ordered),
    )


def _of_one(call: RowCall) -> Contact:
    """Return the contact of a row that tells all of it."""
    visit, talk = call.visit, call.conversation
    if visit is not None and call.offer is not None:
        visit = attrs.evolve(visit, offers=(call.offer,))
    return Contact(
        contact_id=call.contact_id,
        channel=call.channel,
        direction=call.direction,
        started_ms=call.started_ms,
        ended_ms=call.ended_ms,
        customer=call.customer,
        disconnect_by=call.ended_by,
        visits=() if visit is None else (visit,),
        conversations=() if talk is None else (talk,),
        dials=() if call.dial is None else (call.dial,),
        surveys=() if call.survey is None else (call.survey,),
        place=call.place,
        **_about((call,)),
    )


@attrs.define
class _Stay:
    """A visit while what belongs to it is being found."""

    row: RowCall
    told: Visit
    talks: list[Conversation]
    offers: list[RowCall]

    def visit(self) -> Visit:
        talks = sorted(self.talks, key=lambda each: each.connected_ms)
        untold = None if talks else self.told.untold
        told = [each.offer for each in self.offers if each.offer is not None]
        offers = sorted(told, key=lambda each: (each.offered_ms, each.agent))
        return attrs.evolve(
            self.told, conversations=tuple(talks), untold=untold, offers=tuple(offers)
        )


def _numbered(rows: Iterable[RowCall]) -> list[_Stay]:
    return [
        _Stay(row=row, told=row.visit, talks=list(row.visit.conversations), offers=[])
        for row in rows
        if row.visit is not None
    ]


def _attach(row: RowCall, visits: Sequence[_Stay], talk: Conversation) -> bool:
    """Give a conversation to its visit; say whether there is one that was answered."""
    answered = [each for each in visits if each.told.outcome == "answered"]
    stay = _stay_of(row, answered, talk.connected_ms)
    if stay is None:
        return False
    stay.talks.append(talk)
    return True


def _attach_offer(row: RowCall, visits: Sequence[_Stay]) -> None:
    own = [each for each in visits if each.row is row]
    stay = own[0] if own else _stay_of(row, visits, row.started_ms)
    if stay is not None:
        stay.offers.append(row)


def _stay_of(row: RowCall, visits: Sequence[_Stay], at_ms: int) -> _Stay | None:
    if row.visit_no:
        return next((each for each in visits if each.row.visit_no == row.visit_no), None)
    before = [
        each
        for each in visits
        if each.told.entered_ms <= at_ms
        and (isinstance(row.queue, Missing) or each.told.queue == row.queue)
    ]
    return max(before, key=lambda each: each.told.entered_ms, default=None)


def _last_end(calls: Sequence[RowCall]) -> int | Missing:
    """Return when the last of it ended; missing while something goes on."""
    if any(each.visit is not None and each.visit.closed_by == "open" for each in calls):
        return Missing.NOT_MEASURED
    ends = [each.ended_ms for each in calls if isinstance(each.ended_ms, int)]
    return max(ends, default=Missing.NOT_MEASURED)


def _about(ordered: Sequence[RowCall]) -> dict[str, Any]:
    """Return the fields of a contact that some row gives; of several the first that is known.

    What every row says there is none of, is none.
    """
    found: dict[str, Any] = {}
    for each in reversed(ordered):
        for name, told in each.about.items():
            if not isinstance(told, Missing) or (told is Missing.NO_RECORDS and name not in found):
                found[name] = told
    return found
