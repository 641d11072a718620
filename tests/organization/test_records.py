from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from ccops.organization import (
    activity_records,
    event_records,
    exam_records,
    found_error_records,
)
from ccops.values import Missing

SHANGHAI = ZoneInfo("Asia/Shanghai")
Row = dict[str, object]


def an_exam(**changes: object) -> Row:
    row: Row = {"exam_id": "X1", "employee_id": "E017", "at": "2026-10-05", "score": "88.5"}
    return {**row, "max": "100", **changes}


def an_activity(**changes: object) -> Row:
    row: Row = {"employee_id": "E017", "date": "2026-10-05", "kind": "refund", "handled": "12"}
    return {**row, "errors": "0", **changes}


def an_event(**changes: object) -> Row:
    row: Row = {
        "event_id": "V1",
        "employee_id": "E017",
        "at": "2026-10-05 23:30",
        "kind": "praise",
    }
    return {**row, **changes}


def test_an_exam_keeps_its_points_exactly() -> None:
    records, found = exam_records([an_exam(source_ref="exams.csv:2")], zone=SHANGHAI)

    assert found == ()
    assert records.row(0) == {
        "exam_id": "X1",
        "employee_id": "E017",
        "day": dt.date(2026, 10, 5).toordinal(),
        "score": 8850,
        "max": 10000,
        "kind": Missing.NO_RECORDS,
        "topic": Missing.NO_RECORDS,
        "source_ref": "exams.csv:2",
    }


@pytest.mark.parametrize("score", ["88.555", "-1", "good", 88.5, True])
def test_points_that_cannot_be_kept_are_an_error(score: object) -> None:
    records, found = exam_records([an_exam(score=score)], zone=SHANGHAI)

    assert len(records) == 0
    assert [(each.code, each.args["wanted"]) for each in found] == [
        ("value-malformed", "number, step 1/100")
    ]


def test_an_activity_that_stands_twice_cell_by_cell_is_wrong_at_its_second_row() -> None:
    rows = [an_activity(), an_activity(source_ref="activity.csv:3")]

    _, found = activity_records(rows, zone=SHANGHAI)

    assert [(each.code, str(each.span)) for each in found] == [
        ("activity-row-twice", "activity.csv:3:1")
    ]


@pytest.mark.parametrize(
    "changes",
    [{"handled": "41"}, {"errors": "1"}, {"found_on": "2026-11-02"}, {"kind": "visit"}],
    ids=lambda each: next(iter(each)),
)
def test_an_activity_that_differs_in_one_cell_is_another(changes: dict[str, str]) -> None:
    records, found = activity_records([an_activity(), an_activity(**changes)], zone=SHANGHAI)

    assert (len(records), found) == (2, ())


def test_an_activity_counts_on_the_day_it_was_done() -> None:
    records, found = activity_records([an_activity(found_on="2026-11-02")], zone=SHANGHAI)

    assert found == ()
    assert records.row(0)["day"] == dt.date(2026, 10, 5).toordinal()
    assert records.row(0)["found_on"] == dt.date(2026, 11, 2).toordinal()
    assert records.row(0)["handled"] == 12


@pytest.mark.parametrize("errors", ["1.5", "-1", ""])
def test_errors_are_whole_numbers(errors: str) -> None:
    _, found = activity_records([an_activity(errors=errors)], zone=SHANGHAI)

    assert len(found) == 1


def test_more_errors_than_were_handled_are_refused() -> None:
    rows = [an_activity(errors="12"), an_activity(errors="13", source_ref="activity.csv:3")]

    _, found = activity_records(rows, zone=SHANGHAI)

    told = {"errors": "13", "handled": "12"}
    (finding,) = found
    assert (finding.code, finding.args) == ("activity-errors", told)
    assert str(finding.span) == "activity.csv:3:1"


def test_an_event_falls_on_the_local_day_and_keeps_no_note() -> None:
    rows = [
        an_event(written="yes", amount="CNY 20.50", note="called 13800000000"),
        an_event(event_id="V2", at="2026-10-05T16:30:00+00:00", valid="no"),
    ]

    records, found = event_records(rows, zone=SHANGHAI)

    assert found == ()
    first, second = records.row(0), records.row(1)
    assert (first["day"], second["day"]) == (
        dt.date(2026, 10, 5).toordinal(),
        dt.date(2026, 10, 6).toordinal(),
    )
    assert (first["written"], first["valid"], second["valid"]) == (True, Missing.NO_RECORDS, False)
    assert first["amount"] == 2050
    assert "note" not in records.kind.names


def test_rows_without_a_place_are_numbered() -> None:
    records, _ = event_records([an_event(), an_event()], zone=SHANGHAI)

    assert list(records.columns["source_ref"]) == ["event:1", "event:2"]


def test_values_of_python_are_taken_as_they_are() -> None:
    at = dt.datetime(2026, 10, 5, 23, 30, tzinfo=dt.UTC)

    records, found = event_records([an_event(at=at, written=True)], zone=SHANGHAI)

    assert found == ()
    assert records.row(0)["day"] == dt.date(2026, 10, 6).toordinal()
    assert records.row(0)["written"] is True


def test_a_flag_is_yes_or_no() -> None:
    _, found = event_records([an_event(valid="perhaps")], zone=SHANGHAI)

    assert [each.code for each in found] == ["value-malformed"]


def test_errors_are_records_once_more_by_the_day_they_were_found_on() -> None:
    rows = [
        an_activity(errors="2", found_on="2026-11-02"),
        an_activity(errors="1"),
        an_activity(errors="0", found_on="2026-11-02"),
    ]
    activities, _ = activity_records(rows, zone=SHANGHAI)

    found = found_error_records(activities)

    days = [dt.date.fromordinal(day) for day in found.columns["day"] if isinstance(day, int)]
    assert [each.isoformat() for each in days] == ["2026-11-02", "2026-10-05"]
    assert list(found.columns["errors"]) == [2, 1]
    assert found.columns["made_on"][0] == activities.columns["day"][0]
