from __future__ import annotations

import gzip
from fractions import Fraction
from typing import TYPE_CHECKING, Any, cast

import pytest

from ccops.adapters import CSV_MAP, AtEnd, Intake, ReadOptions, Source, Strictness, joined_intake
from ccops.errors import ReadError
from ccops.messages import has_message
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HEADER = "id,day,entered,left,waited,what,agent,from,to,talked,number"
COLUMNS: dict[str, object] = {
    "contact_id": "id",
    "queue": {"value": "hotline"},
    "entered_at": {"date": "day as %Y-%m-%d", "time": "entered"},
    "wait": {"from": "waited", "unit": "s"},
    "outcome": {"from": "what", "values": {"OK": "answered", "GONE": "abandoned"}},
    "agent": {"from": "agent", "null": ["NOBODY"]},
    "talk_hold": {"from": "talked", "unit": "s"},
    "customer": "number",
}
MAP: dict[str, object] = {
    "record": ["visit", "segment"],
    "columns": COLUMNS,
    "null_time": "0:00:00 if duration 0",
    "intervals": [
        {"start": "entered", "end": "left", "duration": "waited", "unit": "s"},
        {"start": "from", "end": "to", "duration": "talked", "unit": "s"},
    ],
    "roll_midnight": "yes",
}
ANSWERED = "1,2026-10-27,9:00:00,9:00:20,20,OK,amy,9:00:20,9:02:00,100,13900001234"
GONE = "2,2026-10-27,9:05:00,9:05:30,30,GONE,NOBODY,0:00:00,0:00:00,0,13900001234"
UNKNOWN = Missing.NOT_MEASURED


def read(
    *rows: str,
    header: str = HEADER,
    given: Mapping[str, object] = MAP,
    **options: Any,
) -> Intake:
    source = Source(name="calls.csv", lines=(header, *rows))
    plain = {"zone": "Asia/Shanghai", "quarantine_limit": Fraction(1), "column_map": given}
    return CSV_MAP.read([source], ReadOptions(**{**plain, **options}))


def changed(**columns: object) -> dict[str, object]:
    return {**MAP, "columns": {**COLUMNS, **columns}}


def cells(intake: Intake, kind: str, *names: str) -> list[tuple[Any, ...]]:
    return list(zip(*(intake[kind].columns[name] for name in names), strict=True))


def test_one_row_yields_a_visit_and_a_conversation() -> None:
    intake = read(ANSWERED, GONE)

    assert cells(intake, "queue_visit", "queue", "outcome", "agent", "wait", "talk_hold") == [
        ("hotline", "answered", "amy", 20_000, 100_000),
        ("hotline", "abandoned", Missing.NO_RECORDS, 30_000, Missing.NO_RECORDS),
    ]
    assert cells(intake, "handle_segment", "agent", "talk_hold", "acw", "talk") == [
        ("amy", 100_000, UNKNOWN, UNKNOWN)
    ]
    assert cells(intake, "queue_visit", "arrival_hour", "source_ref") == [
        (9, "calls.csv:2"),
        (9, "calls.csv:3"),
    ]
    assert set(intake.records) == {"queue_visit", "handle_segment"}


def test_offers_and_contacts_too() -> None:
    given = {
        **changed(
            ring={"from": "waited", "unit": "s"},
            channel={"value": "voice"},
            direction={"value": "inbound"},
            ended_by={"value": "customer"},
        ),
        "record": ["offer", "contact"],
    }

    intake = read(ANSWERED, GONE, given=given, pseudonym_key=b"secret")

    assert cells(intake, "offer", "agent", "result", "ring_ms", "offered_hour") == [
        ("amy", "answered", 20_000, 9)
    ]
    assert cells(intake, "contact", "segments", "channel", "disconnect_by") == [
        (1, "voice", "customer"),
        (0, "voice", "customer"),
    ]
    (first, second) = intake["contact"].columns["customer_ref"]
    assert first == second != "13900001234"


def test_a_time_beyond_midnight_belongs_to_the_next_day() -> None:
    late = "3,2026-10-27,23:59:50,0:00:20,30,OK,amy,0:00:20,0:01:00,40,"

    (row,) = cells(read(late), "queue_visit", "arrival_day", "answer_day", "end_day", "wait")

    assert (row[1] - row[0], row[2] - row[0], row[3]) == (1, 1, 30_000)


