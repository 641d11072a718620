"""Work calendars: of a pack, of a plugin, handed in, and what is not known without any."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import attrs
import pytest

import ccops
from ccops.center import Center, check_pack
from ccops.errors import MissingExtraError, PluginError
from ccops.hooks import BuiltIn, gather, hookimpl
from ccops.messages import LOCALES, Label
from ccops.testing.builders import an_employee_row
from ccops.values import Missing
from ccops.worktime import WorkCalendarSource, WorkYear

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

RULES = """\
pack:
  {{id: sample, version: 1, zone: Asia/Shanghai, currency: CNY, locale: zh_CN,
   effective: 2025-01-01, jurisdiction: none, default_calendar: month{named}}}
calendars: {{month: {{}}}}
shifts:
  W: {{label: W, starts: '20:30', ends: '08:30+1', counted: 12 h, night: yes, source: M-01}}
leave_kinds:
  absenteeism:
    {{label: absent, paid: no, counts_as_absence: yes, bars_full_attendance: yes,
     hours_account: none, source: M-02}}
indicators:
  holiday_hours:
    label: hours on statutory days
    over: worked_day
    where: day_kind == 'statutory'
    total: worked
    better: neither
    by: [employee]
    source: M-03
  holiday_dates:
    label: statutory days worked
    over: worked_day
    where: day_kind == 'statutory' and first_of_day
    count: yes
    better: neither
    by: [employee]
    source: M-03
{years}"""
YEARS = """\
work_years:
  of_2026:
    year: 2026
    statutory: [2026-10-01]
    source: M-04
