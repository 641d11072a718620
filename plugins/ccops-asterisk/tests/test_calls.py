from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ccops.adapters import Intake
from ccops.values import Missing

Read = Callable[..., Intake]
T = 1_792_990_000
CALL = f"{T - 10}.1"
UNKNOWN = Missing.NOT_MEASURED
NEVER = Missing.NO_RECORDS


def line(after: int, queue: str, agent: str, event: str, *told: object, call: str = CALL) -> str:
    return "|".join(map(str, (T + after, call, queue, agent, event, *told)))


def enter(after: int, queue: str = "sales", **call: str) -> str:
    return line(after, queue, "NONE", "ENTERQUEUE", "", "13900001234", 1, **call)


def rows(intake: Intake, kind: str, *names: str) -> list[tuple[Any, ...]]:
    columns = intake[kind].columns
    return list(zip(*(columns[name] for name in names), strict=True))


def test_an_answered_call_is_a_visit_a_conversation_an_offer_and_a_contact(read: Read) -> None:
    intake = read(
        enter(0),
        line(12, "sales", "Agent/7", "CONNECT", 12, "1.2", 5),
        line(100, "sales", "Agent/7", "COMPLETEAGENT", 12, 88, 1),
    )

    visit = intake["queue_visit"].row(0)
    assert (visit["outcome"], visit["agent"], visit["wait"]) == ("answered", "Agent/7", 12_000)
    assert (visit["talk_hold"], visit["acw"], visit["segments"]) == (88_000, UNKNOWN, 1)
    assert (visit["completed"], visit["closed_by"]) == (True, "event")
    assert (visit["entered_ms"], visit["answered_ms"], visit["ended_ms"]) == (
        T * 1_000,
        (T + 12) * 1_000,
        (T + 100) * 1_000,
    )
    segment = intake["handle_segment"].row(0)
    assert (segment["talk"], segment["hold"], segment["talk_hold"]) == (UNKNOWN, UNKNOWN, 88_000)
    assert (segment["ended_by"], segment["transfer"]) == ("agent", "none")
    offer = intake["offer"].row(0)
    assert (offer["result"], offer["ring_ms"]) == ("answered", 5_000)
    assert offer["offered_ms"] == (T + 7) * 1_000
    contact = intake["contact"].row(0)
    assert (contact["visits"], contact["segments"], contact["disconnect_by"]) == (1, 1, "agent")
    assert contact["started_ms"] == (T - 10) * 1_000


def test_references_are_the_line_of_the_entry_and_of_the_answer(read: Read) -> None:
    intake = read(
        "1792980000|NONE|NONE|NONE|CONFIGRELOAD|",
        enter(0),
        line(1, "sales", "Agent/8", "RINGNOANSWER", 900),
        line(12, "sales", "Agent/7", "CONNECT", 12, "1.2", 5),
        line(100, "sales", "Agent/7", "COMPLETEAGENT", 12, 88, 1),
        name="logs/queue_log.1",
    )

    assert list(intake["queue_visit"].columns["source_ref"]) == ["logs/queue_log.1:2"]
    assert list(intake["handle_segment"].columns["source_ref"]) == ["logs/queue_log.1:4"]
    assert sorted(map(str, intake["offer"].columns["source_ref"])) == [
        "logs/queue_log.1:3",
        "logs/queue_log.1:4",
    ]


@pytest.mark.parametrize(
    ("event", "told", "outcome", "ended_by"),
    [
        ("ABANDON", (1, 1, 30), "abandoned", "customer"),
        ("EXITWITHTIMEOUT", (1, 1, 30), "timeout", "system"),
        ("EXITEMPTY", (1, 1, 30), "exit_empty", "system"),
        ("EXITWITHKEY", (5, 1, 1, 30), "exit_key", "customer"),
        ("WITHDRAW", (1, 1, 30, "closing"), "withdrawn", "system"),
        ("SYSCOMPAT", (), "system_failure", "system"),
        ("EXITWITHTIMEOUT", (1,), "timeout", "system"),
        ("EXITWITHKEY", (5, 1), "exit_key", "customer"),
    ],
)
def test_a_caller_leaves_unanswered(
    read: Read, event: str, told: tuple[object, ...], outcome: str, ended_by: str
) -> None:
    intake = read(enter(0), line(30, "sales", "NONE", event, *told))

    assert rows(intake, "queue_visit", "outcome", "wait", "agent", "talk_hold") == [
        (outcome, 30_000, NEVER, NEVER)
    ]
    assert rows(intake, "contact", "disconnect_by") == [(ended_by,)]
    assert not len(intake["handle_segment"])


