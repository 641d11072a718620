"""Channel events become contacts and conversations: layouts, bridges, transfers, clocks.

The events are written as the sources of Asterisk say (``main/cel.c`` for what ``extra`` holds,
``configs/samples/cel_custom.conf.sample`` for the columns); their order is that of a call as the
page "CEL Specification" of its documentation shows it. No recorded file is among them.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sqlite3
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from ccops_asterisk import CelAdapter, DatabaseTable, GmtCelAdapter

from ccops.adapters import AtEnd, Contact, Intake, ReadOptions, Source
from ccops.contacts import AgentAlias
from ccops.errors import ReadError
from ccops.testing.adapter_conformance import AdapterConformance
from ccops.testing.bank_week import BankWeek
from ccops.testing.scripted_contacts import ZONE
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

T = 1_791_381_600
#: The mapping ``Master.csv`` of the sample, without its literal.
MASTER = (
    "eventtype", "eventtime", "cid_name", "cid_num", "cid_ani", "cid_rdnis", "cid_dnid", "exten",
    "context", "channame", "appname", "appdata", "amaflags", "accountcode", "uniqueid",
    "linkedid", "peer", "userfield", "userdeftype", "extra",
)  # fmt: skip
#: The advanced mapping of the sample, with its literal.
ADVANCED = (
    "eventtype", "eventenum", "literal", "eventtime", "userdeftype", "cid_name", "cid_num",
    "exten", "context", "channame", "appname", "appdata", "amaflags", "accountcode", "uniqueid",
    "userfield", "cid_ani", "cid_rdnis", "cid_dnid", "peer", "linkedid", "peeraccount", "extra",
    "tenantid",
)  # fmt: skip
TRUNK, AGENT, OTHER = "PJSIP/trunk-0000001a", "PJSIP/1101-0000001b", "PJSIP/1102-0000001c"
CALLER, FIRST, SECOND = f"{T}.26", f"{T + 2}.27", f"{T + 60}.28"
NAMES = {CALLER: TRUNK, FIRST: AGENT, SECOND: OTHER}
_DIRECTIONS = {"from-pstn": "inbound", "to-pstn": "outbound", "house": "internal"}
Event = dict[str, str]


def event(at: float | str, kind: str, uniqueid: str = CALLER, /, **told: Any) -> Event:
    """Return an event: seconds after the call began, or the time as it is written."""
    extra = told.pop("extra", None)
    plain = {
        "eventtype": kind,
        "eventtime": at if isinstance(at, str) else f"{T + at:.6f}",
        "cid_num": "12125550123" if uniqueid == CALLER else "1101",
        "exten": "600",
        "context": "from-pstn" if uniqueid == CALLER else "house",
        "channame": NAMES.get(uniqueid, ""),
        "uniqueid": uniqueid,
        "linkedid": CALLER,
        "extra": json.dumps(extra, separators=(",", ":")) if extra else "",
    }
    return plain | told


def bridged(at: float, kind: str, uniqueid: str, bridge: str = "b1", **told: Any) -> Event:
    technology = told.pop("technology", "simple_bridge")
    extra = {"bridge_id": bridge, "bridge_technology": technology}
    return event(at, kind, uniqueid, extra=extra, **told)


def hung_up(at: float, uniqueid: str, source: str = "") -> tuple[Event, Event]:
    extra = {"hangupcause": 16, "hangupsource": source, "dialstatus": ""}
    return event(at, "HANGUP", uniqueid, extra=extra), event(at, "CHAN_END", uniqueid)


def a_call(hangs_up: str = TRUNK) -> list[Event]:
    """Return an answered call: rings after 2 s, talks from 10 s to 100 s."""
    return [
        event(0, "CHAN_START"),
        event(1, "APP_START", appname="Queue", appdata="sales,t"),
        event(2, "CHAN_START", FIRST),
        event(10, "ANSWER", FIRST),
        bridged(10, "BRIDGE_ENTER", FIRST),
        bridged(10.02, "BRIDGE_ENTER", CALLER, peer=AGENT),
        bridged(100, "BRIDGE_EXIT", CALLER, peer=AGENT),
        *hung_up(100.01, CALLER, hangs_up),
        bridged(100.02, "BRIDGE_EXIT", FIRST),
        *hung_up(100.03, FIRST, hangs_up),
        event(100.03, "LINKEDID_END", FIRST),
    ]


def line(one: Event, columns: Sequence[str] = MASTER, *, delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="").writerow(
        [one.get(name, "") for name in columns]
    )
    return out.getvalue()


def read(events: Iterable[Event], *, adapter: CelAdapter | None = None, **options: Any) -> Intake:
    return read_lines(*map(line, events), adapter=adapter, **options)


def read_lines(*lines: str, adapter: CelAdapter | None = None, **options: Any) -> Intake:
    given = {
        "zone": ZONE, "quarantine_limit": Fraction(1), "agent_pattern": "PJSIP/*", **options
    }  # fmt: skip
    reader = adapter or CelAdapter(directions=_DIRECTIONS)
    return reader.read([Source(name="Master.csv", lines=lines)], ReadOptions(**given))


def only(intake: Intake, kind: str = "contact") -> dict[str, Any]:
    assert len(intake[kind]) == 1
    return dict(intake[kind].row(0))


def talks(intake: Intake) -> list[tuple[object, ...]]:
    """Return agent, seconds from and to, transfer and who ended each conversation."""
    rows = map(intake["handle_segment"].row, range(len(intake["handle_segment"])))
    return [
        (
            row["agent"],
            _after(row["connected_ms"]),
            _after(row["ended_ms"]),
            row["transfer"],
            row["ended_by"],
        )
        for row in rows
    ]


def _after(ms: Any) -> Any:
    return ms if isinstance(ms, Missing) else (ms - T * 1_000) / 1_000


class TestCel(AdapterConformance):
    adapter = CelAdapter(directions=_DIRECTIONS)
    carries = frozenset({"same_second", "timeout", "two_visits", "offers", "transfers"})
    volume_only = True
    broken = ("garbage", '"CHAN_START","1791381600.5', line(event("yesterday", "CHAN_START")))

    def lines(self, contacts: Sequence[Contact]) -> Sequence[str]:
        written = sorted(one for each in contacts for one in _written(each))
        return [text for _, text in written]


def _written(contact: Contact) -> Iterator[tuple[int, str]]:
    assert isinstance(contact.ended_ms, int)
    number = f"{contact.started_ms // 1_000}.{int(contact.contact_id, 36)}"
    told = {"linkedid": number, "channame": TRUNK, "cid_num": contact.customer}
    told["context"] = "from-pstn"
    for at, kind in (
        (contact.started_ms, "CHAN_START"),
        (contact.ended_ms, "HANGUP"),
        (contact.ended_ms, "LINKEDID_END"),
    ):
        yield at, line(event(f"{at // 1_000}.{at % 1_000:03}000", kind, number, **told))


# ---- layouts ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "columns",
    [
        MASTER,
        ("eventtype", "literal", *MASTER[1:]),
        ADVANCED,
        (*ADVANCED[:2], *ADVANCED[3:]),
    ],
)
def test_every_mapping_of_the_sample_is_read(columns: Sequence[str]) -> None:
    calls = [one | {"eventenum": one["eventtype"], "literal": "PBX 1"} for one in a_call()]
    intake = read_lines(*(line(one, columns) for one in calls))
    assert talks(intake) == [("1101", 10.02, 100.0, "none", "customer")]
    assert intake.report.counts == {}


def test_a_first_line_names_the_columns_of_any_other_mapping() -> None:
    columns = ("EventTime", "EventType", "ChanName", "UniqueID", "LinkedID", "CIDNum", "Context",
               "Exten", "Extra")  # fmt: skip
    lower = ("eventtime", "eventtype", "channame", "uniqueid", "linkedid", "cid_num", "context",
             "exten", "extra")  # fmt: skip
    lines = [",".join(columns), *(line(one, lower) for one in a_call())]
    assert talks(read_lines(*lines)) == [("1101", 10.02, 100.0, "none", "customer")]


def test_columns_may_be_parted_by_tabs() -> None:
    rows = [line(one, delimiter="\t") for one in a_call()]
    adapter = CelAdapter(directions=_DIRECTIONS, delimiter="\t")
    assert only(read_lines(*rows, adapter=adapter))["segments"] == 1


def test_free_text_with_delimiter_and_quotes_is_one_column() -> None:
    named = event(0, "CHAN_START", cid_name='"Li, ""the boss"", Mei" <1001>, x')
    assert read([named, *a_call()[1:]]).report.accepted == len(a_call())


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (line(event(1, "ANSWER"))[:64], "row-unreadable"),
        (line(event(1, "ANSWER"), MASTER[:-1]), "row-fields"),
        (line(event("", "ANSWER")), "time-missing"),
        (line(event("0000-00-00 00:00:00", "ANSWER")), "time-missing"),
        (line(event("07/10/2026 10:00", "ANSWER")), "time-unreadable"),
        (line(event(1, "ANSWER", linkedid="")), "field-missing"),
        (line(event(1, "BRIDGE_ENTER")), "field-missing"),
        (line(event(1, "BRIDGE_ENTER", extra={"bridge_id": 7})), "field-missing"),
    ],
)
def test_a_broken_row_is_put_aside_and_takes_no_other_with_it(broken: str, code: str) -> None:
    intake = read_lines(broken, *map(line, a_call()))
    assert intake.report.counts == {code: 1}
    assert intake.report.quarantined == 1
    assert "12125550123" not in str(intake.report.to_dict())
    assert only(intake)["source_ref"] == "Master.csv:2"


# ---- what a call comes to ---------------------------------------------------------------------


def test_a_call_is_one_contact_with_its_conversation() -> None:
    intake = read(a_call(), pseudonym_key=b"key")
    contact = only(intake)
    assert (contact["contact_id"], contact["direction"]) == (CALLER, "inbound")
    assert (contact["entry_point"], contact["disconnect_by"]) == ("600", "customer")
    assert (contact["started_ms"], contact["ended_ms"]) == (T * 1_000, T * 1_000 + 100_030)
    assert (contact["visits"], contact["segments"]) == (Missing.NOT_MEASURED, 1)
    talk = only(intake, "handle_segment")
    assert talk["talk_hold"] == 89_980
    assert talk["talk"] is talk["acw"] is Missing.NOT_MEASURED
    assert "12125550123" not in str(contact)
    assert intake.report.rows_by_type["BRIDGE_ENTER"] == 2


@pytest.mark.parametrize(
    ("source", "by"),
    [(TRUNK, "customer"), (AGENT, "agent"), ("dialplan/builtin", "system"), ("", "unknown")],
)
def test_who_hung_up_is_who_the_channel_names(source: str, by: str) -> None:
    intake = read(a_call(source))
    assert talks(intake)[0][-1] == by
    assert only(intake)["disconnect_by"] == by


def test_of_an_outbound_call_the_one_who_dials_is_the_agent() -> None:
    channels = {CALLER: AGENT, FIRST: TRUNK}
    calls = [
        one | {"context": "to-pstn", "channame": channels[one["uniqueid"]], "exten": "12125550123"}
        for one in a_call(TRUNK)
    ]
    intake = read(calls, pseudonym_key=b"key")
    assert talks(intake) == [("1101", 10.02, 100.0, "none", "customer")]
    assert only(intake)["direction"] == "outbound"
    assert isinstance(only(intake)["customer_ref"], str)


def test_where_no_direction_is_told_only_telephones_of_agents_have_conversations() -> None:
    adapter = CelAdapter()
    assert talks(read(a_call(), adapter=adapter)) == []
    assert only(read(a_call(), adapter=adapter))["customer_ref"] is Missing.NOT_MEASURED
    alias = AgentAlias(employee_id="001101", alias="1101")
    (talk,) = talks(read(a_call(), adapter=adapter, aliases=(alias,)))
    assert talk[:3] == ("001101", 10.02, 100.0)
    with pytest.raises(ValueError, match="sideways is no direction"):
        CelAdapter(directions={"from-pstn": "sideways"})


def test_a_call_nobody_answered_has_no_conversation() -> None:
    intake = read([event(0, "CHAN_START"), event(2, "CHAN_START", FIRST), *hung_up(9, FIRST),
                   *hung_up(9, CALLER, TRUNK)])  # fmt: skip
    assert (only(intake)["segments"], only(intake)["disconnect_by"]) == (0, "customer")


def test_music_and_announcements_are_no_conversation() -> None:
    parked = {"technology": "holding_bridge"}
    player = "1791381603.99"
    told = [
        event(0, "CHAN_START"),
        bridged(3, "BRIDGE_ENTER", player, "b0", channame="Announcer/ARI_MOH-00000002;2"),
        bridged(3, "BRIDGE_ENTER", CALLER, "b0"),
        bridged(5, "BRIDGE_EXIT", CALLER, "b0"),
        bridged(5, "BRIDGE_ENTER", CALLER, "park", **parked),
        event(5, "PARK_START", extra={"parker_dial_string": AGENT, "parking_lot": "default"}),
        bridged(6, "BRIDGE_ENTER", FIRST, "park", **parked),
        *hung_up(9, player),
        *hung_up(20, FIRST),
        *hung_up(20, CALLER),
    ]
    assert talks(read(told)) == []


def test_a_pair_of_local_channels_joins_two_bridges() -> None:
    one, two = "1791381602.30", "1791381602.31"
    stem = "Local/1101@agents-00000007"
    told = [
        event(0, "CHAN_START"),
        bridged(10, "BRIDGE_ENTER", one, "b1", channame=f"{stem};1"),
        bridged(10, "BRIDGE_ENTER", CALLER, "b1"),
        bridged(11, "BRIDGE_ENTER", two, "b2", channame=f"{stem};2"),
        bridged(11.5, "BRIDGE_ENTER", FIRST, "b2"),
        event(12, "LOCAL_OPTIMIZE", one, channame=f"{stem};1",
              extra={"local_two": f"{stem};2", "local_two_uniqueid": two}),
        bridged(12.1, "BRIDGE_EXIT", two, "b2", channame=f"{stem};2"),
        bridged(12.2, "BRIDGE_EXIT", FIRST, "b2"),
        bridged(12.3, "BRIDGE_ENTER", FIRST, "b1"),
        *hung_up(12.4, one),
        *hung_up(12.4, two),
        bridged(60, "BRIDGE_EXIT", FIRST, "b1"),
        *hung_up(60, FIRST, AGENT),
        *hung_up(60.1, CALLER, AGENT),
    ]  # fmt: skip
    assert talks(read(told)) == [("1101", 11.5, 60.0, "none", "agent")]


def test_a_conversation_that_stops_and_goes_on_is_two() -> None:
    told = [
        *a_call()[:6],
        bridged(30, "BRIDGE_EXIT", FIRST),
        bridged(45, "BRIDGE_ENTER", FIRST),
        *a_call()[6:],
    ]
    assert [each[1:3] for each in talks(read(told))] == [(10.02, 30.0), (45.0, 100.0)]


# ---- handed on --------------------------------------------------------------------------------


def test_a_blind_transfer_is_that_of_the_channel_that_made_it() -> None:
    told = [
        *a_call()[:6],
        event(50, "BLINDTRANSFER", FIRST, extra={
            "extension": "1102", "context": "house", "bridge_id": "b1",
            "transferee_channel_name": TRUNK, "transferee_channel_uniqueid": CALLER}),
        bridged(50.1, "BRIDGE_EXIT", FIRST),
        *hung_up(50.2, FIRST, AGENT),
        event(60, "CHAN_START", SECOND),
        bridged(65, "BRIDGE_ENTER", SECOND),
        bridged(100, "BRIDGE_EXIT", CALLER),
        *hung_up(100, CALLER, TRUNK),
        *hung_up(100, SECOND, TRUNK),
    ]  # fmt: skip
    assert talks(read(told)) == [
        ("1101", 10.02, 50.1, "blind", "transfer"),
        ("1102", 65.0, 100.0, "none", "customer"),
    ]


def test_an_attended_transfer_joins_the_call_of_the_agent_with_the_customers() -> None:
    own = f"{T + 50}.40"
    consult = {"linkedid": own}
    mine = "PJSIP/1101-0000002a"
    told = [
        *a_call()[:6],
        event(50, "CHAN_START", own, channame=mine, **consult),
        event(51, "CHAN_START", SECOND, **consult),
        bridged(55, "BRIDGE_ENTER", own, "b2", channame=mine, **consult),
        bridged(55, "BRIDGE_ENTER", SECOND, "b2", **consult),
        event(70, "ATTENDEDTRANSFER", FIRST, extra={
            "bridge1_id": "b1", "channel2_name": mine, "channel2_uniqueid": own,
            "bridge2_id": "b2", "transferee_channel_name": TRUNK,
            "transferee_channel_uniqueid": CALLER, "transfer_target_channel_name": OTHER,
            "transfer_target_channel_uniqueid": SECOND}),
        bridged(70.1, "BRIDGE_EXIT", SECOND, "b2"),
        bridged(70.2, "BRIDGE_ENTER", SECOND, "b1"),
        bridged(70.3, "BRIDGE_EXIT", FIRST, "b1"),
        *hung_up(70.4, FIRST, AGENT),
        *hung_up(70.4, own, mine),
        bridged(120, "BRIDGE_EXIT", SECOND, "b1"),
        *hung_up(120, SECOND, OTHER),
        *hung_up(120, CALLER, OTHER),
    ]  # fmt: skip
    intake = read(told)
    assert talks(intake) == [
        ("1101", 10.02, 70.3, "attended", "transfer"),
        ("1102", 70.2, 120.0, "none", "agent"),
    ]
    assert only(intake)["contact_id"] == CALLER


# ---- every event once -------------------------------------------------------------------------


def test_events_that_asterisk_does_not_write_of_itself_are_kept() -> None:
    told = [
        *a_call(),
        event(4, "WAZO_CALL_LOG_DESTINATION", extra={"extra": "to 12125550199"}),
        event(5, "USER_DEFINED", userdeftype="survey"),
        event(6, "menu", userdeftype="", eventenum="USER_DEFINED"),
    ]
    intake = read_lines(*(line(one, (*MASTER[:1], "eventenum", *ADVANCED[2:])) for one in told))
    kept = intake["queue_event"]
    assert {*kept.columns["event"]} == {"WAZO_CALL_LOG_DESTINATION", "menu", "survey"}
    assert set(kept.columns["contact_id"]) == {CALLER}
    assert "12125550199" not in str(list(kept.columns["details"]))
    assert intake.report.counts == {"event-unknown": 1}


def test_the_same_event_again_is_a_duplicate() -> None:
    report = read([*a_call(), *a_call()]).report
    assert (report.accepted, report.duplicate) == (len(a_call()), len(a_call()))


def test_channels_that_are_open_at_the_end_are_listed() -> None:
    intake = read(a_call()[:6])
    (still,) = intake.report.open_contacts
    assert (still.contact_id, still.queue, still.since_ms) == (CALLER, "", T * 1_000)
    contact = only(intake)
    assert (contact["disconnect_by"], contact["ended_ms"]) == ("open", Missing.NOT_MEASURED)
    assert talks(intake) == [("1101", 10.02, Missing.NOT_MEASURED, "none", "open")]


@pytest.mark.parametrize("cut", range(1, 12))
def test_a_log_split_at_any_event_tells_the_same(cut: int) -> None:
    lines = [line(one) for one in a_call()]
    first = read_lines(*lines[:cut], at_end=AtEnd.CARRY)
    second = read_lines(*lines[cut:], resume=first.state)
    assert (len(first["contact"]), talks(second)) == (0, talks(read(a_call())))


# ---- clocks -----------------------------------------------------------------------------------

_FIRST_ONE = int(dt.datetime.fromisoformat("2026-11-01T01:30:00-04:00").timestamp())
_SECOND_ONE = int(dt.datetime.fromisoformat("2026-11-01T01:30:00-05:00").timestamp())


@pytest.mark.parametrize(
    ("written", "uniqueid", "second", "odd"),
    [
        ("2026-10-07 10:00:00", CALLER, T, ()),
        ("2026-10-07 10:00:00.250000", CALLER, T, ()),
        ("2026-10-07 14:00:00.25+00", CALLER, T, ()),
        ("2026-11-01 01:30:00", f"{_FIRST_ONE - 1}.1", _FIRST_ONE, ()),
        ("2026-11-01 01:30:00", f"pbx-{_SECOND_ONE - 9}.1", _SECOND_ONE, ()),
        ("2026-11-01 01:30:00", f"{_FIRST_ONE - 900}.1", _FIRST_ONE, ("time-ambiguous",)),
        ("2026-03-08 02:30:00", CALLER, 1_772_955_000, ("time-skipped",)),
    ],
)
def test_local_times_are_those_of_the_zone(
    written: str, uniqueid: str, second: int, odd: tuple[str, ...]
) -> None:
    told = event(written, "CHAN_START", uniqueid, channame=TRUNK)
    intake = read([told])
    assert only(intake)["started_ms"] // 1_000 == second
    assert tuple(intake.report.counts) == odd


def test_the_zone_is_never_guessed() -> None:
    with pytest.raises(ReadError, match="Asia/Shangai"):
        read([event("2026-10-07 10:00:00", "CHAN_START")], zone="Asia/Shangai")


@pytest.mark.parametrize("adapter", [GmtCelAdapter(), CelAdapter(zone="UTC")])
def test_events_written_in_gmt_are_read_by_a_name_of_their_own(adapter: CelAdapter) -> None:
    contact = only(read([event("2026-10-07 14:00:00", "CHAN_START")], adapter=adapter))
    assert (contact["started_ms"], contact["started_hour"]) == (T * 1_000, 10)


# ---- the table --------------------------------------------------------------------------------


def _filled(connection: sqlite3.Connection, events: Sequence[Event]) -> None:
    columns = (*MASTER[:-1], "eventextra")
    connection.execute(f"CREATE TABLE cel (id INTEGER PRIMARY KEY, {', '.join(columns)})")
    marks = ",".join("?" * len(columns))
    connection.executemany(
        f"INSERT INTO cel ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608 - of this test
        [[one.get(name) or None for name in MASTER] for one in events],
    )
    connection.commit()


def test_rows_of_the_table_tell_what_the_file_does(tmp_path: Path) -> None:
    path = tmp_path / "master.db"
    connection = sqlite3.connect(path)
    _filled(connection, [one | {"eventtime": _local(one["eventtime"])} for one in a_call()])
    options = ReadOptions(zone="Asia/Shanghai", agent_pattern="PJSIP/*")
    adapter = CelAdapter(directions=_DIRECTIONS)
    table = DatabaseTable(connection=connection, table="cel", zone=ZONE)
    expected = talks(read(a_call()))
    assert talks(adapter.read([table], options)) == expected
    connection.close()
    assert talks(adapter.read([path], ReadOptions(zone=ZONE, agent_pattern="PJSIP/*"))) == expected


def _local(epoch: str) -> str:
    instant = dt.datetime.fromtimestamp(float(epoch), ZoneInfo(ZONE))
    return instant.replace(tzinfo=None).isoformat(sep=" ")


class TestBankWeek(BankWeek):
    """A real week as channel events: when calls began, and how many there were."""

    adapter = CelAdapter(directions=_DIRECTIONS)
    cannot = frozenset({"queues"})
    lines = TestCel.lines
