"""Contact records of Amazon Connect become contacts, visits and conversations.

Fields and words are those of the vendor's page "Data model for Amazon Connect contact records"
(docs.aws.amazon.com/connect/latest/adminguide/ctr-data-model.html).
"""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from ccops_amazon_connect import ContactRecordsAdapter

from ccops.adapters import Contact, Intake, ReadOptions, Source, Visit
from ccops.testing.adapter_conformance import AdapterConformance
from ccops.testing.bank_week import BankWeek
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Sequence

_ZONE = "America/New_York"


def at(second: str) -> str:
    """Return an instant of 7 October 2026 as a record writes it."""
    return f"2026-10-07T{second}Z"


def record(contact_id: str = "c1", /, **told: Any) -> dict[str, Any]:
    """Return the record of an answered call, as the vendor's page has its fields."""
    return {
        "AWSAccountId": "123456789012",
        "AWSContactTraceRecordFormatVersion": "2017-03-10",
        "Agent": {
            "ARN": "arn:aws:connect:us-east-1:123456789012:instance/i/agent/a",
            "AfterContactWorkDuration": 40,
            "AfterContactWorkEndTimestamp": at("14:05:10"),
            "AfterContactWorkStartTimestamp": at("14:04:30"),
            "AgentInteractionDuration": 200,
            "ConnectedToAgentTimestamp": at("14:00:50"),
            "CustomerHoldDuration": 20,
            "LongestHoldDuration": 20,
            "NumberOfHolds": 1,
            "RoutingProfile": {"ARN": "arn", "Name": "Basic"},
            "Username": "mei.lin",
        },
        "AgentConnectionAttempts": 1,
        "Attributes": {},
        "Channel": "VOICE",
        "ConnectedToSystemTimestamp": at("14:00:00"),
        "ContactId": contact_id,
        "CustomerEndpoint": {"Address": "+12125550123", "Type": "TELEPHONE_NUMBER"},
        "DisconnectReason": "CUSTOMER_DISCONNECT",
        "DisconnectTimestamp": at("14:04:30"),
        "InitialContactId": None,
        "InitiationMethod": "INBOUND",
        "InitiationTimestamp": at("14:00:00"),
        "LastUpdateTimestamp": at("14:06:00"),
        "NextContactId": None,
        "PreviousContactId": None,
        "Queue": {
            "ARN": "arn:aws:connect:us-east-1:123456789012:instance/i/queue/q",
            "DequeueTimestamp": at("14:00:50"),
            "Duration": 35,
            "EnqueueTimestamp": at("14:00:15"),
            "Name": "BasicQueue",
        },
        "SystemEndpoint": {"Address": "+18005550100", "Type": "TELEPHONE_NUMBER"},
        "TransferCompletedTimestamp": None,
        **told,
    }


def read(*records: dict[str, Any], **options: Any) -> Intake:
    given = {"zone": _ZONE, "quarantine_limit": Fraction(1), **options}
    lines = tuple(json.dumps(each) for each in records)
    source = Source(name="contacts.json", lines=lines)
    return ContactRecordsAdapter().read([source], ReadOptions(**given))


def only(intake: Intake, kind: str) -> dict[str, Any]:
    assert len(intake[kind]) == 1
    return dict(intake[kind].row(0))


class TestContactRecords(AdapterConformance):
    adapter = ContactRecordsAdapter()
    carries = frozenset({"same_second", "skew", "transfers"})
    broken = ('{"ContactId": "x"}', '{"ContactId": 7}', "[1]", '{"ContactId": "x", ')

    def lines(self, contacts: Sequence[Contact]) -> Sequence[str]:
        return [json.dumps(_written(each, visit)) for each in contacts for visit in each.visits]

    def skewed(self, contact: Contact, ms: int, /) -> Sequence[str]:
        """The instant of the connection is of another clock than that of the queue."""
        told = _written(contact, contact.visits[0])
        (talk,) = contact.visits[0].conversations
        told["Agent"]["ConnectedToAgentTimestamp"] = _instant(talk.connected_ms + ms)
        return [json.dumps(told)]


