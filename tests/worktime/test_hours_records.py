"""Hours that count, from the rows of roster, punches, leave and requests (S1-25, S1-26)."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ccops.messages import Origin
from ccops.testing.hours import HOUR, MINUTE, hours_terms
from ccops.values import Calendar, Missing, PeriodDays
from ccops.worktime import (
    HoursEffect,
    LeaveKindRule,
    LeavePay,
    Shift,
    WorkCalendar,
    WorktimeRecords,
    WorktimeRules,
    records_from_worktime,
)
from ccops.worktime.comp_refused import as_absenteeism
from ccops.worktime.hours_records import HoursRecords, Leaves
from ccops.worktime.hours_words import HolidayHours, LeaveCredit, PartialShift, ShiftDay

Row = dict[str, object]
SHIFTS = {
    "R": Shift(name="R", starts=510, ends=1230, unpaid_ms=HOUR),
    "C": Shift(name="C", starts=570, ends=1080, unpaid_ms=30 * MINUTE),
    "W": Shift(name="W", starts=1230, ends=1950, night=True),
    "M": Shift(name="M", starts=510, ends=1230, meals=((720, 750), (1080, 1110))),
}
ALWAYS = PeriodDays(dt.date(2024, 12, 1), dt.date(2026, 12, 31))
WHOLE_MONTHS = Calendar(id="attendance")


def a_kind(name: str, effect: HoursEffect, *, absence: bool) -> LeaveKindRule:
    return LeaveKindRule(
        name=name,
        paid=LeavePay.NO,
        counts_as_absence=absence,
        bars_full_attendance=absence,
        hours_account=effect,
        protected=not absence,
        origin=Origin(source="2.6"),
    )


KINDS = {
    "absenteeism": a_kind("absenteeism", HoursEffect.NONE, absence=True),
    "sick": a_kind("sick", HoursEffect.LOWERS, absence=True),
    "annual": a_kind("annual", HoursEffect.CREDIT, absence=False),
    "comp": a_kind("comp", HoursEffect.CREDIT, absence=False),
}


def due(date: str, shift: str = "R") -> Row:
    return {"employee_id": "A", "work_date": date, "shift": shift, "kind": "final"}


def on_leave(kind: str, first: str, last: str = "", **more: object) -> Row:
    return {"employee_id": "A", "kind": kind, "from": first, "to": last or first, **more}


def punched(*times: str) -> list[Row]:
    return [{"employee_id": "A", "at": time} for time in times]


def asked(date: str, at: str, **more: object) -> Row:
    return {
        "employee_id": "A",
        "kind": "comp_leave",
        "for_date": date,
        "requested_at": at,
        **more,
    }


def made(*roster: Row, zone: str = "Asia/Shanghai", **more: Any) -> WorktimeRecords:
    holidays = {dt.date(2025, 10, 1): "statutory"}
    rules = WorktimeRules(
        shifts=SHIFTS,
        leave_kinds=KINDS,
        zone=ZoneInfo(zone),
        calendar=WorkCalendar(kinds=holidays),
        comp_leave="comp",
    )
    leave, punches = more.pop("leave", ()), more.pop("punches", None)
    return records_from_worktime(rules, roster, leave, punches, days=ALWAYS, **more)


def counted(found: WorktimeRecords, label: str, **terms: Any) -> tuple[object, int]:
    return HoursRecords(found.records, hours_terms(label, **terms)).worked("A")


def leaves(found: WorktimeRecords, label: str = "2025-03", **terms: Any) -> Leaves:
    terms_of = hours_terms(label, **terms)
    days = [(terms_of.days, 8 * HOUR)]
    return HoursRecords(found.records, terms_of).leaves("A", days)


# -- what counts --------------------------------------------------------------------------------


def test_gc_39_eight_r_six_c_and_four_w_are_184_hours() -> None:
    names = ["R"] * 8 + ["C"] * 6 + ["W"] * 4
    days = [dt.date(2024, 12, 26) + dt.timedelta(days=each) for each in range(len(names))]

    found = made(*(due(str(day), name) for day, name in zip(days, names, strict=True)))

    assert counted(found, "2025-01") == (184 * HOUR, 0)


def test_meals_with_clock_times_are_no_hours() -> None:
    assert counted(made(due("2025-03-03", "M")), "2025-03") == (11 * HOUR, 0)


@pytest.mark.parametrize(
    ("zone", "date", "hours"),
    [
        ("America/New_York", "2025-03-08", 11),
        ("America/New_York", "2025-11-01", 13),
        ("Australia/Lord_Howe", "2025-04-05", 12.5),
        ("Asia/Shanghai", "2025-03-08", 12),
    ],
)
def test_gc_137_a_night_has_the_hours_it_really_had(zone: str, date: str, hours: float) -> None:
    found = made(due(date, "W"), zone=zone)

    assert counted(found, date[:7], cut_by=WHOLE_MONTHS) == (hours * HOUR, 0)


def test_gc_49c_a_night_at_the_end_of_a_month_belongs_to_the_day_it_starts() -> None:
    found = made(due("2025-01-31", "W"))

    assert counted(found, "2025-01", cut_by=WHOLE_MONTHS) == (12 * HOUR, 0)
    assert counted(found, "2025-02", cut_by=WHOLE_MONTHS) == (0, 0)


def test_gc_46_a_night_may_be_split_at_midnight() -> None:
    found, how = made(due("2025-01-25", "W")), {"shift_day": ShiftDay.SPLIT_AT_MIDNIGHT}

    assert counted(found, "2025-01", **how) == (210 * MINUTE, 0)
    assert counted(found, "2025-02", **how) == (510 * MINUTE, 0)


def test_gc_117b_early_leaving_costs_its_minutes_or_none() -> None:
    found = made(due("2025-03-03"), punches=punched("2025-03-03 08:30", "2025-03-03 18:59:30"))

    assert counted(found, "2025-03")[0] == 569 * MINUTE
    assert counted(found, "2025-03", partial_shift=PartialShift.NONE)[0] == 11 * HOUR


def test_a_shift_nobody_came_to_counts_nothing_however_lateness_counts() -> None:
    found = made(due("2025-03-03"), punches=[])

    assert counted(found, "2025-03", partial_shift=PartialShift.NONE) == (0, 0)


@pytest.mark.parametrize("how", list(ShiftDay))
def test_with_a_punch_missing_the_hours_are_not_known(how: ShiftDay) -> None:
    found = made(due("2025-03-03"), punches=punched("2025-03-03 08:30"))

    assert counted(found, "2025-03", shift_day=how) == (Missing.NOT_MEASURED, 0)


def test_lateness_that_does_not_count_needs_no_punch() -> None:
    found = made(due("2025-03-03"), punches=punched("2025-03-03 08:30"))

    assert counted(found, "2025-03", partial_shift=PartialShift.NONE) == (11 * HOUR, 0)


@pytest.mark.parametrize("how", list(ShiftDay))
def test_gc_48_hours_on_a_statutory_day_stay_out_unless_they_count(how: ShiftDay) -> None:
    found = made(due("2025-09-30", "W"), due("2025-10-01"))
    terms = {"shift_day": how, "cut_by": Calendar(id="attendance", cutoff_day=25)}

    assert counted(found, "2025-10", **terms) == (210 * MINUTE, (510 + 660) * MINUTE)
    within = counted(found, "2025-10", holiday_hours=HolidayHours.COUNTED, **terms)
    assert within == ((720 + 660) * MINUTE, 0)


# -- leave --------------------------------------------------------------------------------------


def test_leave_credits_or_lowers_what_the_shift_counts_for() -> None:
    found = made(
        due("2025-03-03"),
        due("2025-03-04", "C"),
        leave=[on_leave("annual", "2025-03-03"), on_leave("sick", "2025-03-04")],
    )

    assert (leaves(found).credit, leaves(found).lowered) == (11 * HOUR, 8 * HOUR)
    by_day = leaves(found, leave_credit=LeaveCredit.DAY_HOURS)
    assert (by_day.credit, by_day.lowered) == (8 * HOUR, 8 * HOUR)


def test_a_part_of_a_shift_counts_as_the_record_says() -> None:
    row = on_leave("annual", "2025-03-03", hours="3")
    found = made(due("2025-03-03"), leave=[row])

    assert leaves(found, leave_credit=LeaveCredit.DAY_HOURS).credit == 3 * HOUR
    assert counted(found, "2025-03")[0] == 8 * HOUR


def test_gc_140_leave_on_a_rest_day_does_nothing() -> None:
    found = made(due("2025-03-03"), leave=[on_leave("sick", "2025-03-04")])

    assert leaves(found) == Leaves()


def test_long_leave_without_a_roster_counts_by_the_legal_workday() -> None:
    found = made(leave=[on_leave("annual", "2025-03-03", "2025-03-14")])

    assert leaves(found).unrostered == 10 * 8 * HOUR
    assert leaves(found, long_leave_days=13).unrostered == 0


def test_long_leave_that_takes_a_shift_is_measured_by_shifts() -> None:
    found = made(due("2025-03-05"), leave=[on_leave("annual", "2025-03-03", "2025-03-14")])

    assert (leaves(found).credit, leaves(found).unrostered) == (11 * HOUR, 0)


# -- comp time asked for ------------------------------------------------------------------------


def test_a_request_says_when_leave_was_asked_for_and_approved() -> None:
    found = made(
        due("2025-03-10"),
        leave=[on_leave("comp", "2025-03-10")],
        requests=[
            asked("2025-03-10", "2025-03-05 09:00", decided_at="2025-03-06", decision="approved")
        ],
    )

    (comp,) = leaves(found).comp
    assert (comp.asked_on, comp.approved, comp.approved_in_time) == (
        dt.date(2025, 3, 5),
        True,
        True,
    )


def test_an_approved_request_is_leave_by_itself() -> None:
    request = asked(
        "2025-03-10",
        "2025-03-05",
        hours="2",
        decided_at="2025-03-06 10:00",
        decision="approved",
    )

    found = made(due("2025-03-10"), requests=[request])

    assert [each.amount for each in leaves(found).comp] == [2 * HOUR]
    assert counted(found, "2025-03")[0] == 9 * HOUR


@pytest.mark.parametrize("decision", ["refused", ""])
def test_a_request_that_was_not_approved_takes_nothing(decision: str) -> None:
    found = made(
        due("2025-03-10"), requests=[asked("2025-03-10", "2025-03-05", decision=decision)]
    )

    assert leaves(found).comp == ()


def test_leave_whose_request_was_refused_is_not_approved() -> None:
    found = made(
        due("2025-03-10"),
        leave=[on_leave("comp", "2025-03-10")],
        requests=[asked("2025-03-10", "2025-03-05", decision="refused")],
    )

    assert [each.approved for each in leaves(found).comp] == [False]


@pytest.mark.parametrize(
    ("approved_at", "in_time"),
    [
        ("2025-03-10 08:29", True),
        ("2025-03-10 08:30", False),
        ("2025-03-10", False),
        ("2025-03-09", True),
    ],
)
def test_leave_is_approved_before_the_shift_begins(approved_at: str, in_time: bool) -> None:
    row = on_leave("comp", "2025-03-10", approved_at=approved_at)

    (comp,) = leaves(made(due("2025-03-10"), leave=[row])).comp

    assert comp.approved_in_time is in_time


def test_who_keeps_no_days_of_asking_is_not_refused_for_it() -> None:
    kept = [on_leave("comp", "2025-03-10", requested_at="")]

    (unkept,) = leaves(made(due("2025-03-10"), leave=[on_leave("comp", "2025-03-10")])).comp
    (empty,) = leaves(made(due("2025-03-10"), leave=kept)).comp

    assert (unkept.asked_on, empty.asked_on) == (Missing.NOT_MEASURED, Missing.NO_RECORDS)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([asked("2025-03-10", "2025-03-05", decision="approved")], "request-undated"),
        ([asked("2025-03-10", "2025-03-05")] * 2, "request-twice"),
        ([asked("2025-03-10", "2025-03-05", decision="perhaps")], "value-malformed"),
        ([{"employee_id": "A", "kind": "comp_leave"}], "value-absent"),
    ],
)
def test_a_request_that_cannot_be_read_is_told(rows: list[Row], code: str) -> None:
    found = made(due("2025-03-10"), requests=rows)

    assert code in [each.code for each in found.diagnostics]


def test_requests_for_other_things_are_left_alone() -> None:
    found = made(
        due("2025-03-10"), requests=[{**asked("2025-03-10", "2025-03-05"), "kind": "appeal"}]
    )

    assert leaves(found).comp == ()


def test_comp_time_may_be_asked_to_make_up_a_shortage() -> None:
    one = {"kind": "comp_offset", "hours": "2", "decided_at": "2025-03-06"}
    rows = [
        {**asked("2025-03-10", "2025-03-05", decision="approved"), **one},
        {**asked("2025-03-11", "2025-03-05", decision="refused"), **one},
        {**asked("2025-03-26", "2025-03-05", decision="approved"), **one},
    ]

    found = made(due("2025-03-10"), requests=rows)

    assert HoursRecords(found.records, hours_terms("2025-03")).offset_asked("A") == 2 * HOUR
    assert leaves(found).comp == ()


def test_a_request_to_make_up_a_shortage_says_how_much() -> None:
    row = {**asked("2025-03-10", "2025-03-05"), "kind": "comp_offset"}

    assert "value-absent" in [
        each.code for each in made(due("2025-03-10"), requests=[row]).diagnostics
    ]


# -- absenteeism --------------------------------------------------------------------------------


def test_refused_time_off_is_absenteeism_and_its_shift_is_protected_no_more() -> None:
    found = made(
        due("2025-03-10"), due("2025-03-11"), leave=[on_leave("comp", "2025-03-10", "2025-03-11")]
    )

    changed = as_absenteeism(found.records, frozenset({0}), KINDS)

    assert list(changed["leave_day"].columns["kind"]) == ["absenteeism", "comp"]
    assert list(changed["leave_day"].columns["counts_as_absence"]) == [True, False]
    assert list(changed["worked_shift"].columns["protected"]) == [False, True]
    assert list(found.records["leave_day"].columns["kind"]) == ["comp", "comp"]


def test_a_shift_that_other_leave_protects_stays_protected() -> None:
    rows = [
        on_leave("comp", "2025-03-10", hours="2"),
        on_leave("annual", "2025-03-10", hours="3"),
    ]
    found = made(due("2025-03-10"), leave=rows)
    kinds = list(found.records["leave_day"].columns["kind"])

    changed = as_absenteeism(found.records, frozenset({kinds.index("comp")}), KINDS)

    assert list(changed["worked_shift"].columns["protected"]) == [True]


def test_nothing_refused_changes_nothing() -> None:
    assert as_absenteeism(made(due("2025-03-10")).records, frozenset(), KINDS) == {}
