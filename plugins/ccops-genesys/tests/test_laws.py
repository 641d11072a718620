"""Laws of conversation details, for whatever a document holds."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ccops_genesys import ConversationDetailsAdapter
from hypothesis import given
from hypothesis import strategies as st

from ccops.adapters import Intake, ReadOptions, Source

if TYPE_CHECKING:
    from random import Random

_MINUTES = st.integers(0, 59)
_QUEUES = st.sampled_from(["q1", "q2", None])
_ENDINGS = ["peer", "client", "endpoint", "transfer", "consultTransfer", "system", "odd", None]
_STEPS = ["alert", "interact", "interact", "hold", "wrapup", "delay", "pondering", None]
_METRICS = ["tAcd", "tAbandon", "tFlowOut", "tAnswered", "tAcw", "tTalkComplete", "tHandle"]


def _instant(minute: int) -> str:
    return f"2026-10-07T14:{minute:02}:00.000Z"


@st.composite
def _segments(draw: st.DrawFn) -> dict[str, Any]:
    start = draw(_MINUTES)
    end = draw(st.one_of(st.none(), st.integers(start, 59)))
    return {
        "segmentType": draw(st.sampled_from(_STEPS)),
        "segmentStart": _instant(start),
        "segmentEnd": None if end is None else _instant(end),
        "queueId": draw(_QUEUES),
        "disconnectType": draw(st.sampled_from(_ENDINGS)),
    }


_SESSIONS = st.fixed_dictionaries(
    {
        "mediaType": st.sampled_from(["voice", "callback", "message", "screenshare", "new", None]),
        "direction": st.sampled_from(["inbound", "outbound"]),
        "ani": st.just("tel:+12125550123"),
        "metrics": st.lists(
            st.fixed_dictionaries(
                {
                    "name": st.sampled_from(_METRICS),
                    "value": st.integers(-1, 100_000),
                    "emitDate": _MINUTES.map(_instant),
                }
            ),
            max_size=3,
        ),
        "segments": st.lists(_segments(), max_size=4),
    }
)
_PURPOSES = ["customer", "external", "acd", "acd", "agent", "agent", "user", "ivr", "new", None]
_PARTICIPANTS = st.fixed_dictionaries(
    {
        "purpose": st.sampled_from(_PURPOSES),
        "userId": st.sampled_from(["u1", "u2", None]),
        "sessions": st.lists(_SESSIONS, max_size=2),
    }
)
_CONVERSATIONS = st.fixed_dictionaries(
    {
        "conversationId": st.sampled_from(["c1", "c2", "c3"]),
        "conversationStart": st.just(_instant(0)),
        "conversationEnd": st.sampled_from([_instant(59), None]),
        "originatingDirection": st.sampled_from(["inbound", "outbound"]),
        "participants": st.lists(_PARTICIPANTS, max_size=5),
    }
)


def read(*conversations: dict[str, Any]) -> Intake:
    source = Source(name="s", lines=tuple(map(json.dumps, conversations)))
    options = ReadOptions(zone="Asia/Shanghai", quarantine_limit=Fraction(1))
    return ConversationDetailsAdapter().read([source], options)


def told(intake: Intake) -> dict[str, list[str]]:
    """Return everything read but where it stood, in no order."""
    return {
        kind: sorted(
            str({name: row[name] for name in records.columns if name != "source_ref"})
            for row in map(records.row, range(len(records)))
        )
        for kind, records in intake.records.items()
    }


def shuffled(value: Any, random: Random) -> Any:
    if isinstance(value, list):
        parts = [shuffled(each, random) for each in value]
        random.shuffle(parts)
        return parts
    if isinstance(value, dict):
        return {name: shuffled(each, random) for name, each in value.items()}
    return value


@given(st.lists(_CONVERSATIONS, max_size=4))
def test_every_row_has_one_fate_and_every_visit_one_outcome(
    conversations: list[dict[str, Any]],
) -> None:
    intake = read(*conversations)
    fates = intake.report.fates()
    assert fates.pop("rows_in") == sum(fates.values())
    contacts = list(map(intake["contact"].row, range(len(intake["contact"]))))
    known = {each["contact_id"] for each in contacts}
    for kind, name in (("queue_visit", "visits"), ("handle_segment", "segments")):
        told_of = list(intake[kind].columns["contact_id"])
        assert all(each[name] == told_of.count(each["contact_id"]) for each in contacts)
        assert set(told_of) <= known
    assert set(intake["offer"].columns["contact_id"]) <= known


@given(st.lists(_CONVERSATIONS, max_size=3), st.randoms(use_true_random=False))
def test_the_order_of_parts_and_documents_changes_nothing(
    conversations: list[dict[str, Any]], random: Random
) -> None:
    first = {each["conversationId"]: each for each in conversations}.values()
    turned = shuffled(list(first), random)
    assert told(read(*turned)) == told(read(*first))
    again = read(*first, *turned)
    assert told(again) == told(read(*first))
    assert again.report.quarantined == 2 * read(*first).report.quarantined


@given(_CONVERSATIONS)
def test_no_duration_is_negative_and_none_is_made_up(conversation: dict[str, Any]) -> None:
    intake = read(conversation)
    for kind, names in (
        ("queue_visit", ("wait", "talk_hold", "acw")),
        ("handle_segment", ("talk", "hold", "talk_hold", "acw")),
        ("offer", ("ring_ms",)),
    ):
        for name in names:
            known = [each for each in intake[kind].columns[name] if isinstance(each, int)]
            assert all(each >= 0 for each in known)
