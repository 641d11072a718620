"""Rosters held against what they have to keep: gaps, crowds, rest, handover, clock changes."""

from __future__ import annotations

import datetime as dt
import itertools
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.messages import Diagnostic, Severity, Text
from ccops.values import PeriodDays, Scalar, Unit
from ccops.worktime import (
    HoursEffect,
    LeaveKindRule,
    LeavePay,
    RosterRule,
    RosterScope,
    RosterShift,
    Shift,
    WorktimeRules,
    check_rosters,
    people_on_duty,
    records_from_worktime,
    reliefs,
    roster_findings,
    roster_from_rows,
)
from ccops.worktime.leave import leave_from_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HOUR, MINUTE = 3_600_000, 60_000
SHANGHAI = ZoneInfo("Asia/Shanghai")
SHIFTS = {
    "R": Shift(name="R", starts=510, ends=1230),
    "C": Shift(name="C", starts=570, ends=1080),
    "W": Shift(name="W", starts=1230, ends=1950, night=True),
    "V": Shift(name="V", starts=1215, ends=1965, night=True),
}
ANNUAL = LeaveKindRule(
    name="annual", paid=LeavePay.NO, counts_as_absence=False, bars_full_attendance=False,
    hours_account=HoursEffect.CREDIT, protected=True,
)  # fmt: skip
Row = dict[str, object]


def due(day: str, shift: str, employee: str, **more: object) -> Row:
    row = {"employee_id": employee, "work_date": day, "shift": shift, "kind": "final"}
    return {**row, **more}


def days_and_nights(first: str, count: int) -> list[Row]:
    """Return R and W of every day, by people who rest long enough."""
    start = dt.date.fromisoformat(first)
    found: list[Row] = []
    for number in range(count):
        day = str(start + dt.timedelta(days=number))
        found.append(due(day, "R", f"R{number % 4}", source_ref=f"roster.csv:{2 * number + 2}"))
        found.append(due(day, "W", f"W{number % 4}", source_ref=f"roster.csv:{2 * number + 3}"))
    return found


def a_rule(**more: Any) -> RosterRule:
    return RosterRule(**{"name": "floor", "scope": RosterScope.CENTER, **more})


def of(rows: Sequence[Row], zone: ZoneInfo = SHANGHAI) -> tuple[RosterShift, ...]:
    found, problems = roster_from_rows(rows, SHIFTS, zone=zone)
    assert [each.code for each in problems if each.severity is Severity.ERROR] == []
    return found


