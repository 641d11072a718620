"""What happened to users of other programs; each test carries the name of the report."""

from __future__ import annotations

from collections.abc import Callable

from ccops.adapters import Intake

Read = Callable[..., Intake]
T = 1_792_990_000


def test_freepbx_issue_tracker_124_agent_is_credited_two_minutes_not_sixty(read: Read) -> None:
    """The agent hands the customer on after two minutes; they talk on for an hour."""
    intake = read(
        f"{T}|{T}.1|support|NONE|ENTERQUEUE||139|1",
        f"{T + 10}|{T}.1|support|PJSIP/bob|CONNECT|10|{T}.2|5",
        f"{T + 130}|{T}.1|support|PJSIP/bob|ATTENDEDTRANSFER|BRIDGE|b1|10|120|1",
        f"{T + 3730}|{T}.1|support|PJSIP/bob|COMPLETECALLER|10|3720|1",
    )

    segments = intake["handle_segment"].columns
    assert list(segments["talk_hold"]) == [120_000]
    assert intake.report.counts["complete-after-transfer"] == 1


def test_freepbx_issue_tracker_124_a_transfer_that_is_not_logged_is_listed(read: Read) -> None:
    """Through Local channels the log shows an hour and nothing else: it is said, not hidden."""
    intake = read(
        f"{T}|{T}.1|support|NONE|ENTERQUEUE||139|1",
        f"{T + 10}|{T}.1|support|PJSIP/bob|CONNECT|10|{T}.2|5",
        f"{T + 3730}|{T}.1|support|PJSIP/bob|COMPLETECALLER|10|3720|1",
        long_talk_ms=3_600_000,
    )

    assert list(intake["handle_segment"].columns["talk_hold"]) == [3_720_000]
    (example,) = intake.report.examples
    assert (example.code, example.span and example.span.line) == ("talk-long", 3)


def test_a_call_that_an_agent_hangs_up_at_once_is_counted_and_stays(read: Read) -> None:
    intake = read(
        f"{T}|{T}.1|support|NONE|ENTERQUEUE||139|1",
        f"{T + 10}|{T}.1|support|PJSIP/bob|CONNECT|10|{T}.2|5",
        f"{T + 13}|{T}.1|support|PJSIP/bob|COMPLETEAGENT|10|3|1",
        short_talk_ms=10_000,
    )

    assert list(intake["queue_visit"].columns["outcome"]) == ["answered"]
    assert intake.report.counts == {"talk-short": 1}


def test_issabel_callcenter_41_static_agents_are_answered_not_abandoned(read: Read) -> None:
    """Members that are extensions (``SIP/201``), not logged-in agents, answer calls too."""
    intake = read(
        f"{T}|{T}.1|support|NONE|ENTERQUEUE||139|1",
        f"{T + 8}|{T}.1|support|SIP/201|CONNECT|8|{T}.2|5",
        f"{T + 68}|{T}.1|support|SIP/201|COMPLETEAGENT|8|60|1",
        agent_pattern="Agent/*",
    )

    visits = intake["queue_visit"].columns
    assert list(visits["outcome"]) == ["answered"]
    assert list(visits["agent"]) == ["SIP/201"]


def test_issabel_callcenter_41_a_caller_who_leaves_an_agent_did_not_abandon(read: Read) -> None:
    intake = read(
        f"{T}|{T}.1|support|NONE|ENTERQUEUE||139|1",
        f"{T + 8}|{T}.1|support|SIP/201|CONNECT|8|{T}.2|5",
        f"{T + 20}|{T}.1|support|NONE|ABANDON|1|1|20",
    )

    visits = intake["queue_visit"].columns
    assert list(visits["outcome"]) == ["answered"]
    assert list(visits["wait"]) == [8_000]
    assert intake.report.counts == {"exit-after-connect": 1}


def test_a_call_that_was_handed_on_under_another_id_may_enter_the_next_queue(read: Read) -> None:
    """The entry stands under the id of the agent's own call, and belongs to the customer's."""
    intake = read(
        f"{T}|{T}.1|support|NONE|ENTERQUEUE||139|1",
        f"{T + 10}|{T}.1|support|PJSIP/bob|CONNECT|10|{T}.2|5",
        f"{T + 60}|{T}.9|support|PJSIP/bob|ATTENDEDTRANSFER|BRIDGE|b1|10|50|1",
        f"{T + 61}|{T}.9|billing|PJSIP/ann|CONNECT|0|{T}.3|1",
        f"{T + 61}|{T}.9|billing|NONE|ENTERQUEUE||139|1",
        f"{T + 90}|{T}.9|billing|PJSIP/ann|COMPLETECALLER|0|29|1",
    )

    visits = intake["queue_visit"].columns
    assert list(visits["contact_id"]) == [f"{T}.1"] * 2
    assert list(visits["queue"]) == ["support", "billing"]
    assert list(visits["entry_missing"]) == [False, False]


def test_a_conversation_long_after_its_call_was_over_is_another(read: Read) -> None:
    """Whether it is must not hang on how many lines were read at once."""
    intake = read(
        f"{T}|{T}.1|support|NONE|ENTERQUEUE||139|1",
        f"{T + 10}|{T}.1|support|PJSIP/bob|CONNECT|10|{T}.2|5",
        f"{T + 60}|{T}.1|support|PJSIP/bob|COMPLETECALLER|10|50|1",
        f"{T + 8_000}|{T}.1|support|PJSIP/bob|COMPLETECALLER|10|50|1",
    )

    assert len(intake["contact"]) == 2
    assert intake.report.counts["entry-missing"] == 1
