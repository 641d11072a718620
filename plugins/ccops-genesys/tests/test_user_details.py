"""User details of Genesys Cloud become what agents do.

Fields and words are those of the vendor's SDK (github.com/MyPureCloud/platform-client-sdk-python,
build/docs: AnalyticsUserDetail.md, AnalyticsUserPresenceRecord.md,
AnalyticsRoutingStatusRecord.md), what they mean is on help.mypurecloud.com/glossary/agent-status,
how a status of several days is listed on
developer.genesys.cloud/analyticsdatamanagement/analytics/detail/user-query.
"""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import pytest
from ccops_genesys import UserDetailsAdapter

from ccops.adapters import AtEnd, Intake, OpenState, ReadOptions, Source, joined_intake
from ccops.testing.agent_conformance import AgentConformance
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ccops.testing.scripted_agents import AgentDay

#: 7 October 2026, 10:00 in Shanghai.
_TEN: Final = 1_791_338_400_000
_OPEN: Final = Missing.NOT_MEASURED
Said = tuple[str, float, float | None]


def at(seconds: float) -> str:
    whole, ms = divmod(_TEN + round(seconds * 1_000), 1_000)
    return f"{dt.datetime.fromtimestamp(whole, dt.UTC):%Y-%m-%dT%H:%M:%S}.{ms:03}Z"


def user(presences: Iterable[Said], routings: Iterable[Said], name: str = "u-mei") -> str:
    """Return what is listed of a user: words from a second to a second after ten o'clock."""
    return json.dumps(
        {
            "userId": name,
            "primaryPresence": [
                {**_times(begun, ended), "systemPresence": word, "organizationPresenceId": "o"}
                for word, begun, ended in presences
            ],
            "routingStatus": [
                {**_times(begun, ended), "routingStatus": word} for word, begun, ended in routings
            ],
        }
    )


def _times(begun: float, ended: float | None) -> dict[str, str]:
    told = {"startTime": at(begun)}
    return told if ended is None else {**told, "endTime": at(ended)}


PRESENCES: Final[list[Said]] = [
    ("OFFLINE", -3_600, 0),
    ("AVAILABLE", 0, 60),
    ("ON_QUEUE", 60, 600),
    ("MEAL", 600, 900),
    ("OFFLINE", 900, None),
]
ROUTINGS: Final[list[Said]] = [
    ("OFF_QUEUE", -3_600, 60),
    ("IDLE", 60, 200.5),
    ("INTERACTING", 200.5, 300),
    ("IDLE", 300, 400),
    ("NOT_RESPONDING", 400, 410),
    ("IDLE", 410, 500),
    ("INTERACTING", 500, 640),
    ("OFF_QUEUE", 640, None),
]
TOLD: Final = [
    ("aux", "AVAILABLE", 60_000),
    ("available", "", 140_500),
    ("on_contact", "", 99_500),
    ("available", "", 100_000),
    ("aux", "NOT_RESPONDING", 10_000),
    ("available", "", 90_000),
    ("on_contact", "", 140_000),
    ("aux", "MEAL", 260_000),
]


def read(*lines: str, **options: Any) -> Intake:
    given = {"zone": "Asia/Shanghai", "quarantine_limit": Fraction(1), **options}
    return UserDetailsAdapter().read(
        [Source(name="users.json", lines=lines)], ReadOptions(**given)
    )


def states(intake: Intake) -> list[tuple[Any, ...]]:
    columns = intake["agent_state"].columns
    told = zip(*(columns[name] for name in ("state", "reason", "duration")), strict=True)
    return [(state, "" if why is Missing.NO_RECORDS else why, ms) for state, why, ms in told]


def test_presence_and_routing_status_come_to_one_state() -> None:
    """Off queue the presence says why; a contact goes on after another presence was set."""
    intake = read(json.dumps({"userDetails": [json.loads(user(PRESENCES, ROUTINGS))]}))
    assert states(intake) == TOLD
    assert intake.report.open_agents == ()


def test_both_lists_may_come_apart_and_in_any_order() -> None:
    apart = read(user((), reversed(ROUTINGS)), user(reversed(PRESENCES), ()))
    assert states(apart) == TOLD


def test_a_status_that_is_listed_again_when_it_has_ended() -> None:
    """Asked for at noon and again at night: what went on has an end the second time."""
    noon = user([*PRESENCES[:2], ("ON_QUEUE", 60, None)], [*ROUTINGS[:1], ("IDLE", 60, None)])
    intake = read(noon, user(PRESENCES, ROUTINGS))
    assert states(intake) == TOLD
    assert intake.report.quarantined == 0 == intake.report.ignored
    assert states(read(noon))[-1] == ("available", "", _OPEN)


