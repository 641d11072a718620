"""Call detail records become contacts: columns, calls of several rows, clocks, broken lines.

Columns are those of ``cdr/cdr_csv.c`` of Asterisk (``build_csv_record``) and of its
``configs/samples/cdr.conf.sample``; of a table, those of ``cdr_adaptive_odbc.c`` and
``cdr_pgsql.c``.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import sqlite3
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from ccops_asterisk import CdrAdapter, DatabaseTable, GmtCdrAdapter

from ccops import Center
from ccops.adapters import AtEnd, Contact, Intake, ReadOptions, Source
from ccops.testing.adapter_conformance import AdapterConformance
from ccops.testing.bank_week import BankWeek
from ccops.testing.scripted_contacts import ZONE
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_DIRECTIONS = {"from-pstn": "inbound", "to-pstn": "outbound", "house": "internal"}
_PLAIN = {
    "accountcode": "",
    "src": "12125550123",
    "dst": "600",
    "dcontext": "from-pstn",
    "clid": '"Doe, ""Jo""" <12125550123>',
    "channel": "PJSIP/trunk-0000001a",
    "dstchannel": "PJSIP/1101-0000001b",
    "lastapp": "Queue",
    "lastdata": "sales,t,,,300",
    "start": "2026-10-07 10:00:00",
    "answer": "2026-10-07 10:00:02",
    "end": "2026-10-07 10:03:20",
    "duration": "200",
    "billsec": "198",
    "disposition": "ANSWERED",
    "amaflags": "DOCUMENTATION",
}
_ID, _FIELD = {"uniqueid": "1791381600.26"}, {"userfield": "menu 2, then sales"}
_NEW = {"peeraccount": "", "linkedid": "1791381600.26", "sequence": "41"}
_FULL = _PLAIN | _ID | _FIELD | _NEW
_NUMBERS = {"duration", "billsec", "sequence"}


def line(columns: dict[str, str] = _FULL, /, **told: str) -> str:
    """Return a record as ``cdr_csv`` writes one: texts in quotes, numbers not."""
    cells = columns | told
    assert not told.keys() - columns.keys()
    return ",".join(
        cell if name in _NUMBERS or (name == "answer" and not cell) else _quoted(cell)
        for name, cell in cells.items()
    )


def _quoted(text: str) -> str:
    return '"{}"'.format(text.replace('"', '""'))


def read(*lines: str, adapter: CdrAdapter | None = None, **options: Any) -> Intake:
    given = {"zone": ZONE, "quarantine_limit": Fraction(1), **options}
    reader = adapter or CdrAdapter(directions=_DIRECTIONS)
    return reader.read([Source(name="Master.csv", lines=lines)], ReadOptions(**given))


def only(intake: Intake, kind: str = "contact") -> dict[str, Any]:
    assert len(intake[kind]) == 1
    return dict(intake[kind].row(0))


def ms(text: str) -> int:
    """Return an instant in ms of UTC."""
    return int(dt.datetime.fromisoformat(text).timestamp()) * 1_000


class TestCdr(AdapterConformance):
    adapter = CdrAdapter(directions=_DIRECTIONS)
    carries = frozenset({"same_second", "timeout", "two_visits", "offers"})
    volume_only = True
    broken = (
        "garbage",
        '"","1001","600',
        line(start="yesterday"),
        line(duration="x"),
        line(end="2026-10-07 12:00:00"),
    )

    def lines(self, contacts: Sequence[Contact]) -> Sequence[str]:
        return [_written(each) for each in contacts]


def _linkedid(contact: Contact) -> str:
    return f"{contact.started_ms // 1_000}.{int(contact.contact_id, 36)}"


