"""Leavers settled before their period: what they get at once, and what follows with everybody."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import pytest

import ccops
from ccops.errors import DataError, NoLineError, SettlementError, UnknownNameError
from ccops.settlement import Settlement, load_settlement, save_settlement
from ccops.values import NOT_APPLICABLE, Money
from tests import loaded

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.center import Center, CenterMonth
    from ccops.facts import Facts

_HIRED = {
    "employment_type": "full_time", "role": "agent", "team": "A", "hired_on": "2024-03-01",
}  # fmt: skip
_LEFT = {"ended_on": "2026-10-09", "end_reason": "resignation"}
_FACTS = {
    "basic_pay_due": "CNY 1700", "monthly_basic": "CNY 3480", "local_minimum_wage": "CNY 2600",
    "praise_letters": 0, "items_handled": 0, "item_errors": 0,
}  # fmt: skip
_NIGHTS = ("2026-09-26", "2026-09-30", "2026-10-08")


@pytest.fixture(scope="module")
def center() -> Center:
    return loaded.center()


def month_of(center: Center) -> CenterMonth:
    people = [{"employee_id": each, **_HIRED} for each in ("E1", "E2")]
    people[0] |= _LEFT
    decided = {"standard_days": 19, "award_themes": []}
    month = center.month("2026-10", employees=people, decisions=decided)
    rows = [
        {"subject_id": "E1", "name": "comp_time", "period": "2026-09", "amount": "11", "unit": "h",
         "dated_on": "2026-09-25"},
    ]  # fmt: skip
    return month.starting_from(month.opening(rows))


def facts_of(month: CenterMonth, *, nights: tuple[str, ...] = _NIGHTS) -> Facts:
    roster = [
        {"employee_id": "E1", "work_date": day, "shift": "W", "kind": "final"} for day in nights
    ]
    return month.measure(ccops.source("roster", roster)).joined(
        dict.fromkeys(("E1", "E2"), _FACTS)
    )


def amounts(settlement: Settlement, kind: str = "regular") -> dict[str, Decimal]:
    lines = (each for each in settlement.lines() if each.employee_id == "E1")
    return {each.pay_code: each.amount for each in lines if each.kind == kind}


def test_a_leaver_gets_at_once_what_no_rank_decides(center: Center) -> None:
    month = month_of(center)

    early = month.settle(facts_of(month), final_for=["E1"])

    assert early.employees == ("E1",)
    assert early.is_final
    paid = amounts(early)
    # three nights, and 8.5 h of the night into 1 October
    assert (paid["A01"], paid["C01"], paid["C03"]) == (Decimal(1700), Decimal(30), Decimal(510))
    assert not {"B01", "B12"} & paid.keys()
    assert early.value("E1", "monthly_bonus") is NOT_APPLICABLE
    assert early.value("E1", "handed_to_payroll") == Money("CNY", sum(paid.values(), Decimal(0)))


@pytest.mark.parametrize(
    ("rate", "amount"), [("hours_only", "0.00"), ("at_100", "220.00"), ("at_150", "330.00")]
)
def test_open_comp_time_of_a_leaver_is_handed_on_at_once(
    center: Center, rate: str, amount: str
) -> None:
    month = month_of(center.with_choices(comp_payout_rate=rate))
    # GC-94: 40 h worked of the 5 workdays in employment, so 11 h of comp time stay open
    shifts = (("2026-09-26", "W"), ("2026-09-28", "W"), ("2026-09-30", "C"), ("2026-10-08", "C"))
    roster = [
        {"employee_id": "E1", "work_date": day, "shift": shift, "kind": "final"}
        for day, shift in shifts
    ]
    measured = month.measure(ccops.source("roster", roster))
    facts = measured.joined({"E1": {**_FACTS, "hourly_base": "CNY 20"}})

    early = month.settle(facts, final_for=["E1"])

    comp = next(each for each in early.lines() if each.pay_code == "H01")
    assert (str(comp.amount), comp.quantity) == (amount, "11:00:00")


def test_the_run_of_the_period_hands_on_only_what_is_still_due(center: Center) -> None:
    month = month_of(center)
    facts = facts_of(month)
    early = month.settle(facts, final_for=["E1"])

    whole = month.settle(facts)
    after = month.settle(facts, after=[early])

    every = {each.line_id: each.amount for each in whole.lines()}
    first = {each.line_id: each.amount for each in early.lines()}
    then = {each.line_id: each.amount for each in after.lines()}
    assert not first.keys() & then.keys()
    assert {**first, **then} == every
    assert after.value("E1", "handed_to_payroll") == whole.value("E1", "handed_to_payroll")


def test_what_comes_in_late_is_an_adjustment_of_the_rest(center: Center) -> None:
    month = month_of(center)
    early = month.settle(facts_of(month, nights=_NIGHTS[:2]), final_for=["E1"])

    after = month.settle(facts_of(month), after=[early])

    assert amounts(after, "adjustment")["C01"] == Decimal(10)
    line = next(each for each in after.lines() if each.kind == "adjustment")
    assert line.corrects_period == "2026-10"
    assert line.line_id not in {each.line_id for each in early.lines()}


def test_what_was_paid_too_much_is_told_and_not_collected(center: Center) -> None:
    month = month_of(center)
    early = month.settle(facts_of(month), final_for=["E1"])

    after = month.settle(facts_of(month, nights=_NIGHTS[:2]), after=[early])

    told = [each for each in after.diagnostics if each.code == "final-paid-more"]
    assert ("C01", "30.00", "20.00") in [
        (each.args["code"], each.args["early"], each.args["now"]) for each in told
    ]
    assert "C01" not in {each.pay_code for each in after.lines() if each.employee_id == "E1"}
    assert all(each.amount >= 0 for each in after.lines())


@pytest.mark.parametrize("is_early", [True, False], ids=["early", "period"])
def test_both_settlements_are_stored_and_come_back_the_same(
    center: Center, tmp_path: Path, *, is_early: bool
) -> None:
    month = month_of(center)
    facts = facts_of(month)
    early = month.settle(facts, final_for=["E1"])
    settlement = early if is_early else month.settle(facts, after=[early])

    save_settlement(settlement, tmp_path)
    again = load_settlement(tmp_path, month.month.rules)

    assert again.to_json() == settlement.to_json()
    assert list(again.lines()) == list(settlement.lines())
    assert (tmp_path / "closing.json").exists() is not is_early
    assert month.from_dict(json.loads(json.dumps(settlement.to_dict()))).digest == again.digest


def test_a_settlement_of_leavers_closes_no_period(center: Center) -> None:
    month = month_of(center)

    with pytest.raises(SettlementError, match="final-no-closing"):
        _ = month.settle(facts_of(month), final_for=["E1"]).closing


def test_the_pack_decides_whether_leavers_are_settled_at_once(center: Center) -> None:
    month = month_of(center.with_choices(leaver_settlement="wait"))

    with pytest.raises(SettlementError, match="final-waits"):
        month.settle(facts_of(month), final_for=["E1"])


def test_a_pack_that_says_nothing_settles_nobody_early(center: Center) -> None:
    month = month_of(center).month
    rules = attrs.evolve(month.rules, leaver_settlements=())

    with pytest.raises(SettlementError, match="final-not-said"):
        attrs.evolve(month, rules=rules).settle(month.facts(), final_for=["E1"])


def test_only_who_leaves_is_settled_early(center: Center) -> None:
    month = month_of(center)

    with pytest.raises(DataError, match="final-not-leaver"):
        month.settle(facts_of(month), final_for=["E2"])
    with pytest.raises(UnknownNameError):
        month.settle(facts_of(month), final_for=["E9"])


def test_only_settlements_of_leavers_go_before_the_run_of_the_period(center: Center) -> None:
    month = month_of(center)
    facts = facts_of(month)
    early = month.settle(facts, final_for=["E1"])

    with pytest.raises(SettlementError, match="final-other-month"):
        month.settle(facts, after=[month.settle(facts)])
    with pytest.raises(SettlementError, match="final-twice"):
        month.settle(facts, after=[early, early])


def test_a_leaver_is_settled_early_or_the_period_after_him(center: Center) -> None:
    month = month_of(center)
    early = month.settle(facts_of(month), final_for=["E1"])

    with pytest.raises(SettlementError, match="final-and-after"):
        month.settle(facts_of(month), final_for=["E1"], after=[early])


def test_what_comes_with_the_run_of_the_period_is_told_so(center: Center) -> None:
    month = month_of(center)
    early = month.settle(facts_of(month), final_for=["E1"])

    with pytest.raises(NoLineError) as caught:
        early.explain("E1", "monthly_bonus")

    assert str(caught.value).startswith(
        "monthly bonus (monthly_bonus) of E1 comes with the run of 2026-10: it depends on others"
    )
    assert "did you mean" not in str(caught.value)
