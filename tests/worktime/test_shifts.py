from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ccops.messages import Diagnostic, Origin, Span, Text
from ccops.values import Scalar, Unit
from ccops.worktime import MealRule, Shift, ShiftRule, compile_shifts, parse_clock, shift_times

HOUR = 3_600_000
MINUTE = 60_000
SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
#: Zones whose clocks change by half an hour, at midnight, or at a full hour.
ZONES = [
    SHANGHAI,
    NEW_YORK,
    LORD_HOWE,
    ZoneInfo("America/Havana"),
    ZoneInfo("Asia/Beirut"),
    ZoneInfo("America/Santiago"),
    ZoneInfo("Africa/Cairo"),
    ZoneInfo("Asia/Kathmandu"),
    ZoneInfo("Europe/Berlin"),
]


def duration(hours: str) -> Scalar:
    return Scalar(Unit.DURATION, Fraction(hours) * HOUR)


def a_rule(
    first: str, last: str, counted: str, unpaid: str | None = None, **changes: Any
) -> ShiftRule:
    values: dict[str, Any] = {
        "name": "X",
        "starts": Text(first, Span("shifts.yaml", 3, 13)),
        "ends": Text(last, Span("shifts.yaml", 3, 26)),
        "counted": duration(counted),
        "unpaid": duration(unpaid) if unpaid else None,
        "origin": Origin(source="S1-26"),
        **changes,
    }
    return ShiftRule(**values)


def a_meal(first: str, last: str) -> MealRule:
    return MealRule(starts=Text(first), ends=Text(last))


R = a_rule("08:30", "20:30", "11", "1", name="R")
C = a_rule("09:30", "18:00", "8", "1/2", name="C")
W = a_rule("20:30", "08:30+1", "12", name="W", night=True)


def compiled(*rules: ShiftRule) -> dict[str, Shift]:
    shifts, found = compile_shifts(rules)
    assert found == ()
    return dict(shifts)


def problems(rule: ShiftRule) -> list[Diagnostic]:
    shifts, found = compile_shifts([rule])
    assert shifts == {}
    return list(found)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("00:00", 0), ("08:30", 510), ("23:59", 1439), ("08:30+1", 1950), ("00:00+2", 2880)],
)
def test_a_clock_time_is_minutes_after_midnight(text: str, minutes: int) -> None:
    assert parse_clock(text) == minutes


@pytest.mark.parametrize(
    "text", ["8:30", "24:00", "08:60", "08:30+0", "08.30", "", "0830", "８:30"]
)
def test_anything_else_is_no_clock_time(text: str) -> None:
    assert parse_clock(text) is None


def test_the_three_shifts_of_the_manual_count_11_8_and_12_hours() -> None:
    shifts = compiled(R, C, W)

    assert {name: shift.counted_ms // HOUR for name, shift in shifts.items()} == {
        "R": 11,
        "C": 8,
        "W": 12,
    }
    assert [shift.night for shift in shifts.values()] == [False, False, True]


def test_meals_with_clock_times_are_unpaid() -> None:
    rule = a_rule(
        "08:30", "20:30", "11", meals=(a_meal("12:00", "12:30"), a_meal("18:00", "18:30"))
    )

    assert compiled(rule)["X"].counted_ms == 11 * HOUR


def test_elapsed_less_unpaid_must_be_counted() -> None:
    (found,) = problems(a_rule("08:30", "20:30", "11"))

    assert found.code == "shift-miscounted"
    assert dict(found.args) == {"shift": "X", "elapsed": "720", "unpaid": "0", "counted": "660"}
    assert found.span == Span("shifts.yaml", 3, 13)


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (a_rule("8:30", "20:30", "12"), "clock-malformed"),
        (a_rule("20:30", "08:30", "12"), "shift-backwards"),
        (a_rule("08:30", "08:30", "0"), "shift-backwards"),
        (a_rule("08:30+1", "20:30+1", "12"), "shift-backwards"),
        (a_rule("08:30", "20:30", "11.5", meals=(a_meal("08:00", "08:30"),)), "meal-outside"),
        (a_rule("08:30", "20:30", "12.5", meals=(a_meal("12:30", "12:00"),)), "meal-outside"),
        (a_rule("08:30", "20:30", "11.5", meals=(a_meal("12", "12:30"),)), "clock-malformed"),
        (
            a_rule(
                "08:30", "20:30", "11", meals=(a_meal("12:00", "12:30"), a_meal("12:15", "12:45"))
            ),
            "meal-outside",
        ),
    ],
)
def test_a_wrong_shift_is_not_used(rule: ShiftRule, code: str) -> None:
    assert [each.code for each in problems(rule)] == [code]


def test_every_wrong_clock_time_is_told() -> None:
    assert [each.args["value"] for each in problems(a_rule("8", "9", "1"))] == ["8", "9"]


