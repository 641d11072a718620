"""What labor law of mainland China asks of a month: told with source and day, never decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import pytest

import ccops
from ccops import Center
from ccops.messages import LOCALES, Severity, in_words
from ccops.testing.builders import an_employee_row

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.messages import Diagnostic
    from ccops.settlement import Settlement

#: The facts of pay a month needs of everybody here.
PAY = {
    "basic_pay_due": "CNY 3480",
    "monthly_basic": "CNY 3480",
    "local_minimum_wage": "CNY 2690",
}


@pytest.fixture(scope="module")
def center() -> Center:
    return Center.open("telecom-7x24")


def shifts(*listed: str) -> list[dict[str, str]]:
    """Return shifts written as ``2025-03-02 R``, with several days as ``2025-03-02..08 R``."""
    rows = []
    for each in listed:
        when, name = each.split()
        first, _, last = when.partition("..")
        for day in range(int(first[-2:]), int(last or first[-2:]) + 1):
            date = f"{first[:-2]}{day:02}"
            rows.append({"employee_id": "E1", "work_date": date, "shift": name, "kind": "final"})
    return rows


def settled(
    center: Center,
    *listed: str,
    pay: dict[str, Any] | None = None,
    none_of_cn: bool = False,
    **person: str,
) -> Settlement:
    month = center.month(
        "2025-03",
        employees=[an_employee_row("E1", **person)],
        decisions={"standard_days": "21", "award_themes": []},
    )
    month = center.month(
        "2025-03",
        employees=[an_employee_row("E1", **person)],
        decisions={"standard_days": "21", "award_themes": []},
        closing=month.opening([]),
    )
    if none_of_cn:
        rules = attrs.evolve(month.month.rules, law=None)
        month = attrs.evolve(month, month=attrs.evolve(month.month, rules=rules))
    facts = month.measure(ccops.source("roster", shifts(*listed)))
    return month.settle(facts.joined({"E1": {**PAY, **(pay or {})}}))


def legal(settlement: Settlement) -> dict[str, Diagnostic]:
    return {each.code: each for each in settlement.diagnostics if each.code.startswith("cn-")}


def test_a_month_within_the_limits_has_no_warning(center: Center) -> None:
    assert legal(settled(center, "2025-03-03..06 R", "2025-03-08..12 C")) == {}


@pytest.mark.parametrize(
    ("last", "told"), [("08", None), ("09", "E1 7"), ("14", "E1 12")], ids=["six", "seven", "more"]
)
def test_days_worked_in_a_row_are_six_at_most(center: Center, last: str, told: str | None) -> None:
    found = legal(settled(center, f"2025-03-03..{last} C"))

    finding = found.get("cn-03-month")
    assert (finding.args["employees"] if finding else None) == told


def test_a_run_of_days_may_begin_in_the_month_before(center: Center) -> None:
    found = legal(settled(center, "2025-02-26..28 C", "2025-03-01..04 C"))

    assert found["cn-03-month"].args["employees"] == "E1 7"


def test_a_run_of_days_that_ended_before_the_period_is_not_its_own(center: Center) -> None:
    assert legal(settled(center, "2025-02-21..27 C", "2025-03-03..04 C")) == {}


def test_overtime_of_a_month_is_told_with_the_limit_and_its_source(center: Center) -> None:
    every = [f"2025-02-{day} R" for day in ("26..28",)]
    many = settled(center, *every, "2025-03-02..07 R", "2025-03-09..14 R", "2025-03-16..21 R")

    finding = legal(many)["cn-01-month"]

    assert finding.severity is Severity.WARNING
    assert in_words(finding.args["most"]) == "36h"
    assert "art. 41" in finding.args["source"]
    assert "1995-01-01" in finding.args["source"]


@pytest.mark.parametrize(
    ("until", "codes"),
    [("2025-03-09", []), ("2025-03-10", ["cn-14-nights"]), ("2026-01-01", ["cn-14-nights"])],
    ids=["over", "last-day", "still"],
)
def test_nights_of_who_is_exempt_are_told(center: Center, until: str, codes: list[str]) -> None:
    found = legal(settled(center, "2025-03-10 W", night_exempt_until=until))

    assert sorted(found) == codes
    if codes:
        assert found["cn-14-nights"].args["employees"] == "E1 (03-10)"


@pytest.mark.parametrize(("last", "more"), [("14", ""), ("15", " …")], ids=["five", "six"])
def test_of_more_than_five_nights_it_is_told_that_there_are_more(
    center: Center, last: str, more: str
) -> None:
    found = legal(settled(center, f"2025-03-10..{last} W", night_exempt_until="2026-01-01"))

    told = found["cn-14-nights"].args["employees"]
    assert told == f"E1 (03-10 03-11 03-12 03-13 03-14{more})"


def test_overtime_of_who_is_exempt_is_told_however_little(center: Center) -> None:
    listed = ("2025-02-26..28 R", "2025-03-02..07 R", "2025-03-09..14 R", "2025-03-16..17 R")

    assert "cn-14-overtime" not in legal(settled(center, *listed))
    assert "cn-14-overtime" in legal(settled(center, *listed, night_exempt_until="2026-01-01"))


def test_basic_pay_under_the_minimum_wage_is_told_with_what_else_was_paid(
    center: Center,
) -> None:
    low = settled(center, "2025-03-03 C", pay={"basic_pay_due": "CNY 2689.99"})

    finding = legal(low)["cn-08-month"]
    assert finding.args["employees"].startswith("E1 CNY 2689.99 + CNY ")
    assert "cn-08-month" not in legal(
        settled(center, "2025-03-03 C", pay={"basic_pay_due": "CNY 2690"})
    )


def test_who_is_there_for_a_part_of_the_month_may_have_less(center: Center) -> None:
    low = {"basic_pay_due": "CNY 1200"}

    assert legal(settled(center, "2025-03-20 C", pay=low, hired_on="2025-03-17")) == {}
    assert legal(settled(center, "2025-03-20 C", pay=low, ended_on="2025-03-24")) == {}
    assert legal(settled(center, "2025-03-20 C", pay=low, contract_hours_day="4 h")) == {}
    assert legal(settled(center, "2025-03-20 C", pay=low, hired_on="2025-02-26"))


SMALL = """\
pack:
  {id: small, version: 1, extends: base, zone: Asia/Shanghai, currency: CNY, locale: zh_CN,
   effective: 2025-01-01, jurisdiction: cn, default_calendar: performance,
   adopted: {consulted_on: 2024-11-03, published_on: 2024-12-01}}
