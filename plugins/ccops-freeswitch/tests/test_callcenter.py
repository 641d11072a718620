"""Events of mod_callcenter become contacts, visits, offers and conversations.

Headers and words are those of ``mod_callcenter.c`` of FreeSWITCH.
"""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import count
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import pytest
from ccops_freeswitch import CallcenterAdapter
from hypothesis import given
from hypothesis import strategies as st

from ccops.adapters import Contact, Intake, ReadOptions, Source, Visit
from ccops.testing.adapter_conformance import AdapterConformance
from ccops.testing.bank_week import BankWeek
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_UNKNOWN: Final = Missing.NOT_MEASURED
#: 7 October 2026, 10:00 in Shanghai.
TEN: Final = 1_791_338_400
_CORE: Final = "6d2375b0-5183-11e1-b24c-f527b57af954"
_SEQUENCES: Final = count(4_711)
_REASONS: Final = {
    "timeout": "TIMEOUT",
    "exit_empty": "NO_AGENT_TIMEOUT",
    "exit_key": "EXIT_WITH_KEY",
    "abandoned": "BREAK_OUT",
}


def event(action: str, at: float, /, **headers: Any) -> dict[str, Any]:
    """Return an event ``at`` seconds after ten o'clock; ``cc_cause`` is ``CC-Cause``."""
    told = {f"CC-{name.replace('_', '-')}": value for name, value in headers.items()}
    return {
        "Event-Name": "CUSTOM",
        "Core-UUID": _CORE,
        "FreeSWITCH-Hostname": "pbx1",
        "Event-Date-Timestamp": str(round((TEN + at) * 1_000_000)),
        "Event-Sequence": str(next(_SEQUENCES)),
        "Event-Subclass": "callcenter::info",
        "CC-Action": action,
        **{name: value for name, value in told.items() if value is not None},
    }


class Member:
    """A caller in a queue: the headers all its events share."""

    def __init__(
        self, name: str = "m1", *, session: str = "s1", queue: str = "support@default"
    ) -> None:
        self.shared = {
            "Queue": queue,
            "Member_UUID": name,
            "Member_Session_UUID": session,
            "Member_CID_Name": "Chen Wei",
            "Member_CID_Number": "13900001111",
        }

    def did(self, action: str, at: float, **headers: Any) -> dict[str, Any]:
        """Return an event of this member."""
        return event(action, at, **{**self.shared, **headers})

    def joined(self, at: float, how: str = "start") -> dict[str, Any]:
        return self.did(f"member-queue-{how}", at)

    def offered(self, at: float, agent: str = "1001@default") -> dict[str, Any]:
        return self.did("agent-offering", at, Agent=agent, Member_DNIS="4008")

    def failed(self, at: float, cause: str, agent: str = "1001@default") -> dict[str, Any]:
        return self.did("bridge-agent-fail", at, Agent=agent, Hangup_Cause=cause)

    def answered(self, at: float, agent: str = "1001@default", **told: Any) -> dict[str, Any]:
        given = {"Agent_Answered_Time": str(int(TEN + at)), **told}
        return self.did("bridge-agent-start", at, Agent=agent, **given)

    def ended(
        self, at: float, answered: float, agent: str = "1001@default", bridged: str | None = "true"
    ) -> dict[str, Any]:
        return self.did(
            "bridge-agent-end",
            at,
            Agent=agent,
            Agent_Bridged=bridged,
            Agent_Answered_Time=str(int(TEN + answered)),
        )

    def terminated(
        self, at: float, answered: float, agent: str | None = "1001@default"
    ) -> dict[str, Any]:
        return self.did(
            "member-queue-end",
            at,
            Cause="Terminated",
            Agent=agent,
            Agent_Answered_Time=str(int(TEN + answered)),
        )

    def canceled(self, at: float, reason: str | None) -> dict[str, Any]:
        return self.did("member-queue-end", at, Cause="Cancel", Cancel_Reason=reason)


def a_call() -> list[dict[str, Any]]:
    """Return the events of an answered call: two agents rang, the second talked 200 s."""
    member = Member()
    return [
        member.joined(0),
        member.offered(2),
        member.failed(17, "NO_ANSWER"),
        member.offered(18, "1002@default"),
        member.answered(23.5, "1002@default"),
        member.ended(223.5, 23.5, "1002@default"),
        member.terminated(223.5, 23.5, "1002@default"),
    ]


