from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.contacts import LocalClock, half_hour_label, zone_named

ZONES = (
    "Asia/Shanghai",
    "Asia/Kathmandu",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
)


def at(text: str) -> int:
    return int(dt.datetime.fromisoformat(text).timestamp())


def test_gc_149_a_repeated_half_hour_is_two_buckets_named_with_their_offset() -> None:
    zone = ZoneInfo("America/New_York")
    clock = LocalClock(zone)
    summer, winter = at("2025-11-02T01:40:00-04:00"), at("2025-11-02T01:40:00-05:00")

    first, second = clock.read(summer), clock.read(winter)

    assert first[1] != second[1]
    assert half_hour_label(first[1], zone) == "2025-11-02 01:30-04:00"
    assert half_hour_label(second[1], zone) == "2025-11-02 01:30-05:00"
    assert (first[0], first[2]) == (second[0], second[2])


def test_half_hours_are_those_of_the_local_clock() -> None:
    clock = LocalClock(ZoneInfo("Asia/Kathmandu"))

    assert clock.read(at("2026-05-04T10:14:59+05:45"))[1] == at("2026-05-04T10:00:00+05:45")
    assert clock.read(at("2026-05-04T10:30:00+05:45"))[1] == at("2026-05-04T10:30:00+05:45")


def test_no_half_hour_spans_a_clock_change_in_its_midst() -> None:
    clock = LocalClock(ZoneInfo("America/St_Johns"))  # changed at 00:01 in those years
    before, after = at("2010-11-07T00:00:30-02:30"), at("2010-11-06T23:01:30-03:30")

    assert clock.read(before)[1] == at("2010-11-07T00:00:00-02:30")
    assert clock.read(after)[1] == at("2010-11-07T00:01:00-02:30")
    assert clock.read(before)[0] == clock.read(after)[0] + 1


def test_the_local_day_ends_at_local_midnight() -> None:
    clock = LocalClock(ZoneInfo("Asia/Shanghai"))
    midnight = at("2026-10-27T00:00:00+08:00")

    assert clock.read(midnight)[0] == dt.date(2026, 10, 27).toordinal()
    assert clock.read(midnight - 1)[::2] == (dt.date(2026, 10, 26).toordinal(), 23)


@pytest.mark.parametrize("name", ZONES)
@given(st.integers(at("2009-01-01T00:00:00+00:00"), at("2027-01-01T00:00:00+00:00")))
def test_readings_are_what_zoneinfo_says(name: str, second: int) -> None:
    zone = ZoneInfo(name)
    local = dt.datetime.fromtimestamp(second, zone)

    day, half_hour, hour = LocalClock(zone).read(second)

    assert (day, hour) == (local.toordinal(), local.hour)
    assert 0 <= second - half_hour < 1_800
    begun = dt.datetime.fromtimestamp(half_hour, zone)
    assert begun.utcoffset() == local.utcoffset()
    assert (begun.hour, begun.minute // 30) == (local.hour, local.minute // 30)


@given(st.lists(st.integers(0, 4_000_000_000), max_size=20))
def test_what_is_remembered_reads_as_what_is_not(seconds: list[int]) -> None:
    clock = LocalClock(ZoneInfo("America/New_York"))

    twice = [clock.read_all(seconds), clock.read_all(seconds)]

    fresh = [LocalClock(ZoneInfo("America/New_York")).read(second) for second in seconds]
    assert twice == [fresh, fresh]


@pytest.mark.parametrize("name", ["Asia/Shangai", "", "../etc/passwd", "UTC+8"])
def test_what_is_no_zone_is_none(name: str) -> None:
    assert zone_named(name) is None