def test_midnight_itself_is_a_time_where_something_happened() -> None:
    midnight = "4,2026-10-27,0:00:00,0:00:09,9,GONE,NOBODY,0:00:00,0:00:00,0,"

    assert cells(read(midnight), "queue_visit", "arrival_hour", "wait") == [(0, 9_000)]


def test_what_never_queued_is_left_out() -> None:
    never = "5,2026-10-27,0:00:00,0:00:00,0,GONE,NOBODY,0:00:00,0:00:00,0,"
    given = {**MAP, "unless": {"what": ["GONE"], "entered": "empty"}, "skip": {"id": ["9"]}}
    skipped = ANSWERED.replace("1,", "9,", 1)

    report = read(never, GONE, skipped, given=given).report

    assert (report.accepted, report.ignored) == (1, 2)
    assert report.counts == {"row-excluded": 1, "row-skipped": 1}


def test_the_first_time_that_is_there_is_taken() -> None:
    given = changed(entered_at={"date": "day as %Y-%m-%d", "time": ["entered", "from"]})
    straight = "6,2026-10-27,0:00:00,0:00:00,0,OK,amy,9:00:20,9:02:00,100,"

    assert cells(read(straight, given=given), "queue_visit", "wait", "arrival_hour") == [(0, 9)]


@pytest.mark.parametrize(
    ("choice", "accepted", "ignored", "quarantined"),
    [("exclude_counted", 0, 1, 0), ("keep", 1, 0, 0), ("quarantine", 0, 0, 1)],
)
def test_answered_without_an_agent(
    choice: str, accepted: int, ignored: int, quarantined: int
) -> None:
    row = ANSWERED.replace("amy", "NOBODY")

    report = read(row, given={**MAP, "answered_without_agent": choice}).report

    assert (report.accepted, report.ignored, report.quarantined) == (
        accepted,
        ignored,
        quarantined,
    )
    assert report.counts == {"answered-without-agent": 1}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("1,2026-10-27,9:00:00", "row-fields"),
        (ANSWERED.replace("2026-10-27", "27/10/2026"), "time-unreadable"),
        (ANSWERED.replace("9:00:00", "9 o'clock"), "time-unreadable"),
        (ANSWERED.replace("9:00:00", "25:00:00"), "time-unreadable"),
        (ANSWERED.replace(",20,OK", ",many,OK"), "number-unreadable"),
        (ANSWERED.replace(",20,OK", ",20.0001,OK"), "number-unreadable"),
        (ANSWERED.replace(",20,OK", ",NaN,OK"), "number-unreadable"),
        (ANSWERED.replace(",20,OK", ",90,OK"), "interval-disagrees"),
        (ANSWERED.replace("OK", "PHANTOM"), "value-unlisted"),
        (ANSWERED.replace("1,", ",", 1), "field-missing"),
        (ANSWERED.replace("9:00:00", ""), "time-missing"),
    ],
)
def test_a_row_that_cannot_be_taken_is_put_aside(row: str, code: str) -> None:
    intake = read(GONE, row)

    assert (intake.report.accepted, intake.report.quarantined) == (1, 1)
    (example,) = intake.report.examples
    assert (example.code, str(example.span)) == (code, "calls.csv:3:1")
    assert "1390000" not in example.render()
    assert has_message(code)
    with pytest.raises(ReadError, match=r"calls\.csv:3"):
        read(GONE, row, strictness=Strictness.STRICT)


def test_a_negative_duration_is_not_known_and_the_call_stays() -> None:
    row = ANSWERED.replace(",20,OK", ",-5,OK")

    intake = read(row)

    assert cells(intake, "queue_visit", "wait", "outcome") == [(UNKNOWN, "answered")]
    assert intake.report.counts == {"answer-time-missing": 1, "duration-negative": 1}
    assert len(intake["handle_segment"]) == 0


def test_a_negative_wait_is_that_between_entry_and_answer_where_the_row_tells_the_end() -> None:
    given = changed(ended_at={"date": "day as %Y-%m-%d", "time": "to"})

    intake = read(ANSWERED.replace(",20,OK", ",-5,OK"), given=given)

    assert intake.report.counts == {"duration-negative": 1}
    assert cells(intake, "queue_visit", "wait", "talk_hold") == [(20_000, 100_000)]
    (segment,) = cells(intake, "handle_segment", "agent", "talk_hold", "connected_ms", "ended_ms")
    assert segment[:2] == ("amy", 100_000)
    assert segment[3] - segment[2] == 100_000