def _written(contact: Contact) -> str:
    assert isinstance(contact.ended_ms, int)
    began, ended = (
        dt.datetime.fromtimestamp(each // 1_000, ZoneInfo(ZONE)).strftime("%Y-%m-%d %H:%M:%S")
        for each in (contact.started_ms, contact.ended_ms)
    )
    lasted = str((contact.ended_ms - contact.started_ms) // 1_000)
    number = _linkedid(contact)
    told = {"start": began, "end": ended, "duration": lasted, "src": contact.customer}
    return line(uniqueid=number, linkedid=number, clid=contact.customer, **told)


@pytest.mark.parametrize(
    ("columns", "contact"),
    [
        (_PLAIN, ""),
        (_PLAIN | _ID, "1791381600.26"),
        (_PLAIN | _FIELD, ""),
        (_PLAIN | _ID | _FIELD, "1791381600.26"),
        (_PLAIN | _NEW, "1791381600.26"),
        (_PLAIN | _ID | _NEW, "1791381600.26"),
        (_PLAIN | _FIELD | _NEW, "1791381600.26"),
        (_FULL, "1791381600.26"),
    ],
)
def test_every_setting_of_columns_is_read(columns: dict[str, str], contact: str) -> None:
    intake = read(line(columns))
    found = only(intake)
    assert (found["started_ms"], found["ended_ms"]) == (
        ms("2026-10-07T10:00:00-04:00"),
        ms("2026-10-07T10:03:20-04:00"),
    )
    assert (found["visits"], found["segments"]) == (Missing.NOT_MEASURED, Missing.NOT_MEASURED)
    assert intake.report.counts == ({} if contact else {"call-id-missing": 1})
    assert not contact or found["contact_id"] == contact


def test_free_text_with_delimiter_and_quotes_is_one_column() -> None:
    text = '"Li, ""the boss"", Mei" <1001>, x'
    assert next(csv.reader(io.StringIO(line(clid=text))))[4] == text
    assert read(line(clid=text)).report.accepted == 1


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (line().replace('"""Doe, """"Jo""""""', '"Doe", Jo'), "row-fields"),
        (line(_PLAIN).rsplit(",", 1)[0], "row-fields"),
        (f"{line()},1", "row-fields"),
        (line()[:40], "row-unreadable"),
        (line(start=""), "time-missing"),
        (line(end="0000-00-00 00:00:00"), "time-missing"),
        (line(start="07/10/2026 10:00"), "time-unreadable"),
        (line(duration="3.5"), "number-unreadable"),
        (line(duration="--1"), "number-unreadable"),
        (line(duration="9999999999"), "number-too-large"),
        (line(sequence="x"), "number-unreadable"),
        (line(duration="20"), "interval-disagrees"),
    ],
)
def test_a_broken_line_is_put_aside_and_takes_no_other_with_it(broken: str, code: str) -> None:
    intake = read(broken, line())
    assert intake.report.counts == {code: 1}
    assert only(intake)["source_ref"] == "Master.csv:2"


def test_a_call_of_many_rows_is_one_contact() -> None:
    queue = line()
    ring = line(
        channel="Local/1101@agents-00000002;2",
        dcontext="house",
        start="2026-10-07 10:00:05",
        end="2026-10-07 10:00:20",
        duration="15",
        billsec="0",
        disposition="NO ANSWER",
        uniqueid="1791381605.27",
        sequence="42",
    )
    after = line(
        dcontext="house",
        start="2026-10-07 10:03:20",
        end="2026-10-07 10:05:00",
        duration="100",
        billsec="100",
        sequence="43",
    )
    intake = read(ring, queue, after, queue)
    contact = only(intake)
    assert contact["direction"] == "inbound"
    assert (contact["visits"], contact["segments"]) == (Missing.NOT_MEASURED, Missing.NOT_MEASURED)
    assert contact["ended_ms"] - contact["started_ms"] == 300_000
    assert intake.report.fates()["duplicate"] == 1
    assert intake.report.rows_by_type == {"ANSWERED": 2, "NO ANSWER": 1}


def test_the_same_line_in_the_file_of_an_account_is_a_duplicate() -> None:
    sources = [Source(name=name, lines=(line(),)) for name in ("Master.csv", "sales.csv")]
    intake = CdrAdapter().read(sources, ReadOptions(zone=ZONE))
    assert (len(intake["contact"]), intake.report.duplicate) == (1, 1)