def found(
    rows: Sequence[Row],
    rule: RosterRule,
    *,
    first: str = "2026-10-01",
    last: str = "2026-10-03",
    zone: ZoneInfo = SHANGHAI,
    leave: Sequence[Row] = (),
) -> list[Diagnostic]:
    days = PeriodDays(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    away, problems = leave_from_rows(leave, {"annual": ANNUAL}, zone=zone)
    assert [each.code for each in problems if each.severity is Severity.ERROR] == []
    return list(roster_findings(of(rows, zone), [rule], days=days, zone=zone, leave=away))


def lasting(length: int) -> Scalar:
    return Scalar(Unit.DURATION, Fraction(length))


# -- people on duty -----------------------------------------------------------------------------


def test_days_and_nights_that_meet_leave_no_gap() -> None:
    assert found(days_and_nights("2026-10-01", 3), a_rule(least=1)) == []


def test_a_missing_night_is_a_gap_at_the_row_that_ended_before_it() -> None:
    rows = days_and_nights("2026-10-01", 3)
    del rows[3]  # W of the 2nd

    (gap,) = found(rows, a_rule(least=1))

    assert (gap.code, gap.severity, str(gap.span)) == (
        "roster-gap", Severity.WARNING, "roster.csv:4:1",
    )  # fmt: skip
    assert (gap.args["from"], gap.args["to"], gap.args["people"]) == (
        "2026-10-02 20:30", "2026-10-03 08:30", "0",
    )  # fmt: skip


def test_the_last_night_of_a_period_is_asked_until_its_midnight() -> None:
    rows = days_and_nights("2026-10-01", 3)[:-1]

    (gap,) = found(rows, a_rule(least=1))

    assert (gap.args["from"], gap.args["to"]) == ("2026-10-03 20:30", "2026-10-04 00:00")


def test_the_night_into_the_first_day_is_asked_where_its_file_is_there() -> None:
    rows = days_and_nights("2026-10-01", 3)
    before = due("2026-09-30", "R", "R9")

    assert found(rows, a_rule(least=1)) == []
    (gap,) = found([before, *rows], a_rule(least=1))

    assert (gap.args["from"], gap.args["to"]) == ("2026-10-01 00:00", "2026-10-01 08:30")
    assert found([before, due("2026-09-30", "W", "W9"), *rows], a_rule(least=1)) == []


def test_an_empty_roster_has_nothing_to_keep() -> None:
    assert found([], a_rule(least=1, rest=lasting(8 * HOUR), handover=lasting(MINUTE))) == []


def test_shifts_that_do_not_count_cover_nothing() -> None:
    rule = a_rule(least=1, shifts=(Text("R"), Text("W")))
    rows = [due("2026-10-01", "C", "A"), *days_and_nights("2026-10-01", 3)[1:]]

    assert {each.code for each in found(rows, rule)} == set()
    assert found(rows, a_rule(least=1))[0].args["from"] == "2026-10-01 18:00"


def test_each_team_is_asked_by_itself() -> None:
    rows = [
        *(dict(each, team="A") for each in days_and_nights("2026-10-01", 3)),
        due("2026-10-01", "R", "B1", team="B"),
    ]

    (gap,) = found(rows, a_rule(least=1, scope=RosterScope.TEAM))

    assert (gap.args["scope"], gap.args["from"]) == ("B", "2026-10-01 20:30")
    assert found(rows, a_rule(least=1)) == []


def test_more_people_than_there_may_be_are_a_crowd_at_the_row_that_makes_it() -> None:
    rows = [*days_and_nights("2026-10-01", 3), due("2026-10-02", "C", "Z", source_ref="r.csv:9")]

    (crowd,) = found(rows, a_rule(most=1))

    assert (crowd.code, str(crowd.span), crowd.args["people"]) == (
        "roster-crowd",
        "r.csv:9:1",
        "2",
    )
    assert (crowd.args["from"], crowd.args["to"]) == ("2026-10-02 09:30", "2026-10-02 18:00")


# -- one person ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rest", "codes"), [(12 * HOUR, []), (12 * HOUR + MINUTE, ["roster-short-rest"])]
)
def test_rest_is_counted_between_the_instants(rest: int, codes: list[str]) -> None:
    rows = [due("2026-10-01", "W", "A"), due("2026-10-02", "W", "A", source_ref="r.csv:3")]

    listed = found(rows, a_rule(rest=lasting(rest)))

    assert [each.code for each in listed] == codes
    if listed:
        assert (str(listed[0].span), listed[0].args["hours"]) == ("r.csv:3:1", "12:00")


@pytest.mark.parametrize(
    ("day", "hours"), [("2025-03-08", "0:30"), ("2025-11-01", "0:30"), ("2025-06-01", "0:30")]
)
def test_clock_changes_move_shifts_and_rest_alike(day: str, hours: str) -> None:
    zone = ZoneInfo("America/New_York")
    shifts = {**SHIFTS, "M": Shift(name="M", starts=540, ends=1020)}
    following = str(dt.date.fromisoformat(day) + dt.timedelta(days=1))
    rows = [due(day, "W", "A"), due(following, "M", "A")]
    kept, _ = roster_from_rows(rows, shifts, zone=zone)
    days = PeriodDays(dt.date.fromisoformat(day), dt.date.fromisoformat(following))

    (short,) = roster_findings(kept, [a_rule(rest=lasting(8 * HOUR))], days=days, zone=zone)

    assert short.args["hours"] == hours


