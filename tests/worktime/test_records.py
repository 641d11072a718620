from __future__ import annotations

import datetime as dt
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.messages import Diagnostic, Label, Origin, Severity
from ccops.values import Calendar, Cell, Missing, PeriodDays
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
from ccops.worktime.leave import leave_from_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

HOUR = 3_600_000
MINUTE = 60_000
SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
ALWAYS = PeriodDays(dt.date(2024, 12, 1), dt.date(2026, 12, 31))
SHIFTS = {
    "R": Shift(name="R", starts=510, ends=1230, unpaid_ms=HOUR),
    "C": Shift(name="C", starts=570, ends=1080, unpaid_ms=30 * MINUTE),
    "W": Shift(name="W", starts=1230, ends=1950, night=True),
    "M": Shift(name="M", starts=510, ends=1230, meals=((720, 750), (1080, 1110))),
}
Row = dict[str, object]


def a_kind(name: str, *, absence: bool, protected: bool = False) -> LeaveKindRule:
    return LeaveKindRule(
        name=name,
        paid=LeavePay.YES if protected else LeavePay.NO,
        counts_as_absence=absence,
        bars_full_attendance=absence,
        hours_account=HoursEffect.CREDIT if protected else HoursEffect.LOWERS,
        protected=protected,
        origin=Origin(source="2.6"),
    )


KINDS = {
    "absenteeism": a_kind("absenteeism", absence=True),
    "personal": a_kind("personal", absence=True),
    "sick": a_kind("sick", absence=True),
    "annual": a_kind("annual", absence=False, protected=True),
}


def due(date: str, shift: str = "R", employee: str = "E017", **more: object) -> Row:
    return {"employee_id": employee, "work_date": date, "shift": shift, "kind": "final", **more}


def off(kind: str, first: str, last: str = "", employee: str = "E017", **more: object) -> Row:
    return {"employee_id": employee, "kind": kind, "from": first, "to": last or first, **more}


def punched(*times: str, employee: str = "E017", **more: object) -> list[Row]:
    return [{"employee_id": employee, "at": time, **more} for time in times]


def way(at: str, direction: str) -> Row:
    return {"employee_id": "E017", "at": at, "direction": direction}


def measure(
    roster: Sequence[Row],
    leave: Sequence[Row] = (),
    punches: Sequence[Row] | None = None,
    *,
    zone: ZoneInfo = SHANGHAI,
    days: PeriodDays = ALWAYS,
    **more: Any,
) -> WorktimeRecords:
    rules = WorktimeRules(shifts=SHIFTS, leave_kinds=KINDS, zone=zone)
    return records_from_worktime(rules, roster, leave, punches, days=days, **more)


def rows(made: WorktimeRecords, kind: str = "worked_shift") -> list[dict[str, Cell | Missing]]:
    records = made.records[kind]
    return [records.row(number) for number in range(len(records))]


def one(made: WorktimeRecords, kind: str = "worked_shift") -> dict[str, Cell | Missing]:
    (row,) = rows(made, kind)
    return row


def warned(made: WorktimeRecords) -> list[str]:
    return [each.code for each in made.diagnostics if each.severity is not Severity.INFO]


def hours(cell: Cell | Missing) -> Fraction | int:
    assert isinstance(cell, int)
    return Fraction(cell, HOUR)


def absence(made: WorktimeRecords) -> Fraction:
    """Return the shifts missed for leave that counts, as the absence clause adds them up."""
    total = Fraction(0)
    for row in rows(made, "leave_day"):
        missed, counted = row["missed"], row["shift_counted"]
        assert isinstance(missed, int)
        assert isinstance(counted, int)
        if row["counts_as_absence"] and counted:
            total += Fraction(missed, counted)
    return total


# ---- hours of a month --------------------------------------------------------------------------


def test_gc_39_a_month_of_shifts_counts_184_hours() -> None:
    shifts = ["R"] * 8 + ["C"] * 6 + ["W"] * 4
    roster = [due(f"2026-10-{1 + number:02}", shift) for number, shift in enumerate(shifts)]

    made = measure(roster)

    assert sum(hours(row["worked"]) for row in rows(made)) == 184
    assert warned(made) == []


def test_without_punches_the_roster_less_the_leave_was_worked() -> None:
    made = measure(
        [due("2026-10-05"), due("2026-10-06"), due("2026-10-07")],
        [off("personal", "2026-10-06", hours="5"), off("annual", "2026-10-07")],
    )

    assert [hours(row["worked"]) for row in rows(made)] == [11, 6, 0]
    assert [hours(row["missed"]) for row in rows(made)] == [0, 5, 11]
    assert [row["protected"] for row in rows(made)] == [False, False, True]
    assert [each.code for each in made.diagnostics] == [
        "approval-untracked",
        "attendance-from-roster",
    ]


def test_gc_46_and_49_a_night_shift_belongs_to_the_day_on_which_it_starts() -> None:
    days = Calendar(id="attendance", cutoff_day=25).days("2025-01")

    made = measure([due("2025-01-25", "W"), due("2025-01-26", "W")], days=days)

    assert one(made)["work_date"] == dt.date(2025, 1, 25).toordinal()
    assert hours(one(made)["worked"]) == 12