def test_of_a_context_that_is_not_told_the_direction_is_not_known() -> None:
    contact = only(read(line(dcontext="elsewhere"), pseudonym_key=b"key"))
    assert contact["direction"] == "unknown"
    assert contact["customer_ref"] is Missing.NOT_MEASURED
    with pytest.raises(ValueError, match="sideways is no direction"):
        CdrAdapter(directions={"from-pstn": "sideways"})


@pytest.mark.parametrize(
    ("told", "talks"),
    [
        ({}, 1),
        ({"disposition": "BUSY", "billsec": "0"}, 0),
        ({"lastapp": "Playback"}, 0),
        ({"channel": "Local/1127@out-0000001a;1"}, 0),
        ({"dcontext": "from-pstn"}, 0),
        ({"dcontext": "house"}, 0),
    ],
)
def test_a_conversation_is_told_of_an_outbound_call_that_was_answered(
    told: dict[str, str], talks: int
) -> None:
    dialed = {"dcontext": "to-pstn", "lastapp": "Dial", "channel": "PJSIP/1127-0000001a"}
    intake = read(line(**(dialed | told)), agent_pattern="PJSIP/*")
    assert len(intake["handle_segment"]) == talks
    if talks:
        talk = only(intake, "handle_segment")
        assert (talk["agent"], talk["talk_hold"]) == ("1127", 198_000)
        assert talk["talk"] is talk["acw"] is Missing.NOT_MEASURED
        assert talk["connected_ms"] == ms("2026-10-07T10:00:02-04:00")


@pytest.mark.parametrize(
    ("told", "ended"),
    [
        ({}, "2026-10-07T10:03:20-04:00"),
        ({"end": "2026-10-07 09:59:59"}, ""),
        ({"start": "2026-11-01 01:30:00", "end": "2026-11-01 01:10:00"}, "2026-11-01T01:10-05:00"),
    ],
    ids=["end", "end-before-start", "the-hour-that-comes-twice"],
)
def test_a_duration_below_nothing_is_not_known_and_the_call_stays(
    told: dict[str, str], ended: str
) -> None:
    intake = read(line(duration="-1", uniqueid=f"{_FIRST // 1_000}.1", **told), line(src="1"))
    assert (intake.report.accepted, intake.report.quarantined) == (2, 0)
    assert intake.report.counts == {"duration-negative": 1}
    assert intake["contact"].columns["ended_ms"][0] == (
        ms(ended) if ended else Missing.NOT_MEASURED
    )


@pytest.mark.parametrize(
    ("told", "talk", "odd"),
    [
        ({"billsec": "-5"}, ("10:00:02", Missing.NOT_MEASURED, ""), {"duration-negative"}),
        ({"duration": "-5"}, ("10:00:02", 198_000, "10:03:20"), {"duration-negative"}),
        (
            {"duration": "-5", "end": "2026-10-07 09:00:00"},
            ("10:00:02", 198_000, "10:03:20"),
            {"duration-negative"},
        ),
        (
            {"billsec": "-5", "duration": "-5", "answer": ""},
            None,
            {"duration-negative", "answer-time-missing"},
        ),
    ],
)
def test_a_conversation_whose_length_is_not_known_began_when_it_was_answered(
    told: dict[str, str], talk: tuple[str, object, str] | None, odd: set[str]
) -> None:
    dialed = {"dcontext": "to-pstn", "lastapp": "Dial", "channel": "PJSIP/1127-0000001a"}
    intake = read(line(**(dialed | told)), agent_pattern="PJSIP/*")
    assert intake.report.counts == dict.fromkeys(odd, 1)
    found = [
        (row["connected_ms"], row["talk_hold"], row["ended_ms"])
        for row in map(intake["handle_segment"].row, range(len(intake["handle_segment"])))
    ]
    day = "2026-10-07T{}-04:00"
    assert found == (
        [
            (
                ms(day.format(talk[0])),
                talk[1],
                ms(day.format(talk[2])) if talk[2] else Missing.NOT_MEASURED,
            )
        ]
        if talk
        else []
    )


