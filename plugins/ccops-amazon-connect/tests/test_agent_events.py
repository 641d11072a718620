"""Agent events of Amazon Connect become what agents do.

Fields and words are those of the vendor's pages "Agent event streams data model"
(docs.aws.amazon.com/connect/latest/adminguide/agent-event-stream-model.html), "About contact
states" (…/about-contact-states.html) and "Determine the contact center agent's ACW time"
(…/determine-acw-time.html).
"""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import pytest
from ccops_amazon_connect import AgentEventsAdapter

from ccops.adapters import AtEnd, Intake, OpenState, ReadOptions, Source, joined_intake
from ccops.contacts import AgentAlias
from ccops.testing.agent_conformance import AgentConformance
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.testing.scripted_agents import AgentDay

#: 7 October 2026, 10:00 in Shanghai.
_TEN: Final = 1_791_338_400_000
_ARN: Final = "arn:aws:connect:us-east-1:012345678901:instance/i-1/agent/"
_OPEN: Final = Missing.NOT_MEASURED


def at(seconds: float) -> str:
    """Return an instant so many seconds after ten o'clock, as the stream writes it."""
    whole, ms = divmod(_TEN + round(seconds * 1_000), 1_000)
    return f"{dt.datetime.fromtimestamp(whole, dt.UTC):%Y-%m-%dT%H:%M:%S}.{ms:03}Z"


def snapshot(
    status: tuple[str, float], *contacts: tuple[str, float], login: str | None = "mei"
) -> dict[str, Any]:
    name, since = status
    return {
        "AgentStatus": {"ARN": "x", "Name": name, "StartTimestamp": at(since)},
        "Configuration": {"FirstName": "Mei", "LastName": "Lin", "Username": login},
        "Contacts": [
            {
                "Channel": "VOICE",
                "ContactId": f"c{number}",
                "State": state,
                "StateStartTimestamp": at(begun),
            }
            for number, (state, begun) in enumerate(contacts)
        ],
    }


def event(kind: str, seconds: float, now: dict[str, Any], **told: Any) -> str:
    return json.dumps(
        {
            "AWSAccountId": "012345678901",
            "AgentARN": f"{_ARN}mei-arn",
            "CurrentAgentSnapshot": now,
            "EventId": f"{kind}-{seconds}",
            "EventTimestamp": at(seconds),
            "EventType": kind,
            "PreviousAgentSnapshot": None,
            "Version": "2017-10-01",
            **told,
        }
    )


READY: Final = ("Available", 0.0)
LUNCH: Final = ("Lunch", 240.0)
SHIFT: Final = (
    event("LOGIN", 0, snapshot(READY)),
    event("STATE_CHANGE", 60.1, snapshot(READY, ("CONNECTING", 60.09))),
    event("STATE_CHANGE", 66, snapshot(READY, ("CONNECTED", 65.99))),
    event("HEART_BEAT", 186, snapshot(READY, ("CONNECTED_ONHOLD", 65.99))),
    event("STATE_CHANGE", 200.022, snapshot(READY, ("ENDED", 200.017))),
    event("STATE_CHANGE", 240, snapshot(LUNCH, ("ENDED", 200.017))),
    event("STATE_CHANGE", 251, snapshot(LUNCH)),
    event("LOGOUT", 900, snapshot(LUNCH)),
    event("HEART_BEAT", 1_020, snapshot(LUNCH)),
)
TOLD: Final = [
    ("available", "", 60_090),
    ("reserved", "", 5_900),
    ("on_contact", "", 134_027),
    ("acw", "", 50_983),
    ("aux", "Lunch", 649_000),
]


def read(*lines: str, **options: Any) -> Intake:
    given = {"zone": "Asia/Shanghai", "quarantine_limit": Fraction(1), **options}
    source = Source(name="events.json", lines=lines)
    return AgentEventsAdapter().read([source], ReadOptions(**given))


