"""Years of the work calendar: as a pack lists them, and as the library ``holidays`` has them."""

from __future__ import annotations

import builtins
import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from ccops.errors import MissingExtraError
from ccops.messages import LOCALES, Origin, Text
from ccops.worktime import (
    CN_CALENDAR,
    WorkYear,
    WorkYearRule,
    calendar_of_years,
    compile_work_years,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The notices of the State Council for 2025 and 2026: statutory days, days off, days worked.
NOTICES = {
    2025: (
        "01-01 01-28 01-29 01-30 01-31 04-04 05-01 05-02 05-31 10-01 10-02 10-03 10-06",
        "02-03 02-04 05-05 06-02 10-07 10-08",
        "01-26 02-08 04-27 09-28 10-11",
    ),
    2026: (
        "01-01 02-16 02-17 02-18 02-19 04-05 05-01 05-02 06-19 09-25 10-01 10-02 10-03",
        "01-02 02-20 02-23 04-06 05-04 05-05 10-05 10-06 10-07",
        "01-04 02-14 02-28 05-09 09-20 10-10",
    ),
}
KINDS = ("statutory", "bridge_off", "bridge_work")


def texts(*days: str) -> tuple[Text, ...]:
    return tuple(map(Text, days))


def a_year(**more: Any) -> WorkYearRule:
    rule: dict[str, Any] = {
        "name": "cn_2026",
        "year": 2026,
        "statutory": texts("2026-10-01", "2026-10-02"),
        "origin": Origin(source="notice of 2025-11-04"),
    }
    return WorkYearRule(**{**rule, **more})


def shown(days: Iterable[dt.date]) -> str:
    return " ".join(f"{day:%m-%d}" for day in days)


# ---- listed in a pack ---------------------------------------------------------------------------


def test_a_listed_year_says_which_days_are_not_as_the_week_has_them() -> None:
    rule = a_year(bridge_off=texts("2026-10-06"), bridge_work=texts("2026-10-10"))

    (year,), problems = compile_work_years([rule])

    assert problems == ()
    assert [shown(year.days(kind)) for kind in KINDS] == ["10-01 10-02", "10-06", "10-10"]
    assert (year.is_confirmed, year.source) == (True, "notice of 2025-11-04")
    calendar = calendar_of_years((year,))
    assert calendar.is_workday(dt.date(2026, 10, 10))
    assert not calendar.is_workday(dt.date(2026, 10, 6))
    assert (calendar.knows(2026), calendar.knows(2027)) == (True, False)


def test_days_that_are_none_of_the_year_or_there_twice_are_told_at_their_place() -> None:
    rule = a_year(
        statutory=texts("2026-10-01", "2025-10-01", "2026-02-30", "1 October", "20261001"),
        bridge_off=texts("2026-10-01"),
    )

    _, found = compile_work_years([rule, a_year(name="again")])

    wrong = ["work-day-wrong"] * 4
    assert [each.code for each in found] == [*wrong, "work-day-twice", "work-year-twice"]
    for each in found:
        assert len({each.text(locale) for locale in LOCALES}) == len(LOCALES)


# ---- of the library -----------------------------------------------------------------------------


@pytest.mark.parametrize("year", sorted(NOTICES))
def test_statutory_days_are_told_from_bridge_days(year: int) -> None:
    """Regression: python-holidays names bridge days and days in lieu like holidays."""
    pytest.importorskip("holidays")

    found = CN_CALENDAR.year(year)

    assert tuple(shown(found.days(kind)) for kind in KINDS) == NOTICES[year]
    assert found.is_confirmed
    assert found.source.startswith("holidays ")


@pytest.mark.parametrize(("year", "statutory"), [(2008, 11), (2013, 11), (2020, 10), (2026, 13)])
def test_workdays_are_those_of_the_library_and_holidays_those_of_the_law(
    year: int, statutory: int
) -> None:
    holidays = pytest.importorskip("holidays")
    found, oracle = CN_CALENDAR.year(year), holidays.country_holidays("CN", years=year)
    calendar = calendar_of_years((found,))

    own = [dt.date(year, 1, 1) + dt.timedelta(days=each) for each in range(365)]

    assert len(found.days("statutory")) == statutory
    assert [day for day in own if calendar.is_workday(day) != oracle.is_working_day(day)] == []


def test_days_off_that_are_no_holiday_by_the_law_are_not_paid_as_such() -> None:
    pytest.importorskip("holidays")

    found = CN_CALENDAR.year(2020)

    assert found.kinds[dt.date(2020, 1, 31)] == "bridge_off"
    assert dt.date(2020, 2, 1) not in found.kinds  # a Saturday is a rest day
    assert found.kinds[dt.date(2020, 10, 1)] == "statutory"  # two holidays on one day


def test_a_rest_day_worked_for_the_next_year_stands_in_its_own() -> None:
    pytest.importorskip("holidays")

    assert CN_CALENDAR.year(2011).kinds[dt.date(2011, 12, 31)] == "bridge_work"


def test_a_year_without_notice_is_not_confirmed_and_not_known() -> None:
    pytest.importorskip("holidays")

    found = CN_CALENDAR.year(2099)

    assert not found.is_confirmed
    assert found.kinds[dt.date(2099, 10, 1)] == "statutory"
    assert not calendar_of_years((found,)).knows(2099)


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    true_import = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "holidays":
            raise ModuleNotFoundError(name)
        return true_import(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)

    with pytest.raises(MissingExtraError, match=r"ccops\[cn\]"):
        CN_CALENDAR.year(2026)


def test_a_year_lists_its_days_in_order() -> None:
    days = {dt.date(2026, 10, 2): "statutory", dt.date(2026, 1, 1): "statutory"}

    year = WorkYear(year=2026, kinds=days, is_confirmed=True, source="")

    assert shown(year.days("statutory")) == "01-01 10-02"
