"""An amount that changes inside a period: each record takes the value of its own day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

import ccops
from ccops import Center, Money, RulePackError
from ccops.kpi import measure
from ccops.messages import Severity
from ccops.testing.builders import a_roster_row, an_employee_row
from tests.laws import tried

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ccops.settlement import Settlement

HEAD = """\
pack:
  id: nights
  version: 1
  zone: Asia/Shanghai
  currency: CNY
  locale: en
  effective: 2026-01-01
  jurisdiction: none
  default_calendar: attendance
calendars:
  attendance: {{cutoff_day: 25}}
  month: {{}}
roles:
  agent: {{label: agent, source: N}}
shifts:
  W: {{label: W, starts: '20:30', ends: '08:30+1', counted: 12 h, night: yes, source: N}}
indicators:
  nights:
    {{label: {{zh: 夜班, en: nights}}, over: worked_shift, where: night, count: yes,
     better: neither, calendar: {calendar}, by: [employee, day], source: N}}
  hours: {{over: worked_shift, total: worked, better: neither, by: [employee], source: N}}
parameters:
  rate: {{label: {{zh: 标准, en: rate}}, unit: money, values: {values}, {rule}source: N}}
{more}
"""
LINE = """\
allowances:
  night_pay:
    {label: night pay, for: employees, per: nights, amount: rate, payroll_code: C1, source: N}
