"""Rows of the closer log and the agent log become contacts, conversations and agents' states.

Columns and words are those of the vendor's ``extras/MySQL_AST_CREATE_tables.sql``.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from ccops_vicidial import VicidialAdapter

from ccops.adapters import AtEnd, Contact, Intake, ReadOptions, Source, Visit
from ccops.contacts import AgentAlias
from ccops.errors import ReadError
from ccops.testing.adapter_conformance import AdapterConformance
from ccops.testing.agent_conformance import AgentConformance
from ccops.testing.bank_week import BankWeek
from ccops.testing.scripted_contacts import ZONE
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.testing.scripted_agents import AgentDay, AgentSpan

_TEN = 1_791_381_600  # 7 October 2026, 10:00 in New York
#: The columns of the tables as VICIDIAL creates them, with those of an answered call.
_CLOSER = {
    "closecallid": "501",
    "lead_id": "77",
    "list_id": "999",
    "campaign_id": "SALES",
    "call_date": "2026-10-07 10:00:00",
    "start_epoch": str(_TEN),
    "end_epoch": str(_TEN + 215),
    "length_in_sec": "215",
    "status": "SALE",
    "phone_code": "1",
    "phone_number": "2125550123",
    "user": "1101",
    "comments": '"asked for Jo, twice"',
    "processed": "N",
    "queue_seconds": "15.40",
    "user_group": "DAY",
    "xfercallid": "0",
    "term_reason": "CALLER",
    "uniqueid": f"{_TEN}.26",
    "agent_only": "",
    "queue_position": "1",
    "called_count": "1",
}
_AGENT = {
    "agent_log_id": "9001",
    "user": "1101",
    "server_ip": "10.0.0.5",
    "event_time": "2026-10-07 09:58:00",
    "lead_id": "77",
    "campaign_id": "INBOUND",
    "pause_epoch": str(_TEN - 120),
    "pause_sec": "100",
    "wait_epoch": str(_TEN - 20),
    "wait_sec": "36",
    "talk_epoch": str(_TEN + 16),
    "talk_sec": "205",
    "dispo_epoch": str(_TEN + 221),
    "dispo_sec": "30",
    "status": "SALE",
    "user_group": "DAY",
    "comments": "INBOUND",
    "sub_status": "COFFEE",
    "dead_epoch": str(_TEN + 215),
    "dead_sec": "6",
    "processed": "N",
    "uniqueid": f"{_TEN}.26",
    "pause_type": "AGENT",
}


def _line(columns: dict[str, str], told: dict[str, Any]) -> str:
    assert not told.keys() - columns.keys()
    return ",".join(str(cell) for cell in (columns | told).values())


def closer(**told: Any) -> str:
    """Return a row of the closer log."""
    return _line(_CLOSER, told)


def agent(**told: Any) -> str:
    """Return a row of the agent log."""
    return _line(_AGENT, told)


_CLOSER_HEAD, _AGENT_HEAD = ",".join(_CLOSER), ",".join(_AGENT)
_LATER = {"start_epoch": _TEN + 215, "end_epoch": _TEN + 400, "length_in_sec": "185"}
#: A round in which the agent only paused.
_PAUSE: dict[str, Any] = {
    "agent_log_id": "9002",
    "lead_id": "",
    "pause_epoch": _TEN + 251,
    "pause_sec": "600",
    "wait_epoch": "NULL",
    "wait_sec": "0",
    "talk_epoch": "\\N",
    "talk_sec": "0",
    "dispo_epoch": "",
    "dispo_sec": "0",
    "sub_status": "LUNCH",
    "dead_epoch": "",
    "dead_sec": "0",
    "uniqueid": "",
}


def read(calls: Sequence[str] = (), cycles: Sequence[str] = (), **options: Any) -> Intake:
    """Read both tables; a table without rows is not handed in."""
    given = {"zone": ZONE, "quarantine_limit": Fraction(1), **options}
    sources = [
        Source(name=name, lines=(head, *rows))
        for name, head, rows in (
            ("closer.csv", _CLOSER_HEAD, calls),
            ("agent.csv", _AGENT_HEAD, cycles),
        )
        if rows
    ]
    return VicidialAdapter().read(sources, ReadOptions(**given))


def only(intake: Intake, kind: str) -> dict[str, Any]:
    assert len(intake[kind]) == 1
    return dict(intake[kind].row(0))


def states(intake: Intake) -> list[tuple[object, ...]]:
    """Return what agents were doing: when, counted from ten o'clock, what, why, how long."""
    columns = intake["agent_state"].columns
    return sorted(
        (began // 1_000 - _TEN, state, None if isinstance(why, Missing) else why, lasted // 1_000)
        for began, state, why, lasted in zip(
            columns["started_ms"],
            columns["state"],
            columns["reason"],
            columns["duration"],
            strict=True,
        )
        if isinstance(began, int) and isinstance(lasted, int)
    )


# ---- what all adapters keep -------------------------------------------------------------------


class TestCloserLog(AdapterConformance):
    adapter = VicidialAdapter()
    carries = frozenset({"timeout", "two_visits", "open", "same_second", "skew", "transfers"})
    header = (_CLOSER_HEAD,)
    broken = (
        "x,1",
        closer(start_epoch="ten o'clock"),
        closer(queue_seconds="long"),
        closer(start_epoch="2026", end_epoch=_TEN, length_in_sec="1"),
    )

    def lines(self, contacts: Sequence[Contact]) -> Sequence[str]:
        return [
            _written(each, visit, number)
            for each in contacts
            for number, visit in enumerate(each.visits)
        ]

    def skewed(self, contact: Contact, ms: int, /) -> Sequence[str]:
        """The server that ends a call has another clock than the one it came to."""
        (row,) = self.lines([contact])
        ended = str(contact.visits[0].ended_ms)[:-3]
        return [row.replace(f",{ended},", f",{int(ended) + ms // 1_000},")]


_REASONS = {"abandoned": "ABANDON", "timeout": "QUEUETIMEOUT", "answered": "CALLER"}


def _written(contact: Contact, visit: Visit, number: int) -> str:
    talk = visit.conversations[0] if visit.conversations else None
    waited = visit.waited if isinstance(visit.waited, int) else 0
    ended = visit.ended_ms if isinstance(visit.ended_ms, int) else None
    return closer(
        closecallid=int(contact.contact_id, 36) * 10 + number,
        lead_id=int(contact.contact_id, 36),
        campaign_id=visit.queue,
        start_epoch=visit.entered_ms // 1_000,
        end_epoch="" if ended is None else ended // 1_000,
        length_in_sec="" if ended is None else (ended - visit.entered_ms) // 1_000,
        status="SALE" if talk else "DROP" if ended else "QUEUE",
        phone_number=contact.customer,
        user=talk.agent if talk else "VDCL",
        queue_seconds=f"{waited // 1_000}.00",
        term_reason=_REASONS.get(visit.outcome, "NONE"),
        uniqueid=f"{contact.started_ms // 1_000}.1",
    )


# ---- calls ------------------------------------------------------------------------------------


def test_an_answered_call_is_a_visit_a_conversation_and_a_contact() -> None:
    intake = read([closer()], [agent()])
    visit = only(intake, "queue_visit")
    assert (visit["queue"], visit["outcome"], visit["agent"]) == ("SALES", "answered", "1101")
    assert (visit["wait"], visit["talk_hold"], visit["acw"]) == (15_400, 199_000, 36_000)
    talk = only(intake, "handle_segment")
    assert (talk["ended_by"], talk["transfer"]) == ("customer", "none")
    assert talk["connected_ms"] == _TEN * 1_000 + 15_400
    contact = only(intake, "contact")
    assert (contact["contact_id"], contact["direction"]) == (f"{_TEN}.26/77", "inbound")
    assert (contact["visits"], contact["segments"]) == (1, 1)
    assert contact["customer_ref"] is Missing.NOT_MEASURED
    assert intake.report.rows_by_type == {"vicidial_closer_log": 1, "vicidial_agent_log": 1}


def test_without_the_agent_log_talk_is_the_length_without_the_wait() -> None:
    talk = only(read([closer()]), "handle_segment")
    assert talk["talk_hold"] == 199_600
    assert talk["talk"] is talk["hold"] is talk["acw"] is Missing.NOT_MEASURED


_NOBODY = {"user": "VDCL", "status": "DROP"}


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ({"term_reason": "CALLER"}, "answered"),
        ({"term_reason": "AGENT"}, "answered"),
        ({"term_reason": "NONE"}, "answered"),
        (_NOBODY | {"term_reason": "ABANDON"}, "abandoned"),
        (_NOBODY | {"term_reason": "QUEUETIMEOUT"}, "timeout"),
        (_NOBODY | {"term_reason": "AFTERHOURS"}, "refused_closed"),
        (_NOBODY | {"term_reason": "CLOSETIME"}, "refused_closed"),
        (_NOBODY | {"term_reason": "NOAGENT"}, "exit_empty"),
        (_NOBODY | {"term_reason": "MAXCALLS"}, "refused_full"),
        (_NOBODY | {"term_reason": "HOLDTIME"}, "overflow"),
        (_NOBODY | {"term_reason": "HOLDRECALLXFER"}, "overflow"),
        (_NOBODY | {"term_reason": "ACFILTER"}, "overflow"),
        (_NOBODY | {"term_reason": "NONE"}, "unknown"),
        (_NOBODY | {"term_reason": "NONE", "status": "TIMEOT"}, "timeout"),
        (_NOBODY | {"term_reason": "NONE", "status": "AFTHRS"}, "refused_closed"),
        (_NOBODY | {"term_reason": "NONE", "status": "NANQUE"}, "exit_empty"),
        (_NOBODY | {"term_reason": "NONE", "status": "MAXCAL"}, "refused_full"),
        (_NOBODY | {"term_reason": "NONE", "status": "QVMAIL"}, "abandoned"),
        ({"status": "DROP", "term_reason": "ABANDON"}, "abandoned"),
        (_NOBODY | {"term_reason": "NONE", "status": "QUEUE", "end_epoch": "NULL"}, "open"),
    ],
)
def test_how_a_visit_ended(told: dict[str, Any], outcome: str) -> None:
    intake = read([closer(**told)])
    assert only(intake, "queue_visit")["outcome"] == outcome
    assert intake.report.counts == {}
    assert len(intake["handle_segment"]) == (outcome == "answered")