def plain(events: Sequence[dict[str, Any]]) -> list[str]:
    """Return the lines in which the socket writes events in the plain form."""
    lines: list[str] = []
    for each in events:
        lines += ["Content-Length: 400", "Content-Type: text/event-plain", ""]
        lines += [f"{name}: {quote(str(value), safe='')}" for name, value in each.items()]
        lines.append("")
    return lines


def written(contacts: Sequence[Contact]) -> list[str]:
    """Return the documents of contacts, in order of time."""
    events = [
        each
        for contact in contacts
        for number, visit in enumerate(contact.visits)
        for each in _visit(contact, number, visit)
    ]
    events.sort(key=lambda each: int(each["Event-Date-Timestamp"]))
    return [
        json.dumps({**each, "Event-Sequence": str(number)}) for number, each in enumerate(events)
    ]


def _visit(contact: Contact, number: int, visit: Visit) -> Iterator[dict[str, Any]]:
    member = Member(
        f"{contact.contact_id}-{number}", session=contact.contact_id, queue=visit.queue
    )
    member.shared["Member_CID_Number"] = contact.customer
    yield member.joined(_after(visit.entered_ms))
    for offer in visit.offers:
        yield member.offered(_after(offer.offered_ms), offer.agent)
        if offer.result == "no_answer":
            yield member.failed(
                _after(offer.offered_ms) + _seconds(offer.ring_ms), "NO_ANSWER", offer.agent
            )
    for talk in visit.conversations:
        answered = _after(talk.connected_ms)
        yield member.answered(answered, talk.agent)
        if isinstance(talk.ended_ms, int):
            yield member.ended(_after(talk.ended_ms), answered, talk.agent)
            yield member.terminated(_after(talk.ended_ms), answered, talk.agent)
    if isinstance(visit.left_ms, int):
        yield member.canceled(_after(visit.left_ms), _REASONS[visit.outcome])


def _after(ms: object) -> float:
    assert isinstance(ms, int)
    return ms / 1_000 - TEN


def _seconds(ms: object) -> float:
    assert isinstance(ms, int)
    return ms / 1_000


def read(*events: dict[str, Any], **options: Any) -> Intake:
    return read_lines([json.dumps(each) for each in events], **options)


def read_lines(lines: Sequence[str], **options: Any) -> Intake:
    given = {"zone": "Asia/Shanghai", "quarantine_limit": Fraction(1), **options}
    source = Source(name="events.log", lines=tuple(lines))
    return CallcenterAdapter().read([source], ReadOptions(**given))


def only(intake: Intake, kind: str) -> dict[str, Any]:
    assert len(intake[kind]) == 1
    return dict(intake[kind].row(0))


def at(seconds: float) -> int:
    return round((TEN + seconds) * 1_000)


class TestEvents(AdapterConformance):
    adapter = CallcenterAdapter()
    carries = frozenset({"timeout", "two_visits", "offers", "open", "same_second"})
    broken = (
        '{"CC-Action": "member-queue-start"}',
        '{"CC-Action": "member-queue-start", "Event-Date-Timestamp": "noon"}',
        '{"CC-Action": "agent-offering", "Event-Date-Timestamp": "1791338400000000"}',
        '{"CC-Action": ["member-queue-start"]}',
        '{"CC-Action": "member-',
        "no document",
    )

    def lines(self, contacts: Sequence[Contact]) -> Sequence[str]:
        return written(contacts)

    def instant(self, line: str) -> object:
        """Events of one second may stand in any order: each says its microsecond."""
        return int(json.loads(line)["Event-Date-Timestamp"]) // 1_000_000