def test_the_end_of_waiting_places_unanswered_calls(read: Read) -> None:
    intake = read(enter(0), line(30, "sales", "NONE", "ABANDON", 1, 1, 30))

    assert rows(intake, "queue_visit", "answered_ms", "ended_ms") == [
        ((T + 30) * 1_000, (T + 30) * 1_000)
    ]


def test_old_logs_that_say_less_are_counted_from_the_clock(read: Read) -> None:
    intake = read(
        line(0, "sales", "NONE", "ENTERQUEUE", "", "139"),
        line(9, "sales", "Agent/7", "CONNECT"),
        line(49, "sales", "Agent/7", "COMPLETECALLER"),
    )

    assert rows(intake, "queue_visit", "wait", "talk_hold") == [(9_000, 40_000)]
    assert not len(intake["offer"])


@pytest.mark.parametrize(
    ("event", "told", "result", "ring"),
    [
        ("RINGNOANSWER", (15_000,), "no_answer", 15_000),
        ("RINGNOANSWER", (0,), "unavailable", 0),
        ("RINGCANCELED", (2_500,), "canceled", 2_500),
        ("AGENTDUMP", (), "declined", UNKNOWN),
    ],
)
def test_ringing_is_in_milliseconds(
    read: Read, event: str, told: tuple[object, ...], result: str, ring: object
) -> None:
    intake = read(
        enter(0),
        line(16, "sales", "Agent/8", event, *told),
        line(40, "sales", "NONE", "ABANDON", 1, 1, 40),
    )

    assert rows(intake, "offer", "agent", "result", "ring_ms", "offer_no") == [
        ("Agent/8", result, ring, 1)
    ]


def test_offers_of_a_visit_are_numbered(read: Read) -> None:
    intake = read(
        enter(0),
        line(6, "sales", "Agent/8", "RINGNOANSWER", 5000),
        line(12, "sales", "Agent/9", "RINGNOANSWER", 5000),
        line(20, "sales", "Agent/7", "CONNECT", 20, "1.2", 5),
        line(20, "sales", "Agent/9", "RINGCANCELED", 5000),
    )

    numbers = dict(rows(intake, "offer", "source_ref", "offer_no"))
    assert [number for _, number in sorted(numbers.items())] == [1, 2, 3, 4]


def test_a_timeout_into_the_next_queue_is_a_second_visit(read: Read) -> None:
    intake = read(
        enter(0),
        line(60, "sales", "NONE", "EXITWITHTIMEOUT", 1, 1, 60),
        enter(60, "service"),
        line(65, "service", "Agent/7", "CONNECT", 5, "1.2", 3),
        line(95, "service", "Agent/7", "COMPLETECALLER", 5, 30, 1),
    )

    assert sorted(rows(intake, "queue_visit", "visit_no", "queue", "outcome")) == [
        (1, "sales", "timeout"),
        (2, "service", "answered"),
    ]
    assert rows(intake, "contact", "visits", "segments") == [(2, 1)]


@pytest.mark.parametrize(
    ("event", "told", "transfer"),
    [
        ("BLINDTRANSFER", ("900", "out", 12, 60, 1), "blind"),
        ("TRANSFER", ("900", "out", 12, 60), "blind"),
        ("ATTENDEDTRANSFER", ("BRIDGE", "b-1", 12, 60, 1), "attended"),
        ("ATTENDEDTRANSFER", ("APP", "VoiceMail", 12, 60, 1), "attended"),
        ("ATTENDEDTRANSFER", ("LINK", "c-1", "c-2", 12, 60, 1), "attended"),
    ],
)
def test_a_call_is_handed_on(
    read: Read, event: str, told: tuple[object, ...], transfer: str
) -> None:
    intake = read(
        enter(0),
        line(12, "sales", "Agent/7", "CONNECT", 12, "1.2", 5),
        line(72, "sales", "Agent/7", event, *told),
    )

    assert rows(intake, "queue_visit", "transferred", "talk_hold") == [(True, 60_000)]
    assert rows(intake, "handle_segment", "transfer", "ended_by") == [(transfer, "transfer")]


def test_a_transfer_into_a_queue_is_a_visit_of_the_same_contact(read: Read) -> None:
    intake = read(
        enter(0),
        line(12, "sales", "Agent/7", "CONNECT", 12, "1.2", 5),
        line(72, "sales", "Agent/7", "BLINDTRANSFER", "77", "q", 12, 60, 1),
        enter(73, "service"),
        line(80, "service", "Agent/8", "CONNECT", 7, "1.3", 5),
        line(99, "service", "Agent/8", "COMPLETEAGENT", 7, 19, 1),
    )

    assert rows(intake, "queue_visit", "queue", "visit_no", "transferred") == [
        ("sales", 1, True),
        ("service", 2, False),
    ]
    assert rows(intake, "contact", "visits", "segments") == [(2, 2)]