def test_two_shifts_of_a_day_are_one_too_many() -> None:
    shifts = {**SHIFTS, "E": Shift(name="E", starts=1260, ends=1380)}
    rows = [due("2026-10-01", "C", "A"), due("2026-10-01", "E", "A", source_ref="r.csv:3")]
    kept, problems = roster_from_rows(rows, shifts, zone=SHANGHAI)
    assert problems == ()
    days = PeriodDays(dt.date(2026, 10, 1), dt.date(2026, 10, 1))

    (many,) = roster_findings(kept, [a_rule(shifts_a_day=1)], days=days, zone=SHANGHAI)

    assert (many.code, str(many.span), many.args["shifts"]) == (
        "roster-many-shifts", "r.csv:3:1", "C, E",
    )  # fmt: skip


# -- handover -----------------------------------------------------------------------------------


def test_a_handover_needs_somebody_who_stays_to_be_there_already() -> None:
    rows = days_and_nights("2026-10-01", 2)

    listed = found(rows, a_rule(handover=lasting(15 * MINUTE)), last="2026-10-02")

    assert [(each.args["shift"], each.args["at"], each.args["minutes"]) for each in listed] == [
        ("R", "2026-10-01 20:30", "0"),
        ("W", "2026-10-02 08:30", "0"),
        ("R", "2026-10-02 20:30", "0"),
    ]  # nobody stays after the last night: that is a gap, and no handover


def test_a_night_that_begins_earlier_takes_over() -> None:
    rows = [due("2026-10-01", "R", "A"), due("2026-10-01", "V", "B")]

    assert found(rows, a_rule(handover=lasting(15 * MINUTE))) == []
    (short,) = found(rows, a_rule(handover=lasting(16 * MINUTE)))

    assert short.args["minutes"] == "15"


# -- laws ---------------------------------------------------------------------------------------

ZONES = ["Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
         "America/Santiago", "Africa/Cairo"]  # fmt: skip
ROSTERS = st.lists(
    st.tuples(
        st.dates(dt.date(2025, 3, 1), dt.date(2025, 4, 10)),
        st.sampled_from(sorted(SHIFTS)),
        st.integers(0, 30),
    ),
    max_size=12,
    unique_by=lambda each: (each[0], each[2]),
)


def _kept(listed: list[tuple[dt.date, str, int]], zone: ZoneInfo) -> list[RosterShift]:
    rows = [due(str(day), shift, f"E{who}") for day, shift, who in listed]
    return list(roster_from_rows(rows, SHIFTS, zone=zone)[0])


@given(ROSTERS, st.sampled_from(ZONES))
def test_the_time_of_all_stretches_is_the_time_of_all_shifts(
    listed: list[tuple[dt.date, str, int]], name: str
) -> None:
    kept = _kept(listed, ZoneInfo(name))
    first = min((each.times.first for each in kept), default=0)
    last = max((each.times.last for each in kept), default=0)

    found = people_on_duty(kept, first, last)

    worked = sum(each.times.last - each.times.first for each in kept)
    assert sum(each.people * (each.last - each.first) for each in found) == worked
    assert all(one.last == other.first for one, other in itertools.pairwise(found))
    assert all(one.people != other.people for one, other in itertools.pairwise(found))
    assert not found or (found[0].first, found[-1].last) == (first, last)


@given(ROSTERS, st.sampled_from(ZONES))
def test_coverage_and_relief_are_what_counting_by_hand_gives(
    listed: list[tuple[dt.date, str, int]], name: str
) -> None:
    kept = _kept(listed, ZoneInfo(name))
    first = min((each.times.first for each in kept), default=0) - HOUR
    last = max((each.times.last for each in kept), default=0) + HOUR

    for each in people_on_duty(kept, first, last):
        there = [one for one in kept if one.times.first <= each.first < one.times.last]
        assert each.people == len(there)
    for relief in reliefs(kept):
        staying = [
            one.times.first for one in kept if one.times.first <= relief.at < one.times.last
        ]
        assert relief.overlap_ms == relief.at - min(staying)


# -- where it is read ---------------------------------------------------------------------------


def away(employee: str, first: str, last: str, **more: object) -> Row:
    """Return a leave record as the file ``leave`` has it."""
    return {"employee_id": employee, "kind": "annual", "from": first, "to": last, **more}