@pytest.mark.parametrize(
    ("date", "zone", "hours"),
    [
        ("2025-03-07", NEW_YORK, "12"),
        ("2025-03-08", NEW_YORK, "11"),
        ("2025-11-01", NEW_YORK, "13"),
        ("2025-04-05", LORD_HOWE, "12.5"),
        ("2025-03-08", SHANGHAI, "12"),
    ],
)
def test_gc_137_a_night_on_which_clocks_change_has_its_real_hours(
    date: str, zone: ZoneInfo, hours: str
) -> None:
    times = shift_times(compiled(W)["W"], dt.date.fromisoformat(date), zone)

    assert times.counted_ms == Fraction(hours) * HOUR


def test_time_can_be_shared_out_over_a_shift_in_proportion() -> None:
    times = shift_times(compiled(R)["R"], dt.date(2026, 10, 5), SHANGHAI)

    half = times.share_ms(times.counted_ms, times.first, times.first + 6 * HOUR)

    assert half == Fraction("5.5") * HOUR


def test_time_in_a_meal_is_not_open() -> None:
    rule = a_rule("08:30", "20:30", "11.5", meals=(a_meal("12:00", "12:30"),))
    times = shift_times(compiled(rule)["X"], dt.date(2026, 10, 5), SHANGHAI)
    noon = times.first + 210 * MINUTE

    assert times.open_ms(noon - 30 * MINUTE, noon + 60 * MINUTE) == 60 * MINUTE
    assert times.open_ms(noon, noon + 30 * MINUTE) == 0


dates = st.dates(dt.date(2019, 1, 1), dt.date(2027, 12, 31))
minutes = st.integers(0, 24 * 60 - 1)


@given(st.sampled_from(ZONES), dates, minutes, st.integers(1, 24 * 60))
def test_a_shift_is_as_long_as_the_clock_says_but_for_changes_inside_it(
    zone: ZoneInfo, date: dt.date, starts: int, length: int
) -> None:
    shift = Shift(name="X", starts=starts, ends=starts + length)

    times = shift_times(shift, date, zone)

    changed = _offset(times.last, zone) - _offset(times.first, zone)
    assume(_is_shown(date, starts, zone) and _is_shown(date, starts + length, zone))
    assert times.last - times.first == length * MINUTE - changed


@given(st.sampled_from(ZONES), dates, minutes, st.integers(0, 3 * 60), st.integers(0, 3 * 60))
def test_a_later_clock_time_is_never_an_earlier_instant(
    zone: ZoneInfo, date: dt.date, starts: int, first: int, second: int
) -> None:
    shift = Shift(name="X", starts=starts, ends=starts + first)
    longer = Shift(name="X", starts=starts, ends=starts + first + second)

    times, more = shift_times(shift, date, zone), shift_times(longer, date, zone)

    assert times.first <= times.last <= more.last


@given(st.sampled_from(ZONES), dates, minutes, st.integers(1, 720), st.integers(1, 720))
def test_two_shifts_that_touch_leave_no_gap(
    zone: ZoneInfo, date: dt.date, starts: int, first: int, second: int
) -> None:
    one = shift_times(Shift(name="X", starts=starts, ends=starts + first), date, zone)
    two = shift_times(
        Shift(name="Y", starts=starts + first, ends=starts + first + second), date, zone
    )
    both = shift_times(Shift(name="Z", starts=starts, ends=starts + first + second), date, zone)

    assert one.last == two.first
    assert one.counted_ms + two.counted_ms == both.counted_ms


@pytest.mark.parametrize(
    ("zone", "date"),
    [
        ("America/Havana", "2025-03-09"),
        ("Asia/Beirut", "2025-03-30"),
        ("Africa/Cairo", "2025-04-25"),
    ],
)
def test_where_midnight_is_skipped_a_shift_from_midnight_starts_at_the_jump(
    zone: str, date: str
) -> None:
    day = dt.date.fromisoformat(date)

    times = shift_times(Shift(name="X", starts=30, ends=75), day, ZoneInfo(zone))

    assert times.counted_ms == 15 * MINUTE


def _offset(instant: int, zone: ZoneInfo) -> int:
    moment = dt.datetime.fromtimestamp(instant // 1000, zone)
    return (moment.utcoffset() or dt.timedelta()) // dt.timedelta(milliseconds=1)


def _is_shown(date: dt.date, minute: int, zone: ZoneInfo) -> bool:
    days, rest = divmod(minute, 24 * 60)
    day = date + dt.timedelta(days=days)
    wall = dt.datetime(day.year, day.month, day.day, *divmod(rest, 60), tzinfo=zone)
    return wall.astimezone(dt.UTC).astimezone(zone).replace(fold=0) == wall