def test_on_queue_without_a_routing_status_is_not_known() -> None:
    assert states(read(user([("ON_QUEUE", 0, 60)], ()))) == []
    assert states(read(user([("BUSY", 0, 60)], ()))) == [("aux", "BUSY", 60_000)]


def test_a_call_beside_the_queues_is_a_contact_with_a_reason() -> None:
    found = states(read(user([("AVAILABLE", 0, 60)], [("COMMUNICATING", 10, 30)])))
    assert found == [
        ("aux", "AVAILABLE", 10_000),
        ("on_contact", "COMMUNICATING", 20_000),
        ("aux", "AVAILABLE", 30_000),
    ]


def test_a_status_of_no_time_is_none_and_words_may_be_small() -> None:
    found = states(read(user([("busy", 0, 0), ("meal", 0, 60)], ())))
    assert found == [("aux", "MEAL", 60_000)]


def test_unknown_words_are_kept_and_counted() -> None:
    intake = read(user([("DANCING", 0, 60)], [("SLEEPING", 60, 70)]))
    assert intake.report.counts == {"event-unknown": 2}
    assert states(intake) == [("aux", "DANCING", 60_000)]
    assert list(intake["queue_event"].columns["event"]) == [
        "primaryPresence DANCING",
        "routingStatus SLEEPING",
    ]


def test_the_same_status_with_another_word_is_put_aside() -> None:
    report = read(user([("BUSY", 0, 60)], ()), user([("MEAL", 0, 60)], ())).report
    assert (report.quarantined, report.counts["key-conflict"]) == (1, 1)


def test_a_read_goes_on_within_a_status() -> None:
    lines = [user(PRESENCES, ROUTINGS), user(PRESENCES, ROUTINGS, "u-bo")]
    first = read(lines[0], at_end=AtEnd.CARRY)
    assert first.state is not None
    stored = OpenState.from_dict(json.loads(json.dumps(first.state.to_dict())))
    found = states(joined_intake([first, read(lines[1], resume=stored)]))
    assert found == TOLD * 2


@pytest.mark.parametrize(
    ("record", "code"),
    [
        ({"startTime": at(0)}, "field-missing"),
        ({"systemPresence": "BUSY"}, "time-missing"),
        ({"systemPresence": "BUSY", "startTime": "soon"}, "time-unreadable"),
        ({"systemPresence": 5, "startTime": at(0)}, "row-unreadable"),
        ({"systemPresence": "BUSY", "startTime": at(9), "endTime": at(0)}, "interval-disagrees"),
        ("BUSY", "row-unreadable"),
    ],
)
def test_a_status_that_cannot_be_read_is_put_aside(record: object, code: str) -> None:
    report = read(json.dumps({"userId": "u", "primaryPresence": [record]})).report
    assert (report.quarantined, dict(report.counts)) == (1, {code: 1})


def test_an_answer_that_lists_nobody_is_no_row() -> None:
    assert read('{"totalHits": 0, "userDetails": []}', '{"totalHits": 0}').report.rows_in == 0


class TestUserDetails(AgentConformance):
    adapter = UserDetailsAdapter()
    carries = frozenset({"aux", "open"})
    broken = ("no document", '{"userId": "u"}', '{"primaryPresence": []}', "[7]")

    def lines(self, days: Sequence[AgentDay]) -> Sequence[str]:
        return [_document(day) for day in days]


_WORDS: Final = {
    "available": ("ON_QUEUE", "IDLE"),
    "on_contact": ("ON_QUEUE", "INTERACTING"),
    "aux": ("MEAL", "OFF_QUEUE"),
}


def _document(day: AgentDay) -> str:
    times = [
        (
            _WORDS[span.state],
            (span.began_ms - _TEN) / 1_000,
            None if span.ended_ms is None else (span.ended_ms - _TEN) / 1_000,
        )
        for span in day.spans
    ]
    presences: list[Said] = [(words[0], begun, ended) for words, begun, ended in times]
    routings: list[Said] = [(words[1], begun, ended) for words, begun, ended in times]
    last = presences[-1][2]
    if last is not None:
        presences.append(("OFFLINE", last, None))
        routings.append(("OFF_QUEUE", last, None))
    return user(presences, routings, day.agent)