"""
CHANGES = "{2026-01-01: CNY 10, 2026-11-01: CNY 15}"
FIRST, LAST = dt.date(2026, 10, 26), dt.date(2026, 11, 25)
PERIOD = [FIRST + dt.timedelta(days=day) for day in range((LAST - FIRST).days + 1)]


def a_pack(
    folder: Path,
    more: str = LINE,
    *,
    values: str = CHANGES,
    rule: str = "period_rule: split, ",
    calendar: str = "attendance",
) -> Path:
    folder.mkdir(exist_ok=True)
    text = HEAD.format(values=values, rule=rule, calendar=calendar, more=more)
    (folder / "pack.yaml").write_text(text, "utf-8")
    return folder


def settled(center: Center, nights: Iterable[dt.date], period: str = "2026-11") -> Settlement:
    month = center.month(period, employees=[an_employee_row("E1")])
    rows = [a_roster_row("E1", work_date=str(day), shift="W") for day in nights]
    return month.settle(month.measure(ccops.source("roster", rows)))


def paid(center: Center, nights: Iterable[dt.date], period: str = "2026-11") -> object:
    return settled(center, nights, period).value("E1", "night_pay")


def yuan(amount: str) -> Money:
    return Money("CNY", Decimal(amount))


def refused(folder: Path, more: str, **changes: str) -> list[tuple[str, str]]:
    with pytest.raises(RulePackError) as caught:
        Center.open(a_pack(folder, more, **changes))
    return [
        (each.code, str(each.span).rpartition("pack.yaml:")[2])
        for each in caught.value.diagnostics
        if each.severity is Severity.ERROR
    ]


# -- amounts ------------------------------------------------------------------------------------


def test_six_nights_at_the_old_rate_and_nine_at_the_new_one(tmp_path: Path) -> None:
    center = Center.open(a_pack(tmp_path / "p"))

    nights = [*PERIOD[:6], *PERIOD[6:15]]

    assert paid(center, nights) == yuan("195.00")  # 6 x 10 + 9 x 15


@pytest.mark.parametrize(
    ("day", "amount"),
    [("2026-10-26", "10"), ("2026-10-31", "10"), ("2026-11-01", "15"), ("2026-11-25", "15")],
    ids=["first-day", "night-over-the-change", "day-of-the-change", "last-day"],
)
def test_a_night_takes_the_rate_of_the_day_on_which_it_starts(
    tmp_path: Path, day: str, amount: str
) -> None:
    center = Center.open(a_pack(tmp_path / "p"))

    assert paid(center, [dt.date.fromisoformat(day)]) == yuan(amount)


@pytest.mark.parametrize("day", ["2026-10-25", "2026-11-26"])
def test_a_night_outside_the_period_pays_nothing_in_it(tmp_path: Path, day: str) -> None:
    center = Center.open(a_pack(tmp_path / "p"))

    assert paid(center, [dt.date.fromisoformat(day)]) == yuan("0")


def test_nobody_at_work_gets_nothing(tmp_path: Path) -> None:
    assert paid(Center.open(a_pack(tmp_path / "p")), []) == yuan("0")


@pytest.mark.parametrize(("period", "amount"), [("2026-10", "10"), ("2026-12", "15")])
def test_a_period_in_which_nothing_changes_has_one_rate(
    tmp_path: Path, period: str, amount: str
) -> None:
    center = Center.open(a_pack(tmp_path / "p"))

    settlement = settled(center, [dt.date.fromisoformat(f"{period}-05")], period)

    (line,) = settlement.lines()
    found = (line.quantity, Decimal(line.rate), line.amount)
    assert found == ("1", Decimal(amount), Decimal(amount))


def test_a_line_with_two_rates_hands_on_no_rate_and_the_whole_count(tmp_path: Path) -> None:
    settlement = settled(Center.open(a_pack(tmp_path / "p")), PERIOD[:15])

    (line,) = settlement.lines()

    assert (line.quantity, line.rate, line.amount) == ("15", "", Decimal("195.00"))


def test_an_indicator_of_another_calendar_is_cut_by_its_own_days(tmp_path: Path) -> None:
    center = Center.open(a_pack(tmp_path / "p", calendar="month"))

    assert paid(center, [dt.date(2026, 10, 31), dt.date(2026, 11, 1)]) == yuan("15.00")


def test_a_value_may_change_several_times_in_a_period(tmp_path: Path) -> None:
    values = "{2026-01-01: CNY 10, 2026-11-01: CNY 15, 2026-11-10: CNY 12.34}"
    center = Center.open(a_pack(tmp_path / "p", values=values))

    nights = [dt.date(2026, 10, 31), dt.date(2026, 11, 9), dt.date(2026, 11, 10)]

    assert paid(center, nights) == yuan("37.34")


def test_the_explanation_shows_each_stretch(tmp_path: Path) -> None:
    settlement = settled(Center.open(a_pack(tmp_path / "p")), PERIOD[:15])

    lines = [each.strip() for each in settlement.explain("E1", "night_pay", locale="en").lines()]

    assert "formula: nights * rate" in lines
    assert "of this, nights (2026-10-26 – 2026-10-31): 6 × CN¥10.00 = CN¥60.00" in lines
    assert "of this, nights (2026-11-01 – 2026-11-25): 9 × CN¥15.00 = CN¥135.00" in lines


def test_a_total_of_money_takes_the_value_of_each_record(tmp_path: Path) -> None:
    more = """\
  premium: {over: worked_shift, total: rate if night else no_pay, better: neither,
            by: [employee], source: N}
