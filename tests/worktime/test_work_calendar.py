from __future__ import annotations

import datetime as dt

from ccops.messages import Severity
from ccops.values import PeriodDays
from ccops.worktime import calendar_from_rows

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