def test_an_answered_call_is_a_contact_a_visit_two_offers_and_a_conversation() -> None:
    intake = read(*a_call())
    visit = only(intake, "queue_visit")
    assert (visit["queue"], visit["outcome"], visit["agent"], visit["wait"]) == (
        "support@default",
        "answered",
        "1002@default",
        23_500,
    )
    talk = only(intake, "handle_segment")
    assert (talk["talk_hold"], talk["talk"], talk["hold"], talk["acw"]) == (
        200_000,
        _UNKNOWN,
        _UNKNOWN,
        _UNKNOWN,
    )
    offers = intake["offer"].columns
    assert list(zip(offers["agent"], offers["result"], offers["ring_ms"], strict=True)) == [
        ("1001@default", "no_answer", 15_000),
        ("1002@default", "answered", 5_500),
    ]
    contact = only(intake, "contact")
    assert (contact["contact_id"], contact["direction"], contact["entry_point"]) == (
        "s1",
        "inbound",
        "4008",
    )
    assert contact["ended_ms"] == at(223.5)


@pytest.mark.parametrize(
    ("reason", "outcome", "ended_by"),
    [
        ("TIMEOUT", "timeout", "unknown"),
        ("NO_AGENT_TIMEOUT", "exit_empty", "unknown"),
        ("BREAK_OUT", "abandoned", "customer"),
        ("NONE", "abandoned", "customer"),
        ("EXIT_WITH_KEY", "exit_key", "unknown"),
        ("A_REASON_OF_TOMORROW", "unknown", "unknown"),
        (None, "unknown", "unknown"),
    ],
)
def test_a_caller_leaves_unanswered(reason: str | None, outcome: str, ended_by: str) -> None:
    member = Member()
    intake = read(member.joined(0), member.canceled(31.25, reason))
    visit = only(intake, "queue_visit")
    assert (visit["outcome"], visit["wait"]) == (outcome, 31_250)
    assert only(intake, "contact")["disconnect_by"] == ended_by


def test_the_reason_is_also_read_by_the_name_of_the_page() -> None:
    member = Member()
    left = member.did("member-queue-end", 9, Cause="Cancel", Cause_Reason="TIMEOUT")
    assert only(read(member.joined(0), left), "queue_visit")["outcome"] == "timeout"


def test_a_caller_who_still_waits_is_open_and_listed() -> None:
    intake = read(Member().joined(0))
    visit = only(intake, "queue_visit")
    assert (visit["outcome"], visit["wait"], visit["closed_by"]) == ("open", _UNKNOWN, "open")
    assert [each.contact_id for each in intake.report.open_contacts] == ["s1"]
    assert only(intake, "contact")["ended_ms"] is _UNKNOWN


@pytest.mark.parametrize(
    ("cause", "result"),
    [
        ("NO_ANSWER", "no_answer"),
        ("USER_BUSY", "busy"),
        ("CALL_REJECTED", "declined"),
        ("USER_NOT_REGISTERED", "unavailable"),
        ("ORIGINATOR_CANCEL", "canceled"),
        ("LOSE_RACE", "canceled"),
        ("A_CAUSE_OF_TOMORROW", "unknown"),
    ],
)
def test_an_offer_that_came_to_nothing(cause: str, result: str) -> None:
    member = Member()
    events = (member.joined(0), member.offered(2), member.failed(12, cause))
    offer = only(read(*events, member.canceled(13, "BREAK_OUT")), "offer")
    assert (offer["result"], offer["ring_ms"]) == (result, 10_000)


def test_an_offer_nobody_knows_the_end_of_is_unknown_and_did_not_ring_0() -> None:
    member = Member()
    offers = read(member.joined(0), member.offered(2), member.offered(9))["offer"].columns
    assert list(offers["result"]) == ["unknown", "unknown"]
    assert list(offers["ring_ms"]) == [_UNKNOWN, _UNKNOWN]


def test_who_calls_again_and_gets_his_place_back_goes_on_waiting() -> None:
    first, again = Member("m1", session="s1"), Member("m1", session="s2")
    intake = read(
        first.joined(0),
        first.canceled(30, "BREAK_OUT"),
        again.joined(50, "resume"),
        again.answered(60),
        again.ended(160, 60),
        again.terminated(160, 60),
    )
    assert only(intake, "contact")["contact_id"] == "s1"
    visit = only(intake, "queue_visit")
    assert (visit["outcome"], visit["wait"], visit["entered_ms"]) == ("answered", 60_000, at(0))