def _instant(ms: object) -> str | None:
    if not isinstance(ms, int):
        return None
    whole = dt.datetime.fromtimestamp(ms // 1_000, dt.UTC)
    return whole.strftime("%Y-%m-%dT%H:%M:%SZ")


def _written(contact: Contact, visit: Visit) -> dict[str, Any]:
    talk = visit.conversations[0] if visit.conversations else None
    ended = _instant(visit.ended_ms)
    return record(
        contact.contact_id,
        Agent=None
        if talk is None
        else {
            "Username": talk.agent,
            "ConnectedToAgentTimestamp": _instant(talk.connected_ms),
            "AgentInteractionDuration": int(talk.handled) // 1_000,  # type: ignore[arg-type]
            "CustomerHoldDuration": 0,
        },
        CustomerEndpoint={"Address": contact.customer, "Type": "TELEPHONE_NUMBER"},
        DisconnectTimestamp=ended,
        InitiationTimestamp=_instant(contact.started_ms),
        LastUpdateTimestamp=ended,
        Queue={
            "Name": visit.queue,
            "EnqueueTimestamp": _instant(visit.entered_ms),
            "DequeueTimestamp": _instant(visit.waited_until_ms),
            "Duration": int(visit.waited) // 1_000,  # type: ignore[arg-type]  # none is open
        },
    )


def test_an_answered_call_is_a_visit_a_conversation_and_a_contact() -> None:
    intake = read(record())
    visit = only(intake, "queue_visit")
    assert (visit["queue"], visit["outcome"], visit["agent"]) == (
        "BasicQueue",
        "answered",
        "mei.lin",
    )
    assert (visit["wait"], visit["talk_hold"], visit["acw"]) == (35_000, 220_000, 40_000)
    talk = only(intake, "handle_segment")
    assert (talk["talk"], talk["hold"], talk["acw"]) == (200_000, 20_000, 40_000)
    assert (talk["ended_by"], talk["transfer"]) == ("customer", "none")
    contact = only(intake, "contact")
    assert (contact["channel"], contact["direction"]) == ("voice", "inbound")
    assert contact["entry_point"] == "+18005550100"
    assert contact["customer_ref"] is Missing.NOT_MEASURED


@pytest.mark.parametrize(
    ("reason", "told", "outcome"),
    [
        ("CUSTOMER_DISCONNECT", {}, "abandoned"),
        ("CONTACT_FLOW_DISCONNECT", {}, "timeout"),
        ("TELECOM_PROBLEM", {}, "system_failure"),
        ("A_REASON_OF_TOMORROW", {}, "unknown"),
        (None, {"NextContactId": "c2"}, "overflow"),
        (None, {"DisconnectTimestamp": None}, "open"),
    ],
)
def test_a_caller_leaves_unanswered(
    reason: str | None, told: dict[str, Any], outcome: str
) -> None:
    queue = {
        "Name": "BasicQueue",
        "EnqueueTimestamp": at("14:00:15"),
        "DequeueTimestamp": None if outcome == "open" else at("14:01:00"),
    }
    given = {"Agent": None, "Queue": queue, "DisconnectReason": reason, **told}
    visit = only(read(record(**given)), "queue_visit")
    assert visit["outcome"] == outcome
    assert visit["wait"] == (Missing.NOT_MEASURED if outcome == "open" else 45_000)


def test_a_call_that_is_handed_on_is_one_contact_with_two_visits() -> None:
    second = record(
        "c2",
        InitialContactId="c1",
        PreviousContactId="c1",
        InitiationMethod="QUEUE_TRANSFER",
        InitiationTimestamp=at("14:04:30"),
        LastUpdateTimestamp=at("14:20:00"),
    )
    intake = read(second, record(NextContactId="c2"))
    contact = only(intake, "contact")
    assert (contact["contact_id"], contact["visits"], contact["segments"]) == ("c1", 2, 2)
    visits = intake["queue_visit"]
    assert list(visits.columns["visit_no"]) == [1, 2]
    assert list(visits.columns["transferred"]) == [True, False]


def test_a_record_is_delivered_at_least_once_and_the_latest_counts() -> None:
    later = record(LastUpdateTimestamp=at("15:00:00"), Attributes={"topic": "refund"})
    later["Agent"]["AfterContactWorkDuration"] = 55
    intake = read(record(), later, record(), later)
    assert only(intake, "handle_segment")["acw"] == 55_000
    fates = intake.report.fates()
    assert (fates["rows_in"], fates["accepted"]) == (4, 1)
    assert intake.report.counts == {"row-superseded": 2}
    assert fates["duplicate"] == 1


def test_an_outbound_call_is_a_conversation_without_a_queue() -> None:
    given = {"InitiationMethod": "OUTBOUND", "Queue": None}
    intake = read(record(**given))
    assert len(intake["queue_visit"]) == 0
    talk = only(intake, "handle_segment")
    assert (talk["queue"], talk["visit_no"]) == (Missing.NO_RECORDS, 0)
    assert only(intake, "contact")["direction"] == "outbound"


def test_a_callback_is_a_contact_of_its_own() -> None:
    call = record("c9", InitiationMethod="CALLBACK", InitialContactId="c1")
    contacts = read(record(Agent=None, Queue=None), call)["contact"]
    assert sorted(
        zip(contacts.columns["contact_id"], contacts.columns["channel"], strict=False)
    ) == [
        ("c1", "voice"),
        ("c9", "callback"),
    ]


@pytest.mark.parametrize("told", [{"InitiationMethod": "MONITOR"}, {"Channel": "TASK"}])
def test_what_is_no_contact_of_a_customer_is_left_out_and_counted(told: dict[str, Any]) -> None:
    intake = read(record(**told), record("c2"))
    assert len(intake["contact"]) == 1
    assert intake.report.counts == {"row-no-contact": 1}


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"ContactId": None}, "field-missing"),
        ({"LastUpdateTimestamp": None}, "time-missing"),
        ({"LastUpdateTimestamp": "yesterday"}, "time-unreadable"),
        ({"InitiationTimestamp": "2026-10-07T14:00:00"}, "time-unreadable"),
        ({"Queue": {"EnqueueTimestamp": at("14:00:15")}}, "field-missing"),
        (
            {"Queue": {"Name": "q", "EnqueueTimestamp": at("14:00:15"), "Duration": "3"}},
            "number-unreadable",
        ),
        ({"Agent": {"ConnectedToAgentTimestamp": at("14:00:50")}}, "field-missing"),
    ],
)
def test_a_record_that_lacks_what_it_must_have_is_put_aside(
    told: dict[str, Any], code: str
) -> None:
    intake = read(record(**told))
    assert intake.report.counts == {code: 1}
    assert len(intake["contact"]) == 0