def test_gc_46_a_night_shift_split_at_midnight() -> None:
    made = measure([due("2025-01-25", "W")])

    parts = {row["on_date"]: row["worked"] for row in rows(made, "worked_day")}

    assert parts == {
        dt.date(2025, 1, 25).toordinal(): 3.5 * HOUR,
        dt.date(2025, 1, 26).toordinal(): 8.5 * HOUR,
    }


@pytest.mark.parametrize(
    ("calendar", "label", "date"),
    [
        (Calendar(id="attendance"), "2026-01", "2026-01-31"),
        (Calendar(id="attendance", cutoff_day=25), "2026-10", "2026-10-25"),
        (Calendar(id="attendance", cutoff_day=25), "2026-11", "2026-10-31"),
    ],
    ids=["gc-49c", "gc-49d-october", "gc-49d-november"],
)
def test_gc_49_a_shift_over_the_end_of_a_period(calendar: Calendar, label: str, date: str) -> None:
    made = measure([due(date, "W")], days=calendar.days(label))

    assert hours(one(made)["worked"]) == 12


def test_veent_hris_320_the_pay_period_is_not_the_month() -> None:
    every = [dt.date(2026, 9, 1) + dt.timedelta(days=each) for each in range(92)]
    roster = [due(day.isoformat(), "C") for day in every]
    attendance = Calendar(id="attendance", cutoff_day=25)

    periods = ("2026-09", "2026-10", "2026-11", "2026-12")
    by_period = [measure(roster, days=attendance.days(label)) for label in periods]

    assert [len(rows(made)) for made in by_period] == [25, 30, 31, 6]
    assert sum(len(rows(made)) for made in by_period) == len(every)


def test_holiday_hours_are_those_worked_on_the_day_itself() -> None:
    holiday = dt.date(2026, 10, 1)
    rules = WorktimeRules(
        shifts=SHIFTS,
        leave_kinds=KINDS,
        zone=SHANGHAI,
        calendar=WorkCalendar(kinds={holiday: "statutory"}),
    )

    made = records_from_worktime(rules, [due("2026-09-30", "W")], days=ALWAYS)

    assert [(row["day_kind"], hours(row["worked"])) for row in rows(made, "worked_day")] == [
        ("workday", Fraction("3.5")),
        ("statutory", Fraction("8.5")),
    ]


def test_gc_145_holiday_hours_belong_to_the_period_of_their_shift() -> None:
    roster = [due("2026-09-30", "W"), due("2026-10-01", "W")]

    september, october = (
        [(row["on_date"], hours(row["worked"])) for row in rows(made, "worked_day")]
        for made in (
            measure(roster, days=Calendar(id="month").days("2026-09")),
            measure(roster, days=Calendar(id="month").days("2026-10")),
        )
    )

    first = dt.date(2026, 10, 1).toordinal()
    assert september == [(first - 1, Fraction("3.5")), (first, Fraction("8.5"))]
    assert october == [(first, Fraction("3.5")), (first + 1, Fraction("8.5"))]


def test_a_local_day_is_counted_once_whatever_touches_it_and_in_whichever_period() -> None:
    """Two night shifts touch 1 October: the one that began the day before is its first."""
    roster = [due("2026-10-01", "W"), due("2026-09-30", "W"), due("2026-10-01", "C", "E018")]

    made = measure(roster)
    october = measure(roster, days=Calendar(id="month").days("2026-10"))

    firsts = {
        (row["employee_id"], row["work_date"], row["on_date"]): row["first_of_day"]
        for row in rows(made, "worked_day")
    }
    day = dt.date(2026, 10, 1).toordinal()
    assert firsts["E017", day - 1, day] is True
    assert firsts["E017", day, day] is False
    assert firsts["E018", day, day] is True
    own = [row["first_of_day"] for row in rows(october, "worked_day")]
    assert own == [False, True, True]


def test_a_shift_with_a_punch_missing_leaves_both_its_days_open() -> None:
    made = measure([due("2026-09-30", "W")], [], [way("2026-09-30 20:20", "in")])

    parts = rows(made, "worked_day")
    assert [row["on_date"] for row in parts] == [
        dt.date(2026, 9, 30).toordinal(),
        dt.date(2026, 10, 1).toordinal(),
    ]
    assert {row["worked"] for row in parts} == {Missing.NOT_MEASURED}


def test_which_days_are_statutory_is_not_known_in_a_year_nobody_has_told() -> None:
    rules = WorktimeRules(
        shifts=SHIFTS,
        leave_kinds=KINDS,
        zone=SHANGHAI,
        calendar=WorkCalendar(years=frozenset({2026})),
    )

    made = records_from_worktime(
        rules, [due("2026-12-31", "W")], days=Calendar(id="month").days("2026-12")
    )

    assert [row["day_kind"] for row in rows(made, "worked_day")] == [
        "workday",
        Missing.NOT_MEASURED,
    ]