def test_who_got_his_place_back_may_give_up_again_or_wait_still() -> None:
    first, again = Member("m1", session="s1"), Member("m1", session="s2")
    events = [first.joined(0), first.canceled(30, "BREAK_OUT"), again.joined(50, "resume")]
    assert only(read(*events), "queue_visit")["outcome"] == "open"
    visit = only(read(*events, again.canceled(70, "TIMEOUT")), "queue_visit")
    assert (visit["outcome"], visit["wait"]) == ("timeout", 70_000)


def test_a_call_that_goes_on_to_another_queue_is_one_contact() -> None:
    first, second = Member("m1"), Member("m2", queue="sales@default")
    intake = read(
        first.joined(0),
        first.canceled(45, "TIMEOUT"),
        second.joined(46),
        second.answered(54),
        second.ended(154, 54),
        second.terminated(154, 54),
    )
    assert only(intake, "contact")["visits"] == 2
    visits = intake["queue_visit"].columns
    assert list(zip(visits["visit_no"], visits["queue"], visits["outcome"], strict=True)) == [
        (1, "support@default", "timeout"),
        (2, "sales@default", "answered"),
    ]


@pytest.mark.parametrize("bridged", ["false", None])
def test_an_agent_who_picks_up_when_the_caller_is_gone_talks_to_nobody(
    bridged: str | None,
) -> None:
    member = Member()
    intake = read(
        member.joined(0),
        member.offered(5),
        member.answered(9),
        member.canceled(9.2, "NONE"),
        member.ended(9.4, 9, bridged=bridged),
    )
    visit = only(intake, "queue_visit")
    assert (visit["outcome"], visit["wait"]) == ("abandoned", 9_200)
    assert only(intake, "offer")["result"] == "canceled"
    assert len(intake["handle_segment"]) == 0


def test_a_first_file_that_begins_in_a_call_counts_the_entry_back() -> None:
    member = Member()
    ended = member.terminated(160, 60) | {"CC-Member-Joined-Time": str(TEN + 20)}
    visit = only(read(ended), "queue_visit")
    assert (visit["outcome"], visit["entry_missing"], visit["entered_ms"], visit["wait"]) == (
        "answered",
        True,
        at(20),
        40_000,
    )


def test_an_end_that_names_nobody_is_no_answer_and_no_abandonment() -> None:
    """Older versions name the agent in the events of the conversation only."""
    member = Member()
    ended = member.terminated(160, 60, None)
    assert only(read(member.joined(0), ended), "queue_visit")["outcome"] == "unknown"
    ended = member.terminated(160, 60) | {"CC-Agent-Answered-Time": "0"}
    assert only(read(member.joined(0), ended), "queue_visit")["outcome"] == "unknown"
    intake = read(
        member.joined(0),
        member.answered(60),
        member.ended(160, 60, bridged=None),
        member.terminated(160, 60, None),
    )
    assert only(intake, "queue_visit")["talk_hold"] == 100_000


def _an_hour() -> list[dict[str, Any]]:
    """Return the events of four calls: answered, of two queues, come back, still waiting."""
    first, second = Member("m2", session="s2"), Member("m3", session="s2", queue="sales@default")
    gone, back = Member("m4", session="s4"), Member("m4", session="s5")
    return [
        *a_call(),
        first.joined(3),
        first.canceled(48, "TIMEOUT"),
        second.joined(48),
        second.canceled(60, "EXIT_WITH_KEY"),
        gone.joined(48),
        gone.canceled(70, "BREAK_OUT"),
        back.joined(100, "resume"),
        back.offered(101),
        back.answered(110),
        back.ended(300, 110),
        back.terminated(300, 110),
        Member("m6", session="s6").joined(300),
    ]


_HOUR: Final = _an_hour()


@given(st.permutations(_HOUR))
def test_events_may_come_in_any_order(events: list[dict[str, Any]]) -> None:
    assert sorted(_told(read(*events)), key=str) == sorted(_told(read(*_HOUR)), key=str)


def test_an_hour_has_as_many_visits_as_members_and_as_many_contacts_as_callers() -> None:
    intake = read(*_HOUR)
    outcomes = sorted(map(str, intake["queue_visit"].columns["outcome"]))
    assert outcomes == ["answered", "answered", "exit_key", "open", "timeout"]
    assert sorted(map(str, intake["contact"].columns["contact_id"])) == ["s1", "s2", "s4", "s6"]