roles: {agent: {label: {zh: 客服代表, en: agent}, source: M-01}}
facts:
  base: {label: {zh: 工资, en: wage}, unit: money, range: '[CNY 0..CNY 9000]'}
  repaid: {label: {zh: 赔偿, en: repaid damage}, unit: money, range: '[CNY -9000..CNY 0]'}
parameters:
  local_minimum_wage:
    {label: {zh: 最低工资, en: minimum wage}, unit: money, values: {2025-01-01: CNY 2690},
     source: notice of the city}
basic_pays:
  pay: {label: {zh: 工资, en: pay}, for: employees, amount: base, payroll_code: A1, source: M-01}
allowances:
  damage:
    {label: {zh: 赔偿, en: damage}, for: employees, per: one, amount: repaid,
     round: {to: 0.01, mode: half_up}, payroll_code: D1, source: M-02}
figures:
  one: {for: employees, unit: count, is: cases, source: M-02}
"""


@pytest.mark.parametrize(
    ("wage", "repaid", "told"),
    [
        ("CNY 4000", "CNY 0", None),
        ("CNY 4000", "CNY -800", None),
        ("CNY 4000", "CNY -800.01", "E1 CNY 800.01 / CNY 4000.00"),
        ("CNY 3000", "CNY -310", None),
        ("CNY 3000", "CNY -310.01", "E1 CNY 310.01 / CNY 3000.00"),
    ],
    ids=["none", "a-fifth", "more", "the-minimum-is-left", "less-is-left"],
)
def test_deductions_leave_four_fifths_and_the_minimum_wage(
    tmp_path: Path, wage: str, repaid: str, told: str | None
) -> None:
    rules = SMALL.replace("is: cases", "is: 1 if repaid < no_pay else 0")
    (tmp_path / "pack.yaml").write_text(rules, encoding="utf-8")
    month = Center.open(tmp_path).month("2025-03", employees=[an_employee_row("E1")])

    found = legal(month.settle(month.facts({"E1": {"base": wage, "repaid": repaid}})))

    finding = found.get("cn-09-month")
    assert (finding.args["employees"] if finding else None) == told
    assert "cn-08-month" not in found


def test_another_jurisdiction_is_asked_nothing(center: Center) -> None:
    listed = ("2025-03-03..14 R",)
    low = {"basic_pay_due": "CNY 1000"}

    assert legal(settled(center, *listed, pay=low))
    assert legal(settled(center, *listed, pay=low, none_of_cn=True)) == {}


def test_every_warning_says_in_every_language_that_it_is_no_advice(center: Center) -> None:
    low = {"basic_pay_due": "CNY 1000"}
    found = legal(
        settled(center, "2025-03-03..24 W", pay=low, night_exempt_until="2026-01-01")
    ).values()

    assert {each.code for each in found} >= {
        "cn-01-month", "cn-03-month", "cn-08-month", "cn-14-nights", "cn-14-overtime",
    }  # fmt: skip
    for each in found:
        assert "not legal advice" in each.text("en")
        assert "非法律意见" in each.text("zh_CN")
        assert "非法律意見" in each.text("zh_TW")
        assert all(each.hint(locale) for locale in LOCALES)