def test_meals_are_taken_off_the_day_on_which_they_fall() -> None:
    """A meal at half past midnight is unpaid on the second day; spread minutes lie on both."""
    late = Shift(name="N", starts=1230, ends=1950, meals=((1470, 1500),), night=True)
    spread = Shift(name="S", starts=1230, ends=1950, unpaid_ms=30 * MINUTE, night=True)
    rules = WorktimeRules(shifts={"N": late, "S": spread}, leave_kinds=KINDS, zone=SHANGHAI)

    roster = [due("2026-09-30", "N"), due("2026-10-07", "S")]
    parts = [
        hours(row["worked"])
        for row in rows(records_from_worktime(rules, roster, days=ALWAYS), "worked_day")
    ]

    assert parts[:2] == [Fraction("3.5"), 8]
    assert sum(parts[2:]) == Fraction("11.5")
    assert parts[2] == Fraction(12_075_000, HOUR)  # 3.5 h of 12, less its part of 30 minutes


# ---- punches -----------------------------------------------------------------------------------


def test_punches_on_time_are_the_whole_shift() -> None:
    made = measure([due("2026-10-05")], [], punched("2026-10-05 08:12", "2026-10-05 20:45"))

    row = one(made)
    assert (hours(row["worked"]), row["late"], row["early"]) == (11, 0, 0)
    assert rows(made, "leave_day") == []
    assert warned(made) == []


def test_gc_117b_leaving_90_minutes_early_counts_nine_and_a_half_hours() -> None:
    made = measure([due("2026-10-05")], [], punched("2026-10-05 08:30", "2026-10-05 19:00"))

    row = one(made)
    assert (hours(row["worked"]), hours(row["early"]), row["late"]) == (
        Fraction("9.5"),
        Fraction("1.5"),
        0,
    )


@pytest.mark.parametrize(
    ("left", "worked"), [("2026-10-06 01:30", 5), ("2026-10-06 03:30", 7)], ids=["five", "seven"]
)
def test_gc_119_a_night_shift_left_early(left: str, worked: int) -> None:
    made = measure([due("2026-10-05", "W")], [], punched("2026-10-05 20:20", left))

    assert hours(one(made)["worked"]) == worked
    assert one(made)["night"] is True


@pytest.mark.parametrize(
    ("date", "punches", "worked"),
    [
        ("2025-03-08", ("2025-03-08 20:30", "2025-03-09 08:30"), "11"),
        ("2025-11-01", ("2025-11-01 20:30", "2025-11-02 08:30"), "13"),
    ],
)
def test_gc_137_clocks_change_during_a_night(
    date: str, punches: tuple[str, str], worked: str
) -> None:
    made = measure([due(date, "W")], [], punched(*punches), zone=NEW_YORK)

    assert hours(one(made)["worked"]) == hours(one(made)["counted"]) == Fraction(worked)


@pytest.mark.parametrize(
    ("left", "minutes"),
    [("2025-03-09T03:00-04:00", 330), ("2025-03-09T01:59-05:00", 329)],
    ids=["half", "less"],
)
def test_gc_147_half_of_a_short_night(left: str, minutes: int) -> None:
    made = measure([due("2025-03-08", "W")], [], punched("2025-03-08 20:30", left), zone=NEW_YORK)

    row = one(made)
    assert isinstance(row["worked"], int)
    assert isinstance(row["counted"], int)
    assert row["worked"] == minutes * MINUTE
    assert (2 * row["worked"] >= row["counted"]) is (minutes == 330)


def test_hrms_3298_the_out_punch_of_a_night_shift_is_on_the_next_day() -> None:
    roster = [due("2026-10-05", "W"), due("2026-10-07", "W")]
    punches = punched(
        "2026-10-05 20:25", "2026-10-06 08:31", "2026-10-07 20:29", "2026-10-08 08:30"
    )

    made = measure(roster, [], punches)

    assert [hours(row["worked"]) for row in rows(made)] == [12, 12]
    assert rows(made, "leave_day") == []
    assert warned(made) == []


def test_oca_hr_attendance_237_a_shift_has_no_more_night_hours_than_hours() -> None:
    made = measure([due("2026-10-05", "W")], [], punched("2026-10-05 19:00", "2026-10-06 13:00"))

    parts = [hours(row["worked"]) for row in rows(made, "worked_day")]

    assert parts == [Fraction("3.5"), Fraction("8.5")]
    assert sum(parts) == hours(one(made)["worked"]) == hours(one(made)["counted"])


def test_einsatzverwaltung_200_26_minutes_across_a_clock_change_are_26_minutes() -> None:
    punches = [
        way("2025-11-02T01:50:00-04:00", "in"),
        way("2025-11-02T01:16:00-05:00", "out"),
    ]

    made = measure([], [], punches, zone=NEW_YORK)

    assert one(made)["worked"] == 26 * MINUTE


def test_a_time_the_clocks_show_twice_is_refused_not_guessed() -> None:
    twice = measure([], [], punched("2025-11-02 01:30"), zone=NEW_YORK)
    never = measure([], [], punched("2025-03-09 02:30"), zone=NEW_YORK)

    assert (warned(twice), warned(never)) == (["punch-unclear"], ["punch-unclear"])