def test_a_negative_duration_is_said_without_an_interval_too() -> None:
    given = {**MAP, "intervals": [], "null_time": "0:00:00"}
    rows = (ANSWERED.replace(",20,OK", ",-5,OK"), GONE.replace(",30,GONE", ",-0.5,GONE"))

    intake = read(*rows, given=given)

    assert cells(intake, "queue_visit", "wait") == [(UNKNOWN,), (UNKNOWN,)]
    assert intake.report.counts == {"answer-time-missing": 1, "duration-negative": 2}


@pytest.mark.parametrize(
    ("value", "counts", "acw"), [("5", {}, 5_000), ("-5", {"duration-negative": 1}, UNKNOWN)]
)
def test_a_duration_may_be_the_same_in_every_row(
    value: str, counts: dict[str, int], acw: object
) -> None:
    intake = read(ANSWERED, given=changed(acw={"value": value, "unit": "s"}))

    assert cells(intake, "handle_segment", "acw") == [(acw,)]
    assert intake.report.counts == counts


def test_a_constant_that_is_no_duration_is_looked_up_where_it_stands() -> None:
    report = read(ANSWERED, given=changed(acw={"value": "soon", "unit": "s"})).report

    assert report.counts == {"number-unreadable": 1}
    assert "soon" in report.examples[0].render()


def test_a_row_yields_all_its_records_or_none() -> None:
    intake = read(ANSWERED.replace("9:00:00", ""))

    assert [len(records) for records in intake.records.values()] == [0, 0]


def test_clocks_may_differ_by_some_seconds() -> None:
    row = ANSWERED.replace("9:00:20,20", "9:00:23,20")

    intake = read(row)

    assert cells(intake, "queue_visit", "wait") == [(20_000,)]
    assert intake.report.counts == {"clock-skew": 1}


def test_half_seconds_are_exact() -> None:
    row = ANSWERED.replace(",20,OK", ",20.4,OK")

    assert cells(read(row), "queue_visit", "wait") == [(20_400,)]


def test_the_same_row_again_is_a_duplicate() -> None:
    report = read(ANSWERED, GONE, ANSWERED).report

    assert (report.accepted, report.duplicate) == (2, 1)


def test_the_same_key_with_other_content_is_put_aside() -> None:
    report = read(ANSWERED, GONE.replace("2,", "1,", 1), given={**MAP, "key": ["id"]}).report

    assert (report.accepted, report.counts) == (1, {"key-conflict": 1})


def test_a_file_handed_in_again_brings_nothing_new() -> None:
    first = read(ANSWERED, at_end=AtEnd.CARRY)

    second = read(ANSWERED, GONE, resume=first.state)

    assert (second.report.accepted, second.report.duplicate) == (1, 1)


def test_the_reference_of_a_row_with_line_breaks_is_its_first_line() -> None:
    broken = ANSWERED.replace("13900001234", '"139\n0000"')

    intake = read(*broken.split("\n"), GONE)

    references = [reference for (reference,) in cells(intake, "queue_visit", "source_ref")]
    assert references == ["calls.csv:2", "calls.csv:4"]


def test_batches_add_up_to_the_whole() -> None:
    rows = tuple(ANSWERED.replace("1,", f"{number},", 1) for number in range(20))
    source = Source(name="calls.csv", lines=(HEADER, *rows))
    options = ReadOptions(zone="Asia/Shanghai", column_map=MAP, batch_rows=6)

    batches = list(CSV_MAP.read_batches([source], options))

    assert [batch.report.rows_in for batch in batches] == [6, 6, 6, 2]
    assert len(joined_intake(batches)["queue_visit"]) == 20


def test_times_of_the_file_are_in_the_zone_of_the_map() -> None:
    intake = read(ANSWERED, given={**MAP, "zone": "UTC"})

    assert cells(intake, "queue_visit", "arrival_hour") == [(17,)]


def test_an_instant_may_be_one_column_with_a_format() -> None:
    given = changed(entered_at="at as %d/%m/%Y %H:%M:%S")
    header = HEADER.replace("day", "at")
    row = ANSWERED.replace("2026-10-27", "05/06/2026 10:00:00")

    (found,) = cells(read(row, header=header, given=given), "queue_visit", "arrival_hour")

    assert found == (10,)