def test_of_a_call_whose_direction_is_not_known_no_number_is_carried_on() -> None:
    carried = read(line(dcontext="elsewhere", dst="13900001234"), at_end=AtEnd.CARRY)
    assert carried.state is not None
    kept = str(carried.state.to_dict())
    assert "12125550123" not in kept
    assert "13900001234" not in kept


def test_the_customer_is_whoever_is_outside() -> None:
    def customer(context: str, src: str, dst: str) -> object:
        rows = line(dcontext=context, src=src, dst=dst)
        return only(read(rows, pseudonym_key=b"key"))["customer_ref"]

    called = customer("from-pstn", "12125550123", "600")
    assert isinstance(called, str)
    assert called == customer("to-pstn", "1127", "12125550123")
    assert customer("house", "1127", "1128") is Missing.NOT_MEASURED


def test_who_waited_and_who_was_answered_is_not_told() -> None:
    """There are no records of it at all, so that nothing counted of them is 0."""
    contacts = {"contact", "queue_event"}
    assert {*read(line()).records} == contacts | {"handle_segment"}
    assert {*read(line(), adapter=CdrAdapter()).records} == contacts

    known = read(line(), pseudonym_key=b"key").records
    named = {name for each in Center.open("base").kpi(known) for name in each.indicators}
    assert "contact_registration" in named
    assert named.isdisjoint({"offered", "answered", "abandoned", "service_level", "issues"})


# ---- clocks -----------------------------------------------------------------------------------


def _turning(start: str, end: str, duration: int, uniqueid: str = "") -> str:
    times = {"start": f"2026-11-01 {start}", "end": f"2026-11-01 {end}"}
    return line(_PLAIN | _ID, duration=str(duration), uniqueid=uniqueid, **times)


_FIRST, _AGAIN = ms("2026-11-01T01:30:00-04:00"), ms("2026-11-01T01:30:00-05:00")


@pytest.mark.parametrize(
    ("written", "started", "odd"),
    [
        (_turning("01:30:00", "01:31:00", 60, f"{_FIRST // 1_000}.1"), _FIRST, ()),
        (_turning("01:30:00", "01:31:00", 60, f"pbx-{_AGAIN // 1_000}.1"), _AGAIN, ()),
        (_turning("01:30:00", "02:10:00", 2_400), _AGAIN, ()),
        (_turning("01:30:00", "02:10:00", 6_000), _FIRST, ()),
        (_turning("00:50:00", "01:30:00", 6_000), ms("2026-11-01T00:50:00-04:00"), ()),
        (_turning("01:30:00", "01:10:00", 2_400), _FIRST, ()),
        (_turning("01:30:00", "01:31:00", 60), _FIRST, ("time-ambiguous",)),
        (_turning("01:30:00", "01:31:00", 60, "1700000000.1"), _FIRST, ("time-ambiguous",)),
    ],
)
def test_an_hour_that_comes_twice_is_told_by_the_duration_or_the_channel(
    written: str, started: int, odd: tuple[str, ...]
) -> None:
    intake = read(written)
    assert only(intake)["started_ms"] == started
    assert {*intake.report.counts} - {"call-id-missing"} == {*odd}


def test_a_time_that_does_not_occur_is_counted() -> None:
    skipped = {"start": "2026-03-08 02:30:00", "end": "2026-03-08 02:33:20"}
    intake = read(line(**skipped))
    assert intake.report.counts == {"time-skipped": 1}
    assert only(intake)["started_ms"] == ms("2026-03-08T02:30:00-05:00")


def test_a_call_over_the_hour_that_is_skipped_lasted_as_long_as_it_says() -> None:
    over = {"start": "2026-03-08 01:59:00", "end": "2026-03-08 03:02:20"}
    contact = only(read(line(**over)))
    assert contact["ended_ms"] - contact["started_ms"] == 200_000