def test_a_punch_is_a_time_of_day() -> None:
    texts = [*punched("2026-10-05", "08:30", "5/10/2026 08:30")]
    exact: list[Row] = [
        {"employee_id": "E017", "at": dt.datetime(2026, 10, 5, hour, 30, tzinfo=SHANGHAI)}
        for hour in (8, 20)
    ]

    assert warned(measure([], [], texts)) == ["value-malformed"] * 3
    assert hours(one(measure([due("2026-10-05")], [], exact))["worked"]) == 11


@pytest.mark.parametrize("only", ["2026-10-05 08:30", "2026-10-05 20:30"])
def test_a_missing_punch_is_told_and_never_guessed(only: str) -> None:
    made = measure([due("2026-10-05")], [], punched(only))

    row = one(made)
    assert {row[name] for name in ("worked", "missed", "late", "early")} == {Missing.NOT_MEASURED}
    assert warned(made) == ["punch-missing"]
    assert rows(made, "leave_day") == []
    day = one(made, "worked_day")
    assert {day["worked"], day["first_of_day"]} == {Missing.NOT_MEASURED}


def test_with_a_direction_what_the_one_punch_says_is_known() -> None:
    made = measure([due("2026-10-05")], [], [way("2026-10-05 08:40", "in")])

    row = one(made)
    assert row["late"] == 10 * MINUTE
    assert row["early"] is row["worked"] is Missing.NOT_MEASURED


def test_a_missed_shift_without_leave_is_absenteeism() -> None:
    made = measure(
        [due("2026-10-05"), due("2026-10-06")],
        [],
        punched("2026-10-06 08:30", "2026-10-06 20:30"),
    )

    row = one(made, "leave_day")
    assert (row["kind"], hours(row["missed"])) == ("absenteeism", 11)
    assert (row["approved"], row["counts_as_absence"]) == (False, True)
    assert [hours(each["worked"]) for each in rows(made)] == [0, 11]
    assert warned(made) == []


def test_somebody_without_any_punch_is_named() -> None:
    made = measure([due("2026-10-05")], [], [])

    assert warned(made) == ["no-punches"]
    assert one(made, "leave_day")["kind"] == "absenteeism"


def test_what_leave_does_not_cover_of_a_shift_without_punches_is_absenteeism() -> None:
    made = measure([due("2026-10-05")], [off("sick", "2026-10-05", hours="4")], [])

    assert [(row["kind"], hours(row["missed"])) for row in rows(made, "leave_day")] == [
        ("sick", 4),
        ("absenteeism", 7),
    ]


def test_work_without_a_shift_is_a_row_of_its_own() -> None:
    made = measure([], [], punched("2026-10-10 09:00", "2026-10-10 12:00"))

    row = one(made)
    assert (row["rostered"], hours(row["worked"]), row["shift"]) == (False, 3, Missing.NO_RECORDS)
    assert warned(made) == ["worked-unrostered"]
    assert hours(one(made, "worked_day")["worked"]) == 3


def test_a_lone_punch_without_a_shift_is_told() -> None:
    made = measure([], [], punched("2026-10-10 09:00"))

    assert one(made)["worked"] is Missing.NOT_MEASURED
    assert warned(made) == ["punch-missing"]


def test_work_over_midnight_without_a_shift_needs_directions() -> None:
    made = measure([], [], [way("2026-10-10 22:00", "in"), way("2026-10-11 02:00", "out")])

    assert hours(one(made)["worked"]) == 4
    assert [hours(row["worked"]) for row in rows(made, "worked_day")] == [2, 2]


def test_a_punch_goes_to_the_nearest_shift() -> None:
    roster = [due("2026-10-05", "C"), due("2026-10-05", "W")]
    punches = punched(
        "2026-10-05 09:30", "2026-10-05 18:10", "2026-10-05 20:10", "2026-10-06 08:30"
    )

    made = measure(roster, [], punches)

    assert [hours(row["worked"]) for row in rows(made)] == [8, 12]


def test_an_in_punch_never_closes_a_shift() -> None:
    roster = [due("2026-10-05", "C"), due("2026-10-05", "W")]
    punches = [
        way("2026-10-05 09:30", "in"),
        way("2026-10-05 18:00", "out"),
        way("2026-10-05 18:30", "in"),
        way("2026-10-06 08:30", "out"),
    ]

    made = measure(roster, [], punches)

    assert [hours(row["worked"]) for row in rows(made)] == [8, 12]
    assert warned(made) == []


def test_a_shift_says_how_far_its_punches_reach() -> None:
    near = Shift(name="R", starts=510, ends=1230, unpaid_ms=HOUR, reach_ms=HOUR)
    rules = WorktimeRules(shifts={"R": near}, leave_kinds=KINDS, zone=SHANGHAI)
    punches = punched("2026-10-05 07:00", "2026-10-05 07:20")

    made = records_from_worktime(rules, [due("2026-10-05")], (), punches, days=ALWAYS)

    assert [(row["rostered"], row["worked"]) for row in rows(made)] == [
        (False, 20 * MINUTE),
        (True, 0),
    ]