def test_an_instant_may_count_seconds_since_1970() -> None:
    given = changed(entered_at={"from": "day", "unit": "epoch_s"})
    row = ANSWERED.replace("2026-10-27", "1792990000")

    assert cells(read(row, given=given), "queue_visit", "entered_ms") == [(1_792_990_000_000,)]


@pytest.mark.parametrize(
    ("time", "code"), [("1:30:00", "time-ambiguous"), ("2:30:00", "time-skipped")]
)
def test_times_of_a_clock_change_are_said(time: str, code: str) -> None:
    day = {"1:30:00": "2026-11-01", "2:30:00": "2026-03-08"}[time]
    row = ANSWERED.replace("2026-10-27", day).replace("9:00:00", time)
    given = {**MAP, "zone": "America/New_York", "intervals": [], "null_time": ""}

    assert read(row, given=given, zone="America/New_York").report.counts == {code: 1}


def test_a_table_in_gb18030_with_chinese_headers(tmp_path: Path) -> None:
    header = HEADER.replace("what", "结果")
    path = tmp_path / "calls.csv"
    path.write_text(f"{header}\n{ANSWERED.replace('OK', '接通')}\n", encoding="gb18030")
    outcome = {"from": "结果", "values": {"接通": "answered"}}
    options = ReadOptions(
        zone="Asia/Shanghai", column_map={**changed(outcome=outcome), "encoding": "gb18030"}
    )

    assert len(CSV_MAP.read([path], options)["queue_visit"]) == 1


def test_rows_in_another_encoding_are_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes(f"{HEADER}\n{ANSWERED}\n".encode() + GONE.encode() + b"\xff\n")
    options = ReadOptions(zone="Asia/Shanghai", column_map=MAP, quarantine_limit=Fraction(1, 2))

    assert CSV_MAP.read([path], options).report.counts == {"row-encoding": 1}


def test_a_packed_table_that_is_cut_short_stops_the_read(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv.gz"
    path.write_bytes(gzip.compress(f"{HEADER}\n{ANSWERED}\n{GONE}\n".encode())[:-9])

    with pytest.raises(ReadError) as refused:
        CSV_MAP.read([path], ReadOptions(zone="Asia/Shanghai", column_map=MAP))

    (found,) = refused.value.diagnostics
    assert (found.code, found.args) == ("file-packing", {"file": path.as_posix()})
    assert has_message(found.code)


def test_an_empty_table_is_read() -> None:
    assert read().report.rows_in == 0
    assert CSV_MAP.read([], ReadOptions(zone="UTC", column_map=MAP)).report.rows_in == 0


def test_a_column_that_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(ReadError) as refused:
        read(ANSWERED, header=HEADER.replace("waited", "waitd"))

    (found,) = refused.value.diagnostics
    assert (found.code, found.args["column"], found.args["nearest"]) == (
        "map-column-absent",
        "waited",
        "waitd",
    )


def test_without_a_map_nothing_is_read() -> None:
    with pytest.raises(ReadError) as refused:
        CSV_MAP.read([], ReadOptions(zone="UTC"))

    assert refused.value.diagnostics[0].code == "map-absent"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({**MAP, "colums": {}}, "map-key"),
        ({**MAP, "record": "visits"}, "map-record"),
        ({"columns": COLUMNS}, "map-record-absent"),
        ({**MAP, "zone": "Mars/Olympus"}, "zone-unknown"),
        ({**MAP, "columns": "all"}, "map-shape"),
        ({**MAP, "intervals": [{"start": "entered"}]}, "map-interval"),
        ({**MAP, "intervals": []}, "map-null-time"),
        ({**MAP, "answered_without_agent": "guess"}, "map-word"),
        (changed(qeue="id"), "map-field"),
        (changed(agent={"from": "agent", "nul": ["x"]}), "map-field-key"),
        (changed(wait={"from": "waited"}), "map-unit"),
        (changed(wait={"from": "waited", "unit": "moments"}), "map-unit"),
        (changed(outcome={"from": "what", "values": {"OK": "anwsered"}}), "map-word"),
        (changed(agent={"null": ["x"]}), "map-source-absent"),
        (changed(entered_at={"date": "day as %Y-%m-%d"}), "map-source-absent"),
        (changed(entered_at={"date": "day", "time": "entered"}), "map-format"),
        (changed(entered_at={"date": "day as %x", "time": "entered"}), "map-format"),
        (changed(entered_at="day"), "map-format"),
        ({**MAP, "columns": {"queue": "agent"}}, "map-field-absent"),
    ],
)
def test_a_wrong_map_is_refused(given: Mapping[str, object], code: str) -> None:
    with pytest.raises(ReadError) as refused:
        read(ANSWERED, given=given)

    assert code in {each.code for each in refused.value.diagnostics}
    assert has_message(code)


