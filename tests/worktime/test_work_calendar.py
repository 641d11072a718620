from __future__ import annotations

import datetime as dt

import attrs

from ccops.messages import LOCALES, Severity
from ccops.values import Missing, PeriodDays
from ccops.worktime import WorkCalendar, calendar_from_rows

OCTOBER = PeriodDays(dt.date(2026, 10, 1), dt.date(2026, 10, 31))


def test_without_a_calendar_monday_to_friday_is_assumed_and_told() -> None:
    calendar, (found,) = calendar_from_rows(None)

    assert calendar.workdays(OCTOBER) == 22
    assert (found.code, found.severity) == ("calendar-assumed", Severity.WARNING)
    assert len({found.text("en"), found.text("zh_CN"), found.text("zh_TW")}) == 3


def test_a_calendar_says_which_days_are_holidays_and_moved_workdays() -> None:
    rows = [
        {"date": "2026-10-01", "kind": "statutory"},
        {"date": "2026-10-05", "kind": "bridge_off"},
        {"date": "2026-10-10", "kind": "bridge_work"},
    ]

    calendar, found = calendar_from_rows(rows)

    assert found == ()
    assert calendar.kind_of(dt.date(2026, 10, 1)) == "statutory"
    assert calendar.is_workday(dt.date(2026, 10, 10))
    assert calendar.workdays(OCTOBER) == 21


def test_a_wrong_calendar_is_an_error() -> None:
    rows = [
        {"date": "2026-10-01", "kind": "holiday", "source_ref": "calendar.csv:2"},
        {"date": "2026-10-02", "kind": "statutory"},
        {"date": "2026-10-02", "kind": "rest"},
    ]

    _, found = calendar_from_rows(rows)

    assert [each.code for each in found] == ["value-malformed", "calendar-twice"]


def test_a_calendar_that_takes_the_place_of_the_packs_own_is_compared_with_it() -> None:
    rows = [{"date": "2026-10-01", "kind": "statutory"}, {"date": "2026-10-10", "kind": "workday"}]
    own = WorkCalendar(
        kinds={dt.date(2026, 10, 1): "statutory", dt.date(2026, 10, 2): "statutory"},
        years=frozenset({2026}),
    )

    calendar, (found,) = calendar_from_rows(rows, own, days=OCTOBER)

    assert calendar.kind_of(dt.date(2026, 10, 2)) == "workday"
    assert (found.code, found.args["day"]) == ("calendar-differs", "2026-10-02")
    assert calendar_from_rows(rows, attrs.evolve(own, years=frozenset()), days=OCTOBER)[1] == ()


def test_the_packs_own_calendar_serves_where_none_is_handed_in() -> None:
    own = WorkCalendar(kinds={dt.date(2026, 10, 1): "statutory"}, years=frozenset({2026}))

    assert calendar_from_rows(None, own, days=OCTOBER) == (own, ())


def test_a_year_nobody_has_told_is_named() -> None:
    own = WorkCalendar(years=frozenset({2026}))
    december = PeriodDays(dt.date(2026, 12, 1), dt.date(2026, 12, 31))

    _, (found,) = calendar_from_rows(None, own, days=december)

    assert (found.code, found.args["year"]) == ("calendar-year-unknown", "2027")
    assert own.known_kind_of(dt.date(2027, 1, 1)) is Missing.NOT_MEASURED
    assert own.kind_of(dt.date(2027, 1, 1)) == "workday"
    assert len({found.text(locale) for locale in LOCALES}) == 3