@pytest.mark.parametrize(
    ("told", "outcome", "code"),
    [
        ({"term_reason": "ABANDON"}, "answered", "exit-after-connect"),
        (_NOBODY | {"term_reason": "AGENT"}, "unknown", "answered-without-agent"),
        (_NOBODY | {"term_reason": "OF_TOMORROW"}, "unknown", "event-unknown"),
    ],
)
def test_what_is_odd_is_kept_and_counted(told: dict[str, Any], outcome: str, code: str) -> None:
    intake = read([closer(**told)])
    assert only(intake, "queue_visit")["outcome"] == outcome
    assert intake.report.counts == {code: 1}


@pytest.mark.parametrize(
    ("told", "wait"),
    [
        ({"term_reason": "ABANDON", "queue_seconds": "12.34"}, 12_340),
        ({"term_reason": "ABANDON", "queue_seconds": "0"}, 215_000),
        ({"term_reason": "AFTERHOURS", "queue_seconds": "0"}, 0),
    ],
)
def test_the_wait_of_a_call_nobody_took(told: dict[str, Any], wait: int) -> None:
    assert only(read([closer(**(_NOBODY | told))]), "queue_visit")["wait"] == wait


def test_a_call_that_is_handed_on_is_one_contact_with_two_visits() -> None:
    first = closer(term_reason="AGENT")
    second = closer(
        closecallid="502", campaign_id="SERVICE", user="1102", xfercallid="31", **_LATER
    )
    rounds = [agent(), agent(agent_log_id="9010", user="1102", talk_epoch=_TEN + 231)]
    intake = read([first, second], rounds)
    assert only(intake, "contact")["segments"] == 2
    assert list(intake["queue_visit"].columns["transferred"]) == [True, False]
    talks = intake["handle_segment"].columns
    assert list(talks["ended_by"]) == ["transfer", "customer"]
    assert list(talks["transfer"]) == ["other", "none"]
    assert list(talks["acw"]) == [36_000, 36_000]