def test_all_that_is_wrong_with_a_map_is_said_at_once() -> None:
    with pytest.raises(ReadError) as refused:
        read(given={"record": "visit", "columns": {}, "zone": "Nowhere"})

    assert len(refused.value.diagnostics) == 5


# ---- what a spreadsheet, a database or another country left in a cell --------------------------


def test_a_date_in_the_other_order_says_that_the_format_may_be_wrong() -> None:
    given = changed(entered_at="at as %d/%m/%Y %H:%M:%S")
    header = HEADER.replace("day", "at")
    row = ANSWERED.replace("2026-10-27", "10/27/2026 10:00:00")

    report = read(row, header=header, given={**given, "intervals": [], "null_time": ""}).report

    assert report.counts == {"date-order": 1}
    assert has_message("date-order")


@pytest.mark.parametrize(
    "written",
    ["%d/%m %H:%M", "%d/%m/%Y", "%H:%M", "%d/%m/%Y %I:%M", "%d/%m/%Y %H:%M %p", "%m/%m/%Y %H:%M"],
)
def test_a_format_that_leaves_something_to_guess_is_refused(written: str) -> None:
    with pytest.raises(ReadError) as refused:
        read(given=changed(entered_at=f"day as {written}"))

    assert "map-format" in {each.code for each in refused.value.diagnostics}


def test_hours_before_and_after_noon() -> None:
    given = changed(entered_at="at as %m/%d/%Y %I:%M:%S %p")
    row = ANSWERED.replace("2026-10-27", "10/27/2026 03:05:00 PM")

    found = read(row, header=HEADER.replace("day", "at"), given=given)

    assert cells(found, "queue_visit", "arrival_hour") == [(15,)]


@pytest.mark.parametrize("text", ["#####", "#REF!", "#N/A", "#DIV/0!"])
def test_what_a_spreadsheet_shows_instead_of_a_value_is_put_aside(text: str) -> None:
    report = read(GONE, ANSWERED.replace("amy", text)).report

    assert (report.accepted, dict(report.counts)) == (1, {"cell-damaged": 1})
    assert has_message("cell-damaged")


@pytest.mark.parametrize("column", ["1,", "13900001234"])
def test_a_number_that_lost_its_last_digits_is_put_aside(column: str) -> None:
    damaged = ANSWERED.replace(column, column.replace(column.strip(","), "1.39E+10"), 1)

    assert read(damaged).report.counts == {"cell-damaged": 1}


@pytest.mark.parametrize("date", ["0000-00-00", "0000-00-00 00:00:00"])
def test_the_date_of_no_day_is_nothing_and_puts_aside_what_needs_it(date: str) -> None:
    given = changed(entered_at="at as %Y-%m-%d %H:%M:%S", ended_at="to as %Y-%m-%d %H:%M:%S")
    plain = {**given, "intervals": [], "null_time": ""}
    header = HEADER.replace("day", "at")
    row = ANSWERED.replace("2026-10-27", "2026-10-27 09:00:00").replace("9:02:00", date)

    assert cells(read(row, header=header, given=plain), "queue_visit", "outcome") == [
        ("answered",)
    ]
    missing = read(row.replace("2026-10-27 09:00:00", date), header=header, given=plain)
    assert missing.report.counts == {"time-missing": 1}


def test_texts_that_stand_for_nothing_in_any_column() -> None:
    given = {**MAP, "null": ["NULL", "\\N"], "answered_without_agent": "keep"}

    found = read(ANSWERED.replace("amy", "NULL"), GONE.replace("30,GONE", "\\N,GONE"), given=given)

    assert cells(found, "queue_visit", "outcome") == [("answered",)]
    assert found.report.counts == {"answered-without-agent": 1, "number-unreadable": 1}


def test_a_column_that_is_there_twice_is_refused() -> None:
    with pytest.raises(ReadError) as refused:
        read(ANSWERED, header=HEADER.replace("left", "entered"))

    assert [each.code for each in refused.value.diagnostics] == [
        "map-column-absent",
        "map-column-twice",
    ]
    assert has_message("map-column-twice")