def test_an_attended_transfer_goes_on_as_the_agents_own_call(read: Read) -> None:
    """The log of asterisk/asterisk#759, numbers replaced."""
    own = f"{T + 119}.9"
    intake = read(
        enter(0),
        line(12, "sales", "PJSIP/7", "CONNECT", 12, "1.2", 11),
        enter(131, "service", call=own),
        line(132, "sales", "PJSIP/7", "ATTENDEDTRANSFER", "APP", "Queue", 12, 120, 1, call=own),
        line(138, "service", "PJSIP/8", "CONNECT", 7, "1.3", 6),
        line(311, "service", "PJSIP/8", "COMPLETEAGENT", 7, 173, 1),
    )

    assert rows(intake, "queue_visit", "contact_id", "visit_no", "outcome", "wait") == [
        (CALL, 1, "answered", 12_000),
        (CALL, 2, "answered", 7_000),
    ]
    assert rows(intake, "queue_visit", "entry_missing", "talk_hold", "source_ref") == [
        (False, 120_000, "queue_log:1"),
        (True, 173_000, "queue_log:3"),
    ]
    assert rows(intake, "contact", "contact_id", "visits") == [(CALL, 2)]
    assert not intake.report.open_contacts
    assert intake.report.counts["call-merged"] == 1


def test_an_answer_without_an_entry_is_counted_back_from_the_reported_wait(read: Read) -> None:
    intake = read(
        line(0, "service", "PJSIP/8", "CONNECT", 7, "1.3", 6),
        line(100, "service", "PJSIP/8", "COMPLETEAGENT", 7, 100, 1),
    )

    assert rows(intake, "queue_visit", "outcome", "wait", "entry_missing", "entered_ms") == [
        ("answered", 7_000, True, (T - 7) * 1_000)
    ]
    assert intake.report.counts["entry-missing"] == 1


def test_a_log_that_begins_in_a_conversation_is_counted_back(read: Read) -> None:
    intake = read(line(0, "sales", "Agent/7", "COMPLETECALLER", 40, 150, 1))

    assert rows(intake, "queue_visit", "wait", "talk_hold", "entered_ms", "answered_ms") == [
        (40_000, 150_000, (T - 190) * 1_000, (T - 150) * 1_000)
    ]


def test_a_log_that_begins_in_a_wait_is_counted_back(read: Read) -> None:
    intake = read(line(0, "sales", "NONE", "ABANDON", 1, 1, 25))

    assert rows(intake, "queue_visit", "outcome", "wait", "entered_ms", "entry_missing") == [
        ("abandoned", 25_000, (T - 25) * 1_000, True)
    ]


def test_calls_open_at_the_end_are_listed_and_have_no_end(read: Read) -> None:
    other = f"{T}.2"
    intake = read(
        enter(0),
        line(12, "sales", "Agent/7", "CONNECT", 12, "1.2", 5),
        enter(20, "service", call=other),
    )

    assert rows(intake, "queue_visit", "outcome", "completed", "wait", "closed_by") == [
        ("answered", False, 12_000, "open"),
        ("open", False, UNKNOWN, "open"),
    ]
    assert (
        rows(intake, "queue_visit", "ended_ms", "end_day", "end_half_hour")
        == [(UNKNOWN, UNKNOWN, UNKNOWN)] * 2
    )
    assert rows(intake, "handle_segment", "ended_by", "talk_hold") == [("open", UNKNOWN)]
    assert [(each.contact_id, each.source_ref) for each in intake.report.open_contacts] == [
        (CALL, "queue_log:1"),
        (other, "queue_log:3"),
    ]


def test_a_restart_closes_what_was_open(read: Read) -> None:
    intake = read(
        enter(0),
        line(12, "sales", "Agent/7", "CONNECT", 12, "1.2", 5),
        enter(20, "service", call=f"{T}.2"),
        line(60, "NONE", "NONE", "QUEUESTART", "", call="NONE"),
    )

    assert sorted(rows(intake, "queue_visit", "outcome", "closed_by")) == [
        ("answered", "restart"),
        ("system_failure", "restart"),
    ]
    assert rows(intake, "handle_segment", "ended_by", "talk_hold") == [("restart", UNKNOWN)]
    assert intake.report.counts["call-lost"] == 2
    assert not intake.report.open_contacts