"""


@attrs.frozen
class Office:
    """A calendar of a plugin in which every year begins with a holiday."""

    name: str = "office"
    label: Label = attrs.field(factory=lambda: Label(zh="办公日历", en="office days"))
    until: int = 2026

    def year(self, year: int) -> WorkYear:
        return WorkYear(
            year=year,
            kinds={dt.date(year, 1, 1): "statutory"},
            is_confirmed=year <= self.until,
            source="office",
        )


class Offices:
    @hookimpl
    def ccops_calendars(self) -> Sequence[WorkCalendarSource]:
        return (Office(),)


class Lost:
    @hookimpl
    def ccops_calendars(self) -> Sequence[WorkCalendarSource]:
        return (Unread(),)


@attrs.frozen
class Unread(Office):
    """A calendar whose library is not installed."""

    name: str = "unread"

    def year(self, year: int) -> WorkYear:  # noqa: ARG002 - as every calendar
        raise MissingExtraError("cn")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def a_pack(folder: Path, *, named: str = "", years: str = YEARS) -> Path:
    text = RULES.format(named=f", work_calendar: {named}" if named else "", years=years)
    (folder / "pack.yaml").write_text(text, "utf-8")
    return folder


def measured(
    pack: Path, period: str, day: str, *sources: Any, plugins: Sequence[object] = ()
) -> tuple[object, object, list[str]]:
    center = Center.open(pack, plugins=plugins)
    month = center.month(period, employees=[an_employee_row("E1")])
    roster = [{"employee_id": "E1", "work_date": day, "shift": "W", "kind": "final"}]
    handed_in = (ccops.source("roster", roster), *sources)
    _, found = month.read_records(*handed_in)
    settlement = month.settle(month.measure(*handed_in))
    values = (settlement.value("E1", each) for each in ("holiday_hours", "holiday_dates"))
    told = [each.code for each in found if each.code.startswith("calendar")]
    hours, dates = values
    return hours, dates, told


def test_the_years_a_pack_lists_say_what_is_a_holiday(folder: Path) -> None:
    found = measured(a_pack(folder), "2026-09", "2026-09-30")

    assert found == (dt.timedelta(hours=8.5), 1, [])


def test_a_year_the_pack_does_not_list_comes_from_the_calendar_it_names(folder: Path) -> None:
    pack = a_pack(folder, named="office")

    listed = measured(pack, "2026-10", "2026-10-01", plugins=[Offices()])
    brought = measured(pack, "2025-01", "2025-01-01", plugins=[Offices()])

    assert listed == (dt.timedelta(hours=3.5), 1, [])
    assert brought == (dt.timedelta(hours=3.5), 1, [])


@pytest.mark.parametrize("named", ["", "office"])
def test_in_a_year_that_is_not_told_or_not_confirmed_nothing_is_known(
    named: str, folder: Path
) -> None:
    """The night into 2027 belongs to December, whose own days are known."""
    plugins = [Offices()] if named else []
    years = YEARS.replace("2026", "2025") if named else YEARS

    found = measured(
        a_pack(folder, named=named, years=years), "2026-12", "2026-12-31", plugins=plugins
    )

    assert found == (Missing.NOT_MEASURED, Missing.NOT_MEASURED, ["calendar-year-unknown"])


def test_without_any_calendar_no_day_passes_for_an_ordinary_one(folder: Path) -> None:
    hours, dates, told = measured(a_pack(folder, years=""), "2026-10", "2026-10-12")

    assert (hours, dates) == (Missing.NOT_MEASURED, Missing.NOT_MEASURED)
    assert told == ["calendar-assumed"]


def test_a_calendar_handed_in_takes_the_place_of_the_packs_own(folder: Path) -> None:
    rows = [{"date": "2026-10-02", "kind": "statutory"}]
    pack = a_pack(folder, named="unread")  # it is not asked

    found = measured(
        pack, "2026-10", "2026-10-01", ccops.source("calendar", rows), plugins=[Lost()]
    )

    assert found == (dt.timedelta(hours=8.5), 1, ["calendar-differs", "calendar-differs"])


def test_a_calendar_without_its_library_names_the_extra(folder: Path) -> None:
    pack = a_pack(folder, named="unread")

    with pytest.raises(MissingExtraError, match=r"ccops\[cn\]"):
        measured(pack, "2025-01", "2025-01-01", plugins=[Lost()])


def test_a_month_without_a_roster_asks_for_no_calendar(folder: Path) -> None:
    center = Center.open(a_pack(folder, named="unread"), plugins=[Lost()])

    month = center.month("2025-01", employees=[an_employee_row("E1")])

    assert month.records() == {}


def test_a_work_calendar_nobody_brings_is_told_with_the_nearest(folder: Path) -> None:
    _, (found,) = check_pack(a_pack(folder, named="cm"))

    assert (found.code, found.args["near"]) == ("unknown-work-calendar", "cn")
    assert len({found.text(each) for each in LOCALES}) == len(LOCALES)


def test_days_of_a_pack_that_are_none_are_told_at_their_place(folder: Path) -> None:
    wrong = YEARS.replace("[2026-10-01]", "[2026-10-01, 2026-02-29]")

    _, (found,) = check_pack(a_pack(folder, years=wrong))

    assert (found.code, found.args["day"]) == ("work-day-wrong", "2026-02-29")
    assert found.span is not None
    assert found.span.column == wrong.splitlines()[3].index("2026-02-29") + 1


def test_the_library_brings_the_calendar_of_mainland_china() -> None:
    assert set(gather(()).catalog.work_calendars) == {"cn"}
    assert [each.name for each in BuiltIn().ccops_calendars()] == ["cn"]


def test_two_calendars_of_one_name_are_refused() -> None:
    class Again:
        @hookimpl
        def ccops_calendars(self) -> Sequence[WorkCalendarSource]:
            return (Office(name="cn"),)

    with pytest.raises(PluginError, match="work calendar 'cn'"):
        gather([Again()])


def test_years_of_a_parent_are_inherited_and_may_be_mended(tmp_path: Path) -> None:
    parent, child = tmp_path / "sample", tmp_path / "child"
    for each in (parent, child):
        each.mkdir()
    a_pack(parent)
    (child / "pack.yaml").write_text(
        "pack: {id: child, version: 1, extends: sample, zone: Asia/Shanghai, currency: CNY,\n"
        "  locale: zh_CN, effective: 2025-01-01, jurisdiction: none, default_calendar: month}\n"
        "work_years:\n  of_2026:\n    override: true\n    because: a day more\n    year: 2026\n"
        "    statutory: [2026-10-01, 2026-10-02]\n    source: M-05\n",
        "utf-8",
    )

    class Shelf:
        @hookimpl
        def ccops_rulepacks(self) -> dict[str, Path]:
            return {"sample": parent}

    hours, dates, _ = measured(child, "2026-10", "2026-10-01", plugins=[Shelf()])

    assert (hours, dates) == (dt.timedelta(hours=12), 2)
