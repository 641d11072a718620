"""Conversation details of Genesys Cloud become contacts, visits, offers and conversations.

Fields and words are those of the vendor's SDK (github.com/MyPureCloud/platform-client-sdk-python,
build/docs and its models), metrics those of help.mypurecloud.com/articles/metric-definitions.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from ccops_genesys import ConversationDetailsAdapter

from ccops.adapters import AtEnd, Intake, OpenState, ReadOptions, Source, joined_intake
from ccops.values import Missing

if TYPE_CHECKING:
    from pathlib import Path

CUSTOMER = "tel:+12125550123"
DIALED = "tel:+18005550100"
SALES = "0a7e-sales"
SERVICE = "0a7e-service"


def at(clock: str) -> str:
    """Return an instant of 7 October 2026 as a document writes it."""
    return f"2026-10-07T{clock if '.' in clock else f'{clock}.000'}Z"


def segment(type_: str, start: str, end: str | None = None, **told: Any) -> dict[str, Any]:
    """Return a step of a session; without an end it still lasts."""
    ends = {} if end is None else {"segmentEnd": at(end)}
    return {
        "segmentType": type_,
        "segmentStart": at(start),
        **ends,
        "conference": False,
        **told,
    }


def metrics(when: str, **values: object) -> list[dict[str, Any]]:
    """Return metrics of a session, all emitted at one instant."""
    return [{"name": name, "value": value, "emitDate": at(when)} for name, value in values.items()]


def participant(purpose: object, *segments: dict[str, Any], **told: Any) -> dict[str, Any]:
    """Return somebody with one session; ``told`` is what stands in the session, or ``user``."""
    user = told.pop("user", None)
    return {
        "participantId": f"p-{purpose}-{user}",
        "participantName": "Jane Doe",
        "purpose": purpose,
        **({} if user is None else {"userId": user}),
        "sessions": [
            {
                "sessionId": f"s-{purpose}-{user}",
                "mediaType": "voice",
                "direction": "inbound",
                "ani": CUSTOMER,
                "dnis": DIALED,
                "remote": "Jane Doe",
                "segments": list(segments),
                **told,
            }
        ],
    }


def customer(start: str = "14:00:00", end: str | None = "14:04:30", **told: Any) -> dict[str, Any]:
    """Return the customer, who hangs up at the end unless something else is said."""
    ended_by = told.pop("disconnectType", "endpoint")
    ended = {"disconnectType": ended_by} if end is not None and ended_by else {}
    return participant("customer", segment("interact", start, end, **ended), **told)


def queue(
    start: str = "14:00:15", end: str | None = "14:00:50", of: str | None = SALES, **told: Any
) -> dict[str, Any]:
    """Return a stay in a queue; ``ended_by`` is the ``disconnectType`` of its end."""
    ended_by = told.pop("ended_by", "transfer")
    ended = {"disconnectType": ended_by} if end is not None and ended_by else {}
    return participant("acd", segment("interact", start, end, queueId=of, **ended), **told)


def agent(user: str | None = "u-mei", *segments: dict[str, Any], **told: Any) -> dict[str, Any]:
    """Return an agent; without steps: rung, connected for 200 s, 20 s of hold, 40 s of wrap-up."""
    steps = segments or (
        segment("alert", "14:00:44", "14:00:50", queueId=SALES),
        segment("interact", "14:00:50", "14:02:00", queueId=SALES),
        segment("hold", "14:02:00", "14:02:20", queueId=SALES),
        segment("interact", "14:02:20", "14:04:30", queueId=SALES, disconnectType="peer"),
        segment("wrapup", "14:04:30", "14:05:10", queueId=SALES, wrapUpCode="w-refund"),
    )
    return participant("agent", *steps, user=user, **told)


def conversation(
    *participants: dict[str, Any], name: str = "c1", end: str | None = "14:05:10", **told: Any
) -> dict[str, Any]:
    """Return a conversation; of nobody in particular, an answered call."""
    ended = {} if end is None else {"conversationEnd": at(end)}
    return {
        "conversationId": name,
        "conversationStart": at("14:00:00"),
        **ended,
        "originatingDirection": "inbound",
        "divisionIds": ["d1"],
        "mediaStatsMinConversationMos": 4.311158090508609,
        "participants": list(participants) or [customer(), queue(), agent()],
        **told,
    }


def read(*conversations: dict[str, Any], **options: Any) -> Intake:
    given = {"zone": "America/New_York", "quarantine_limit": Fraction(1), **options}
    lines = tuple(json.dumps(each) for each in conversations)
    source = Source(name="conversations.json", lines=lines)
    return ConversationDetailsAdapter().read([source], ReadOptions(**given))


def only(intake: Intake, kind: str) -> dict[str, Any]:
    assert len(intake[kind]) == 1
    return dict(intake[kind].row(0))


def column(intake: Intake, kind: str, *names: str) -> list[tuple[object, ...]]:
    return list(zip(*(intake[kind].columns[name] for name in names), strict=True))


# ---- an answered call ---------------------------------------------------------------------------


def test_an_answered_call_is_a_visit_an_offer_a_conversation_and_a_contact() -> None:
    intake = read(conversation())
    visit = only(intake, "queue_visit")
    assert (visit["queue"], visit["outcome"], visit["agent"]) == (SALES, "answered", "u-mei")
    assert (visit["wait"], visit["talk_hold"], visit["acw"]) == (35_000, 220_000, 40_000)
    talk = only(intake, "handle_segment")
    assert (talk["talk"], talk["hold"], talk["acw"]) == (200_000, 20_000, 40_000)
    assert (talk["ended_by"], talk["transfer"]) == ("customer", "none")
    offer = only(intake, "offer")
    assert (offer["agent"], offer["result"], offer["ring_ms"]) == ("u-mei", "answered", 6_000)
    contact = only(intake, "contact")
    assert (contact["channel"], contact["direction"]) == ("voice", "inbound")
    assert (contact["entry_point"], contact["disconnect_by"]) == ("+18005550100", "customer")
    assert contact["customer_ref"] is contact["business_type"] is Missing.NOT_MEASURED


def test_what_the_vendor_measured_goes_before_the_difference_of_two_instants() -> None:
    measured = metrics("14:05:10", tTalkComplete=199_500, tHeldComplete=20_250, tAcw=38_000)
    mei = agent(metrics=[*measured, *metrics("14:00:50", tAnswered=34_990)])
    intake = read(conversation(customer(), queue(metrics=metrics("14:00:50", tAcd=35_010)), mei))
    visit, talk = only(intake, "queue_visit"), only(intake, "handle_segment")
    assert (visit["wait"], talk["talk"], talk["hold"]) == (34_990, 199_500, 20_250)
    assert talk["acw"] == 38_000


def test_a_delay_before_the_queue_has_the_call_is_no_wait() -> None:
    delayed = participant(
        "acd",
        segment("delay", "14:00:10", "14:00:15", queueId=SALES),
        segment("interact", "14:00:15", "14:00:50", queueId=SALES, disconnectType="transfer"),
    )
    assert only(read(conversation(customer(), delayed, agent())), "queue_visit")["wait"] == 35_000


@pytest.mark.parametrize(
    ("handled", "acw"),
    [(200_000, 0), (230_000, Missing.NOT_MEASURED), (None, Missing.NOT_MEASURED)],
)
def test_without_wrap_up_the_time_handled_says_whether_there_was_none(
    handled: int | None, acw: object
) -> None:
    spoken = segment("interact", "14:00:50", "14:04:10", queueId=SALES, disconnectType="client")
    told = {} if handled is None else {"tHandle": handled}
    intake = read(
        conversation(customer(), queue(), agent("u1", spoken, metrics=metrics("14:04:10", **told)))
    )
    talk = only(intake, "handle_segment")
    assert (talk["acw"], talk["ended_by"]) == (acw, "agent")


# ---- how a stay in a queue ends -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("ended_by", "counted", "outcome"),
    [
        ("peer", {}, "abandoned"),
        ("PEER", {}, "abandoned"),
        ("endpoint", {"tAbandon": 30_000}, "abandoned"),
        ("client", {}, "unknown"),
        ("client", {"tAbandon": 30_000}, "abandoned"),
        (None, {"tAbandon": 30_000}, "abandoned"),
        ("transfer", {"tAbandon": 30_000}, "abandoned"),
        ("system", {"tAbandon": 30_000}, "timeout"),
        ("timeout", {}, "timeout"),
        ("transfer", {}, "overflow"),
        ("transfer", {"tFlowOut": 30_000}, "overflow"),
        ("peer", {"tFlowOut": 30_000}, "overflow"),
        ("error", {}, "system_failure"),
        ("transportFailure", {"tAbandon": 30_000}, "system_failure"),
        ("aReasonOfTomorrow", {}, "unknown"),
        (None, {}, "unknown"),
    ],
)
def test_a_customer_leaves_unanswered(
    ended_by: str | None, counted: dict[str, int], outcome: str
) -> None:
    waiting = queue(end="14:00:45", ended_by=ended_by, metrics=metrics("14:00:45", **counted))
    visit = only(read(conversation(customer(), waiting)), "queue_visit")
    assert (visit["outcome"], visit["wait"]) == (outcome, 30_000)
    assert visit["agent"] is visit["talk_hold"] is Missing.NO_RECORDS


def test_an_exit_to_a_callback_is_told_as_one() -> None:
    back = queue("14:01:00", "14:20:00", ended_by="transfer", mediaType="callback")
    called = agent("u1", segment("interact", "14:20:00", "14:22:00", queueId=SALES))
    intake = read(conversation(customer(), queue(end="14:01:00"), back, called, end="14:22:00"))
    assert column(intake, "queue_visit", "outcome", "wait") == [
        ("callback", 45_000),
        ("answered", 1_140_000),
    ]
    flowed = queue(flowOutType="CALLBACK", metrics=metrics("14:00:50", tFlowOut=35_000))
    assert only(read(conversation(customer(), flowed)), "queue_visit")["outcome"] == "callback"


def test_a_call_goes_from_one_queue_to_the_next() -> None:
    first = queue(
        end="14:00:45", ended_by="transfer", metrics=metrics("14:00:45", tFlowOut=30_000)
    )
    second = queue("14:00:45", "14:01:00", of=SERVICE)
    ada = agent("u-ada", segment("interact", "14:01:00", "14:04:30", queueId=SERVICE))
    told = column(
        read(conversation(customer(), first, second, ada)),
        "queue_visit",
        "queue",
        "outcome",
        "agent",
    )
    assert told == [(SALES, "overflow", Missing.NO_RECORDS), (SERVICE, "answered", "u-ada")]


def test_one_session_in_two_queues_is_two_visits_that_share_no_metric() -> None:
    both = participant(
        "acd",
        segment("interact", "14:00:15", "14:00:25", queueId=SALES),
        segment("interact", "14:00:25", "14:00:50", queueId=SERVICE, disconnectType="peer"),
        metrics=metrics("14:00:50", tAcd=35_000),
    )
    assert column(read(conversation(customer(), both)), "queue_visit", "queue", "wait") == [
        (SALES, 10_000),
        (SERVICE, 25_000),
    ]


# ---- rings --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ended_by", "counted", "result"),
    [
        ("client", {"tNotResponding": 8_000}, "no_answer"),
        (None, {}, "no_answer"),
        ("client", {}, "declined"),
        ("peer", {}, "canceled"),
        ("endpointDnd", {}, "unavailable"),
        ("aReasonOfTomorrow", {}, "unknown"),
    ],
)
def test_an_agent_does_not_take_a_call(
    ended_by: str | None, counted: dict[str, int], result: str
) -> None:
    rung = segment("alert", "14:00:16", "14:00:24", queueId=SALES, disconnectType=ended_by)
    finishing = segment("wrapup", "14:00:24", "14:01:24", queueId=SALES)
    bo = agent("u-bo", rung, finishing, metrics=metrics("14:01:24", tAcw=57_000, **counted))
    intake = read(conversation(customer(), queue(), bo, agent()))
    assert column(intake, "offer", "agent", "result", "ring_ms") == [
        ("u-bo", result, 8_000),
        ("u-mei", "answered", 6_000),
    ]
    assert only(intake, "handle_segment")["agent"] == "u-mei"


def test_an_agent_who_is_rung_twice_answers_once() -> None:
    bo = agent(
        "u-bo",
        segment("alert", "14:00:16", "14:00:24", queueId=SALES, disconnectType="client"),
        segment("alert", "14:00:45", "14:00:50", queueId=SALES),
        segment("interact", "14:00:50", "14:04:30", queueId=SALES, disconnectType="peer"),
        metrics=metrics("14:00:24", tNotResponding=8_000),
    )
    intake = read(conversation(customer(), queue(), bo))
    assert column(intake, "offer", "result") == [("no_answer",), ("answered",)]


# ---- handed on, spoken at one time --------------------------------------------------------------


@pytest.mark.parametrize(
    ("ended_by", "counted", "transfer"),
    [
        ("transfer", {}, "other"),
        ("transfer", {"nTransferred": 1, "nBlindTransferred": 1}, "blind"),
        ("transfer", {"nTransferred": 1, "nConsultTransferred": 1}, "attended"),
        ("consultTransfer", {}, "attended"),
        ("conferenceTransfer", {}, "conference"),
        ("peer", {"nTransferred": 1}, "other"),
        ("peer", {"nBlindTransferred": 0}, "none"),
    ],
)
def test_an_agent_hands_a_call_on(ended_by: str, counted: dict[str, int], transfer: str) -> None:
    spoken = segment("interact", "14:00:50", "14:02:00", queueId=SALES, disconnectType=ended_by)
    mei = agent("u-mei", spoken, metrics=metrics("14:02:00", **counted))
    talk = only(read(conversation(customer(), queue(), mei)), "handle_segment")
    assert talk["transfer"] == transfer
    assert talk["ended_by"] == ("customer" if transfer == "none" else "transfer")


def test_a_transfer_back_to_the_same_queue_is_a_second_visit() -> None:
    first = agent(
        "u-mei",
        segment("interact", "14:00:50", "14:02:00", queueId=SALES, disconnectType="transfer"),
    )
    again = queue("14:02:00", "14:02:20")
    second = agent(
        "u-bo", segment("interact", "14:02:20", "14:04:30", queueId=SALES, disconnectType="peer")
    )
    intake = read(conversation(customer(), queue(), again, second, first))
    assert column(intake, "queue_visit", "visit_no", "agent", "wait", "transferred") == [
        (1, "u-mei", 35_000, True),
        (2, "u-bo", 20_000, False),
    ]


def test_an_agent_called_in_without_a_queue_has_a_conversation_without_one() -> None:
    senior = participant(
        "user", segment("interact", "14:02:00", "14:03:00", disconnectType="client"), user="u-bo"
    )
    intake = read(conversation(customer(), queue(), agent(), senior))
    told = column(intake, "handle_segment", "agent", "visit_no", "queue")
    assert sorted(told, key=str) == [("u-bo", 0, Missing.NO_RECORDS), ("u-mei", 1, SALES)]
    assert only(intake, "contact")["segments"] == 2


def test_sessions_of_one_agent_at_one_time_are_one_conversation_and_one_time() -> None:
    bo = agent(
        "u-bo",
        segment("alert", "14:00:40", "14:00:50", queueId=SALES),
        segment("interact", "14:00:50", "14:04:00", queueId=SALES, disconnectType="client"),
        segment("wrapup", "14:04:00", "14:05:00", queueId=SALES),
        mediaType="callback",
        ani=None,
        callbackNumbers=["+12125550123"],
    )
    call = participant(
        "agent",
        segment("dialing", "14:01:00", "14:01:10"),
        segment("interact", "14:01:10", "14:04:10", disconnectType="client"),
        direction="outbound",
    )
    bo["sessions"] += call["sessions"]
    talk = only(read(conversation(customer(), queue(mediaType="callback"), bo)), "handle_segment")
    assert talk["talk"] is talk["hold"] is Missing.NOT_MEASURED
    assert (talk["talk_hold"], talk["acw"]) == (200_000, 60_000)


def test_who_only_listens_in_is_no_part_of_the_contact() -> None:
    listener = participant(
        "agent",
        segment("interact", "14:01:00", "14:02:00"),
        user="u-boss",
        monitoredParticipantId="p",
    )
    other = participant("agent", segment("monitoring", "14:01:00", "14:02:00"), user="u-boss")
    shared = participant(
        "agent", segment("interact", "14:01:00", "14:02:00"), user="u-mei", mediaType="screenshare"
    )
    assert read(conversation(customer(), queue(), agent(), listener, other, shared))[
        "handle_segment"
    ].columns["agent"] == ["u-mei"]


# ---- ways and directions ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("media", "channel"),
    [("chat", "chat"), ("message", "chat"), ("email", "email"), ("callback", "callback")],
)
def test_a_contact_comes_on_the_channel_of_its_customer(media: str, channel: str) -> None:
    people = customer(mediaType=media), queue(mediaType=media), agent(mediaType=media)
    assert only(read(conversation(*people)), "contact")["channel"] == channel


def test_an_outbound_call_is_a_conversation_without_a_queue_and_keeps_no_number() -> None:
    told = {"direction": "outbound", "ani": DIALED, "dnis": CUSTOMER}
    callee = participant(
        "external", segment("interact", "14:00:50", "14:04:30", disconnectType="peer"), **told
    )
    mei = agent("u-mei", segment("interact", "14:00:50", "14:04:30", queueId=SALES), **told)
    intake = read(conversation(callee, mei, originatingDirection="outbound"), pseudonym_key=b"k")
    assert len(intake["queue_visit"]) == 0
    assert only(intake, "handle_segment")["queue"] is Missing.NO_RECORDS
    contact = only(intake, "contact")
    assert (contact["direction"], contact["disconnect_by"]) == ("outbound", "agent")
    assert contact["entry_point"] is Missing.NOT_MEASURED
    inbound = only(read(conversation(), pseudonym_key=b"k"), "contact")
    assert contact["customer_ref"] == inbound["customer_ref"]


def test_colleagues_among_themselves_are_an_internal_contact() -> None:
    talk = segment("interact", "14:00:50", "14:01:00")
    both = [participant("user", talk, user=user) for user in ("u-mei", "u-bo")]
    contact = only(read(conversation(*both)), "contact")
    assert (contact["direction"], contact["segments"]) == ("internal", 2)
    assert contact["entry_point"] is Missing.NOT_MEASURED


def test_a_customer_of_whom_no_address_is_told_is_known_by_the_external_contact() -> None:
    known = customer(ani=None, mediaType="message")
    known["externalContactId"] = "ext-1"
    intake = read(conversation(known), pseudonym_key=b"k")
    assert isinstance(only(intake, "contact")["customer_ref"], str)


def test_a_conference_names_the_conversation_it_was_made_of() -> None:
    joined = agent("u1", segment("interact", "14:01:00", "14:02:00", sourceConversationId="c0"))
    assert only(read(conversation(customer(), joined)), "contact")["root_id"] == "c0"


def test_a_callback_of_a_campaign_may_tell_no_direction_no_metric_and_no_end() -> None:
    told: dict[str, Any] = {
        "mediaType": "callback",
        "direction": None,
        "ani": None,
        "dnis": None,
        "outboundCampaignId": "camp-1",
        "callbackNumbers": ["+12125550123"],
    }
    callee = customer(disconnectType="peer", **told)
    mei = agent(
        "u-mei",
        segment("alert", "14:00:16", "14:00:50", queueId=SALES),
        segment("interact", "14:00:50", "14:04:30", queueId=SALES, disconnectType="client"),
        segment("wrapup", "14:04:29.900", "14:04:29.900", queueId=SALES, disconnectType="client"),
        **told,
    )
    document = conversation(callee, queue(**told), mei, end=None, originatingDirection=None)
    intake = read(document, pseudonym_key=b"k")
    contact = only(intake, "contact")
    assert (contact["channel"], contact["direction"]) == ("callback", "outbound")
    assert (contact["disconnect_by"], contact["ended_ms"]) == ("agent", Missing.NOT_MEASURED)
    assert (
        contact["customer_ref"]
        == only(read(conversation(), pseudonym_key=b"k"), "contact")["customer_ref"]
    )
    visit = only(intake, "queue_visit")
    assert (visit["outcome"], visit["closed_by"], visit["wait"]) == ("answered", "event", 35_000)
    assert (visit["talk_hold"], visit["acw"]) == (220_000, 0)


# ---- going on, coming again ---------------------------------------------------------------------


def waiting() -> dict[str, Any]:
    return conversation(customer(end=None), queue(end=None), end=None)


def talking() -> dict[str, Any]:
    rung = segment("alert", "14:00:44", "14:00:50", queueId=SALES)
    mei = agent("u-mei", rung, segment("interact", "14:00:50", queueId=SALES))
    return conversation(customer(end=None), queue(), mei, end=None)


def test_a_conversation_that_goes_on_is_open() -> None:
    intake = read(waiting())
    visit = only(intake, "queue_visit")
    assert (visit["outcome"], visit["closed_by"]) == ("open", "open")
    assert visit["wait"] is Missing.NOT_MEASURED
    talk = only(read(talking()), "handle_segment")
    assert talk["ended_by"] == only(read(talking()), "contact")["disconnect_by"] == "open"
    assert talk["talk"] is talk["hold"] is talk["acw"] is Missing.NOT_MEASURED
    assert only(read(talking()), "queue_visit")["closed_by"] == "open"


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
def test_of_the_documents_of_a_conversation_the_one_that_goes_furthest_counts(
    order: tuple[int, ...],
) -> None:
    documents = waiting(), talking(), conversation()
    intake = read(*(documents[place] for place in order))
    assert only(intake, "handle_segment")["acw"] == 40_000
    assert intake.report.counts == {"row-superseded": 2}


def test_of_two_that_go_equally_far_the_one_that_tells_more_counts() -> None:
    so_far = conversation(end=None)
    for documents in ((so_far, conversation()), (conversation(), so_far)):
        intake = read(*documents)
        assert only(intake, "contact")["disconnect_by"] == "customer"
        assert intake.report.counts == {"row-superseded": 1}


def test_what_is_added_afterwards_and_not_read_makes_a_document_no_other_one() -> None:
    rated = conversation(evaluations=[{"score": 92.5}])
    rated["participants"][2]["sessions"][0]["segments"][4]["wrapUpNote"] = (
        "call +12125550123 again"
    )
    assert read(conversation(), rated).report.duplicate == 1


def test_an_open_conversation_goes_on_in_the_next_read() -> None:
    first = read(talking(), at_end=AtEnd.CARRY)
    assert first.state is not None
    stored = json.dumps(first.state.to_dict())
    assert "Jane Doe" not in stored
    second = read(conversation(), resume=OpenState.from_dict(json.loads(stored)))
    assert only(joined_intake([first, second]), "handle_segment")["acw"] == 40_000


# ---- what is not known, missing or broken -------------------------------------------------------


def test_words_of_tomorrow_are_kept_and_counted_and_change_nothing() -> None:
    mei = agent()
    mei["sessions"][0]["segments"].append(
        segment("pondering", "14:03:00", "14:04:00", queueId=SALES)
    )
    robot = participant("robot", segment("interact", "14:00:00", "14:00:10"))
    hologram = agent("u-bo", segment("interact", "14:01:00", "14:02:00"), mediaType="hologram")
    intake = read(conversation(customer(), queue(), mei, robot, hologram), conversation(name="c2"))
    events = column(intake, "queue_event", "event", "contact_id", "queue", "agent")
    assert sorted(events, key=str) == [
        ("mediaType hologram", "c1", Missing.NO_RECORDS, "u-bo"),
        ("purpose robot", "c1", Missing.NO_RECORDS, Missing.NO_RECORDS),
        ("segmentType pondering", "c1", SALES, "u-mei"),
    ]
    assert intake.report.counts == {"event-unknown": 3}
    assert dict(intake.report.rows_by_type) == {
        "conversation": 2,
        "mediaType": 1,
        "purpose": 1,
        "segmentType": 1,
    }
    plain = read(conversation(), conversation(name="c2"))
    for kind in ("queue_visit", "handle_segment", "offer"):
        assert list(intake[kind].columns.values())[:-1] == list(plain[kind].columns.values())[:-1]


def test_null_is_as_absent() -> None:
    bare = participant(None, ani=None, metrics=None, segments=None)
    empty = {"purpose": "ivr", "sessions": None}
    nulls = agent(direction=None, flowOutType=None, callbackNumbers=None, metrics=None)
    intake = read(conversation(customer(), queue(metrics=None), nulls, bare, empty))
    assert only(intake, "handle_segment")["talk"] == 200_000
    assert intake.report.counts == {"event-unknown": 1}


def test_a_conversation_that_is_over_with_a_step_that_is_not_has_no_end_of_it() -> None:
    spoken = segment("interact", "14:00:50", queueId=SALES)
    intake = read(conversation(customer(), queue(), agent("u-mei", spoken)))
    assert only(intake, "handle_segment")["talk_hold"] is Missing.NOT_MEASURED
    assert only(intake, "queue_visit")["closed_by"] == "event"
    gone = only(read(conversation(customer(), queue(end=None))), "queue_visit")
    assert (gone["outcome"], gone["wait"]) == ("unknown", Missing.NOT_MEASURED)


def test_answered_by_nobody_that_is_named_is_counted() -> None:
    spoken = segment("interact", "14:00:50", "14:04:30", queueId=SALES)
    intake = read(conversation(customer(), queue(), agent(None, spoken)))
    assert only(intake, "queue_visit")["outcome"] == "unknown"
    assert intake.report.counts == {"answered-without-agent": 1}


def test_a_negative_duration_is_not_known_and_the_call_stays() -> None:
    mei = agent(metrics=metrics("14:05:10", tAcw=-4, tTalkComplete="199000.0"))
    intake = read(conversation(customer(), queue(), mei))
    talk = only(intake, "handle_segment")
    assert (talk["talk"], talk["acw"]) == (199_000, 40_000)
    assert intake.report.counts == {"duration-negative": 1}


def survey(status: str, **told: Any) -> dict[str, Any]:
    """Return a survey of a conversation, asked the day after."""
    return {
        "eventTime": "2026-10-08T15:00:00.000Z",
        "queueId": SALES,
        "surveyFormName": "After the call",
        "surveyPromoterScore": 9,
        "surveyStatus": status,
        "userId": "u-mei",
        **told,
    }


@pytest.mark.parametrize(
    ("told", "invited", "score"),
    [
        (survey("Finished", oSurveyTotalScore=85), True, 8_500),
        (survey("Finished", oSurveyTotalScore=85.25), True, 8_525),
        (survey("Finished"), True, Missing.NOT_MEASURED),
        (survey("OptOut", oSurveyTotalScore=85), True, Missing.NO_RECORDS),
        (survey("Expired"), True, Missing.NO_RECORDS),
        (survey("Sent"), True, Missing.NO_RECORDS),
        (survey("InProgress"), True, Missing.NO_RECORDS),
        (survey("Pending"), False, Missing.NO_RECORDS),
        (survey("Error"), False, Missing.NO_RECORDS),
    ],
)
def test_a_survey_is_a_rating_of_the_agent_it_names(
    told: dict[str, Any], invited: object, score: object
) -> None:
    intake = read(conversation(surveys=[told]))

    rating = only(intake, "rating")
    assert (rating["contact_id"], rating["employee_id"]) == ("c1", "u-mei")
    assert rating["day"] == dt.date(2026, 10, 8).toordinal()
    assert (rating["invited"], rating["score"]) == (invited, score)
    assert rating["resolved"] is Missing.NO_RECORDS
    assert intake.report.counts == {}


def test_a_survey_without_an_instant_is_of_the_end_of_its_conversation() -> None:
    intake = read(conversation(surveys=[survey("Sent", eventTime=None)]))

    assert only(intake, "rating")["day"] == dt.date(2026, 10, 7).toordinal()


def test_a_survey_of_nobody_is_left_out_and_counted() -> None:
    intake = read(conversation(surveys=[survey("Sent", userId=None), survey("Later")]))

    assert intake.report.counts == {"survey-without-agent": 1, "event-unknown": 1}
    assert only(intake, "rating")["invited"] is True


@pytest.mark.parametrize("score", ["much", 101, -1, 85.125, True, [85]])
def test_a_score_that_is_none_puts_the_conversation_aside(score: object) -> None:
    intake = read(conversation(surveys=[survey("Finished", oSurveyTotalScore=score)]))

    assert intake.report.counts == {"number-unreadable": 1}


def test_an_answer_that_came_later_is_in_the_later_document() -> None:
    asked = conversation(surveys=[survey("Sent")])
    answered = survey(
        "Finished", oSurveyTotalScore=90, surveyCompletedDate="2026-10-08T16:00:00.000Z"
    )

    intake = read(asked, conversation(surveys=[answered]), asked)

    assert only(intake, "rating")["score"] == 9_000
    assert intake.report.counts == {"row-superseded": 2}


def test_a_survey_that_went_on_without_an_instant_is_in_the_later_document_too() -> None:
    statuses = ("Finished", "Sent", "Pending", "InProgress")
    told = [
        conversation(surveys=[survey(each, eventTime=None, oSurveyTotalScore=70)])
        for each in statuses
    ]

    intake = read(*told, conversation())

    assert only(intake, "rating")["score"] == 7_000
    assert intake.report.counts == {"row-superseded": 4}


def test_conversations_without_surveys_tell_of_no_rating() -> None:
    assert "rating" not in read(conversation()).records


def test_a_conversation_with_nobody_on_a_channel_is_left_out_and_counted() -> None:
    shared = agent("u-mei", segment("sharing", "14:01:00", "14:02:00"), mediaType="screenshare")
    intake = read(conversation(shared), conversation(name="c2"))
    assert len(intake["contact"]) == 1
    assert intake.report.counts == {"row-no-contact": 1}


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"conversationId": None}, "field-missing"),
        ({"conversationStart": None}, "time-missing"),
        ({"conversationStart": "yesterday"}, "time-unreadable"),
        ({"conversationEnd": "2026-10-07T14:00:00"}, "time-unreadable"),
        ({"participants": {"purpose": "acd"}}, "row-unreadable"),
        ({"participants": [7]}, "row-unreadable"),
        ({"participants": [queue(of=None)]}, "field-missing"),
        ({"participants": [queue("14:01:00", "14:00:00")]}, "interval-disagrees"),
        ({"participants": [queue(metrics=metrics("14:00:50", tAcd=1.5))]}, "number-unreadable"),
        ({"participants": [queue(metrics=metrics("14:00:50", tAcd=True))]}, "number-unreadable"),
        ({"participants": [agent(metrics=metrics("14:60:50", tAcw=1))]}, "time-unreadable"),
        (
            {"originatingDirection": "sideways", "participants": [customer(direction="up")]},
            "field-missing",
        ),
    ],
)
def test_a_document_that_lacks_what_it_must_have_is_put_aside(
    told: dict[str, Any], code: str
) -> None:
    intake = read(conversation(**told), conversation(name="c2"))
    assert intake.report.counts == {code: 1}
    assert list(intake["contact"].columns["contact_id"]) == ["c2"]


# ---- files --------------------------------------------------------------------------------------


def test_documents_come_one_a_line_in_lists_and_in_answers(tmp_path: Path) -> None:
    documents = [conversation(name=f"c{number}") for number in range(4)]
    texts = (
        "\n".join(map(json.dumps, documents)),
        json.dumps(documents),
        json.dumps(documents, indent=2),
        json.dumps({"conversations": documents, "totalHits": 4}, indent=2),
        json.dumps({"conversations": documents[:2], "cursor": "x"})
        + "\n"
        + json.dumps({"conversations": documents[2:]}),
    )
    for number, text in enumerate(texts):
        path = tmp_path / f"{number}.json.gz"
        path.write_bytes(gzip.compress(text.encode()))
        intake = ConversationDetailsAdapter().read([path], ReadOptions(zone="Asia/Shanghai"))
        assert len(intake["contact"]) == intake.report.rows_in == 4


@pytest.mark.parametrize("answer", [{}, {"totalHits": 0}, {"conversations": []}])
def test_an_answer_without_conversations_is_no_row(answer: dict[str, Any]) -> None:
    assert read(answer).report.rows_in == 0