def test_the_direction_of_a_call_that_comes_from_elsewhere_is_not_known() -> None:
    contact = only(read([closer(xfercallid="31")]), "contact")
    assert contact["direction"] == "unknown"


def test_who_hands_on_where_the_next_row_is_not_there_is_told_by_the_status() -> None:
    assert only(read([closer(status="XFER")]), "handle_segment")["transfer"] == "other"


def test_the_same_number_of_two_servers_is_two_calls() -> None:
    intake = read([closer(), closer(closecallid="502", lead_id="78")])
    assert len(intake["contact"]) == 2


def test_a_call_without_a_number_is_a_contact_of_its_own() -> None:
    intake = read([closer(uniqueid=""), closer(closecallid="502", uniqueid="")])
    assert sorted(map(str, intake["contact"].columns["contact_id"])) == [
        "closecallid-501",
        "closecallid-502",
    ]


def test_a_round_whose_call_is_in_no_in_group_is_a_conversation_without_a_queue() -> None:
    intake = read([], [agent(comments="MANUAL")])
    talk = only(intake, "handle_segment")
    assert (talk["queue"], talk["visit_no"], talk["talk_hold"]) == (
        Missing.NO_RECORDS,
        0,
        199_000,
    )
    assert only(intake, "contact")["direction"] == "unknown"