def test_a_call_that_is_elsewhere_by_now_has_left_its_queue(read: Read) -> None:
    intake = read(
        enter(0),
        enter(50, "service"),
        line(60, "service", "NONE", "ABANDON", 1, 1, 10),
    )

    assert sorted(rows(intake, "queue_visit", "queue", "outcome", "closed_by")) == [
        ("sales", "unknown", "next_visit"),
        ("service", "abandoned", "event"),
    ]


def test_the_same_call_id_much_later_is_another_call(read: Read) -> None:
    intake = read(
        enter(0),
        line(5, "sales", "NONE", "ABANDON", 1, 1, 5),
        enter(80_000),
        line(80_009, "sales", "NONE", "ABANDON", 1, 1, 9),
    )

    assert rows(intake, "contact", "visits") == [(1,), (1,)]


def test_the_number_dialed_is_kept_with_the_contact(read: Read) -> None:
    intake = read(line(0, "sales", "NONE", "DID", "4008123"), enter(1))

    assert rows(intake, "contact", "entry_point", "source_ref") == [("4008123", "queue_log:1")]


def test_events_of_one_second_may_stand_in_any_order(read: Read) -> None:
    intake = read(
        line(5, "sales", "Agent/7", "COMPLETECALLER", 0, 0, 1),
        line(5, "sales", "Agent/7", "CONNECT", 0, "1.2", 0),
        enter(5),
        line(9, "sales", "NONE", "ABANDON", 1, 1, 0, call="x.2"),
        enter(9, call="x.2"),
    )

    assert rows(intake, "queue_visit", "outcome", "wait", "entry_missing") == [
        ("answered", 0, False),
        ("abandoned", 0, False),
    ]
    assert intake.report.accepted == 5
    assert not intake.report.counts


def test_customers_are_kept_only_as_a_keyed_hash(read: Read) -> None:
    lines = (enter(0), enter(1, call=f"{T}.2"), line(2, "sales", "NONE", "ABANDON", 1, 1, 2))

    without, keyed = read(*lines), read(*lines, pseudonym_key=b"secret")

    assert set(without["contact"].columns["customer_ref"]) == {UNKNOWN}
    (first, second) = keyed["contact"].columns["customer_ref"]
    assert first == second
    assert "1390000" not in str(first)


def test_agents_are_mapped_by_pattern_and_the_unmapped_are_listed(read: Read) -> None:
    from ccops.contacts import AgentAlias

    intake = read(
        enter(0),
        line(3, "sales", "Agent/8", "RINGNOANSWER", 2000),
        line(12, "sales", "Agent/7", "CONNECT", 12, "1.2", 5),
        line(100, "sales", "Agent/7", "COMPLETEAGENT", 12, 88, 1),
        agent_pattern="Agent/*",
        aliases=(AgentAlias(employee_id="E7", alias="7"),),
    )

    assert rows(intake, "queue_visit", "agent") == [("E7",)]
    assert rows(intake, "handle_segment", "agent", "agent_unmapped") == [("E7", False)]
    assert ("8", True) in rows(intake, "offer", "agent", "agent_unmapped")
    assert intake.report.unmapped_agents == ("Agent/8",)


@pytest.mark.parametrize(
    "event",
    ["PAUSE", "UNPAUSEALL", "ADDMEMBER", "AGENTCALLBACKLOGIN", "WRAPUPSTART", "OUTDIAL"],
)
def test_other_events_are_kept_as_they_are_but_for_numbers(read: Read, event: str) -> None:
    intake = read(line(0, "sales", "Agent/7", event, "lunch", "+8613900001234", call="NONE"))

    assert rows(intake, "queue_event", "event", "details", "contact_id", "agent") == [
        (event, "lunch|*", NEVER, "Agent/7")
    ]
    assert intake.report.rows_by_type == {event: 1}


def test_unknown_events_are_counted_and_stop_nothing(read: Read) -> None:
    intake = read(line(0, "sales", "NONE", "CALLSTATUS", "x"), enter(1))

    assert intake.report.counts == {"event-unknown": 1}
    assert intake.report.quarantined == 0


def test_a_log_without_calls_is_empty_not_wrong(read: Read) -> None:
    intake = read(
        "1479122702|NONE|NONE|NONE|QUEUESTART|", "1479122702|NONE|NONE|NONE|CONFIGRELOAD|"
    )

    assert len(intake["queue_visit"]) == 0
    assert intake.report.accepted == 2
