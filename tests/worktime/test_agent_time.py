"""The roster beside the telephone, and relief told by logins."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.kpi import Records
from ccops.messages import Origin, Text
from ccops.values import Missing, PeriodDays
from ccops.values.local_clock import LocalClock
from ccops.worktime import (
    AGENT_STATE,
    HoursEffect,
    LeaveKindRule,
    LeavePay,
    ReliefBy,
    RosterRule,
    RosterScope,
    Shift,
    WorktimeRules,
    records_from_worktime,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ccops.messages import Diagnostic

ZONE = ZoneInfo("Asia/Shanghai")
DAYS = PeriodDays(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
HOUR, MINUTE = 3_600_000, 60_000
SHIFTS = {
    "R": Shift(name="R", starts=510, ends=1230, unpaid_ms=HOUR),
    "M": Shift(name="M", starts=540, ends=1080, meals=((720, 780),)),
    "W": Shift(name="W", starts=1230, ends=1950, night=True),
}
#: Agent, state, reason, first and last time; no last time: open.
State = tuple[str, str, str, str, str]


def at(text: str) -> int:
    return int(dt.datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp()) * 1_000


def states(*listed: State, ended_by: str = "event") -> Records:
    clock, rows = LocalClock(ZONE), []
    for number, (agent, state, reason, first, last) in enumerate(listed, 1):
        began = at(first)
        lasted: int | Missing = at(last) - began if last else Missing.NOT_MEASURED
        rows.append(
            (
                agent, False, state, state == "acw", reason or Missing.NO_RECORDS, began,
                *clock.read(began // 1_000), lasted, False, ended_by if last else "open",
                f"queue_log:{number}",
            )
        )  # fmt: skip
    return Records.of_rows(AGENT_STATE, rows)


def made(
    roster: Iterable[tuple[str, str, str]],
    told: Records,
    rules: Sequence[RosterRule] = (),
) -> tuple[list[dict[str, Any]], tuple[Diagnostic, ...]]:
    rows = [
        {"employee_id": who, "work_date": day, "shift": shift, "kind": "final", "team": "A"}
        for who, day, shift in roster
    ]
    taken = WorktimeRules(shifts=SHIFTS, leave_kinds={}, zone=ZONE, rosters=tuple(rules))
    found = records_from_worktime(taken, rows, days=DAYS, states=told)
    records = found.records["agent_time"]
    return [records.row(each) for each in range(len(records))], found.diagnostics


def total(rows: Iterable[dict[str, Any]], name: str, **asked: object) -> int:
    return sum(row[name] for row in rows if all(row[key] == value for key, value in asked.items()))


def test_rostered_time_without_a_sign_on_is_offline() -> None:
    told = states(
        ("A", "available", "", "2026-10-05 08:00", "2026-10-05 12:00"),
        ("A", "aux", "tea", "2026-10-05 12:00", "2026-10-05 12:10"),
        ("A", "available", "", "2026-10-05 20:00", "2026-10-05 21:00"),
    )

    rows, _ = made([("A", "2026-10-05", "R")], told)

    assert total(rows, "duration", scheduled="work") == 12 * HOUR
    assert total(rows, "duration", scheduled="work", state="offline") == 7 * HOUR + 50 * MINUTE
    assert total(rows, "duration", scheduled="none") == HOUR
    assert total(rows, "duration", reason="tea") == 10 * MINUTE
    assert {row["team"] for row in rows if row["scheduled"] == "work"} == {"A"}


def test_the_pieces_of_a_shift_are_paid_what_it_counts_for() -> None:
    told = states(
        ("A", "available", "", "2026-10-05 08:30", "2026-10-05 11:07"),
        ("A", "on_contact", "", "2026-10-05 11:07", "2026-10-05 11:08"),
        ("A", "available", "", "2026-10-05 11:08", "2026-10-05 20:31"),
    )

    rows, _ = made([("A", "2026-10-05", "R")], told)

    assert total(rows, "paid") == 11 * HOUR


def test_a_meal_with_clock_times_is_scheduled_and_not_paid() -> None:
    told = states(("A", "available", "", "2026-10-05 09:00", "2026-10-05 18:00"))

    rows, _ = made([("A", "2026-10-05", "M")], told)

    assert total(rows, "duration", scheduled="meal") == HOUR
    assert total(rows, "paid", scheduled="meal") == 0
    assert total(rows, "paid") == 8 * HOUR


def test_pieces_lie_on_the_day_and_half_hour_they_are_of() -> None:
    told = states(
        ("A", "available", "", "2026-10-05 20:30", "2026-10-05 21:00"),
        ("A", "available", "", "2026-10-06 08:00", "2026-10-06 08:30"),
    )

    rows, _ = made([("A", "2026-10-05", "W")], told)

    assert len({row["half_hour"] for row in rows}) == len(rows) == 24
    on_the_sixth = total(rows, "duration", day=dt.date(2026, 10, 6).toordinal())
    assert on_the_sixth == 8 * HOUR + 30 * MINUTE


def test_nothing_is_said_of_what_the_telephone_does_not_tell() -> None:
    """Before and after the log, of people without a line, and without a sign-on."""
    told = states(("A", "available", "", "2026-10-05 10:00", "2026-10-05 12:00"))
    unsigned = states(("C", "available", "", "2026-10-05 10:00", ""), ended_by="unknown")
    unknown = Records(
        kind=AGENT_STATE,
        columns={
            name: [
                *told.columns[name],
                *(["unknown"] if name == "ended_by" else unsigned.columns[name]),
            ]
            for name in AGENT_STATE.names
        },
    )

    rows, _ = made([(who, "2026-10-05", "R") for who in "ABC"], unknown)

    assert {row["agent"] for row in rows} == {"A"}
    assert total(rows, "duration") == 2 * HOUR


@given(cuts=st.lists(st.integers(1, 719), unique=True, max_size=8))
def test_paid_time_is_the_same_however_a_shift_is_cut(cuts: list[int]) -> None:
    start = dt.datetime(2026, 10, 5, 8, 30)  # noqa: DTZ001 - a wall clock
    edges = [start + dt.timedelta(minutes=each) for each in (0, *sorted(cuts), 720)]
    told = states(
        *(
            ("A", ("available", "on_contact")[number % 2], "", str(first), str(last))
            for number, (first, last) in enumerate(itertools.pairwise(edges))
        )
    )

    rows, _ = made([("A", "2026-10-05", "R")], told)

    assert total(rows, "paid") == 11 * HOUR
    assert total(rows, "duration") == 12 * HOUR


def a_kind(name: str, pay: LeavePay) -> LeaveKindRule:
    return LeaveKindRule(
        name=name, paid=pay, counts_as_absence=False, bars_full_attendance=False,
        hours_account=HoursEffect.CREDIT, protected=True, origin=Origin(source="2.6"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("pay", "expected"),
    [
        pytest.param(LeavePay.YES, 6 * HOUR, id="the-center"),
        pytest.param(LeavePay.NO, 0, id="nobody"),
        pytest.param(LeavePay.HOST, 0, id="the-host-decides"),
    ],
)
def test_leave_is_paid_as_its_kind_says(pay: LeavePay, expected: int) -> None:
    roster = [{"employee_id": "A", "work_date": "2026-10-05", "shift": "M", "kind": "final"}]
    away = {
        "employee_id": "A", "kind": "away", "from": "2026-10-05 11:00", "to": "2026-10-05 18:00",
        "approved_at": "2026-10-01",
    }  # fmt: skip
    rules = WorktimeRules(shifts=SHIFTS, leave_kinds={"away": a_kind("away", pay)}, zone=ZONE)
    told = states(("A", "available", "", "2026-10-05 09:00", "2026-10-05 18:00"))

    records = records_from_worktime(rules, roster, [away], days=DAYS, states=told).records
    rows = [records["agent_time"].row(each) for each in range(len(records["agent_time"]))]

    on_leave = [row["leave_paid"] for row in rows if row["scheduled"] == "leave"]
    assert on_leave.count(Missing.NOT_MEASURED) == (2 if pay is LeavePay.HOST else 0)
    assert sum(each for each in on_leave if isinstance(each, int)) == expected
    assert total(rows, "paid") == 2 * HOUR
    assert {row["leave_paid"] for row in rows if row["scheduled"] != "leave"} == {0}


@pytest.mark.parametrize(
    ("day", "hours"),
    [("2025-11-01", 13), ("2026-03-07", 11), ("2026-10-05", 12)],
    ids=["twice-an-hour", "an-hour-skipped", "any-night"],
)
def test_a_night_on_which_the_clocks_change_has_the_half_hours_it_has(
    day: str, hours: int
) -> None:
    zone = ZoneInfo("America/New_York")
    first = dt.datetime.fromisoformat(f"{day} 20:30").replace(tzinfo=zone)
    last = (first + dt.timedelta(hours=12)).replace(tzinfo=zone)
    began, ended = (int(each.timestamp()) * 1_000 for each in (first, last))
    row = (
        "A", False, "on_contact", False, Missing.NO_RECORDS, began,
        *LocalClock(zone).read(began // 1_000), 0, False, "event", "log:1",
    )  # fmt: skip
    after = (*row[:5], ended, *LocalClock(zone).read(ended // 1_000), *row[9:])
    told = Records.of_rows(AGENT_STATE, [row, after])
    roster = [{"employee_id": "A", "work_date": day, "shift": "W", "kind": "final"}]
    rules = WorktimeRules(shifts=SHIFTS, leave_kinds={}, zone=zone)
    days = PeriodDays(first.date(), last.date())

    made_ = records_from_worktime(rules, roster, days=days, states=told).records["agent_time"]
    rows = [made_.row(each) for each in range(len(made_))]

    assert len({each["half_hour"] for each in rows}) == len(rows) == 2 * hours
    assert total(rows, "duration", scheduled="work") == hours * HOUR
    assert {each["state"] for each in rows} == {"offline"}


def test_of_a_state_that_lasts_on_nothing_is_said() -> None:
    told = states(
        ("A", "available", "", "2026-10-05 08:30", "2026-10-05 12:00"),
        ("A", "on_contact", "", "2026-10-05 12:00", ""),
        ("B", "available", "", "2026-10-05 08:30", "2026-10-05 20:30"),
    )

    rows, _ = made([("A", "2026-10-05", "R"), ("B", "2026-10-05", "R")], told)

    assert total(rows, "duration", agent="A") == 3 * HOUR + 30 * MINUTE
    assert total(rows, "duration", agent="B") == 12 * HOUR


# ---- relief -------------------------------------------------------------------------------------

BY_LOGINS = RosterRule(
    name="floor", scope=RosterScope.CENTER, relief=True, relief_by=ReliefBy.LOGINS,
    shifts=(Text("R"), Text("W")),
)  # fmt: skip
ROSTER = [("A", "2026-10-05", "R"), ("B", "2026-10-05", "W")]


def relief(*listed: State) -> list[Diagnostic]:
    around = ("Z", "available", "", "2026-10-01 00:00", "2026-10-10 00:00")
    _, found = made(ROSTER, states(around, *listed), [BY_LOGINS])
    return [each for each in found if each.code == "left-before-relief"]


def test_gc_67_signing_off_two_minutes_before_the_relief_signs_on() -> None:
    (left,) = relief(
        ("A", "available", "", "2026-10-05 08:30", "2026-10-05 20:31"),
        ("B", "available", "", "2026-10-05 20:33", "2026-10-06 08:30"),
    )

    assert (left.args["employee"], left.args["left"], left.args["came"]) == (
        "A", "2026-10-05 20:31", "2026-10-05 20:33",
    )  # fmt: skip
    assert str(left.span) == "queue_log:2:1"


@pytest.mark.parametrize("came", ["2026-10-05 20:31", "2026-10-05 20:29"])
def test_who_waits_for_the_relief_to_sign_on_may_sign_off(came: str) -> None:
    assert not relief(
        ("A", "aux", "tea", "2026-10-05 08:30", "2026-10-05 20:00"),
        ("A", "on_contact", "", "2026-10-05 20:00", "2026-10-05 20:31"),
        ("B", "available", "", came, "2026-10-06 08:30"),
    )


def test_who_is_still_signed_on_has_not_left() -> None:
    assert not relief(
        ("A", "available", "", "2026-10-05 08:30", ""),
        ("B", "available", "", "2026-10-05 20:33", "2026-10-06 08:30"),
    )


def test_a_relief_who_never_signed_on_is_told() -> None:
    (left,) = relief(("A", "available", "", "2026-10-05 08:30", "2026-10-05 20:31"))

    assert left.args["came"] == "-"