def _told(intake: Intake) -> list[object]:
    return [
        [row[name] for name in records.columns if name != "source_ref"]
        for records in intake.records.values()
        for row in map(records.row, range(len(records)))
    ]


def test_what_is_captured_twice_counts_once() -> None:
    events = a_call()
    intake = read(*events, *events)
    assert intake.report.duplicate == len(events)
    changed = {**events[0], "CC-Queue": "other@default"}
    assert read(*events, changed).report.counts == {"key-conflict": 1}


def test_without_numbers_of_events_their_instant_tells_them_apart() -> None:
    events = [
        {name: value for name, value in each.items() if name != "Event-Sequence"}
        for each in a_call()
    ]
    assert read(*events, *events).report.duplicate == len(events)


def test_the_plain_form_tells_the_same() -> None:
    events = a_call()
    member = Member("m2", session="s2")
    member.shared["Queue"] = "客服@default"
    events += [member.joined(300), member.canceled(310, "TIMEOUT")]
    assert _told(read_lines(plain(events))) == _told(read(*events))
    assert read_lines(plain(events)).report.rows_in == len(events)
    without_last_line = plain(events)[:-1]
    assert _told(read_lines(without_last_line)) == _told(read(*events))


def test_a_block_with_a_line_that_is_no_header_is_put_aside() -> None:
    lines = [*plain(a_call()), "CC-Action: member-queue-end", "+OK", "", "Content-Length: 3", ""]
    intake = read_lines(lines)
    assert intake.report.counts == {"row-unreadable": 1}
    assert len(intake["contact"]) == 1


def test_other_events_of_the_socket_are_left_out_and_counted() -> None:
    others = [
        {"Event-Name": "HEARTBEAT", "Event-Date-Timestamp": "1"},
        event("members-count", 3, Queue="support@default", Count="2"),
        {**event("member-queue-start", 4), "Event-Subclass": "sofia::register"},
    ]
    intake = read(*a_call(), *others)
    assert intake.report.counts == {"row-no-contact": 3}
    assert len(intake["contact"]) == 1


def test_events_of_tomorrow_are_kept_and_counted() -> None:
    intake = read(*a_call(), Member().did("member-moved-up", 5, Agent_Status="by 13900001111"))
    kept = only(intake, "queue_event")
    assert (kept["event"], kept["contact_id"], kept["queue"]) == (
        "member-moved-up",
        "s1",
        "support@default",
    )
    assert intake.report.counts == {"event-unknown": 1}
    assert intake.report.rows_by_type["member-moved-up"] == 1
    assert "13900001111" not in str(kept)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"Event-Date-Timestamp": None}, "time-missing"),
        ({"Event-Date-Timestamp": "1791338400.5"}, "time-unreadable"),
        ({"CC-Queue": ""}, "field-missing"),
        ({"CC-Member-UUID": None}, "field-missing"),
        ({"CC-Member-Session-UUID": None}, "field-missing"),
        ({"CC-Agent": None}, "field-missing"),
        ({"CC-Agent-Answered-Time": "0"}, "time-missing"),
        ({"CC-Agent-Answered-Time": "soon"}, "time-unreadable"),
        ({"CC-Queue": {"name": "support"}}, "row-unreadable"),
    ],
)
def test_an_event_that_lacks_what_it_must_have_is_put_aside(
    changed: dict[str, Any], code: str
) -> None:
    intake = read({**Member().ended(160, 60), **changed})
    assert intake.report.counts == {code: 1}
    assert len(intake["contact"]) == 0


def test_no_number_and_no_name_of_a_caller_is_kept_or_told() -> None:
    intake = read(*a_call(), {**a_call()[0], "CC-Queue": None}, pseudonym_key=b"key")
    told = json.dumps(intake.report.to_dict(), default=str) + str(_told(intake))
    assert "13900001111" not in told
    assert "Chen" not in told
    assert only(intake, "contact")["customer_ref"] is not _UNKNOWN


class TestBankWeek(BankWeek):
    """A real week as events of queues: a call begins for them when it comes to the queue."""

    adapter = CallcenterAdapter()
    cannot = frozenset({"contact_start"})
    lines = TestEvents.lines