def test_one_agent_twice_in_a_call_has_the_round_that_is_nearest() -> None:
    again = closer(closecallid="502", xfercallid="31", queue_seconds="0", **_LATER)
    rounds = [
        agent(agent_log_id="9010", talk_epoch=_TEN + 215, talk_sec="180", dispo_sec="4"),
        agent(),
    ]
    talks = read([closer(), again], rounds)["handle_segment"].columns
    assert list(talks["acw"]) == [36_000, 10_000]


def test_a_call_still_going_on_is_superseded_by_its_end() -> None:
    talking = closer(status="INCALL", end_epoch="", length_in_sec="NULL", term_reason="NONE")
    intake = read([talking])
    assert [each.contact_id for each in intake.report.open_contacts] == [f"{_TEN}.26/77"]
    assert only(intake, "handle_segment")["talk_hold"] is Missing.NOT_MEASURED
    both = read([talking, closer(), closer(processed="Y")])
    assert only(both, "handle_segment")["talk_hold"] == 199_600
    assert both.report.counts == {"row-superseded": 1}
    assert both.report.duplicate == 1


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"closecallid": ""}, "field-missing"),
        ({"closecallid": "five"}, "number-unreadable"),
        ({"campaign_id": "NULL"}, "field-missing"),
        ({"start_epoch": "0"}, "time-missing"),
        ({"start_epoch": ""}, "time-missing"),
        ({"start_epoch": "2026-10-07 10:00:00"}, "time-unreadable"),
        ({"end_epoch": "99999999999"}, "time-unreadable"),
        ({"queue_seconds": "-1"}, "number-unreadable"),
        ({"queue_seconds": "1.2345"}, "number-unreadable"),
        ({"queue_seconds": "inf"}, "number-unreadable"),
        ({"queue_seconds": "1e400000"}, "number-unreadable"),
        ({"queue_seconds": "9999999999.5"}, "number-too-large"),
        ({"queue_seconds": "\\N"}, "field-missing"),
        ({"queue_seconds": "300"}, "interval-disagrees"),
        ({"length_in_sec": "9999999999"}, "number-too-large"),
        ({"length_in_sec": "99999"}, "interval-disagrees"),
        ({"end_epoch": _TEN - 100}, "interval-disagrees"),
        ({"start_epoch": "2026", "length_in_sec": "1"}, "interval-disagrees"),
    ],
)
def test_a_broken_row_is_put_aside(told: dict[str, Any], code: str) -> None:
    intake = read([closer(**told)], [agent(uniqueid="", talk_epoch="")])
    assert intake.report.counts == {code: 1}
    assert len(intake["contact"]) == 0


def test_a_number_is_kept_only_as_a_keyed_hash() -> None:
    reference = only(read([closer()], pseudonym_key=b"key"), "contact")["customer_ref"]
    assert isinstance(reference, str)
    assert "2125550123" not in reference


# ---- what agents were doing -------------------------------------------------------------------


def test_a_round_is_four_states_and_dead_time_is_after_call_work() -> None:
    assert states(read([], [agent(), agent(**_PAUSE)])) == [
        (-120, "aux", "COFFEE", 100),
        (-20, "available", None, 20),  # a half-hour ends at ten
        (0, "available", None, 16),
        (16, "on_contact", None, 199),
        (215, "acw", None, 6),
        (221, "acw", None, 30),
        (251, "aux", "LUNCH", 600),
    ]


