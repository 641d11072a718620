"""The correction policy of a pack: what it adds to a plan, and what does not go together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from ccops.messages import LOCALES

if TYPE_CHECKING:
    from pathlib import Path

PACK = """
pack:
  {id: small, version: 1, zone: Asia/Shanghai, currency: CNY, locale: zh_CN,
   effective: 2026-01-01, jurisdiction: none, default_calendar: month}
calendars: {month: {}}
facts:
  base: {label: {zh: 基本工资, en: base}, unit: money, range: '[CNY 0..CNY 10000]'}
  least: {label: {zh: 最低, en: least}, unit: money, range: '[CNY 0..CNY 10000]'}
parameters:
  fifth: {label: {zh: 五分之一, en: fifth}, unit: ratio, values: {2026-01-01: 20%}, source: M-01}
basic_pays:
  pay: {label: {zh: 工资, en: pay}, for: employees, amount: base, payroll_code: A1, source: M-01}
statements:
  total: {label: {zh: 合计, en: total}, for: employees, adds: [pay, fixed, fixed_recovered]}
corrections:
  fixed:
    label: {zh: 更正, en: correction}
    for: employees
    third_parties: keep
    recover: capped
    statement: total
    cap: fifth
    floor: least
    limit_months: 12
    payroll_code: E1
    recovery_code: E2
    source: M-02
"""
SECOND = """
  other:
    label: {zh: 更正二, en: second correction}
    for: employees
    third_parties: keep
    recover: never
    statement: total
    cap: fifth
    floor: none
    limit_months: 12
    payroll_code: E3
    recovery_code: E4
    source: M-02
"""


def checked(tmp_path: Path, text: str) -> list[Any]:
    from ccops.hooks import gather
    from ccops.rulepack import check

    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "pack.yaml").write_text(text, encoding="utf-8")
    _, found = check(folder, gather(()).catalog)
    return [each for each in found if each.severity.value == "error"]


@pytest.mark.parametrize("floor", ["least", "none"])
@pytest.mark.parametrize("recover", ["never", "with_consent", "capped"])
@pytest.mark.parametrize("others", ["keep", "move"])
def test_every_policy_loads(tmp_path: Path, floor: str, recover: str, others: str) -> None:
    text = PACK.replace("recover: capped", f"recover: {recover}")
    text = text.replace("floor: least", f"floor: {floor}").replace(
        "parties: keep", f"parties: {others}"
    )

    assert checked(tmp_path, text) == []


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("statement: total", "statement: totall", "unknown-statement"),
        ("limit_months: 12", "limit_months: 0", "correction-limit"),
        ("limit_months: 12", "limit_months: 37", "correction-limit"),
        ("source: M-02\n", f"source: M-02\n{SECOND}", "correction-twice"),
        ("cap: fifth", "cap: half", "unknown-name"),
        ("third_parties: keep", "third_parties: some", "word-unknown"),
    ],
)
def test_what_does_not_go_together_is_told(
    tmp_path: Path, before: str, after: str, code: str
) -> None:
    found = checked(tmp_path, PACK.replace(before, after, 1))

    assert code in [each.code for each in found]
    told = next(each for each in found if each.code == code)
    assert all(code not in told.text(locale) for locale in LOCALES)