# ---- clocks ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("skew", "counts"), [("2 s", "interval-disagrees"), ("3 s", "clock-skew")]
)
def test_how_far_clocks_may_differ_is_said(skew: str, counts: str) -> None:
    row = ANSWERED.replace("9:00:20,20", "9:00:23,20")

    assert read(row, given={**MAP, "skew": skew}).report.counts == {counts: 1}


def test_an_answer_before_the_entry_is_no_negative_wait() -> None:
    columns = {
        "contact_id": "id",
        "queue": {"value": "q"},
        "outcome": {"value": "answered"},
        "agent": "agent",
        "entered_at": {"from": "in", "unit": "epoch_s"},
        "answered_at": {"from": "on", "unit": "epoch_s"},
        "ended_at": {"from": "off", "unit": "epoch_s"},
    }
    rows = ("1,amy,1792990010,1792990008,1792990007", "2,amy,1792990010,1792990000,1792990020")
    given = {"record": ["visit", "segment"], "columns": columns}

    found = read(*rows, header="id,agent,in,on,off", given=given)

    assert cells(found, "queue_visit", "wait", "talk_hold") == [(0, 0)]
    assert found.report.counts == {"clock-skew": 1, "interval-disagrees": 1}


# ---- several rows, and other records -----------------------------------------------------------

LEGS = "call,part,queue,end,agent,at,answer,over,ring,kind,result,about,number"
LEGS_MAP: dict[str, object] = {
    "record": ["contact", "visit", "segment", "offer", "topic"],
    "rows": "several",
    "columns": {
        "contact_id": "call",
        "part": {
            "from": "part",
            "values": {"q": "visit", "t": "conversation", "r": "offer", "c": "contact"},
        },
        "queue": "queue",
        "outcome": {
            "from": "end",
            "values": {"ANS": "answered", "OUT": "timeout", "OPEN": "open"},
        },
        "agent": "agent",
        "started_at": {"from": "at", "unit": "epoch_s"},
        "entered_at": {"from": "at", "unit": "epoch_s"},
        "offered_at": {"from": "at", "unit": "epoch_s"},
        "answered_at": {"from": "answer", "unit": "epoch_s"},
        "ended_at": {"from": "over", "unit": "epoch_s"},
        "ring": {"from": "ring", "unit": "s"},
        "transfer": "kind",
        "offer_result": "result",
        "topic": "about",
        "customer": "number",
        "channel": {"value": "voice"},
        "direction": {"value": "inbound"},
    },
}
_LEGS = (
    "7,c,,,,1000,,1200,,,,bills,13900001234",
    "7,q,sales,OUT,,1000,,1020,,,,,",
    "7,r,service,,amy,1021,,,6,,declined,,",
    "7,q,service,ANS,,1020,1040,,,,,,",
    "7,r,service,,bo,1030,,,10,,answered,,",
    "7,t,service,,bo,1030,1040,1100,,attended,,,",
    "7,t,service,,cy,1100,1100,1200,,,,,",
)


def legs(*rows: str, **options: Any) -> Intake:
    return read(*rows, header=LEGS, given=LEGS_MAP, **options)


def test_rows_of_one_contact_are_its_queues_offers_conversations_and_topic() -> None:
    found = legs(*_LEGS, pseudonym_key=b"k")

    assert found.report.quarantined == 0
    assert cells(found, "queue_visit", "visit_no", "queue", "outcome", "wait", "segments") == [
        (1, "sales", "timeout", 20_000, 0),
        (2, "service", "answered", 20_000, 2),
    ]
    assert cells(found, "offer", "visit_no", "agent", "result", "ring_ms") == [
        (2, "amy", "declined", 6_000),
        (2, "bo", "answered", 10_000),
    ]
    assert cells(found, "handle_segment", "visit_no", "agent", "transfer", "talk_hold") == [
        (2, "bo", "attended", 60_000),
        (2, "cy", "none", 100_000),
    ]
    assert cells(found, "contact", "visits", "segments") == [(2, 2)]
    assert cells(found, "contact_topic", "contact_id", "topic") == [("7", "bills")]