#: 1 October: R0 by day and W0 by night; 2 October: R1 and W1.
TWO_DAYS = days_and_nights("2026-10-01", 2)


@pytest.mark.parametrize(
    ("leave", "gaps"),
    [
        ([], []),
        ([away("W0", "2026-10-01", "2026-10-01")], [("2026-10-01 20:30", "2026-10-02 08:30")]),
        # a day of leave takes the shift that starts on it, not the night that reaches into it
        ([away("W0", "2026-10-02", "2026-10-02")], []),
        (
            [away("R1", "2026-10-02 10:00", "2026-10-02 12:00")],
            [("2026-10-02 10:00", "2026-10-02 12:00")],
        ),
        # of hours without their time nobody knows which ones are left
        ([away("R1", "2026-10-02", "2026-10-02", hours="2")], []),
        ([away("NOBODY", "2026-10-01", "2026-10-02")], []),
        # what nobody approved is no leave
        ([away("R0", "2026-10-01", "2026-10-01", approved_at="")], []),
    ],
)
def test_who_is_on_leave_covers_nothing(leave: list[Row], gaps: list[tuple[str, str]]) -> None:
    told = found(TWO_DAYS, a_rule(least=1), last="2026-10-02", leave=leave)

    assert {each.code for each in told} <= {"roster-gap"}
    assert [(each.args["from"], each.args["to"]) for each in told] == gaps


def test_everybody_on_leave_is_a_gap_of_the_whole_roster() -> None:
    leave = [away(each, "2026-10-01", "2026-10-02") for each in ("R0", "R1", "W0", "W1")]

    (gap,) = found(TWO_DAYS, a_rule(least=1), last="2026-10-02", leave=leave)

    assert (gap.args["from"], gap.args["people"]) == ("2026-10-01 08:30", "0")


def test_a_shift_on_leave_needs_no_rest_before_it() -> None:
    rows = [due("2026-10-01", "W", "A"), due("2026-10-02", "R", "A")]
    rule = a_rule(rest=lasting(11 * 3_600_000))

    leave = [away("A", "2026-10-01 20:30", "2026-10-02 08:30")]

    assert [each.code for each in found(rows, rule)] == ["roster-short-rest"]
    assert found(rows, rule, leave=leave) == []


def test_leave_in_a_month_brings_the_gap_it_makes() -> None:
    rules = WorktimeRules(
        shifts=SHIFTS, leave_kinds={"annual": ANNUAL}, zone=SHANGHAI, rosters=(a_rule(least=1),),
        roster_days=PeriodDays(dt.date(2026, 10, 1), dt.date(2026, 10, 2)),
    )  # fmt: skip
    leave = [away("W0", "2026-10-01", "2026-10-01")]
    days = PeriodDays(dt.date(2026, 9, 26), dt.date(2026, 10, 31))

    made = records_from_worktime(rules, TWO_DAYS, leave, days=days)

    assert "roster-gap" in {each.code for each in made.diagnostics}


def test_the_records_of_a_month_bring_the_findings_of_its_roster() -> None:
    rules = WorktimeRules(
        shifts=SHIFTS, leave_kinds={}, zone=SHANGHAI, rosters=(a_rule(least=1),),
        roster_days=PeriodDays(dt.date(2026, 10, 1), dt.date(2026, 10, 2)),
    )  # fmt: skip
    rows = days_and_nights("2026-10-01", 2)[:2]
    days = PeriodDays(dt.date(2026, 9, 26), dt.date(2026, 10, 31))

    made = records_from_worktime(rules, rows, days=days)

    assert [each.code for each in made.diagnostics] == ["roster-gap", "attendance-from-roster"]