@pytest.mark.parametrize("adapter", [GmtCdrAdapter(), CdrAdapter(zone="UTC")])
def test_a_file_written_with_usegmtime_is_read_by_its_own_name(adapter: CdrAdapter) -> None:
    contact = only(read(line(), adapter=adapter))
    assert contact["started_ms"] == ms("2026-10-07T10:00:00+00:00")
    assert contact["started_hour"] == 6


def test_a_call_goes_on_in_the_next_file() -> None:
    later = line(start="2026-10-07 10:03:20", duration="0", billsec="0", sequence="42")
    first = read(line(), at_end=AtEnd.CARRY)
    assert len(first["contact"]) == 0
    second = read(later, resume=first.state)
    assert only(second)["ended_ms"] == ms("2026-10-07T10:03:20-04:00")


class TestBankWeek(BankWeek):
    """A real week as call detail records: when calls began, and how many there were."""

    adapter = GmtCdrAdapter(directions=_DIRECTIONS)
    cannot = frozenset({"queues"})

    def lines(self, contacts: Sequence[Contact]) -> Sequence[str]:
        return [_in_gmt(each) for each in contacts]


def _in_gmt(contact: Contact) -> str:
    assert isinstance(contact.ended_ms, int)
    began, ended = (
        dt.datetime.fromtimestamp(each // 1_000, dt.UTC).strftime("%Y-%m-%d %H:%M:%S")
        for each in (contact.started_ms, contact.ended_ms)
    )
    lasted = str((contact.ended_ms - contact.started_ms) // 1_000)
    number = _linkedid(contact)
    told = {"start": began, "end": ended, "duration": lasted, "src": contact.customer}
    return line(uniqueid=number, linkedid=number, clid=contact.customer, **told)


# ---- the table --------------------------------------------------------------------------------


def _in_table(path: Path, records: Sequence[dict[str, Any]]) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    columns = list(records[0])
    connection.execute(f"CREATE TABLE cdr (id INTEGER PRIMARY KEY, {', '.join(columns)})")
    marks = ", ".join("?" * len(columns))
    connection.executemany(
        f"INSERT INTO cdr ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608 - of this test
        [list(each.values()) for each in records],
    )
    connection.commit()
    return connection


def _of_table(columns: dict[str, str], **told: Any) -> dict[str, Any]:
    """Return a record in the columns of the sample of ``cdr_adaptive_odbc`` and FreePBX."""
    record = {**columns, **told, "calldate": columns["start"]}
    return {name: cell for name, cell in record.items() if name not in ("start", "answer", "end")}


@pytest.mark.parametrize("written", ["2026-10-07 10:00:00", "2026-10-07 10:00:00.25",
                                     "2026-10-07 14:00:00+00:00"])  # fmt: skip
def test_rows_of_a_table_are_read_by_their_names(tmp_path: Path, written: str) -> None:
    path = tmp_path / "asteriskcdrdb.db"
    connection = _in_table(path, [_of_table(_FULL | {"start": written}, duration=200)] * 2)
    adapter = CdrAdapter(directions=_DIRECTIONS)
    table = DatabaseTable(connection=connection, table="cdr", zone=ZONE)
    intake = adapter.read([table], ReadOptions(zone="Asia/Shanghai"))
    connection.close()
    found = only(intake)
    assert (found["started_ms"], found["ended_ms"]) == (
        ms("2026-10-07T10:00:00-04:00"),
        ms("2026-10-07T10:03:20-04:00"),
    )
    assert (intake.report.accepted, intake.report.duplicate) == (1, 1)
    again = adapter.read([path], ReadOptions(zone=ZONE))
    assert only(again)["source_ref"] == f"{path.as_posix()}:1"


def test_a_table_that_lacks_a_column_is_put_aside(tmp_path: Path) -> None:
    record = _of_table(_FULL)
    del record["disposition"]
    _in_table(tmp_path / "cdr.db", [record]).close()
    options = ReadOptions(zone=ZONE, quarantine_limit=Fraction(1))
    report = CdrAdapter().read([tmp_path / "cdr.db"], options).report
    assert report.counts == {"row-fields": 1}