def test_a_round_without_a_call_is_no_contact() -> None:
    intake = read([], [agent(**_PAUSE), agent(**_PAUSE)])
    assert len(intake["contact"]) == 0
    assert intake.report.fates()["duplicate"] == 1
    assert states(intake) == [(251, "aux", "LUNCH", 600)]


def test_two_rounds_at_once_are_not_double_time() -> None:
    within = _PAUSE | {"pause_epoch": _TEN + 100, "pause_sec": "300"}
    intake = read([], [agent(), agent(**within)])
    whole = sum(lasted for *_, lasted in states(intake) if isinstance(lasted, int))
    assert whole == 120 + 400
    assert intake.report.counts == {"state-overlap": 3}  # talk, dead time and after-call work


def test_two_names_of_one_employee_are_one_person() -> None:
    names = ("1101", "jo")
    rounds = [agent(**_PAUSE), agent(**(_PAUSE | {"agent_log_id": "9003", "user": "jo"}))]
    aliases = tuple(AgentAlias(employee_id="E7", alias=each) for each in names)
    apart, together = read([], rounds), read([], rounds, aliases=aliases)
    assert (len(states(apart)), apart.report.counts) == (2, {})
    assert (len(states(together)), together.report.counts) == (1, {"state-overlap": 1})
    assert only(together, "agent_state")["agent"] == "E7"


def test_what_the_counter_lost_is_not_known() -> None:
    intake = read([closer()], [agent(talk_sec="65535", dispo_sec="65001")])
    assert intake.report.counts == {"duration-negative": 1}
    talk = only(intake, "handle_segment")
    assert talk["talk_hold"] == 199_600
    assert talk["acw"] is Missing.NOT_MEASURED
    assert [state for _, state, *_ in states(intake)] == ["aux", "available", "available"]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"user": ""}, "field-missing"),
        ({"agent_log_id": ""}, "field-missing"),
        ({"dead_sec": "300"}, "interval-disagrees"),
        ({"pause_sec": "x"}, "number-unreadable"),
        ({"wait_epoch": "soon"}, "time-unreadable"),
        (_PAUSE | {"pause_epoch": "0"}, "time-missing"),
    ],
)
def test_a_broken_round_is_put_aside(told: dict[str, Any], code: str) -> None:
    intake = read([], [agent(**told)])
    assert intake.report.counts == {code: 1}
    assert len(intake["agent_state"]) == 0


# ---- tables and times -------------------------------------------------------------------------


def test_tables_are_told_by_their_headers_and_read_in_turn_over_days() -> None:
    """What one table says of the first day is not late when the other was read to its end."""
    days = range(0, 5 * 86_400, 43_200)
    calls = [
        closer(
            closecallid=600 + number,
            uniqueid=f"{_TEN + day}.1",
            start_epoch=_TEN + day,
            end_epoch=_TEN + day + 215,
        )
        for number, day in enumerate(days)
    ]
    rounds = [
        agent(
            agent_log_id=700 + number,
            uniqueid=f"{_TEN + day}.1",
            **{
                f"{name}_epoch": int(_AGENT[f"{name}_epoch"]) + day
                for name in ("pause", "wait", "talk", "dispo", "dead")
            },
        )
        for number, day in enumerate(days)
    ]
    rounds.insert(3, agent(agent_log_id="1", pause_epoch=2_000_000_000, uniqueid=""))
    intake = read(calls, rounds)
    assert list(intake["handle_segment"].columns["acw"]) == [36_000] * len(days)
    assert "row-late" not in intake.report.counts


def test_older_tables_have_no_dead_time_and_no_transfers() -> None:
    heads = [
        ",".join(name for name in columns if name not in {"dead_sec", "dead_epoch", "xfercallid"})
        for columns in (_CLOSER, _AGENT)
    ]
    rows = [
        ",".join(columns[name] for name in head.split(","))
        for head, columns in zip(heads, (_CLOSER, _AGENT), strict=True)
    ]
    sources = [
        Source(name=f"t{n}", lines=pair) for n, pair in enumerate(zip(heads, rows, strict=True))
    ]
    intake = VicidialAdapter().read(sources, ReadOptions(zone=ZONE))
    talk = only(intake, "handle_segment")
    assert (talk["talk_hold"], talk["acw"]) == (205_000, 30_000)


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("a,b", "closecallid"),
        (_CLOSER_HEAD.replace("queue_seconds", "queue"), "queue_seconds"),
        (_AGENT_HEAD.replace("sub_status", "reason"), "sub_status"),
    ],
)
def test_a_table_that_is_neither_stops_the_read(header: str, column: str) -> None:
    source = Source(name="x.csv", lines=(header, ",".join("1" for _ in header.split(","))))
    with pytest.raises(ReadError) as stopped:
        VicidialAdapter().read([source], ReadOptions(zone=ZONE))
    found = stopped.value.diagnostics[0]
    assert (found.code, found.args["column"]) == ("map-column-absent", column)