def states(intake: Intake) -> list[tuple[Any, ...]]:
    columns = intake["agent_state"].columns
    told = zip(*(columns[name] for name in ("state", "reason", "duration")), strict=True)
    return [
        (state, "" if reason is Missing.NO_RECORDS else reason, ms) for state, reason, ms in told
    ]


def test_a_shift_is_told_state_by_state() -> None:
    assert states(read(*SHIFT)) == TOLD


def test_work_after_a_contact_begins_when_it_ended_and_ends_with_the_event_without_it() -> None:
    """The vendor's own example: 5.005 seconds from ``ENDED`` to the event without the contact."""
    found = states(
        read(
            event("STATE_CHANGE", 21.011, snapshot(READY, ("CONNECTED", 21.011))),
            event("STATE_CHANGE", 27.017, snapshot(READY, ("ENDED", 27.017))),
            event("STATE_CHANGE", 32.022, snapshot(READY)),
            event("LOGOUT", 40, snapshot(READY)),
        )
    )
    assert found[:2] == [("on_contact", "", 6_006), ("acw", "", 5_005)]


def test_events_may_come_in_any_order_and_more_than_once() -> None:
    turned = read(*reversed(SHIFT), *SHIFT[2:5])
    assert states(turned) == TOLD
    assert turned.report.duplicate == 3


def test_what_the_system_repeats_after_a_logout_signs_nobody_on() -> None:
    again = event("LOGIN", 1_200, snapshot(("Available", 1_200.0)))
    assert states(read(*SHIFT))[-1] == TOLD[-1]
    assert states(read(*SHIFT, again))[-1] == ("available", "", _OPEN)


def test_who_logs_out_in_a_contact_is_in_it_until_it_ends() -> None:
    found = states(
        read(
            event("LOGIN", 0, snapshot(READY)),
            event("STATE_CHANGE", 10, snapshot(READY, ("CONNECTED", 10))),
            event("LOGOUT", 20, snapshot(READY, ("CONNECTED", 10))),
            event("HEART_BEAT", 140, snapshot(READY, ("CONNECTED", 10))),
            event("STATE_CHANGE", 150, snapshot(READY, ("ENDED", 150))),
        )
    )
    assert found == [("available", "", 10_000), ("on_contact", "", 140_000)]


def test_several_contacts_at_once_are_no_double_time() -> None:
    """Two chats: in contact while one of them goes on, after-call work when the last ended."""
    found = states(
        read(
            event("LOGIN", 0, snapshot(READY)),
            event("STATE_CHANGE", 10, snapshot(READY, ("CONNECTED", 10))),
            event("STATE_CHANGE", 20, snapshot(READY, ("CONNECTED", 10), ("CONNECTED", 20))),
            event("STATE_CHANGE", 30, snapshot(READY, ("ENDED", 30), ("CONNECTED", 20))),
            event("STATE_CHANGE", 45, snapshot(READY, ("ENDED", 30), ("ENDED", 45))),
            event("STATE_CHANGE", 50, snapshot(READY)),
            event("LOGOUT", 60, snapshot(READY)),
        )
    )
    assert found == [
        ("available", "", 10_000),
        ("on_contact", "", 35_000),
        ("acw", "", 5_000),
        ("available", "", 10_000),
    ]


@pytest.mark.parametrize("word", ["MISSED", "REJECTED", "ERROR"])
def test_a_contact_that_was_not_taken_makes_not_ready_until_it_is_cleared(word: str) -> None:
    found = states(
        read(
            event("LOGIN", 0, snapshot(READY)),
            event("STATE_CHANGE", 10, snapshot(READY, ("CONNECTING", 10))),
            event("STATE_CHANGE", 30, snapshot(READY, (word, 30))),
            event("STATE_CHANGE", 35, snapshot(READY)),
            event("LOGOUT", 40, snapshot(READY)),
        )
    )
    assert [each[:2] for each in found] == [
        ("available", ""),
        ("reserved", ""),
        ("aux", word),
        ("available", ""),
    ]


