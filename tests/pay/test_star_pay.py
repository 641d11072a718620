"""Star pay: the table and the rank of a bonus taken over for the mean of a quarter (S1-16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ccops.messages import LOCALES
from ccops.testing.builders import an_employee_row
from ccops.values import NOT_APPLICABLE, Missing, Money
from tests import loaded
from tests.quiet import USUAL

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.center import Center
    from ccops.settlement import Closing, Settlement

PEOPLE = [f"E{number:02}" for number in range(1, 21)]

PACK = """
pack:
  {id: small, version: 1, zone: Asia/Shanghai, currency: CNY, locale: zh_CN,
   effective: 2026-01-01, jurisdiction: none, default_calendar: month}
calendars: {month: {}}
roles: {agent: {label: {zh: 客服代表, en: agent}, source: M-01}}
populations: {agents: {label: {zh: 客服代表, en: agents}, is: "role == 'agent'"}}
facts:
  score: {label: {zh: 得分, en: score}, unit: points, range: '[0..100]', step: 0.01}
  other: {label: {zh: 其他, en: other}, unit: points, range: '[0..100]', step: 0.01}
  counted: {label: {zh: 计入, en: counted}, unit: flag}
ranks:
  place:
    among: agents
    order: [score desc]
    scope: center
    ties: share_best
    unknown: outside
    barred: keep_place
    places: {rounding: exact, at_least: 0}
    source: M-02
bonuses:
  monthly:
    label: {zh: 月奖, en: bonus}
    for: agents
    payroll_code: B01
    columns: [{score: score, step: 0.01}, {place: {places_of: place}}]
    unranked: {pays: CNY 0, code: not_ranked}
    table: {hit: first, rows: [['>= 80', '<= 10%', CNY 100]], otherwise: CNY 0}
    source: M-02
star_pays:
  star:
    label: {zh: 星级工资, en: star pay}
    for: agents
    like: monthly
    average: score
    round: {to: 0.01, mode: half_up}
    every: 3 periods
    anchor: 2026-01
    counts: counted
    needs: 3
    among: agents
    pays: per_month
    paid_to: employees
    payroll_code: A02
    source: M-03
"""


@pytest.fixture(scope="module")
def telecom() -> Center:
    return loaded.center()


def quarter(center: Center, labels: list[str]) -> list[Settlement]:
    """Return the months of twenty agents; the second of them by score is E02."""
    found: list[Settlement] = []
    closing: Closing | None = None
    for label in labels:
        people = [an_employee_row(each) for each in PEOPLE]
        month = center.month(label, employees=people, decisions={"award_themes": []})
        month = month.starting_from(closing if closing is not None else month.opening([]))
        facts: dict[str, dict[str, Any]] = {
            each: {**USUAL, "call_evaluation": "60"} for each in PEOPLE
        }
        facts["E01"]["call_evaluation"] = "100"
        facts["E02"]["call_evaluation"] = "70"
        settled = month.settle(month.facts(facts))
        found.append(settled)
        closing = settled.closing
    return found


def test_a_quarter_is_paid_in_the_three_months_after(telecom: Center) -> None:
    months = quarter(telecom, [f"2026-0{number}" for number in range(1, 8)])

    paid = [str(each.value("E02", "star_pay")) for each in months]
    assert months[2].value("E02", "star_pay_rate") == Money("CNY", "500.00")
    assert months[1].value("E02", "star_pay_rate") is NOT_APPLICABLE
    assert paid == [f"CNY {each}.00" for each in (0, 0, 0, 500, 500, 500, 500)]


def test_it_is_explained_down_to_the_quarter_and_its_months(telecom: Center) -> None:
    months = quarter(telecom, [f"2026-0{number}" for number in range(1, 5)])

    graded = str(months[2].explain("E02", "star_pay_rate", locale="en"))
    paid = str(months[3].explain("E02", "star_pay", locale="zh_CN"))
    assert all(each in graded for each in ("2026-01", "2026-02", "2026-03", "2 of 20"))
    assert "2026-03 star_pay_granted" in paid
    assert all(f"[{each}]" in graded for each in ("bonus_reading", "places_rounding", "ties"))


def test_another_reading_of_the_bonus_is_another_grade(telecom: Center) -> None:
    labels = ["2026-01", "2026-02", "2026-03"]

    literal = quarter(telecom.with_choices(bonus_reading="literal"), labels)[-1]
    printed = quarter(telecom, labels)[-1]

    assert literal.value("E20", "monthly_bonus") != printed.value("E20", "monthly_bonus")
    assert literal.value("E20", "star_pay_rate") == literal.value("E20", "monthly_bonus")
    assert printed.value("E20", "star_pay_rate") == printed.value("E20", "monthly_bonus")


def test_without_what_was_before_nobody_knows_what_is_due(telecom: Center) -> None:
    month = telecom.month(
        "2026-10", employees=[an_employee_row("E01")], decisions={"award_themes": []}
    )

    settlement = month.settle(month.facts({"E01": {**USUAL, "call_evaluation": "80"}}))

    assert settlement.value("E01", "star_pay") is Missing.NO_HISTORY
    assert not settlement.is_final


def checked(tmp_path: Path, before: str, after: str) -> list[Any]:
    from ccops.hooks import gather
    from ccops.rulepack import check

    folder = tmp_path / "small"
    folder.mkdir()
    text = PACK.replace(before, after)
    assert text != PACK or before == after
    (folder / "pack.yaml").write_text(text, encoding="utf-8")
    _, found = check(folder, gather(()).catalog)
    return [each for each in found if each.severity.value == "error"]


def test_any_bonus_with_a_rank_will_do(tmp_path: Path) -> None:
    assert checked(tmp_path, "", "") == []


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("like: monthly", "like: monthley", "like-unknown"),
        ("average: score", "average: other", "like-other-score"),
        ("needs: 3", "needs: 4", "needs-too-many"),
        ("needs: 3", "needs: 0", "needs-too-many"),
        ("    every: 3 periods\n", "", "key-missing"),
        ("anchor: 2026-01", "anchor: first", "anchor-wrong"),
    ],
)
def test_what_does_not_go_together_is_told(
    tmp_path: Path, before: str, after: str, code: str
) -> None:
    found = checked(tmp_path, before, after)

    assert [each.code for each in found] == [code]
    assert all(code not in found[0].text(locale) for locale in LOCALES)