def test_a_header_alone_is_no_call() -> None:
    source = Source(name="x.csv", lines=(_CLOSER_HEAD,))
    intake = VicidialAdapter().read([source], ReadOptions(zone=ZONE))
    assert (intake.report.rows_in, len(intake["contact"])) == (0, 0)


@pytest.mark.parametrize("hour", [5, 6])  # 1:00 in summer time, and again
def test_an_hour_that_comes_twice_is_told_by_the_epoch(hour: int) -> None:
    began = int(dt.datetime(2026, 11, 1, hour, 30, tzinfo=dt.UTC).timestamp())
    told = {"start_epoch": began, "end_epoch": began + 215, "call_date": "2026-11-01 01:30:00"}
    visit = only(read([closer(**told)]), "queue_visit")
    assert (visit["entered_ms"], visit["arrival_hour"]) == (began * 1_000, 1)


def test_a_round_goes_on_in_the_next_read() -> None:
    first = read([closer()], at_end=AtEnd.CARRY)
    assert len(first["contact"]) == 0
    second = read([], [agent()], resume=first.state)
    assert only(second, "handle_segment")["acw"] == 36_000
    done = read([], [agent(**_PAUSE)], at_end=AtEnd.CARRY)
    again = read([], [agent(**(_PAUSE | {"agent_log_id": "9003"}))], resume=done.state)
    assert states(again) == []
    assert again.report.counts == {"state-overlap": 1}


class TestBankWeek(BankWeek):
    """A real week as the closer log: a call begins for it when it comes to the in-group."""

    adapter = VicidialAdapter()
    header = (_CLOSER_HEAD,)
    cannot = frozenset({"contact_start"})
    lines = TestCloserLog.lines


class TestAgentLog(AgentConformance):
    """Rounds of agents: the four parts of each are known when it is over."""

    adapter = VicidialAdapter()
    carries = frozenset({"acw", "aux"})
    header = (_AGENT_HEAD,)
    broken = ("x,1", agent(pause_epoch="soon"), agent(pause_sec="long"))

    def lines(self, days: Sequence[AgentDay]) -> Sequence[str]:
        rounds = [(day.agent, each) for day in days for each in _rounds(day)]
        rounds.sort(key=lambda each: each[1][0].began_ms)
        return [_round(number, *each) for number, each in enumerate(rounds)]


_PARTS = {"aux": "pause", "available": "wait", "on_contact": "talk", "acw": "dispo"}


def _rounds(day: AgentDay) -> Iterator[list[AgentSpan]]:
    """Yield the spans of a day in rounds: not ready, free, in a call, after it."""
    order = list(_PARTS)
    found: list[AgentSpan] = []
    for span in day.spans:
        if found and order.index(span.state) <= order.index(found[-1].state):
            yield found
            found = []
        found.append(span)
    yield found


def _round(number: int, name: str, spans: list[AgentSpan]) -> str:
    told: dict[str, Any] = {f"{part}_epoch": "NULL" for part in _PARTS.values()}
    told |= {f"{part}_sec": "0" for part in _PARTS.values()}
    for span in spans:
        assert span.ended_ms is not None
        part = _PARTS[span.state]
        told[f"{part}_epoch"] = span.began_ms // 1_000
        told[f"{part}_sec"] = (span.ended_ms - span.began_ms) // 1_000
    call = f"{number + 1_000_000_000}.1" if told["talk_epoch"] != "NULL" else ""
    ids = {"agent_log_id": number, "uniqueid": call, "lead_id": number if call else ""}
    reason = next((span.reason for span in spans if span.reason), "")
    none = {"dead_epoch": "", "dead_sec": "0"}
    return agent(user=name, sub_status=reason, **ids, **told, **none)