@pytest.mark.parametrize("punches", [None, punched("2026-10-05 08:30", "2026-10-05 20:30")])
def test_without_a_roster_nothing_is_known_of_shifts(punches: list[Row] | None) -> None:
    rules = WorktimeRules(shifts=SHIFTS, leave_kinds=KINDS, zone=SHANGHAI)

    made = records_from_worktime(rules, None, [off("sick", "2026-10-05")], punches, days=ALWAYS)
    nobody = records_from_worktime(rules, [], [off("sick", "2026-10-05")], days=ALWAYS)

    assert sorted(made.records) == ["leave_day"]
    assert rows(nobody) == []


def test_punches_beside_the_shift_are_no_presence() -> None:
    made = measure([due("2026-10-05")], [], punched("2026-10-05 07:00", "2026-10-05 07:20"))

    assert one(made, "leave_day")["kind"] == "absenteeism"
    assert warned(made) == ["punches-outside"]


def test_coming_after_going_says_that_both_punches_are_missing() -> None:
    punches = [way("2026-10-05 09:00", "out"), way("2026-10-05 12:00", "in")]

    made = measure([due("2026-10-05")], [], punches)

    assert one(made)["worked"] is Missing.NOT_MEASURED
    assert warned(made) == ["punch-missing"]


def test_whether_a_punch_was_corrected_is_missing_where_none_has_a_place_for_it() -> None:
    told = [*punched("2026-10-05 08:30"), *punched("2026-10-05 20:30", corrected_by="")]
    untold = [*punched("2026-10-05 08:30"), *punched("2026-10-05 20:30")]
    roster = [due("2026-10-05")]

    assert one(measure(roster, [], told))["corrected"] is False
    assert one(measure(roster, [], untold))["corrected"] is Missing.NOT_MEASURED
    assert one(measure(roster, [], None))["corrected"] is Missing.NOT_MEASURED


def test_a_corrected_punch_marks_the_shift() -> None:
    punches = [
        *punched("2026-10-05 08:30"),
        *punched("2026-10-05 20:30", corrected_by="E001"),
    ]

    assert one(measure([due("2026-10-05")], [], punches))["corrected"] is True


def test_clock_timed_meals_are_not_lost_twice() -> None:
    made = measure([due("2026-10-05", "M")], [], punched("2026-10-05 08:30", "2026-10-05 12:15"))

    assert hours(one(made)["worked"]) == Fraction("3.5")


def test_lateness_is_never_more_than_the_shift_counts_for() -> None:
    made = measure([due("2026-10-05")], [], punched("2026-10-05 20:00", "2026-10-05 20:30"))

    row = one(made)
    assert (row["worked"], hours(row["late"]), row["early"]) == (0, 11, 0)


# ---- leave -------------------------------------------------------------------------------------


def test_gc_20_absence_is_added_up_in_shifts() -> None:
    roster = [due("2026-10-05"), due("2026-10-06", "W"), due("2026-10-09", "C")]
    leave = [
        off("sick", "2026-10-05"),
        off("personal", "2026-10-06"),
        off("personal", "2026-10-09", hours="4"),
    ]

    assert absence(measure(roster, leave)) == Fraction("2.5")
    leave[2]["hours"] = "8"
    assert absence(measure(roster, leave)) == 3


def test_gc_21_annual_leave_is_no_absence() -> None:
    roster = [due("2026-10-05"), due("2026-10-06"), due("2026-10-07")]
    leave = [off("sick", "2026-10-05"), off("personal", "2026-10-06"), off("annual", "2026-10-07")]

    made = measure(roster, leave)

    assert absence(made) == 2
    assert [row["bars_full_attendance"] for row in rows(made, "leave_day")] == [True, True, False]


def test_gc_22_absence_in_the_notice_period_is_marked() -> None:
    notices = {"E017": PeriodDays(dt.date(2026, 10, 6), dt.date.max)}
    roster = [due("2026-10-05"), due("2026-10-06")]
    leave = [
        off("absenteeism", "2026-10-05", hours="5.5", approved_at=""),
        off("absenteeism", "2026-10-06", hours="5.5", approved_at=""),
    ]

    made = measure(roster, leave, notices=notices)

    assert [row["in_notice"] for row in rows(made, "leave_day")] == [False, True]
    assert [row["approved"] for row in rows(made, "leave_day")] == [False, False]
    assert absence(made) == 1


def test_gc_23_permitted_sick_leave_of_two_shifts() -> None:
    roster = [due("2026-10-05"), due("2026-10-06")]
    leave = [off("sick", "2026-10-05", "2026-10-06", approved_at="2026-10-05")]

    made = measure(roster, leave)

    assert [row["approved"] for row in rows(made, "leave_day")] == [True, True]
    assert absence(made) == 2