def test_what_the_stream_shows_first_is_not_taken_for_what_was_before() -> None:
    """A status may have stood for hours, with contacts in them; a contact began when it says."""
    beat = event("HEART_BEAT", 600, snapshot(READY))
    talk = event("HEART_BEAT", 600, snapshot(READY, ("CONNECTED", 500)))
    off = event("LOGOUT", 660, snapshot(READY))
    assert states(read(beat, off)) == [("available", "", 60_000)]
    ended = event("LOGOUT", 660, snapshot(READY, ("ENDED", 650)))
    assert states(read(talk, ended)) == [("on_contact", "", 150_000), ("acw", "", 10_000)]


def test_the_snapshot_before_stands_in_for_an_event_that_never_came() -> None:
    cleared = event(
        "STATE_CHANGE", 251, snapshot(READY), PreviousAgentSnapshot=snapshot(READY, ("ENDED", 200))
    )
    found = states(read(SHIFT[0], SHIFT[2], cleared, event("LOGOUT", 260, snapshot(READY))))
    assert found[1:] == [
        ("on_contact", "", 134_010),
        ("acw", "", 51_000),
        ("available", "", 9_000),
    ]


def test_the_type_of_a_status_says_more_than_its_name() -> None:
    named = snapshot(READY)
    named["AgentStatus"] = {"Name": "Bereit", "Type": "ROUTABLE", "StartTimestamp": at(0)}
    found = states(read(event("LOGIN", 0, named), event("LOGOUT", 5, named)))
    assert found == [("available", "", 5_000)]


def test_unknown_words_are_kept_and_counted() -> None:
    strange = event("STATE_CHANGE", 20, snapshot(READY, ("TELEPORTED", 20)))
    other = event("SOMETHING_NEW", 30, snapshot(READY))
    intake = read(*SHIFT[:1], strange, other)
    assert intake.report.counts == {"event-unknown": 2}
    assert intake.report.quarantined == 0
    kept = intake["queue_event"].columns
    assert list(zip(kept["event"], kept["details"], kept["agent"], strict=True)) == [
        ("STATE_CHANGE", "TELEPORTED", "mei"),
        ("SOMETHING_NEW", "", "mei"),
    ]


def test_an_event_that_comes_too_late_is_counted() -> None:
    later = event("HEART_BEAT", 90_000, snapshot(READY))
    latest = event("HEART_BEAT", 90_120, snapshot(READY))
    missed = event("STATE_CHANGE", 30, snapshot(READY, ("CONNECTED", 30)))
    report = read(SHIFT[0], SHIFT[1], SHIFT[2], later, latest, missed).report
    assert report.counts == {"row-late": 1}


def test_two_logins_of_one_employee_are_one_person() -> None:
    aliases = tuple(AgentAlias(alias=name, employee_id="E1") for name in ("mei", "mei.2"))
    other = snapshot(READY, ("CONNECTED", 30), login="mei.2")
    found = read(
        SHIFT[0],
        event("LOGIN", 30, other),
        event("LOGOUT", 50, snapshot(READY, login="mei.2")),
        event("LOGOUT", 60, snapshot(READY)),
        aliases=aliases,
    )
    assert states(found) == [
        ("available", "", 30_000),
        ("on_contact", "", 20_000),
        ("available", "", 10_000),
    ]
    assert set(found["agent_state"].columns["agent"]) == {"E1"}


def test_a_name_that_passes_to_another_at_midnight_takes_nothing_along() -> None:
    days = (dt.date(2026, 10, 7), dt.date(2026, 10, 8))
    aliases = (
        AgentAlias(alias="mei", employee_id="E1", valid_until=days[0]),
        AgentAlias(alias="mei", employee_id="E2", valid_from=days[1]),
    )
    midnight = 14 * 3_600.0
    intake = read(
        event("LOGIN", midnight - 60, snapshot(("Available", midnight - 60))),
        event("HEART_BEAT", midnight + 60, snapshot(("Available", midnight - 60))),
        event("LOGOUT", midnight + 90, snapshot(("Available", midnight - 60))),
        aliases=aliases,
    )
    told = intake["agent_state"].columns
    by_agent: dict[Any, int] = {}
    for agent, lasted in zip(told["agent"], told["duration"], strict=True):
        by_agent[agent] = by_agent.get(agent, 0) + int(lasted)  # type: ignore[arg-type]
    assert by_agent == {"E1": 120_000, "E2": 30_000}


