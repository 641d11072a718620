"""When a report is due: stretches of days, deadlines, free days, the end of a shift."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ccops.messages import Label, Text
from ccops.organization import (
    ArchiveRule,
    Deadline,
    FreeDay,
    Frequency,
    OwedBy,
    ReportDueRule,
    ReportDutyRule,
    Stretch,
    WeekDay,
    check_archives,
    check_report_duties,
    deadline,
    stretches,
)
from ccops.values import Calendar, DayKind, Period, parse_scalar
from ccops.values.units import Unit

NATURAL = Calendar(id="natural")
ATTENDANCE = Calendar(id="attendance", cutoff_day=25)
ON_SUNDAY = dt.date(2026, 10, 25)


def is_weekday(day: dt.date) -> bool:
    return day.isoweekday() < 6


def of_month(frequency: Frequency, label: str, calendar: str = "natural") -> tuple[Stretch, ...]:
    period = Period.of(label, (NATURAL, ATTENDANCE))
    return stretches(frequency, period, calendar, is_weekday)


def due(last: dt.date, **rule: Any) -> Deadline | None:
    given: dict[str, Any] = {k: Text(v) if k == "at" else v for k, v in rule.items()}
    made = ReportDueRule(**given)
    return deadline(made, Stretch(label="-", first=last, last=last), is_weekday)


@pytest.mark.parametrize(
    ("frequency", "label", "expected"),
    [
        (Frequency.MONTH, "2026-10", [("2026-10", "2026-10-01", "2026-10-31")]),
        (Frequency.QUARTER, "2026-09", [("2026-Q3", "2026-07-01", "2026-09-30")]),
        (Frequency.QUARTER, "2026-10", []),
        (Frequency.HALF_YEAR, "2026-06", [("2026-H1", "2026-01-01", "2026-06-30")]),
        (Frequency.YEAR, "2026-12", [("2026", "2026-01-01", "2026-12-31")]),
        (Frequency.SHIFT, "2026-10", []),
        (Frequency.AS_IT_COMES, "2026-10", []),
    ],
)
def test_stretches_that_end_in_a_month(
    frequency: Frequency, label: str, expected: list[tuple[str, str, str]]
) -> None:
    found = of_month(frequency, label)

    assert [(x.label, str(x.first), str(x.last)) for x in found] == expected


def test_an_attendance_period_and_a_week_over_new_year() -> None:
    (month,) = of_month(Frequency.MONTH, "2026-10", "attendance")
    assert (str(month.first), str(month.last)) == ("2026-09-26", "2026-10-25")
    (quarter,) = of_month(Frequency.QUARTER, "2026-09", "attendance")
    assert (str(quarter.first), str(quarter.last)) == ("2026-06-26", "2026-09-25")
    first = of_month(Frequency.WEEK, "2027-01")[0]
    assert (first.label, str(first.first)) == ("2026-W53", "2026-12-28")


@given(
    st.sampled_from([x for x in Frequency if x.is_on_the_calendar and x is not Frequency.WORKDAY]),
    st.sampled_from(["natural", "attendance"]),
    st.integers(2020, 2030),
)
def test_the_stretches_of_two_years_leave_no_day_out_and_none_twice(
    frequency: Frequency, calendar: str, year: int
) -> None:
    labels = [f"{y}-{m:02}" for y in (year, year + 1) for m in range(1, 13)]

    found = [each for label in labels for each in of_month(frequency, label, calendar)]

    assert len({each.label for each in found}) == len(found)
    for one, following in pairwise(found):
        assert following.first - one.last == dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("last", "rule", "expected"),
    [
        (
            "2026-10-05",
            {"days": 1, "kind": DayKind.CALENDAR_DAYS, "at": "10:00"},
            "2026-10-06 10:00",
        ),
        ("2026-10-31", {"days": 2, "kind": DayKind.WORKDAYS}, "2026-11-03 "),
        ("2026-10-11", {"weekday": WeekDay.MONDAY, "at": "12:00"}, "2026-10-12 12:00"),
        ("2026-10-12", {"weekday": WeekDay.MONDAY}, "2026-10-19 "),
        ("2026-10-25", {"day_of_month": 25}, "2026-10-25 "),
        ("2026-10-26", {"day_of_month": 25}, "2026-11-25 "),
        ("2026-12-31", {"day_of_month": 10}, "2027-01-10 "),
        ("2026-02-28", {"day_of_month": 31}, "2026-02-28 "),
        ("2026-10-25", {"day_of_month": 25, "free_day": FreeDay.NEXT_WORKDAY}, "2026-10-26 "),
        ("2026-10-25", {"day_of_month": 25, "free_day": FreeDay.WORKDAY_BEFORE}, "2026-10-23 "),
        ("2026-10-25", {"day_of_month": 25, "free_day": FreeDay.KEEP}, "2026-10-25 "),
    ],
)
def test_a_deadline(last: str, rule: dict[str, Any], expected: str) -> None:
    found = due(dt.date.fromisoformat(last), **rule)

    assert found is not None
    assert f"{found.day} {found.clock}" == expected


@pytest.mark.parametrize(
    ("ends_at", "after", "expected"),
    [
        (20 * 60, "0 min", "2026-10-05 20:00"),
        (20 * 60, "90 min", "2026-10-05 21:30"),
        (32 * 60, "0 min", "2026-10-06 08:00"),
        (None, "0 min", None),
    ],
)
def test_a_report_of_a_shift_is_due_when_it_ends(
    ends_at: int | None, after: str, expected: str | None
) -> None:
    day = dt.date(2026, 10, 5)
    rule = ReportDueRule(after=parse_scalar(after, unit=Unit.DURATION))

    found = deadline(rule, Stretch(label="-", first=day, last=day, ends_at=ends_at), is_weekday)

    assert (None if found is None else f"{found.day} {found.clock}") == expected


def test_ten_sharp_is_in_time_and_an_hour_nobody_said_is_unclear() -> None:
    limit = Deadline(dt.date(2026, 10, 6), 600)

    assert limit.is_kept(dt.date(2026, 10, 6), 600 * 60_000) is True
    assert limit.is_kept(dt.date(2026, 10, 6), 600 * 60_000 + 1) is False
    assert limit.is_kept(dt.date(2026, 10, 6), None) is None
    assert limit.is_kept(dt.date(2026, 10, 5), None) is True
    assert limit.is_kept(dt.date(2026, 10, 7), 0) is False
    assert Deadline(dt.date(2026, 10, 6)).is_kept(dt.date(2026, 10, 6), None) is True


@given(st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)), st.data())
def test_a_later_stretch_is_never_due_earlier(last: dt.date, data: st.DataObject) -> None:
    rule: dict[str, Any] = data.draw(
        st.sampled_from(
            [
                {"days": data.draw(st.integers(0, 30)), "kind": DayKind.CALENDAR_DAYS},
                {"days": data.draw(st.integers(1, 30)), "kind": DayKind.WORKDAYS},
                {"weekday": data.draw(st.sampled_from(list(WeekDay)))},
                {"day_of_month": data.draw(st.integers(1, 31))},
            ]
        )
    )
    free = data.draw(st.sampled_from([None, *FreeDay]))
    assume(free is None or "kind" not in rule or rule["kind"] is DayKind.CALENDAR_DAYS)

    one, other = (
        due(last, free_day=free, **rule),
        due(last + dt.timedelta(days=1), free_day=free, **rule),
    )

    assert one is not None
    assert other is not None
    assert one.day <= other.day
    if free in (None, FreeDay.KEEP, FreeDay.NEXT_WORKDAY):
        assert one.day >= last


# -- what is wrong with them --------------------------------------------------------------------

SOUND = {"days": 1, "kind": DayKind.CALENDAR_DAYS, "free_day": FreeDay.KEEP}


def codes(
    every: Frequency = Frequency.DAY, rule: dict[str, Any] | None = None, **more: Any
) -> list[str]:
    made = {
        "name": "traffic",
        "label": Label(en="traffic"),
        "roles": (Text("lead"),),
        "owed_by": OwedBy.POST,
        "to": (Text("director"),),
        "every": every,
        "due": None if rule is None else ReportDueRule(**rule),
        **more,
    }
    found = check_report_duties(
        [ReportDutyRule(**made)],
        roles={"lead", "director"},
        calendars={"natural"},
        archives={"papers"},
    )
    return [each.code for each in found]


@pytest.mark.parametrize(
    ("every", "rule", "is_sound"),
    [
        (Frequency.DAY, SOUND, True),
        (Frequency.DAY, None, False),
        (Frequency.DAY, {}, False),
        (Frequency.DAY, {**SOUND, "at": Text("10:00")}, True),
        (Frequency.DAY, {**SOUND, "at": Text("25:00")}, False),
        (Frequency.DAY, {**SOUND, "weekday": WeekDay.MONDAY}, False),
        (Frequency.DAY, {**SOUND, "free_day": None}, False),
        (Frequency.DAY, {**SOUND, "days": 367}, False),
        (Frequency.DAY, {"days": 1, "free_day": FreeDay.KEEP}, False),
        (Frequency.DAY, {"days": 2, "kind": DayKind.WORKDAYS}, True),
        (Frequency.DAY, {"days": 2, "kind": DayKind.WORKDAYS, "free_day": FreeDay.KEEP}, False),
        (Frequency.DAY, {"days": 0, "kind": DayKind.WORKDAYS}, False),
        (Frequency.MONTH, {"day_of_month": 31, "free_day": FreeDay.KEEP}, True),
        (Frequency.MONTH, {"day_of_month": 32, "free_day": FreeDay.KEEP}, False),
        (Frequency.SHIFT, {"after": parse_scalar("0 min", unit=Unit.DURATION)}, True),
        (Frequency.DAY, {"after": parse_scalar("0 min", unit=Unit.DURATION)}, False),
        (Frequency.AS_IT_COMES, None, True),
        (Frequency.AS_IT_COMES, SOUND, False),
    ],
)
def test_the_day_is_told_in_one_way(
    every: Frequency, rule: dict[str, Any] | None, is_sound: bool
) -> None:
    assert codes(every, rule) == ([] if is_sound else ["report-due"])


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"to": ()}, ["report-to-nobody"]),
        ({"to": (), "external": (Text("client"),)}, []),
        ({"to": (), "to_superior": True}, []),
        ({"to": (Text("lead"),)}, ["report-to-oneself"]),
        ({"to": (Text("boss"),)}, ["unknown-role"]),
        ({"calendar": Text("lunar")}, ["unknown-calendar"]),
        ({"archive": Text("paper")}, ["unknown-archive"]),
        ({"calendar": Text("natural"), "archive": Text("papers")}, []),
    ],
)
def test_what_a_report_names_is_there(more: dict[str, Any], expected: list[str]) -> None:
    assert codes(Frequency.DAY, SOUND, **more) == expected


@pytest.mark.parametrize(
    ("months", "is_sound"),
    [
        ({"keep_months": 24}, True),
        ({"keep_months": 24, "delete_after_months": 24, "back_up_days": 1}, True),
        ({"keep_months": 24, "delete_after_months": 23}, False),
        ({"keep_months": -1}, False),
        ({"keep_months": 1, "back_up_days": 0}, False),
    ],
)
def test_the_months_of_an_archive_fit(months: dict[str, Any], is_sound: bool) -> None:
    label = Label(en="papers")
    rule = ArchiveRule(name="papers", label=label, place=label, access=(Text("lead"),), **months)

    found = check_archives([rule], {"lead"})

    assert [each.code for each in found] == ([] if is_sound else ["archive-months"])