@pytest.mark.parametrize(
    ("each", "total", "of_eight"),
    [("5", Fraction(30, 11), Fraction("3.75")), ("5.5", Fraction(3), Fraction("4.125"))],
)
def test_gc_139_parts_of_six_shifts(each: str, total: Fraction, of_eight: Fraction) -> None:
    dates = [f"2026-10-{number:02}" for number in range(5, 11)]
    leave = [off("personal", date, hours=each) for date in dates]

    made = measure([due(date) for date in dates], leave)

    assert absence(made) == total
    missed = sum(hours(row["missed"]) for row in rows(made, "leave_day"))
    assert missed / 8 == of_eight


def test_gc_140_sick_leave_on_a_rest_day_misses_nothing() -> None:
    made = measure([due("2026-10-05")], [off("sick", "2026-10-10")])

    row = one(made, "leave_day")
    assert (row["missed"], row["shift_counted"], row["rostered"]) == (0, 0, False)
    assert absence(made) == 0
    assert hours(one(made)["worked"]) == 11


def test_long_leave_has_a_row_for_each_day_of_the_period_only() -> None:
    days = PeriodDays(dt.date(2026, 10, 1), dt.date(2026, 10, 31))

    made = measure([], [off("annual", "2026-06-01", "2027-01-31")], days=days)

    assert len(rows(made, "leave_day")) == 31
    assert sum(row["workday"] is True for row in rows(made, "leave_day")) == 22


def test_leave_between_two_times_of_day_misses_its_share_of_the_shift() -> None:
    made = measure([due("2026-10-05")], [off("personal", "2026-10-05 08:30", "2026-10-05 14:30")])

    assert hours(one(made, "leave_day")["missed"]) == Fraction("5.5")


def test_leave_over_midnight_belongs_to_the_shift() -> None:
    made = measure([due("2026-10-05", "W")], [off("sick", "2026-10-06 02:30", "2026-10-06 08:30")])

    row = one(made, "leave_day")
    assert row["work_date"] == dt.date(2026, 10, 5).toordinal()
    assert hours(row["missed"]) == 6


def test_leave_excuses_coming_late() -> None:
    leave = [off("personal", "2026-10-05 08:30", "2026-10-05 14:30")]

    made = measure([due("2026-10-05")], leave, punched("2026-10-05 14:40", "2026-10-05 20:30"))

    row = one(made)
    assert row["late"] == 10 * MINUTE
    assert hours(row["worked"]) == 11 - Fraction("5.5") - Fraction(1, 6)


def test_hours_of_leave_excuse_lateness_first() -> None:
    leave = [off("personal", "2026-10-05", hours="2")]

    made = measure([due("2026-10-05")], leave, punched("2026-10-05 09:30", "2026-10-05 19:00"))

    row = one(made)
    assert (row["late"], hours(row["early"])) == (0, Fraction("0.5"))
    assert hours(row["worked"]) == Fraction("8.5")


def test_hours_of_leave_over_several_shifts_are_not_used_and_that_is_told() -> None:
    roster = [due("2026-10-05"), due("2026-10-06"), due("2026-10-07", "C")]

    made = measure(roster, [off("personal", "2026-10-05", "2026-10-07", hours="24")])

    assert [hours(row["missed"]) for row in rows(made, "leave_day")] == [11, 11, 8]
    assert warned(made) == ["leave-hours-unused"]


def test_two_leaves_never_take_more_than_the_shift() -> None:
    leave = [off("personal", "2026-10-05", hours="8"), off("sick", "2026-10-05", hours="8")]

    made = measure([due("2026-10-05")], leave)

    assert [hours(row["missed"]) for row in rows(made, "leave_day")] == [8, 3]
    assert warned(made) == ["leave-overlap"]


def test_punches_on_a_day_of_leave_are_told() -> None:
    made = measure(
        [due("2026-10-05")],
        [off("annual", "2026-10-05")],
        punched("2026-10-05 08:30", "2026-10-05 20:30"),
    )

    assert one(made)["worked"] == 0
    assert warned(made) == ["worked-on-leave"]


def test_leave_that_says_nothing_of_approval_counts_where_others_say_it() -> None:
    roster = [due("2026-10-05"), due("2026-10-06")]
    leave = [off("sick", "2026-10-05", approved_at="2026-10-04"), off("sick", "2026-10-06")]

    made = measure(roster, leave)

    assert [row["approved"] for row in rows(made, "leave_day")] == [True, False]


def test_the_day_leave_was_asked_for_is_a_local_day() -> None:
    leave = [off("annual", "2026-10-05", requested_at="2026-10-01T23:00:00+00:00")]

    row = one(measure([due("2026-10-05")], leave), "leave_day")

    assert row["requested_on"] == dt.date(2026, 10, 2).toordinal()


# ---- roster ------------------------------------------------------------------------------------


def test_gc_47_a_night_on_leave_pays_the_colleague_who_worked_it() -> None:
    nights = [f"2026-10-{number:02}" for number in (1, 5, 9, 13, 17, 21)]
    roster = [due(night, "W") for night in nights]
    roster += [due("2026-10-21", "W", employee="E018")]

    made = measure(roster, [off("annual", "2026-10-21")])

    worked = Counter(row["employee_id"] for row in rows(made) if row["night"] and row["worked"])
    assert worked == {"E017": 5, "E018": 1}


