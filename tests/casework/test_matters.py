"""Complaints, refunds, the shift log, patrols, meetings, tests, trainings: rows become records."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from ccops.casework import (
    MarkAt,
    TenureMarkRule,
    called_test_records,
    check_tenure_marks,
    complaint_records,
    exit_interview_records,
    meeting_records,
    patrol_records,
    refund_records,
    shift_entry_records,
    training_records,
)
from ccops.casework.mark_records import mark_records
from ccops.errors import DataError
from ccops.facts import Employee
from ccops.messages import LOCALES, Label, has_message
from ccops.settlement import source
from ccops.testing.builders import an_employee_row
from ccops.values import Missing
from tests.loaded import center

if TYPE_CHECKING:
    from collections.abc import Callable

ZONE = ZoneInfo("Asia/Shanghai")
HOUR = 3_600_000
COMPLAINT = {"complaint_id": "C1", "employee_id": "E1", "at": "2026-10-08 09:00"}
VERIFIED = {"valid": "yes", "verified_by": "QA", "verified_at": "2026-10-08 11:00"}
REFUND = {"refund_id": "R1", "employee_id": "E1", "at": "2026-10-08 09:00", "amount": "30.00",
          "error": "no"}  # fmt: skip
ENTRY = {"entry_id": "L1", "employee_id": "E1", "at": "2026-10-08 20:00", "kind": "open_item"}
MEETING = {"meeting_id": "M1", "employee_id": "E1", "at": "2026-10-08 08:00", "kind": "pre_shift"}
TEST = {"caller": "T1", "answered": "yes"}
TRAINING = {"training_id": "T", "employee_id": "E1", "course": "product", "kind": "before_post",
            "from": "2026-10-01"}  # fmt: skip
LABEL = Label(zh="节点", en="mark")


def read(reader: Callable[..., Any], *rows: dict[str, Any], **given: str) -> list[dict[str, Any]]:
    made, found = reader(list(rows), zone=ZONE, **given)
    assert found == ()
    return [made.row(number) for number in range(len(made))]


def codes(reader: Callable[..., Any], *rows: dict[str, Any], **given: str) -> list[str]:
    made, found = reader(list(rows), zone=ZONE, **given)
    assert all(has_message(each.code) for each in found)
    assert all("{" not in each.text(locale) for each in found for locale in LOCALES)
    assert len(made) < len(rows) or not found or found[0].code.endswith("-twice")
    return [each.code for each in found]


def test_a_complaint_that_is_not_verified_is_neither_valid_nor_not() -> None:
    told = {**COMPLAINT, **VERIFIED, "complaint_id": "C2", "measure": "new script"}
    pending, found = read(complaint_records, COMPLAINT, told)

    assert (pending["valid"], pending["verify_time"]) == (Missing.NO_RECORDS,) * 2
    assert [each["verified"] for each in (pending, found)] == [False, True]
    assert pending["improved"] is False
    assert (found["valid"], found["verify_time"], found["improved"]) == (True, 2 * HOUR, True)
    assert "script" not in str(found)


@pytest.mark.parametrize(
    ("column", "flag"),
    [("valid", "verified"), ("closed_at", "settled"), ("measure", "improved")],
)
def test_of_a_file_without_the_column_nobody_knows(column: str, flag: str) -> None:
    (untold,) = read(complaint_records, COMPLAINT)
    (empty,) = read(complaint_records, {**COMPLAINT, column: ""})

    assert untold[flag] is Missing.NOT_MEASURED
    assert empty[flag] is False


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"valid": "yes"}, "complaint-half-verified"),
        ({"verified_by": "QA"}, "complaint-half-verified"),
        ({**VERIFIED, "verified_by": "E1"}, "complaint-own"),
        ({"closed_at": "2026-10-08 08:59"}, "casework-backwards"),
        ({"cause": "wants 4008123123"}, "casework-number"),
    ],
)
def test_a_complaint_is_verified_by_another_and_wholly(cells: dict[str, str], code: str) -> None:
    assert codes(complaint_records, {**COMPLAINT, **cells}) == [code]


def test_a_refund_tells_when_it_was_settled_and_only_then() -> None:
    paid = {**REFUND, "state": "paid", "settled_at": "2026-10-09 09:00"}
    (found,) = read(refund_records, paid, currency="CNY")

    assert (found["amount"], found["close_time"]) == (3000, 24 * HOUR)
    assert codes(refund_records, {**REFUND, "state": "paid"}, currency="CNY") == ["refund-state"]
    early = {**paid, "state": "registered"}
    assert codes(refund_records, early, currency="CNY") == ["refund-state"]


@pytest.mark.parametrize(
    ("cells", "on_time"),
    [
        ({}, Missing.NOT_MEASURED),
        ({"due_at": "2026-10-08 20:30"}, Missing.NOT_MEASURED),
        ({"due_at": "2026-10-08 20:30", "taken_at": ""}, False),
        ({"due_at": "2026-10-08 20:30", "taken_at": "2026-10-08 20:30"}, True),
        ({"due_at": "2026-10-08 20:30", "taken_at": "2026-10-08 20:31"}, False),
        ({"taken_at": "2026-10-08 20:31"}, Missing.NO_RECORDS),
    ],
)
def test_a_handover_is_on_time_up_to_the_minute_it_was_due(
    cells: dict[str, str], on_time: object
) -> None:
    (found,) = read(shift_entry_records, {**ENTRY, **cells})

    assert found["on_time"] is on_time


def test_a_patrol_counts_once_whatever_was_seen_on_it() -> None:
    row = {"patrol_id": "P1", "employee_id": "S1", "at": "2026-10-08 10:00"}
    found = read(
        patrol_records,
        {**row, "topic": "noise"},
        {**row, "topic": "posture"},
        {**row, "patrol_id": "P2"},
    )

    assert [each["first"] for each in found] == [True, False, True]
    assert codes(patrol_records, row, row) == ["patrol-twice"]


def test_minutes_are_kept_as_how_long_they_took() -> None:
    (with_, without) = read(
        meeting_records,
        {**MEETING, "minutes_at": "2026-10-08 09:00", "invited": "10", "present": "9"},
        {**MEETING, "meeting_id": "M2"},
    )

    assert (with_["minutes"], with_["minutes_time"]) == (True, HOUR)
    assert (without["minutes"], without["present"]) == (False, Missing.NO_RECORDS)
    wrong = {**MEETING, "invited": "3", "present": "4"}
    assert codes(meeting_records, wrong) == ["meeting-present"]


def test_test_calls_are_numbered_by_caller_and_calendar_month_in_order_of_time() -> None:
    found = read(
        called_test_records,
        {**TEST, "test_id": "3", "at": "2026-11-01 00:00"},
        {**TEST, "test_id": "2", "at": "2026-10-31 23:59"},
        {**TEST, "test_id": "1", "at": "2026-10-01 10:00"},
        {**TEST, "test_id": "4", "at": "2026-10-02 10:00", "caller": "T2"},
    )

    assert [each["nth"] for each in found] == [1, 2, 1, 1]


@pytest.mark.parametrize(
    "cells", [{"score": "90"}, {"max": "100"}, {"score": "100.01", "max": "100"}]
)
def test_a_score_stands_beside_the_most_and_not_above_it(cells: dict[str, str]) -> None:
    row = {**TEST, "test_id": "1", "at": "2026-10-01 10:00", **cells}

    assert codes(called_test_records, row) == ["test-call-score"]


def test_a_training_counts_on_the_day_it_ended() -> None:
    passed, ongoing = read(
        training_records,
        {**TRAINING, "ended_on": "2026-10-20", "result": "passed", "hours": "7.5"},
        {**TRAINING, "employee_id": "E2", "result": "ongoing"},
    )

    assert passed["day"] == dt.date(2026, 10, 20).toordinal()
    assert passed["hours"] == 7.5 * HOUR
    assert ongoing["day"] == ongoing["began"] == dt.date(2026, 10, 1).toordinal()


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"result": "passed"}, "training-end"),
        ({"result": "ongoing", "ended_on": "2026-10-20"}, "training-end"),
        ({"result": "failed", "ended_on": "2026-09-30"}, "casework-backwards"),
    ],
)
def test_what_goes_on_has_no_end_and_everything_else_has(cells: dict[str, str], code: str) -> None:
    assert codes(training_records, {**TRAINING, **cells}) == [code]


def test_a_reason_of_leaving_is_told_once_a_day() -> None:
    row = {"employee_id": "E1", "date": "2026-10-20", "reason": "career_plan"}

    (found,) = read(exit_interview_records, row)
    assert found["reason"] == "career_plan"
    assert codes(exit_interview_records, row, row) == ["exit-interview-twice"]


# -- marks of tenure ------------------------------------------------------------------------------


def hired(day: str, **given: Any) -> Employee:
    return Employee(
        employee_id="E1", employment_type="full_time", role="agent", team="A",
        hired_on=dt.date.fromisoformat(day), **given,
    )  # fmt: skip


def mark(employee: Employee, at: MarkAt = MarkAt.DAYS, days: int | None = 90) -> list[Any]:
    made = mark_records([TenureMarkRule(name="m", label=LABEL, at=at, days=days)], [employee], [])
    return [made.row(number) for number in range(len(made))]


@pytest.mark.parametrize(
    ("ended", "stayed"), [(None, True), ("2026-10-30", True), ("2026-10-29", False)]
)
def test_who_left_before_the_ninetieth_day_left_early(ended: str | None, stayed: bool) -> None:
    last = dt.date.fromisoformat(ended) if ended else None
    (found,) = mark(hired("2026-08-01", ended_on=last, end_reason="resignation" if ended else ""))

    assert found["day"] == dt.date(2026, 10, 30).toordinal()
    assert (found["stayed"], found["cohort"]) == (stayed, "2026-08")
    assert (found["end_reason"] == "resignation") is not stayed


@pytest.mark.parametrize(("ended", "stayed"), [("2026-10-31", False), ("2026-11-01", True)])
def test_probation_is_passed_by_who_is_there_after_it(ended: str, stayed: bool) -> None:
    dates = {"probation_until": dt.date(2026, 10, 31), "ended_on": dt.date.fromisoformat(ended)}
    (found,) = mark(hired("2026-08-01", **dates), MarkAt.PROBATION, None)

    assert found["stayed"] is stayed
    assert mark(hired("2026-08-01"), MarkAt.PROBATION, None) == []


def test_a_mark_has_its_days_and_its_roles() -> None:
    rules = [
        TenureMarkRule(name="a", label=LABEL, at=MarkAt.DAYS),
        TenureMarkRule(name="b", label=LABEL, at=MarkAt.PROBATION, days=3),
    ]

    assert [each.code for each in check_tenure_marks(rules, ["agent"])] == ["mark-days"] * 2


# -- told again -----------------------------------------------------------------------------------


def test_complaints_meetings_and_patrols_count_as_events_too() -> None:
    month = center("outsourced").month("2026-10", employees=[an_employee_row("E1")])
    patrol = {"patrol_id": "P1", "employee_id": "E1", "at": "2026-10-08 10:00"}
    nobodys = {**COMPLAINT, "complaint_id": "C2", "employee_id": ""}
    given = [
        source("complaints", [{**COMPLAINT, **VERIFIED}, nobodys]),
        source("meetings", [MEETING]),
        source("patrols", [{**patrol, "topic": "noise"}, {**patrol, "topic": "posture"}]),
    ]  # fmt: skip

    records, found = month.read_records(*given)

    assert found == ()
    events = [records["event"].row(number) for number in range(3)]
    assert {(each["kind"], each["event_id"]) for each in events} == {
        ("complaint", "C1"), ("meeting", "M1"), ("patrol", "P1"),
    }  # fmt: skip
    assert len(records["event"]) == 3
    again = {"event_id": "C1", "employee_id": "E1", "at": "2026-10-08", "kind": "complaint"}
    with pytest.raises(DataError) as caught:
        month.read_records(*given, source("events", [again]))
    assert [each.code for each in caught.value.diagnostics] == ["event-too"]