def test_an_overlap_is_told_at_its_row() -> None:
    rows = [due("2026-10-05", "R", "A"), due("2026-10-05", "C", "A", source_ref="roster.csv:7")]

    _, (overlap,) = roster_from_rows(rows, SHIFTS, zone=SHANGHAI)

    assert (overlap.code, str(overlap.span)) == ("roster-overlap", "roster.csv:7:1")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, "roster-asks-nothing"),
        ({"least": 0}, "roster-asks-nothing"),
        ({"least": 3, "most": 2}, "roster-asks-nothing"),
        ({"rest": lasting(0)}, "roster-asks-nothing"),
        ({"least": 1, "shifts": (Text("Q"),)}, "unknown-shift"),
    ],
)
def test_a_rule_that_asks_for_nothing_does_not_load(more: dict[str, Any], code: str) -> None:
    (problem,) = check_rosters([a_rule(**more)], SHIFTS)

    assert problem.code == code


def test_a_rule_that_asks_for_something_loads() -> None:
    assert check_rosters([a_rule(least=1, most=1, shifts=(Text("R"),))], SHIFTS) == ()


# -- relief -------------------------------------------------------------------------------------

RELIEF = [due("2026-10-05", "R", "A"), due("2026-10-05", "W", "B")]
ON_TIME = {
    "A": ("2026-10-05 08:30", "2026-10-05 20:31"),
    "B": ("2026-10-05 20:33", "2026-10-06 08:30"),
}


def relieved(
    punches: Mapping[str, tuple[str, ...]],
    roster: Sequence[Row] = RELIEF,
    leave: Sequence[Row] = (),
) -> list[Diagnostic]:
    kind = LeaveKindRule(
        name="personal", paid=LeavePay.NO, counts_as_absence=True, bars_full_attendance=True,
        hours_account=HoursEffect.LOWERS, protected=False,
    )  # fmt: skip
    rules = WorktimeRules(
        shifts=SHIFTS,
        leave_kinds={"personal": kind, "absenteeism": attrs.evolve(kind, name="absenteeism")},
        zone=SHANGHAI,
        rosters=(a_rule(relief=True),),
    )
    rows = [
        {"employee_id": who, "at": at, "source_ref": f"punches.csv:{number}"}
        for number, (who, at) in enumerate(
            ((who, at) for who, listed in punches.items() for at in listed), 2
        )
    ]
    days = PeriodDays(dt.date(2026, 10, 5), dt.date(2026, 10, 6))
    made = records_from_worktime(rules, roster, leave, rows, days=days)
    return [each for each in made.diagnostics if each.code == "left-before-relief"]


def test_gc_67_leaving_two_minutes_before_the_relief_comes() -> None:
    (left,) = relieved(ON_TIME)

    assert (left.args["employee"], left.args["left"], left.args["came"]) == (
        "A", "2026-10-05 20:31", "2026-10-05 20:33",
    )  # fmt: skip
    assert str(left.span) == "punches.csv:3:1"


@pytest.mark.parametrize("came", ["2026-10-05 20:31", "2026-10-05 20:29"])
def test_who_waits_for_the_relief_may_leave(came: str) -> None:
    assert relieved({**ON_TIME, "B": (came, "2026-10-06 08:30")}) == []


def test_a_relief_that_never_came_is_told() -> None:
    (left,) = relieved({"A": ON_TIME["A"]})

    assert left.args["came"] == "-"


def test_a_colleague_who_stays_is_a_relief() -> None:
    roster = [*RELIEF, due("2026-10-05", "V", "C")]

    assert relieved({**ON_TIME, "C": ("2026-10-05 20:10", "2026-10-06 08:50")}, roster) == []


def test_nobody_due_to_stay_is_nobody_to_wait_for() -> None:
    assert relieved({"A": ON_TIME["A"]}, RELIEF[:1]) == []


def test_who_has_leave_or_no_last_out_is_not_told() -> None:
    off: Row = {"employee_id": "A", "kind": "personal", "from": "2026-10-05 18:00",
           "to": "2026-10-05 20:30"}  # fmt: skip
    early = {**ON_TIME, "A": ("2026-10-05 08:30", "2026-10-05 18:00")}

    assert relieved(early, leave=[off]) == []
    assert len(relieved(early)) == 1
    assert relieved({**ON_TIME, "A": ("2026-10-05 08:30",)}) == []