def test_words_of_tomorrow_are_counted_and_the_call_stays() -> None:
    intake = read(record(InitiationMethod="TELEPATHY"), record("c2", DisconnectReason="BORED"))
    assert intake.report.counts == {"event-unknown": 2}
    told = intake["contact"].columns
    assert list(told["direction"]) == ["unknown", "inbound"]
    assert list(told["disconnect_by"]) == ["customer", "unknown"]


def test_a_negative_duration_is_not_known_and_the_call_stays() -> None:
    queue = {"Name": "q", "EnqueueTimestamp": at("14:00:15"), "Duration": -3}
    agent = {**record()["Agent"], "AfterContactWorkDuration": -1}
    intake = read(record(Queue=queue, Agent=agent))
    assert intake.report.counts == {"duration-negative": 1}
    assert only(intake, "queue_visit")["wait"] == 35_000
    assert only(intake, "handle_segment")["acw"] is Missing.NOT_MEASURED


def test_an_agent_without_a_login_is_known_by_the_end_of_his_arn() -> None:
    agent = {
        **record()["Agent"],
        "Username": None,
        "ARN": "arn:aws:connect:x:1:instance/i/agent/a",
    }
    assert only(read(record(Agent=agent)), "handle_segment")["agent"] == "a"


def test_conversations_of_an_unlikely_length_are_said() -> None:
    agent = {**record()["Agent"], "AgentInteractionDuration": 5, "CustomerHoldDuration": 0}
    options = {"short_talk_ms": 10_000, "long_talk_ms": 60_000}
    report = read(record(Agent=agent), record("c2"), **options).report
    assert report.counts == {"talk-long": 1, "talk-short": 1}
    assert report.accepted == 2


def test_fields_of_tomorrow_are_passed_over() -> None:
    assert only(read(record(NewField={"a": [1.5]})), "contact")["contact_id"] == "c1"


def test_one_line_may_hold_many_records() -> None:
    joined = "".join(json.dumps(record(f"c{n}")) for n in range(5))
    source = Source(name="stream", lines=(joined,))
    intake = ContactRecordsAdapter().read([source], ReadOptions(zone=_ZONE))
    assert len(intake["contact"]) == 5


class TestBankWeek(BankWeek):
    """A real week as contact records: they carry all of it."""

    adapter = ContactRecordsAdapter()
    lines = TestContactRecords.lines
