"""Targets: limits by cohort, months and years, and what is wrong with one (S2-05 to S2-08)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.center import Center
from ccops.hooks import gather
from ccops.messages import LOCALES, Severity
from ccops.rulepack import check
from ccops.settlement import source
from ccops.testing.builders import an_employee_row
from ccops.values import NOT_APPLICABLE, Missing

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.messages import Diagnostic
    from ccops.settlement import Settlement

PACK = """
pack:
  {id: small, version: 1, zone: Asia/Shanghai, currency: CNY, locale: zh_CN,
   effective: 2026-01-01, jurisdiction: none, default_calendar: month}
calendars: {month: {}}
roles: {agent: {label: {zh: 客服代表, en: agent}, source: M-01}}
populations: {agents: {label: {zh: 客服代表, en: agents}, is: "role == 'agent'"}}
facts: {waiting: {label: {zh: 待核实, en: waiting}, unit: count, range: '[0..100]'}}
parameters:
  accuracy_target:
    {label: {zh: 目标, en: target}, unit: ratio, values: {2026-01-01: 90%}, source: M-02}
indicators:
  accuracy:
    label: {zh: 准确率, en: accuracy}
    over: activity
    ratio: {of: handled - errors, over: handled}
    better: higher
    by: [employee]
    source: M-02
targets:
  accurate:
    label: {zh: 准确率达标, en: target of accuracy}
    of: accuracy
    kind: required
    cohorts: [{for: agents, at_least: accuracy_target}]
    pending: waiting
    year: every_month
    every: 3 periods
    anchor: 2026-01
    needs: 1
    source: M-02
"""


def write(folder: Path, before: str = "", after: str = "") -> Path:
    assert before in PACK
    (folder / "pack.yaml").write_text(PACK.replace(before, after), encoding="utf-8")
    return folder


def found(folder: Path, severity: Severity) -> list[Diagnostic]:
    _, told = check(folder, gather(()).catalog)
    return [each for each in told if each.severity is severity]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Center:
    return Center.open(write(tmp_path_factory.mktemp("small")))


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("[{for: agents, at_least: accuracy_target}]", "[]", "target-nobody"),
        ("at_least: accuracy_target", "at_least: accuracy_target, at_most: accuracy_target",
         "limit-not-one"),
        (", at_least: accuracy_target", "", "limit-not-one"),
        ("    needs: 1\n", "", "target-year-half"),
        ("    year: every_month\n", "", "target-year-half"),
        ("needs: 1", "needs: 4", "needs-too-many"),
        ("needs: 1", "needs: 0", "needs-too-many"),
        ("anchor: 2026-01", "anchor: spring", "anchor-wrong"),
        ("for: agents", "for: agnets", "unknown-population"),
        ("of: accuracy", "of: acuracy", "unknown-name"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_told(
    tmp_path: Path, before: str, after: str, code: str
) -> None:
    told = found(write(tmp_path, before, after), Severity.ERROR)

    assert code in [each.code for each in told]
    assert all(each.code not in each.text(locale) for each in told for locale in LOCALES)


def test_a_limit_on_the_wrong_side_is_a_warning(tmp_path: Path) -> None:
    told = found(write(tmp_path, "at_least: acc", "at_most: acc"), Severity.WARNING)

    wrong = [each for each in told if each.code == "target-against-direction"]
    assert len(wrong) == 1
    assert "higher is better" in wrong[0].text("en")


def accurate(center: Center, errors: int, handled: int, *, waiting: str = "0") -> object:
    month = center.month("2026-02", employees=[an_employee_row("E1")])
    row = {
        "employee_id": "E1", "date": "2026-02-03", "kind": "work_order",
        "handled": str(handled), "errors": str(errors),
    }  # fmt: skip
    facts = month.measure(source("activity", [row])).joined({"E1": {"waiting": waiting}})
    return month.settle(facts).value("E1", "accurate")


@given(handled=st.integers(1, 10_000), share=st.fractions(0, 1))
def test_it_is_compared_as_it_is_never_as_it_is_shown(
    small: Center, handled: int, share: Fraction
) -> None:
    errors = int(handled * share)

    met = accurate(small, errors, handled)

    assert met is (Fraction(handled - errors, handled) >= Fraction(9, 10))


def test_what_nobody_measured_is_neither_met_nor_missed(small: Center) -> None:
    month = small.month("2026-02", employees=[an_employee_row("E1")])

    settlement = month.settle(month.facts({"E1": {"waiting": "1"}}))

    assert settlement.value("E1", "accurate") is Missing.NO_RECORDS
    assert settlement.value("E1", "accurate_open") is Missing.NO_RECORDS


def test_a_year_is_what_its_months_were(small: Center) -> None:
    months: list[Settlement] = []
    for label, errors in (("2026-01", 2), ("2026-02", 0), ("2026-03", 1)):
        before = months[-1].closing if months else None
        month = small.month(label, employees=[an_employee_row("E1")], closing=before)
        row = {
            "employee_id": "E1", "date": f"{label}-03", "kind": "refund",
            "handled": "10", "errors": str(errors),
        }  # fmt: skip
        facts = month.measure(source("activity", [row])).joined({"E1": {"waiting": "0"}})
        months.append(month.settle(facts))

    years = [each.value("E1", "accurate_year") for each in months]
    assert years == [NOT_APPLICABLE, NOT_APPLICABLE, False]
    assert months[-1].value("E1", "accurate_times_missed") == 1
    assert "2026-01" in str(months[-1].explain("E1", "accurate_year", locale="en"))


def test_a_rating_is_read_with_its_grade(small: Center) -> None:
    month = small.month("2026-02", employees=[an_employee_row("E1")])
    rows = [
        {"employee_id": "E1", "at": "2026-02-28 23:59", "invited": "yes", "score": "4.5"},
        {"employee_id": "E1", "at": "2026-03-01 00:01", "invited": "no"},
    ]

    records = month.records(source("ratings", rows))["rating"]

    assert list(records.columns["score"]) == [450, Missing.NO_RECORDS]
    assert list(records.columns["invited"]) == [True, False]
