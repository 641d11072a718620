"""What is wrong with projects, client contracts, commissions, funnels and results."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ccops.messages import has_message

if TYPE_CHECKING:
    from tests.projects.conftest import Shelf

RULES = """\
projects:
  bank: {label: 银行, client: 某银行, queues: [hotline], starts_on: 2026-01-01,
         ends_on: 2027-12-31, source: M-01}
  shop: {label: 商店, client: 某商店, campaigns: [spring], starts_on: 2026-01-01, source: M-01}
populations:
  bank_project: {label: 银行, within: projects, is: project == 'bank'}
facts:
  calls: {label: 通话, unit: count, for: [employees, projects], range: '[0..1000000]'}
  seats: {label: 席位, unit: count, for: projects, range: '[0..1000]'}
  level: {label: 水平, unit: ratio, for: projects, range: '[0%..100%]', step: 0.001}
  sold: {label: 成交, unit: money, range: '[CNY 0..CNY 1000000]'}
  back: {label: 退单, unit: money, range: '[CNY 0..CNY 1000000]'}
  planned: {label: 计划, unit: money, for: projects, range: '[CNY 0..CNY 1000000]'}
  cost: {label: 成本, unit: money, for: projects, range: '[CNY 0..CNY 1000000]'}
  progress: {label: 进度, unit: ratio, for: projects, range: '[0%..100%]', step: 0.001}
parameters:
  dollar: {label: 汇率, unit: quantity, values: {2026-01-01: 7.1}, source: M-01}
  back_days: {label: 退单期限, unit: count, values: {2026-01-01: 0}, source: M-01}
client_contracts:
  deal:
    label: 合同
    for: bank_project
    currency: CNY
    fees:
      calls: {label: 通话, billing: per_call, of: calls,
              bands: [{from: 0, price: CNY 2}, {from: 100, price: CNY 1}]}
    kpi:
      level:
        label: 水平
        metric: level
        operator: '>='
        target: 80%
        step: 1%
        steps: full
        penalty_pct: 1%
        cap_pct: 10%
        bonus: {from: 90%, step: 1%, bonus_pct: 1%, cap_pct: 5%}
        earn_back: {from: 85%, periods: 3, share: 100%}
    penalty_cap: 10%
    round: {to: 0.01, mode: half_up}
    source: M-02
    accept:
      - {code: window-without-opening, because: 首期没有期初}
commissions:
  share:
    label: 提成
    for: agents
    of: sold
    tiers: [{from: CNY 0, share: 1%}, {from: CNY 100, share: 2%}]
    reach: slices
    returned: [back]
    within: back_days
    recover_at_most: 20%
    limit: 12
    payroll_code: S01
    recovered_code: S02
    round: {to: 0.01, mode: half_up}
    source: M-03
funnels:
  way: {label: 漏斗, for: projects, stages: [seats, calls], warns: 请核对, source: M-04}
project_results:
  result:
    label: 结果
    for: bank_project
    revenue: [deal]
    cost: [cost]
    plan: {revenue: planned, cost: cost, progress: progress}
    progress: progress
    tolerance: 5%
    warns: 请调整计划
    round: {to: 0.01, mode: half_up}
    source: M-05