REGISTERED: dict[str, object] = {
    "record": ["contact"],
    "columns": {
        "contact_id": "call",
        "started_at": {"from": "at", "unit": "epoch_s"},
        "channel": {"value": "voice"},
        "direction": {"value": "inbound"},
    },
}


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        pytest.param({"record_ref": "slip"}, [True, False], id="an-empty-slip-is-none"),
        pytest.param(
            {"registered": {"from": "slip", "values": {"R1": "yes"}}},
            [True, UNKNOWN],
            id="an-empty-flag-is-not-known",
        ),
        pytest.param({}, [UNKNOWN, UNKNOWN], id="a-map-without-registrations-says-nothing"),
    ],
)
@pytest.mark.parametrize("rows", ["one", "several"])
def test_a_map_tells_whether_contacts_were_registered(
    field: Mapping[str, object], expected: list[object], rows: str
) -> None:
    columns = {**cast("Mapping[str, object]", REGISTERED["columns"]), **field}
    given = {**REGISTERED, "columns": columns, "rows": rows}

    found = read("1,1772722800,R1", "2,1772722900,", header="call,at,slip", given=given)

    assert sorted(cells(found, "contact", "contact_id", "registered")) == [
        ("1", expected[0]),
        ("2", expected[1]),
    ]


TRANSFERS: dict[str, object] = {
    "record": ["visit", "segment"],
    "columns": {
        "contact_id": "call",
        "queue": {"value": "sales"},
        "outcome": "end",
        "agent": "who",
        "entered_at": {"from": "at", "unit": "epoch_s"},
        "wait": {"from": "wait", "unit": "s"},
        "talk_hold": {"from": "talk", "unit": "s"},
    },
}


@pytest.mark.parametrize(
    ("field", "transfers", "transferred"),
    [
        pytest.param({}, [UNKNOWN, UNKNOWN], [UNKNOWN, UNKNOWN, False], id="no-such-field"),
        pytest.param(
            {"transfer": "how"},
            ["blind", "none"],
            [True, False, False],
            id="an-empty-cell-is-none",
        ),
    ],
)
@pytest.mark.parametrize("rows", ["one", "several"])
def test_a_map_tells_whether_contacts_were_handed_on(
    field: Mapping[str, object], transfers: list[object], transferred: list[object], rows: str
) -> None:
    columns = {**cast("Mapping[str, object]", TRANSFERS["columns"]), **field}
    given = {**TRANSFERS, "columns": columns, "rows": rows}
    told = ("1,answered,amy,1772722800,5,60,blind", "2,answered,bo,1772722900,5,60,")
    left = "3,abandoned,,1772723000,5,,"

    found = read(*told, left, header="call,end,who,at,wait,talk,how", given=given)

    assert cells(found, "handle_segment", "contact_id", "transfer") == [
        (str(number), each) for number, each in enumerate(transfers, 1)
    ]
    assert cells(found, "queue_visit", "contact_id", "transferred") == [
        (str(number), each) for number, each in enumerate(transferred, 1)
    ]


def test_one_row_of_a_contact_that_names_its_record_registers_it() -> None:
    columns = {**cast("Mapping[str, object]", REGISTERED["columns"]), "record_ref": "slip"}
    given = {**REGISTERED, "columns": columns, "rows": "several"}
    rows = ("1,1772722800,", "1,1772722801,R1", "1,1772722802,")

    found = read(*rows, header="call,at,slip", given=given)

    assert cells(found, "contact", "record_ref", "registered") == [("R1", True)]


def test_a_conversation_through_no_queue_is_the_contacts_own() -> None:
    found = legs("8,t,,,amy,1000,1005,1065,,,,,")

    assert cells(found, "handle_segment", "visit_no", "queue", "talk_hold") == [
        (0, Missing.NO_RECORDS, 60_000)
    ]


def test_nobodys_number_is_in_what_a_read_carries_on() -> None:
    whole = legs(*_LEGS, pseudonym_key=b"k")
    first = legs(*_LEGS[:3], pseudonym_key=b"k", at_end=AtEnd.CARRY)
    assert first.state is not None
    assert "13900001234" not in str(first.state.to_dict())

    second = legs(*_LEGS[3:], pseudonym_key=b"k", resume=first.state)

    (reference,) = second["contact"].columns["customer_ref"]
    assert reference == whole["contact"].columns["customer_ref"][0]
    assert reference is not UNKNOWN


def test_a_second_row_of_a_contact_that_has_one_is_put_aside() -> None:
    given = {
        **changed(channel={"value": "voice"}, direction={"value": "inbound"}),
        "record": ["contact", "visit"],
    }
    again = GONE.replace("2,", "1,", 1)

    assert read(ANSWERED, again, given=given).report.counts == {"key-conflict": 1}