def test_names_of_people_are_not_kept_in_a_state() -> None:
    carried = read(*SHIFT[:3], at_end=AtEnd.CARRY)
    assert carried.state is not None
    assert "Lin" not in json.dumps(carried.state.to_dict())


def test_a_read_goes_on_within_a_contact() -> None:
    first = read(*SHIFT[:4], at_end=AtEnd.CARRY)
    assert first.state is not None
    stored = OpenState.from_dict(json.loads(json.dumps(first.state.to_dict())))
    second = read(*SHIFT[4:], resume=stored)
    assert states(joined_intake([first, second])) == TOLD


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"EventTimestamp": None}, "time-missing"),
        ({"EventTimestamp": "yesterday"}, "time-unreadable"),
        ({"EventTimestamp": "2026-10-07T02:00:00"}, "time-unreadable"),
        ({"EventId": None}, "field-missing"),
        ({"EventType": ""}, "field-missing"),
        ({"EventType": 5}, "row-unreadable"),
        ({"CurrentAgentSnapshot": {"Contacts": {}}}, "row-unreadable"),
        ({"CurrentAgentSnapshot": {"Contacts": [1]}}, "row-unreadable"),
        ({"AgentARN": None, "CurrentAgentSnapshot": {}}, "field-missing"),
    ],
)
def test_an_event_that_cannot_be_read_is_put_aside(given: dict[str, Any], code: str) -> None:
    report = read(event("LOGIN", 0, snapshot(READY), **given)).report
    assert (report.quarantined, dict(report.counts)) == (1, {code: 1})


class TestAgentEvents(AgentConformance):
    adapter = AgentEventsAdapter()
    carries = frozenset({"reserved", "acw", "aux", "open"})
    broken = (
        "no document",
        '{"EventId": "e"}',
        '{"EventId": "e", "EventType": "LOGIN", "AgentARN": "x/y", "EventTimestamp": "soon"}',
    )

    def lines(self, days: Sequence[AgentDay]) -> Sequence[str]:
        told = [each for day in days for each in _events(day)]
        return [json.dumps(each) for each in sorted(told, key=lambda each: each["EventTimestamp"])]

    def instant(self, line: str) -> object:
        return json.loads(line)["EventTimestamp"]


_CONTACTS: Final = {"reserved": "CONNECTING", "on_contact": "CONNECTED", "acw": "ENDED"}


def _events(day: AgentDay) -> Iterator[dict[str, Any]]:
    set_at = day.spans[0].began_ms
    status = "Available"
    for number, span in enumerate(day.spans):
        wanted = span.reason or "Available"
        if wanted != status:
            status, set_at = wanted, span.began_ms
        contacts = [(_CONTACTS[span.state], span.began_ms)] if span.state in _CONTACTS else []
        kind = "STATE_CHANGE" if number else "LOGIN"
        yield _event(day.agent, kind, span.began_ms, (status, set_at), contacts)
    ended = day.spans[-1].ended_ms
    if ended is not None:
        yield _event(day.agent, "LOGOUT", ended, (status, set_at), [])


def _event(
    agent: str, kind: str, ms: int, status: tuple[str, int], contacts: list[tuple[str, int]]
) -> dict[str, Any]:
    shown = [(state, (begun - _TEN) / 1_000) for state, begun in contacts]
    now = snapshot((status[0], (status[1] - _TEN) / 1_000), *shown, login=agent)
    told: dict[str, Any] = json.loads(event(kind, (ms - _TEN) / 1_000, now))
    return {**told, "EventId": f"{agent} {ms} {kind}"}