"""
BROKEN = [
    ("project-twice", "campaigns: [spring]", "queues: [hotline]"),
    ("project-days", "ends_on: 2027-12-31", "ends_on: 2025-12-31"),
    ("band-none", "bands: [{from: 0, price: CNY 2}, {from: 100, price: CNY 1}]", "bands: []"),
    ("band-rate", "{from: 100, price: CNY 1}", "{from: 100}"),
    ("band-rate", "{from: 100, price: CNY 1}", "{from: 100, share: 1%}"),
    ("band-order", "{from: 0, price: CNY 2}", "{from: 1, price: CNY 2}"),
    ("band-order", "{from: 100, price: CNY 1}", "{from: 0, price: CNY 1}"),
    ("band-cliff", "{from: 100, price: CNY 1}]}", "{from: 100, price: CNY 1}], reach: whole}"),
    ("fee-needs", "billing: per_call", "billing: package"),
    ("fee-needs", "billing: per_call",
     "billing: package, amount: CNY 5, included: 9, reduced: CNY 1"),
    ("fee-unused", "billing: per_call", "billing: per_call, included: 9"),
    ("fee-unused", "billing: per_call", "billing: per_call, deadband: 90%, reduced: CNY 1"),
    ("fee-unused", "billing: per_call", "billing: per_call, per: 0"),
    ("level-step", "step: 1%\n", "step: 0%\n"),
    ("level-step", "step: 1%\n", "step: 60 s\n"),
    ("level-bonus-early", "from: 90%", "from: 79%"),
    ("level-earn-back", "from: 85%", "from: 79%"),
    ("level-earn-back", "periods: 3", "periods: 13"),
    ("level-earn-back", "share: 100%}", "share: 120%}"),
    ("contract-currency", "currency: CNY", "currency: EUR"),
    ("contract-currency", "currency: CNY", "currency: YUAN"),
    ("contract-no-fee", "fees:\n      calls:", "fees: {}\n    kpo:\n      calls:"),
    ("commission-share", "recover_at_most: 20%", "recover_at_most: 120%"),
    ("commission-limit", "limit: 12", "limit: 0"),
    ("commission-months", "{2026-01-01: 0}", "{2026-01-01: 0, 2026-07-01: 1}"),
    ("commission-days", "within: back_days", "within: dollar"),
    ("unknown-name", "within: back_days", "within: back_day"),
    ("funnel-short", "stages: [seats, calls]", "stages: [seats]"),
    ("funnel-twice", "stages: [seats, calls]", "stages: [seats, calls, seats]"),
    ("result-contract", "revenue: [deal]", "revenue: [dael]"),
    ("result-exchange", "cost: [cost]", "cost: [cost]\n    exchange: dollar"),
    ("fact-currency", "sold: {label: 成交,", "sold: {label: 成交, currency: YUAN,"),
    ("fact-currency", "calls: {label: 通话,", "calls: {label: 通话, currency: USD,"),
]  # fmt: skip


def test_the_rules_as_they_should_be_have_no_errors(shelf: Shelf) -> None:
    shelf.pack(RULES)
    _, found = shelf.check()

    assert [each for each in found if each.severity.value == "error"] == []


@pytest.mark.parametrize(("code", "right", "wrong"), BROKEN)
def test_a_broken_rule_is_told(shelf: Shelf, code: str, right: str, wrong: str) -> None:
    assert right in RULES
    shelf.pack(RULES.replace(right, wrong))
    pack, found = shelf.check()

    assert code in {each.code for each in found}
    assert (pack is None) is (code != "band-cliff")


def test_contracts_of_two_currencies_make_no_result(shelf: Shelf) -> None:
    start = RULES.index("  deal:\n")
    other = (
        RULES[start : RULES.index("commissions:")].replace("deal", "pact").replace("CNY", "USD")
    )
    rules = RULES.replace("commissions:", f"{other}commissions:")
    shelf.pack(rules.replace("revenue: [deal]", "revenue: [deal, pact]"))

    assert "result-currencies" in {code for code, _ in shelf.found()}


def test_a_result_of_another_currency_needs_a_rate(shelf: Shelf) -> None:
    start, end = RULES.index("client_contracts:"), RULES.index("commissions:")
    abroad = RULES[:start] + RULES[start:end].replace("CNY", "USD") + RULES[end:]
    shelf.pack(abroad)
    assert "result-exchange" in {code for code, _ in shelf.found()}

    shelf.pack(abroad.replace("cost: [cost]", "cost: [cost]\n    exchange: dollar"))
    assert "result-exchange" not in {code for code, _ in shelf.found()}


def test_nobody_is_paid_in_another_currency(shelf: Shelf) -> None:
    foreign = RULES.replace("sold: {label: 成交, ", "abroad: {label: 外币, currency: USD, ")
    line = "{label: 工资, for: agents, amount: abroad, payroll_code: A01, source: M-06}"
    pay = f"basic_pays: {{pay: {line}}}"
    shelf.pack(foreign.replace("of: sold", "of: back") + pay)

    assert "pay-line-currency" in {code for code, _ in shelf.found()}


def test_every_finding_has_words_and_a_hint() -> None:
    codes = {*(code for code, _, _ in BROKEN), "pay-line-currency", "result-currencies"}
    assert [each for each in codes if not has_message(each)] == []
    assert [each for each in codes if not has_message(f"{each}.hint")] == []
