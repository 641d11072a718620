"""Tables read by a column map keep what every adapter has to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.adapters import CSV_MAP
from ccops.testing.adapter_conformance import AdapterConformance
from ccops.testing.agent_conformance import AgentConformance
from ccops.testing.bank_week import BankWeek

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.adapters import Contact, Conversation, Offer, Visit
    from ccops.testing.scripted_agents import AgentDay

_INSTANTS: Final = ("started", "entered", "offered", "answered", "ended")
_COLUMNS: Final = (
    "id", "part", "no", "queue", "outcome", "agent", "result", *_INSTANTS, "wait", "talk", "ring",
    "number", "dialed",
)  # fmt: skip
_MAP: Final = {
    "record": ["contact", "visit", "segment", "offer"],
    "rows": "several",
    "columns": {
        "contact_id": "id",
        "part": "part",
        "visit_no": "no",
        "queue": "queue",
        "outcome": "outcome",
        "agent": "agent",
        "offer_result": "result",
        **{f"{name}_at": {"from": name, "unit": "epoch_ms"} for name in _INSTANTS},
        "wait": {"from": "wait", "unit": "ms"},
        "talk_hold": {"from": "talk", "unit": "ms"},
        "ring": {"from": "ring", "unit": "ms"},
        "customer": "number",
        "entry_point": "dialed",
        "channel": {"value": "voice"},
        "direction": {"value": "inbound"},
    },
}

_ONE_ROW: Final = {
    "record": ["contact", "visit", "segment", "offer"],
    "columns": {
        "contact_id": "id",
        "queue": "queue",
        "outcome": "outcome",
        "agent": "agent",
        "entered_at": {"from": "entered", "unit": "epoch_ms"},
        "wait": {"from": "wait", "unit": "ms"},
        "talk_hold": {"from": "talk", "unit": "ms"},
        "ring": {"from": "wait", "unit": "ms"},
        "customer": "number",
        "channel": {"value": "voice"},
        "direction": {"value": "inbound"},
    },
}
_STATES: Final = {
    "record": "agent_state",
    "columns": {
        "agent": "agent",
        "state": {
            "from": "state",
            "values": {
                "free": "available",
                "rings": "reserved",
                "talks": "on_contact",
                "wraps": "acw",
                "away": "aux",
            },
        },
        "reason": "reason",
        "started_at": {"from": "from", "unit": "epoch_ms"},
        "ended_at": {"from": "to", "unit": "epoch_ms"},
    },
}


def _line(**told: object) -> str:
    return ",".join(str(told.get(name, "")) for name in _COLUMNS)


class TestRowsOfAContact(AdapterConformance):
    """A contact in several rows: its visits, and a row for each conversation and each offer."""

    adapter = CSV_MAP
    carries = frozenset({"timeout", "two_visits", "offers", "open", "same_second", "skew"})
    header = (",".join(_COLUMNS),)
    column_map = _MAP
    broken = (
        "x",
        _line(id="x", part="visit"),
        _line(id="x", part="visit", queue="q", outcome="answered", entered="soon"),
        _line(id="x", part="dance", queue="q", outcome="open", entered=1_772_722_800_000),
    )

    def lines(self, contacts: Sequence[Contact]) -> Sequence[str]:
        return [line for each in contacts for line in _lines(each)]

    def skewed(self, contact: Contact, ms: int, /) -> Sequence[str]:
        """The clock of those who answer is ahead of that of the queue."""
        visit = contact.visits[0]
        assert isinstance(visit.wait, int)
        told = {**_visit(contact, visit, 1), "answered": visit.entered_ms + visit.wait + ms}
        (talk,) = visit.conversations
        row = {**_talk(contact, talk, 1), "answered": talk.connected_ms, "ended": ""}
        return [_line(**told), _line(**row)]


def _lines(contact: Contact) -> Iterator[str]:
    for number, visit in enumerate(contact.visits, start=1):
        yield _line(**_visit(contact, visit, number))
        for offer in visit.offers:
            yield _line(**_offer(contact, offer, number))
        for talk in visit.conversations:
            yield _line(**_talk(contact, talk, number))


def _visit(contact: Contact, visit: Visit, number: int) -> dict[str, object]:
    return {
        **_head(contact, "visit", number),
        "queue": visit.queue,
        "outcome": visit.outcome,
        "entered": visit.entered_ms,
        "wait": _known(visit.wait),
        "number": contact.customer,
        "dialed": contact.entry_point,
    }


def _offer(contact: Contact, offer: Offer, number: int) -> dict[str, object]:
    told = {"agent": offer.agent, "result": offer.result, "offered": offer.offered_ms}
    return {**_head(contact, "offer", number), **told, "ring": _known(offer.ring_ms)}


def _talk(contact: Contact, talk: Conversation, number: int) -> dict[str, object]:
    times = {"answered": talk.connected_ms, "ended": _known(talk.ended_ms)}
    whole = _known(talk.handled)
    return {**_head(contact, "conversation", number), "agent": talk.agent, **times, "talk": whole}


def _head(contact: Contact, part: str, number: int) -> dict[str, object]:
    return {"id": contact.contact_id, "part": part, "no": number, "started": contact.started_ms}


def _known(told: object) -> object:
    return told if isinstance(told, int) else ""


class TestOneRowAContact(AdapterConformance):
    """A contact in one row: one queue, one agent."""

    adapter = CSV_MAP
    carries = frozenset({"timeout", "same_second"})
    header = ("id,queue,outcome,agent,entered,wait,talk,number",)
    column_map = _ONE_ROW
    broken = ("x", "x,sales,answered,1101,soon,0,0,", "x,sales,danced,1101,1772722800000,0,0,")

    def lines(self, contacts: Sequence[Contact]) -> Sequence[str]:
        return [
            ",".join(
                str(each)
                for each in (
                    contact.contact_id,
                    visit.queue,
                    visit.outcome,
                    visit.conversations[0].agent if visit.conversations else "",
                    visit.entered_ms,
                    visit.waited,
                    visit.conversations[0].handled if visit.conversations else "",
                    contact.customer,
                )
            )
            for contact in contacts
            for visit in contact.visits
        ]


class TestStatesByMap(AgentConformance):
    """What agents did, a row a state."""

    adapter = CSV_MAP
    carries = frozenset({"reserved", "acw", "aux"})
    header = ("agent,state,reason,from,to",)
    column_map = _STATES
    broken = ("1101,free", "1101,free,,1772722800000,", "1101,sleeps,,1,2", "1101,free,,9,8")

    def lines(self, days: Sequence[AgentDay]) -> Sequence[str]:
        words = {
            "available": "free",
            "reserved": "rings",
            "on_contact": "talks",
            "acw": "wraps",
            "aux": "away",
        }
        return [
            f"{day.agent},{words[span.state]},{span.reason},{span.began_ms},{span.ended_ms}"
            for day in days
            for span in day.spans
        ]


class TestBankWeekInSeveralRows(BankWeek):
    """A real week as a table of legs: a map can say all of it."""

    adapter = CSV_MAP
    header = TestRowsOfAContact.header
    column_map = _MAP
    lines = TestRowsOfAContact.lines


class TestBankWeekInOneRowEach(BankWeek):
    """A real week as a table that knows no menu: a call begins with its queue."""

    adapter = CSV_MAP
    header = TestOneRowAContact.header
    cannot = frozenset({"contact_start"})
    column_map = _ONE_ROW
    lines = TestOneRowAContact.lines