def test_a_final_roster_replaces_the_planned_one_of_its_date() -> None:
    roster = [
        due("2026-10-05", "R", kind="planned"),
        due("2026-10-05", "W", employee="E018"),
        due("2026-10-06", "R", kind="planned"),
    ]

    made = measure(roster)

    found = [(row["employee_id"], row["work_date"], row["shift"]) for row in rows(made)]
    assert found == [
        ("E017", dt.date(2026, 10, 6).toordinal(), "R"),
        ("E018", dt.date(2026, 10, 5).toordinal(), "W"),
    ]
    assert warned(made) == ["roster-planned"]


@pytest.mark.parametrize(
    ("roster", "code"),
    [
        ([due("2026-10-05"), due("2026-10-05")], "roster-twice"),
        ([due("2026-10-05"), due("2026-10-05", "C")], "roster-overlap"),
        ([due("2026-10-05", "X")], "unknown-shift"),
        ([due("05.10.2026")], "value-malformed"),
        ([due("2026-10-05", kind="maybe")], "value-malformed"),
        ([{"employee_id": "E017", "work_date": "2026-10-05", "shift": "R"}], "value-absent"),
    ],
)
def test_a_wrong_roster_is_an_error(roster: list[Row], code: str) -> None:
    assert warned(measure(roster)) == [code]


def test_leave_may_be_written_by_the_label_of_its_kind() -> None:
    kinds = {
        "annual": attrs.evolve(KINDS["annual"], label=Label(zh="年休假", en="annual leave")),
        "sick": attrs.evolve(KINDS["sick"], label=Label(zh="病假")),
        "injury": attrs.evolve(KINDS["sick"], name="injury", label=Label(zh="病假")),
    }
    words = ("年休假", "annual leave", "annual", "病假", "年休")
    rows = [off(word, "2026-10-05") for word in words]

    leaves, found = leave_from_rows(rows, kinds, zone=SHANGHAI)

    assert [each.kind for each in leaves] == ["annual"] * 3
    several, unknown = [each for each in found if each.severity is Severity.ERROR]
    assert (several.code, several.args["ids"]) == ("label-of-several", "sick, injury")
    assert (unknown.code, unknown.args["nearest"]) == ("unknown-leave-kind", "年休假")


@pytest.mark.parametrize(
    ("leave", "code"),
    [
        (off("holiday", "2026-10-05"), "unknown-leave-kind"),
        (off("sick", "2026-10-06", "2026-10-05"), "leave-days"),
        (off("sick", "2026-10-05", "2026-10-05 12:00"), "leave-days"),
        (off("sick", "2026-10-05", hours="-1"), "value-malformed"),
        (off("sick", "yesterday", "2026-10-05"), "value-malformed"),
    ],
)
def test_a_wrong_leave_is_an_error(leave: Row, code: str) -> None:
    assert warned(measure([], [leave])) == [code]


def test_a_pack_without_absenteeism_cannot_measure_a_missed_shift() -> None:
    rules = WorktimeRules(shifts=SHIFTS, leave_kinds={}, zone=SHANGHAI)

    made = records_from_worktime(rules, [due("2026-10-05")], (), (), days=ALWAYS)

    assert "absenteeism-undeclared" in warned(made)


def test_a_team_on_the_roster_stands_in_the_record() -> None:
    assert one(measure([due("2026-10-05", team="B")]))["team"] == "B"
    assert one(measure([due("2026-10-05")]))["team"] is Missing.NO_RECORDS


def test_a_record_says_where_it_was_read() -> None:
    made = measure(
        [due("2026-10-05", source_ref="roster.csv:7"), due("2026-10-06")],
        [off("sick", "2026-10-05", source_ref="leave.csv:3")],
    )

    assert [row["source_ref"] for row in rows(made)] == ["roster.csv:7", "roster:2"]
    assert one(made, "leave_day")["source_ref"] == "leave.csv:3"


# ---- laws --------------------------------------------------------------------------------------

ZONES = [
    SHANGHAI,
    NEW_YORK,
    ZoneInfo("Australia/Lord_Howe"),
    ZoneInfo("America/Havana"),
    ZoneInfo("Asia/Beirut"),
    ZoneInfo("Africa/Cairo"),
]
FIRST = dt.date(2025, 1, 1)


@st.composite
def months(draw: st.DrawFn) -> tuple[list[Row], list[Row], list[Row], ZoneInfo]:
    """Return any roster of one person, any leave and any punches around it."""
    zone = draw(st.sampled_from(ZONES))
    start = FIRST + dt.timedelta(days=draw(st.integers(0, 330)))
    dates = [start + dt.timedelta(days=2 * each) for each in range(draw(st.integers(1, 4)))]
    names = st.sampled_from(sorted(SHIFTS))
    roster = [due(date.isoformat(), draw(names)) for date in dates]
    leave: list[Row] = []
    for date in draw(st.lists(st.sampled_from(dates), max_size=2)):
        part = draw(st.none() | st.integers(0, 13))
        more = {} if part is None else {"hours": str(part)}
        leave.append(off(draw(st.sampled_from(sorted(KINDS))), date.isoformat(), **more))
    begin = dt.datetime(start.year, start.month, start.day, tzinfo=dt.UTC)
    offsets = draw(st.lists(st.integers(0, 9 * 24 * 60), max_size=8))
    ways = st.sampled_from(["", "in", "out"])
    punches = [
        way((begin + dt.timedelta(minutes=each)).isoformat(), draw(ways)) for each in offsets
    ]
    return roster, leave, punches, zone