def test_visits_that_a_table_numbers_keep_their_numbers() -> None:
    given = {**changed(visit_no="to"), "intervals": [], "null_time": ""}
    rows = (ANSWERED.replace("9:02:00", "1"), ANSWERED.replace("9:02:00", "2"))

    assert cells(read(*rows, given=given), "queue_visit", "visit_no") == [(1,), (2,)]


def test_two_states_of_an_agent_at_once_count_once() -> None:
    given = {
        "record": "agent_state",
        "columns": {
            "agent": "who",
            "state": "what",
            "started_at": {"from": "at", "unit": "epoch_s"},
            "duration": {"from": "for", "unit": "s"},
        },
    }

    found = read("amy,on_contact,600,60", "amy,acw,630,60", header="who,what,at,for", given=given)

    assert cells(found, "agent_state", "state", "duration") == [
        ("on_contact", 60_000),
        ("acw", 30_000),
    ]
    assert found.report.counts == {"state-overlap": 1}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({**MAP, "rows": "many"}, "map-word"),
        ({**MAP, "skew": "soon"}, "map-unit"),
        ({**MAP, "linger": "1 month"}, "map-unit"),
        ({**MAP, "record": ["visit", "agent_state"]}, "map-record-alone"),
        (changed(part={"value": "leg"}), "map-word"),
    ],
)
def test_what_else_may_be_wrong_with_a_map(given: Mapping[str, object], code: str) -> None:
    with pytest.raises(ReadError) as refused:
        read(ANSWERED, given=given)

    assert code in {each.code for each in refused.value.diagnostics}
    assert has_message(code)


# ---- numbers no record can hold ----------------------------------------------------------------

_PLAIN_COLUMNS: dict[str, object] = {
    "contact_id": "id",
    "queue": {"value": "hotline"},
    "outcome": {"value": "abandoned"},
    "agent": "agent",
    "entered_at": {"from": "at", "unit": "epoch_s"},
    "ended_at": "end as %Y-%m-%d %H:%M:%S%z",
    "started_at": {"date": "day as %Y-%m-%d", "time": "time"},
    "wait": {"from": "waited", "unit": "s"},
    "rings": "rings",
}
_HUGE = "12345678901234567890"


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("waited", _HUGE, "number-too-large"),
        ("waited", "9" * 5_000, "number-too-large"),
        ("waited", "1000000000.001", "number-too-large"),
        ("waited", "1E+999999", "number-too-large"),
        ("waited", "4.99999999999999999999999999999999", "number-unreadable"),
        ("waited", "1E-999999", "number-unreadable"),
        ("rings", _HUGE, "number-too-large"),
        ("at", _HUGE, "time-unreadable"),
        ("at", "32503680000", "time-unreadable"),
        ("at", "1E+30", "time-unreadable"),
        ("end", "9999-12-31 23:59:59-0800", "time-unreadable"),
        ("end", "0001-01-01 00:00:00+0800", "time-unreadable"),
        ("day", "9999-12-31", "time-unreadable"),
        ("day", "0001-01-01", "time-unreadable"),
    ],
)
@pytest.mark.parametrize("rows", ["one", "several"])
def test_a_number_no_record_can_hold_puts_its_row_aside(
    column: str, cell: str, code: str, rows: str
) -> None:
    told = {
        "id": "1",
        "agent": "amy",
        "at": "1772722800",
        "end": "2026-03-05 15:00:30+0000",
        "day": "2026-03-05",
        "time": "23:00:00",
        "waited": "5",
        "rings": "1",
    }
    table = [",".join({**told, **more}.values()) for more in ({}, {"id": "2", column: cell})]
    given = {"record": ["visit"], "columns": _PLAIN_COLUMNS, "rows": rows}

    found = read(*table, header=",".join(told), given=given).report

    assert dict(found.counts) == {code: 1}
    (example,) = found.examples
    assert example.span is not None
    assert (example.code, example.span.file) == (code, "calls.csv")
    assert example.span.line == 3


def test_the_longest_wait_a_row_may_report_is_read() -> None:
    line = "1,amy,1772722800,2026-03-05 15:00:30+0000,2026-03-05,23:00:00,1000000000.000,1"
    given = {"record": ["visit"], "columns": _PLAIN_COLUMNS}

    found = read(line, header="id,agent,at,end,day,time,waited,rings", given=given)

    assert list(found["queue_visit"].columns["wait"]) == [10**12]