"""
    folder = a_pack(tmp_path / "p", "")
    pack = (folder / "pack.yaml").read_text("utf-8").replace("parameters:", f"{more}parameters:")
    (folder / "pack.yaml").write_text(pack, "utf-8")
    center = Center.open(folder)

    assert settled(center, PERIOD[:15]).value("E1", "premium") == yuan("195.00")


# -- states -------------------------------------------------------------------------------------


def test_states_of_days_and_of_other_periods_still_merge(tmp_path: Path) -> None:
    center = Center.open(a_pack(tmp_path / "p"))
    november = center.month("2026-11", employees=[an_employee_row("E1")])
    rows = [a_roster_row("E1", work_date=str(day), shift="W") for day in PERIOD]
    records = november.records(ccops.source("roster", rows))["worked_shift"]
    parts = [each for each in november.month.rules.indicators if each.name.startswith("nights")]

    whole = measure(records, parts, by=("employee",))
    days = measure(records, parts, by=("employee", "day")).regrouped(("employee",))

    assert [each.name for each in parts] == [
        "nights", "nights_from_20261026", "nights_from_20261101",
    ]  # fmt: skip
    for each in parts:
        assert whole.value(each.name, "E1") == days.value(each.name, "E1")


# -- a law --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def centers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Center]:
    folder = tmp_path_factory.mktemp("packs")
    plain = {"old": "{2026-01-01: CNY 10}", "new": "{2026-01-01: CNY 15}"}
    found = {
        name: Center.open(a_pack(folder / name, values=values, rule=""))
        for name, values in plain.items()
    }
    return {**found, "split": Center.open(a_pack(folder / "split"))}


@tried(25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(nights=st.sets(st.sampled_from(PERIOD)))
def test_a_split_line_is_the_sum_of_both_parts_settled_apart(
    centers: dict[str, Center], nights: set[dt.date]
) -> None:
    change = dt.date(2026, 11, 1)

    before = paid(centers["old"], [day for day in nights if day < change])
    after = paid(centers["new"], [day for day in nights if day >= change])

    assert isinstance(before, Money)
    assert isinstance(after, Money)
    assert paid(centers["split"], nights) == yuan(str(before.amount + after.amount))


# -- where it may not be read -------------------------------------------------------------------

FIGURE = "for: employees, unit: money, round: {to: 0.01, mode: half_up}, source: N"


@pytest.mark.parametrize(
    ("more", "place"),
    [
        (f"figures:\n  x: {{is: rate, {FIGURE}}}\n", "25:11"),
        (f"figures:\n  x: {{is: nights * rate, {FIGURE}}}\n", "25:20"),
        ("populations:\n  rich: {is: rate > rate}\n", "25:14"),
    ],
    ids=["figure", "figure-that-multiplies", "population"],
)
def test_anything_that_wants_one_value_is_refused_at_its_place(
    tmp_path: Path, more: str, place: str
) -> None:
    found = refused(tmp_path / "p", more + LINE)

    assert found[0] == ("split-not-additive", place)
    assert {code for code, _ in found} == {"split-not-additive"}


MEAN = "  m: {over: worked_shift, mean: rate, better: neither, by: [employee], source: N}\n"
LEAST = MEAN.replace("mean: rate", "count: yes, at_least: 3, where: rate > rate")


@pytest.mark.parametrize("indicator", [MEAN, LEAST], ids=["mean", "at-least"])
def test_indicators_that_do_not_add_up_are_refused(tmp_path: Path, indicator: str) -> None:
    folder = a_pack(tmp_path / "p")
    text = (folder / "pack.yaml").read_text("utf-8")
    (folder / "pack.yaml").write_text(text.replace("parameters:", indicator + "parameters:"))

    with pytest.raises(RulePackError) as caught:
        Center.open(folder)

    errors = (each for each in caught.value.diagnostics if each.severity is Severity.ERROR)
    assert {each.code for each in errors} == {"split-not-additive"}


def test_an_allowance_for_something_given_by_hand_is_refused(tmp_path: Path) -> None:
    more = "facts: {days: {unit: count, range: '[0..31]'}}\n" + LINE.replace("nights", "days")

    assert refused(tmp_path / "p", more) == [("split-not-additive", "27:59")]


def test_a_word_cannot_be_split(tmp_path: Path) -> None:
    folder = a_pack(tmp_path / "p", values="{2026-01-01: a}")
    text = (folder / "pack.yaml").read_text("utf-8").replace("unit: money", "unit: word")
    (folder / "pack.yaml").write_text(text, "utf-8")

    with pytest.raises(RulePackError) as caught:
        Center.open(folder)

    assert "split-not-number" in {each.code for each in caught.value.diagnostics}


def test_a_split_value_that_ends_is_told_where_it_is_read(tmp_path: Path) -> None:
    found = refused(tmp_path / "p", LINE, values="{2026-01-01: CNY 10, 2026-11-01: null}")

    assert [code for code, _ in found] == ["parameter-ended"]