@given(months())
def test_worked_leave_late_and_early_add_up_to_what_the_shift_counts_for(
    month: tuple[list[Row], list[Row], list[Row], ZoneInfo],
) -> None:
    roster, leave, punches, zone = month

    made = measure(roster, leave, punches, zone=zone)

    taken: Counter[Cell | Missing] = Counter()
    for row in rows(made, "leave_day"):
        assert isinstance(row["missed"], int)
        taken[row["work_date"]] += row["missed"]
    for row in rows(made):
        cells = [row[name] for name in ("worked", "late", "early")]
        parts = [cell for cell in cells if isinstance(cell, int)]
        if row["rostered"] and len(parts) == len(cells):
            assert min(parts) >= 0
            assert sum(parts) + taken[row["work_date"]] == row["counted"]


@given(months())
def test_the_days_of_a_shift_add_up_to_its_worked_time(
    month: tuple[list[Row], list[Row], list[Row], ZoneInfo],
) -> None:
    roster, leave, punches, zone = month

    made = measure(roster, leave, punches, zone=zone)

    parts: Counter[tuple[object, object]] = Counter()
    for row in rows(made, "worked_day"):
        if isinstance(row["worked"], int):
            parts[row["work_date"], row["source_ref"]] += row["worked"]
    whole: Counter[tuple[object, object]] = Counter()
    for row in rows(made):
        if isinstance(row["worked"], int):
            whole[row["work_date"], row["source_ref"]] += row["worked"]
    assert +parts == +whole


@given(months())
def test_each_local_day_of_a_person_has_one_first_part(
    month: tuple[list[Row], list[Row], list[Row], ZoneInfo],
) -> None:
    roster, leave, punches, zone = month

    made = measure(roster, leave, punches, zone=zone)

    firsts: Counter[object] = Counter()
    known = set()
    for row in rows(made, "worked_day"):
        assert isinstance(row["worked"], int) == isinstance(row["first_of_day"], bool)
        if isinstance(row["worked"], int):
            assert row["worked"] > 0
            known.add(row["on_date"])
            firsts[row["on_date"]] += row["first_of_day"] is True
    assert firsts == dict.fromkeys(known, 1)


@given(months(), st.integers(0, 10))
def test_the_order_of_the_rows_changes_nothing(
    month: tuple[list[Row], list[Row], list[Row], ZoneInfo], turn: int
) -> None:
    roster, leave, punches, zone = month
    turned = [
        [{**row, "source_ref": f"x.csv:{number}"} for number, row in enumerate(table, 2)]
        for table in (roster, leave, punches)
    ]

    first = measure(*turned, zone=zone)
    second = measure(*([*table[turn:], *table[:turn]] for table in turned), zone=zone)

    for kind in first.records:
        assert Counter(map(str, first.records[kind].rows())) == Counter(
            map(str, second.records[kind].rows())
        )


@given(months(), st.integers(-3, 12))
def test_splitting_a_period_loses_no_shift(
    month: tuple[list[Row], list[Row], list[Row], ZoneInfo], cut: int
) -> None:
    roster, leave, punches, zone = month
    middle = dt.date.fromisoformat(str(roster[0]["work_date"])) + dt.timedelta(days=cut)
    halves = (
        PeriodDays(ALWAYS.first, middle),
        PeriodDays(middle + dt.timedelta(days=1), ALWAYS.last),
    )

    whole = measure(roster, leave, punches, zone=zone)
    parts = [measure(roster, leave, punches, zone=zone, days=days) for days in halves]

    for kind in whole.records:
        assert Counter(map(str, whole.records[kind].rows())) == sum(
            (Counter(map(str, part.records[kind].rows())) for part in parts), Counter()
        )


def test_every_finding_has_words_in_every_language() -> None:
    roster = [due("2026-10-05", "X"), due("2026-10-06"), due("2026-10-06", "C"), due("2026-10-06")]
    leave = [off("holiday", "2026-10-05"), off("sick", "2026-10-06", "2026-10-05")]
    found: list[Diagnostic] = [
        *measure(roster, leave).diagnostics,
        *measure(
            [due("2026-10-05")], [], punched("2026-10-05 09:00", "2026-10-10 09:00")
        ).diagnostics,
        *measure([], [], punched("2025-11-02 01:30"), zone=NEW_YORK).diagnostics,
    ]

    for each in found:
        texts = {each.text("en"), each.text("zh_CN"), each.text("zh_TW")}
        assert len(texts) == 3
        assert not any("{" in text or text == each.code for text in texts)
